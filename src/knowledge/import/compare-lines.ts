import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fold } from '../fold.ts';
import { fileOf } from '../routes/check.ts';
import type { PackProblem } from '../pack.ts';
import type { Line } from '../routes/types.ts';
import type { Place } from '../types.ts';

/** A document's stops of a line, in order. */
interface Course {
  document: string;
  line: string;
  names: string[];
}

/**
 * Compares the lines of a pack with every document of a reference folder that lists the stops of a line in order: the
 * network must have each of a rail or metrobüs line's stops, and no document may have two of them the other way round.
 * @throws Error that names the file where the folder does not hold the reference data
 */
export async function compareLines(
  lines: readonly Line[],
  places: readonly Place[],
  reference: string,
): Promise<PackProblem[]> {
  const names = new Map(places.map((place) => [place.id, plain(place.name.tr)]));
  const courses = await readCourses(reference);
  return lines
    .filter(({ mode }) => mode !== 'ferry' && mode !== 'bus')
    .flatMap((line) => {
      const file = fileOf(line);
      return line.services.flatMap(({ stops, turn }, number): PackProblem[] => {
        const course = stops.map((id) => names.get(id) ?? id);
        return faults(line.id, course, courses, turn !== undefined).map((message) => {
          return { file, id: line.id, field: `services.${number}.stops`, message };
        });
      });
    });
}

function faults(line: string, course: string[], courses: readonly Course[], isRing: boolean): string[] {
  const ofLine = courses.filter((each) => each.line === line);
  const network = new Set(
    ofLine.filter(({ document }) => document === 'live-istanbul').flatMap(({ names }) => names),
  );
  const missing = course.filter((name) => !network.has(name));
  if (missing.length > 0) return [`live-istanbul has no stop ${missing.join(', ')} on the line`];
  return ofLine.flatMap(({ document, names }) => {
    const at = course.map((name) => names.indexOf(name)).filter((index) => index >= 0);
    const back = at.slice(1).filter((index, before) => index < (at[before] ?? 0)).length;
    // A document may list a line from either end; a ring's list ends and begins again at one place
    const turns = Math.min(back, Math.max(0, at.length - 1 - back));
    return turns > (isRing ? 1 : 0) ? [`${document} has the stops in another order`] : [];
  });
}

async function readCourses(dir: string): Promise<Course[]> {
  const [network, operator, gtfs] = await Promise.all([
    json<{
      lines: Record<string, { stations: string[] }>;
      stations: Record<string, { name: { tr: string } }>;
    }>(dir, 'live_istanbul_network.json'),
    json<{ lines: Record<string, { stations: { description: string; order: number }[] }> }>(
      dir,
      'ibb_transport_metro_topology.json',
    ),
    json<{ lines: { id: string; stations: { name: string }[] }[] }>(dir, 'railisland_istanbul_rail.json'),
  ]);
  return [
    ...Object.entries(network.lines).map(([code, { stations }]) => ({
      document: 'live-istanbul',
      line: { B1: 'Marmaray', METROBUS: 'Metrobüs' }[code] ?? code,
      names: stations.map((key) => plain(network.stations[key]?.name.tr ?? key)),
    })),
    // The branch stands apart in the network, and is no other line
    {
      document: 'live-istanbul',
      line: 'M2',
      names: (network.lines['M2S']?.stations ?? []).map((key) =>
        plain(network.stations[key]?.name.tr ?? key),
      ),
    },
    ...Object.entries(operator.lines).map(([line, { stations }]) => ({
      document: 'metro-istanbul-api',
      line,
      names: stations.toSorted((a, b) => a.order - b.order).map(({ description }) => plain(description)),
    })),
    ...gtfs.lines
      // Its M7 begins with its last stop
      .filter(({ id }) => id !== 'M7')
      .map(({ id, stations }) => ({
        document: 'ibb-gtfs-rail',
        line: id,
        names: stations.map(({ name }) => plain(name)),
      })),
  ];
}

function plain(name: string): string {
  return fold(name.replace('Yeni Mahale', 'Yenimahalle')).replace(/[^a-z0-9]+/g, '');
}

async function json<Content>(dir: string, file: string): Promise<Content> {
  return JSON.parse(await readFile(join(dir, file), 'utf8')) as Content;
}
