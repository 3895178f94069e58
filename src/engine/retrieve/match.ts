import { fold } from '../../knowledge/fold.ts';
import type { Found, Knowledge, Place } from '../../knowledge/types.ts';
import { SERVED_BY } from '../lexicon/categories.ts';
import { DISHES, DISH_KINDS } from '../lexicon/dishes.ts';
import type { Understanding } from '../types.ts';
import { isTransit } from './categories.ts';
import type { Scope } from './scope.ts';
import type { Kind } from './types.ts';

/** One of the kinds of place that answer a question, with all that are known in the scope. */
export interface Match {
  /** Absent where any place fits. */
  kind?: Kind;
  readonly found: Found[];
  /** Those that lie within reach. */
  readonly near: Found[];
}

/** What was asked for, the dish before the kinds of place that serve it, the most specific kind first. */
export function matching(understood: Understanding, knowledge: Knowledge, scope: Scope): Match[] {
  const affordable = budgetFilter(understood, knowledge);
  const wanted = wantedKinds(understood, knowledge);
  return wanted.map(({ kind, where }) =>
    lazily(kind, scope.limit, () => scope.ordered((place) => where(place) && affordable(place))),
  );
}

/** A match that is looked up when it is asked for: mostly the first one will do. */
function lazily(kind: Kind | undefined, limit: number, ordered: () => Found[]): Match {
  let found: Found[] | undefined;
  let near: Found[] | undefined;
  const all = (): Found[] => (found ??= ordered());
  return {
    ...(kind ? { kind } : {}),
    get found() {
      return all();
    },
    get near() {
      return (near ??= all().filter(({ distanceMeters }) => (distanceMeters ?? 0) <= limit));
    },
  };
}

/**
 * The match to answer with. Menus are known of few places, so a dish counts only within reach; the kind of place that was
 * asked for does wherever it is, the next best where one is near.
 */
export function bestMatch(matches: Match[]): Match | undefined {
  const [first, ...others] = matches;
  if (!first) return undefined;
  const isDish = first.kind && 'dish' in first.kind;
  if ((isDish ? first.near : first.found).length > 0) return first;
  return others.find(({ near }) => near.length > 0) ?? matches.find(({ found }) => found.length > 0) ?? first;
}

/** What was asked for first, where something else is offered that does not serve as well. */
export function missingKind(
  [first]: Match[],
  best: Match,
  knowledge: Knowledge,
): { kind: Kind; near: boolean } | undefined {
  if (!first?.kind || !best.kind || first === best || serves(best.kind, first.kind)) return undefined;
  return { kind: first.kind, near: knowledge.places.some(isOf(first.kind, knowledge)) };
}

/** Whether a place of one kind gives what the other asks for, as a café gives coffee. */
export function serves(offered: Kind, asked: Kind): boolean {
  if (!('category' in offered) || !('category' in asked)) return false;
  return SERVED_BY[asked.category]?.includes(offered.category) ?? false;
}

function wantedKinds(
  understood: Understanding,
  knowledge: Knowledge,
): { kind?: Kind; where: (place: Place) => boolean }[] {
  const kinds = [
    ...understood.dishes.map((dish): Kind => kindOf(dish)),
    ...understood.categories.map((category): Kind => ({ category })),
  ];
  const unique = kinds.filter((kind, at) => kinds.findIndex((other) => isSame(kind, other)) === at);
  if (unique.length > 0) return unique.map((kind) => ({ kind, where: isOf(kind, knowledge) }));
  return [{ where: (place) => !isTransit(place) && !place.categories.includes('neighbourhood') }];
}

/** A dish as menus write it, or the kind of place that is named after it. */
function kindOf(dish: string): Kind {
  const name = WRITTEN.get(dish) ?? dish;
  const category = DISH_KINDS[name];
  return category ? { category } : { dish: name };
}

function isSame(a: Kind, b: Kind): boolean {
  return 'category' in a ? 'category' in b && a.category === b.category : 'dish' in b && a.dish === b.dish;
}

/** Whether places are of a kind: by their categories or by what is on the menu. */
export function isOf(kind: Kind, knowledge: Knowledge): (place: Place) => boolean {
  const serving = (dish: string) => (place: Place) =>
    dishesOf(knowledge, place).some((each) => fold(each).includes(dish));
  if ('dish' in kind) return serving(fold(kind.dish));
  const named = Object.keys(DISH_KINDS)
    .filter((dish) => DISH_KINDS[dish] === kind.category)
    .map(fold);
  return (place) => place.categories.includes(kind.category) || named.some((dish) => serving(dish)(place));
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
    const level = priceLevel(knowledge, place);
    return level !== undefined && level <= 2;
  };
}

/** 1 (cheap) to 4; undefined where no document tells. */
export function priceLevel(knowledge: Knowledge, place: Place): number | undefined {
  const level = knowledge.fact(place, 'price_level')?.value;
  return typeof level === 'number' ? level : undefined;
}

/** Dishes as menus write them, by their folded names. */
const WRITTEN = new Map(Object.keys(DISHES).map((dish) => [fold(dish), dish]));
