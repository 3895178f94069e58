import { distanceMeters } from '../../knowledge/distance.ts';
import type { Category, Knowledge, Place } from '../../knowledge/types.ts';
import { isSight } from './categories.ts';
import { byRank, type Scope } from './scope.ts';

/** Stops of a walk, and how far, in metres, any of them may be from the first. */
const MAX_STOPS = 5;
const WALK_METERS = 1_200;

/**
 * A short walk: the best-known places round the first one, each the nearest to the one before. What is closed then is
 * left out.
 */
export function walk(scope: Scope, categories: Category[], knowledge: Knowledge, at: Date): Place[] {
  const isWanted = (place: Place): boolean =>
    categories.length > 0
      ? place.categories.some((each) => categories.includes(each))
      : isSight(place) && !place.categories.includes('hammam');
  const candidates = scope
    .ordered(isWanted)
    .filter(({ distanceMeters: meters }) => (meters ?? 0) <= scope.limit)
    .map(({ place }) => place)
    .sort(byRank)
    .filter((place) => knowledge.openState(place, at).state !== 'closed' || opensLater(knowledge, place, at));
  const start = scope.anchor ?? candidates[0];
  if (!start) return [];
  const left = candidates
    .filter((place) => place !== start && distanceMeters(start, place) <= WALK_METERS)
    .slice(0, MAX_STOPS - 1);
  const stops = [start];
  for (let from = start; left.length > 0;) {
    const next = left.reduce((a, b) => (distanceMeters(from, b) < distanceMeters(from, a) ? b : a));
    left.splice(left.indexOf(next), 1);
    stops.push(next);
    from = next;
  }
  return stops;
}

/** A walk takes the day: what opens later that day can be on it. */
function opensLater(knowledge: Knowledge, place: Place, at: Date): boolean {
  return knowledge.openState(place, at).today.length > 0;
}
