import type { Point } from '../messages.ts';

/** Mean radius of the Earth in metres (IUGG), as geokdbush uses it too. */
const EARTH_RADIUS_METERS = 6_371_008.8;

/** Great-circle distance in metres (haversine formula). */
export function distanceMeters(a: Point, b: Point): number {
  const radians = Math.PI / 180;
  const lat = ((b.lat - a.lat) * radians) / 2;
  const lon = ((b.lon - a.lon) * radians) / 2;
  const h = Math.sin(lat) ** 2 + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * Math.sin(lon) ** 2;
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Walking minutes for a distance as the crow flies: 1.3 times as far on foot, at 80 metres a minute, at least 1. */
export function walkingMinutes(crowFlightMeters: number): number {
  return Math.max(1, Math.round((crowFlightMeters * 1.3) / 80));
}
