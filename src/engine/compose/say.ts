import { dishesOf } from '../retrieve/match.ts';
import type { Item } from '../retrieve/types.ts';
import type { Knowledge, Place } from '../../knowledge/types.ts';
import type { Language } from '../../messages.ts';
import { wallClock } from '../clock.ts';
import {
  formatDistance,
  formatNumber,
  formatPrice,
  formatTime,
  formatWalk,
  formatWeekday,
  isolate,
  isWalkable,
  uncapitalised,
} from './format.ts';
import { mark, piece, type Piece } from './piece.ts';
import { phrase } from './phrases.ts';

/** Months after which a fact that changes is said with its year. */
const STALE_MONTHS = 24;

/** What saying something needs to know. */
export interface Voice {
  language: Language;
  knowledge: Knowledge;
  /** When the question was asked: facts are stale or fresh by it. */
  asked: Date;
}

/** Whether a document is so old that what it says may have changed. */
export function isStale(checkedOn: string, asked: Date): boolean {
  const limit = new Date(asked);
  limit.setUTCMonth(limit.getUTCMonth() - STALE_MONTHS);
  return new Date(checkedOn) < limit;
}

/** The year of a stale fact in brackets, or nothing. */
export function staleMark({ language, asked }: Voice, checkedOn: string): string {
  if (!isStale(checkedOn, asked)) return '';
  const year = formatNumber(language, Number(checkedOn.slice(0, 4)));
  return `${mark(language, 'open')}${year}${mark(language, 'close')}`;
}

/** A phrase that states one fact of a place, with its year where it is stale; nothing where there is no such fact. */
export function stated(
  voice: Voice,
  place: Place,
  field: string,
  say: (value: unknown) => string | undefined,
): Piece[] {
  const fact = voice.knowledge.fact(place, field);
  const text = fact && say(fact.value);
  return fact && text ? [piece(text + staleMark(voice, fact.checkedOn), [`${place.id}.${field}`])] : [];
}

/** Whether it is open at the moment, and until or from when. Nothing where the facts do not tell. */
export function sayState(voice: Voice, item: Item, at: Date): Piece[] {
  const { language, knowledge } = voice;
  const { place, open } = item;
  if (open.state === 'unknown' || !open.fact) return [];
  const facts = [`${place.id}.${open.fact.field}`];
  if (open.state === 'open') {
    if (open.always) return [piece(phrase(language, 'answer:openAlways'), facts)];
    if (!open.until) return [piece(phrase(language, 'answer:openNow'), facts)];
    const { time } = wallClock(open.until, knowledge.city.timezone);
    return [piece(phrase(language, 'answer:openUntil', { time: formatTime(language, time) }), facts)];
  }
  const again = open.until && wallClock(open.until, knowledge.city.timezone);
  if (open.prayer && open.prayer.from <= at && again && open.until?.getTime() === open.prayer.to.getTime()) {
    const time = formatTime(language, again.time);
    const text = phrase(language, 'answer:prayerNow', { time }) + prayerMark(voice, place);
    return [piece(text, [...facts, `${place.id}.prayer_closed`])];
  }
  // Of another moment it is told what that day's hours are
  if (Math.abs(at.getTime() - voice.asked.getTime()) >= 60_000) {
    return sayDay(voice, item, at).map((said) => ({ ...said, text: uncapitalised(language, said.text) }));
  }
  if (!open.until) return [piece(phrase(language, 'answer:closedNow'), facts)];
  const now = wallClock(at, knowledge.city.timezone);
  const then = wallClock(open.until, knowledge.city.timezone);
  const time = formatTime(language, then.time);
  if (now.day === then.day) return [piece(phrase(language, 'answer:closedOpens', { time }), facts)];
  const isWithinWeek = open.until.getTime() - at.getTime() < 7 * 86_400_000;
  if (!isWithinWeek) return [piece(phrase(language, 'answer:closedNow'), facts)];
  const day = formatWeekday(language, then.weekday);
  return [piece(phrase(language, 'answer:closedOpensDay', { day, time }), facts)];
}

/** The name of a holiday of which the hours tell, in brackets. */
function holidayMark({ language }: Voice, { holiday }: Item['open']): string {
  if (!holiday?.known || holiday.number === 0) return '';
  const name = isolate(language, phrase(language, `holiday:${holiday.id}`));
  return `${mark(language, 'open')}${name}${mark(language, 'close')}`;
}

