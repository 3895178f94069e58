import type { Item, Retrieved } from '../retrieve/types.ts';
import { formatNumber, formatWalk, fullName, isolate, knownName, shortName } from './format.ts';
import { CARD_LENGTH, fill, join, mark, piece, PLAN_LENGTH, space, type Piece } from './piece.ts';
import { phrase } from './phrases.ts';
import { sayDay, sayFar, sayStops, type Voice } from './say.ts';

/** The way to a place, as far as the facts tell: the stops near it with their lines, those near the person, the distance. */
export function composeWay(voice: Voice, found: Retrieved, before: Piece[]): Piece {
  const { language } = voice;
  const [item] = found.items;
  const name = item ? shortName(language, item.place.name) : found.area && knownName(language, found.area);
  if (!name) return fill(language, [...before, piece(phrase(language, 'answer:routeAsk'))], [], CARD_LENGTH);
  const stops = join(sayStops(voice, found.stops), mark(language, 'list'));
  const destination = item ? fullName(language, item.place.name) : isolate(language, name);
  const arrival = piece(
    phrase(language, found.stops.length > 0 ? 'answer:routeTo' : 'answer:routeNone', {
      name: destination,
      stations: stops.text,
    }),
    [...(item ? [`${item.place.id}.name`] : []), ...stops.facts],
    [...(item ? [item.place] : []), ...stops.places],
  );
  return fill(
    language,
    [...before, arrival],
    [...departure(voice, found), ...distance(voice, item), piece(phrase(language, 'answer:routeIntro'))],
    CARD_LENGTH,
  );
}

function departure(voice: Voice, found: Retrieved): Piece[] {
  const { language } = voice;
  if (found.stopsFromPerson.length === 0) return [];
  const stops = join(sayStops(voice, found.stopsFromPerson), mark(language, 'list'));
  return [{ ...stops, text: phrase(language, 'answer:routeFrom', { stations: stops.text }) }];
}

function distance({ language }: Voice, item: Item | undefined): Piece[] {
  if (item?.distanceMeters === undefined) return [];
  return [sayFar(language, 'answer:routeWalk', item.place, item.distanceMeters)];
}

/** A walk, one stop a line. */
export function composePlan(voice: Voice, found: Retrieved, before: Piece[]): Piece {
  const { language } = voice;
  if (found.items.length === 0) {
    const none = piece(phrase(language, 'answer:noMatch'));
    return fill(language, [...before, none], [piece(phrase(language, 'answer:share'))], PLAN_LENGTH);
  }
  const lines = found.items.map((item, index) => planLine(voice, item, index, found.at));
  const start = [...before, piece(phrase(language, 'answer:planLead'))];
  const whole = join([join(start, space(language)), ...lines], '\n');
  const note = piece(phrase(language, 'answer:planNote'));
  return join([whole, note], '\n');
}

function planLine(voice: Voice, item: Item, index: number, at: Date): Piece {
  const { language } = voice;
  const { place, meters } = item;
  const hours = sayDay(voice, item, at);
  const details = [
    ...(meters === undefined ? [] : [piece(formatWalk(language, meters), [`${place.id}.coordinates`])]),
    ...hours.map((said) => ({
      ...said,
      text: said.text.charAt(0).toLocaleLowerCase(language) + said.text.slice(1),
    })),
  ];
  const inside = join(details, mark(language, 'comma'));
  const name = fullName(language, place.name);
  const number = formatNumber(language, index + 1);
  const text = inside.text ? `${name}${mark(language, 'colon')}${inside.text}` : name;
  return { text: `${number}. ${text}`, facts: [`${place.id}.name`, ...inside.facts], places: [place] };
}
