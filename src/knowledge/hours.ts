import OpeningHours from 'opening_hours';
import { createHolidays, hoursOnHoliday, withHolidays, type HolidayHours } from './holidays.ts';
import type { Pack } from './pack.ts';
import { prayerClosings, type PrayerMinutes } from './prayers.ts';
import { dateOf, inTimeZone } from './time-zone.ts';
import type { Fact, OpenState, Place } from './types.ts';

type City = NonNullable<Pack['city']>;

/** Days looked ahead: five weeks tell a weekday that never opens from one that a holiday closed. */
const WINDOW_DAYS = 36;

/** When a place is open, over some weeks. */
interface Schedule {
  from: Date;
  to: Date;
  intervals: { from: Date; to: Date; unknown: boolean }[];
}

/**
 * Reads opening hours.
 * @param special the fact `holiday_hours` of the place
 * @param around the year round which holidays count
 * @throws Error that says what is wrong with the value; its position is marked `<---`.
 */
export function parseHours(
  value: string,
  city: City,
  special: HolidayHours = {},
  around: number = new Date().getFullYear(),
): OpeningHours {
  const calendar = createHolidays(city.country);
  try {
    const hours = new OpeningHours(
      withHolidays(value, calendar, around, special),
      // The library reads the position only where it is text, whatever its types say
      {
        lat: String(city.centre.lat) as unknown as number,
        lon: String(city.centre.lon) as unknown as number,
        address: { country_code: city.country, state: city.state },
      },
      { locale: 'en', mode: 0, tag_key: 'opening_hours', map_value: false, warnings_severity: 4 },
    );
    // Some faults show only when the hours are asked: a holiday that the country does not define
    hours.getState(new Date(0));
    return hours;
  } catch (error) {
    throw new Error(String(error instanceof Error ? error.message : error).trim(), { cause: error });
  }
}

/** Builds the answer to "is it open": see `Knowledge.openState`. Times are the city's wall clock, whatever the machine's is. */
export function createHours(city: City): (place: Place, at: Date) => OpenState {
  const calendar = createHolidays(city.country);
  const parsed = new Map<string, OpeningHours | undefined>();
  const schedules = new Map<string, Schedule>();

  /** Hours, and what they are remembered by: those that speak of holidays are others each year. */
  function hoursOf(
    given: unknown,
    special: HolidayHours,
    year: number,
  ): { key: string; hours: OpeningHours | undefined } {
    // A list of weekdays (closed_on) reads as one selector
    const value = [given].flat().join(',');
    const isYearly = /\bPH\b/.test(value) || Object.keys(special).length > 0;
    const key = isYearly ? JSON.stringify([value, special, year]) : value;
    if (!parsed.has(key)) {
      let hours: OpeningHours | undefined;
      try {
        hours = parseHours(value, city, special, year);
      } catch {
        // Hours that do not parse tell nothing; `knowledge check` names them
      }
      parsed.set(key, hours);
    }
    return { key, hours: parsed.get(key) };
  }

  function scheduleOf(key: string, hours: OpeningHours, day: Date): Schedule {
    const known = schedules.get(key);
    if (known && known.from < day && addDays(day, 8) <= known.to) return known;
    const from = addDays(day, -1);
    const to = addDays(day, WINDOW_DAYS - 1);
    const intervals = hours
      .getOpenIntervals(from, to)
      .map(([start, end, unknown]) => ({ from: start, to: end, unknown }));
    const schedule = { from, to, intervals };
    schedules.set(key, schedule);
    return schedule;
  }

  function fromHours(place: Place, fact: Fact, at: Date): OpenState | undefined {
    const day = startOfDay(at);
    const special = (factValue(place, 'holiday_hours') ?? {}) as HolidayHours;
    const { key, hours } = hoursOf(fact.value, special, at.getFullYear());
    if (!hours) return undefined;
    const schedule = scheduleOf(key, hours, day);
    const current = schedule.intervals.find(({ from, to }) => from <= at && at < to);
    const state = current ? (current.unknown ? 'unknown' : 'open') : 'closed';
    const always = current !== undefined && current.from <= schedule.from && current.to >= schedule.to;
    const opens = (after: Date): Date | undefined =>
      schedule.intervals.find(({ from, unknown }) => from > after && !unknown)?.from ??
      nextOpening(hours, schedule.to);
    const until = state === 'open' ? (always ? undefined : current?.to) : opens(at);
    const known = {
      today: todaysTimes(schedule, day),
      closedDays: closedDays(schedule),
      fact,
      ...holidayOn(day, String(fact.value), special, always),
    };
    const prayer = current && state === 'open' ? nextPrayerClosing(place, at, current) : undefined;
    if (prayer && prayer.from <= at) {
      const opensAgain = current && prayer.to < current.to ? prayer.to : opens(at);
      return { state: 'closed', ...known, prayer, ...(opensAgain ? { until: opensAgain } : {}) };
    }
    return {
      state,
      ...known,
      ...(always && state === 'open' ? { always } : {}),
      ...(until && state !== 'unknown' ? { until } : {}),
      ...(prayer ? { prayer } : {}),
    };
  }

  function holidayOn(
    day: Date,
    value: string,
    special: HolidayHours,
    always: boolean,
  ): Pick<OpenState, 'holiday'> {
    const holiday = calendar.on(dateOf(day));
    if (!holiday) return {};
    const isKnown = always || (/\bPH\b/.test(value) && holiday.number > 0);
    return { holiday: { ...holiday, known: isKnown || hoursOnHoliday(special, holiday) !== undefined } };
  }

  return (place, at) => {
    const hoursFact = place.facts.find(({ field }) => field === 'opening_hours');
    const closedFact = place.facts.find(({ field }) => field === 'closed_on');
    if (!hoursFact && !closedFact) return { state: 'unknown', today: [], closedDays: [] };
    return inTimeZone(city.timezone, () => {
      const state = hoursFact && fromHours(place, hoursFact, at);
      if (state) return state;
      const closed = closedFact && hoursOf(closedFact.value, {}, at.getFullYear()).hours;
      if (!closedFact || !closed) return { state: 'unknown', today: [], closedDays: [] };
      // The value reads as hours too: a day that it names is "open" all day, which here means closed
      const week = [0, 1, 2, 3, 4, 5, 6].map((days) => addDays(startOfDay(at), days));
      return {
        state: closed.getState(at) ? 'closed' : 'unknown',
        today: [],
        closedDays: week
          .filter((day) => closed.getState(day))
          .map((day) => day.getDay())
          .sort((a, b) => a - b),
        fact: closedFact,
      };
    });
  };
}

