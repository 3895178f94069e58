import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { distanceMeters } from '../../src/knowledge/distance.ts';
import { createNearest } from '../../src/knowledge/nearest.ts';
import type { Place } from '../../src/knowledge/types.ts';
import type { Point } from '../../src/messages.ts';
import { place } from './small-pack.ts';

/** All places by distance, then by id: what the index must give. */
function bruteForce(
  places: Place[],
  point: Point,
  limit: number,
  maxMeters: number,
  where: (p: Place) => boolean,
) {
  return places
    .filter(where)
    .map((one) => ({ place: one, distanceMeters: distanceMeters(point, one) }))
    .filter((found) => found.distanceMeters <= maxMeters)
    .sort((a, b) => a.distanceMeters - b.distanceMeters || (a.place.id < b.place.id ? -1 : 1))
    .slice(0, limit);
}

// A coarse grid makes many places share one point, where only the id decides
const near = fc.record({
  lat: fc.integer({ min: 0, max: 40 }).map((step) => 41 + step / 1000),
  lon: fc.integer({ min: 0, max: 40 }).map((step) => 29 + step / 1000),
});
const anywhere = fc.record({
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
});

for (const [name, points] of [
  ['in one city', near],
  ['all over the globe', anywhere],
] as const) {
  test(`the nearest places ${name} are exactly those of brute force`, () => {
    fc.assert(
      fc.property(
        fc.array(points, { minLength: 1, maxLength: 200 }),
        points,
        fc.integer({ min: 1, max: 12 }),
        fc.oneof(fc.constant(Infinity), fc.integer({ min: 0, max: 5_000_000 })),
        fc.integer({ min: 1, max: 3 }),
        (positions, point, limit, maxMeters, every) => {
          const places = positions.map((position, index) => place(`p${index}`, position));
          const where = ({ id }: Place) => Number(id.slice(1)) % every === 0;
          const found = createNearest(places)(point, { limit, maxMeters, where });
          assert.deepEqual(found, bruteForce(places, point, limit, maxMeters, where));
        },
      ),
      { numRuns: 200 },
    );
  });
}

test('a point that is no number finds nothing, and neither does a limit of none', () => {
  const nearest = createNearest([place('a')]);
  assert.deepEqual(nearest({ lat: Number.NaN, lon: 29 }), []);
  assert.deepEqual(nearest({ lat: 41, lon: 29 }, { limit: 0 }), []);
});

test('without places nothing is near', () => {
  assert.deepEqual(createNearest([])({ lat: 41, lon: 29 }), []);
});
