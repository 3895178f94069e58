import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Areas } from '../../src/knowledge/areas.ts';
import { distanceMeters } from '../../src/knowledge/distance.ts';
import { createWalkable } from '../../src/knowledge/routes/on-foot.ts';
import { parseLine } from '../../src/knowledge/routes/read.ts';
import { departuresOn } from '../../src/knowledge/routes/timetable.ts';
import { createRoutes } from '../../src/knowledge/routes/routes.ts';
import type { Endpoint, Line, Mode, Service } from '../../src/knowledge/routes/types.ts';
import type { Place } from '../../src/knowledge/types.ts';
import type { Point } from '../../src/messages.ts';
import { place } from './small-pack.ts';

const SOURCED = { source: 'guidebook', checkedOn: '2026-01-01' };
/** Noon and half past three at night of a Wednesday, and that hour of a Saturday, in Istanbul. */
const NOON = new Date('2026-11-25T09:00:00Z');
const NIGHT = new Date('2026-11-25T00:30:00Z');
const SATURDAY_NIGHT = new Date('2026-11-28T00:30:00Z');

/** All is land, but for a strait east of 29.05 and west of 29.06. */
const areas: Pick<Areas, 'onLand'> = { onLand: ({ lon }) => lon < 29.05 || lon > 29.06 };

function stop(id: string, east: number, north = 0, accessible = false): Place {
  return place(id, {
    lat: 41 + north / 111.2,
    lon: 29 + east / 83.9,
    categories: ['metro_station'],
    facts: accessible ? [{ field: 'accessible', value: 'yes' }] : [],
  });
}

function line(
  id: string,
  service: Partial<Service> & Pick<Service, 'stops'>,
  mode: Line['mode'] = 'metro',
): Line {
  const { stops } = service;
  return {
    id,
    mode,
    services: [
      {
        towards: [stops[0] ?? '', stops.at(-1) ?? ''],
        seconds: stops.slice(1).map(() => 120),
        timing: 'estimate',
        headway: 6,
        hours: [{ days: 'Mo-Su', first: '06:00', last: '00:10' }],
        ...service,
      },
    ],
    facts: { stops: SOURCED, minutes: SOURCED },
  };
}

function routes(places: Place[], lines: Line[]) {
  return createRoutes({ lines, places, areas: areas as Areas, timezone: 'Europe/Istanbul' });
}

function at(station: Place): Endpoint {
  return { lat: station.lat, lon: station.lon, stations: [station] };
}

/** Stops in a row, three kilometres apart: too far to walk to the next but one. */
const ROW = ['a', 'b', 'c', 'd'].map((id, index) => stop(id, -3 * index));
const [A, B, C, D] = ROW as [Place, Place, Place, Place];

test('a ride tells its line, its sign, its stops and its minutes', () => {
  const route = routes(ROW, [line('M1', { stops: ['a', 'b', 'c', 'd'] })])(at(A), at(C), { at: NOON });
  assert.deepEqual(
    route?.legs.map(({ from, to, ...leg }) => ({ ...leg, from: from?.id, to: to?.id })),
    [{ mode: 'metro', line: 'M1', towards: 'd', stops: 2, minutes: 4, every: 6, from: 'a', to: 'c' }],
  );
  // Two minutes down and two up, and half of six for the wait
  assert.equal(route?.minutes, 4 + 4 + 3);
  assert.equal(route?.transfers, 0);
});

test('the way back has the other sign', () => {
  const find = routes(ROW, [line('M1', { stops: ['a', 'b', 'c', 'd'] })]);
  assert.equal(find(at(D), at(B), { at: NOON })?.legs[0]?.towards, 'a');
});

test('a line that runs one way only is not ridden the other way', () => {
  const find = routes(ROW, [line('M1', { stops: ['a', 'b', 'c', 'd'], oneWay: true })]);
  assert.equal(find(at(D), at(A), { at: NOON }), undefined);
  assert.equal(find(at(A), at(D), { at: NOON })?.legs[0]?.stops, 3);
});

test('a ring shows its far end until that is passed', () => {
  const ring = line('T3', { stops: ['a', 'b', 'c', 'd'], towards: ['a', 'c'], oneWay: true, turn: 'c' });
  const find = routes(ROW, [ring]);
  assert.equal(find(at(A), at(C), { at: NOON })?.legs[0]?.towards, 'c');
  assert.equal(find(at(B), at(D), { at: NOON })?.legs[0]?.towards, 'a');
});

