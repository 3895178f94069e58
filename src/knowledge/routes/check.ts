import { distanceMeters } from '../distance.ts';
import type { PackProblem } from '../pack.ts';
import { slug } from '../slug.ts';
import type { Place } from '../types.ts';
import type { Line, Stop } from './types.ts';

/** Between two stops nothing goes faster or slower as the crow flies, in metres a second: 130 km/h and 2 km/h. */
const FASTEST = 36;
const SLOWEST = 0.55;

/**
 * Checks the lines of a pack against its stations: a station names the lines that call at it and no others, and nothing
 * goes faster or slower between two stops than it can.
 */
export function checkLines(lines: readonly Line[], places: readonly Place[]): PackProblem[] {
  const byId = new Map(places.map((place) => [place.id, place]));
  const calls = new Map(
    lines.map(({ id, services }) => [id, new Set(services.flatMap(({ stops }) => stops))]),
  );
  return [
    ...lines.flatMap((line) => checkLine(line, byId)),
    ...(lines.length > 0 ? places.flatMap((place) => checkStation(place, calls)) : []),
  ];
}

function checkLine(line: Line, byId: ReadonlyMap<string, Place>): PackProblem[] {
  const file = fileOf(line);
  const own = new Map(line.stops?.map((stop) => [stop.id, stop]));
  const problems: PackProblem[] = [];
  for (const [number, { stops, seconds }] of line.services.entries()) {
    const fault = (message: string) =>
      problems.push({ file, id: line.id, field: `services.${number}`, message });
    for (const id of stops) {
      const lines = linesAt(byId.get(id));
      if (lines && !lines.includes(line.id) && line.mode !== 'ferry' && line.mode !== 'bus') {
        fault(`calls at ${id}, whose fact "lines" does not name it`);
      }
    }
    for (const [index, time] of seconds.entries()) {
      const ends = [stops[index], stops[index + 1]].map((id): Stop | undefined => {
        return own.get(id ?? '') ?? byId.get(id ?? '');
      });
      const [from, to] = ends;
      if (!from || !to) continue;
      const speed = distanceMeters(from, to) / time;
      if (speed > FASTEST || speed < SLOWEST) {
        fault(`goes from ${from.id} to ${to.id} at ${Math.round(speed * 3.6)} km/h: mend the seconds`);
      }
    }
  }
  return problems;
}

function checkStation(place: Place, calls: ReadonlyMap<string, ReadonlySet<string>>): PackProblem[] {
  return (linesAt(place) ?? [])
    .filter((line) => !calls.get(line)?.has(place.id))
    .map((line) => ({
      file: 'transit/stations.json',
      id: place.id,
      field: 'lines',
      message: `names ${line}, which does not call there: mend the fact or transit/lines/`,
    }));
}

function linesAt(place: Place | undefined): string[] | undefined {
  const value = place?.facts.find(({ field }) => field === 'lines')?.value;
  return Array.isArray(value) ? value.map(String) : undefined;
}

/** The file that an imported line has; others are called after what they are. */
export function fileOf({ id }: Line): string {
  return `transit/lines/${slug(id)}.json`;
}
