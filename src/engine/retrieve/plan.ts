import { wallClock } from '../clock.ts';
import { distanceMeters } from '../../knowledge/distance.ts';
import type { Knowledge, Place } from '../../knowledge/types.ts';
import type { Point } from '../../messages.ts';
import type { DayWishes, Understanding, Wish } from '../types.ts';
import { eateries, MEAL_METERS, type Choice, type Meal } from './plan-candidates.ts';
import type { Plan, PlannedDay, PlannedStop } from './plan-day.ts';
import { createVisiting, minuteOf, momentOf, noonOf } from './plan-hours.ts';
import { createLegs, type Legs, type Spot } from './plan-legs.ts';
import { placesOfDay } from './plan-places.ts';
import { isMealTime, schedule, type Frame, type Timed } from './plan-schedule.ts';
import type { Scope } from './scope.ts';

/** Days that one message has room for. */
const MOST_DAYS = 3;
/** Fewest stops beside meals of a day worth the name. */
const FEWEST = 2;
/** Rounds in which guessed ways are replaced by real ones. */
const MOST_ROUNDS = 12;
const DAY_MS = 86_400_000;

/** Minutes after midnight at which parts of a day begin and end. */
const PARTS: Record<'day' | 'morning' | 'afternoon' | 'evening', [number, number]> = {
  day: [600, 1_230],
  morning: [570, 795],
  afternoon: [810, 1_110],
  evening: [1_050, 1_380],
};
const BREAKFAST_FROM = 540;
const HALF_MINUTES = 300;
/** After this nobody sets out for a whole day: it is planned for the next one. */
const TOO_LATE = 930;
const LAST_EVENING = 1_290;

/** What is dropped, and in which order, where nothing fits otherwise. */
const LOOSENED: readonly Wish[] = ['little_walking', 'water', 'indoors', 'free', 'no_shopping'];

/** What a plan is made for. */
export interface PlanRequest {
  understood: Understanding;
  knowledge: Knowledge;
  scope: Scope;
  /** Where the person is, if they told. */
  person: Point | undefined;
  /** The moment asked about, and when it was asked. */
  at: Date;
  asked: Date;
}

/**
 * Plans one to three days: places that are open when one gets there, in the best order on foot and by public transport,
 * with meals at meal times. Wishes are kept; where nothing fits them, some are dropped one by one, which the plan says.
 */
export function planDays(request: PlanRequest): Plan {
  const asked = request.understood.plan ?? { wishes: [] };
  const wanted = Math.min(asked.part && !asked.days ? 1 : (asked.days ?? 1), MOST_DAYS);
  const legs = createLegs(request.knowledge);
  const base = { asked, fewerDays: (asked.days ?? 1) > MOST_DAYS };
  const loosened: Plan['loosened'] = [];
  let wishes = new Set(asked.wishes);
  for (;;) {
    const area = loosened.includes('area');
    const days = layDays(request, { asked, wishes, wanted, legs, anywhere: area });
    const isEnough = days.length === wanted && days.every(({ stops }) => visitsOf(stops) >= FEWEST);
    const next = LOOSENED.find((wish) => wishes.has(wish));
    const canWiden = !area && request.scope.selection !== 'city' && request.scope.selection !== 'near_person';
    if (isEnough || (!next && !canWiden))
      return { ...base, days, loosened, unfed: unfed(days, request, asked) };
    if (canWiden && (!next || days.length === 0)) loosened.push('area');
    else if (next) {
      loosened.push(next);
      wishes = new Set([...wishes].filter((wish) => wish !== next));
    }
  }
}

function visitsOf(stops: readonly PlannedStop[]): number {
  return stops.filter(({ part }) => part !== 'lunch' && part !== 'dinner').length;
}

interface Laying {
  asked: DayWishes;
  wishes: ReadonlySet<Wish>;
  wanted: number;
  legs: Legs;
  /** The area that was asked for has too little. */
  anywhere: boolean;
}

function layDays(request: PlanRequest, laying: Laying): PlannedDay[] {
  const { knowledge } = request;
  const first = frameOf(request, laying);
  const days: PlannedDay[] = [];
  const used = new Set<string>();
  for (let index = 0; index < laying.wanted; index += 1) {
    const noon = noonOf(knowledge, new Date(first.noon.getTime() + index * DAY_MS));
    const frame =
      index === 0
        ? first.frame
        : { ...first.whole, ...(first.frame.start ? { start: first.frame.start } : {}) };
    const stops = layDay(request, laying, { noon, frame, used });
    if (stops.length === 0) break;
    for (const { item } of stops) used.add(item.place.id);
    days.push({ at: noon, stops });
  }
  return days;
}

