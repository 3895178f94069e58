import type { Button, Language } from '../../messages.ts';
import { phrase } from './phrases.ts';

/**
 * The buttons of an answer, most useful first: WhatsApp shows only three.
 * @param shows `map`: the answer names a place that can be shown; `more`: there are more results
 */
export function answerButtons(
  language: Language,
  turnId: string,
  shows: { map: boolean; more: boolean },
): Button[][] {
  const rows: Button[][] = [
    [
      { label: '👍', action: `up:${turnId}` },
      { label: '👎', action: `down:${turnId}` },
    ],
  ];
  const extra: Button[] = [];
  if (shows.map) extra.push({ label: phrase(language, 'map'), action: `map:${turnId}`, optional: true });
  if (shows.more) extra.push({ label: phrase(language, 'more'), action: `more:${turnId}`, optional: true });
  return extra.length > 0 ? [...rows, extra] : rows;
}
