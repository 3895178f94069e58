import Holidays from 'date-holidays';

/** Public holidays that answers have a name for, by the rule of the library. */
const IDS: Readonly<Record<string, HolidayId>> = {
  '01-01': 'new_year',
  '04-23': 'sovereignty',
  '05-01': 'labour',
  '05-19': 'youth',
  '07-15': 'democracy',
  '08-30': 'victory',
  '10-29': 'republic',
  '1 Shawwal': 'ramazan',
  '10 Dhu al-Hijjah': 'kurban',
};

/** Half holidays: the eves that Turkish law (no. 2429, articles 1 and 2) makes one from 13:00 on. */
const EVES: Readonly<Record<string, readonly HolidayId[]>> = { tr: ['ramazan', 'kurban', 'republic'] };
/** When an eve's holiday begins, by the same articles. */
const EVE_BEGINS = '13:00';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY_MS = 86_400_000;

/** The holidays of Turkey by name; `other` is any that another country has. */
export type HolidayId =
  | 'new_year'
  | 'sovereignty'
  | 'labour'
  | 'youth'
  | 'democracy'
  | 'victory'
  | 'republic'
  | 'ramazan'
  | 'kurban'
  | 'other';

/** A day that is a public holiday, or the afternoon of its eve. */
export interface Holiday {
  id: HolidayId;
  /** Which day of the holiday it is, from 1; 0 is the eve. */
  number: number;
  /** On an eve, when the holiday begins, `HH:MM`. */
  begins?: string;
}

/**
 * Which days a fact `holiday_hours` can speak of: every public holiday, both religious feasts or one of them, the first
 * day of these, the eves, and each holiday by itself.
 */
export const HOLIDAY_KEYS = [
  'public',
  'bayram',
  'bayram_first',
  'ramazan',
  'ramazan_first',
  'kurban',
  'kurban_first',
  'eve',
  'new_year',
  'sovereignty',
  'labour',
  'youth',
  'democracy',
  'victory',
  'republic',
] as const;
export type HolidayKey = (typeof HOLIDAY_KEYS)[number];

/** What a place does on holidays: `off`, `usual` (as on any day), or hours such as `13:00-18:00`. */
export type HolidayHours = Partial<Record<HolidayKey, string>>;

/** The public holidays of a country. */
export interface HolidayCalendar {
  /** The holiday that a day is or is the eve of. @param day `YYYY-MM-DD` */
  on(day: string): Holiday | undefined;
  /** The first day from this one on that is one of these holidays, eves not counted; within two years. */
  next(ids: readonly HolidayId[], day: string): string | undefined;
  /** All holidays and eves of a year, by day (`YYYY-MM-DD`). */
  year(year: number): ReadonlyMap<string, Holiday>;
}

const calendars = new Map<string, HolidayCalendar>();

/**
 * The public holidays of a country, lunar ones included; the same calendar each time.
 * @param country ISO 3166-1 alpha-2; a country that the library does not know has none
 */
export function createHolidays(country: string): HolidayCalendar {
  const calendar = calendars.get(country) ?? calendarOf(country);
  calendars.set(country, calendar);
  return calendar;
}

function calendarOf(country: string): HolidayCalendar {
  const library = new Holidays(country.toUpperCase());
  const years = new Map<number, ReadonlyMap<string, Holiday>>();

  const year = (number: number): ReadonlyMap<string, Holiday> => {
    const known = years.get(number) ?? yearOf(library, country, number);
    years.set(number, known);
    return known;
  };
  return {
    year,
    on: (day) => year(Number(day.slice(0, 4))).get(day),
    next(ids, day) {
      const first = Number(day.slice(0, 4));
      return [first, first + 1]
        .flatMap((each) => [...year(each)])
        .filter(([at, holiday]) => at >= day && holiday.number > 0 && ids.includes(holiday.id))
        .map(([at]) => at)
        .sort()[0];
    },
  };
}

function yearOf(library: Holidays, country: string, year: number): Map<string, Holiday> {
  const days = new Map<string, Holiday>();
  // An eve or a later day may fall into the next year
  const found = [year - 1, year, year + 1]
    .flatMap((each) => library.getHolidays(each) || [])
    .filter(({ type }) => type === 'public')
    .map(({ date, rule, start, end }) => ({
      id: IDS[rule.replace(/ PT\d+H$/u, '')] ?? 'other',
      first: date.slice(0, 10),
      // The library counts a feast from the sunset before, and the afternoon of its eve with it
      count: Math.max(1, Math.floor((end.getTime() - start.getTime()) / DAY_MS)),
    }))
    // Where a feast meets another holiday, the feast closes more doors
    .sort((a, b) => a.count - b.count);
  for (const { id, first, count } of found) {
    for (let number = 1; number <= count; number += 1) days.set(addDays(first, number - 1), { id, number });
  }
  for (const { id, first } of found) {
    const eve = addDays(first, -1);
    if (EVES[country]?.includes(id) && !days.has(eve)) days.set(eve, { id, number: 0, begins: EVE_BEGINS });
  }
  return new Map([...days].filter(([day]) => Number(day.slice(0, 4)) === year));
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** What of a fact `holiday_hours` speaks of a holiday: the most special entry; undefined where none does. */
export function hoursOnHoliday(hours: HolidayHours, { id, number }: Holiday): string | undefined {
  if (number === 0) return hours.eve;
  const isFeast = id === 'ramazan' || id === 'kurban';
  const keys: (HolidayKey | undefined)[] = isFeast
    ? [...(number === 1 ? ([`${id}_first`, 'bayram_first'] as const) : []), id, 'bayram', 'public']
    : [id === 'other' ? undefined : id, 'public'];
  const key = keys.find((each) => each !== undefined && hours[each] !== undefined);
  return key && hours[key];
}

/**
 * Hours in OSM syntax with the holidays of the years round a day written out as dates: `PH`, because the
 * `opening_hours` library defines no holidays for some countries (Turkey among them), and what `holiday_hours` says.
 * @param around the year whose holidays count, with the one before and the two after
 */
export function withHolidays(
  value: string,
  calendar: HolidayCalendar,
  around: number,
  special: HolidayHours = {},
): string {
  const days = [around - 1, around, around + 1, around + 2].flatMap((year) => [...calendar.year(year)]);
  const whole = days.filter(([, { number }]) => number > 0).map(([day]) => selector(day));
  const rules = days.flatMap(([day, holiday]) => {
    const hours = hoursOnHoliday(special, holiday);
    return hours === undefined || hours === 'usual' ? [] : [`${selector(day)} ${hours}`];
  });
  return [expand(value, whole.join(',')), ...rules].join('; ');
}

/** `2026 Mar 20`, as OSM writes a day. */
function selector(day: string): string {
  return `${day.slice(0, 4)} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(8, 10)}`;
}

/** Writes dates for `PH` in each rule; without dates, `PH` is left out. */
function expand(value: string, dates: string): string {
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
