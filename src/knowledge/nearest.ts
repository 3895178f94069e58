import { around } from 'geokdbush';
import KDBush from 'kdbush';
import type { Point } from '../messages.ts';
import { distanceMeters } from './distance.ts';
import type { Found, Place } from './types.ts';

/** The tree measures on a sphere of another radius (6,371 km) and rounds otherwise: so much more is asked of it. */
const SLACK = 1.0001;

/** Builds the search for the nearest places: see `Knowledge.nearest`. Places equally far away go by id. */
export function createNearest(
  places: readonly Place[],
): (
  point: Point,
  options?: { limit?: number; maxMeters?: number; where?: (place: Place) => boolean },
) => Found[] {
  const tree = new KDBush(places.length);
  for (const place of places) tree.add(place.lon, place.lat);
  tree.finish();

  return (point, { limit = 10, maxMeters = Infinity, where } = {}) => {
    if (limit <= 0 || !Number.isFinite(point.lat) || !Number.isFinite(point.lon)) return [];
    const accept = where ? (index: number) => where(places[index] as Place) : undefined;
    // The limit's last place may have company at the same distance, so the tree is asked by distance, not by count.
    const first = around(tree, point.lon, point.lat, limit, maxKilometers(maxMeters), accept);
    const last = first.at(-1);
    if (last === undefined) return [];
    const reach =
      first.length < limit ? maxMeters : distanceMeters(point, places[last] as Place) * SLACK + 0.01;
    return around(tree, point.lon, point.lat, Infinity, maxKilometers(reach), accept)
      .map((index): Found & { distanceMeters: number } => {
        const place = places[index] as Place;
        return { place, distanceMeters: distanceMeters(point, place) };
      })
      .filter((found) => found.distanceMeters <= maxMeters)
      .sort((a, b) => a.distanceMeters - b.distanceMeters || (a.place.id < b.place.id ? -1 : 1))
      .slice(0, limit);
  };
}

/** A distance for the tree, which takes none above half the Earth's girth. */
function maxKilometers(meters: number): number {
  return meters > 20_000_000 ? Infinity : (meters * SLACK) / 1000;
}
