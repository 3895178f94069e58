import { distanceMeters } from '../../knowledge/distance.ts';
import type { Category, Knowledge, Place } from '../../knowledge/types.ts';
import type { Point } from '../../messages.ts';
import { FOOD, TRANSIT } from '../lexicon/categories.ts';
import type { Wish } from '../types.ts';
import { priceLevel } from './match.ts';
import type { Visiting } from './plan-hours.ts';

/** A place that a day may lead to. */
export interface Candidate {
  place: Place;
  /** How much it is worth to get there. */
  weight: number;
  /** Minutes that one stays. */
  stay: number;
}

/** Minutes that one stays where no document tells, by kind: what says most of a place comes first. */
const STAYS: [Category, number][] = [
  ['island', 180],
  ['aquarium', 120],
  ['palace', 105],
  ['museum', 75],
  ['hammam', 90],
  ['market', 60],
  ['park', 60],
  ['beach', 90],
  ['tower', 45],
  ['cistern', 45],
  ['mosque', 30],
  ['church', 30],
  ['street', 45],
  ['square', 20],
  ['bridge', 20],
  ['viewpoint', 40],
  ['shopping', 45],
];
const OTHER_STAY = 40;
/** Minutes for something on the way: tea, a sweet, a bite. */
const BITE_STAY = 35;

/** What places of a rank (1 to 5) are worth. */
const WORTH = [0, 10, 6, 3, 1.4, 0.6];

/** Kinds that a day leads to where nothing else is asked for. */
const SEEN: ReadonlySet<Category> = new Set<Category>([
  'sight',
  'museum',
  'palace',
  'mosque',
  'church',
  'synagogue',
  'tower',
  'historic',
  'cistern',
  'market',
  'viewpoint',
  'square',
  'street',
  'park',
  'aquarium',
  'island',
  'bridge',
]);
/** Kinds for a day of eating, beside meals. */
const TASTED: ReadonlySet<Category> = new Set<Category>([
  'market',
  'street_food',
  'dessert',
  'bakery',
  'coffee',
  'cafe',
  'tea_garden',
  'breakfast',
]);
/** Kinds with a roof, and those that have none though they may be of such a kind as well. */
const ROOFED: ReadonlySet<Category> = new Set<Category>([
  'museum',
  'palace',
  'mosque',
  'church',
  'synagogue',
  'cistern',
  'aquarium',
  'hammam',
  'shopping',
]);
const ROOFLESS: ReadonlySet<Category> = new Set<Category>([
  'park',
  'square',
  'street',
  'viewpoint',
  'bridge',
  'beach',
  'island',
  'neighbourhood',
  'cemetery',
]);
/** Markets under a roof, by the words of their names. */
const COVERED = /kapalı|covered|grand bazaar|spice|mısır çarşısı|pasaj|arcade|arasta/iu;
/** Nothing for children. */
const NOT_FOR_KIDS: ReadonlySet<Category> = new Set<Category>([
  'hammam',
  'bar',
  'nightlife',
  'meze',
  'cemetery',
]);
/** What children like more, and names that say so of a museum. */
const FOR_KIDS: ReadonlySet<Category> = new Set<Category>([
  'park',
  'aquarium',
  'tower',
  'cistern',
  'island',
  'beach',
]);
const KIDS_NAME =
  /oyuncak|toy|miniat|çocuk|child|akvaryum|aquarium|rahmi|lunapark|zoo|bilim|science|illusion|deniz müzesi|naval/iu;
/** Free to walk on, whoever comes. */
const FREE_GROUND: ReadonlySet<Category> = new Set<Category>([
  'square',
  'street',
  'bridge',
  'mosque',
  'market',
]);

/** Districts on the strait, and how near, in metres, to one of their piers counts as by the water. */
const SHORE = new Set(['Beşiktaş', 'Üsküdar', 'Sarıyer', 'Beykoz']);
const SHORE_METERS = 900;

/** What a day is chosen from. */
export interface Choice {
  knowledge: Knowledge;
  wishes: ReadonlySet<Wish>;
  /** Kinds that are asked for. */
  categories: readonly Category[];
  visiting: (place: Place) => Visiting;
}

/** What of a place is worth going to on such a day; nothing where it does not fit, or is closed. */
export function candidateOf(choice: Choice, place: Place): Candidate | undefined {
  const { wishes, categories, visiting } = choice;
  const kinds = place.categories;
  if (kinds.some((kind) => TRANSIT.has(kind) || kind === 'airport' || kind === 'neighbourhood'))
    return undefined;
  const isAsked = kinds.some((kind) => categories.includes(kind));
  const isTasted = wishes.has('food') && kinds.some((kind) => TASTED.has(kind));
  const isMeal = kinds[0] !== undefined && FOOD.has(kinds[0]);
  const isSeen = !isMeal && kinds.some((kind) => SEEN.has(kind)) && !kinds.includes('hammam');
  if (!isAsked && !isTasted && !isSeen) return undefined;
  if (!keeps(choice, place)) return undefined;
  const { windows, known } = visiting(place);
  if (windows.length === 0) return undefined;
  const weight =
    (WORTH[place.rank] ?? 1) *
    (isAsked ? 4 : 1) *
    (known ? 1 : 0.5) *
    (wishes.has('food') ? (isTasted ? 3 : 0.35) : 1) *
    (wishes.has('kids') && isForKids(place) ? 3 : 1) *
    (wishes.has('cheap') && !isFree(choice.knowledge, place) ? 0.25 : 1);
  return { place, weight, stay: stayAt(choice, place) };
}

