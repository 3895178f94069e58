import type { Point } from '../messages.ts';
import type { Pack } from './pack.ts';
import type { District } from './types.ts';

/** Metres from a shore to which the city's waters count as a district's. */
const WATER_METERS = 3_000;
/** Metres to which a point outside all outlines counts as inside: simplified outlines stray so far. */
const OUTLINE_METERS = 100;
/** Metres in a degree of latitude (and of longitude at the equator) on the mean sphere. */
const METERS_A_DEGREE = 111_195;

type Ring = readonly (readonly [number, number])[];
interface Outline {
  district: District;
  polygons: readonly (readonly Ring[])[];
  box: { west: number; south: number; east: number; north: number };
}

/** The districts by their outlines. */
export interface Areas {
  readonly districts: readonly District[];
  /** The district that the point lies in; on the city's waters, the nearest within 3 km. */
  districtAt(point: Point): District | undefined;
  /** Metres from the point to the outline of a district by its Turkish name, 0 within it; undefined without such a district. */
  metersTo(district: string, point: Point): number | undefined;
  /** Whether the point lies in a district or on the city's waters. */
  contains(point: Point): boolean;
  /** Whether the point lies within an outline: outlines end at the shores. */
  onLand(point: Point): boolean;
}

export function createAreas({ districts, waters }: { districts: Pack['districts']; waters: Ring }): Areas {
  const outlines = districts.map(({ properties, geometry }): Outline => {
    const positions = geometry.coordinates.flat(2);
    return {
      district: properties as District,
      polygons: geometry.coordinates,
      box: {
        west: Math.min(...positions.map(([lon]) => lon)),
        south: Math.min(...positions.map(([, lat]) => lat)),
        east: Math.max(...positions.map(([lon]) => lon)),
        north: Math.max(...positions.map(([, lat]) => lat)),
      },
    };
  });
  const onWater = (point: Point) => inPolygon(point, [waters]);

  function districtAt(point: Point): District | undefined {
    const near = outlines.filter(({ box }) => inBox(point, box));
    const inside = near.find(({ polygons }) => polygons.some((polygon) => inPolygon(point, polygon)));
    if (inside) return inside.district;
    const [nearest] = near
      .map(({ district, polygons }) => ({ district, meters: metersToOutline(point, polygons) }))
      .sort((a, b) => a.meters - b.meters);
    if (!nearest || nearest.meters > WATER_METERS) return undefined;
    return nearest.meters <= OUTLINE_METERS || onWater(point) ? nearest.district : undefined;
  }

  return {
    districts: outlines.map(({ district }) => district),
    districtAt,
    metersTo(name, point) {
      const outline = outlines.find(({ district }) => district.name.tr === name);
      if (!outline) return undefined;
      const inside = outline.polygons.some((polygon) => inPolygon(point, polygon));
      return inside ? 0 : metersToOutline(point, outline.polygons);
    },
    contains: (point) => onWater(point) || districtAt(point) !== undefined,
    onLand: (point) =>
      outlines.some(
        ({ box, polygons }) =>
          point.lat >= box.south &&
          point.lat <= box.north &&
          point.lon >= box.west &&
          point.lon <= box.east &&
          polygons.some((polygon) => inPolygon(point, polygon)),
      ),
  };
}

/** Whether the point lies in the box, or within reach of it over water. */
function inBox({ lat, lon }: Point, box: Outline['box']): boolean {
  const margin = WATER_METERS / METERS_A_DEGREE;
  const wide = margin / Math.cos((lat * Math.PI) / 180);
  return (
    lat >= box.south - margin && lat <= box.north + margin && lon >= box.west - wide && lon <= box.east + wide
  );
}

/** Even-odd rule over all rings, so that holes are outside. By index, as it is asked thousands of times for one walk. */
function inPolygon({ lat, lon }: Point, polygon: readonly Ring[]): boolean {
  let inside = false;
  for (const ring of polygon) {
    let [x1, y1] = ring.at(-1) ?? [0, 0];
    for (const [x2, y2] of ring) {
      if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
      [x1, y1] = [x2, y2];
    }
  }
  return inside;
}

/** Metres to the nearest edge, on a plane laid at the point: exact enough over a few kilometres. */
function metersToOutline(point: Point, polygons: Outline['polygons']): number {
  const kx = METERS_A_DEGREE * Math.cos((point.lat * Math.PI) / 180);
  let nearest = Infinity;
  for (const ring of polygons.flat()) {
    for (const [from, to] of edges(ring)) {
      const x1 = (from[0] - point.lon) * kx;
      const y1 = (from[1] - point.lat) * METERS_A_DEGREE;
      const dx = (to[0] - from[0]) * kx;
      const dy = (to[1] - from[1]) * METERS_A_DEGREE;
      const length = dx * dx + dy * dy;
      const along = length === 0 ? 0 : Math.max(0, Math.min(1, -(x1 * dx + y1 * dy) / length));
      nearest = Math.min(nearest, Math.hypot(x1 + along * dx, y1 + along * dy));
    }
  }
  return nearest;
}

function* edges(ring: Ring): Generator<[readonly [number, number], readonly [number, number]]> {
  for (let index = 1; index < ring.length; index += 1) {
    yield [ring[index - 1] as [number, number], ring[index] as [number, number]];
  }
}