test('one line all the way is liked better than a change that saves two minutes', () => {
  const slow = line('M1', { stops: ['a', 'b', 'c'], seconds: [300, 300] });
  const fast = [
    line('M2', { stops: ['a', 'b'], seconds: [240] }),
    line('M3', { stops: ['b', 'c'], seconds: [240] }),
  ];
  const route = routes(ROW, [slow, ...fast])(at(A), at(C), { at: NOON });
  assert.deepEqual(
    route?.legs.map((leg) => leg.line),
    ['M1'],
  );
});

test('a change that saves a quarter of an hour is made, and counted', () => {
  const slow = line('M1', { stops: ['a', 'b', 'c'], seconds: [900, 900] });
  const fast = [line('M2', { stops: ['a', 'b'] }), line('M3', { stops: ['b', 'c'] })];
  const route = routes(ROW, [slow, ...fast])(at(A), at(C), { at: NOON });
  assert.deepEqual(
    route?.legs.map((leg) => leg.line),
    ['M2', 'M3'],
  );
  assert.equal(route?.transfers, 1);
});

test('stations near each other are changed between on foot', () => {
  const near = stop('near', -3 - 0.3);
  const find = routes(
    [...ROW, near],
    [line('M1', { stops: ['a', 'b'] }), line('T1', { stops: ['near', 'd'] }, 'tram')],
  );
  const route = find(at(A), at(D), { at: NOON });
  assert.deepEqual(
    route?.legs.map(({ mode }) => mode),
    ['metro', 'walk', 'tram'],
  );
  assert.equal(route?.legs[1]?.from?.id, 'b');
  assert.equal(route?.legs[1]?.to?.id, 'near');
});

test('after the last departure past midnight nothing runs, and the first one is told', () => {
  const find = routes(ROW, [line('M1', { stops: ['a', 'b'] })]);
  const fiveToMidnight = new Date('2026-11-25T20:55:00Z');
  const fiveToOne = new Date('2026-11-25T21:05:00Z');
  assert.deepEqual(find(at(A), at(B), { at: fiveToMidnight })?.closed, []);
  assert.deepEqual(find(at(A), at(B), { at: fiveToOne })?.closed, []);
  assert.deepEqual(find(at(A), at(B), { at: NIGHT })?.closed, [
    { line: 'M1', mode: 'metro', first: '06:00' },
  ]);
});

test('a line that has closed by the time one gets there is not boarded: another way, or its next first departure', () => {
  const late = (id: string, stops: string[], last: string, seconds = [1_800]) =>
    line(id, { stops, seconds, hours: [{ days: 'Mo-Su', first: '06:00', last }] });
  const tenToMidnight = new Date('2026-11-25T20:50:00Z');
  const lines = [late('M1', ['a', 'b'], '00:30'), late('M2', ['b', 'c'], '23:59')];
  const find = routes(ROW, lines);
  assert.deepEqual(find(at(A), at(C), { at: tenToMidnight })?.closed, [
    { line: 'M2', mode: 'metro', first: '06:00', weekday: 4 },
  ]);
  assert.deepEqual(find(at(A), at(B), { at: tenToMidnight })?.closed, []);
  const hourEarlier = new Date('2026-11-25T20:10:00Z');
  assert.deepEqual(find(at(A), at(C), { at: hourEarlier })?.closed, []);
  const slower = late('N2', ['b', 'c'], '02:00', [2_400]);
  const other = routes(ROW, [...lines, slower])(at(A), at(C), { at: tenToMidnight });
  assert.deepEqual(
    other?.legs.map((leg) => leg.line),
    ['M1', 'N2'],
  );
  assert.deepEqual(other?.closed, []);
});

test('where a line next goes on another day, that day is named', () => {
  const hours = [{ days: 'Su', first: '10:05', last: '18:35' }];
  const find = routes(ROW, [line('Ferry', { stops: ['a', 'b'], hours }, 'ferry')]);
  const saturdayNoon = new Date('2026-11-28T09:00:00Z');
  assert.deepEqual(find(at(A), at(B), { at: saturdayNoon })?.closed, [
    { line: 'Ferry', mode: 'ferry', first: '10:05', weekday: 0 },
  ]);
});

test('what runs in the nights before Saturday and Sunday runs then alone', () => {
  const hours = [
    { days: 'Mo-Su', first: '06:00', last: '23:50' },
    { days: 'Sa,Su', first: '00:00', last: '05:30', headway: 20 },
  ];
  const find = routes(ROW, [line('M1', { stops: ['a', 'b'], hours })]);
  assert.deepEqual(find(at(A), at(B), { at: SATURDAY_NIGHT })?.closed, []);
  // The wait is half of twenty minutes now, and two less than by day's three
  assert.equal(find(at(A), at(B), { at: SATURDAY_NIGHT })?.minutes, 2 + 4 + 10);
  assert.equal(find(at(A), at(B), { at: NIGHT })?.closed.length, 1);
});

