import { noonIn } from '../../knowledge/time-zone.ts';
import type { Category, Knowledge, OpenState, Place } from '../../knowledge/types.ts';

/** A stretch of a day in minutes after midnight; past 1,440 it is the next day's. */
export interface Window {
  from: number;
  to: number;
}

/** When a place can be visited on a day. */
export interface Visiting {
  /** Empty: not on that day. */
  windows: Window[];
  /** Facts tell the hours; else the windows are what is usual for its kind. */
  known: boolean;
  /** Latest minute at which one is let in. */
  lastEntry?: number;
}

const NOON = 720;
/** Kinds that nobody locks: by daylight, and where people stroll until late. */
const OUTDOOR = new Set<Category>([
  'viewpoint',
  'park',
  'beach',
  'island',
  'bridge',
  'cemetery',
  'tea_garden',
]);
const ALWAYS_OUT = new Set<Category>(['square', 'street', 'bridge']);
/** Usual hours, in minutes, where no document tells them: a stop with them is said to have none that are known. */
const USUAL: Record<'daylight' | 'late' | 'indoors' | 'meals' | 'night', Window> = {
  daylight: { from: 540, to: 1_110 },
  late: { from: 540, to: 1_380 },
  indoors: { from: 600, to: 1_020 },
  meals: { from: 690, to: 1_320 },
  night: { from: 1_140, to: 1_440 },
};

/** The moment that a minute of the day of `noon` is. */
export function momentOf(noon: Date, minute: number): Date {
  return new Date(noon.getTime() + (minute - NOON) * 60_000);
}

/** The minute of the day of `noon` that a moment is. */
export function minuteOf(noon: Date, at: Date): number {
  return Math.round((at.getTime() - noon.getTime()) / 60_000) + NOON;
}

export function noonOf(knowledge: Knowledge, at: Date): Date {
  return noonIn(knowledge.city.timezone, at);
}

/** Reads when places can be visited on a day, with closings for prayers and last entries; remembers each. */
export function createVisiting(knowledge: Knowledge, noon: Date): (place: Place) => Visiting {
  const known = new Map<string, Visiting>();
  return (place) => {
    const before = known.get(place.id);
    if (before) return before;
    const visiting = visitingOn(knowledge, place, noon);
    known.set(place.id, visiting);
    return visiting;
  };
}

function visitingOn(knowledge: Knowledge, place: Place, noon: Date): Visiting {
  const state = knowledge.openState(place, noon);
  const usual = usualWindow(place);
  if (state.state === 'unknown' && state.today.length === 0) {
    return { windows: usual ? [usual] : [], known: isOpenAir(place) };
  }
  const windows = state.always ? [{ from: 0, to: 1_560 }] : state.today.map(windowOf);
  const last = knowledge.fact(place, 'last_entry')?.value;
  return {
    windows: windows.flatMap((window) => withoutPrayers(knowledge, place, noon, window, state)),
    known: state.holiday?.known !== false,
    ...(typeof last === 'string' ? { lastEntry: minutes(last) } : {}),
  };
}

/** A window without the times at which a mosque is closed to visitors. */
function withoutPrayers(
  knowledge: Knowledge,
  place: Place,
  noon: Date,
  window: Window,
  { prayer }: OpenState,
): Window[] {
  if (!prayer && knowledge.fact(place, 'prayer_closed')?.value !== true) return [window];
  const windows: Window[] = [];
  let from = window.from;
  for (let round = 0; round < 6 && from < window.to; round += 1) {
    const closing = knowledge.openState(place, momentOf(noon, from)).prayer;
    if (!closing) break;
    const begins = minuteOf(noon, closing.from);
    if (begins > from) windows.push({ from, to: Math.min(begins, window.to) });
    from = Math.max(from + 1, minuteOf(noon, closing.to));
  }
  return from < window.to ? [...windows, { from, to: window.to }] : windows;
}

/** Out of doors: no hours need to be known. */
export function isOpenAir({ categories }: Place): boolean {
  const [first] = categories;
  return (
    first !== undefined && (ALWAYS_OUT.has(first) || (OUTDOOR.has(first) && !categories.includes('museum')))
  );
}

function usualWindow({ categories }: Place): Window | undefined {
  if (categories.some((category) => ALWAYS_OUT.has(category))) return USUAL.late;
  if (categories.some((category) => OUTDOOR.has(category))) return USUAL.daylight;
  if (categories.some((category) => category === 'bar' || category === 'nightlife')) return USUAL.night;
  if (categories.some((category) => MEALS.has(category))) return USUAL.meals;
  return USUAL.indoors;
}

const MEALS = new Set<Category>([
  'restaurant',
  'kebab',
  'fish',
  'meze',
  'street_food',
  'soup',
  'dessert',
  'bakery',
  'cafe',
  'coffee',
  'vegetarian',
]);

function windowOf({ from, to }: { from: string; to: string }): Window {
  const start = minutes(from);
  const end = minutes(to);
  return { from: start, to: end <= start ? end + 1_440 : end };
}

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(':').map(Number);
  return hours * 60 + rest;
}

/**
 * The first minute from `arrival` on at which a stay of `stay` minutes fits into the hours.
 * @param patience minutes that one waits for it to open
 */
export function startOf(
  { windows, lastEntry }: Visiting,
  arrival: number,
  stay: number,
  patience: number,
): number | undefined {
  for (const { from, to } of windows) {
    const start = Math.max(arrival, from);
    if (start - arrival > patience || start + stay > to) continue;
    if (lastEntry !== undefined && start > lastEntry) continue;
    return start;
  }
  return undefined;
}
