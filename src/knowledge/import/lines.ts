import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fold } from '../fold.ts';
import type { Line, Mode, Service, ServiceHours } from '../routes/types.ts';
import type { Place } from '../types.ts';

/** Keys and dates of the documents that lines are made from. */
const NETWORK = { source: 'live-istanbul', checkedOn: '2026-06-28' };
const OPERATOR = { source: 'metro-istanbul-api', checkedOn: '2025-12-09' };

/** Lines that run and whose stations are in the pack; the network's code where it differs from the sign. */
const LINES: Record<string, { code: string; mode: Mode }> = Object.fromEntries(
  [
    ...['M1A', 'M1B', 'M2', 'M3', 'M4', 'M5', 'M6', 'M7', 'M8', 'M9', 'M11'].map((id) => [id, 'metro', id]),
    ...['T1', 'T2', 'T3', 'T4', 'T5', 'T6'].map((id) => [id, 'tram', id]),
    ...['F1', 'F2', 'F3', 'F4'].map((id) => [id, 'funicular', id]),
    ...['TF1', 'TF2'].map((id) => [id, 'cable_car', id]),
    ['Marmaray', 'marmaray', 'B1'],
    ['Metrobüs', 'metrobus', 'METROBUS'],
  ].map(([id = '', mode, code = '']) => [id, { code, mode: mode as Mode }]),
);

/** Trains of a line that turn back earlier or take a branch, by the line's code: each is a service of its own. */
const BRANCHES: Record<string, { code: string; from?: string }[]> = {
  // Two documents have trains between Sanayi Mahallesi and Seyrantepe alone, one from Yenikapı: the change is surer
  M2: [{ code: 'M2S', from: 'Sanayi Mahallesi' }],
  B1: [{ code: 'B1S' }],
};

/** The line that is one ring, run one way: behind this stop it is on the way back. */
const RINGS: Record<string, string> = { T3: 'Moda' };

/** Minute of a weekday whose waiting times stand for the day: 13:00. */
const MIDDAY = 780;
/** What begins before this minute of a Saturday runs through the night: 05:00. */
const NIGHT_ENDS = 300;

interface NetworkLine {
  stations: string[];
  firstTime: string;
  lastTime: string;
  parent?: string;
}
interface Band {
  startMin: number;
  endMin: number;
  headwaySec: number;
}
interface Network {
  lines: Record<string, NetworkLine>;
  stations: Record<string, { name: { tr: string } }>;
  schedules: Record<string, { bands: Record<string, Band[]>; calibration: { officialMin: number | null } }>;
  profiles: Record<string, { cumTimeSec: number[] }>;
}
interface Topology {
  lines: Record<string, { first_time: string; last_time: string }>;
}

/**
 * Makes the lines of a pack from a reference folder: the stops of each line in order, as far as they are among the
 * pack's stations, with minutes, waiting times and hours. Stretches whose stations the pack leaves out are cut off.
 * @throws Error that names the file where the folder does not hold the reference data
 */
export async function importLines(dir: string, stations: readonly Place[]): Promise<Line[]> {
  const network = await json<Network>(dir, 'live_istanbul_network.json');
  const operator = await json<Topology>(dir, 'ibb_transport_metro_topology.json');
  return Object.entries(LINES).map(([id, { code, mode }]): Line => {
    const known = operator.lines[id];
    const hours = hoursOf(network, code, known);
    const main = toService(network, { id, code, stations, hours });
    const branches = (BRANCHES[code] ?? []).map((branch) => {
      const service = toService(network, { id, code: branch.code, stations, hours, from: branch.from });
      // On trains that turn back earlier the signs of the whole line lead there too
      return branch.from === undefined ? { ...service, towards: main.towards } : service;
    });
    return {
      id,
      mode,
      services: [main, ...branches],
      facts: { stops: NETWORK, minutes: NETWORK, hours: known ? OPERATOR : NETWORK },
    };
  });
}

interface Wanted {
  id: string;
  code: string;
  stations: readonly Place[];
  hours: ServiceHours[];
  /** The service begins at the station of this name. */
  from?: string | undefined;
}

