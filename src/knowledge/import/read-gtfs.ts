import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { distanceMeters } from '../distance.ts';
import { fold } from '../fold.ts';
import type { Category } from '../types.ts';
import { ImportError, isPoint, type Candidate, type Candidates } from './candidate.ts';
import { readTable } from './csv.ts';

/** What stops at a stop, by the `route_type` of GTFS. Buses, trolleybuses and trains have no category of ours. */
const CATEGORY_BY_TYPE: Readonly<Record<string, Category>> = {
  0: 'tram_stop',
  1: 'metro_station',
  4: 'ferry_pier',
  5: 'cable_car_station',
  6: 'cable_car_station',
  7: 'funicular_station',
};

/** The files that tell together what stops where. */
const SERVICES = ['routes.txt', 'trips.txt', 'stop_times.txt'];
/** Stops of one name within so many metres are the platforms of one station. */
const STATION_METERS = 300;
const STATION = '1';

interface Stop {
  id: string;
  name: string;
  lat: number;
  lon: number;
  parent: string;
  isStation: boolean;
}

/** What stops at a stop: kinds of vehicle and codes of lines. */
interface Served {
  categories: Set<Category>;
  lines: Set<string>;
}

/**
 * Reads the stops of a GTFS feed that has been unpacked into a folder: what stops there comes from `routes.txt`,
 * `trips.txt` and `stop_times.txt` beside `stops.txt`.
 * @param category what all stops are, where those files are not there
 * @throws ImportError that says which file or column is missing
 */
export async function readGtfs(file: string, category?: Category): Promise<Candidates> {
  const { stops, leftOut } = await readStops(file);
  const folder = dirname(file);
  const beside = await Promise.all(SERVICES.map(async (name) => exists(join(folder, name))));
  const hasTimes = beside.every(Boolean);
  if (!hasTimes && !category) {
    throw new ImportError(
      file,
      'nothing tells what stops at its stops: put routes.txt, trips.txt and stop_times.txt of the feed beside it, ' +
        'or say what they are with --stops-are (metro_station, tram_stop, ferry_pier, …)',
    );
  }
  const served = hasTimes ? await readServices(folder) : new Map<string, Served>();
  const date = await feedDate(folder);
  const found: Candidate[] = [];
  for (const [head, ...platforms] of stations(stops)) {
    if (!head) continue;
    const services = [head, ...platforms].flatMap(({ id }) => served.get(id) ?? []);
    const categories = category
      ? [category]
      : [...new Set(services.flatMap((service) => [...service.categories]))];
    if (categories.length === 0) {
      leftOut.push({
        ref: head.id,
        reason: `"${head.name}": nothing that we have a category for stops there`,
      });
      continue;
    }
    const lines = [...new Set(services.flatMap((service) => [...service.lines]))].sort();
    found.push({
      ref: `stop ${head.id}`,
      lat: head.lat,
      lon: head.lon,
      tags: { name: head.name },
      categories,
      ...(lines.length > 0 ? { lines } : {}),
    });
  }
  return { found, leftOut, ...(date ? { date } : {}) };
}

async function readStops(file: string): Promise<{ stops: Stop[]; leftOut: Candidates['leftOut'] }> {
  const stops: Stop[] = [];
  const leftOut: Candidates['leftOut'] = [];
  let number = 0;
  for await (const row of readTable(file)) {
    number += 1;
    if (number === 1) requireColumns(file, row, ['stop_id', 'stop_name', 'stop_lat', 'stop_lon']);
    const {
      stop_id: id = '',
      stop_name: name = '',
      location_type: type = '',
      parent_station: parent = '',
    } = row;
    const [lat, lon] = [Number(row['stop_lat'] || NaN), Number(row['stop_lon'] || NaN)];
    // Entrances, nodes and boarding areas are parts of a station
    if (!['', '0', STATION].includes(type)) continue;
    if (name === '' || !isPoint(lat, lon)) {
      leftOut.push({ ref: id || `row ${number}`, reason: name === '' ? 'has no name' : 'has no position' });
      continue;
    }
    stops.push({ id, name, lat, lon, parent, isStation: type === STATION });
  }
  if (number === 0) throw new ImportError(file, 'it has no row below its header');
  return { stops, leftOut };
}

function requireColumns(file: string, row: Record<string, string>, columns: readonly string[]): void {
  const missing = columns.filter((column) => !(column in row));
  if (missing.length > 0) {
    throw new ImportError(file, `as stops.txt of a GTFS feed it must have the columns ${missing.join(', ')}`);
  }
}

/** Stops put together to stations: by the feed's own stations, else by name and nearness; the station itself first. */
function stations(stops: readonly Stop[]): Stop[][] {
  const groups = new Map<string, Stop[]>();
  for (const stop of stops.filter(({ isStation }) => isStation)) groups.set(stop.id, [stop]);
  const loose = new Map<string, Stop[][]>();
  for (const stop of stops.filter(({ isStation }) => !isStation)) {
    const own = groups.get(stop.parent);
    if (own) {
      own.push(stop);
      continue;
    }
    const namesakes = loose.get(fold(stop.name)) ?? [];
    const near = namesakes.find(([head]) => head && distanceMeters(head, stop) <= STATION_METERS);
    if (near) near.push(stop);
    else loose.set(fold(stop.name), [...namesakes, [stop]]);
  }
  return [...groups.values(), ...[...loose.values()].flat()];
}

async function readServices(folder: string): Promise<Map<string, Served>> {
  const routes = new Map<string, { category: Category | undefined; line: string }>();
  for await (const row of readTable(join(folder, 'routes.txt'))) {
    routes.set(row['route_id'] ?? '', {
      category: CATEGORY_BY_TYPE[row['route_type'] ?? ''],
      line: row['route_short_name'] || row['route_long_name'] || '',
    });
  }
  const trips = new Map<string, string>();
  for await (const row of readTable(join(folder, 'trips.txt'))) {
    trips.set(row['trip_id'] ?? '', row['route_id'] ?? '');
  }
  const served = new Map<string, Served>();
  for await (const row of readTable(join(folder, 'stop_times.txt'))) {
    const route = routes.get(trips.get(row['trip_id'] ?? '') ?? '');
    if (!route?.category) continue;
    const id = row['stop_id'] ?? '';
    const service = served.get(id) ?? { categories: new Set(), lines: new Set() };
    service.categories.add(route.category);
    if (route.line) service.lines.add(route.line);
    served.set(id, service);
  }
  return served;
}

/** The day from which the feed holds, where it says so. */
async function feedDate(folder: string): Promise<string | undefined> {
  const file = join(folder, 'feed_info.txt');
  if (!(await exists(file))) return undefined;
  for await (const row of readTable(file)) {
    const day = /^(\d{4})(\d\d)(\d\d)$/.exec(row['feed_start_date'] ?? '');
    return day ? day.slice(1).join('-') : undefined;
  }
  return undefined;
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}
