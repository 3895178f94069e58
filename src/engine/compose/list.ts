import { NEAR_METERS } from '../retrieve/scope.ts';
import type { Item, Kind, Remark, Retrieved } from '../retrieve/types.ts';
import {
  capitalise,
  uncapitalised,
  formatDistance,
  formatNumber,
  formatWalk,
  isWalkable,
  fullName,
  isolate,
  knownName,
  shortName,
} from './format.ts';
import { sayHoliday, saySunset } from './occasion.ts';
import { fill, join, mark, piece, placeLength, sentence, space, type Piece } from './piece.ts';
import { phrase } from './phrases.ts';
import { isStale, sayCharacter, sayNearestStop, sayState, sayVisit, stated, type Voice } from './say.ts';

/** How much is said of each place of a list, richest first. */
const DETAILS = ['all', 'hours', 'walk', 'where', 'name'] as const;
type Detail = (typeof DETAILS)[number];

/**
 * An answer that names up to three places: as many with as much detail as the length holds.
 * @param location whether the person's location would help, or is needed for what was asked
 */
export function composeList(
  voice: Voice,
  found: Retrieved,
  before: Piece[],
  location: 'known' | 'helps' | 'needed',
): Piece {
  const { language } = voice;
  const length = placeLength(language);
  const needed = [
    ...before,
    ...(location === 'needed' ? [sentence(language, share(voice))] : []),
    ...remarks(voice, found),
  ];
  const asked = location === 'needed' ? [] : [share(voice)];
  if (found.items.length === 0) return fill(language, needed, asked, length);
  const { text, facts, places } = laidOut(voice, found, needed);
  const whole = { text, facts, places };
  return fill(language, [whole], location === 'helps' ? asked : [], length, extras(voice, found, whole));
}

/** The best layout: the first that names several and is long enough, else what comes closest. */
function laidOut(voice: Voice, found: Retrieved, needed: Piece[]): Piece {
  const { language } = voice;
  const length = placeLength(language);
  const candidates: (Piece & { count: number })[] = [];
  for (const { count, detail, name } of layouts(found)) {
    const listed = lead(voice, found, found.items.slice(0, count), detail, name);
    const candidate = { count, ...join([...needed, listed], space(language)) };
    const fits = candidate.text.length >= length.least && candidate.text.length <= length.aim;
    // Laying out costs the most of an answer: none of the others could be better
    if (count > 1 && fits) return candidate;
    candidates.push(candidate);
  }
  const fitting = candidates.filter(({ text }) => text.length <= length.aim);
  const several = fitting.filter(({ count }) => count > 1);
  const pool = several.length > 0 ? several : fitting;
  return (
    pool.find((each) => each.text.length >= length.least) ??
    longest(pool) ??
    candidates.find((each) => each.text.length <= length.most) ??
    // Even one bare name is too long beside everything else: the name matters more
    lead(voice, found, found.items.slice(0, 1), 'name', 'short')
  );
}

function longest(pieces: Piece[]): Piece | undefined {
  return pieces.toSorted((a, b) => b.text.length - a.text.length)[0];
}

type NameForm = 'full' | 'short';

/** The ways to lay a list out, in the order in which they are preferred. */
function layouts(found: Retrieved): { count: number; detail: Detail; name: NameForm }[] {
  // Who asks what is open is told until when
  const details: readonly Detail[] = found.openOnly ? ['all', 'hours'] : ['all', 'hours', 'walk', 'where'];
  const order: [number, NameForm, readonly Detail[]][] = [
    [3, 'full', details],
    [2, 'full', details],
    [3, 'short', details],
    [2, 'short', details],
    [1, 'full', DETAILS],
    [1, 'short', DETAILS],
  ];
  return order
    .filter(([count]) => count <= found.items.length)
    .flatMap(([count, name, each]) => each.map((detail) => ({ count, detail, name })));
}

function lead(voice: Voice, found: Retrieved, items: Item[], detail: Detail, name: NameForm): Piece {
  const { language } = voice;
  const listed = join(
    items.map((item) => listItem(voice, found, item, detail, name)),
    mark(language, 'list'),
  );
  const text = phrase(language, leadKey(found, voice.knowledge.city.id), {
    what: kindWords(voice, found.kind),
    items: listed.text,
    place: found.anchor ? shortName(language, found.anchor.name) : '',
    area: isolate(language, knownName(language, found.area ?? voice.knowledge.city.name)),
    limit: formatDistance(language, NEAR_METERS),
  });
  return join(
    [
      { ...listed, text: capitalise(language, text) },
      ...asOf(voice, found, items, detail),
      ...onHoliday(voice, found, items, detail),
    ],
    space(language),
  );
}

/** The city whose name the phrases bend as each language does. */
const HOME = 'istanbul';

function leadKey({ remarks: said, selection }: Retrieved, city: string): string {
  if (said.includes('too_far')) return 'answer:tooFar';
  if (said.includes('farther')) return 'answer:farther';
  return said.includes('elsewhere')
    ? 'answer:elsewhere'
    : `answer:lead.${selection === 'city' && city !== HOME ? 'in_area' : selection}`;
}

