import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Endpoint, Line, Route } from '../../src/knowledge/routes/types.ts';
import { compareLines } from '../../src/knowledge/import/compare-lines.ts';
import { importLines } from '../../src/knowledge/import/lines.ts';
import { loadKnowledge } from '../../src/knowledge/knowledge.ts';
import { readPack } from '../../src/knowledge/pack.ts';
import { checkLines } from '../../src/knowledge/routes/check.ts';
import { ON_ONE_LINE, WITH_CHANGES } from './route-pairs.ts';

const PACK = new URL('../../cities/istanbul/', import.meta.url).pathname;
const fixtures = process.env['REHBER_FIXTURES'];
const reference = join(fixtures ?? '', 'reference', 'istanbul');
const withFixtures = {
  skip: fixtures === undefined && 'REHBER_FIXTURES names no folder of reference data',
};
/** Wednesday, 12:00 in Istanbul. */
const NOON = new Date('2026-11-25T09:00:00Z');
/** The same night, 03:30, and the night to Saturday. */
const NIGHT = new Date('2026-11-25T00:30:00Z');
const WEEKEND_NIGHT = new Date('2026-11-28T00:30:00Z');

const knowledge = await loadKnowledge(PACK);
const { lines, places } = await readPack(PACK);

function at(id: string): Endpoint {
  const place = knowledge.place(id);
  assert.ok(place, `the pack has no ${id}`);
  const isStop = place.categories.some((category) => /_(station|stop)$|^ferry_pier$/.test(category));
  return isStop ? { lat: place.lat, lon: place.lon, stations: [place] } : place;
}

function way(from: string, to: string, moment = NOON, stepFree = false): Route {
  const route = knowledge.route(at(from), at(to), { at: moment, stepFree });
  assert.ok(route, `no way from ${from} to ${to}`);
  return route;
}

function told({ legs }: Route): string {
  return legs
    .map(({ mode, line, stops, towards }) => (mode === 'walk' ? 'walk' : `${line} ${stops} ${towards}`))
    .join(' > ');
}

for (const [from, to, legs] of [...ON_ONE_LINE, ...WITH_CHANGES]) {
  test(`from ${from} to ${to}: ${legs}`, () => {
    const route = way(from, to);
    assert.equal(told(route), legs);
    const rides = route.legs.filter(({ mode }) => mode !== 'walk');
    assert.equal(route.transfers, rides.length - 1);
    const aboard = route.legs.reduce((sum, { minutes }) => sum + minutes, 0);
    assert.ok(route.minutes >= aboard - route.legs.length, 'waiting takes time, and never less than none');
  });
}

test(
  'every line that the reference calls operating is in the pack, as the import makes it',
  withFixtures,
  async () => {
    const made = await importLines(reference, places);
    const imported = lines.filter(({ mode }) => mode !== 'ferry' && mode !== 'bus');
    const byId = (all: readonly Line[]) => all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    assert.deepEqual(byId(imported), byId(made));
  },
);

test('no document of the reference has a line’s stops in another order', withFixtures, async () => {
  assert.deepEqual(await compareLines(lines, places, reference), []);
});

test('a line with two stops exchanged is found out by the reference', withFixtures, async () => {
  const [tram] = lines.filter(({ id }) => id === 'T1').map((line) => structuredClone(line));
  assert.ok(tram);
  const [service] = tram.services;
  const [first, second] = service?.stops ?? [];
  service?.stops.splice(0, 2, second ?? '', first ?? '');
  const problems = await compareLines([tram], places, reference);
  assert.ok(problems.length > 0);
  assert.match(problems[0]?.message ?? '', /another order/);
});

test('stations and lines name each other', () => {
  assert.deepEqual(checkLines(lines, places), []);
  const without = lines.filter(({ id }) => id !== 'F2');
  assert.ok(checkLines(without, places).some(({ id, message }) => id === 'tunel-tram' && /F2/.test(message)));
});

test('nothing that is still being built, or not confirmed, is on a line', async () => {
  const ids = new Set(lines.map(({ id }) => id));
  assert.equal(ids.has('M12'), false);
  const stops = lines.flatMap(({ id, services }) =>
    services.flatMap((service) => service.stops.map((stop) => `${id} ${stop}`)),
  );
  for (const stop of stops) {
    assert.doesNotMatch(
      stop,
      /^M5 (sultanbeyli|hasanpasa|veysel-karani)|^M11 (halkali|olimpiyatkoy|kayasehir|ibn-haldun)|^M7 (besiktas|kabatas)|^M4 (tuzla|uzuncayir)/,
    );
  }
  assert.equal(lines.find(({ id }) => id === 'M11')?.services[0]?.stops.at(-1), 'arnavutkoy-hastane-metro');
  assert.equal(lines.find(({ id }) => id === 'M5')?.services[0]?.stops.at(-1), 'samandira-merkez-metro');
  const files = await readdir(join(PACK, 'transit', 'lines'));
  for (const file of files) {
    const { id } = JSON.parse(await readFile(join(PACK, 'transit', 'lines', file), 'utf8')) as Line;
    assert.ok(ids.has(id), `${file} is read`);
  }
});