test('a slower line that runs at night is taken instead of the one that does not', () => {
  const bus = line('N1', { stops: ['a', 'b'], seconds: [360], hours: [] }, 'metrobus');
  const route = routes(ROW, [line('M1', { stops: ['a', 'b'] }), bus])(at(A), at(B), { at: NIGHT });
  assert.deepEqual(
    route?.legs.map((leg) => leg.line),
    ['N1'],
  );
  assert.deepEqual(route?.closed, []);
});

test('what no document gives hours for is not promised at night', () => {
  const { hours: _, ...service } = line('B1', { stops: ['a', 'b'] }, 'bus').services[0] as Service;
  const find = routes(ROW, [{ ...line('B1', { stops: ['a', 'b'] }, 'bus'), services: [service] }]);
  assert.deepEqual(find(at(A), at(B), { at: NOON })?.closed, []);
  assert.deepEqual(find(at(A), at(B), { at: NIGHT })?.closed, [{ line: 'B1', mode: 'bus' }]);
});

test('a walk is told where it is quicker, and never over water', () => {
  const find = routes(ROW, [line('M1', { stops: ['a', 'b'] })]);
  const near = { lat: A.lat, lon: A.lon + 0.004 };
  assert.deepEqual(
    find(A, near, { at: NOON })?.legs.map(({ mode }) => mode),
    ['walk'],
  );
  const [west, east] = [
    { lat: 41.2, lon: 29.049 },
    { lat: 41.2, lon: 29.061 },
  ];
  assert.equal(
    find(west, east, { at: NOON })?.legs.some(({ mode, line: id }) => mode === 'walk' && id === '') ?? false,
    false,
  );
});

test('an end far from every stop says how far, and its taxi is not in the minutes', () => {
  const find = routes(ROW, [line('M1', { stops: ['a', 'b'] })]);
  const far = { lat: 41.1, lon: 29 };
  const route = find(at(B), far, { at: NOON });
  assert.equal(Math.round((route?.farFromStop ?? 0) / 100), 111);
  assert.equal(route?.minutes, 2 + 4 + 3);
  assert.equal(find(far, at(B), { at: NOON })?.farToStop, route?.farFromStop);
});

test('a station known to be without steps is liked better, if that is wanted', () => {
  const [safe, steps] = [stop('safe', -3, 0.4, true), stop('steps', -3, -0.2)];
  const start = stop('start', -9, 0, true);
  const lines = [line('M1', { stops: ['start', 'steps'] }), line('M2', { stops: ['start', 'safe'] })];
  const find = routes([safe, steps, start], lines);
  const end = { lat: 41, lon: 29 - 3 / 83.9 };
  assert.equal(find(at(start), end, { at: NOON })?.legs[0]?.line, 'M1');
  const route = find(at(start), end, { at: NOON, stepFree: true });
  assert.equal(route?.legs[0]?.line, 'M2');
  assert.deepEqual(route?.stepFree, { known: [start, safe], unknown: [] });
});

test('the mode that is asked for is kept to where it costs ten minutes at most', () => {
  const metro = line('M1', { stops: ['a', 'b'] });
  const ferry = (minutes: number) => line('Ferry', { stops: ['a', 'b'], seconds: [minutes * 60] }, 'ferry');
  const lineOf = (minutes: number, by: Mode[]) =>
    routes(ROW, [metro, ferry(minutes)])(at(A), at(B), { at: NOON, by })?.legs[0]?.line;
  assert.equal(lineOf(8, []), 'M1');
  assert.equal(lineOf(8, ['ferry']), 'Ferry');
  assert.equal(lineOf(20, ['ferry']), 'M1');
});

test('a way on foot follows the shore round a bay, but crosses no strait', () => {
  const shore = (lon: number) => 41 + (lon > 28.995 && lon < 29 ? 0.002 : 0);
  const onLand = ({ lat, lon }: Point) => lat >= shore(lon) && (lon < 29.05 || lon > 29.06);
  const walkable = createWalkable(onLand, [{ lat: 41.5, lon: 29.055 }]);
  assert.ok(walkable({ lat: 41.0005, lon: 28.99 }, { lat: 41.0005, lon: 29.005 }));
  assert.equal(walkable({ lat: 41.2, lon: 29.049 }, { lat: 41.2, lon: 29.061 }), false);
  // A bridge as long as the strait is wide is none for walkers
  assert.equal(walkable({ lat: 41.5, lon: 29.049 }, { lat: 41.5, lon: 29.061 }), false);
});