/** Whether a place fits what is wished. */
export function keeps({ wishes, knowledge }: Pick<Choice, 'wishes' | 'knowledge'>, place: Place): boolean {
  const kinds = place.categories;
  const is = (...any: Category[]): boolean => kinds.some((kind) => any.includes(kind));
  if (wishes.has('kids') && kinds.some((kind) => NOT_FOR_KIDS.has(kind))) return false;
  if (wishes.has('no_museums') && is('museum')) return false;
  if (wishes.has('no_mosques') && is('mosque')) return false;
  if (wishes.has('no_shopping') && is('shopping', 'market')) return false;
  if (wishes.has('indoors') && !isUnderRoof(place)) return false;
  if (wishes.has('free') && !isFree(knowledge, place)) return false;
  return !wishes.has('water') || isByWater(knowledge, place);
}

function isUnderRoof({ categories, name }: Place): boolean {
  if (categories.some((kind) => ROOFLESS.has(kind))) return false;
  if (categories.some((kind) => ROOFED.has(kind) || FOOD.has(kind))) return true;
  return categories.includes('market') && COVERED.test(`${name.tr} ${name.en}`);
}

/** Free by a fact, or open ground, or a mosque; meals are judged by their price. */
function isFree(knowledge: Knowledge, place: Place): boolean {
  if (place.categories.some((kind) => FOOD.has(kind))) return true;
  const admission = knowledge.fact(place, 'admission')?.value;
  if (admission !== undefined) return admission === 'free';
  if (knowledge.fact(place, 'price')) return false;
  return place.categories[0] !== undefined && FREE_GROUND.has(place.categories[0]);
}

function isForKids({ categories, name }: Place): boolean {
  return categories.some((kind) => FOR_KIDS.has(kind)) || KIDS_NAME.test(`${name.tr} ${name.en}`);
}

function isByWater(knowledge: Knowledge, place: Place): boolean {
  if (!SHORE.has(place.district)) return false;
  const where = ({ categories, district }: Place): boolean =>
    categories.includes('ferry_pier') && SHORE.has(district);
  return knowledge.nearest(place, { limit: 1, maxMeters: SHORE_METERS, where }).length > 0;
}

function stayAt({ knowledge, wishes }: Choice, place: Place): number {
  const told = knowledge.fact(place, 'visit_minutes')?.value;
  if (typeof told === 'number') return told;
  const [first] = place.categories;
  if (wishes.has('food') && first && (FOOD.has(first) || first === 'market')) return BITE_STAY;
  const kind = STAYS.find(([category]) => place.categories.includes(category));
  return kind?.[1] ?? OTHER_STAY;
}

/** The kind under which a day should not have too much of one thing. */
export function mainKind({ categories }: Place): Category | undefined {
  const kind = STAYS.find(([category]) => categories.includes(category));
  return kind?.[0] ?? categories[0];
}

/** Where one eats, by meal. */
const MEAL_KINDS: Record<'breakfast' | 'lunch' | 'dinner' | 'late', Category[]> = {
  breakfast: ['breakfast', 'bakery', 'cafe'],
  lunch: ['restaurant', 'kebab', 'soup', 'street_food', 'fish', 'vegetarian', 'meze', 'cafe'],
  dinner: ['restaurant', 'kebab', 'fish', 'meze', 'vegetarian'],
  late: ['bar', 'nightlife', 'tea_garden', 'dessert', 'coffee', 'cafe'],
};
export type Meal = keyof typeof MEAL_KINDS;

/** Metres within which one goes for a meal. */
export const MEAL_METERS = 1_500;

/** Places for a meal near a point, the nearest first. */
export function eateries(choice: Choice, meal: Meal, point: Point, maxMeters = MEAL_METERS): Place[] {
  const { knowledge, wishes } = choice;
  const kinds = MEAL_KINDS[meal];
  const fits = (place: Place): boolean => {
    if (place.categories[0] === undefined || !place.categories.some((kind) => kinds.includes(kind)))
      return false;
    if (!FOOD.has(place.categories[0]) && !place.categories.includes('restaurant')) return false;
    if (wishes.has('kids') && place.categories.some((kind) => NOT_FOR_KIDS.has(kind))) return false;
    const level = priceLevel(knowledge, place);
    return !((wishes.has('cheap') || wishes.has('free')) && level !== undefined && level > 2);
  };
  return knowledge
    .nearest(point, { maxMeters, limit: 14, where: fits })
    .map(({ place }) => place)
    .sort((a, b) => effort(choice, point, a) - effort(choice, point, b));
}

/** Metres, with what the place is worth taken off: one goes farther for a better known or a cheap one. */
function effort({ knowledge, wishes }: Choice, point: Point, place: Place): number {
  const saves = wishes.has('cheap') || wishes.has('free');
  const unknown = saves && priceLevel(knowledge, place) === undefined ? 400 : 0;
  return distanceMeters(point, place) + place.rank * 120 + unknown;
}
