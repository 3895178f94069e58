import type { Place } from '../../knowledge/types.ts';
import type { Language } from '../../messages.ts';
import { capitalise } from './format.ts';
import { phrase } from './phrases.ts';

/** A part of an answer with the facts it rests on and the places it names. */
export interface Piece {
  text: string;
  /** `<place id>.<field>` */
  facts: string[];
  places: Place[];
}

/** How long an answer should be, in UTF-16 code units, which are never fewer than characters. */
export interface Length {
  /** Below this, one more fact is welcome. */
  least: number;
  /** What is optional stops here. */
  aim: number;
  /** What no answer may exceed. */
  most: number;
}

/** Lengths of an answer about places (design, section 7). Chinese, Japanese and Korean say as much in two thirds. */
export function placeLength(language: Language): Length {
  return isDense(language) ? { least: 66, aim: 105, most: 160 } : { least: 100, aim: 150, most: 160 };
}

/** Routes, practical and emergency cards. */
export const CARD_LENGTH: Length = { least: 0, aim: 300, most: 300 };

/** Plans for days. */
export function planLength(language: Language): Length {
  const most = isDense(language) ? 682 : 1_024;
  return { least: 0, aim: most, most };
}

function isDense(language: Language): boolean {
  return ['zh', 'ja', 'ko'].includes(language);
}

export function piece(text: string, facts: string[] = [], places: Place[] = []): Piece {
  return { text, facts, places };
}

/** One of the marks with which the language parts words. */
export function mark(
  language: Language,
  name: 'comma' | 'list' | 'open' | 'close' | 'stop' | 'colon',
): string {
  return phrase(language, `answer:mark.${name}`);
}

/** What stands between two sentences. */
export function space(language: Language): string {
  return language === 'zh' || language === 'ja' ? '' : ' ';
}

/** A piece as a sentence of its own. */
export function sentence(language: Language, { text, ...rest }: Piece): Piece {
  const stop = /[.!?。！？：:]$/u.test(text) ? '' : mark(language, 'stop');
  return { ...rest, text: capitalise(language, text) + stop };
}

/** Sets pieces one behind the other. */
export function join(pieces: Piece[], between: string): Piece {
  return {
    text: pieces.map(({ text }) => text).join(between),
    facts: [...new Set(pieces.flatMap(({ facts }) => facts))],
    places: [...new Set(pieces.flatMap(({ places }) => places))],
  };
}

/**
 * The needed sentences, and behind them the optional ones, in their order, that leave the whole within its length. Of
 * the fillers only as many are taken as a short text needs.
 */
export function fill(
  language: Language,
  needed: Piece[],
  optional: Piece[],
  length: Length,
  fillers: Piece[] = [],
): Piece {
  const add = (whole: Piece, next: Piece): Piece => {
    const longer = join([whole, sentence(language, next)], space(language));
    return longer.text.length <= length.aim ? longer : whole;
  };
  const whole = optional.reduce(add, join(needed, space(language)));
  return fillers.reduce((text, next) => (text.text.length < length.least ? add(text, next) : text), whole);
}
