import { wallClock } from '../clock.ts';
import type { Plan, PlannedDay, PlannedStop, StopWay } from '../retrieve/plan-day.ts';
import { isOpenAir } from '../retrieve/plan-hours.ts';
import type { Retrieved } from '../retrieve/types.ts';
import type { Language } from '../../messages.ts';
import { formatNumber, formatTime, fullName, isolate, shortName } from './format.ts';
import { sayHoliday } from './occasion.ts';
import { join, mark, piece, planLength, sentence, space, type Piece } from './piece.ts';
import { phrase } from './phrases.ts';
import { isStale, type Voice } from './say.ts';

/** What is told of a stop, richest first: more days leave less room. */
interface Layout {
  name: 'full' | 'short';
  ways: boolean;
  hours: boolean;
  /** Names of places without known hours, and not only that there are such. */
  unknown: boolean;
  map: boolean;
}
const LAYOUTS: readonly Layout[] = [
  { name: 'full', ways: true, hours: true, unknown: true, map: true },
  { name: 'full', ways: true, hours: false, unknown: true, map: true },
  { name: 'short', ways: true, hours: true, unknown: true, map: true },
  { name: 'short', ways: true, hours: false, unknown: true, map: true },
  { name: 'short', ways: true, hours: false, unknown: false, map: true },
  { name: 'short', ways: false, hours: false, unknown: false, map: true },
  { name: 'short', ways: false, hours: false, unknown: false, map: false },
];
/** Most names of places without known hours. */
const MOST_UNKNOWN = 4;

/** Days stop by stop, each with its hour and the way there, and a link that shows them on a map. */
export function composePlan(voice: Voice, found: Retrieved, before: Piece[]): Piece {
  const { language } = voice;
  const { plan } = found;
  if (!plan || plan.days.length === 0) {
    const none = sentence(language, piece(phrase(language, 'plan:none')));
    return join([...before, none, piece(phrase(language, 'answer:share'))], space(language));
  }
  const { most } = planLength(language);
  const isOutside = found.remarks.includes('outside');
  const outside = isOutside ? [sentence(language, piece(phrase(language, 'answer:outside')))] : [];
  const written = LAYOUTS.map((layout) => write(voice, plan, [...before, ...outside], layout));
  const shortest = written.reduce((a, b) => (b.text.length < a.text.length ? b : a));
  return written.find(({ text }) => text.length <= most) ?? shortest;
}

function write(voice: Voice, plan: Plan, before: Piece[], layout: Layout): Piece {
  const { language } = voice;
  const said = [...before, ...wishes(voice, plan)];
  const days = plan.days.map((day) => sayDayPlan(voice, day, layout));
  const notes = join([...needed(voice, plan), ...estimates(voice, plan, layout)], space(language));
  return join([...(said.length > 0 ? [join(said, space(language))] : []), ...days, notes], '\n');
}

/** What was wished, and what of it could not be kept. */
function wishes({ language }: Voice, { asked, loosened }: Plan): Piece[] {
  const list = (all: readonly string[]): string =>
    all.map((wish) => phrase(language, `plan:wish.${wish}`)).join(mark(language, 'list'));
  const kept = asked.wishes.filter((wish) => !loosened.includes(wish));
  return [
    ...(kept.length > 0 ? [piece(phrase(language, 'plan:kept', { wishes: list(kept) }))] : []),
    ...(loosened.length > 0 ? [piece(phrase(language, 'plan:loosened', { wishes: list(loosened) }))] : []),
  ];
}

function sayDayPlan(voice: Voice, day: PlannedDay, layout: Layout): Piece {
  const { language, knowledge } = voice;
  const date = new Intl.DateTimeFormat(`${language === 'en' ? 'en-GB' : language}-u-ca-gregory`, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: knowledge.city.timezone,
  }).format(day.at);
  const stops = day.stops.map((stop) => sayStop(voice, stop, layout));
  const map = `${phrase(language, 'plan:map')}${mark(language, 'colon')}${mapLink(day)}`;
  return join([piece(date), ...stops, ...(layout.map ? [piece(map)] : [])], '\n');
}