test('where a funicular climbs, the walk beside it is not offered as short', () => {
  const [foot, top] = [stop('foot', 0, 10), stop('top', 0, 10.28)];
  const find = routes([foot, top], [line('F1', { stops: ['foot', 'top'], headway: 4 }, 'funicular')]);
  assert.deepEqual(
    find(at(foot), at(top), { at: NOON })?.legs.map(({ line: id }) => id),
    ['F1'],
  );
});

test('a walk that takes no longer than a way with a short climb in it is told', () => {
  const [start, foot, top] = [stop('start', -1.8, 10), stop('foot', -0.35, 10), stop('top', 0, 10)];
  const cable = line('TF1', { stops: ['foot', 'top'], headway: 40 }, 'cable_car');
  const find = routes([foot, top], [cable]);
  const { lat, lon } = start;
  assert.deepEqual(
    find({ lat, lon }, at(top), { at: NOON, by: ['cable_car'] })?.legs.map(({ mode }) => mode),
    ['walk'],
  );
});

/** Prices and minutes of an edge from one node to another. */
type Edge = [from: string, to: string, price: number, minutes: number];

/**
 * The minutes of the cheapest way by trying every edge until nothing gets better (Bellman and Ford), with the prices
 * written down anew: two minutes down and two up, half the headway to wait, four minutes a boarding, a minute on foot as
 * one and a half, two minutes to find the other station, and one ride at least. Undefined where there is no way.
 */
function cheapest(places: Place[], lines: Line[], from: Place, to: Place): number | undefined {
  const called = new Set(lines.flatMap(({ services }) => services.flatMap(({ stops }) => stops)));
  const stops = places.filter(({ id }) => called.has(id));
  const onFoot = (a: Place, b: Place) => (distanceMeters(a, b) * 1.3) / 80;
  const edges: Edge[] = stops.flatMap((one): Edge[] => [
    ...(distanceMeters(from, one) <= 1_500
      ? [['from', `before ${one.id}`, onFoot(from, one) * 1.5, onFoot(from, one)] as Edge]
      : []),
    ...(distanceMeters(to, one) <= 1_500
      ? [[`at ${one.id}`, 'to', onFoot(to, one) * 1.5, onFoot(to, one)] as Edge]
      : []),
    ...stops
      .filter((other) => other !== one && distanceMeters(one, other) <= 450)
      .map((other): Edge => {
        const minutes = onFoot(one, other) + 2;
        return [`at ${one.id}`, `at ${other.id}`, minutes * 1.5, minutes];
      }),
  ]);
  for (const { id, services } of lines) {
    for (const [number, { stops: calls, seconds, headway, oneWay }] of services.entries()) {
      for (const way of oneWay ? ['on'] : ['on', 'back']) {
        const aboard = (index: number) => `${id}/${number}/${way}/${index}`;
        for (const [index, name] of calls.entries()) {
          for (const where of ['before', 'at']) {
            edges.push([`${where} ${name}`, aboard(index), 2 + headway / 2 + 4, 2 + headway / 2]);
          }
          edges.push([aboard(index), `at ${name}`, 2, 2]);
        }
        for (const [index, time] of seconds.entries()) {
          const [start, end] = way === 'on' ? [index, index + 1] : [index + 1, index];
          edges.push([aboard(start), aboard(end), time / 60, time / 60]);
        }
      }
    }
  }
  const known = new Map([['from', { price: 0, minutes: 0 }]]);
  for (let changed = true; changed;) {
    changed = false;
    for (const [start, end, price, minutes] of edges) {
      const before = known.get(start);
      if (!before || before.price + price >= (known.get(end)?.price ?? Infinity) - 1e-9) continue;
      known.set(end, { price: before.price + price, minutes: before.minutes + minutes });
      changed = true;
    }
  }
  return known.get('to')?.minutes;
}

