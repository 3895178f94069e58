import createGraph, { type Graph } from 'ngraph.graph';
import { distanceMeters } from '../distance.ts';
import type { Point } from '../../messages.ts';
import type { Line, Mode, Service, Stop } from './types.ts';

/** Farthest that one changes on foot, in metres as the crow flies: what the operators list as a change lies within it. */
const CHANGE_METERS = 450;
/** Minutes that it takes to find the way out of one station and into the other. */
const FIND_MINUTES = 2;
/** Minutes from the street to the vehicle, the wait not counted, and back to the street. */
const DOWN_MINUTES: Record<Mode, number> = {
  metro: 2,
  marmaray: 2,
  ferry: 2,
  bus: 1,
  metrobus: 1,
  funicular: 1,
  cable_car: 1,
  tram: 0.5,
};
const UP_MINUTES: Record<Mode, number> = { ...DOWN_MINUTES, ferry: 1, bus: 0, tram: 0 };

/** What a link of the network stands for, and what it costs. */
export type Hop =
  | { kind: 'ride'; minutes: number }
  | { kind: 'board'; minutes: number; line: Line; service: Service; stop: Stop }
  | { kind: 'alight'; minutes: number; stop: Stop }
  | { kind: 'walk'; minutes: number };

/** A place in the network: at a stop, before or behind the first ride; on a vehicle at a stop; or at the door. */
export type Spot =
  | { kind: 'stop'; stop: Stop }
  | { kind: 'vehicle'; line: Line; service: Service; index: number; stop: Stop; back: boolean }
  | { kind: 'door' };

export type NetworkGraph = Graph<Spot, Hop>;

/** The network as a graph, and where its stops are. */
export interface Network {
  graph: NetworkGraph;
  stops: Stop[];
  /** Ids of the stops of funiculars and cable cars alone: the way to them on foot is a climb. */
  climbs: ReadonlySet<string>;
}

/** Minutes on foot for a distance as the crow flies: 1.3 times as far, at 80 metres a minute. */
export function footMinutes(crowFlightMeters: number): number {
  return (crowFlightMeters * 1.3) / 80;
}

/**
 * Builds the graph: a spot for each stop, and for each service one at each of its stops in each direction. One waits on
 * boarding, so every change costs its wait.
 * @param walkable whether one gets from one point to the other on foot
 */
export function buildNetwork(
  lines: readonly Line[],
  stopOf: (id: string) => Stop | undefined,
  walkable: (from: Point, to: Point) => boolean,
): Network {
  const graph: NetworkGraph = createGraph();
  const stops = new Map<string, Stop>();
  for (const line of lines) {
    const own = new Map(line.stops?.map((stop) => [stop.id, stop]));
    for (const [number, service] of line.services.entries()) {
      const calls = service.stops.flatMap((id) => own.get(id) ?? stopOf(id) ?? []);
      for (const stop of calls) {
        stops.set(stop.id, stop);
        graph.addNode(startKey(stop), { kind: 'stop', stop });
        graph.addNode(stopKey(stop), { kind: 'stop', stop });
      }
      const key = `${line.id}#${number}`;
      addRun(graph, { line, service, calls, key, back: false });
      if (!service.oneWay) addRun(graph, { line, service, calls, key, back: true });
    }
  }
  addChanges(graph, [...stops.values()], walkable);
  const served = Map.groupBy(
    lines.flatMap(({ mode, services }) =>
      services.flatMap((service) => service.stops.map((id) => ({ id, mode }))),
    ),
    ({ id }) => id,
  );
  const climbs = [...served].filter(([, calls]) => calls.every(({ mode }) => isClimbing(mode)));
  return { graph, stops: [...stops.values()], climbs: new Set(climbs.map(([id]) => id)) };
}

/** Whether lines of a mode are there because the way on foot is a climb. */
export function isClimbing(mode: Mode | 'walk'): boolean {
  return mode === 'funicular' || mode === 'cable_car';
}

/** At a stop before the first ride: from there one can but board, so that a way holds a ride at least. */
export function startKey({ id }: Stop): string {
  return `^${id}`;
}

/** At a stop behind a ride. */
export function stopKey({ id }: Stop): string {
  return `@${id}`;
}

function addRun(
  graph: NetworkGraph,
  run: { line: Line; service: Service; calls: Stop[]; key: string; back: boolean },
): void {
  const { line, service, calls, back } = run;
  const spot = (index: number) => `${run.key}${back ? '<' : '>'}${index}`;
  for (const [index, stop] of calls.entries()) {
    graph.addNode(spot(index), { kind: 'vehicle', line, service, index, stop, back });
    const board: Hop = { kind: 'board', minutes: DOWN_MINUTES[line.mode], line, service, stop };
    graph.addLink(startKey(stop), spot(index), board);
    graph.addLink(stopKey(stop), spot(index), board);
    graph.addLink(spot(index), stopKey(stop), { kind: 'alight', minutes: UP_MINUTES[line.mode], stop });
  }
  for (const [index, seconds] of service.seconds.entries()) {
    const hop: Hop = { kind: 'ride', minutes: seconds / 60 };
    if (back) graph.addLink(spot(index + 1), spot(index), hop);
    else graph.addLink(spot(index), spot(index + 1), hop);
  }
}

function addChanges(
  graph: NetworkGraph,
  stops: readonly Stop[],
  walkable: (from: Point, to: Point) => boolean,
): void {
  for (const [index, from] of stops.entries()) {
    for (const to of stops.slice(index + 1)) {
      const meters = distanceMeters(from, to);
      if (meters > CHANGE_METERS || !walkable(from, to)) continue;
      const hop: Hop = { kind: 'walk', minutes: footMinutes(meters) + FIND_MINUTES };
      graph.addLink(stopKey(from), stopKey(to), hop);
      graph.addLink(stopKey(to), stopKey(from), hop);
    }
  }
}
