import type { Category } from '../../knowledge/types.ts';
import type { Language } from '../../messages.ts';
import { TRANSIT } from '../lexicon/categories.ts';
import type { Mark, Want } from './books.ts';
import { sideOf } from './direction.ts';
import type { NameMatch } from './names.ts';
import type { Match } from './phrases.ts';
import type { Token } from './tokens.ts';
import { isKnown } from './vocabulary.ts';

/** Kinds of place at the end of a name that no place of a city pack is of, folded beginnings. */
const OTHER_KINDS =
  /^(?:arboret|stadium|stadyum|universit|hospital|hastane|school|okul|lisesi|college|library|kutuphane|aquapark|zoo|academy|akademi)/u;
/** Letters of a word that can be a name. */
const MIN_LETTERS = 3;
/** Words between a kind of place and the name: "Palais des Nuages". */
const MAX_BETWEEN = 1;
/** Words behind an unknown one that still belong to it: "Cevahir AVM'ye". */
const MAX_BEHIND = 3;
/** Languages that put the kind of place before its name; the others put it behind, unless the name is written large. */
const KIND_FIRST: ReadonlySet<Language> = new Set<Language>(['fr', 'es', 'it', 'ru', 'ar', 'fa']);
/** Characters that stand before a kind of place in Chinese, Japanese and Korean and are no name. */
const PARTICLES =
  /[的有个個家の的にはをがで和与去到在最好大小这那看找是几多老新も은는이가을를의에도한운큰된할곳]/u;

/**
 * The names without those that are part of a longer one that is not known: "Atatürk Arboretum" is not the Atatürk Museum.
 * Only what a place is called without its kind can be so taken.
 */
export function withoutLonger(names: readonly NameMatch[], tokens: readonly Token[]): NameMatch[] {
  return names.filter((name) => {
    if (!name.named.every(({ shortened }) => shortened === 1)) return true;
    const isProper = isCapitalised(tokens[name.start]);
    const isTaken = (at: number) => names.some(({ start, end }) => start <= at && at < end);
    const behind = tokens[name.end];
    const before = tokens[name.start - 1];
    if (behind && !isTaken(name.end) && OTHER_KINDS.test(behind.word)) return false;
    return ![
      { token: behind, at: name.end },
      { token: before, at: name.start - 1 },
    ].some(({ token, at }) => token && isProper && !isTaken(at) && isCapitalised(token) && isNew(token));
  });
}

function isCapitalised(token: Token | undefined): boolean {
  return token !== undefined && /^\p{Lu}/u.test(token.raw);
}

function isNew(token: Token): boolean {
  return !token.dense && token.word.length >= MIN_LETTERS && !/^\d/u.test(token.word) && !isKnown(token);
}

/** What a message without a known name has in it. */
interface Unnamed {
  tokens: readonly Token[];
  /** Words that phrases account for. */
  taken: ReadonlySet<number>;
  categories: readonly Match<Category>[];
  wants: ReadonlySet<Want>;
  marks: ReadonlySet<Mark>;
  language: Language;
}

/** Whether one place is asked about, or the way to it, by a name that is not known. */
export function hasUnknownName({ tokens, taken, categories, wants, marks, language }: Unnamed): boolean {
  const isNameAt = (at: number): boolean => {
    const token = tokens[at];
    return token !== undefined && !taken.has(at) && isNew(token);
  };
  if (wants.has('route')) {
    return tokens.some((_, at) => isNameAt(at) && isDestination(tokens, at, language));
  }
  const isAboutOne = wants.has('place') || wants.has('hours') || wants.has('details');
  if (!isAboutOne || wants.has('nearby') || marks.has('near') || marks.has('nearMe')) return false;
  if (categories.length === 0) return wants.has('hours') && tokens.some((_, at) => isNameAt(at));
  return categories.some(({ value, start, end }) => {
    if (TRANSIT.has(value)) return false;
    if (tokens[start]?.dense)
      return wants.has('place') && isNameCharacter(tokens[start - 1], taken, start - 1);
    for (let gap = 0; gap <= MAX_BETWEEN; gap += 1) {
      const [before, behind] = [start - 1 - gap, end + gap];
      if (isNameAt(before) && (!KIND_FIRST.has(language) || isCapitalised(tokens[before]))) return true;
      if (isNameAt(behind) && (KIND_FIRST.has(language) || isCapitalised(tokens[behind]))) return true;
    }
    return false;
  });
}

function isNameCharacter(token: Token | undefined, taken: ReadonlySet<number>, at: number): boolean {
  return token?.dense === true && !taken.has(at) && !PARTICLES.test(token.raw);
}

function isDestination(tokens: readonly Token[], at: number, language: Language): boolean {
  for (let end = at + 1; end <= at + MAX_BEHIND; end += 1) {
    if (sideOf({ start: at, end, named: [], turkishEnding: language === 'tr' }, tokens, language) === 'to') {
      return true;
    }
  }
  return false;
}