/** From when to when the first day goes, and any further one. */
function frameOf(request: PlanRequest, laying: Laying): { noon: Date; frame: Frame; whole: Frame } {
  const { knowledge, person, understood } = request;
  const { asked, wishes } = laying;
  const at = asked.weekend && !understood.when ? saturday(request.at, knowledge) : request.at;
  const isToday = noonOf(knowledge, at).getTime() === noonOf(knowledge, request.asked).getTime();
  const today = noonOf(knowledge, at);
  const now = isToday ? Math.ceil(minuteOf(today, request.asked) / 15) * 15 : 0;
  const part = asked.part ?? (asked.hours ? 'half' : 'day');
  const latest =
    part === 'evening' ? LAST_EVENING : part === 'half' || part === 'afternoon' ? 1_020 : TOO_LATE;
  const isOver = isToday && now > (part === 'morning' ? 660 : latest);
  const noon = isOver ? noonOf(knowledge, new Date(today.getTime() + DAY_MS)) : today;
  const begun = isOver ? 0 : now;
  const wantsBreakfast = wishes.has('breakfast') || understood.categories.includes('breakfast');
  const early = wantsBreakfast && (part === 'day' || part === 'morning') ? BREAKFAST_FROM : undefined;
  const [from, to] = PARTS[part === 'half' ? 'day' : part];
  const start = Math.max(early ?? from, begun);
  const minutes = asked.hours ? asked.hours * 60 : part === 'half' ? HALF_MINUTES : to - start;
  const end = Math.min(Math.max(to, part === 'half' ? LAST_EVENING : to), start + Math.max(minutes, 90));
  const spot = person ? { ...person, id: 'person' } : undefined;
  const frame = (begins: number, ends: number): Frame => ({
    from: begins,
    to: ends,
    ...(spot ? { start: spot } : {}),
    meals: mealsOf(begins, ends, { breakfast: wantsBreakfast, evening: part === 'evening' }),
    visits: visitsIn(ends - begins, request, laying),
    reach: wishes.has('little_walking') ? 15 : 45,
  });
  const [dayFrom, dayTo] = PARTS.day;
  return { noon, frame: frame(start, end), whole: frame(early ?? dayFrom, dayTo) };
}

/** The Saturday of a moment's week, or the moment itself at the weekend. */
function saturday(at: Date, { city }: Knowledge): Date {
  const { weekday } = wallClock(at, city.timezone);
  return weekday === 0 ? at : new Date(at.getTime() + (6 - weekday) * DAY_MS);
}

function mealsOf(
  from: number,
  to: number,
  { breakfast, evening }: { breakfast: boolean; evening: boolean },
): Frame['meals'] {
  return [
    ...(breakfast && isMealTime('breakfast', from, to) ? (['breakfast'] as const) : []),
    ...(isMealTime('lunch', from, to) ? (['lunch'] as const) : []),
    ...(isMealTime('dinner', from, to) ? (['dinner'] as const) : []),
    ...(evening && isMealTime('late', from, to) ? (['late'] as const) : []),
  ];
}

/** Stops beside meals that a day has time for, and a message of several days has room for. */
function visitsIn(minutes: number, { understood }: PlanRequest, { wishes, wanted }: Laying): number {
  const hasLittleRoom = ['zh', 'ja', 'ko'].includes(understood.language);
  const isSlow = wishes.has('little_walking') || wishes.has('kids');
  const most = wanted > 2 || (wanted === 2 && hasLittleRoom) ? 4 : wanted === 2 || isSlow ? 5 : 6;
  return Math.max(2, Math.min(most, Math.round(minutes / 95)));
}

function layDay(
  request: PlanRequest,
  laying: Laying,
  day: { noon: Date; frame: Frame; used: ReadonlySet<string> },
): PlannedStop[] {
  const { knowledge, understood } = request;
  const { legs, wishes } = laying;
  const { noon, frame, used } = day;
  const visiting = createVisiting(knowledge, noon);
  const choice: Choice = { knowledge, wishes, categories: understood.categories, visiting };
  const candidates = placesOfDay(request, laying, choice, used);
  if (candidates.length === 0) return [];
  const known = new Map<string, Place[]>();
  const eat = (meal: Meal, spot: Spot): Place[] => {
    const key = `${meal} ${spot.id}`;
    const places = known.get(key) ?? eateriesNear(choice, meal, spot, used);
    known.set(key, places);
    return places;
  };
  let stops: Timed[] = [];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    stops = schedule(frame, { candidates, visiting, legs, eat });
    if (!lookUpWays(legs, frame, stops, noon)) break;
  }
  return stops.map(({ place, part, at }, index) => {
    const from = stops[index - 1]?.place ?? frame.start;
    const moment = momentOf(noon, at);
    return {
      part,
      at: moment,
      item: {
        place,
        open: knowledge.openState(place, moment),
        ...(request.person ? { distanceMeters: distanceMeters(request.person, place) } : {}),
        ...(from ? { meters: distanceMeters(from, place) } : {}),
      },
      ...(from ? { way: legs.way(from, place) } : {}),
    };
  });
}

/** Looks up the ways of a day; true where one takes longer or shorter than was thought. */
function lookUpWays(legs: Legs, { start }: Frame, stops: readonly Timed[], noon: Date): boolean {
  let isOther = false;
  let from: Spot | undefined = start;
  for (const { place, at } of stops) {
    if (from && legs.lookUp(from, place, momentOf(noon, at))) isOther = true;
    from = place;
  }
  return isOther;
}

function eateriesNear(choice: Choice, meal: Meal, spot: Spot, used: ReadonlySet<string>): Place[] {
  const fresh = (places: Place[]): Place[] =>
    places.filter((place) => !used.has(place.id) && choice.visiting(place).windows.length > 0);
  const near = fresh(eateries(choice, meal, spot));
  return near.length > 0 ? near : fresh(eateries(choice, meal, spot, MEAL_METERS * 2));
}

/** Meals that fall into a day and for which no place is known. */
function unfed(days: readonly PlannedDay[], request: PlanRequest, asked: DayWishes): Plan['unfed'] {
  const wishes = new Set(asked.wishes);
  const { frame, whole } = frameOf(request, {
    asked,
    wishes,
    wanted: 1,
    legs: createLegs(request.knowledge),
    anywhere: false,
  });
  return (['lunch', 'dinner'] as const).filter((meal) =>
    days.some(({ stops }, index) => {
      const { meals } = index === 0 ? frame : whole;
      return meals.includes(meal) && !stops.some(({ part }) => part === meal);
    }),
  );
}
