import { LANGUAGES, type Language } from '../../messages.ts';
import type { Category } from '../../knowledge/types.ts';
import { BROADER, FOOD, GENERAL } from '../lexicon/categories.ts';
import { BOOKS, type DishWord, type Want } from './books.ts';
import { longest, type Match } from './phrases.ts';
import { cover } from './spans.ts';
import type { Token } from './tokens.ts';

/** Orders categories as they were written, those that say more before those that say little. */
export function bySpecificity(categories: readonly Category[]): Category[] {
  const unique = [...new Set(categories)];
  const hasFood = unique.some((category) => FOOD.has(category));
  // "Dinner with a view" asks where to eat
  const isGeneral = (category: Category): boolean =>
    GENERAL.has(category) || (hasFood && category === 'viewpoint');
  const first = unique.filter((category) => !isGeneral(category));
  const last = unique.filter(isGeneral);
  return [
    ...first,
    ...last.filter((category) => category !== 'viewpoint'),
    ...last.filter((category) => category === 'viewpoint'),
  ];
}

/** Adds what also serves: "kebab" gives kebab, then restaurant. */
export function withBroader(categories: readonly Category[]): Category[] {
  const general = categories.findIndex((category) => GENERAL.has(category));
  const head = general < 0 ? categories : categories.slice(0, general);
  const tail = general < 0 ? [] : categories.slice(general);
  return [...new Set([...head, ...categories.flatMap((category) => BROADER[category] ?? []), ...tail])];
}

/**
 * The kinds of place in a message: in its own language first, with the English and Turkish words that travellers mix
 * in; in any other language only where these say nothing.
 */
export function readCategories(
  language: Language,
  tokens: readonly Token[],
  named: ReadonlySet<number>,
  dishes: readonly Match<DishWord>[],
): Match<Category>[] {
  const skip = new Set(named);
  cover(dishes, skip);
  const own = longest(BOOKS[language].categories.find(tokens, skip));
  cover(own, skip);
  const mixed: Language[] = ['en', 'tr'];
  for (const other of mixed.filter((one) => one !== language)) {
    // a word that the message's own language knows too means what it means there
    const foreign = other === 'tr' ? tokens.map((token, at) => (ownWord(token, language) ? at : -1)) : [];
    const found = longest(BOOKS[other].categories.find(tokens, new Set([...skip, ...foreign])));
    cover(found, skip);
    own.push(...found);
  }
  if (own.length > 0 || dishes.length > 0) return own.toSorted((a, b) => a.start - b.start);
  for (const other of LANGUAGES) {
    const found = longest(BOOKS[other].categories.find(tokens, skip)).filter((match) => match.weight >= 5);
    if (found.length > 0) return found;
  }
  return [];
}

/** A category says more than an ordinary want within it: "baño turco" asks for no toilet. */
export function isWithin(want: Match<Want>, categories: readonly Match<Category>[]): boolean {
  if (want.value !== 'practical' && want.value !== 'off_topic') return false;
  return categories.some(
    ({ start, end }) => start <= want.start && end >= want.end && end - start > want.end - want.start,
  );
}

function ownWord(token: Token, language: Language): boolean {
  const books = BOOKS[language];
  return books.wants.has([token]) || books.marks.has([token]);
}