/**
 * When a mosque closes next for a prayer, or is closed for one, while its hours have it open. Closings that begin before
 * its hours do are left to these, which know of them.
 */
function nextPrayerClosing(
  place: Place,
  at: Date,
  open: { from: Date; to: Date },
): { from: Date; to: Date } | undefined {
  if (factValue(place, 'prayer_closed') !== true) return undefined;
  const minutes = (factValue(place, 'prayer_minutes') ?? {}) as PrayerMinutes;
  return prayerClosings(place, at, minutes).find(
    ({ from, to }) => to > at && from >= open.from && from < open.to,
  );
}

function factValue(place: Place, field: string): unknown {
  return place.facts.find((fact) => fact.field === field)?.value;
}

/** Opening and closing times of the day that begins at `day`; those that began the night before are not today's. */
function todaysTimes({ intervals }: Schedule, day: Date): OpenState['today'] {
  const end = addDays(day, 1);
  return intervals
    .filter(({ from, to, unknown }) => !unknown && from < end && to > day && (from >= day || to >= noon(day)))
    .map(({ from, to }) => ({
      from: from < day ? '00:00' : clock(from),
      // Open for days on end: the day's own end. Closing in the night: the hour of the night.
      to: to.getTime() === end.getTime() || to >= addDays(end, 1) ? '24:00' : clock(to),
    }));
}

/** Weekdays without an opening in five weeks; none where nothing opens at all (the season tells, not the week). */
function closedDays({ intervals }: Schedule): number[] {
  const open = new Set<number>();
  for (const { from, to } of intervals) {
    const first = startOfDay(from);
    // A night that only ends on the next day does not open that one
    for (let day = first; day === first || noon(day) <= to; day = addDays(day, 1)) open.add(day.getDay());
  }
  return open.size === 0 ? [] : [0, 1, 2, 3, 4, 5, 6].filter((day) => !open.has(day));
}

/** The next opening after the weeks looked at: a season's first day. */
function nextOpening(hours: OpeningHours, after: Date): Date | undefined {
  const iterator = hours.getIterator(after);
  const limit = addDays(after, 400);
  while (iterator.advance(limit)) if (iterator.getState()) return iterator.getDate();
  return undefined;
}

function startOfDay(at: Date): Date {
  const day = new Date(at);
  day.setHours(0, 0, 0, 0);
  return day;
}

function noon(day: Date): Date {
  const middle = new Date(day);
  middle.setHours(12);
  return middle;
}

function addDays(day: Date, days: number): Date {
  const other = new Date(day);
  other.setDate(other.getDate() + days);
  return other;
}

function clock(at: Date): string {
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
}
