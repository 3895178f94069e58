import { walkingMinutes } from '../knowledge/distance.ts';
import type { Knowledge, Place } from '../knowledge/types.ts';
import { wallClock } from './clock.ts';
import { dishesOf } from './retrieve/match.ts';
import type { Item, Retrieved } from './retrieve/types.ts';

/** What the facts say of one place, in a form that a text can be checked against. */
export interface PlaceEvidence {
  place: Place;
  item: Item;
  /** Facts as lines `<place id>.<field>: value`, which a model sees. */
  lines: string[];
  /** Every form of its name that the facts have. */
  names: string[];
  state: Item['open']['state'];
  /** Open day and night. */
  always: boolean;
  /** Weekdays, 0 = Sunday, on which it never opens; undefined where no hours are known. */
  closedDays: number[] | undefined;
  /** Closed on the whole day asked about. */
  closedAllDay: boolean;
  /** `HH:MM` */
  times: Set<string>;
  meters: number[];
  minutes: number[];
  prices: { amount: number; currency: string }[];
  /** Entry is free; undefined where the facts do not tell. */
  free: boolean | undefined;
  /** Closed to visitors at prayer times. */
  prayer: boolean;
  /** Notes for visitors in every language that has one. */
  notes: string[];
}

/** Everything that an answer may rest on. */
export interface Evidence {
  places: PlaceEvidence[];
  /** Names that may be said without being an answer: the area, the named place, the city. */
  context: string[];
  lines: string[];
  /** The moment asked about, on the city's wall clock. */
  weekday: number;
  now: string;
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
/** Fields whose value a model sees as it is. */
const PLAIN_FIELDS = [
  'dress_code',
  'last_entry',
  'visit_minutes',
  'built',
  'price_level',
  'website',
  'phone',
];

/** Of these it is told how old they are. */
const CHANGING = new Set(['dress_code', 'last_entry', 'visit_minutes', 'price_level']);

/** Gathers the facts of what was found. */
export function gather(found: Retrieved, knowledge: Knowledge): Evidence {
  const { timezone } = knowledge.city;
  const now = wallClock(found.at, timezone);
  const items = [...found.items, ...found.within, ...found.stops, ...found.stopsFromPerson];
  const unique = items.filter(
    (item, index) => items.findIndex(({ place }) => place === item.place) === index,
  );
  const places = unique.map((item) => evidenceOf(item, found, knowledge));
  const { anchor, area } = found;
  return {
    places,
    context: [
      ...(anchor ? namesOf(anchor) : []),
      ...(area ? Object.values(area).filter((name) => name !== undefined) : []),
      ...Object.values(knowledge.city.name).filter((name) => name !== undefined),
      ...items.flatMap(({ place }) => dishesOf(knowledge, place)),
    ],
    lines: places.flatMap(({ lines }) => lines),
    weekday: now.weekday,
    now: `${WEEKDAYS[now.weekday]} ${now.time}`,
  };
}

function evidenceOf(item: Item, found: Retrieved, knowledge: Knowledge): PlaceEvidence {
  const { place, open } = item;
  const { timezone } = knowledge.city;
  const lines: string[] = [];
  const say = (field: string, value: unknown): void => {
    lines.push(`${place.id}.${field}: ${plain(value)}`);
  };
  const fact = (field: string): unknown => knowledge.fact(place, field)?.value;
  const year = (field: string): string => {
    const checkedOn = knowledge.fact(place, field)?.checkedOn;
    return checkedOn ? ` (as of ${checkedOn.slice(0, 4)})` : '';
  };
  const meters = [item.meters, item.distanceMeters].filter((each) => each !== undefined);
  const times = new Set<string>();

  say('name', place.name.tr === place.name.en ? place.name.tr : `${place.name.tr} / ${place.name.en}`);
  say('categories', place.categories.slice(0, 2).join(', '));
  say('district', place.district);
  if (item.meters !== undefined) say('distance', distanceLine(item.meters, found));
  if (item.open.fact) {
    const hours = open.today.map(({ from, to }) => `${from}-${to}`).join(', ');
    for (const { from, to } of open.today) times.add(from).add(to);
    say('hours_that_day', (hours || 'closed') + year(item.open.fact.field));
    say('open_then', stateLine(item, times, timezone));
    if (open.holiday && !open.holiday.known) say('holiday', 'public holiday that day, hours may differ');
    if (open.closedDays.length > 0) {
      say('closed_on', open.closedDays.map((day) => WEEKDAYS[day]).join(', '));
    }
  }
  const admission = fact('admission');
  if (typeof admission === 'string') say('admission', admission + year('admission'));
  const prices = priceOf(fact('price'));
  for (const { amount, currency } of prices) say('price', `${amount} ${currency}${year('price')}`);
  const prayer = fact('prayer_closed') === true;
  if (prayer) say('prayer_closed', prayerLine(item, times, timezone));
  for (const field of PLAIN_FIELDS) {
    const value = fact(field);
    if (value !== undefined) say(field, CHANGING.has(field) ? `${plain(value)}${year(field)}` : value);
  }
  const note = (fact('note') ?? {}) as Partial<Record<string, unknown>>;
  if (typeof note['en'] === 'string') say('note', note['en'] + year('note'));
  const notes = Object.values(note).filter((text) => typeof text === 'string');
  for (const [time] of notes.join(' ').matchAll(/\d{1,2}[.:]\d{2}/gu)) {
    times.add(time.replace('.', ':').padStart(5, '0'));
  }
  const dishes = dishesOf(knowledge, place);
  if (dishes.length > 0) say('dish', dishes.slice(0, 4).join(', '));
  const stationLines = fact('lines');
  if (Array.isArray(stationLines)) say('lines', stationLines.slice(0, 6).join(', '));

  const lastEntry = fact('last_entry');
  if (typeof lastEntry === 'string') times.add(lastEntry);
  const visit = fact('visit_minutes');
  return {
    place,
    item,
    lines,
    names: namesOf(place),
    state: open.state,
    always: open.always ?? false,
    closedDays: open.fact ? open.closedDays : undefined,
    closedAllDay: open.fact !== undefined && open.state === 'closed' && open.today.length === 0,
    times,
    meters,
    minutes: [
      ...meters.map(walkingMinutes),
      ...(typeof visit === 'number' ? [visit] : []),
      ...(notes.join(' ').match(/\d{1,3}(?!\d)/gu) ?? []).map(Number),
    ],
    prices,
    free: typeof admission === 'string' ? admission === 'free' : prices.length > 0 ? false : undefined,
    prayer,
    notes,
  };
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function distanceLine(meters: number, { selection }: Retrieved): string {
  const from = selection === 'near_place' ? ' from the named place' : '';
  return `${Math.round(meters / 10) * 10} m${from}, ${walkingMinutes(meters)} min walk`;
}

function stateLine({ open }: Item, times: Set<string>, timezone: string): string {
  if (open.always) return 'open 24 hours';
  const then = open.until && wallClock(open.until, timezone);
  if (then) times.add(then.time);
  if (open.state === 'open') return then ? `open until ${then.time}` : 'open';
  if (open.state === 'unknown') return 'unknown';
  if (open.prayer) return then ? `closed for prayer, opens again at about ${then.time}` : 'closed for prayer';
  return then ? `closed, opens ${WEEKDAYS[then.weekday]} ${then.time}` : 'closed';
}

function prayerLine({ open: { prayer } }: Item, times: Set<string>, timezone: string): string {
  if (!prayer) return 'closed to visitors at prayer times';
  const [from, to] = [prayer.from, prayer.to].map((at) => wallClock(at, timezone).time) as [string, string];
  times.add(from).add(to);
  return `closed to visitors at prayer times, about ${from}-${to}`;
}

function namesOf({ name, aliases = [] }: Place): string[] {
  const forms = [...Object.values(name).filter((each) => each !== undefined), ...aliases];
  // Beside its other form a name goes without what tells places of one name apart
  return [...new Set([...forms, ...forms.map((form) => form.replace(/ ?\([^)]*\)$/u, ''))])];
}

function priceOf(value: unknown): { amount: number; currency: string }[] {
  const { amount, currency } = (value ?? {}) as { amount?: unknown; currency?: unknown };
  return typeof amount === 'number' && typeof currency === 'string' ? [{ amount, currency }] : [];
}
