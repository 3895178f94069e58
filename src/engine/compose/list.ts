import { NEAR_METERS } from '../retrieve/scope.ts';
import type { Item, Retrieved } from '../retrieve/types.ts';
import {
  capitalise,
  formatDistance,
  formatNumber,
  formatWalk,
  isWalkable,
  fullName,
  isolate,
  knownName,
  shortName,
} from './format.ts';
import { fill, join, mark, piece, placeLength, sentence, space, type Piece } from './piece.ts';
import { phrase } from './phrases.ts';
import { isStale, sayCharacter, sayState, sayVisit, type Voice } from './say.ts';

/** How much is said of each place of a list, richest first. */
const DETAILS = ['all', 'hours', 'walk', 'where', 'name'] as const;
type Detail = (typeof DETAILS)[number];

/** An answer that names up to three places: as many with as much detail as the length holds. */
export function composeList(voice: Voice, found: Retrieved, before: Piece[], wantsLocation: boolean): Piece {
  const { language } = voice;
  const length = placeLength(language);
  const needed = [...before, ...remarks(voice, found)];
  if (found.items.length === 0) return fill(language, needed, [share(voice)], length);
  const candidates = layouts(found).map(({ count, detail, name }) => ({
    count,
    ...join([...needed, lead(voice, found, found.items.slice(0, count), detail, name)], space(language)),
  }));
  const fitting = candidates.filter(({ text }) => text.length <= length.aim);
  const several = fitting.filter(({ count }) => count > 1);
  const pool = several.length > 0 ? several : fitting;
  const { text, facts, places } =
    pool.find((each) => each.text.length >= length.least) ??
    longest(pool) ??
    candidates.find((each) => each.text.length <= length.most) ??
    // Even one bare name is too long beside everything else: the name matters more
    lead(voice, found, found.items.slice(0, 1), 'name', 'short');
  const whole = { text, facts, places };
  const asked = wantsLocation ? [share(voice)] : [];
  return fill(language, [whole], asked, length, extras(voice, found, whole));
}

function longest<T extends Piece>(pieces: T[]): T | undefined {
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
  const key = found.remarks.includes('too_far') ? 'answer:tooFar' : `answer:lead.${found.selection}`;
  const text = phrase(language, key, {
    what: kindWords(voice, found),
    items: listed.text,
    place: found.anchor ? shortName(language, found.anchor.name) : '',
    area: found.area ? isolate(language, knownName(language, found.area)) : '',
    limit: formatDistance(language, NEAR_METERS),
  });
  return join(
    [{ ...listed, text: capitalise(language, text) }, ...asOf(voice, found, items, detail)],
    space(language),
  );
}

function listItem(voice: Voice, found: Retrieved, item: Item, detail: Detail, name: NameForm): Piece {
  const { language } = voice;
  const { place } = item;
  const named = name === 'full' ? fullName(language, place.name) : shortName(language, place.name);
  const details =
    detail === 'name'
      ? []
      : [
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

/** What it is, where the list mixes kinds. */
function sayKind({ language }: Voice, found: Retrieved, { place }: Item): Piece[] {
  const [category] = place.categories;
  if (found.kind || !category) return [];
  return [piece(phrase(language, `kind:${category}`), [`${place.id}.categories`])];
}

function sayWhere({ language }: Voice, found: Retrieved, { place, meters }: Item, detail: Detail): Piece[] {
  if (meters === undefined) {
    return found.area || detail === 'hours' ? [] : [piece(isolate(language, place.district))];
  }
  const facts = [`${place.id}.coordinates`];
  const distance = piece(formatDistance(language, meters), facts);
  return (detail === 'all' || detail === 'walk') && isWalkable(meters)
    ? [distance, piece(formatWalk(language, meters), facts)]
    : [distance];
}

function kindWords({ language }: Voice, { kind }: Retrieved): string {
  if (!kind) return phrase(language, 'kinds:any');
  return 'category' in kind ? phrase(language, `kinds:${kind.category}`) : isolate(language, kind.dish);
}

function share({ language }: Voice): Piece {
  return piece(phrase(language, 'answer:share'));
}

/** What has to be said before the places. */
function remarks({ language }: Voice, found: Retrieved): Piece[] {
  const keys = { outside: 'outside', none_open: 'noneOpen', no_match: 'noMatch', no_more: 'noMore' } as const;
  return found.remarks.flatMap((remark) =>
    remark === 'too_far' ? [] : [sentence(language, piece(phrase(language, `answer:${keys[remark]}`)))],
  );
}

/** What fills a short answer about one place up. */
function extras(voice: Voice, found: Retrieved, whole: Piece): Piece[] {
  const [first] = found.items;
  if (!first || whole.places.length !== 1) return [];
  return [...sayCharacter(voice, first), ...sayVisit(voice, first)];
}
