import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Category, Fact, Place } from '../../src/knowledge/types.ts';

const DATE = '2026-01-01';

/** A place with the facts that every place needs, and those given. */
export function place(
  id: string,
  given: {
    name?: Place['name'];
    lat?: number;
    lon?: number;
    categories?: Category[];
    facts?: Pick<Fact, 'field' | 'value'>[];
  } & Partial<Omit<Place, 'facts'>> = {},
): Place {
  const { facts = [], ...rest } = given;
  const made = {
    id,
    name: { tr: id, en: id },
    lat: 41.01,
    lon: 28.97,
    categories: ['sight'] as Category[],
    district: 'Batı',
    rank: 3,
    ...rest,
  };
  const sourced = (field: string, value: unknown): Fact => ({
    field,
    value,
    source: 'guidebook',
    checkedOn: DATE,
  });
  return {
    ...made,
    facts: [
      sourced('name', made.name),
      sourced('coordinates', [made.lat, made.lon]),
      sourced('categories', made.categories),
      ...facts.map(({ field, value }) => sourced(field, value)),
    ],
  };
}

/** Two square districts side by side, Batı and Doğu, with a strait of a tenth of a degree between them. */
const square = (id: string, tr: string, west: number) => ({
  type: 'Feature',
  properties: { id, name: { tr, en: tr }, centre: { lat: 41.05, lon: west + 0.05 } },
  geometry: {
    type: 'MultiPolygon',
    coordinates: [
      [
        [
          [west, 41],
          [west + 0.1, 41],
          [west + 0.1, 41.1],
          [west, 41.1],
          [west, 41],
        ],
      ],
    ],
  },
});

/** The files of a small sound pack; a test replaces what it is about. */
export function packFiles(places: unknown = [place('a')]): Record<string, unknown> {
  return {
    'city.json': {
      id: 'test',
      name: { tr: 'Deneme', en: 'Test' },
      centre: { lat: 41.01, lon: 28.97 },
      timezone: 'Europe/Istanbul',
      country: 'tr',
      state: 'İstanbul',
      waters: [
        [29, 41],
        [29.1, 41],
        [29.1, 41.1],
        [29, 41.1],
        [29, 41],
      ],
    },
    'districts.geojson': {
      type: 'FeatureCollection',
      features: [square('district-bati', 'Batı', 28.9), square('district-dogu', 'Doğu', 29.1)],
    },
    'sources.json': { guidebook: { title: 'A guidebook', url: 'https://example.org/guide', date: DATE } },
    'places/places.json': places,
  };
}

/** Writes files into a folder that goes when the test ends; text is written as it is, anything else as JSON. */
export async function writePack(
  t: TestContext,
  files: Record<string, unknown> = packFiles(),
): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'rehber-pack-'));
  t.after(async () => rm(dir, { recursive: true, force: true }));
  for (const [file, content] of Object.entries(files)) {
    if (content === undefined) continue;
    await mkdir(dirname(join(dir, file)), { recursive: true });
    await writeFile(join(dir, file), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return dir;
}
