import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { createAreas, type Areas } from './areas.ts';
import { distanceMeters } from './distance.ts';
import { fold } from './fold.ts';
import type { HolidayHours } from './holidays.ts';
import { parseHours } from './hours.ts';
import { compareLines } from './import/compare-lines.ts';
import { compareStations } from './import/compare.ts';
import { createNearest } from './nearest.ts';
import { readPack, type Pack, type PackProblem } from './pack.ts';
import { checkLines } from './routes/check.ts';
import type { Fact, Place } from './types.ts';

/** What `knowledge check` found. */
export interface CheckReport {
  ok: boolean;
  places: number;
  problems: PackProblem[];
}

/** Metres by which a place may lie outside the district it names: borders run along streets and shores. */
const BORDER_METERS = 300;
/** Two places of one name within so many metres are one place. */
const SAME_PLACE_METERS = 15;
/** Two places of one name and category within so many metres are taken for one. */
const NAMESAKE_METERS = 300;
/** Degrees by which the coordinates of a place and its fact may differ: rounding. */
const ROUNDING_DEGREES = 1e-6;

/** Years after which a fact of a field is stale. Other facts do not age. */
const STALE_YEARS: Readonly<Record<string, number>> = {
  price: 2,
  price_level: 5,
  opening_hours: 5,
  closed_on: 5,
  holiday_hours: 5,
  last_entry: 5,
  admission: 5,
};
const YEAR_MS = 365.25 * 24 * 3_600_000;

type Report = (place: Place, field: string, message: string) => void;

/**
 * Checks a pack: its files' form, and what makes its facts wrong. Never throws for what the files hold.
 * @param options.reference folder of reference data: stations must lie within 300 m of it, but for those that
 *   `exceptions.json` of the pack lists with a reason
 * @param options.now the day against which dates are held
 */
export async function checkPack(
  dir: string,
  { reference, now = new Date() }: { reference?: string; now?: Date } = {},
): Promise<CheckReport> {
  const pack = await readPack(dir);
  const problems = [...pack.problems];
  const report: Report = (place, field, message) => {
    problems.push({ file: pack.files.get(place.id) ?? '-', id: place.id, field, message });
  };
  const areas =
    pack.city && pack.districts.length > 0
      ? createAreas({ districts: pack.districts, waters: pack.city.waters })
      : undefined;

  for (const place of pack.places) {
    checkOwnFields(place, report);
    for (const [number, fact] of place.facts.entries()) {
      checkFact(pack, fact, now, (message) => report(place, `facts.${number}`, message));
    }
    if (areas) checkPosition(place, areas, report);
  }
  checkNamesakes(pack.places, report);
  problems.push(...checkLines(pack.lines, pack.places));
  if (reference !== undefined) {
    problems.push(...(await compareLines(pack.lines, pack.places, reference)));
    const exceptions = await readExceptions(dir, pack, problems);
    for (const { place, message } of await compareStations(pack.places, reference)) {
      if (!exceptions.has(place.id)) {
        report(
          place,
          'coordinates',
          `${message}: mend it, or list the id in exceptions.json with the reason`,
        );
      }
    }
  }
  return { ok: problems.length === 0, places: pack.places.length, problems };
}

/** Name, coordinates and categories each need a fact that says the same, or they have no source. */
function checkOwnFields(place: Place, report: Report): void {
  const value = (field: string) => place.facts.find((fact) => fact.field === field)?.value;
  const missing = 'has no fact: give the document that states it, or leave the place out';

  const name = value('name') as Place['name'] | undefined;
  if (!name) report(place, 'name', missing);
  else if (name.tr !== place.name.tr || name.en !== place.name.en) {
    report(place, 'name', 'differs from the fact "name": make them one');
  }
  const coordinates = value('coordinates');
  if (coordinates === undefined) report(place, 'coordinates', missing);
  else if (Array.isArray(coordinates)) {
    const [lat, lon] = coordinates as [number, number];
    if (Math.abs(lat - place.lat) > ROUNDING_DEGREES || Math.abs(lon - place.lon) > ROUNDING_DEGREES) {
      report(place, 'coordinates', 'differ from the fact "coordinates" ([lat, lon]): make them one');
    }
  }
  const categories = value('categories');
  if (categories === undefined) report(place, 'categories', missing);
  else if (String([...(categories as string[])].sort()) !== String([...place.categories].sort())) {
    report(place, 'categories', 'differ from the fact "categories": make them one');
  }
}

