import { fold } from '../../knowledge/fold.ts';
import { LANGUAGES } from '../../messages.ts';
import type { Mark } from './books.ts';
import { clean } from './tokens.ts';

/** A moment that a question asks about. */
export interface Moment {
  when: Date;
  /** A day was named, no hour. */
  wholeDay: boolean;
}

interface WallClock {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
}

interface TimeOfDay {
  hour: number;
  minute: number;
  /** Written without am, pm or a part of the day: before noon it may mean the evening. */
  open: boolean;
}

const DAY = 86_400_000;
const MIDDAY = 12;

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** What clocks on the wall show in a time zone. */
function wallClock(at: Date, timezone: string): WallClock {
  let format = FORMATS.get(timezone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    FORMATS.set(timezone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, Number(part.value)]));
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
  return { year, month, day, hour, minute };
}

/** The moment at which the clocks of a time zone show this. Days and hours beyond their range run over. */
function moment(clock: WallClock, timezone: string): Date {
  const asUtc = Date.UTC(clock.year, clock.month - 1, clock.day, clock.hour, clock.minute);
  let guess = asUtc;
  // the offset at the guess brings it within a change of the clocks; the second round settles that
  for (let round = 0; round < 2; round += 1) {
    const shown = wallClock(new Date(guess), timezone);
    guess += asUtc - Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute);
  }
  return new Date(guess);
}

/** Names of months in our languages by number, folded; Gregorian ones also where another calendar is usual. */
const MONTHS = new Map<string, number>();
for (const language of LANGUAGES) {
  for (const tag of [language, ...(language === 'ar' ? ['ar-SY', 'ar-EG'] : [])]) {
    for (const options of [{ month: 'long' }, { month: 'long', day: 'numeric' }] as const) {
      const format = new Intl.DateTimeFormat(`${tag}-u-ca-gregory-nu-latn`, { ...options, timeZone: 'UTC' });
      for (let month = 0; month < 12; month += 1) {
        const name =
          format.formatToParts(Date.UTC(2024, month, 5)).find((part) => part.type === 'month')?.value ?? '';
        if (/\p{L}{3}/u.test(name)) MONTHS.set(fold(name), month + 1);
      }
    }
  }
}

function validDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** A date in the text, in the current year, or the next where it has passed, unless a year stands with it. */
function findDate(text: string, today: WallClock): { year: number; month: number; day: number } | undefined {
  const place = (month: number, day: number, year?: number) => {
    if (!validDate(year ?? 2024, month, day)) return undefined;
    if (year !== undefined) return { year: year < 100 ? 2000 + year : year, month, day };
    const passed = month < today.month || (month === today.month && day < today.day);
    return { year: today.year + (passed ? 1 : 0), month, day };
  };
  const iso = /\b(20\d\d)-(\d{1,2})-(\d{1,2})\b/u.exec(text);
  if (iso) return place(Number(iso[2]), Number(iso[3]), Number(iso[1]));
  const dense = /(?:(20\d\d)\s*[年년]\s*)?(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号號일]/u.exec(text);
  if (dense) return place(Number(dense[2]), Number(dense[3]), dense[1] ? Number(dense[1]) : undefined);
  const european = /(?<![\d:.])(\d{1,2})[./](\d{1,2})(?:[./](20\d\d|\d\d)|\.)(?!\d)/u.exec(text);
  if (european) {
    return place(Number(european[2]), Number(european[1]), european[3] ? Number(european[3]) : undefined);
  }
  for (const found of text.matchAll(
    /(?<!\d)(\d{1,2})(?:\.|st|nd|rd|th|er|º|°)?\s+(?:de |di |of |d['’])?(\p{L}+)(?:\s+(?:de )?(20\d\d))?/gu,
  )) {
    const month = MONTHS.get(fold(found[2] ?? ''));
    if (month) return place(month, Number(found[1]), found[3] ? Number(found[3]) : undefined);
  }
  for (const found of text.matchAll(
    /(\p{L}+)\s+(?:the )?(\d{1,2})(?:st|nd|rd|th)?(?!\d|[:.]\d)(?:,?\s+(20\d\d))?/gu,
  )) {
    const month = MONTHS.get(fold(found[1] ?? ''));
    if (month) return place(month, Number(found[2]), found[3] ? Number(found[3]) : undefined);
  }
  return undefined;
}

const HOUR_WORDS = `at|um|ab|gegen|à|a las|a la|alle|alle ore|ore|saat|в|к|الساعة|الساعه|ساعت|から`;
const CLOCK = /(?<![\d.,:])([01]?\d|2[0-4])[:.h]([0-5]\d)(?!\d|\.\d|[./]\d)\s*(a\.?m\b|p\.?m\b)?/u;
const TWELVE_HOURS = /(?<![\d:.])(1[0-2]|0?[1-9])\s*(a\.?m\b|p\.?m\b)/u;
const HOUR_UNIT =
  /(?<![\d:.])([01]?\d|2[0-4])\s*(?:uhr|o['’]?clock|点|點|時|时|시(?!간)|h(?![\p{L}\d])|heures?(?! en| à|\p{L})|часов вечера|часа вечера|часов утра)(?!間|间|\p{Script=Latin})/u;
const HOUR_AFTER_WORD = new RegExp(
  `(?:^|[\\s,])(?:${HOUR_WORDS})\\s*([01]?\\d|2[0-4])(?![\\d:.,€$₺%]|\\s*(?:am|pm|\\p{Sc}|euro|lira|people|person|days?|tage|jours|días|giorni|gün|minut))`,
  'u',
);

function findTime(text: string): TimeOfDay | undefined {
  const half = (hour: number, mark: string | undefined) => {
    if (mark === undefined) return hour % 24;
    return (hour % 12) + (mark.startsWith('p') ? 12 : 0);
  };
  const clock = CLOCK.exec(text);
  if (clock) {
    const hour = half(Number(clock[1]), clock[3]);
    // written with minutes, it is meant as it stands
    return { hour, minute: Number(clock[2]), open: false };
  }
  const twelve = TWELVE_HOURS.exec(text);
  if (twelve) return { hour: half(Number(twelve[1]), twelve[2]), minute: 0, open: false };
  const hour = HOUR_UNIT.exec(text) ?? HOUR_AFTER_WORD.exec(text);
  if (!hour) return undefined;
  const value = Number(hour[1]) % 24;
  return { hour: value, minute: 0, open: value >= 1 && value < 12 };
}

/** Hour that a part of the day stands for where no hour is given. */
const PARTS: [Mark, number][] = [
  ['morning', 10],
  ['noon', 12],
  ['afternoon', 15],
  ['evening', 19],
  ['tonight', 21],
  ['night', 23],
];

/**
 * The moment that a message asks about, where it names another than now.
 * @param text the message
 * @param marks the marks found in it
 * @param weekday 0 = Sunday … 6 = Saturday, where one is named
 * @param at when it was asked; a weekday or hour is the next one from then on
 * @param timezone IANA name of the city's time zone
 */
export function findMoment(
  text: string,
  marks: ReadonlySet<Mark>,
  weekday: number | undefined,
  at: Date,
  timezone: string,
): Moment | undefined {
  const lower = clean(text).toLowerCase();
  const now = wallClock(at, timezone);
  const date = findDate(lower, now);
  const named = findTime(lower);
  const part = PARTS.find(([mark]) => marks.has(mark));
  const time = named ? inPart(named, part?.[0]) : undefined;
  let day = date ? { ...date } : { year: now.year, month: now.month, day: now.day };
  let dayNamed = date !== undefined;
  if (!date) {
    const today = new Date(Date.UTC(now.year, now.month - 1, now.day)).getUTCDay();
    if (marks.has('dayAfterTomorrow')) [day.day, dayNamed] = [day.day + 2, true];
    else if (marks.has('tomorrow')) [day.day, dayNamed] = [day.day + 1, true];
    else if (weekday !== undefined) [day.day, dayNamed] = [day.day + ((weekday - today + 7) % 7), true];
    else if (marks.has('today') && !time && !part) dayNamed = true;
  }
  if (time) {
    const when = moment({ ...day, hour: time.hour, minute: time.minute }, timezone);
    if (!time.open)
      return { when: dayNamed || when >= at ? when : new Date(when.getTime() + DAY), wholeDay: false };
    if (dayNamed) return { when, wholeDay: false };
    // "at 9" asked in the afternoon is the next nine o'clock that comes
    const later = [when, new Date(when.getTime() + DAY / 2), new Date(when.getTime() + DAY)];
    return { when: later.find((candidate) => candidate >= at) ?? when, wholeDay: false };
  }
  if (part && !(marks.has('now') && !dayNamed)) {
    const when = moment({ ...day, hour: part[1], minute: 0 }, timezone);
    if (dayNamed || when >= at) return { when, wholeDay: false };
    // this evening has begun already; this morning is over
    return part[1] >= 18 ? undefined : { when: new Date(when.getTime() + DAY), wholeDay: false };
  }
  if (!dayNamed) return undefined;
  return { when: moment({ ...day, hour: MIDDAY, minute: 0 }, timezone), wholeDay: true };
}

/** An hour read with the part of the day beside it: "9 in the evening" is 21. */
function inPart(time: TimeOfDay, part: Mark | undefined): TimeOfDay {
  if (!time.open || part === undefined) return time;
  const late = part === 'evening' || part === 'tonight' || part === 'afternoon';
  const night = part === 'night' && time.hour >= 6;
  if (late || night) return { ...time, hour: time.hour + 12, open: false };
  return { ...time, open: false };
}
