import type { Item, Retrieved } from '../retrieve/types.ts';
import { wallClock } from '../clock.ts';
import { formatTime, formatWeekday, fullName, isolate } from './format.ts';
import { fill, mark, piece, placeLength, sentence, type Piece } from './piece.ts';
import { phrase } from './phrases.ts';
import {
  sayCharacter,
  sayClosedDays,
  sayDay,
  sayDistance,
  sayState,
  sayStops,
  sayVisit,
  staleMark,
  type Voice,
} from './say.ts';

/** What a place is, where it is, whether it is open, and what a visit takes. */
export function composePlace(voice: Voice, found: Retrieved, item: Item, before: Piece[]): Piece {
  const length = placeLength(voice.language);
  const what = sentence(voice.language, introduction(voice, item));
  return fill(
    voice.language,
    [...before, what],
    [
      ...sayDistance(voice, item),
      ...sayCharacter(voice, item).slice(0, 1),
      ...freshState(voice, item, found.at),
      ...sayVisit(voice, item),
      ...sayClosedDays(voice, item),
    ],
    length,
    [...sayCharacter(voice, item).slice(1), ...nearestStop(voice, found)],
  );
}

/** When a place is open on the day asked about, and now. Says so where no checked hours are known. */
export function composeHours(voice: Voice, found: Retrieved, item: Item, before: Piece[]): Piece {
  const { language } = voice;
  const { place } = item;
  const name = fullName(language, place.name);
  const day = sayDay(voice, item, found.at);
  const isNow = Math.abs(found.at.getTime() - voice.asked.getTime()) < 60_000;
  const said = [
    ...(day.length > 0 ? day : [piece(phrase(language, 'answer:hoursUnknown'))]),
    ...(isNow ? stateBesideHours(voice, item) : []),
  ];
  const between = isToday(voice, found) ? mark(language, 'colon') : mark(language, 'comma');
  const needed = sentence(language, {
    text: name + between + said.map((each) => each.text).join(mark(language, 'comma')),
    facts: [`${place.id}.name`, ...said.flatMap((each) => each.facts)],
    places: [place],
  });
  return fill(
    language,
    [...before, needed],
    [
      ...(isNow ? nextOpening(voice, item, found.at) : []),
      ...sayClosedDays(voice, item),
      ...sayVisit(voice, item),
      ...sayDistance(voice, item),
      ...(day.length === 0 ? [kindAndDistrict(voice, item)] : []),
    ],
    placeLength(language),
    [...nearestStop(voice, found), ...sayCharacter(voice, item), kindAndDistrict(voice, item)],
  );
}

/** "Galata Kulesi / Galata Tower: tower in Beyoğlu" */
function introduction({ language }: Voice, { place }: Item): Piece {
  const kind = phrase(language, `kind:${place.categories[0] ?? 'any'}`);
  const text = phrase(language, 'answer:what', {
    name: fullName(language, place.name),
    kind,
    district: isolate(language, place.district),
  });
  return piece(text, [`${place.id}.name`, `${place.id}.categories`], [place]);
}

function kindAndDistrict({ language }: Voice, { place }: Item): Piece {
  const kind = phrase(language, `kind:${place.categories[0] ?? 'any'}`);
  const district = isolate(language, place.district);
  return piece(`${kind}${mark(language, 'comma')}${district}`, [`${place.id}.categories`]);
}

/** The state now, with the year where the hours are stale. */
function freshState(voice: Voice, item: Item, at: Date): Piece[] {
  return sayState(voice, item, at).map((said) => ({
    ...said,
    text: said.text + (item.open.fact ? staleMark(voice, item.open.fact.checkedOn) : ''),
  }));
}

/** Behind the day's hours, whether it is open right now. */
function stateBesideHours({ language }: Voice, { place, open }: Item): Piece[] {
  if (open.always || open.today.length === 0 || open.state === 'unknown' || !open.fact) return [];
  const key = open.state === 'open' ? 'answer:openNow' : 'answer:closedNow';
  return [piece(phrase(language, key), [`${place.id}.${open.fact.field}`])];
}

/** When it opens again, if that is another day of the week ahead. */
function nextOpening({ language, knowledge }: Voice, { place, open }: Item, at: Date): Piece[] {
  if (open.state !== 'closed' || !open.until || !open.fact) return [];
  const { timezone } = knowledge.city;
  const then = wallClock(open.until, timezone);
  const isSoon = open.until.getTime() - at.getTime() < 7 * 86_400_000;
  if (then.day === wallClock(at, timezone).day || !isSoon) return [];
  const text = phrase(language, 'answer:opensNext', {
    day: formatWeekday(language, then.weekday),
    time: formatTime(language, then.time),
  });
  return [piece(text, [`${place.id}.${open.fact.field}`])];
}

function isToday({ knowledge, asked }: Voice, { at }: Retrieved): boolean {
  const { timezone } = knowledge.city;
  return wallClock(at, timezone).day === wallClock(asked, timezone).day;
}

function nearestStop(voice: Voice, found: Retrieved): Piece[] {
  const { language } = voice;
  return sayStops(voice, found.stops.slice(0, 1)).map((stop) => ({
    // The stop is named in passing: the answer's place is the one asked about
    text: phrase(language, 'answer:station', { stations: stop.text }),
    facts: stop.facts,
    places: [],
  }));
}