function toService(network: Network, { id, code, stations, hours, from }: Wanted): Service {
  const line = network.lines[code];
  const times = network.profiles[code]?.cumTimeSec;
  if (!line || !times) throw new Error(`live_istanbul_network.json has no line ${code}.`);
  const calls = line.stations.flatMap((key, index) => {
    const name = network.stations[key]?.name.tr ?? key;
    const place = stationOf(stations, id, name);
    return place ? [{ place, name, seconds: times[index] ?? 0 }] : [];
  });
  const start = calls.findIndex(({ name }) => name === from);
  const kept = calls.slice(Math.max(0, start));
  const turn = kept.find(({ name }) => name === RINGS[id]);
  const first = outsideCity(network, line, stations, id, 0) ?? kept[0]?.place.name.tr ?? '';
  const last = outsideCity(network, line, stations, id, -1) ?? kept.at(-1)?.place.name.tr ?? '';
  return {
    towards: [from === undefined ? first : (kept[0]?.place.name.tr ?? ''), last],
    stops: kept.map(({ place }) => place.id),
    seconds: kept.slice(1).map(({ seconds }, index) => seconds - (kept[index]?.seconds ?? 0)),
    timing: network.schedules[code]?.calibration.officialMin == null ? 'estimate' : 'operator',
    ...(turn ? { oneWay: true, turn: turn.place.id } : {}),
    headway: headwayOf(network, code),
    hours,
  };
}

/** The pack's station of a name on a line. */
export function stationOf(stations: readonly Place[], line: string, name: string): Place | undefined {
  const wanted = plain(name);
  return stations.find((place) => linesAt(place).includes(line) && plain(place.name.tr) === wanted);
}

/** Codes of the lines at a station. */
export function linesAt({ facts }: Place): string[] {
  const value = facts.find(({ field }) => field === 'lines')?.value;
  return Array.isArray(value) ? value.map(String) : [];
}

/** The network's one misspelling, and what differs in signs and spaces. */
function plain(name: string): string {
  return fold(name.replace('Yeni Mahale', 'Yenimahalle')).replace(/[^a-z0-9]+/g, '');
}

/** Marmaray's trains go on beyond the city: their sign names the end of the line all the same. */
function outsideCity(
  network: Network,
  line: NetworkLine,
  stations: readonly Place[],
  id: string,
  end: 0 | -1,
): string | undefined {
  if (id !== 'Marmaray') return undefined;
  const name = network.stations[line.stations.at(end) ?? '']?.name.tr ?? '';
  return stationOf(stations, id, name) ? undefined : name;
}

/** Minutes between departures at midday: where several services share the stops, of all of them together. */
function headwayOf({ lines, schedules }: Network, code: string): number {
  const perHour = (key: string) => {
    const band = schedules[key]?.bands['weekday']?.find(
      ({ startMin, endMin }) => startMin <= MIDDAY && MIDDAY < endMin,
    );
    return band ? 3_600 / band.headwaySec : 0;
  };
  const children = Object.entries(lines).filter(([, { parent }]) => parent === code);
  const parent = lines[code]?.parent;
  if (parent !== undefined) return minutesBetween(perHour(code) + perHour(parent));
  if (code !== 'METROBUS') return minutesBetween(perHour(code));
  const atStops = (lines[code]?.stations ?? []).map((stop) =>
    children
      .filter(([, { stations }]) => stations.includes(stop))
      .reduce((sum, [key]) => sum + (key === '34G' ? 0 : perHour(key)), 0),
  );
  return minutesBetween(Math.min(...atStops));
}

function minutesBetween(perHour: number): number {
  return Math.max(1, Math.round(60 / perHour));
}

/** The operator's own first and last departures where its list has the line, and what runs through the night. */
function hoursOf(
  network: Network,
  code: string,
  operator: Topology['lines'][string] | undefined,
): ServiceHours[] {
  const line = network.lines[code];
  const first = operator?.first_time ?? line?.firstTime ?? '';
  const last = operator?.last_time ?? line?.lastTime ?? '';
  if (first === '00:00' && last === '23:59') return [];
  const schedule = network.schedules[code];
  const night = (schedule?.bands['saturday'] ?? []).find(({ startMin }) => startMin < NIGHT_ENDS);
  return [
    { days: 'Mo-Su', first, last },
    ...(night
      ? [
          {
            days: 'Sa,Su',
            first: clock(night.startMin),
            last: clock(night.endMin),
            headway: night.headwaySec / 60,
          },
        ]
      : []),
  ];
}

function clock(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

async function json<Content>(dir: string, file: string): Promise<Content> {
  return JSON.parse(await readFile(join(dir, file), 'utf8')) as Content;
}
