import { z } from 'zod';
import { ImportError, isPoint, OSM_LICENCE, type Candidate, type Candidates } from './candidate.ts';
import { categoriesOf, type Tags } from './osm-categories.ts';

const degrees = z.number();
const centre = z.object({ lat: degrees, lon: degrees });
const tags = z.record(z.string(), z.unknown()).nullish();

const overpass = z.object({
  elements: z.array(z.unknown()),
  osm3s: z.object({ timestamp_osm_base: z.string().optional() }).optional(),
});
const element = z.object({
  type: z.string(),
  id: z.union([z.number(), z.string()]),
  lat: degrees.optional(),
  lon: degrees.optional(),
  center: centre.optional(),
  bounds: z.object({ minlat: degrees, minlon: degrees, maxlat: degrees, maxlon: degrees }).optional(),
  tags,
});

const geojson = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(z.unknown()),
  timestamp: z.string().optional(),
  copyright: z.string().optional(),
  generator: z.string().optional(),
});
const feature = z.object({
  type: z.literal('Feature'),
  id: z.union([z.number(), z.string()]).optional(),
  properties: tags,
  geometry: z.object({ type: z.string(), coordinates: z.unknown() }).nullable(),
});

/**
 * Reads GeoJSON (RFC 7946, OSM tags as properties) or the JSON of the Overpass API.
 * @throws ImportError where the text is neither
 */
export function readOsm(file: string, text: string): Candidates {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ImportError(file, `it is no valid JSON (${(error as Error).message})`);
  }
  const asOverpass = overpass.safeParse(content);
  if (asOverpass.success) {
    const date = dayOf(asOverpass.data.osm3s?.timestamp_osm_base);
    return {
      ...collect(asOverpass.data.elements, fromElement),
      licence: OSM_LICENCE,
      ...(date ? { date } : {}),
    };
  }
  const asGeojson = geojson.safeParse(content);
  if (asGeojson.success) {
    const { features, timestamp, copyright = '', generator = '' } = asGeojson.data;
    const date = dayOf(timestamp);
    return {
      ...collect(features, fromFeature),
      ...(/openstreetmap|overpass/i.test(copyright + generator) ? { licence: OSM_LICENCE } : {}),
      ...(date ? { date } : {}),
    };
  }
  throw new ImportError(
    file,
    'it must be GeoJSON ({"type": "FeatureCollection", "features": […]}), the JSON of Overpass ' +
      '({"elements": […]}), or stops.txt of a GTFS feed',
  );
}

function collect(
  entries: readonly unknown[],
  read: (entry: unknown, number: number) => Candidate | { ref: string; reason: string },
): Candidates {
  const result: Candidates = { found: [], leftOut: [] };
  for (const [index, entry] of entries.entries()) {
    const each = read(entry, index + 1);
    if ('reason' in each) result.leftOut.push(each);
    else result.found.push(each);
  }
  return result;
}

function fromElement(entry: unknown, number: number): Candidate | { ref: string; reason: string } {
  const parsed = element.safeParse(entry);
  if (!parsed.success) return { ref: `element ${number}`, reason: reasonOf(parsed.error) };
  const { type, id, lat, lon, center, bounds } = parsed.data;
  const middle = bounds && {
    lat: (bounds.minlat + bounds.maxlat) / 2,
    lon: (bounds.minlon + bounds.maxlon) / 2,
  };
  return candidate(`${type}/${id}`, parsed.data.tags, center ?? middle ?? { lat, lon });
}

function fromFeature(entry: unknown, number: number): Candidate | { ref: string; reason: string } {
  const parsed = feature.safeParse(entry);
  if (!parsed.success) return { ref: `feature ${number}`, reason: reasonOf(parsed.error) };
  const { id, properties, geometry } = parsed.data;
  const given = id ?? properties?.['@id'] ?? properties?.['osm_id'];
  const ref = typeof given === 'string' || typeof given === 'number' ? String(given) : `feature ${number}`;
  return candidate(ref, properties, middleOf(geometry?.coordinates));
}

function candidate(
  ref: string,
  given: Record<string, unknown> | null | undefined,
  at: { lat?: number | undefined; lon?: number | undefined } | undefined,
): Candidate | { ref: string; reason: string } {
  const texts: Tags = Object.fromEntries(
    Object.entries(given ?? {}).flatMap(([key, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[key, String(value).trim()]] : [],
    ),
  );
  const { lat, lon } = at ?? {};
  if (!texts['name']) return { ref, reason: 'has no name' };
  if (lat === undefined || lon === undefined || !isPoint(lat, lon)) {
    return {
      ref,
      reason: 'has no position: ask Overpass for `out center`, and give longitude first in GeoJSON',
    };
  }
  const categories = categoriesOf(texts);
  if (categories.length === 0) {
    return { ref, reason: `"${texts['name']}": its tags stand for no category of ours` };
  }
  return { ref, lat, lon, tags: texts, categories };
}

/** The middle of the box round all positions of a geometry, whatever its type. */
function middleOf(coordinates: unknown): { lat: number; lon: number } | undefined {
  const positions: [number, number][] = [];
  const visit = (part: unknown, depth: number): void => {
    if (!Array.isArray(part) || depth > 4) return;
    const [lon, lat] = part as unknown[];
    if (typeof lon === 'number' && typeof lat === 'number') positions.push([lon, lat]);
    else for (const inner of part) visit(inner, depth + 1);
  };
  visit(coordinates, 0);
  if (positions.length === 0) return undefined;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of positions) {
    [west, east] = [Math.min(west, lon), Math.max(east, lon)];
    [south, north] = [Math.min(south, lat), Math.max(north, lat)];
  }
  return { lat: (south + north) / 2, lon: (west + east) / 2 };
}

function dayOf(timestamp: string | undefined): string | undefined {
  const day = timestamp?.slice(0, 10) ?? '';
  return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) ? day : undefined;
}

function reasonOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return `is not what it should be: ${issue?.path.join('.') || 'it'}: ${issue?.message ?? ''}`;
}
