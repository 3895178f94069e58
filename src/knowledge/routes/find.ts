import { aStar } from 'ngraph.path';
import type { Link, Node } from 'ngraph.graph';
import type { Point } from '../../messages.ts';
import { distanceMeters } from '../distance.ts';
import { closedLines, notRunning } from './boardings.ts';
import { legsOf, sourcesOf, stopsUsed, type Step } from './legs.ts';
import { footMinutes, isClimbing, startKey, stopKey, type Hop, type Network, type Spot } from './network.ts';
import { clockAt, headwayAt, LONGEST_WAIT, type Clock } from './service-hours.ts';
import type { Endpoint, Leg, Mode, Route, RouteOptions, Service, Stop } from './types.ts';

/** Farthest that one walks to a stop where there is a choice, in metres as the crow flies. */
const REACH_METERS = 1_500;
/** Farthest that one walks the whole way. */
const WALK_METERS = 4_000;
/** A walk this short needs no vehicle. */
const SHORT_METERS = 300;
/** Where a funicular or cable car is, the way on foot is a climb: it counts so many times. */
const CLIMB = 2;
/** Stops looked at round each end. */
const NEAREST_STOPS = 12;
/** Stops looked at where none is within reach. */
const MAX_FAR_STOPS = 5;
/** Minutes that a change counts as, beside its own time: nobody likes to change. */
const CHANGE_PENALTY = 4;
/** Minutes that a station counts as where no way without steps is known, if one is wanted. */
const STEPS_PENALTY = 10;
/** Minutes that boarding counts as where one likes to travel otherwise. */
const OTHER_MODE_PENALTY = 10;
/** Metres a minute by taxi, where no stop is within reach of an end. */
const TAXI_METERS_A_MINUTE = 400;
/** Minutes of the day between which all but a few lines run: 07:00 and 22:00. */
const DAY_MINUTES = { from: 420, to: 1_320 };
/** How much longer than one likes to sit one walks: a minute on foot counts as so many. */
const WALK_WEIGHT = 1.5;
/** What runs is taken where it is no slower than what runs by day by so much: a factor and minutes more. */
const FAIR = { factor: 2, minutes: 20 };

export interface Routing {
  network: Network;
  timezone: string;
  walkable: (from: Point, to: Point) => boolean;
  /** Whether a document tells of a way without steps to a stop. */
  isStepFree: (stop: Stop) => boolean;
}

/**
 * The quickest way from door to door, changes disliked. Undefined where none is known: over water without a ferry.
 * Where nothing that runs at the moment leads there in fair time, the way by day, with what is closed.
 */
export function findRoute(
  routing: Routing,
  from: Endpoint,
  to: Endpoint,
  { at, stepFree = false, by = [] }: RouteOptions = {},
): Route | undefined {
  const clock = at && clockAt(at, routing.timezone);
  const onFoot = walkAlone(routing, from, to);
  const isHilly = [from, to].some(({ stations }) =>
    stations?.some(({ id }) => routing.network.climbs.has(id)),
  );
  if (onFoot && !isHilly && distanceMeters(from, to) <= SHORT_METERS) return onFoot;
  const found = rideAt(routing, from, to, { clock, stepFree, by });
  if (!found || (onFoot && onFoot.minutes + climbing(found.legs) <= found.minutes)) return onFoot;
  const { steps, ...route } = found;
  return { ...route, ...(stepFree ? { stepFree: stopsUsed(steps, routing.isStepFree) } : {}) };
}

/** Minutes more that a walk counts as where it goes up beside the funiculars or cable cars of a way. */
function climbing(legs: readonly Leg[]): number {
  return legs.reduce((sum, { mode, from, to }) => {
    return isClimbing(mode) && from && to ? sum + footMinutes(distanceMeters(from, to)) * (CLIMB - 1) : sum;
  }, 0);
}

/** What runs at the moment, unless that is nothing or takes far longer than what runs by day. */
function rideAt(routing: Routing, from: Endpoint, to: Endpoint, wish: Wish): Ridden | undefined {
  const { clock } = wish;
  const now = ride(routing, from, to, wish);
  const isDay = !clock || (clock.minutes >= DAY_MINUTES.from && clock.minutes < DAY_MINUTES.to);
  if (!clock || (now && isDay)) return now;
  const byDay = search(routing, from, to, { ...wish, clock: undefined });
  const isFair = now && byDay && now.minutes <= byDay.minutes * FAIR.factor + FAIR.minutes;
  return isFair || !byDay ? now : { ...byDay, closed: closedLines(byDay.steps, clock) };
}

/** The quickest way on which every line still runs when one boards it. */
function ride(routing: Routing, from: Endpoint, to: Endpoint, wish: Wish): Ridden | undefined {
  const missed = new Set<Service>();
  for (;;) {
    const found = search(routing, from, to, wish, missed);
    const late = found && wish.clock ? notRunning(found.steps, wish.clock) : [];
    if (late.length === 0) return found;
    // The quickest way to them comes too late, so any other way does
    for (const { service } of late) missed.add(service);
  }
}

function walkAlone({ walkable }: Routing, from: Endpoint, to: Endpoint): Route | undefined {
  const meters = distanceMeters(from, to);
  if (meters > WALK_METERS || !walkable(from, to)) return undefined;
  const minutes = Math.max(1, Math.round(footMinutes(meters)));
  const leg: Leg = { mode: 'walk', line: '', towards: '', stops: 0, minutes };
  return { legs: [leg], minutes, transfers: 0, closed: [], sources: [] };
}