function checkFact(pack: Pack, fact: Fact, now: Date, report: (message: string) => void): void {
  const { field, value, source, checkedOn } = fact;
  const dates = [source].flat().flatMap((key) => pack.sources[key]?.date ?? []);
  if (dates.length > 0 && !dates.includes(checkedOn)) {
    report(`(${field}) checkedOn ${checkedOn} is the date of none of its documents (${dates.join(', ')})`);
  }
  const age = (now.getTime() - Date.parse(checkedOn)) / YEAR_MS;
  if (age < 0) report(`(${field}) checkedOn ${checkedOn} lies in the future`);
  const limit = STALE_YEARS[field];
  if (limit !== undefined && age > limit) {
    report(
      `(${field}) is stale: of ${checkedOn}, more than ${limit} years old. Find a newer document or drop it`,
    );
  }
  if ((field === 'opening_hours' || field === 'closed_on') && pack.city) {
    try {
      parseHours([value].flat().join(','), pack.city);
    } catch (error) {
      report(`(${field}) "${String(value)}" is no OSM opening hours: ${(error as Error).message}`);
    }
  }
  if (field === 'holiday_hours' && pack.city) {
    try {
      parseHours('24/7', pack.city, value as HolidayHours);
    } catch (error) {
      report(`(${field}) has hours that do not read: ${(error as Error).message}`);
    }
  }
}

function checkPosition(place: Place, areas: Areas, report: Report): void {
  if (!areas.contains(place)) {
    report(place, 'coordinates', 'lie outside the province: check that latitude comes first');
    return;
  }
  const there = areas.districtAt(place)?.name.tr ?? 'open water';
  const meters = areas.metersTo(place.district, place);
  if (meters === undefined) {
    report(
      place,
      'district',
      `"${place.district}" is no district of districts.geojson: the coordinates lie in ${there}`,
    );
  } else if (meters > BORDER_METERS && there !== place.district) {
    report(
      place,
      'district',
      `is ${place.district}, but the coordinates lie ${Math.round(meters)} m from it, in ${there}`,
    );
  }
}

function checkNamesakes(places: readonly Place[], report: Report): void {
  const nearest = createNearest(places);
  for (const place of places) {
    const name = fold(place.name.tr);
    const around = nearest(place, {
      limit: 5,
      maxMeters: NAMESAKE_METERS,
      // Each pair once
      where: (other) => other.id > place.id && fold(other.name.tr) === name,
    });
    for (const { place: other } of around) {
      const meters = Math.round(distanceMeters(place, other));
      // A quarter or an airport and the station called after it are two, wherever the quarter's point is laid
      if (isStation(place) !== isStation(other)) continue;
      if (meters <= SAME_PLACE_METERS) {
        report(
          place,
          'name',
          `"${place.name.tr}" is ${meters} m from ${other.id}, of the same name: make them one`,
        );
      } else if (other.categories.some((category) => place.categories.includes(category))) {
        report(
          place,
          'name',
          `"${place.name.tr}" is ${meters} m from ${other.id}, of the same name and category: make them one, or name them apart`,
        );
      }
    }
  }
}

function isStation(place: Place): boolean {
  return place.facts.some(({ field }) => field === 'lines');
}

async function readExceptions(dir: string, pack: Pack, problems: PackProblem[]): Promise<Set<string>> {
  const file = 'exceptions.json';
  let content: unknown;
  try {
    content = JSON.parse(await readFile(join(dir, file), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Set();
    problems.push({ file, id: '-', field: '-', message: `is not valid JSON: ${(error as Error).message}` });
    return new Set();
  }
  const reasons = z.record(z.string(), z.string().trim().min(1)).safeParse(content);
  if (!reasons.success) {
    problems.push({ file, id: '-', field: '-', message: 'must be {"place id": "reason", …}' });
    return new Set();
  }
  for (const id of Object.keys(reasons.data)) {
    if (!pack.files.has(id)) {
      problems.push({ file, id, field: '-', message: 'is no place of the pack: take it off the list' });
    }
  }
  return new Set(Object.keys(reasons.data));
}