/** The hours of the day asked about, with their year where they are stale. */
export function sayDay(voice: Voice, { place, open }: Item, at: Date): Piece[] {
  const { language, knowledge, asked } = voice;
  if (!open.fact) return [];
  const facts = [`${place.id}.${open.fact.field}`];
  const stale = staleMark(voice, open.fact.checkedOn);
  const then = wallClock(at, knowledge.city.timezone);
  const isToday = then.day === wallClock(asked, knowledge.city.timezone).day;
  const day = formatWeekday(language, then.weekday) + holidayMark(voice, open);
  if (open.always) return [piece(phrase(language, 'answer:alwaysOpen') + stale, facts)];
  if (open.today.length > 0) {
    const hours = open.today
      .map(({ from, to }) =>
        phrase(language, 'answer:range', { from: formatTime(language, from), to: formatTime(language, to) }),
      )
      .join(mark(language, 'comma'));
    const text = phrase(language, isToday ? 'answer:hoursToday' : 'answer:hoursOn', { day, hours });
    return [piece(text + stale, facts)];
  }
  if (open.state !== 'closed') return [];
  const text = phrase(language, isToday ? 'answer:closedToday' : 'answer:closedOn', { day });
  return [piece(text + stale, facts)];
}

/** When it is closed to visitors for prayers: the next closing of the day while it is open, else that there are such. */
function sayPrayers(voice: Voice, { place, open }: Item): Piece[] {
  const { language, knowledge } = voice;
  const { prayer, state } = open;
  const time = (at: Date): string => formatTime(language, wallClock(at, knowledge.city.timezone).time);
  return stated(voice, place, 'prayer_closed', (value) => {
    if (value !== true) return undefined;
    if (!prayer) return phrase(language, 'answer:prayer');
    // Of the prayer that it is closed for the state tells
    return state === 'open'
      ? phrase(language, 'answer:prayerNext', { from: time(prayer.from), to: time(prayer.to) }) +
          prayerMark(voice, place)
      : undefined;
  });
}

/** The year of a stale document that tells how long it is closed for a prayer. */
function prayerMark(voice: Voice, place: Place): string {
  const minutes = voice.knowledge.fact(place, 'prayer_minutes');
  return minutes ? staleMark(voice, minutes.checkedOn) : '';
}

/** Weekdays on which it never opens. */
export function sayClosedDays(voice: Voice, { place, open }: Item): Piece[] {
  const { language } = voice;
  if (!open.fact || open.closedDays.length === 0 || open.closedDays.length > 3) return [];
  const days = new Intl.ListFormat(language, { type: 'unit' }).format(
    open.closedDays.map((day) => formatWeekday(language, day)),
  );
  const text = phrase(language, 'answer:closedDays', { days }) + staleMark(voice, open.fact.checkedOn);
  return [piece(text, [`${place.id}.${open.fact.field}`])];
}

/** What a visit takes: admission, price, dress, last entry, time. */
export function sayVisit(voice: Voice, item: Item): Piece[] {
  const { language } = voice;
  const { place } = item;
  const say = (field: string, text: (value: unknown) => string | undefined): Piece[] =>
    stated(voice, place, field, text);
  const known = (value: unknown, keys: string[]): string | undefined =>
    keys.includes(String(value)) ? phrase(language, `answer:${String(value)}`) : undefined;
  const price = say('price', (value) => sayPrice(language, value));
  return [
    ...say('admission', (value) =>
      price.length > 0 && value !== 'free' ? undefined : known(value, ['free', 'ticket', 'combined_ticket']),
    ),
    ...price,
    ...sayPrayers(voice, item),
    ...say('dress_code', (value) => known(value, ['modest', 'headscarf'])),
    ...say('last_entry', (value) =>
      typeof value === 'string'
        ? phrase(language, 'answer:lastEntry', { time: formatTime(language, value) })
        : undefined,
    ),
    ...say('visit_minutes', (value) =>
      typeof value === 'number'
        ? phrase(language, 'answer:visit', { minutes: formatNumber(language, value) })
        : undefined,
    ),
  ];
}

function sayPrice(language: Language, value: unknown): string | undefined {
  const { amount, currency } = (value ?? {}) as { amount?: unknown; currency?: unknown };
  if (typeof amount !== 'number' || typeof currency !== 'string') return undefined;
  return phrase(language, 'answer:price', { price: formatPrice(language, amount, currency) });
}

