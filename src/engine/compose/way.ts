import type { Item, Retrieved } from '../retrieve/types.ts';
import { formatNumber, formatWalk, fullName, shortName } from './format.ts';
import { CARD_LENGTH, fill, join, mark, piece, PLAN_LENGTH, sentence, space, type Piece } from './piece.ts';
import { phrase } from './phrases.ts';
import { composeRoute } from './route.ts';
import { sayDay, sayFar, sayStops, type Voice } from './say.ts';

/**
 * The way from door to door; where it is not said from where, the stops near its end; else a question for what is
 * missing.
 */
export function composeWay(voice: Voice, found: Retrieved, before: Piece[]): Piece {
  const { language } = voice;
  const { way } = found;
  const ask = (key: string) => fill(language, [...before, piece(phrase(language, key))], [], CARD_LENGTH);
  if (!way?.to?.name) return ask('route:whereTo');
  if (way.route) return composeRoute(voice, way, way.route, before);
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
