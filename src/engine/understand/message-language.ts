import { LANGUAGES, type Language } from '../../messages.ts';
import type { Question } from '../types.ts';
import { BOOKS, type DishWord } from './books.ts';
import { judgeLanguage, type LanguageJudgement } from './language.ts';
import type { NameMatch } from './names.ts';
import type { Match } from './phrases.ts';
import { cover } from './spans.ts';
import type { Token } from './tokens.ts';

/** Words of a message whose phrases tell its language: a longer one tells it by its words. */
const MAX_PHRASED = 12;

/** Judges the language of a message by all of its words but names and dishes. */
export function languageOf(
  question: Pick<Question, 'history' | 'chosenLanguage' | 'profileLanguage'>,
  text: string,
  tokens: readonly Token[],
  names: readonly NameMatch[],
  dishes: readonly Match<DishWord>[],
): LanguageJudgement {
  const silent = new Set<number>();
  cover([...names, ...dishes], silent);
  const telling = tokens.filter((token, index) => !silent.has(index) && !/^\d/u.test(token.word));
  const before = question.history.at(-1)?.language;
  const hints = [knownLanguage(question.chosenLanguage), before, knownLanguage(question.profileLanguage)];
  return judgeLanguage({
    telling,
    all: tokens,
    turkishEnding: names.some((name) => name.turkishEnding) || isTurkishDish(dishes, tokens, telling),
    spanishMarks: /[¿¡]/u.test(text),
    nonJoiner: /\p{Script=Arabic}\u200c\p{Script=Arabic}/u.test(text),
    phrases: wholePhrases(tokens),
    hints: hints.filter((language) => language !== undefined),
  });
}

function knownLanguage(tag: string | undefined): Language | undefined {
  return LANGUAGES.find((language) => tag?.toLowerCase().split('-')[0] === language);
}

/** Languages that have a phrase of three words and more at the beginning of a message, or all of its characters. */
function wholePhrases(tokens: readonly Token[]): Language[] {
  const first = tokens.slice(0, MAX_PHRASED);
  if (first.every(({ dense }) => dense)) {
    return LANGUAGES.filter((language) => {
      const { wants, categories } = BOOKS[language];
      return [...wants.find(first), ...categories.find(first)].some(
        ({ start, end }) => start === 0 && end === tokens.length,
      );
    });
  }
  return LANGUAGES.filter((language) =>
    BOOKS[language].wants.find(first).some(({ start, end }) => end - start >= 3),
  );
}

/** A dish is written in all languages, with the letters that only Turkish has mostly in Turkish. */
function isTurkishDish(
  dishes: readonly Match<DishWord>[],
  tokens: readonly Token[],
  telling: readonly Token[],
): boolean {
  if (telling.length > 0) return false;
  return dishes.some(({ start, end }) => tokens.slice(start, end).some(({ raw }) => /[ığş]/u.test(raw)));
}
