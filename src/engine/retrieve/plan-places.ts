import { distanceMeters } from '../../knowledge/distance.ts';
import type { Place } from '../../knowledge/types.ts';
import type { Point } from '../../messages.ts';
import { candidateOf, type Candidate, type Choice } from './plan-candidates.ts';
import { byRank, type Scope } from './scope.ts';

/** Places from which a day is put together, and how far from its middle, in metres, they may lie. */
const MOST_CANDIDATES = 9;
const DAY_METERS = 1_500;
const SHORT_METERS = 650;
const WATER_METERS = 5_000;
/** Places round which a day may be laid. */
const MOST_MIDDLES = 40;
/** What it is worth beside all else that a place was named. */
const NAMED = 25;
/** Metres from the person at which a part of the city counts half. */
const HALF_METERS = 1_500;

/** The places of one day: those of the area that was asked for, or of the part of the city that is worth most. */
export function placesOfDay(
  { scope, person }: { scope: Scope; person: Point | undefined },
  { anywhere }: { anywhere: boolean },
  choice: Choice,
  used: ReadonlySet<string>,
): Candidate[] {
  const { knowledge, wishes } = choice;
  const isHere = scope.selection === 'in_area' || scope.selection === 'near_place';
  const fitting = (places: readonly Place[]): Candidate[] =>
    places
      .filter(({ id }) => !used.has(id))
      .flatMap((place) => candidateOf(choice, place) ?? [])
      .map((each) => (each.place === scope.anchor ? { ...each, weight: each.weight + NAMED } : each));
  const meters = wishes.has('little_walking')
    ? SHORT_METERS
    : wishes.has('water')
      ? WATER_METERS
      : DAY_METERS;
  const middle = scope.centre ?? scope.anchor;
  const named = scope.anchor ? [scope.anchor] : [];
  const here =
    isHere && !anywhere ? fitting([...named, ...scope.ordered(() => true).map(({ place }) => place)]) : [];
  if (isHere && !anywhere) {
    const inside =
      scope.selection === 'in_area' ? here : here.filter(({ place }) => isWithin(place, middle, meters));
    // A neighbourhood holds little by itself: what lies round it belongs to a walk there
    const around =
      inside.length >= 5 || !middle
        ? []
        : fitting(knowledge.nearest(middle, { maxMeters: meters }).map(({ place }) => place));
    const all = [...inside, ...around.filter(({ place }) => !inside.some((each) => each.place === place))];
    return best(isDistrict(scope, inside) ? densest(all, meters, person) : all);
  }
  const all = fitting([...knowledge.places].sort(byRank));
  return best(middle && anywhere ? within(all, middle, meters * 2) : densest(all, meters, person));
}

/** A district is too large for one day. */
function isDistrict({ selection }: Scope, inside: readonly Candidate[]): boolean {
  return selection === 'in_area' && inside.length > MOST_CANDIDATES;
}

function isWithin(place: Place, middle: Point | undefined, meters: number): boolean {
  return middle === undefined || distanceMeters(place, middle) <= meters;
}

function within(candidates: Candidate[], middle: Point, meters: number): Candidate[] {
  return candidates.filter(({ place }) => isWithin(place, middle, meters));
}

function best(candidates: Candidate[]): Candidate[] {
  return ranked(candidates).slice(0, MOST_CANDIDATES);
}

/** The places round the middle that has most worth seeing about it, the nearer to the person the better. */
function densest(candidates: Candidate[], meters: number, person: Point | undefined): Candidate[] {
  let found: { worth: number; around: Candidate[] } | undefined;
  for (const { place } of ranked(candidates).slice(0, MOST_MIDDLES)) {
    const around = within(candidates, place, meters);
    const worth =
      best(around).reduce((sum, { weight }) => sum + weight, 0) /
      (person ? 1 + distanceMeters(person, place) / HALF_METERS : 1);
    if (!found || worth > found.worth) found = { worth, around };
  }
  return found?.around ?? [];
}

function ranked(candidates: Candidate[]): Candidate[] {
  return candidates.toSorted((a, b) => b.weight - a.weight || byRank(a.place, b.place));
}
