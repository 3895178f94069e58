import { LEXICONS } from '../lexicon/index.ts';
import { ALARMS } from './books.ts';
import { split } from './phrases.ts';
import { tokenize, type Token } from './tokens.ts';
import { difference, letterSet, mistakes } from './typos.ts';
import { isKnown } from './vocabulary.ts';

/** Letters from which on a word with one typing mistake is still told apart from others. */
const MIN_LETTERS = 8;

/** The longer words of emergencies in all languages, by their length. */
const WORDS = new Map<number, { word: string; letters: number }[]>();
for (const { wants } of Object.values(LEXICONS)) {
  const words = [...ALARMS]
    .flatMap((want) => split(wants[want]))
    .flatMap((phrase) => tokenize(phrase).map(({ word }) => word));
  for (const word of new Set(words)) {
    if (word.length < MIN_LETTERS) continue;
    const same = WORDS.get(word.length) ?? [];
    WORDS.set(word.length, [...same, { word, letters: letterSet(word) }]);
  }
}

/** The words with what a misspelled one may have been of an emergency's beside it: who is in need types badly. */
export function mendEmergencies(tokens: readonly Token[]): Token[] {
  return tokens.map((token) => {
    if (token.dense || token.word.length < MIN_LETTERS - 1 || isKnown(token)) return token;
    const meant = meantWords(token.word);
    return meant.length > 0 ? { ...token, forms: [...token.forms, ...meant] } : token;
  });
}

function meantWords(written: string): string[] {
  const letters = letterSet(written);
  const near = [written.length - 1, written.length, written.length + 1].flatMap(
    (length) => WORDS.get(length) ?? [],
  );
  return near
    .filter((each) => difference(letters, each.letters) <= 2 && mistakes(written, each.word, 1) <= 1)
    .map(({ word }) => word);
}
