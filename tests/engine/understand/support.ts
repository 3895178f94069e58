import { fileURLToPath } from 'node:url';
import { createUnderstanding } from '../../../src/engine/understand/understand.ts';
import type { PastTurn, Question, Understanding } from '../../../src/engine/types.ts';
import { loadKnowledge } from '../../../src/knowledge/knowledge.ts';

export const knowledge = await loadKnowledge(
  fileURLToPath(new URL('../../../cities/istanbul', import.meta.url)),
);

export const understand = createUnderstanding(knowledge);

/** Wednesday, 14:00 in Istanbul. */
export const WEDNESDAY = new Date('2026-05-13T11:00:00Z');

/** Understands a text asked on a Wednesday at two in the afternoon, with nothing said before. */
export function ask(text: string, more: Partial<Question> = {}): Understanding {
  return understand({ text, at: WEDNESDAY, history: [], turnId: 'turn', ...more });
}

/** A turn that was answered with these places. */
export function said(text: string, places: string[]): PastTurn {
  const { language, intent } = ask(text);
  return { text, at: WEDNESDAY, language, intent, places };
}
