import { distanceMeters, walkingMinutes } from '../../knowledge/distance.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import type { Point } from '../../messages.ts';
import type { StopWay } from './plan-day.ts';

/** Metres up to which a way is guessed as one on foot; beyond, as one with a wait and a ride. */
const ON_FOOT_METERS = 1_600;
const WAIT_MINUTES = 12;
const RIDE_METERS_A_MINUTE = 250;
/** Metres up to which nothing lies between that would make a guess on foot wrong. */
const SURE_METERS = 250;

/** Where a stop is, by an id that tells it from others. */
export type Spot = Point & { id: string };

/** Minutes between stops: guessed until they are looked up, as a look-up takes milliseconds. */
export interface Legs {
  minutes(from: Spot, to: Spot): number;
  /** Looks the way up; true where the minutes are others than guessed before. */
  lookUp(from: Spot, to: Spot, at: Date): boolean;
  way(from: Spot, to: Spot): StopWay;
}

export function createLegs(knowledge: Knowledge): Legs {
  const ways = new Map<string, StopWay>();
  const key = (from: Spot, to: Spot): string => `${from.id} ${to.id}`;
  const minutes = (from: Spot, to: Spot): number => ways.get(key(from, to))?.minutes ?? guess(from, to);
  return {
    minutes,
    lookUp(from, to, at) {
      if (ways.has(key(from, to)) || from.id === to.id) return false;
      const before = minutes(from, to);
      const way = lookUp(knowledge, from, to, at);
      ways.set(key(from, to), way);
      // The way back takes as long, which is near enough to choose by
      if (!ways.has(key(to, from))) ways.set(key(to, from), way);
      return way.minutes !== before;
    },
    way: (from, to) => ways.get(key(from, to)) ?? { minutes: guess(from, to) },
  };
}

function guess(from: Point, to: Point): number {
  const meters = distanceMeters(from, to);
  return meters <= ON_FOOT_METERS
    ? walkingMinutes(meters)
    : Math.round(WAIT_MINUTES + meters / RIDE_METERS_A_MINUTE);
}

function lookUp(knowledge: Knowledge, from: Spot, to: Spot, at: Date): StopWay {
  if (distanceMeters(from, to) <= SURE_METERS) return { minutes: guess(from, to) };
  const route = knowledge.route(from, to, { at });
  // What is too far to walk from the last stop, or does not run, is no way for a day
  if (!route || route.closed.length > 0 || (route.farFromStop ?? 0) > ON_FOOT_METERS) return { minutes: FAR };
  const [ride] = route.legs.filter(({ mode }) => mode !== 'walk').toSorted((a, b) => b.minutes - a.minutes);
  if (!ride || ride.mode === 'walk') return { minutes: Math.max(1, route.minutes) };
  return { minutes: route.minutes, ride: { mode: ride.mode, line: ride.line } };
}

/** Minutes that keep a stop out of a day. */
const FAR = 600;
