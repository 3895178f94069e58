import type { Point } from '../../messages.ts';
import { distanceMeters } from '../distance.ts';
import { fold } from '../fold.ts';
import { slug } from '../slug.ts';
import type { Category, Fact, Place } from '../types.ts';
import type { Reference, Surveyed } from './reference.ts';

/** Two documents agree on a coordinate within so many metres. */
const AGREE_METERS = 150;
/** Platforms of one name within so many metres are one station. */
const MERGE_METERS = 280;

const OPERATOR = 'metro-istanbul-api';

/** Dates of the documents that values are taken from. */
const DATES: Record<string, string> = {
  'live-istanbul': '2026-06-28',
  [OPERATOR]: '2025-12-09',
  'ibb-rail-stations': '2020-01-01',
  'ibb-gtfs-rail': '2020-01-01',
};

/** What the lines are, by their code, and the ending of an id; a station of several kinds goes by the first. */
const KINDS: [RegExp, Category, string][] = [
  [/^M\d/, 'metro_station', 'metro'],
  [/^Marmaray$/, 'marmaray_station', 'marmaray'],
  [/^TF\d/, 'cable_car_station', 'cable-car'],
  [/^T\d/, 'tram_stop', 'tram'],
  [/^F\d/, 'funicular_station', 'funicular'],
  [/^Metrobüs$/, 'metrobus_stop', 'metrobus'],
];

/** Stations that one document lists as operating and another as being built: left out until something confirms them. */
const UNCONFIRMED = new Set([
  'Sancaktepe Şehir Hastanesi',
  'Veysel Karani|M5',
  'Hasanpaşa',
  'Sultanbeyli',
  'İbn Haldun Üniversitesi',
  'Kayaşehir',
  'Olimpiyatköy',
  'Halkalı Stadı',
]);
/** Lines that a station is listed on without their serving it yet. */
const UNCONFIRMED_LINES: Record<string, string> = { Halkalı: 'M11' };

/** Where the network has a station in the wrong place: the positions of the other documents are taken. */
function misplaced(station: Surveyed): boolean {
  return station.lines.includes('T3') || station.name === 'Yeşilpınar';
}

const SPELLINGS: Record<string, string> = { 'Yeni Mahale': 'Yenimahalle' };
const ENGLISH: [string, string][] = [
  ['Havalimanı', 'Airport'],
  ['İstanbul Airport', 'Istanbul Airport'],
  ['Kargo Terminali', 'Cargo Terminal'],
];

/** What visitors must know of a station, by its Turkish name. */
const NOTES: Record<string, Fact> = {
  'Atatürk Havalimanı': {
    field: 'note',
    value: {
      tr: 'Havalimanında yolcu uçuşu yok; uçuşlar İstanbul Havalimanı’ndan.',
      en: 'The airport has no passenger flights: they leave from Istanbul Airport.',
    },
    source: 'ataturk-airport',
    checkedOn: '2019-04-08',
  },
};

/** A station, and why it is where it is. */
interface Placed extends Surveyed {
  /** Keys of the documents that agree on the coordinates; the value is the first one's. */
  sources: string[];
}

/**
 * Makes the pack's stations from the documents of a reference folder: one place for each station of a name, with all its
 * lines. A position that the documents put in doubt is taken from two others that agree, or the station is left out.
 * @param districtAt name of the district at a point; stations outside the city are left out
 */
export function importStations(
  reference: Reference,
  districtAt: (point: Point) => string | undefined,
): { places: Place[]; leftOut: string[] } {
  const placed: Placed[] = [];
  const leftOut: string[] = [];
  for (const raw of reference.network) {
    const station = { ...raw, name: SPELLINGS[raw.name] ?? raw.name, lines: servedLines(raw) };
    const found = isConfirmed(station) ? locate(station, reference) : undefined;
    if (found && districtAt(found) !== undefined) placed.push(found);
    else leftOut.push(`${station.name} (${raw.lines.join(', ')})`);
  }
  const places = merge(placed).map((group) => toPlace(group, districtAt));
  nameApart(places);
  places.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { places, leftOut };
}

function servedLines({ name, lines }: Surveyed): string[] {
  const known = lines.filter(
    (line) => KINDS.some(([pattern]) => pattern.test(line)) && UNCONFIRMED_LINES[name] !== line,
  );
  return [...new Set(known)];
}

function isConfirmed({ name, lines }: Surveyed): boolean {
  return lines.length > 0 && !UNCONFIRMED.has(name) && !UNCONFIRMED.has(`${name}|${lines.join()}`);
}

