import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadKnowledge } from '../../src/knowledge/knowledge.ts';
import { listPlaces, searchPlaces } from '../../src/knowledge/published.ts';
import { packFiles, place, writePack } from './small-pack.ts';

const files = () => {
  const made = packFiles([
    place('galata', {
      name: { tr: 'Galata Kulesi', en: 'Galata Tower', de: 'Galataturm' },
      aliases: ['Kule'],
    }),
  ]);
  const [tower] = made['places/places.json'] as ReturnType<typeof place>[];
  tower?.facts.push({
    field: 'built',
    value: '1348',
    source: ['guidebook', 'plaque'],
    checkedOn: '2026-01-01',
  });
  made['sources/more.json'] = { plaque: { title: 'Plaque at the door', date: '2026-01-01' } };
  return made;
};

test('a place is listed with its facts, each under the address of its document or its title', async (t) => {
  const [tower] = listPlaces(await loadKnowledge(await writePack(t, files())));
  assert.deepEqual(Object.keys(tower ?? {}), ['id', 'name', 'lat', 'lon', 'categories', 'facts']);
  assert.deepEqual(tower?.name, { tr: 'Galata Kulesi', en: 'Galata Tower' });
  assert.deepEqual(tower?.facts[0], {
    field: 'name',
    value: { tr: 'Galata Kulesi', en: 'Galata Tower', de: 'Galataturm' },
    source: 'https://example.org/guide',
    checkedOn: '2026-01-01',
  });
  assert.equal(tower?.facts.at(-1)?.source, 'https://example.org/guide Plaque at the door');
});

test('a search from a point tells whole metres, and without a point none', async (t) => {
  const knowledge = await loadKnowledge(await writePack(t, files()));
  const [near] = searchPlaces(knowledge, 'galataturm', { at: { lat: 41.02, lon: 28.97 }, limit: 1 });
  assert.equal(near?.id, 'galata');
  assert.equal(near?.distanceMeters, 1112);
  assert.equal(searchPlaces(knowledge, 'galataturm')[0]?.distanceMeters, undefined);
});