/** How to reach it, and whether a wheelchair can. */
export function sayContact(voice: Voice, { place }: Item): Piece[] {
  const { language } = voice;
  const plain = (field: string): Piece[] =>
    stated(voice, place, field, (value) =>
      typeof value === 'string' && value.length <= 100 ? isolate(language, value) : undefined,
    );
  const accessible = stated(voice, place, 'accessible', (value) =>
    ['yes', 'no', 'limited'].includes(String(value))
      ? phrase(language, `answer:accessible.${String(value)}`)
      : undefined,
  );
  return [...plain('phone'), ...plain('website'), ...plain('address'), ...accessible];
}

/** What is worth knowing of it: a note for visitors, the menu, its age, the lines that stop there. */
export function sayCharacter(voice: Voice, { place }: Item): Piece[] {
  const { language, knowledge } = voice;
  const note = stated(voice, place, 'note', (value) => {
    const text = (value as Partial<Record<string, unknown>> | null)?.[language];
    return typeof text === 'string' ? text.replace(/\.$/u, '') : undefined;
  });
  const dishes = stated(voice, place, 'dish', () => {
    const names = dishesOf(knowledge, place).slice(0, 3);
    return names.length > 0
      ? phrase(language, 'answer:dishes', {
          dishes: names.map((name) => isolate(language, name)).join(mark(language, 'comma')),
        })
      : undefined;
  });
  const built = stated(voice, place, 'built', (value) =>
    /^\d{3,4}$/.test(String(value))
      ? phrase(language, 'answer:built', { year: formatNumber(language, Number(value)) })
      : undefined,
  ).map((said) => ({ ...said, text: said.text.replace(/ ?[(（]\P{L}*[)）]$/u, '') }));
  return [...note, ...dishes, ...sayLines(voice, place), ...built];
}

function sayLines(voice: Voice, place: Place): Piece[] {
  const lines = linesOf(voice.knowledge, place);
  if (lines.length === 0) return [];
  const text = phrase(voice.language, 'answer:lines', {
    lines: isolate(voice.language, lines.slice(0, 6).join(', ')),
  });
  return [piece(text, [`${place.id}.lines`])];
}

/** Codes of the lines that stop at a station. */
export function linesOf(knowledge: Knowledge, place: Place): string[] {
  const value = knowledge.fact(place, 'lines')?.value;
  return Array.isArray(value) ? value.filter((line) => typeof line === 'string') : [];
}

/** Stops with their lines and the way on foot: "Sultanahmet (T1, 4 min walk)". */
export function sayStops(voice: Voice, stops: Item[]): Piece[] {
  const { language, knowledge } = voice;
  return stops.map(({ place, meters }) => {
    const lines = linesOf(knowledge, place).slice(0, 4);
    const details = [
      ...(lines.length > 0 ? [isolate(language, lines.join(', '))] : []),
      ...(meters === undefined ? [] : [formatWalk(language, meters)]),
    ];
    const name = isolate(language, place.name.tr);
    const inside = details.join(mark(language, 'comma'));
    const text = inside ? `${name}${mark(language, 'open')}${inside}${mark(language, 'close')}` : name;
    return piece(
      text,
      [`${place.id}.name`, `${place.id}.coordinates`, ...(lines.length > 0 ? [`${place.id}.lines`] : [])],
      [place],
    );
  });
}

/** The stop nearest to a place, named in passing: the answer is about the place. */
export function sayNearestStop(voice: Voice, stops: Item[]): Piece[] {
  return sayStops(voice, stops.slice(0, 1)).map(({ text, facts }) =>
    piece(phrase(voice.language, 'answer:station', { stations: text }), facts),
  );
}

/** How far it is from the person. */
export function sayDistance({ language }: Voice, { place, distanceMeters }: Item): Piece[] {
  if (distanceMeters === undefined) return [];
  return [sayFar(language, 'answer:fromYou', place, distanceMeters)];
}

/** A distance by a phrase, with the way on foot where anybody would walk it. */
export function sayFar(language: Language, key: string, place: Place, meters: number): Piece {
  const far = phrase(language, key, { distance: formatDistance(language, meters) });
  const text = isWalkable(meters) ? far + mark(language, 'comma') + formatWalk(language, meters) : far;
  return piece(text, [`${place.id}.coordinates`]);
}
