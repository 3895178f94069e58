import { LANGUAGES, type Language } from '../../messages.ts';
import type { Category } from '../../knowledge/types.ts';
import { fold } from '../../knowledge/fold.ts';
import { DISHES } from '../lexicon/dishes.ts';
import { LEXICONS } from '../lexicon/index.ts';
import type { Lexicon } from '../lexicon/lexicon.ts';
import { ORDINALS } from '../lexicon/ordinals.ts';
import { OTHER_CITIES } from '../lexicon/other-cities.ts';
import { PhraseBook } from './phrases.ts';

export type Want = keyof Lexicon['wants'];
/** Wants that tell an emergency, and that there is none. */
export const ALARMS: ReadonlySet<Want> = new Set<Want>(['emergency', 'services', 'danger', 'calm']);
export type Mark = keyof Lexicon['marks'];

/** The lexicon of one language, ready to be looked up. */
export interface Books {
  wants: PhraseBook<Want>;
  marks: PhraseBook<Mark>;
  /** 0 = Sunday … 6 = Saturday. */
  weekdays: PhraseBook<number>;
  categories: PhraseBook<Category>;
}

/** A dish word: the folded name of the dish, and the kinds of place that serve it. */
export interface DishWord {
  dish: string;
  categories: readonly Category[];
}

function keys<K extends string>(record: Partial<Record<K, unknown>>): K[] {
  return Object.keys(record) as K[];
}

function booksOf(lexicon: Lexicon): Books {
  const books: Books = {
    wants: new PhraseBook(),
    marks: new PhraseBook(),
    weekdays: new PhraseBook(),
    categories: new PhraseBook(),
  };
  for (const want of keys(lexicon.wants)) books.wants.add(lexicon.wants[want], want);
  for (const mark of keys(lexicon.marks)) books.marks.add(lexicon.marks[mark], mark);
  for (const [index, phrases] of lexicon.weekdays.entries()) books.weekdays.add(phrases, (index + 1) % 7);
  for (const category of keys(lexicon.categories)) {
    books.categories.add(lexicon.categories[category] ?? '', category);
  }
  return books;
}

export const BOOKS = Object.fromEntries(
  LANGUAGES.map((language) => [language, booksOf(LEXICONS[language])]),
) as Record<Language, Books>;

export const DISH_BOOK = new PhraseBook<DishWord>();
for (const [name, { spellings, categories }] of Object.entries(DISHES)) {
  DISH_BOOK.add(spellings, { dish: fold(name), categories });
  if (!['ıslak', 'çay'].includes(name)) DISH_BOOK.add(name, { dish: fold(name), categories });
}

export const CITY_BOOK = new PhraseBook<true>().add(OTHER_CITIES, true);

/** Positions in a list, 0 for the first. */
export const ORDINAL_BOOK = new PhraseBook<number>();
for (const [position, phrases] of ORDINALS.entries()) ORDINAL_BOOK.add(phrases, position);

/** What tells an emergency, in every language: a cry for help counts even where its language was misjudged. */
export const ALARM_BOOK = new PhraseBook<Want>();
for (const language of LANGUAGES) {
  for (const want of ALARMS) ALARM_BOOK.add(LEXICONS[language].wants[want], want);
}

/** Whether what was found is an emergency: a danger by its bare name is none in a calm question ("is theft common?"). */
export function isAlarm(wants: ReadonlySet<Want>): boolean {
  if (wants.has('emergency') || wants.has('services')) return true;
  return wants.has('danger') && !wants.has('calm');
}
