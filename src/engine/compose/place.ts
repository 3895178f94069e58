import type { Item, Retrieved } from '../retrieve/types.ts';
import { isTransit } from '../retrieve/categories.ts';
import type { Understanding } from '../types.ts';
import { wallClock } from '../clock.ts';
import { fullName, isolate } from './format.ts';
import { sayHoliday, saySunset } from './occasion.ts';
import { fill, join, mark, piece, placeLength, sentence, type Piece } from './piece.ts';
import { phrase } from './phrases.ts';
import { sayService } from './service.ts';
import {
  sayCharacter,
  sayClosedDays,
  sayContact,
  sayDay,
  sayDistance,
  sayNearestStop,
  sayState,
  sayVisit,
  staleMark,
  type Voice,
} from './say.ts';

/**
 * What a place is, where it is, whether it is open, and what a visit takes.
 * @param aspect what is asked of it: that comes first, or that the facts do not tell it
 */
export function composePlace(
  voice: Voice,
  found: Retrieved,
  item: Item,
  before: Piece[],
  aspect?: Understanding['aspect'],
): Piece {
  const { language } = voice;
  const [asked, ...more] =
    aspect === 'sunset' ? saySunset(voice, item.place, found.at) : answered(voice, item, aspect);
  const first = aspect === 'diet' ? aboutDiet(voice, item) : introduction(voice, item, asked);
  const told = new Set([asked, ...more].flatMap((said) => said?.facts ?? []));
  const isNew = ({ facts }: Piece): boolean => !facts.some((fact) => told.has(fact));
  const [character, ...rest] = sayCharacter(voice, item).filter(isNew);
  return fill(
    language,
    [...before, sentence(language, first), ...more.map((said) => sentence(language, said))],
    [
      ...departures(voice, item, found.at),
      ...(aspect === 'diet' || asked?.facts.length === 0 ? [kindAndDistrict(voice, item)] : []),
      ...sayDistance(voice, item),
      ...(character ? [character] : []),
      ...stateOrDay(voice, found, item),
      ...sayVisit(voice, item).filter(isNew),
      ...sayClosedDays(voice, item),
      ...sayWorthSeeing(voice, found),
    ],
    placeLength(language),
    [...rest, ...sayNearestStop(voice, found.stops)],
  );
}

/** Characters for the first and last departures at a stop: there has to be room for what and where it is. */
const DEPARTURES_LENGTH = 95;

/** First and last departures of the lines of a stop. */
function departures(voice: Voice, { place }: Item, at: Date): Piece[] {
  if (!isTransit(place)) return [];
  const told = sayService(voice, { from: [place.id] }, at, DEPARTURES_LENGTH, true);
  return told ? [told.said] : [];
}

/** What was asked of the place, or that no document tells; nothing where no one thing was asked. */
function answered(voice: Voice, item: Item, aspect: Exclude<Understanding['aspect'], 'sunset'>): Piece[] {
  if (aspect === undefined || aspect === 'diet' || aspect === 'service') return [];
  if (aspect === 'price') return aboutPrice(voice, item);
  const fields: string[] =
    aspect === 'dress' ? ['dress_code'] : aspect === 'visit' ? ['visit_minutes'] : [aspect];
  const known = [...sayVisit(voice, item), ...sayCharacter(voice, item), ...sayContact(voice, item)].filter(
    ({ facts }) => facts.some((fact) => fields.some((field) => fact.endsWith(`.${field}`))),
  );
  return known.length > 0 ? known : [piece(phrase(voice.language, 'answer:noNote'))];
}

/** What it costs, or that no document tells. */
function aboutPrice(voice: Voice, item: Item): Piece[] {
  const known = sayVisit(voice, item).filter(({ facts }) =>
    facts.some((fact) => /\.(?:admission|price)$/u.test(fact)),
  );
  const isTold = known.some(({ facts }) => facts.some((fact) => fact.endsWith('.price')));
  const isFree = voice.knowledge.fact(item.place, 'admission')?.value === 'free';
  return isTold || isFree ? known : [...known, piece(phrase(voice.language, 'answer:priceUnknown'))];
}

/** No document tells for whom the food is: it is never guessed. */
function aboutDiet({ language }: Voice, { place }: Item): Piece {
  const text = phrase(language, 'answer:dietAt', { name: fullName(language, place.name) });
  return piece(text, [`${place.id}.name`], [place]);
}

/**
 * When a place is open on the day asked about, and now: that comes first. Says so where no checked hours are known.
 */
