import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon, Position } from 'geojson';
import type { Objects, Topology } from 'topojson-specification';
import { feature as toFeature } from 'topojson-client';
import { topology } from 'topojson-server';
import { presimplify, quantile, simplify } from 'topojson-simplify';
import { LANGUAGES } from '../../messages.ts';
import { slug } from '../slug.ts';
import type { District } from '../types.ts';

/** Share of the outlines' corners that are kept: borders stay within some 50 m of where they were. */
const KEPT = 0.3;
/** Decimal places of a corner: five are about a metre. */
const DECIMALS = 5;

type Tags = Record<string, string>;
type Source = FeatureCollection<Polygon | MultiPolygon | Point, Tags>;

/**
 * Makes the pack's `districts.geojson` from an OpenStreetMap extract of the districts (relations, `name:xx` tags).
 * Common borders are simplified once, so that neighbours still meet.
 * @param leaveOut names of neighbours that the extract holds too
 */
export function importDistricts(
  source: Source,
  leaveOut: ReadonlySet<string>,
): FeatureCollection<MultiPolygon, District> {
  const outlines = source.features.filter(
    (feature): feature is Feature<Polygon | MultiPolygon, Tags> =>
      feature.geometry.type !== 'Point' &&
      feature.properties['name'] !== undefined &&
      !leaveOut.has(feature.properties['name']),
  );
  const collection: FeatureCollection = { type: 'FeatureCollection', features: outlines };
  const weighted = presimplify(topology({ districts: collection }) as Topology<Objects<Tags>>);
  const small = simplify(weighted, quantile(weighted, KEPT));
  const districts = small.objects['districts'];
  if (!districts) throw new Error('The simplified outlines were lost.');
  const simplified = toFeature(small, districts) as unknown as FeatureCollection<
    Polygon | MultiPolygon,
    Tags
  >;
  const features = simplified.features.map((feature): Feature<MultiPolygon, District> => {
    const { geometry, properties } = feature;
    const polygons = (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates)
      .map((rings) => rings.map((ring) => ring.map(round)).filter((ring) => ring.length >= 4))
      .filter((rings) => rings.length > 0);
    return {
      type: 'Feature',
      properties: describe(properties, polygons),
      geometry: { type: 'MultiPolygon', coordinates: polygons },
    };
  });
  features.sort((a, b) => (a.properties.id < b.properties.id ? -1 : 1));
  return { type: 'FeatureCollection', features };
}

/** Only names are taken of the tags: descriptions and websites are open to spam. */
function describe(tags: Tags, polygons: Position[][][]): District {
  const name = tags['name'] ?? '';
  const more = Object.fromEntries(
    LANGUAGES.flatMap((language) => {
      const tag = tags[`name:${language}`]?.replaceAll('_', ' ');
      return tag === undefined ? [] : [[language, tag]];
    }),
  );
  const aliases = [tags['alt_name'], tags['alt_name:ar']].flatMap((list) => list?.split(';') ?? []);
  return {
    id: `district-${slug(name)}`,
    name: { en: name, ...more, tr: name },
    ...(aliases.length > 0 ? { aliases } : {}),
    centre: centreOf(polygons),
  };
}

/** The middle (centroid) of the largest outer ring. */
function centreOf(polygons: Position[][][]): District['centre'] {
  let best = { area: 0, lon: 0, lat: 0 };
  for (const [ring] of polygons) {
    let [area, lon, lat] = [0, 0, 0];
    for (const [index, [x1 = 0, y1 = 0]] of (ring ?? []).slice(0, -1).entries()) {
      const [x2 = 0, y2 = 0] = ring?.[index + 1] ?? [];
      const cross = x1 * y2 - x2 * y1;
      area += cross;
      lon += (x1 + x2) * cross;
      lat += (y1 + y2) * cross;
    }
    if (Math.abs(area) > Math.abs(best.area)) best = { area, lon: lon / (3 * area), lat: lat / (3 * area) };
  }
  const [lon = 0, lat = 0] = round([best.lon, best.lat]);
  return { lat, lon };
}

function round(position: Position): Position {
  return position.map((degrees) => Number(degrees.toFixed(DECIMALS)));
}