function locate(station: Surveyed, { others }: Reference): Placed | undefined {
  const candidates = others.flatMap(({ key, stations, trusted }) => {
    const same = namesakes(station, stations.filter(trusted))
      .map((other) => ({ key, other, meters: distanceMeters(station, other) }))
      .sort((a, b) => a.meters - b.meters)[0];
    return same ? [same] : [];
  });
  if (!misplaced(station)) {
    const agreeing = candidates.filter(({ meters }) => meters <= AGREE_METERS).map(({ key }) => key);
    return { ...station, sources: ['live-istanbul', ...agreeing] };
  }
  for (const { key, other } of candidates) {
    if (DATES[key] === undefined) continue;
    const agreeing = candidates.filter(
      (second) => second.key !== key && distanceMeters(other, second.other) <= AGREE_METERS,
    );
    if (agreeing.length > 0) {
      const { lat, lon } = other;
      return { ...station, lat, lon, sources: [key, ...agreeing.map((second) => second.key)] };
    }
  }
  // The operator's own list is right about these stations wherever another document has them
  const own = candidates.find(({ key }) => key === OPERATOR);
  return own && { ...station, lat: own.other.lat, lon: own.other.lon, sources: [own.key] };
}

/**
 * The stations of a document that can be the given one: by its name and, where the document tells lines, a line in
 * common; else, on its lines, by a name that begins alike (`Kirazlı`, `Kirazlı-Bağcılar`).
 */
export function namesakes(station: Surveyed, stations: readonly Surveyed[]): Surveyed[] {
  const name = plain(station.name);
  const onLine = stations.filter(({ lines }) => lines.some((line) => station.lines.includes(line)));
  const named = onLine.filter((other) => plain(other.name) === name);
  if (named.length > 0) return named;
  const alike = onLine.filter((other) => {
    const [short = '', long = ''] = [name, plain(other.name)].sort((a, b) => a.length - b.length);
    return short.length > 3 && long.startsWith(short);
  });
  if (alike.length > 0) return alike;
  // Bus stops and wi-fi points name no line, and are called after the station among other words
  return stations.filter(
    ({ lines, name: other }) => lines.length === 0 && ` ${plain(other)} `.includes(` ${name} `),
  );
}

function plain(name: string): string {
  return fold(name)
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(/\b(sk|sokak)$/, 'sokak')
    .replace(/\bcami(i)?$/, 'camii')
    .trim();
}

function merge(stations: Placed[]): Placed[][] {
  const groups: Placed[][] = [];
  for (const station of stations) {
    const group = groups.find(
      ([first]) =>
        first && plain(first.name) === plain(station.name) && distanceMeters(first, station) <= MERGE_METERS,
    );
    if (group) group.push(station);
    else groups.push([station]);
  }
  return groups;
}

function toPlace(group: Placed[], districtAt: (point: Point) => string | undefined): Place {
  const [first] = group as [Placed, ...Placed[]];
  const lines = [...new Set(group.flatMap((station) => station.lines))].sort(byLine);
  const kinds = KINDS.filter(([pattern]) => lines.some((line) => pattern.test(line)));
  const categories = kinds.map(([, category]) => category);
  const [lat, lon] = [first.lat, first.lon].map((degrees) => Number(degrees.toFixed(6))) as [number, number];
  const name = { tr: first.name, en: english(first.name) };
  const [source = ''] = first.sources;
  const listed = { source: 'live-istanbul', checkedOn: DATES['live-istanbul'] ?? '' };
  const facts: Fact[] = [
    { field: 'name', value: name, ...listed },
    {
      field: 'coordinates',
      value: [lat, lon],
      source: first.sources.length === 1 ? source : first.sources,
      checkedOn: DATES[source] ?? '',
    },
    { field: 'categories', value: categories, ...listed },
    { field: 'lines', value: lines, ...listed },
    ...(group.some((station) => station.stepFree) ? [{ field: 'accessible', value: 'yes', ...listed }] : []),
    ...[NOTES[first.name] ?? []].flat(),
  ];
  return {
    id: `${slug(first.name)}-${kinds[0]?.[2]}`,
    name,
    lat,
    lon,
    categories,
    district: districtAt({ lat, lon }) ?? '',
    rank: lines.length > 2 ? 3 : lines.length > 1 ? 4 : 5,
    facts,
  };
}

/** Two stations of one name and kind apart in the city: the district tells them apart, then the line. */
function nameApart(places: Place[]): void {
  for (const suffix of [(place: Place) => place.district, linesOf]) {
    for (const same of Map.groupBy(places, ({ id }) => id).values()) {
      if (same.length > 1) for (const place of same) place.id = `${place.id}-${slug(suffix(place))}`;
    }
  }
}

function linesOf({ facts }: Place): string {
  return String(facts.find(({ field }) => field === 'lines')?.value);
}

function byLine(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function english(name: string): string {
  return ENGLISH.reduce((text, [turkish, word]) => text.replace(turkish, word), name);
}
