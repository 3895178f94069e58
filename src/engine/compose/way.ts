import type { Item, Retrieved } from '../retrieve/types.ts';
import type { Understanding } from '../types.ts';
import { fullName, shortName } from './format.ts';
import { CARD_LENGTH, fill, join, mark, piece, sentence, type Piece } from './piece.ts';
import { phrase } from './phrases.ts';
import { composeRoute } from './route.ts';
import { sayFar, sayStops, type Voice } from './say.ts';

/**
 * The way from door to door; where it is not said from where, the stops near its end; else a question for what is
 * missing.
 */
export function composeWay(
  voice: Voice,
  found: Retrieved,
  before: Piece[],
  aspect?: Understanding['aspect'],
): Piece {
  const { language } = voice;
  const { way } = found;
  const ask = (key: string) => fill(language, [...before, piece(phrase(language, key))], [], CARD_LENGTH);
  if (!way?.to?.name) return ask('route:whereTo');
  if (way.route) {
    return composeRoute(voice, way, way.route, before, aspect === 'service' ? found.at : undefined);
  }
  const [item] = found.items;
  const to = shortName(language, way.to.name);
  if (way.from) {
    const from = way.from.name ? shortName(language, way.from.name) : '';
    const none = phrase(language, from ? 'route:none' : 'route:noneHere', { from, to });
    return fill(language, [...before, piece(none)], distance(voice, item), CARD_LENGTH);
  }
  const stops = join(sayStops(voice, found.stops), mark(language, 'list'));
  const arrival = piece(
    phrase(language, found.stops.length > 0 ? 'answer:routeTo' : 'answer:routeNone', {
      name: fullName(language, way.to.name),
      stations: stops.text,
    }),
    [...(item ? [`${item.place.id}.name`] : []), ...stops.facts],
    [...(item ? [item.place] : []), ...stops.places],
  );
  const isOutside = found.remarks.includes('outside');
  const outside = isOutside ? [sentence(language, piece(phrase(language, 'answer:outside')))] : [];
  const start = piece(phrase(language, 'route:whereFrom'));
  return fill(language, [...before, ...outside, arrival], [start, ...departure(voice, found)], CARD_LENGTH);
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