test('there is a change wherever the operators list one', () => {
  const changes: [string, string, string, string][] = [
    ['kagithane-metro-kagithane-m7', 'kagithane-metro-kagithane-m11', 'nurtepe-metro', 'hasdal-metro'],
    ['unalan-metro', 'uzuncayir-metrobus', 'goztepe-metro', 'fikirtepe-metrobus'],
    ['bostanci-metro-maltepe', 'bostanci-marmaray', 'icerenkoy-metro', 'maltepe-marmaray'],
    ['sisli-mecidiyekoy-metro', 'mecidiyekoy-metro', 'osmanbey-metro', 'caglayan-metro'],
    ['ozgurluk-meydani-metro', 'bakirkoy-marmaray', 'incirli-metro', 'yesilyurt-marmaray'],
  ];
  for (const [one, other, before, behind] of changes) {
    const legs = way(before, behind).legs;
    const names = legs.flatMap(({ from, to }) => [from?.id, to?.id]);
    const isThere = names.includes(one) && names.includes(other);
    assert.ok(isThere, `${before} to ${behind} changes at ${one}: ${told({ legs } as Route)}`);
  }
});

test('at night it says what does not run, and when it begins', () => {
  const { closed, legs } = way('taksim-metro', 'kadikoy-metro', NIGHT);
  assert.deepEqual(
    closed.map(({ line, first }) => `${line} ${first}`),
    ['M2 05:57', 'Marmaray 06:00', 'M4 06:00'],
  );
  assert.ok(legs.length > 0);
});

test('in the nights to Saturday and Sunday the metro runs, and the metrobüs always does', () => {
  assert.deepEqual(way('taksim-metro', 'levent-metro', WEEKEND_NIGHT).closed, []);
  assert.deepEqual(way('taksim-metro', 'levent-metro', NIGHT).closed.length, 1);
  assert.deepEqual(way('zincirlikuyu-metrobus', 'uzuncayir-metrobus', NIGHT).closed, []);
});

test('nobody walks over the strait, and over the Golden Horn only by a bridge', () => {
  const ferry = way('besiktas', 'uskudar');
  assert.ok(ferry.legs.some(({ mode }) => mode !== 'walk'));
  assert.deepEqual(
    way('karakoy', 'galata-bridge').legs.map(({ mode }) => mode),
    ['walk'],
  );
  const overTheHorn = way('balat-pier', 'haskoy-pier');
  assert.ok(overTheHorn.legs.some(({ mode }) => mode !== 'walk'));
  const islands = way('buyukada', 'heybeliada');
  assert.ok(islands.legs.some(({ mode }) => mode === 'ferry'));
});

test('near places are walked to, and for places far from any stop it says how far', () => {
  const near = way('sultanahmet', 'hagia-sophia');
  assert.deepEqual(
    near.legs.map(({ mode, line, towards, stops }) => ({ mode, line, towards, stops })),
    [{ mode: 'walk', line: '', towards: '', stops: 0 }],
  );
  const sile = knowledge.districts.find(({ id }) => id === 'district-sile');
  assert.ok(sile);
  const far = knowledge.route(at('taksim-metro'), sile.centre, { at: NOON });
  assert.ok((far?.farFromStop ?? 0) > 20_000);
});

test('without steps where that is known, and it says where it is not', () => {
  const { stepFree } = way('taksim-metro', 'sultanahmet-tram', NOON, true);
  assert.ok(stepFree?.known.some(({ id }) => id === 'taksim-metro'));
  assert.deepEqual(
    stepFree?.unknown.map(({ id }) => id),
    ['sultanahmet-tram'],
  );
});

test('every line of a way has its documents with their dates', () => {
  const { sources } = way('sultanahmet-tram', 'buyukada-pier');
  assert.ok(sources.length >= 4);
  for (const { source, checkedOn } of sources) {
    assert.equal(knowledge.sources[source]?.date, checkedOn, source);
  }
});
