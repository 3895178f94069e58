import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadKnowledge } from '../../src/knowledge/knowledge.ts';
import { packFiles, place, writePack } from './small-pack.ts';

test('a point belongs to the district whose outline holds it', async (t) => {
  const knowledge = await loadKnowledge(await writePack(t));
  assert.equal(knowledge.districtAt({ lat: 41.05, lon: 28.95 })?.id, 'district-bati');
  assert.equal(knowledge.districtAt({ lat: 41.05, lon: 29.15 })?.id, 'district-dogu');
});

test('on the water between, the nearer shore counts up to 3 km and the city all the way', async (t) => {
  const knowledge = await loadKnowledge(await writePack(t));
  const on = (lon: number) => ({ lat: 41.05, lon });
  assert.equal(knowledge.districtAt(on(29.02))?.id, 'district-bati');
  assert.equal(knowledge.districtAt(on(29.08))?.id, 'district-dogu');
  assert.equal(knowledge.districtAt(on(29.05)), undefined);
  assert.equal(knowledge.contains(on(29.05)), true);
});

test('beyond the borders on land nothing counts, however near', async (t) => {
  const knowledge = await loadKnowledge(await writePack(t));
  for (const point of [
    { lat: 41.05, lon: 28.895 },
    { lat: 41.103, lon: 28.95 },
    { lat: 0, lon: 0 },
    { lat: 999, lon: 999 },
    { lat: Number.NaN, lon: 29 },
  ]) {
    assert.equal(knowledge.contains(point), false, JSON.stringify(point));
    assert.equal(knowledge.districtAt(point), undefined);
  }
});

test('an area is a district by its outline’s id or a neighbourhood by its own, and comes by rank', async (t) => {
  const places = [
    place('far', { district: 'Doğu', lat: 41.05, lon: 29.15, rank: 1 }),
    place('second', { rank: 3, neighbourhoods: ['quarter'] }),
    place('first', { rank: 1, categories: ['museum'] }),
    place('quarter', { rank: 2, categories: ['neighbourhood'] }),
  ];
  const knowledge = await loadKnowledge(await writePack(t, packFiles(places)));
  const ids = (area: string) => knowledge.inArea(area).map(({ id }) => id);
  assert.deepEqual(ids('district-bati'), ['first', 'quarter', 'second']);
  assert.deepEqual(ids('district-dogu'), ['far']);
  assert.deepEqual(ids('quarter'), ['second']);
  assert.deepEqual(ids('nowhere'), []);
  assert.deepEqual(
    knowledge.inArea('district-bati', ({ categories }) => categories.includes('museum')).map(({ id }) => id),
    ['first'],
  );
});
