import type { FastifyInstance } from 'fastify';
import { formatPeriod } from '../conversation/replies.ts';
import type { Operator } from '../engine/compose/grounded.ts';
import { phrase } from '../engine/compose/phrases.ts';
import { escapeHtml, textPage } from './html.ts';
import { stringsFor } from './strings.ts';

/** Path of the page that the guide's own `/privacy` links to. */
export const PRIVACY_PATH = '/privacy';

/** Adds `/privacy`: what is kept, what for and for how long, in the reader's language, from the settings that are in force. */
export function addPrivacyPage(
  server: FastifyInstance,
  settings: { operator: Operator; retentionDays: number },
): void {
  server.get(PRIVACY_PATH, async (request, reply) => {
    const strings = stringsFor(request.headers['accept-language']);
    const { language } = strings;
    const say = (key: string, values: Record<string, string> = {}): string =>
      phrase(language, `privacyPage:${key}`, values);
    const { contact, name } = settings.operator;
    const paragraphs = [
      ...(name ? [say('operator', { operator: name })] : []),
      ...(contact ? [say('contact', { contact })] : []),
      say('kept', { period: formatPeriod(language, settings.retentionDays) }),
      say('purpose'),
      say('rights'),
    ];
    const html = `<h1>${escapeHtml(say('title'))}</h1>${paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join('')}`;
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('vary', 'accept-language');
    return textPage(strings, say('title'), html);
  });
}
