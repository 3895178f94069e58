import { CalculationMethod, Coordinates, PrayerTimes } from 'adhan';
import type { Point } from '../messages.ts';

/** Times of the five prayers of a day. */
export interface DayPrayers {
  fajr: Date;
  dhuhr: Date;
  asr: Date;
  maghrib: Date;
  isha: Date;
}

/** What a document tells of how long a mosque is closed to visitors for a prayer. */
export interface PrayerMinutes {
  /** Minutes before the call to prayer at which it closes. */
  before?: number;
  /** Minutes for which it is closed. */
  length?: number;
}

/**
 * Minutes where no document tells them. Chora's rules (demmuseums.com) close it a quarter of an hour before the call;
 * what a prayer takes after it is an estimate, so answers say "about".
 */
const BEFORE = 15;
const LENGTH = 45;
/**
 * The noon prayer of Friday with its sermon: Süleymaniye closes at 12:00, an hour before it, and the Blue Mosque opens at
 * 14:30, an hour and some after it.
 */
const FRIDAY_BEFORE = 60;
const FRIDAY_LENGTH = 135;
const FRIDAY = 5;

const MINUTE = 60_000;
/** Times that rest on an estimate are told in steps of five minutes. */
const STEP = 5 * MINUTE;

/**
 * The prayers of a day at a place by the parameters of Diyanet, Turkey's directorate of religious affairs: within two
 * minutes of its own tables.
 * @param day any moment of the day, read by the time zone of the process
 */
export function prayersOn({ lat, lon }: Point, day: Date): DayPrayers {
  const { fajr, dhuhr, asr, maghrib, isha } = new PrayerTimes(
    new Coordinates(lat, lon),
    day,
    CalculationMethod.Turkey(),
  );
  return { fajr, dhuhr, asr, maghrib, isha };
}

/** When a mosque is closed to visitors for the prayers of a day, in their order. */
export function prayerClosings(
  point: Point,
  day: Date,
  { before = BEFORE, length = LENGTH }: PrayerMinutes = {},
): { from: Date; to: Date }[] {
  const prayers = prayersOn(point, day);
  return Object.entries(prayers).map(([name, at]: [string, Date]) => {
    const isLong = name === 'dhuhr' && day.getDay() === FRIDAY;
    const from = at.getTime() - (isLong ? Math.max(before, FRIDAY_BEFORE) : before) * MINUTE;
    const to = from + (isLong ? Math.max(length, FRIDAY_LENGTH) : length) * MINUTE;
    return { from: new Date(Math.floor(from / STEP) * STEP), to: new Date(Math.ceil(to / STEP) * STEP) };
  });
}
