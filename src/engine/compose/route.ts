import { distanceMeters } from '../../knowledge/distance.ts';
import type { Leg, Route, Stop } from '../../knowledge/routes/types.ts';
import type { Language } from '../../messages.ts';
import type { Way } from '../retrieve/way.ts';
import type { RouteLeg, Source } from '../types.ts';
import {
  capitalise,
  formatDistance,
  formatNumber,
  formatTime,
  formatWeekday,
  fullName,
  isolate,
} from './format.ts';
import { CARD_LENGTH, fill, mark, piece, sentence, space, type Piece } from './piece.ts';
import { phrase } from './phrases.ts';
import type { Voice } from './say.ts';
import { sayService } from './service.ts';

/** What is told of a ride beside its line and its ends. */
type Detail = 'towards' | 'stops' | 'minutes';
/** What is told of a way, richest first: a long one leaves less room. `least`: of the notes the first alone. */
const LAYOUTS: readonly { details: readonly Detail[]; walks: boolean; least?: boolean }[] = [
  { details: ['towards', 'stops', 'minutes'], walks: true },
  { details: ['towards', 'stops'], walks: true },
  { details: ['towards'], walks: true },
  { details: [], walks: true },
  { details: [], walks: false },
  { details: [], walks: false, least: true },
];
/** Minutes between departures from which on it is told: one goes by the timetable. */
const RARE_MINUTES = 30;
/** Minutes on foot in all from which on a bus may be quicker. */
const LONG_WALK_MINUTES = 25;

/**
 * A way, ride by ride, with what it takes in all and what must be known of it.
 * @param hoursAt the day of which first and last departures are asked for
 */
export function composeRoute(voice: Voice, way: Way, route: Route, before: Piece[], hoursAt?: Date): Piece {
  const { language } = voice;
  const hours = hoursAt ? firstAndLast(voice, route, hoursAt) : [];
  const known = notes(voice, way, route);
  // What does not run at all comes before when it does
  const needed = route.closed.length > 0 ? [...known, ...hours] : [...hours, ...known];
  const layouts = isOnFoot(route)
    ? [[sayOnFoot(language, way, route), ...needed]]
    : LAYOUTS.map(({ details, walks, least }) => {
        const legs = route.legs.filter(({ mode }) => walks || mode !== 'walk');
        const steps = sentence(language, piece(sayLegs(language, legs, details)));
        return [steps, total(language, route), ...(least ? needed.slice(0, 1) : needed)];
      });
  const whole = layouts.map((pieces) => [...before, ...pieces]);
  const chosen =
    whole.find((pieces) => {
      return pieces.map(({ text }) => text).join(space(language)).length <= CARD_LENGTH.most;
    }) ??
    whole.at(-1) ??
    [];
  const destination = way.to?.place ? [way.to.place] : [];
  const facts = destination.flatMap(({ id }) => [`${id}.name`, `${id}.coordinates`]);
  const told = chosen.map((each, index) => (index === 0 ? { ...each, facts, places: destination } : each));
  return fill(language, told, [...noBuses(language, route), ...rare(language, route)], CARD_LENGTH);
}

/** First and last departures of the first line of a way for which a document tells them. */
function firstAndLast(voice: Voice, { legs }: Route, at: Date): Piece[] {
  const [said] = legs.flatMap(({ line, from, to }) => {
    if (!from || !to) return [];
    return sayService(voice, { lines: [line], from: [from.id], to: [to.id] }, at, CARD_LENGTH.most) ?? [];
  });
  return said ? [said.said] : [];
}

function isOnFoot({ legs }: Route): boolean {
  return legs.every(({ mode }) => mode === 'walk');
}

/** A way as programs read it. Ends that are no stop bear the names of the question; where the person stands has none. */
export function publishRoute(
  { legs, minutes, transfers }: Route,
  { from, to }: Way,
): { legs: RouteLeg[]; minutes: number; transfers: number } {
  return {
    legs: legs.map((leg) => ({
      mode: leg.mode,
      line: leg.line,
      from: leg.from?.name.tr ?? from?.name?.tr ?? '',
      to: leg.to?.name.tr ?? to?.name?.tr ?? '',
      towards: leg.towards,
      stops: leg.stops,
      minutes: leg.minutes,
    })),
    minutes,
    transfers,
  };
}

/** The documents behind the lines of a way. */
export function routeSources({ sources }: Route, voice: Voice): Source[] {
  return sources.map(({ line, part, source, checkedOn }) => {
    const url = voice.knowledge.sources[source]?.url;
    return { fact: `${line}.${part}`, ...(url ? { url } : {}), checkedOn };
  });
}

function sayLegs(language: Language, legs: readonly Leg[], details: readonly Detail[]): string {
  const steps = legs.map((leg, index) =>
    leg.mode === 'walk' ? sayWalk(language, leg) : sayRide(language, leg, legs[index - 1], details),
  );
  return capitalise(language, steps.join(phrase(language, 'route:then')));
}

function sayWalk(language: Language, { to, minutes }: Leg): string {
  const values = { minutes: formatNumber(language, minutes), to: to ? nameOf(language, to) : '' };
  return phrase(language, to ? 'route:walk' : 'route:walkEnd', values);
}

