import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FeatureCollection, Point as GeoPoint } from 'geojson';
import type { Point } from '../../messages.ts';

/** A station or stop as one document has it. */
export interface Surveyed extends Point {
  name: string;
  /** Line codes as the pack writes them; empty where the document names none. */
  lines: string[];
  /** Step-free way to the platform; only where the document says so. */
  stepFree?: boolean;
}

/** The documents of a reference folder that tell where stations are; the key is that of the pack's sources. */
export interface Reference {
  network: Surveyed[];
  others: { key: string; stations: Surveyed[]; trusted: (station: Surveyed) => boolean }[];
}

/** The network's own codes for variants of a line, and the codes that people know. */
const LINE_NAMES: Record<string, string> = {
  B1: 'Marmaray',
  B1S: 'Marmaray',
  B1Z: 'Marmaray',
  METROBUS: 'Metrobüs',
  M2S: 'M2',
};

/** Reads the stations of every document of a reference folder. */
export async function readReference(dir: string): Promise<Reference> {
  const [network, topology, ibbStations, gtfs, stops, wifi] = await Promise.all([
    readNetwork(dir),
    readTopology(dir),
    readIbbStations(dir),
    readGtfs(dir),
    readStops(dir),
    readWifi(dir),
  ]);
  return {
    network,
    others: [
      // It shares the network's fault at this one station, so there it confirms nothing
      {
        key: 'metro-istanbul-api',
        stations: topology,
        trusted: (station) => station.name !== 'Yeşilpınar',
      },
      { key: 'ibb-rail-stations', stations: ibbStations, trusted: () => true },
      { key: 'ibb-gtfs-rail', stations: gtfs, trusted: () => true },
      { key: 'iett-stops', stations: stops, trusted: () => true },
      { key: 'ibb-wifi', stations: wifi, trusted: () => true },
    ],
  };
}

async function json<Content>(dir: string, file: string): Promise<Content> {
  return JSON.parse(await readFile(join(dir, file), 'utf8')) as Content;
}

async function readNetwork(dir: string): Promise<Surveyed[]> {
  interface Station {
    name: { tr: string };
    coord: [number, number];
    lines: string[];
    accessibility?: { stepFree?: boolean; elevator?: boolean };
  }
  const { stations } = await json<{ stations: Record<string, Station> }>(dir, 'live_istanbul_network.json');
  return Object.values(stations).map(({ name, coord, lines, accessibility }) => ({
    name: name.tr,
    lat: coord[1],
    lon: coord[0],
    lines: lines.map(lineName),
    // A "no" stands for "not surveyed" as well, so only a yes is taken
    ...(accessibility?.stepFree && accessibility.elevator ? { stepFree: true } : {}),
  }));
}

function lineName(code: string): string {
  return LINE_NAMES[code] ?? (code.startsWith('34') ? 'Metrobüs' : code);
}

async function readTopology(dir: string): Promise<Surveyed[]> {
  interface Line {
    stations: { description: string; coordinates: { lat: number; lng: number } }[];
  }
  const { lines } = await json<{ lines: Record<string, Line> }>(dir, 'ibb_transport_metro_topology.json');
  return Object.entries(lines).flatMap(([line, { stations }]) =>
    stations.map(({ description, coordinates }) => ({
      name: description,
      lat: coordinates.lat,
      lon: coordinates.lng,
      lines: [line],
    })),
  );
}

async function readIbbStations(dir: string): Promise<Surveyed[]> {
  const { features } = await json<FeatureCollection<GeoPoint, Record<string, string>>>(
    dir,
    'immrb_metro_data.json',
  );
  return features.map(({ geometry, properties }) => {
    const [lon = 0, lat = 0] = geometry.coordinates;
    const line = /^(?:[MTF]\d+[AB]?|TF\d)\b/.exec(properties['PROJE_ADI'] ?? '');
    return { name: properties['ISTASYON'] ?? '', lat, lon, lines: line ? [line[0]] : [] };
  });
}

async function readGtfs(dir: string): Promise<Surveyed[]> {
  interface Line {
    id: string;
    stations: { name: string; lat: number; lon: number }[];
  }
  const { lines } = await json<{ lines: Line[] }>(dir, 'railisland_istanbul_rail.json');
  return lines.flatMap(({ id, stations }) =>
    stations.map(({ name, lat, lon }) => ({
      name,
      lat,
      lon,
      lines: [id.replace(/^Marmaray\d/, 'Marmaray')],
    })),
  );
}

async function readStops(dir: string): Promise<Surveyed[]> {
  interface Stop {
    name: string;
    lat: number;
    lng: number;
  }
  const { stops } = await json<{ stops: Record<string, Stop> }>(dir, 'ibb_transport_iett_stops.json');
  return Object.values(stops).map(({ name, lat, lng }) => ({ name, lat, lon: lng, lines: [] }));
}

async function readWifi(dir: string): Promise<Surveyed[]> {
  const [, ...rows] = (await readFile(join(dir, 'ibb_wifi_points.csv'), 'utf8')).split(/\r?\n/);
  return rows.flatMap((row) => {
    const columns = row.split(',');
    const [lon, lat] = [Number(columns.at(-2)), Number(columns.at(-1))];
    return lat && lon ? [{ name: (columns[3] ?? '').replace(/^\d+-/, ''), lat, lon, lines: [] }] : [];
  });
}
