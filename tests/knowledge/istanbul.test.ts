import assert from 'node:assert/strict';
import { mkdtemp, copyFile, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkPack } from '../../src/knowledge/check.ts';
import { importReference } from '../../src/knowledge/import/import.ts';
import { loadKnowledge } from '../../src/knowledge/knowledge.ts';

const PACK = new URL('../../cities/istanbul/', import.meta.url).pathname;
const fixtures = process.env['REHBER_FIXTURES'];
const reference = join(fixtures ?? '', 'reference', 'istanbul');
const withFixtures = {
  skip: fixtures === undefined && 'REHBER_FIXTURES names no folder of reference data',
};

test('the Istanbul pack has no problem', async () => {
  assert.deepEqual((await checkPack(PACK)).problems, []);
});

test('the Istanbul pack lies where the reference has it, but for its exceptions', withFixtures, async () => {
  assert.deepEqual((await checkPack(PACK, { reference })).problems, []);
});

test('the reference gives the very files that the pack has', withFixtures, async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'rehber-import-'));
  t.after(async () => rm(dir, { recursive: true, force: true }));
  await copyFile(join(PACK, 'city.json'), join(dir, 'city.json'));
  const report = await importReference(reference, dir);
  assert.equal(report.districts, 39);
  for (const file of ['districts.geojson', 'transit/stations.json']) {
    assert.equal(await readFile(join(dir, file), 'utf8'), await readFile(join(PACK, file), 'utf8'), file);
  }
});

test('Istanbul has its 39 districts, and none of its neighbours', async () => {
  const { districts } = await loadKnowledge(PACK);
  assert.equal(districts.length, 39);
  assert.equal(
    districts.some(({ name }) => name.tr === 'Gebze'),
    false,
  );
  const islands = districts.find(({ id }) => id === 'district-adalar');
  assert.equal(islands?.name.zh, '王子群岛');
  assert.equal(islands?.name.ar, 'جزر الأمراء');
  assert.doesNotMatch(JSON.stringify(islands), /geziyerler/);
});

test('every kind of station is there, with its lines', async () => {
  const knowledge = await loadKnowledge(PACK);
  const kinds = new Set(knowledge.places.flatMap(({ categories }) => categories));
  for (const kind of [
    'metro_station',
    'tram_stop',
    'funicular_station',
    'cable_car_station',
    'marmaray_station',
    'metrobus_stop',
    'ferry_pier',
  ] as const) {
    assert.ok(kinds.has(kind), kind);
  }
  const lines = (id: string) => {
    const place = knowledge.place(id);
    return place && knowledge.fact(place, 'lines')?.value;
  };
  assert.deepEqual(lines('taksim-metro'), ['F1', 'M2', 'T2']);
  assert.deepEqual(lines('sultanahmet-tram'), ['T1']);
  assert.deepEqual(lines('unalan-metro'), ['M4']);
});

test('nothing that is still being built is in the pack', async () => {
  const { places } = await loadKnowledge(PACK);
  const listed = places.map(({ id, facts }) => ({
    id,
    lines: (facts.find(({ field }) => field === 'lines')?.value ?? []) as string[],
  }));
  for (const { id, lines } of listed) assert.equal(lines.includes('M12'), false, id);
  const ids = new Set(listed.map(({ id }) => id));
  for (const id of ['besiktas-metro', 'sultanbeyli-metro', 'halkali-stadi-metro', 'tuzla-metro']) {
    assert.equal(ids.has(id), false, id);
  }
});

test('ferries, straits and islands are the city, its neighbours are not', async () => {
  const knowledge = await loadKnowledge(PACK);
  const inside: Record<string, [number, number]> = {
    'the middle of the Bosphorus': [41.045, 29.025],
    'the Golden Horn': [41.03, 28.955],
    'the ferry to the islands': [40.95, 29.03],
    Büyükada: [40.86, 29.12],
    'Taksim Square': [41.037, 28.985],
    'Istanbul Airport': [41.2617, 28.7428],
  };
  for (const [name, [lat, lon]] of Object.entries(inside)) {
    assert.equal(knowledge.contains({ lat, lon }), true, name);
  }
  const outside: Record<string, [number, number]> = {
    Gebze: [40.8, 29.43],
    Darıca: [40.77, 29.4],
    Çorlu: [41.16, 27.8],
    Yalova: [40.65, 29.27],
    Ankara: [39.93, 32.86],
  };
  for (const [name, [lat, lon]] of Object.entries(outside)) {
    assert.equal(knowledge.contains({ lat, lon }), false, name);
    assert.equal(knowledge.districtAt({ lat, lon }), undefined, name);
  }
  assert.equal(knowledge.districtAt({ lat: 41.0086, lon: 28.9802 })?.name.tr, 'Fatih');
  assert.equal(knowledge.districtAt({ lat: 40.9903, lon: 29.0275 })?.name.tr, 'Kadıköy');
});