test('no way over a small network is cheaper than the one that is found', () => {
  const network = fc
    .array(fc.tuple(fc.integer({ min: -60, max: 0 }), fc.integer({ min: 0, max: 60 })), {
      minLength: 4,
      maxLength: 9,
    })
    .chain((points) => {
      // Two kilometres apart on a grid, with a neighbour to change to on foot beside some
      const places = points.map(([x, y], index) => stop(`s${index}`, x * 2 + (index % 3) * 0.2, y * 2));
      const ids = places.map(({ id }) => id);
      const service = fc.record({
        stops: fc.shuffledSubarray(ids, { minLength: 2 }),
        headway: fc.integer({ min: 2, max: 30 }),
        oneWay: fc.boolean(),
        times: fc.array(fc.integer({ min: 61, max: 1_499 }), { minLength: 9, maxLength: 9 }),
      });
      return fc.tuple(fc.constant(places), fc.array(service, { minLength: 1, maxLength: 5 }));
    });
  fc.assert(
    fc.property(network, ([places, services]) => {
      const lines = services.map(({ stops, headway, oneWay, times }, index) =>
        line(`L${index}`, {
          stops,
          headway,
          seconds: times.slice(0, stops.length - 1),
          ...(oneWay ? { oneWay: true } : {}),
        }),
      );
      const [from, ...others] = places as [Place, ...Place[]];
      for (const to of others) {
        // A way on foot alone is another matter, and so is one by taxi to the first stop
        if (distanceMeters(from, to) <= 4_000) continue;
        const route = routes(places, lines)(at(from), at(to), { at: NOON });
        const isNear = route?.farFromStop === undefined && route?.farToStop === undefined;
        const minutes = cheapest(places, lines, from, to);
        if (minutes !== undefined) assert.equal(route?.minutes, Math.round(minutes));
        else assert.ok(!route || !isNear);
      }
    }),
    { numRuns: 150, seed: 5 },
  );
});

test('a line that is wrong is named with what is wrong', () => {
  const surroundings = {
    files: new Map([
      ['a', 'x.json'],
      ['b', 'x.json'],
    ]),
    sources: { guidebook: { title: 'A guidebook', date: '2026-01-01' } },
  };
  const faults = (content: unknown) => {
    const read = parseLine('transit/lines/x.json', content, surroundings);
    return 'problems' in read
      ? read.problems.map(({ field, message }) => `${field} ${message}`).join('; ')
      : '';
  };
  const good = line('M1', { stops: ['a', 'b'] });
  assert.equal(faults(good), '');
  assert.match(faults({ ...good, services: [] }), /services .*at least one service/);
  assert.match(faults(line('M1', { stops: ['a', 'nowhere'] })), /"nowhere" is no place of the pack/);
  assert.match(faults(line('M1', { stops: ['a', 'b'], seconds: [60, 60] })), /one fewer than the stops/);
  assert.match(faults(line('M1', { stops: ['a', 'b', 'a'] })), /twice/);
  const hours = [{ days: 'daily', first: '6:00', last: '24:00' }];
  assert.match(faults(line('M1', { stops: ['a', 'b'], hours })), /weekdays.*time of day/);
  const undated = {
    ...good,
    facts: { ...good.facts, minutes: { source: 'hearsay', checkedOn: '2026-01-01' } },
  };
  assert.match(faults(undated), /"hearsay" is no key/);
  const misdated = { ...good, facts: { ...good.facts, stops: { ...SOURCED, checkedOn: '2026-02-02' } } };
  assert.match(faults(misdated), /the document is of 2026-01-01/);
  assert.match(faults(null), /transit|expected/i);
});

test('first and last departures are those of the day, with those of the night behind it', () => {
  const hours = [
    { days: 'Mo-Su', first: '06:00', last: '23:50' },
    { days: 'Sa,Su', first: '00:00', last: '05:30' },
  ];
  const metro = line('M1', { stops: ['a', 'b'], hours });
  const ranges = (weekday: number) => departuresOn([metro], {}, weekday)[0]?.ranges;
  assert.deepEqual(ranges(3), [{ first: '06:00', last: '23:50' }]);
  assert.deepEqual(ranges(5), [
    { first: '06:00', last: '23:50' },
    { first: '00:00', last: '05:30' },
  ]);
  assert.deepEqual(ranges(0), [{ first: '06:00', last: '23:50' }]);
});

test('of ferries only those count that go where one wants to, from the earliest to the latest', () => {
  const trip = (stops: string[], first: string, last: string): Line['services'][number] => ({
    ...(line('Ferry', { stops, oneWay: true }).services[0] as Service),
    hours: [{ days: 'Mo-Su', first, last }],
  });
  const ferry: Line = {
    ...line('Ferry', { stops: ['a', 'b'] }, 'ferry'),
    services: [
      trip(['a', 'b'], '07:00', '21:00'),
      trip(['a', 'b'], '09:00', '00:10'),
      trip(['b', 'a'], '06:00', '20:00'),
    ],
  };
  const found = departuresOn([ferry], { from: ['a'] }, 3);
  assert.deepEqual(
    found.map(({ towards, ranges }) => [towards, ranges]),
    [['b', [{ first: '07:00', last: '00:10' }]]],
  );
  assert.deepEqual(departuresOn([ferry], { from: ['a'], to: ['c'] }, 3), []);
  assert.deepEqual(departuresOn([ferry], { modes: ['metro'] }, 3), []);
});
