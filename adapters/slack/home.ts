import type { types } from '@slack/bolt';
import { phrase } from '../../src/engine/compose/phrases.ts';
import type { Language } from '../../src/messages.ts';
import { label } from './render.ts';

/** The page that the app shows in Slack: who we are and what we can do. */
export function homeView(language: Language): types.HomeView {
  const text = (key: string): types.SectionBlock => ({ type: 'section', text: label(phrase(language, key)) });
  return {
    type: 'home',
    blocks: [{ type: 'header', text: label('Rehber') }, text('welcome'), { type: 'divider' }, text('help')],
  };
}
