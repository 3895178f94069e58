import { tokenize, type Token } from './tokens.ts';

/** Most tokens that a gap (`…`) may hold: words, or characters of a script without spaces. */
const GAP_WORDS = 5;
const GAP_CHARACTERS = 15;

interface Part {
  text: string;
  prefix: boolean;
  /** Other tokens may stand before it. */
  gapBefore: boolean;
}

interface Entry<T> {
  parts: Part[];
  value: T;
  /** Length in characters: the longer phrase says more. */
  weight: number;
}

/** A phrase found in a message: tokens `start` up to, not including, `end`. */
export interface Match<T> {
  value: T;
  start: number;
  end: number;
  weight: number;
}

/** Compiles one phrase of the lexicon's notation into its parts. */
function compile(phrase: string): Part[] {
  const parts: Part[] = [];
  let gapBefore = false;
  for (const piece of phrase.replaceAll('…', ' … ').split(/\s+/u)) {
    if (piece === '…') {
      gapBefore = true;
      continue;
    }
    const prefix = piece.endsWith('*');
    const tokens = tokenize(piece);
    for (const [index, token] of tokens.entries()) {
      parts.push({ text: token.word, prefix: prefix && index === tokens.length - 1, gapBefore });
      gapBefore = false;
    }
  }
  return parts;
}

/** The phrases that the choices in one (`(a|b)`) stand for. */
function choices(phrase: string): string[] {
  const [whole, before, options, after] = /^([^(]*)\(([^)]*)\)(.*)$/u.exec(phrase) ?? [];
  if (whole === undefined) return [phrase];
  return (options ?? '').split('|').flatMap((option) => choices(`${before}${option}${after}`.trim()));
}

/** The single phrases of a lexicon entry, with the spelling without apostrophe beside the one with it. */
export function split(phrases: string): string[] {
  return phrases
    .split(',')
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '')
    .flatMap(choices)
    .flatMap((phrase) => (/\w'\w/u.test(phrase) ? [phrase, phrase.replaceAll("'", '')] : [phrase]));
}

function fits(token: Token, part: Part): boolean {
  if (part.prefix) {
    return token.word.startsWith(part.text) || token.forms.some((form) => form.startsWith(part.text));
  }
  return token.word === part.text || token.forms.includes(part.text);
}

/** Finds many phrases in a message at once: one look-up by first word for each token. */
export class PhraseBook<T> {
  readonly #exact = new Map<string, Entry<T>[]>();
  readonly #prefixes = new Map<string, Entry<T>[]>();
  #longestPrefix = 0;

  /** Adds phrases in the lexicon's notation (see `lexicon.ts`). */
  add(phrases: string, value: T): this {
    for (const phrase of split(phrases)) {
      const parts = compile(phrase);
      const [first] = parts;
      if (!first) continue;
      const weight = parts.reduce((sum, part) => sum + part.text.length, 0);
      const index = first.prefix ? this.#prefixes : this.#exact;
      const entries = index.get(first.text);
      if (entries) entries.push({ parts, value, weight });
      else index.set(first.text, [{ parts, value, weight }]);
      if (first.prefix) this.#longestPrefix = Math.max(this.#longestPrefix, first.text.length);
    }
    return this;
  }

  /** Every phrase that occurs, in the order of the message; `skip` tells tokens that already mean something else. */
  find(tokens: readonly Token[], skip?: ReadonlySet<number>): Match<T>[] {
    const matches: Match<T>[] = [];
    for (const [start, token] of tokens.entries()) {
      if (skip?.has(start)) continue;
      for (const form of [token.word, ...token.forms]) {
        this.#collect(tokens, start, this.#exact.get(form), skip, matches);
        for (let length = Math.min(form.length, this.#longestPrefix); length > 0; length -= 1) {
          this.#collect(tokens, start, this.#prefixes.get(form.slice(0, length)), skip, matches);
        }
      }
    }
    return matches;
  }

  /** Whether any phrase occurs. */
  has(tokens: readonly Token[], skip?: ReadonlySet<number>): boolean {
    return this.find(tokens, skip).length > 0;
  }

  #collect(
    tokens: readonly Token[],
    start: number,
    entries: Entry<T>[] | undefined,
    skip: ReadonlySet<number> | undefined,
    matches: Match<T>[],
  ): void {
    for (const entry of entries ?? []) {
      const end = endOf(tokens, start, entry.parts, skip);
      if (end > start) matches.push({ value: entry.value, start, end, weight: entry.weight });
    }
  }
}

/** The token after the phrase that begins at `start`, or -1 where it does not stand there. */
function endOf(
  tokens: readonly Token[],
  start: number,
  parts: readonly Part[],
  skip: ReadonlySet<number> | undefined,
): number {
  let position = start + 1;
  for (const part of parts.slice(1)) {
    const reach = part.gapBefore ? (tokens[position]?.dense ? GAP_CHARACTERS : GAP_WORDS) : 0;
    const limit = Math.min(tokens.length - 1, position + reach);
    let found = -1;
    for (let at = position; at <= limit && found < 0; at += 1) {
      const token = tokens[at];
      if (token && !skip?.has(at) && fits(token, part)) found = at;
    }
    if (found < 0) return -1;
    position = found + 1;
  }
  return position;
}

/** Keeps the longest of overlapping matches: "fish market" is a market, "fish" in it asks for nothing. */
export function longest<T>(matches: readonly Match<T>[]): Match<T>[] {
  const taken = new Set<number>();
  const kept: Match<T>[] = [];
  const bySize = matches.toSorted((a, b) => b.end - b.start - (a.end - a.start) || b.weight - a.weight);
  for (const match of bySize) {
    let free = true;
    for (let at = match.start; at < match.end; at += 1) free &&= !taken.has(at);
    if (!free) {
      // one phrase may mean two things: both stay
      if (kept.some((other) => other.start === match.start && other.end === match.end)) kept.push(match);
      continue;
    }
    for (let at = match.start; at < match.end; at += 1) taken.add(at);
    kept.push(match);
  }
  return kept.toSorted((a, b) => a.start - b.start);
}
