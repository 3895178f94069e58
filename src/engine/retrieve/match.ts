import { fold } from '../../knowledge/fold.ts';
import type { Found, Knowledge, Place } from '../../knowledge/types.ts';
import type { Understanding } from '../types.ts';
import { isTransit } from './categories.ts';
import type { Scope } from './scope.ts';
import type { Kind } from './types.ts';

interface Match {
  kind?: Kind;
  found: Found[];
}

/**
 * Places of what was asked for: with the dish on the menu in reach, else of the most specific category that the city
 * has, however far.
 */
export function matching(understood: Understanding, knowledge: Knowledge, scope: Scope): Match {
  const affordable = budgetFilter(understood, knowledge);
  const wanted: { kind?: Kind; where: (place: Place) => boolean }[] = [
    ...understood.dishes.map((dish) => ({
      kind: { dish: menuName(knowledge, dish) },
      where: (place: Place) => dishesOf(knowledge, place).some((each) => fold(each).includes(dish)),
    })),
    ...understood.categories.map((category) => ({
      kind: { category },
      where: (place: Place) => place.categories.includes(category),
    })),
  ];
  if (wanted.length === 0) {
    wanted.push({ where: (place) => !isTransit(place) && !place.categories.includes('neighbourhood') });
  }
  // Menus are known of few places, so a dish counts only within reach; a kind of place does wherever it is
  const isUsable = ({ kind, found }: Match): boolean =>
    found.some(
      ({ distanceMeters }) => (distanceMeters ?? 0) <= (kind && 'dish' in kind ? scope.limit : Infinity),
    );
  const matches = wanted.map(({ kind, where }): Match => ({
    ...(kind ? { kind } : {}),
    found: scope.ordered((place) => where(place) && affordable(place)),
  }));
  return (
    matches.find(isUsable) ?? matches.find(({ found }) => found.length > 0) ?? matches.at(-1) ?? { found: [] }
  );
}

/** Dish names of a place, as its menu writes them. */
export function dishesOf(knowledge: Knowledge, place: Place): string[] {
  const value = knowledge.fact(place, 'dish')?.value;
  return Array.isArray(value) ? value.filter((dish) => typeof dish === 'string') : [];
}

/** Only what the facts call free or cheap (price level 1 or 2 of 4). */
function budgetFilter({ budget }: Understanding, knowledge: Knowledge): (place: Place) => boolean {
  if (!budget) return () => true;
  if (budget === 'free') return (place) => knowledge.fact(place, 'admission')?.value === 'free';
  return (place) => {
    const level = knowledge.fact(place, 'price_level')?.value;
    return typeof level === 'number' && level <= 2;
  };
}

/** A dish as menus write it; as it was asked for where none has it. */
function menuName(knowledge: Knowledge, dish: string): string {
  for (const place of knowledge.places) {
    const written = dishesOf(knowledge, place).find((each) => fold(each) === dish);
    if (written) return written;
  }
  return dish;
}
