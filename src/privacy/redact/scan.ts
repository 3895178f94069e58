import { toPlain, type Plain } from './plain.ts';

/** What is told apart; its name in brackets stands in the text instead, the same in every language. */
const KINDS = [
  'phone',
  'email',
  'link',
  'location',
  'card',
  'iban',
  'national-id',
  'tax-id',
  'passport',
  'birthdate',
  'plate',
  'ip',
  'booking',
  'flight',
  'room',
  'handle',
  'user-id',
  'name',
] as const;
export type Kind = (typeof KINDS)[number];

/** A stretch of the plain text, and what it is. */
export interface Mark {
  start: number;
  end: number;
  kind: Kind;
  /** Kept within the placeholder: the cell of a location. */
  detail?: string | undefined;
}

/** Stands for what was marked: no letter, no digit, no space. */
const HIDDEN = '\ufffc';

/** What stands for personal data. Rules never look inside, so that redacting twice changes nothing. */
const PLACEHOLDER = new RegExp(
  String.raw`\[(?:${KINDS.join('|')}|location -?\d{1,2}\.\d\d,-?\d{1,3}\.\d\d)\]`,
  'gu',
);

/** One pass over a text: rules mark what is to be replaced, and what one has marked the next does not see. */
export class Scan {
  /** What is left to look at: as long as the plain text, with what was marked hidden. */
  text: string;
  readonly #original: string;
  readonly #plain: Plain;
  readonly #marks: Mark[] = [];

  constructor(original: string) {
    this.#original = original;
    this.#plain = toPlain(original);
    this.text = this.#plain.text;
    this.hide(PLACEHOLDER);
  }

  /** Hides what matches from the rules to come, or as many characters of it as `length` says, and leaves it in the text. */
  hide(pattern: RegExp, length = (found: string): number => found.length): void {
    this.text = this.text.replace(pattern, (found) => {
      const hidden = length(found);
      return HIDDEN.repeat(hidden) + found.slice(hidden);
    });
  }

  /**
   * Marks what `judge` names within each match. The pattern must be global, and must not be able to run over the same
   * stretch from many beginnings: texts may be long and hostile.
   */
  mark(pattern: RegExp, judge: (match: RegExpExecArray, text: string) => Mark | Mark[] | undefined): void {
    const { text } = this;
    let seen = '';
    let from = 0;
    for (const match of text.matchAll(pattern)) {
      const found = judge(match, text);
      if (!found) continue;
      for (const mark of Array.isArray(found) ? found : [found]) {
        if (mark.start < from || mark.end <= mark.start) continue;
        this.#marks.push(mark);
        seen += text.slice(from, mark.start) + HIDDEN.repeat(mark.end - mark.start);
        from = mark.end;
      }
    }
    if (from > 0) this.text = seen + text.slice(from);
  }

  /** The original with a placeholder for each mark. */
  result(): string {
    if (this.#marks.length === 0) return this.#original;
    let result = '';
    let from = 0;
    for (const { start, end, kind, detail } of this.#marks.toSorted((a, b) => a.start - b.start)) {
      result +=
        this.#original.slice(from, this.#plain.origin(start)) + `[${kind}${detail ? ` ${detail}` : ''}]`;
      from = this.#plain.origin(end);
    }
    return result + this.#original.slice(from);
  }
}

/** The whole of a match. */
export function whole(match: RegExpExecArray, kind: Kind): Mark {
  return { start: match.index, end: match.index + match[0].length, kind };
}

/** The first group of a match that took part; the pattern must have the `d` flag. */
export function group(match: RegExpExecArray, kind: Kind): Mark | undefined {
  const indices = match.indices?.slice(1).find(Boolean);
  return indices && { start: indices[0], end: indices[1], kind };
}
