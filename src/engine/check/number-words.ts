import { fold } from '../../knowledge/fold.ts';
import type { Language } from '../../messages.ts';
import { UNITS } from './numbers.ts';
import { DENSE_NUMBERS, SPACED_NUMBERS, type SpacedNumbers } from './number-tables.ts';

/**
 * Writes the numbers that a folded text spells out as digits, so that they are held against the facts like any other:
 * "three hundred lira" becomes "300 lira". One and "a" are left: they count nothing.
 * @param left the same text with the names in it blanked: a number within a name is the name's
 */
export function withDigits(folded: string, left: string, language: Language): string {
  let written = '';
  let from = 0;
  for (const { at, end, digits } of spelledNumbers(left, language)) {
    written += folded.slice(from, at) + digits;
    from = end;
  }
  return written + folded.slice(from);
}

interface Spelled {
  at: number;
  end: number;
  digits: string;
}

function spelledNumbers(left: string, language: Language): Spelled[] {
  if (language === 'zh' || language === 'ja' || language === 'ko') {
    return DENSE_NUMBERS[language]
      .flatMap(({ pattern, values }) =>
        [...left.matchAll(pattern)].map(({ index, 0: word }) => ({
          at: index,
          end: index + word.length,
          digits: typeof values === 'string' ? values : String(denseValue(word, values)),
        })),
      )
      .sort((a, b) => a.at - b.at);
  }
  const numbers = readers.get(language) ?? reader(SPACED_NUMBERS[language]);
  readers.set(language, numbers);
  return numbers(left);
}

const readers = new Map<Language, (left: string) => Spelled[]>();

/** Builds the search for the numbers of a language that parts its words by spaces. */
function reader({ words, unsure = '', phrases, joiner, prefix = '', ending = '' }: SpacedNumbers) {
  const values = new Map(pairsOf(words));
  const doubtful = new Set(pairsOf(unsure).map(([word]) => word));
  for (const [word, value] of pairsOf(unsure)) values.set(word, value);
  const parts = longestFirst([...values.keys()]);
  // Bounded, so that words which can be parted in two ways cost no more than a text of sense does
  const word = `(?:${parts}){1,6}`;
  // A Persian weekday begins with a number: "سه شنبه"
  const stop = '(?![\\p{L}\\u200c]|\\sشنبه)';
  const span = new RegExp(
    `(?<!\\p{L})${prefix}(${word}(?:(?:-|\\s${joiner})${word}){0,9})(?:${ending})?${stop}`,
    'gu',
  );
  const part = new RegExp(parts, 'gu');
  const unit = new RegExp(`^[\\s-]?(?:${UNITS})(?!\\p{L})`, 'u');
  const unitBefore = /(?<!\p{L})saat\s$/u;
  const phrase = new Map(Object.entries(phrases).map(([text, digits]) => [fold(text), digits]));
  const phraseSpan = new RegExp(`(?<!\\p{L})(?:${longestFirst([...phrase.keys()])})(?!\\p{L})`, 'gu');

  return (left: string): Spelled[] => {
    const found: Spelled[] = [...left.matchAll(phraseSpan)].map(({ index, 0: text }) => ({
      at: index,
      end: index + text.length,
      digits: phrase.get(text) ?? '',
    }));
    for (const match of left.matchAll(span)) {
      const [whole, number = ''] = match;
      const end = match.index + whole.length;
      if (found.some((other) => match.index < other.end && end > other.at)) continue;
      // A word with another meaning ("sei" is "you are", too) counts with a unit or another number word beside it
      const hasUnit = unit.test(left.slice(end)) || unitBefore.test(left.slice(0, match.index));
      if (doubtful.has(number) && !hasUnit) continue;
      const digits = spacedValues([...number.matchAll(part)].map(([each]) => values.get(each) ?? 0)).join(
        ' ',
      );
      if (digits !== '1') found.push({ at: match.index + whole.indexOf(number), end, digits });
    }
    return found.sort((a, b) => a.at - b.at);
  };
}

/** The pairs of a table such as "2 two 3 three". */
function pairsOf(table: string): [string, number][] {
  let value = 0;
  return table
    .split(/\s+/u)
    .filter(Boolean)
    .flatMap((word): [string, number][] => {
      if (!/^\d+$/u.test(word)) return [[fold(word.replaceAll('_', ' ')), value]];
      value = Number(word);
      return [];
    });
}

function longestFirst(words: string[]): string {
  return words.sort((a, b) => b.length - a.length).join('|');
}

/** What number words in a row stand for; those that make no one number ("zero two one two") are numbers of their own. */
function spacedValues(values: number[]): number[] {
  const numbers: number[] = [];
  let thousands = 0;
  let rest: number | undefined;
  for (const value of values) {
    if (value === 1_000) {
      thousands += (rest ?? 1) * value;
      rest = undefined;
    } else if (value === 100 && (rest ?? 1) < 10) rest = (rest || 1) * value;
    else if (rest === undefined || fits(rest, value)) rest = (rest ?? 0) + value;
    else {
      numbers.push(thousands + rest);
      thousands = 0;
      rest = value;
    }
  }
  return [...numbers, thousands + (rest ?? 0)];
}

/** Whether a number word goes on the number before it: "hundred" and "fifty", "fifty" and "two", "fünf" and "zwanzig". */
function fits(before: number, value: number): boolean {
  const tens = before % 100;
  if (before === 0 || value === 0) return false;
  if (tens === 0) return value < 100;
  // French counts on to nineteen: "soixante-dix"
  if (tens >= 10 && tens % 10 === 0) return value < (tens === 60 || tens === 80 ? 20 : 10);
  return tens < 10 && value >= 10 && value < 100 && value % 10 === 0;
}

/** 三百二十 and 삼백이십: digits before tens, hundreds, thousands and ten thousands. */
function denseValue(word: string, values: ReadonlyMap<string, number>): number {
  let total = 0;
  let digit = 0;
  for (const [letters] of word.matchAll(new RegExp(longestFirst([...values.keys()]), 'gu'))) {
    const value = values.get(letters) ?? 0;
    if (value === 10_000) {
      total = (total + digit || 1) * value;
      digit = 0;
    } else if (value === 100 || value === 1_000 || (value === 10 && letters !== '열')) {
      total += (digit || 1) * value;
      digit = 0;
    } else if (value > 9) total += value;
    else digit = value;
  }
  return total + digit;
}
