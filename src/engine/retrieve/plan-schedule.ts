import type { Category, Place } from '../../knowledge/types.ts';
import { mainKind, type Candidate, type Meal } from './plan-candidates.ts';
import type { StopPart } from './plan-day.ts';
import { startOf, type Visiting } from './plan-hours.ts';
import type { Legs, Spot } from './plan-legs.ts';

/** What a day has to hold, in minutes after midnight. */
export interface Frame {
  from: number;
  to: number;
  /** Where the person starts, if they told. */
  start?: Spot;
  meals: readonly Exclude<StopPart, 'visit'>[];
  /** Most places beside meals. */
  visits: number;
  /** Most minutes on the way to a stop. */
  reach: number;
}

/** A stop with the minute at which one gets there. */
export interface Timed {
  place: Place;
  part: StopPart;
  at: number;
}

/** When meals begin: at the earliest, at the latest, and how long they take. */
const MEALS: Record<Meal, { from: number; to: number; stay: number }> = {
  breakfast: { from: 480, to: 660, stay: 60 },
  lunch: { from: 720, to: 840, stay: 60 },
  dinner: { from: 1_110, to: 1_260, stay: 80 },
  late: { from: 1_170, to: 1_350, stay: 60 },
};
/** Minutes that one waits for a place to open. */
const PATIENCE = 30;
/** What each minute on the way takes off what a day is worth, long ways more than as many short ones. */
const MINUTE = 0.06;
const MINUTE_SQUARED = 0.004;
/** What any stop adds, and what each more of one kind leaves. */
const STOP = 0.8;
const SAME_KIND = 0.55;
/** What a meal at its time is worth, and what a missed one costs: no sight makes up for it. */
const MEAL = 3;
const UNFED = 60;
/** Hours are told to this many minutes: they are estimates. */
const STEP = 5;
/** Most minutes from where the person is to the first stop. */
const FIRST_REACH = 45;
/** Orders that are looked at for a day, the most promising first: a bound on the time it takes. */
const MOST_ORDERS = 6_000;

interface State {
  stops: Timed[];
  where: Spot | undefined;
  time: number;
  worth: number;
  visits: number;
  pending: readonly Meal[];
  kinds: readonly (Category | undefined)[];
}

/** What a schedule is made from. */
export interface Ingredients {
  candidates: readonly Candidate[];
  visiting: (place: Place) => Visiting;
  legs: Legs;
  /** Places for a meal near a spot, best first, those of the day before left out. */
  eat: (meal: Meal, near: Spot) => readonly Place[];
}

/**
 * The best order of a day's stops: as much worth seeing as there is time for, each open for as long as one stays, meals at
 * meal times, with little time on the way. A search in depth that leaves out what cannot become better any more: it finds what
 * exchanging stops of a first guess would find, and keeps the hours at each step.
 */
