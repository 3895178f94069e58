import { CommandError } from './errors.ts';
import { UNIT_MS, type Zone } from './zones.ts';

/** Units of `$dateTrunc`, `$dateAdd` and `$dateDiff`. */
const UNITS = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond'] as const;
export type Unit = (typeof UNITS)[number];

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
/** Months of units that are made of months. */
const MONTHS: Partial<Record<Unit, number>> = { year: 12, quarter: 3, month: 1 };

/** @throws CommandError for what is no unit of time. */
export function unitOf(value: unknown): Unit {
  const unit = UNITS.find((each) => each === value);
  if (!unit) throw new CommandError(9, `unknown time unit value: ${String(value)}`);
  return unit;
}

/** The number of a day of the week, Sunday 0, from its name or its first three letters. */
export function weekdayOf(value: unknown): number {
  const name = typeof value === 'string' ? value.toLowerCase() : '';
  const day = WEEKDAYS.findIndex((each) => each === name || each.slice(0, 3) === name);
  if (day < 0) throw new CommandError(9, `unknown day of week value: ${String(value)}`);
  return day;
}

function floorMod(value: number, by: number): number {
  return ((value % by) + by) % by;
}

function dayNumber(wall: number): number {
  return Math.floor(wall / UNIT_MS.day);
}

function weekday(wall: number): number {
  return floorMod(dayNumber(wall) + 4, 7);
}

function monthNumber(wall: number): number {
  const date = new Date(wall);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function wallOfMonth(month: number): number {
  // setUTCFullYear takes years below 100 as they are
  return new Date(0).setUTCFullYear(Math.floor(month / 12), floorMod(month, 12), 1);
}

/** Bins are counted from here, in the zone; weeks from the first start of a week after it. */
const REFERENCE = Date.UTC(2000, 0, 1);

/** The start of the bin of `size` units that a time lies in (MongoDB manual, `$dateTrunc`). */
export function truncate(time: number, unit: Unit, size: number, zone: Zone, startOfWeek: number): number {
  const months = MONTHS[unit];
  if (months !== undefined) {
    const bin = months * size;
    const month = monthNumber(zone.toWall(time)) - 2000 * 12;
    return zone.fromWall(wallOfMonth(2000 * 12 + month - floorMod(month, bin)));
  }
  if (unit === 'day' || unit === 'week') {
    const first =
      dayNumber(REFERENCE) + (unit === 'week' ? floorMod(startOfWeek - weekday(REFERENCE), 7) : 0);
    const day = dayNumber(zone.toWall(time));
    return zone.fromWall((day - floorMod(day - first, (unit === 'week' ? 7 : 1) * size)) * UNIT_MS.day);
  }
  return time - floorMod(time - zone.fromWall(REFERENCE), size * UNIT_MS[unit as keyof typeof UNIT_MS]);
}

/** A time some units later: from days on by the zone's clocks, the day no later than its month has. */
export function add(time: number, unit: Unit, amount: number, zone: Zone): number {
  const months = MONTHS[unit];
  const wall = zone.toWall(time);
  if (months !== undefined) {
    const month = monthNumber(wall) + months * amount;
    const start = wallOfMonth(month);
    const days = (wallOfMonth(month + 1) - start) / UNIT_MS.day;
    const day = Math.min(new Date(wall).getUTCDate(), days);
    return zone.fromWall(start + (day - 1) * UNIT_MS.day + floorMod(wall, UNIT_MS.day));
  }
  if (unit === 'day' || unit === 'week') return zone.fromWall(wall + amount * UNIT_MS[unit]);
  return time + amount * UNIT_MS[unit as keyof typeof UNIT_MS];
}

/** How many boundaries of a unit lie between two times. */
export function difference(start: number, end: number, unit: Unit, zone: Zone, startOfWeek: number): number {
  const [from, to] = [zone.toWall(start), zone.toWall(end)];
  const months = MONTHS[unit];
  if (months !== undefined)
    return Math.floor(monthNumber(to) / months) - Math.floor(monthNumber(from) / months);
  if (unit === 'week') {
    const weekNumber = (wall: number): number => Math.floor((dayNumber(wall) - 3 - startOfWeek) / 7);
    return weekNumber(to) - weekNumber(from);
  }
  const ms = UNIT_MS[unit as keyof typeof UNIT_MS];
  const crossed = Math.floor(to / ms) - Math.floor(from / ms);
  if (unit === 'day') return crossed;
  // Hours that the clocks skip or repeat
  return crossed + Math.trunc((from - start - (to - end)) / ms);
}

/** What a calendar says of a wall time. */
export interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
  /** Sunday is 1. */
  dayOfWeek: number;
  /** Monday is 1. */
  isoDayOfWeek: number;
  dayOfYear: number;
  /** Weeks begin on Sunday; days before the first one are in week 0. */
  week: number;
  isoWeek: number;
  isoYear: number;
}

/** The parts of a wall time. */
export function partsOf(wall: number): Parts {
  const date = new Date(wall);
  const year = date.getUTCFullYear();
  const dayOfYear = dayNumber(wall) - dayNumber(wallOfMonth(year * 12)) + 1;
  const sunday0 = weekday(wall);
  const isoDayOfWeek = sunday0 || 7;
  // An ISO week belongs to the year of its Thursday
  const thursday = wall + (4 - isoDayOfWeek) * UNIT_MS.day;
  const isoYear = new Date(thursday).getUTCFullYear();
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
    dayOfWeek: sunday0 + 1,
    isoDayOfWeek,
    dayOfYear,
    week: Math.floor((dayOfYear - 1 + 7 - sunday0) / 7),
    isoWeek: Math.floor((dayNumber(thursday) - dayNumber(wallOfMonth(isoYear * 12))) / 7) + 1,
    isoYear,
  };
}