function sayRide(language: Language, leg: Leg, last: Leg | undefined, details: readonly Detail[]): string {
  const { from, to } = leg;
  // Where one has just been told to get off or to walk to need not be said again
  const isThere = last?.to !== undefined && last.to.id === from?.id;
  const text = phrase(language, isThere ? 'route:rideOn' : 'route:ride', {
    vehicle: vehicle(language, leg),
    from: from ? nameOf(language, from) : '',
    to: to ? nameOf(language, to) : '',
  });
  const inside = details.flatMap((detail) => sayDetail(language, leg, detail)).join(mark(language, 'comma'));
  return inside ? `${text}${mark(language, 'open')}${inside}${mark(language, 'close')}` : text;
}

function sayDetail(language: Language, { mode, towards, stops, minutes }: Leg, detail: Detail): string[] {
  if (detail === 'minutes') {
    return [phrase(language, 'route:minutes', { minutes: formatNumber(language, minutes) })];
  }
  if (detail === 'stops') {
    const isNumbered = mode !== 'ferry' && mode !== 'bus';
    const number = formatNumber(language, stops);
    return isNumbered ? [phrase(language, 'route:stops', { count: stops, number })] : [];
  }
  // A funicular goes one way only from where one stands
  const hasSign = mode !== 'funicular' && mode !== 'cable_car';
  return hasSign ? [phrase(language, 'route:towards', { towards: isolate(language, towards) })] : [];
}

function vehicle(language: Language, { mode, line }: Leg): string {
  return phrase(language, `route:mode.${mode}`, { line: isolate(language, line) });
}

function nameOf(language: Language, { name }: Stop): string {
  return isolate(language, name.tr);
}

/** The minutes of the whole way; of a walk alone, with its length, it says all there is. */
function total(language: Language, { minutes }: Route): Piece {
  return piece(phrase(language, 'route:total', { minutes: formatNumber(language, minutes) }));
}

/** The whole way on foot. */
function sayOnFoot(language: Language, { from, to }: Way, { minutes }: Route): Piece {
  const meters = from && to ? distanceMeters(from.end, to.end) : 0;
  return piece(
    phrase(language, 'route:onFoot', {
      distance: formatDistance(language, meters),
      minutes: formatNumber(language, minutes),
    }),
  );
}

/** What must be known: what does not run, how far it still is, where there are steps. */
function notes({ language }: Voice, { to }: Way, route: Route): Piece[] {
  const { closed, farFromStop, farToStop, stepFree, legs } = route;
  const known = closed.flatMap(({ line, first, weekday }) => {
    if (!first) return [];
    const day = weekday === undefined ? [] : [formatWeekday(language, weekday)];
    return [[isolate(language, line), ...day, formatTime(language, first)].join(' ')];
  });
  const unknown = closed.filter(({ first }) => !first).map(({ line }) => isolate(language, line));
  const list = (names: string[]) => names.join(mark(language, 'comma'));
  const stations = (stops: readonly Stop[]) => list(stops.map((stop) => nameOf(language, stop)));
  const first = legs.find(({ mode }) => mode !== 'walk')?.from;
  const name = to?.name ? fullName(language, to.name) : '';
  return [
    ...(known.length > 0 ? [phrase(language, 'route:closed', { lines: list(known) })] : []),
    ...(unknown.length > 0 ? [phrase(language, 'route:closedUnknown', { lines: list(unknown) })] : []),
    ...(farToStop === undefined || !first
      ? []
      : [
          phrase(language, 'route:farStart', {
            stop: nameOf(language, first),
            distance: formatDistance(language, farToStop),
          }),
        ]),
    ...(farFromStop === undefined
      ? []
      : [phrase(language, 'route:far', { name, distance: formatDistance(language, farFromStop) })]),
    ...(stepFree && stepFree.known.length > 0
      ? [phrase(language, 'route:stepFree', { stations: stations(stepFree.known) })]
      : []),
    ...(stepFree && stepFree.unknown.length > 0
      ? [phrase(language, 'route:stepUnknown', { stations: stations(stepFree.unknown) })]
      : []),
  ].map((text) => piece(capitalise(language, text)));
}

/** City buses are in no document that ways are made from: where one walks far, they may be quicker. */
function noBuses(language: Language, { legs }: Route): Piece[] {
  const walked = legs.reduce((sum, { mode, minutes }) => sum + (mode === 'walk' ? minutes : 0), 0);
  return walked >= LONG_WALK_MINUTES ? [piece(phrase(language, 'route:noBuses'))] : [];
}

/** Ferries and trains that go so seldom that one should look the time up. */
function rare(language: Language, { legs }: Route): Piece[] {
  return legs
    .filter(({ every = 0 }) => every >= RARE_MINUTES)
    .map((leg) =>
      piece(
        capitalise(
          language,
          phrase(language, 'route:every', {
            vehicle: vehicle(language, leg),
            minutes: formatNumber(language, leg.every ?? 0),
          }),
        ),
      ),
    );
}
