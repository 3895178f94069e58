import OpeningHours from 'opening_hours';
import type { Pack } from './pack.ts';
import { inTimeZone } from './time-zone.ts';
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
 * @throws Error that says what is wrong with the value; its position is marked `<---`.
 */
export function parseHours(value: string, city: City): OpeningHours {
  try {
    const hours = new OpeningHours(
      expandHolidays(value, city.publicHolidays),
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
  const parsed = new Map<string, OpeningHours | undefined>();
  const schedules = new Map<string, Schedule>();

  function hoursOf(given: unknown): OpeningHours | undefined {
    // A list of weekdays (closed_on) reads as one selector
    const value = [given].flat().join(',');
    if (!parsed.has(value)) {
      let hours: OpeningHours | undefined;
      try {
        hours = parseHours(value, city);
      } catch {
        // Hours that do not parse tell nothing; `knowledge check` names them
      }
      parsed.set(value, hours);
    }
    return parsed.get(value);
  }

  function scheduleOf(value: string, hours: OpeningHours, day: Date): Schedule {
    const known = schedules.get(value);
    if (known && known.from < day && addDays(day, 8) <= known.to) return known;
    const from = addDays(day, -1);
    const to = addDays(day, WINDOW_DAYS - 1);
    const intervals = hours
      .getOpenIntervals(from, to)
      .map(([start, end, unknown]) => ({ from: start, to: end, unknown }));
    const schedule = { from, to, intervals };
    schedules.set(value, schedule);
    return schedule;
  }

  function fromHours(fact: Fact, hours: OpeningHours, at: Date): OpenState {
    const day = startOfDay(at);
    const schedule = scheduleOf(String(fact.value), hours, day);
    const current = schedule.intervals.find(({ from, to }) => from <= at && at < to);
    const state = current ? (current.unknown ? 'unknown' : 'open') : 'closed';
    const always = current !== undefined && current.from <= schedule.from && current.to >= schedule.to;
    const until =
      state === 'open'
        ? always
          ? undefined
          : current?.to
        : (schedule.intervals.find(({ from, unknown }) => from > at && !unknown)?.from ??
          nextOpening(hours, schedule.to));
    return {
      state,
      today: todaysTimes(schedule, day),
      closedDays: closedDays(schedule),
      fact,
      ...(always && state === 'open' ? { always } : {}),
      ...(until && state !== 'unknown' ? { until } : {}),
    };
  }

  return (place, at) => {
    const hoursFact = place.facts.find(({ field }) => field === 'opening_hours');
    const closedFact = place.facts.find(({ field }) => field === 'closed_on');
    if (!hoursFact && !closedFact) return { state: 'unknown', today: [], closedDays: [] };
    return inTimeZone(city.timezone, () => {
      const hours = hoursFact && hoursOf(hoursFact.value);
      if (hoursFact && hours) return fromHours(hoursFact, hours, at);
      const closed = closedFact && hoursOf(closedFact.value);
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

/**
 * Writes the public holidays out as dates, because the library defines none for some countries (Turkey among them).
 * Without dates, `PH` is left out of the rules.
 */
function expandHolidays(value: string, dates: string | undefined): string {
  if (!/\bPH\b/.test(value)) return value;
  return value
    .split(';')
    .flatMap((part) => {
      const rule = part.trim();
      const days = /^([A-Za-z,\s-]*\bPH\b[A-Za-z,\s-]*?)(\s+(?:\d.*|off|closed|open.*|".*))?$/.exec(rule);
      if (!days) return [rule];
      const others = (days[1] ?? '')
        .split(',')
        .map((day) => day.trim())
        .filter((day) => day !== 'PH')
        .join(',');
      const times = days[2] ?? '';
      return [others && `${others}${times}`, dates && `${dates}${times}`].filter(Boolean);
    })
    .join('; ');
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
