import type { Language } from '../../messages.ts';
import type { DayWishes, Wish } from '../types.ts';
import { BOOKS } from './books.ts';
import { PhraseBook } from './phrases.ts';
import { tokenize, type Token } from './tokens.ts';
import {
  DAY_COUNTS,
  EVENING,
  HALF_DAY,
  NO_PLAN,
  RAINY_DAY,
  WEEKEND,
  WISH_WORDS,
  WITHOUT,
} from './wishes-words.ts';

/** Characters of a message that are looked at, as for all else. */
const MAX_CHARACTERS = 1_000;
/** Words of a message that only changes the plan before it. */
const SHORT_WORDS = 8;
const SHORT_CHARACTERS = 20;

const WISH_BOOK = new PhraseBook<Wish>();
for (const [wish, words] of Object.entries(WISH_WORDS)) WISH_BOOK.add(words, wish as Wish);
const WITHOUT_BOOK = new PhraseBook<Wish>();
for (const [wish, words] of Object.entries(WITHOUT)) WITHOUT_BOOK.add(words, wish as Wish);
const DAYS_BOOK = new PhraseBook<number>();
for (const [days, words] of DAY_COUNTS) DAYS_BOOK.add(words, days);
const HALF_BOOK = new PhraseBook<true>().add(HALF_DAY, true);
const EVENING_BOOK = new PhraseBook<true>().add(EVENING, true);
const RAINY_DAY_BOOK = new PhraseBook<true>().add(RAINY_DAY, true);
const WEEKEND_BOOK = new PhraseBook<true>().add(WEEKEND, true);
const NO_PLAN_BOOK = new PhraseBook<true>().add(NO_PLAN, true);

/** A number of hours as a length of stay: "3 hours", "5 часов". */
const HOURS =
  /(?<!\d)(\d{1,2})\s*(?:hours?|hrs?|saat(?!te)|stunden?|heures?|horas|ore(?!\p{L})|час(?:а|ов)|ساع(?:ات|ة|ت)|小时|時間|시간)/u;

/** What a message says of the day that it asks a plan for. */
export function readWishes(text: string, language: Language): DayWishes {
  const tokens = tokenize(text.slice(0, MAX_CHARACTERS));
  const without = WITHOUT_BOOK.find(tokens);
  const taken = new Set<number>();
  for (const { start, end } of without) for (let at = start; at < end; at += 1) taken.add(at);
  const days = Math.max(0, ...DAYS_BOOK.find(tokens).map(({ value }) => value));
  const hours = Number(HOURS.exec(text.toLowerCase())?.[1] ?? 0);
  const part = HALF_BOOK.has(tokens) ? 'half' : partOfDay(tokens, language);
  const wishes = [...WISH_BOOK.find(tokens, taken), ...without].map(({ value }) => value);
  return {
    wishes: [...new Set(wishes)],
    ...(days > 0 ? { days } : {}),
    ...(part ? { part } : {}),
    ...(hours >= 1 && hours <= 14 ? { hours } : {}),
    ...(WEEKEND_BOOK.has(tokens) ? { weekend: true as const } : {}),
  };
}

function partOfDay(tokens: readonly Token[], language: Language): DayWishes['part'] {
  const marks = BOOKS[language].marks.find(tokens).map(({ value }) => value);
  if (
    EVENING_BOOK.has(tokens) ||
    marks.includes('evening') ||
    marks.includes('tonight') ||
    marks.includes('night')
  )
    return 'evening';
  if (marks.includes('afternoon')) return 'afternoon';
  return marks.includes('morning') ? 'morning' : undefined;
}

/** How sure it is that a message asks how to spend a day or part of one, though it does not say "plan". */
export function asksForDay(
  text: string,
  { days, part, wishes }: DayWishes,
): 'surely' | 'perhaps' | undefined {
  const tokens = tokenize(text.slice(0, MAX_CHARACTERS));
  if (NO_PLAN_BOOK.has(tokens)) return undefined;
  if (RAINY_DAY_BOOK.has(tokens) || part === 'half') return 'surely';
  if (days === undefined) return undefined;
  return wishes.length > 0 ? 'surely' : 'perhaps';
}

/** Whether a message after a plan only says what is to be different: "with kids", "no museums", "two days". */
export function changesPlan(text: string, language: Language, { wishes, days, part }: DayWishes): boolean {
  const { length } = tokenize(text.slice(0, MAX_CHARACTERS));
  const isShort = length <= (['zh', 'ja', 'ko'].includes(language) ? SHORT_CHARACTERS : SHORT_WORDS);
  const changing = wishes.filter((wish) => wish !== 'food' && wish !== 'breakfast');
  return isShort && (changing.length > 0 || days !== undefined || part === 'half');
}

/** What was wished before, with what is wished now: a later number or part of the day stands. */
export function mergeWishes(before: DayWishes, now: DayWishes): DayWishes {
  return { ...before, ...now, wishes: [...new Set([...before.wishes, ...now.wishes])] };
}
