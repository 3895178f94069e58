import type { Point } from '../../messages.ts';
import { distanceMeters } from '../distance.ts';

/** Metres between the points of a straight way that are looked at, and most points: a long way is looked at coarsely. */
const STEP_METERS = 50;
const MAX_STEPS = 80;
/** Water this narrow is none: outlines of shores stray by some 50 m. */
const NARROW_METERS = 150;
/** Piers and quays stand this far out beyond the outlines. */
const QUAY_METERS = 120;
/** A way this short may lie wholly beyond the outlines: along a quay, or on a small island. */
const SHORE_METERS = 200;
/** How far inland a way along the shore may go round a bay, in metres; no more than half as far as it is long. */
const BAY_METERS = [150, 300, 450];
/** Nobody walks so far: whether a bay is in the way is not looked at. */
const LONG_METERS = 4_000;
/** Longest bridge that has a footway: those over the strait are longer, and motorways. */
const FOOT_BRIDGE_METERS = 550;
/** How far to the side of the straight way a bridge may lie. */
const DETOUR_METERS = 350;

/**
 * Whether one can go from one point to the other on foot: not over water, but where a short bridge is near.
 * @param onLand whether a point lies on land
 */
export function createWalkable(
  onLand: (point: Point) => boolean,
  bridges: readonly Point[],
): (from: Point, to: Point) => boolean {
  const isStraight = (from: Point, to: Point): boolean => {
    const meters = distanceMeters(from, to);
    const steps = Math.min(MAX_STEPS, Math.floor(meters / STEP_METERS));
    const length = meters / steps;
    let wet: Point[] = [];
    const halfWay = { lat: (from.lat + to.lat) / 2, lon: (from.lon + to.lon) / 2 };
    const isAtBridge = bridges.some((bridge) => distanceMeters(bridge, halfWay) <= DETOUR_METERS);
    let isDry = meters <= SHORE_METERS || isAtBridge;
    const isPassable = () => {
      const width = (wet.length + 1) * length;
      const middle = wet[Math.floor(wet.length / 2)];
      if (!middle || width < NARROW_METERS) return true;
      return (
        width <= FOOT_BRIDGE_METERS &&
        bridges.some((bridge) => distanceMeters(bridge, middle) <= DETOUR_METERS)
      );
    };
    for (let step = 1; step < steps; step += 1) {
      const share = step / steps;
      const point = {
        lat: from.lat + (to.lat - from.lat) * share,
        lon: from.lon + (to.lon - from.lon) * share,
      };
      const toEnd = Math.min(share, 1 - share) * meters;
      const isLand = onLand(point);
      isDry ||= isLand;
      if (toEnd > QUAY_METERS && !isLand) wet.push(point);
      else {
        if (!isPassable()) return false;
        wet = [];
      }
    }
    return isDry && isPassable();
  };
  return (from, to) =>
    isStraight(from, to) ||
    shoreSides(from, to).some((point) => onLand(point) && isStraight(from, point) && isStraight(point, to));
}

/** Points beside the middle of a way, by which it can follow a bay. */
function shoreSides(from: Point, to: Point): Point[] {
  const meters = distanceMeters(from, to);
  if (meters > LONG_METERS) return [];
  const middle = { lat: (from.lat + to.lat) / 2, lon: (from.lon + to.lon) / 2 };
  const wide = Math.cos((middle.lat * Math.PI) / 180);
  // The way turned by a right angle, as a share of its own length
  const [north, east] = [-(to.lon - from.lon) * wide, (to.lat - from.lat) / wide];
  return BAY_METERS.filter((aside) => aside <= meters / 2).flatMap((aside) =>
    [aside / meters, -aside / meters].map((share) => ({
      lat: middle.lat + north * share,
      lon: middle.lon + east * share,
    })),
  );
}