export function schedule(frame: Frame, { candidates, visiting, legs, eat }: Ingredients): Timed[] {
  const most = [0, ...candidates.map(({ weight }) => weight).sort((a, b) => b - a)];
  let orders = 0;
  let best: State | undefined;

  const reached = (from: Spot | undefined, to: Place): number => (from ? legs.minutes(from, to) : 0);
  const effort = (minutes: number): number => minutes * MINUTE + minutes ** 2 * MINUTE_SQUARED;

  // Whoever wants to walk little still has to get there
  const reachOf = (state: State): number => (state.stops.length === 0 ? FIRST_REACH : frame.reach);

  function take(meal: Meal, state: State): State | undefined {
    const { from, to, stay } = MEALS[meal];
    const used = new Set(state.stops.map(({ place }) => place.id));
    let chosen: { place: Place; at: number; way: number; cost: number } | undefined;
    for (const place of eat(meal, state.where ?? anchor(candidates))) {
      if (used.has(place.id)) continue;
      const way = reached(state.where, place);
      const arrival = Math.max(rounded(state.time + way), from);
      if (arrival > to || way > reachOf(state)) continue;
      const at = startOf(visiting(place), arrival, stay, PATIENCE);
      if (at === undefined || at > to || at + stay > frame.to + 30) continue;
      const cost = way + (visiting(place).known ? 0 : 8) + place.rank;
      if (!chosen || cost < chosen.cost) chosen = { place, at, way, cost };
    }
    const pending = state.pending.filter((each) => each !== meal);
    // No place for it: the day goes on without the meal, which is said
    if (!chosen) return { ...state, pending, worth: state.worth - UNFED };
    return {
      ...state,
      pending,
      stops: [...state.stops, { place: chosen.place, part: meal, at: chosen.at }],
      where: chosen.place,
      time: chosen.at + stay,
      worth: state.worth + MEAL - effort(chosen.way) - (chosen.cost - chosen.way) * MINUTE,
    };
  }

  function visit(state: State, { place, weight, stay }: Candidate): State | undefined {
    const way = reached(state.where, place);
    if (way > reachOf(state) || state.stops.some((stop) => stop.place === place)) return undefined;
    const at = startOf(visiting(place), rounded(state.time + way), stay, PATIENCE);
    if (at === undefined || at + stay > frame.to) return undefined;
    const waited = at - state.time - way;
    const kind = mainKind(place);
    const again = state.kinds.filter((each) => each === kind).length;
    return {
      ...state,
      stops: [...state.stops, { place, part: 'visit', at }],
      where: place,
      time: at + stay,
      worth: state.worth + STOP + weight * SAME_KIND ** again - effort(way) - waited * MINUTE,
      visits: state.visits + 1,
      kinds: [...state.kinds, kind],
    };
  }

  /** A meal comes first where one would be too late for it after the next stop. */
  function dueMeal(state: State, after: number): Meal | undefined {
    const [next] = state.pending;
    if (!next) return undefined;
    const { from, to } = MEALS[next];
    const isTime = state.time + 20 >= from;
    return isTime || after > to - 25 ? next : undefined;
  }

  function finish(state: State): void {
    let done: State | undefined = state;
    for (const meal of state.pending) {
      const { from, to } = MEALS[meal];
      const isIn = frame.from <= to && frame.to >= from;
      if (done && isIn) done = take(meal, done);
    }
    if (done && done.stops.length > 0 && (!best || done.worth > best.worth)) best = done;
  }

  function explore(state: State): void {
    orders += 1;
    if (orders > MOST_ORDERS) return;
    finish(state);
    const left = Math.min(frame.visits - state.visits, candidates.length);
    if (left <= 0) return;
    const hope =
      most.slice(1, left + 1).reduce((sum, weight) => sum + weight + STOP, 0) + state.pending.length * MEAL;
    if (best && state.worth + hope <= best.worth) return;
    const promising = candidates
      .filter(({ place }) => !state.stops.some((stop) => stop.place === place))
      .map((candidate) => ({ candidate, way: reached(state.where, candidate.place) }))
      .sort((a, b) => b.candidate.weight - effort(b.way) - a.candidate.weight + effort(a.way));
    for (const { candidate, way } of promising) {
      const meal = dueMeal(state, state.time + way + candidate.stay);
      const fed = meal ? take(meal, state) : state;
      // Too early to eat and too late afterwards: this stop does not go here
      if (!fed || (meal && state.time + 60 < MEALS[meal].from)) continue;
      const next = visit(fed, candidate);
      if (next) explore(next);
    }
  }

  const begin: State = {
    stops: [],
    where: frame.start,
    time: frame.from,
    worth: 0,
    visits: 0,
    pending: frame.meals,
    kinds: [],
  };
  const [first] = frame.meals;
  const isBreakfast = first === 'breakfast';
  const fed = isBreakfast ? take('breakfast', begin) : begin;
  explore(fed ?? begin);
  return best?.stops ?? [];
}

function rounded(minute: number): number {
  return Math.ceil(minute / STEP) * STEP;
}

/** Where a day without a beginning is looked for: at the best of its places. */
function anchor(candidates: readonly Candidate[]): Spot {
  const [best] = candidates.toSorted((a, b) => b.weight - a.weight);
  return best?.place ?? { id: '', lat: 0, lon: 0 };
}

/** Whether a meal falls into a stretch of the day. */
export function isMealTime(meal: Meal, from: number, to: number): boolean {
  const { from: earliest, to: latest, stay } = MEALS[meal];
  return from <= latest - 15 && to >= earliest + stay;
}
