import type { Item, Retrieved } from '../retrieve/types.ts';
import { fullName, isolate } from './format.ts';
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
      ...sayCharacter(voice, item).slice(1),
      ...nearestStop(voice, found),
    ],
    length,
  );
}

/** When a place is open on the day asked about, and now. Says so where no checked hours are known. */
export function composeHours(voice: Voice, found: Retrieved, item: Item, before: Piece[]): Piece {
  const { language } = voice;
  const { place } = item;
  const name = fullName(language, place.name);
  const day = sayDay(voice, item, found.at);
  const isNow = Math.abs(found.at.getTime() - voice.asked.getTime()) < 60_000;
  const state = isNow && !item.open.always ? sayState(voice, item, found.at) : [];
  const first = day[0] ?? piece(phrase(language, 'answer:hoursUnknown'));
  const said = [
    first,
    ...(item.open.state === 'closed' && item.open.today.length === 0 ? state.slice(0, 0) : state),
  ];
  const text = said.map((each) => each.text).join(mark(language, 'comma'));
  const needed = sentence(language, {
    text: `${name}${mark(language, 'colon')}${text}`,
    facts: [`${place.id}.name`, ...said.flatMap((each) => each.facts)],
    places: [place],
  });
  return fill(
    language,
    [...before, needed],
    [
      ...sayClosedDays(voice, item),
      ...sayVisit(voice, item),
      ...nextOpening(voice, item, found.at, isNow),
      ...sayDistance(voice, item),
      ...(day.length === 0 ? [kindAndDistrict(voice, item)] : []),
      ...nearestStop(voice, found),
      ...sayCharacter(voice, item),
      ...(day.length === 0 ? [] : [kindAndDistrict(voice, item)]),
    ],
    placeLength(language),
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

/** Closed all day: when it opens again. */
function nextOpening(voice: Voice, item: Item, at: Date, isNow: boolean): Piece[] {
  const { state, today, until } = item.open;
  return isNow && state === 'closed' && today.length === 0 && until ? sayState(voice, item, at) : [];
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
