import { LANGUAGES, type Language } from '../../messages.ts';
import { DISHES } from '../lexicon/dishes.ts';
import { LEXICONS } from '../lexicon/index.ts';
import { OTHER_CYRILLIC_WORDS, OTHER_LANGUAGES } from '../lexicon/other-languages.ts';
import { split } from './phrases.ts';
import { tokenize, type Token } from './tokens.ts';

/** Words by the languages in whose lexicons they stand, exact and as beginnings (`*`). */
class WordList {
  readonly #exact = new Map<string, Set<string>>();
  readonly #prefixes = new Map<string, Set<string>>();

  add(phrases: string, language: string): void {
    for (const phrase of split(phrases)) {
      for (const piece of phrase.split(/[\s…]+/u)) {
        const index = piece.endsWith('*') ? this.#prefixes : this.#exact;
        for (const { word } of tokenize(piece)) {
          const languages = index.get(word);
          if (languages) languages.add(language);
          else index.set(word, new Set([language]));
        }
      }
    }
  }

  has(token: Token): boolean {
    return this.#exact.has(token.word);
  }

  languagesOf(token: Token): Set<string> {
    const found = new Set<string>();
    for (const form of [token.word, ...token.forms]) {
      for (const language of this.#exact.get(form) ?? []) found.add(language);
      for (let length = form.length; length > 2; length -= 1) {
        for (const language of this.#prefixes.get(form.slice(0, length)) ?? []) found.add(language);
      }
    }
    return found;
  }
}

const OURS = new WordList();
/** Whole phrases, run together. */
const EVERYDAY = new Set<string>();

function runTogether(tokens: readonly Token[]): string {
  return tokens.map((token) => token.word).join('');
}

function addEveryday(phrases: string): void {
  for (const phrase of split(phrases)) EVERYDAY.add(runTogether(tokenize(phrase)));
}

/** Phrases of one word: what happens in an emergency is told in words that names are made of too ("chat" and "chien"). */
function singleWords(phrases: string): string {
  return split(phrases)
    .filter((phrase) => !/[\s…]/u.test(phrase))
    .join(', ');
}

for (const language of LANGUAGES) {
  const { frequent, wants, marks, weekdays, categories } = LEXICONS[language];
  const { emergency, services, danger, calm, ...others } = wants;
  const all = [frequent, ...Object.values(others), ...Object.values(marks), ...weekdays];
  all.push(...[emergency, services, danger, calm].map(singleWords));
  for (const phrases of [...all, ...Object.values(categories)]) {
    OURS.add(phrases, language);
    addEveryday(phrases);
  }
}
for (const { spellings } of Object.values(DISHES)) addEveryday(spellings);

const OTHERS = new WordList();
for (const [language, phrases] of Object.entries(OTHER_LANGUAGES)) OTHERS.add(phrases, language);
OTHERS.add(OTHER_CYRILLIC_WORDS, 'cyrillic');

/** The languages of ours that have the word in their lexicon. */
export function languagesOf(token: Token): Set<Language> {
  return OURS.languagesOf(token) as Set<Language>;
}

/** Languages that are none of ours and write this word, where it is no word of ours too. */
export function otherLanguagesOf(token: Token): Set<string> {
  const others = OTHERS.languagesOf(token);
  return others.size > 0 && OURS.languagesOf(token).size === 0 ? others : new Set();
}

/** Whether the words together are an everyday phrase ("fish market", "çarşı"): no name is heard in it. */
export function isEveryday(tokens: readonly Token[]): boolean {
  return EVERYDAY.has(runTogether(tokens));
}

/** Whether exactly this word stands in a lexicon of ours. */
export function isWord(token: Token): boolean {
  return OURS.has(token);
}

/** Whether the word, or the beginning of it, is in any lexicon of ours. */
export function isKnown(token: Token): boolean {
  return OURS.languagesOf(token).size > 0;
}