/** When one sets out, and how one likes to travel. */
interface Wish {
  clock: Clock | undefined;
  stepFree: boolean;
  by: readonly Mode[];
}

interface Ridden extends Route {
  steps: Step[];
}

function search(
  routing: Routing,
  from: Endpoint,
  to: Endpoint,
  { clock, stepFree, by }: Wish,
  missed: ReadonlySet<Service> = new Set(),
): Ridden | undefined {
  const { graph } = routing.network;
  const departure = access(routing, from);
  const arrival = access(routing, to);
  graph.addNode('from', { kind: 'door' });
  graph.addNode('to', { kind: 'door' });
  try {
    for (const { stop, minutes } of departure.stops) {
      graph.addLink('from', startKey(stop), { kind: 'walk', minutes });
    }
    for (const { stop, minutes } of arrival.stops) {
      graph.addLink(stopKey(stop), 'to', { kind: 'walk', minutes });
    }
    const wait = waits(clock);
    const cost = ({ data }: Link<Hop>): number => {
      if (data.kind === 'board') {
        const { mode } = data.line;
        const isWished = by.length === 0 || by.includes(mode) || isClimbing(mode);
        const unwished = isWished ? 0 : OTHER_MODE_PENALTY;
        return data.minutes + (wait(data.service) ?? 0) + CHANGE_PENALTY + unwished + steps(data.stop);
      }
      if (data.kind === 'walk') return data.minutes * WALK_WEIGHT;
      return data.kind === 'alight' ? data.minutes + steps(data.stop) : data.minutes;
    };
    const steps = (stop: Stop): number => (stepFree && !routing.isStepFree(stop) ? STEPS_PENALTY : 0);
    const finder = aStar<Spot, Hop>(graph, {
      oriented: true,
      distance: (_from, _to, link) => cost(link),
      blocked: (_from, _to, { data }) =>
        data.kind === 'board' && (missed.has(data.service) || wait(data.service) === undefined),
    });
    const path = finder.find('from', 'to').toReversed();
    if (path.length === 0) return undefined;
    return toRoute(path, { clock, departure, arrival });
  } finally {
    graph.removeNode('from');
    graph.removeNode('to');
  }
}

/** The usual wait for a service in minutes; undefined where it does not run at the moment. */
function waits(clock: Clock | undefined): (service: Service) => number | undefined {
  const known = new Map<Service, number | undefined>();
  return (service) => {
    if (!known.has(service)) {
      const headway = headwayAt(service, clock);
      known.set(service, headway === undefined ? undefined : headway / 2);
    }
    return known.get(service);
  };
}

interface Access {
  stops: { stop: Stop; minutes: number }[];
  /** Metres to the one stop, where none is within a walk. */
  far?: number;
}

/** The stops at which a way can begin or end, with the minutes to get there. */
function access({ network, walkable }: Routing, end: Endpoint): Access {
  const own = new Set(end.stations?.map(({ id }) => id));
  const near = network.stops
    .map((stop) => ({ stop, meters: own.has(stop.id) ? 0 : distanceMeters(end, stop) }))
    .sort((a, b) => a.meters - b.meters);
  const reached = near
    .filter(({ meters }) => meters <= REACH_METERS)
    .filter(({ stop, meters }, index) => index < NEAREST_STOPS && (meters === 0 || walkable(end, stop)));
  if (reached.length > 0) {
    // Beside its own funicular every other way to a stop is a climb
    const isClimb = own.size > 0 && [...own].every((id) => network.climbs.has(id));
    const factor = isClimb ? CLIMB : 1;
    return { stops: reached.map(({ stop, meters }) => ({ stop, minutes: footMinutes(meters) * factor })) };
  }
  const next = near.slice(0, MAX_FAR_STOPS).find(({ stop }) => walkable(end, stop));
  if (!next) return { stops: [] };
  const minutes = next.meters / TAXI_METERS_A_MINUTE;
  return { stops: [{ stop: next.stop, minutes }], far: next.meters };
}

function toRoute(
  path: Node<Spot>[],
  { clock, departure, arrival }: { clock: Clock | undefined; departure: Access; arrival: Access },
): Ridden | undefined {
  const steps = path.slice(1).map((node, index): Step => {
    const before = path[index] as Node<Spot>;
    const link = [...(before.links ?? [])].find(
      ({ fromId, toId }) => fromId === before.id && toId === node.id,
    ) as Link<Hop>;
    return { from: before.data, to: node.data, hop: link.data };
  });
  const boardings = steps.flatMap(({ hop }) => (hop.kind === 'board' ? [hop] : []));
  if (boardings.length === 0) return undefined;
  const wait = waits(clock);
  const waiting = boardings.reduce((sum, { service }) => sum + Math.min(LONGEST_WAIT, wait(service) ?? 0), 0);
  const byTaxi = [departure, arrival].reduce((sum, { far = 0 }) => sum + far / TAXI_METERS_A_MINUTE, 0);
  const all = steps.reduce((sum, { hop }) => sum + hop.minutes, waiting) - byTaxi;
  return {
    legs: legsOf(steps, { skipFirst: departure.far !== undefined, skipLast: arrival.far !== undefined }),
    minutes: Math.round(all),
    transfers: boardings.length - 1,
    closed: [],
    ...(arrival.far === undefined ? {} : { farFromStop: arrival.far }),
    ...(departure.far === undefined ? {} : { farToStop: departure.far }),
    sources: sourcesOf(boardings),
    steps,
  };
}