function listItem(voice: Voice, found: Retrieved, item: Item, detail: Detail, name: NameForm): Piece {
  const { language } = voice;
  const { place } = item;
  const named = name === 'full' ? fullName(language, place.name) : shortName(language, place.name);
  const details =
    detail === 'name'
      ? []
      : [
          ...(found.freeOnly ? sayFree(voice, item) : []),
          ...sayKind(voice, found, item),
          ...sayWhere(voice, found, item, detail),
          ...(saysHours(voice, found, item, detail) ? sayState(voice, item, found.at) : []),
        ];
  const inside = join(details, mark(language, 'comma'));
  const text = inside.text
    ? `${named}${mark(language, 'open')}${inside.text}${mark(language, 'close')}`
    : named;
  return { text, facts: [`${place.id}.name`, ...inside.facts], places: [place] };
}

/** Stale hours stay out of a list, unless it was asked what is open. */
function saysHours({ asked }: Voice, { openOnly }: Retrieved, { open }: Item, detail: Detail): boolean {
  if (detail !== 'all' && detail !== 'hours') return false;
  return open.fact !== undefined && (openOnly || !isStale(open.fact.checkedOn, asked));
}

/** The year of the oldest hours that are said though they are stale. */
function asOf(voice: Voice, found: Retrieved, items: Item[], detail: Detail): Piece[] {
  const { language, asked } = voice;
  const [oldest] = items
    .filter((item) => saysHours(voice, found, item, detail))
    .flatMap(({ open }) => open.fact?.checkedOn ?? [])
    .filter((checkedOn) => isStale(checkedOn, asked))
    .sort();
  if (!oldest) return [];
  const year = formatNumber(language, Number(oldest.slice(0, 4)));
  return [sentence(language, piece(phrase(language, 'answer:asOf', { year })))];
}

/** That it is a holiday of which the hours that are said do not tell. */
function onHoliday(voice: Voice, found: Retrieved, items: Item[], detail: Detail): Piece[] {
  const said = items
    .filter((item) => saysHours(voice, found, item, detail))
    .flatMap((item) => sayHoliday(voice, item));
  return said.slice(0, 1).map((each) => sentence(voice.language, each));
}

function sayFree(voice: Voice, { place }: Item): Piece[] {
  return stated(voice, place, 'admission', (value) =>
    value === 'free' ? uncapitalised(voice.language, phrase(voice.language, 'answer:free')) : undefined,
  );
}

/** What it is, where the list mixes kinds. */
function sayKind({ language }: Voice, found: Retrieved, { place }: Item): Piece[] {
  const [category] = place.categories;
  if (found.kind || !category) return [];
  return [piece(phrase(language, `kind:${category}`), [`${place.id}.categories`])];
}

function sayWhere({ language }: Voice, found: Retrieved, { place, meters }: Item, detail: Detail): Piece[] {
  if (meters === undefined) {
    const isTold =
      found.area !== undefined && !found.remarks.includes('elsewhere') && !found.remarks.includes('farther');
    return isTold || detail === 'hours' ? [] : [piece(isolate(language, place.district))];
  }
  const facts = [`${place.id}.coordinates`];
  const distance = piece(formatDistance(language, meters), facts);
  return (detail === 'all' || detail === 'walk') && isWalkable(meters)
    ? [distance, piece(formatWalk(language, meters), facts)]
    : [distance];
}

function kindWords({ language }: Voice, kind: Kind | undefined): string {
  if (!kind) return phrase(language, 'kinds:any');
  return 'category' in kind ? phrase(language, `kinds:${kind.category}`) : isolate(language, kind.dish);
}

function share({ language }: Voice): Piece {
  return piece(phrase(language, 'answer:share'));
}

/** Remarks that are phrases of their own; the others are how the list begins. */
const REMARKS: Partial<Record<Remark, string>> = {
  outside: 'outside',
  none_open: 'noneOpen',
  no_match: 'noMatch',
  no_more: 'noMore',
  no_prices: 'noPrices',
  none_free: 'noneFree',
  diet: 'diet',
};

/** What has to be said before the places. */
function remarks(voice: Voice, { remarks: said, missing, items, at }: Retrieved): Piece[] {
  const { language } = voice;
  const phrases = said.flatMap((remark) => {
    const key = REMARKS[remark];
    return key ? [phrase(language, `answer:${key}`)] : [];
  });
  if (missing) {
    const what = kindWords(voice, missing.kind);
    phrases.push(phrase(language, missing.near ? 'answer:missingNear' : 'answer:missing', { what }));
  }
  const where = items[0]?.place ?? voice.knowledge.city.centre;
  const sunset = said.includes('sunset') ? saySunset(voice, where, at) : [];
  return [...sunset, ...phrases.map((text) => piece(text))].map((each) => sentence(language, each));
}

/** What fills a short answer about one place up. */
function extras(voice: Voice, found: Retrieved, whole: Piece): Piece[] {
  const [first] = found.items;
  if (!first || whole.places.length !== 1) return [];
  return [...sayCharacter(voice, first), ...sayVisit(voice, first), ...sayNearestStop(voice, found.stops)];
}