/** "11:15 Yerebatan Sarnıcı / Basilica Cistern, 4 min walk (09:00–18:30)". */
function sayStop(voice: Voice, { item, at, part, way }: PlannedStop, layout: Layout): Piece {
  const { language, knowledge } = voice;
  const { place } = item;
  const time = formatTime(language, wallClock(at, knowledge.city.timezone).time);
  const name = (layout.name === 'full' ? fullName : shortName)(language, place.name);
  const label =
    part === 'visit' || part === 'late' ? '' : phrase(language, `plan:${part}`) + mark(language, 'colon');
  const there = layout.ways && way ? mark(language, 'comma') + sayWay(language, way) : '';
  const hours = layout.hours && !isOpenAir(place) ? sayHours(voice, item) : undefined;
  const open = hours ? mark(language, 'open') + hours.text + mark(language, 'close') : '';
  return piece(
    `${time} ${label}${name}${there}${open}`,
    [
      `${place.id}.name`,
      ...(there ? [`${place.id}.coordinates`] : []),
      ...(item.open.fact ? [`${place.id}.${item.open.fact.field}`] : []),
    ],
    [place],
  );
}

function sayHours(voice: Voice, item: PlannedStop['item']): Piece | undefined {
  const { language } = voice;
  const { always, today, fact } = item.open;
  if (always || today.length === 0 || !fact) return undefined;
  const hours = today
    .map(({ from, to }) =>
      phrase(language, 'answer:range', { from: formatTime(language, from), to: formatTime(language, to) }),
    )
    .join(mark(language, 'comma'));
  const year = isStale(fact.checkedOn, voice.asked)
    ? mark(language, 'comma') + formatNumber(language, Number(fact.checkedOn.slice(0, 4)))
    : '';
  return piece(hours + year);
}

function sayWay(language: Language, { minutes, ride }: StopWay): string {
  const number = formatNumber(language, minutes);
  if (!ride) return phrase(language, 'answer:walk', { count: minutes, minutes: number });
  const vehicle = phrase(language, `route:mode.${ride.mode}`, { line: isolate(language, ride.line) });
  return `${phrase(language, 'route:minutes', { minutes: number })} ${vehicle}`;
}

/** Shows the stops of a day, in their order, on a map with the way between them. */
function mapLink({ stops }: PlannedDay): string {
  const points = stops.map(({ item }) => `${item.place.lat.toFixed(4)},${item.place.lon.toFixed(4)}`);
  return `https://google.com/maps/dir/${points.join('/')}`;
}

/** Meals and days that are missing, and holidays. */
function needed(voice: Voice, { days, unfed, fewerDays }: Plan): Piece[] {
  const { language } = voice;
  const meals = unfed.map((meal) => phrase(language, `plan:${meal}`)).join(mark(language, 'list'));
  const [holiday] = days.flatMap(({ stops }) => stops.flatMap(({ item }) => sayHoliday(voice, item)));
  return [
    ...(fewerDays ? [piece(phrase(language, 'plan:fewer'))] : []),
    ...(meals ? [piece(phrase(language, 'plan:unfed', { meals }))] : []),
    ...(holiday ? [sentence(language, holiday)] : []),
  ];
}

/** What is estimated, and what no document tells. */
function estimates({ language }: Voice, { days }: Plan, { unknown }: Layout): Piece[] {
  const names = days
    .flatMap(({ stops }) => stops)
    .filter(({ item }) => item.open.today.length === 0 && !item.open.always && !isOpenAir(item.place))
    .map(({ item }) => shortName(language, item.place.name));
  const list =
    names.slice(0, MOST_UNKNOWN).join(mark(language, 'list')) + (names.length > MOST_UNKNOWN ? ' …' : '');
  return [
    ...(unknown && names.length > 0 ? [piece(phrase(language, 'plan:unknown', { names: list }))] : []),
    piece(phrase(language, 'plan:note')),
  ];
}
