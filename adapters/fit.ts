import type { Button, Reply } from '../src/messages.ts';
import type { Capabilities } from './adapter.ts';

/** Longest `Button.action` in bytes of UTF-8; see `Reply.buttons`. */
const MAX_ACTION_BYTES = 64;
/** How far before the limit a text is still cut at a space rather than inside a word, as a share of the limit. */
const WORD_REACH = 0.1;
/** UTF-16 units behind the limit that are enough to see where the character at the limit begins. */
const LOOK_AHEAD = 200;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Cuts a text to at most `max` UTF-16 units, ending in `…`, never inside what a person sees as one character, and at a
 * space where one is near. A text that fits comes back as it is.
 */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  // Segmenting costs time by length, and what lies far behind the limit decides nothing
  const start = graphemes.segment(text.slice(0, max + LOOK_AHEAD)).containing(max - 1)?.index ?? 0;
  // A single character longer than the limit has no boundary to cut at: all that is left is not to break a code point
  const whole = start === 0 ? text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/u, '') : text.slice(0, start);
  const space = whole.search(/\s\S*$/u);
  return `${space >= max * (1 - WORD_REACH) ? whole.slice(0, space) : whole}…`;
}

/** Buttons within a platform's limits. */
export interface FittedButtons {
  rows: Reply['buttons'];
  /** How many were left out: past the limit, without a label, or with an action that cannot be sent. */
  dropped: number;
}

/** Keeps the first buttons that the platform can show, with labels cut to its length. Empty rows disappear. */
export function fitButtons(
  rows: Reply['buttons'],
  limits: Pick<Capabilities, 'buttons' | 'buttonLabel'>,
): FittedButtons {
  let shown = 0;
  let dropped = 0;
  const keep = (button: Button): boolean => {
    const fits = shown < limits.buttons && canBeSent(button);
    if (fits) shown += 1;
    else dropped += 1;
    return fits;
  };
  const fitted = rows.map((row) =>
    row.filter(keep).map((button) => ({ ...button, label: cutText(button.label, limits.buttonLabel) })),
  );
  return { rows: fitted.filter((row) => row.length > 0), dropped };
}

function canBeSent(button: Button): boolean {
  if (button.label.trim() === '') return false;
  if ('url' in button) return /^https?:$/.test(URL.parse(button.url)?.protocol ?? '');
  return button.action !== '' && Buffer.byteLength(button.action) <= MAX_ACTION_BYTES;
}
