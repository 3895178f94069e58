import { inTimeZone } from '../time-zone.ts';
import type { Service, ServiceHours } from './types.ts';

const DAYS = ['Su', 'Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa'];
/** What no document gives hours for is not taken to run before this minute of the day: 05:30. */
const NIGHT_ENDS = 330;

/** A moment as timetables have it. */
export interface Clock {
  /** 0 = Sunday … 6 = Saturday */
  weekday: number;
  /** Minutes since midnight. */
  minutes: number;
}

/** Longest wait that is told, in minutes: for rarer services one goes by the timetable. */
export const LONGEST_WAIT = 30;
const DAY_MINUTES = 1_440;

/** The clock so many minutes later. */
export function clockAfter({ weekday, minutes }: Clock, later: number): Clock {
  const all = Math.round(minutes + later);
  return { weekday: (weekday + Math.floor(all / DAY_MINUTES)) % 7, minutes: all % DAY_MINUTES };
}

/** The wall clock at a moment in a time zone. */
export function clockAt(at: Date, timezone: string): Clock {
  return inTimeZone(timezone, () => ({
    weekday: at.getDay(),
    minutes: at.getHours() * 60 + at.getMinutes(),
  }));
}

/**
 * Minutes between departures of a service at a moment; undefined where it does not run then. Without a moment, by day.
 */
export function headwayAt({ hours, headway }: Service, clock: Clock | undefined): number | undefined {
  if (!clock || hours?.length === 0) return headway;
  if (!hours) return clock.minutes < NIGHT_ENDS ? undefined : headway;
  const running = hours.find((each) => isWithin(each, clock));
  return running && (running.headway ?? headway);
}

/**
 * When a service that does not run at a moment first departs after it: `HH:MM` and the day of the week, 0 = Sunday.
 * Undefined where no document tells.
 */
export function nextDeparture(
  { hours }: Service,
  { weekday, minutes }: Clock,
): { first: string; weekday: number } | undefined {
  for (let ahead = 0; ahead <= 7; ahead += 1) {
    const day = (weekday + ahead) % 7;
    const [next] = (hours ?? [])
      .filter(
        ({ days, first }) => weekdaysOf(days).includes(day) && (ahead > 0 || minutesOf(first) > minutes),
      )
      .map(({ first }) => first)
      .sort();
    if (next !== undefined) return { first: next, weekday: day };
  }
  return undefined;
}

function isWithin({ days, first, last }: ServiceHours, { weekday, minutes }: Clock): boolean {
  const [from, to] = [minutesOf(first), minutesOf(last)];
  const on = weekdaysOf(days);
  if (from <= to) return on.includes(weekday) && from <= minutes && minutes <= to;
  // The last departure is past midnight, and still belongs to the day before
  return (on.includes(weekday) && minutes >= from) || (on.includes((weekday + 6) % 7) && minutes <= to);
}

/** Weekdays of an OSM list, 0 = Sunday. */
function weekdaysOf(days: string): number[] {
  return days.split(',').flatMap((range) => {
    const [from = '', to = from] = range.split('-');
    const start = DAYS.indexOf(from);
    const length = (DAYS.indexOf(to) - start + 7) % 7;
    return Array.from({ length: length + 1 }, (_, index) => (start + index) % 7);
  });
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** A service that begins after midnight and ends before this time is one of the night before. */
const NIGHT_LASTS_UNTIL = 360;
/** The same for its beginning. */
const NIGHT_BEGINS_BEFORE = 240;

/**
 * First and last departures of a service on a day, with those of the night behind it. Empty: day and night. Undefined
 * where it does not run on that day, or no document tells.
 */
export function serviceDay(
  { hours }: Service,
  weekday: number,
): Pick<ServiceHours, 'first' | 'last'>[] | undefined {
  if (hours?.length === 0) return [];
  const isNight = ({ first, last }: ServiceHours) =>
    minutesOf(first) < NIGHT_BEGINS_BEFORE && minutesOf(last) < NIGHT_LASTS_UNTIL;
  const found = hours?.filter((each) =>
    weekdaysOf(each.days).includes(isNight(each) ? (weekday + 1) % 7 : weekday),
  );
  return found && found.length > 0 ? found.map(({ first, last }) => ({ first, last })) : undefined;
}