export function composeHours(voice: Voice, found: Retrieved, item: Item, before: Piece[]): Piece {
  const { language } = voice;
  const { place } = item;
  const name = fullName(language, place.name);
  const day = sayDay(voice, item, found.at);
  const now = isNow(voice, found) && !item.open.always ? sayState(voice, item, found.at) : [];
  // Who comes too late to be let in is told so first
  const isLate = now.length > 0 && isPastLastEntry(voice, found, item);
  const last = isLate
    ? sayVisit(voice, item).filter(({ facts }) => facts.some((fact) => fact.endsWith('.last_entry')))
    : [];
  const [first = piece(phrase(language, 'answer:hoursUnknown')), ...rest] = [...now, ...last, ...day];
  const holiday = sayHoliday(voice, item);
  const between = isToday(voice, found) ? mark(language, 'colon') : mark(language, 'comma');
  const needed = sentence(language, {
    text: name + between + first.text,
    facts: [`${place.id}.name`, ...first.facts],
    places: [place],
  });
  return fill(
    language,
    [
      ...before,
      needed,
      ...[...holiday, ...(holiday.length === 0 ? rest : [])].map((said) => sentence(language, said)),
    ],
    [
      ...(holiday.length > 0 ? rest : []),
      ...sayClosedDays(voice, item),
      ...sayVisit(voice, item).filter(({ facts }) => !last.some((said) => said.facts[0] === facts[0])),
      ...sayDistance(voice, item),
      ...(day.length === 0 ? [kindAndDistrict(voice, item)] : []),
    ],
    placeLength(language),
    [...sayNearestStop(voice, found.stops), ...sayCharacter(voice, item), kindAndDistrict(voice, item)],
  );
}

/** It is open still, but lets nobody in any more. */
function isPastLastEntry({ knowledge }: Voice, { at }: Retrieved, { place, open }: Item): boolean {
  const lastEntry = knowledge.fact(place, 'last_entry')?.value;
  if (open.state !== 'open' || typeof lastEntry !== 'string') return false;
  return wallClock(at, knowledge.city.timezone).time > lastEntry;
}

/** "Galata Kulesi / Galata Tower: tower in Beyoğlu", or what was asked of it behind the name. */
function introduction({ language }: Voice, { place }: Item, asked: Piece | undefined): Piece {
  const name = fullName(language, place.name);
  if (asked) {
    const text = name + mark(language, 'colon') + asked.text;
    return piece(text, [`${place.id}.name`, ...asked.facts], [place]);
  }
  const kind = phrase(language, `kind:${place.categories[0] ?? 'any'}`);
  const text = phrase(language, 'answer:what', { name, kind, district: isolate(language, place.district) });
  return piece(text, [`${place.id}.name`, `${place.id}.categories`], [place]);
}

function kindAndDistrict({ language }: Voice, { place }: Item): Piece {
  const kind = phrase(language, `kind:${place.categories[0] ?? 'any'}`);
  const district = isolate(language, place.district);
  return piece(`${kind}${mark(language, 'comma')}${district}`, [`${place.id}.categories`]);
}

/** The state now, or the hours of the day asked about, with the year where they are stale. */
function stateOrDay(voice: Voice, found: Retrieved, item: Item): Piece[] {
  if (!isNow(voice, found)) return [...sayDay(voice, item, found.at), ...sayHoliday(voice, item)];
  return sayState(voice, item, found.at)
    .map((said) => ({
      ...said,
      text: said.text + (item.open.fact ? staleMark(voice, item.open.fact.checkedOn) : ''),
    }))
    .concat(sayHoliday(voice, item));
}

/** What is asked about is this very moment, not another one. */
function isNow({ asked }: Voice, { at }: Retrieved): boolean {
  return Math.abs(at.getTime() - asked.getTime()) < 60_000;
}

/** What is worth seeing in a neighbourhood. */
function sayWorthSeeing({ language }: Voice, { within }: Retrieved): Piece[] {
  if (within.length === 0) return [];
  const names = join(
    within.map(({ place }) => piece(fullName(language, place.name), [`${place.id}.name`], [place])),
    mark(language, 'list'),
  );
  return [{ ...names, text: phrase(language, 'answer:area', { items: names.text }) }];
}

function isToday({ knowledge, asked }: Voice, { at }: Retrieved): boolean {
  const { timezone } = knowledge.city;
  return wallClock(at, timezone).day === wallClock(asked, timezone).day;
}
