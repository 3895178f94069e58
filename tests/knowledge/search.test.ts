import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { loadKnowledge } from '../../src/knowledge/knowledge.ts';
import type { Knowledge, Place } from '../../src/knowledge/types.ts';
import { packFiles, place, writePack } from './small-pack.ts';

const PLACES: Place[] = [
  place('hagia-sophia', {
    name: {
      tr: 'Ayasofya',
      en: 'Hagia Sophia',
      zh: '圣索菲亚大教堂',
      ru: 'Собор Святой Софии',
      ar: 'آيا صوفيا',
    },
    aliases: ['Aya Sofya'],
    categories: ['mosque', 'sight'],
    rank: 1,
  }),
  place('little-hagia-sophia', {
    name: { tr: 'Küçük Ayasofya', en: 'Little Hagia Sophia' },
    categories: ['mosque'],
    rank: 3,
  }),
  place('topkapi', { name: { tr: 'Topkapı Sarayı', en: 'Topkapı Palace' }, categories: ['palace'], rank: 1 }),
  place('kebab-house', {
    name: { tr: 'Şehzade Cağ Kebap', en: 'Şehzade Cağ Kebap' },
    categories: ['kebab', 'restaurant'],
    facts: [{ field: 'dish', value: ['cağ kebabı', 'künefe'] }],
  }),
  place('goztepe-m4', { name: { tr: 'Göztepe', en: 'Göztepe' }, lat: 41.08, lon: 28.95 }),
  place('goztepe-m7', { name: { tr: 'Göztepe', en: 'Göztepe' }, lat: 41.02, lon: 28.95 }),
];
const knowledgeOf = async (t: TestContext): Promise<Knowledge> =>
  loadKnowledge(await writePack(t, packFiles(PLACES)));

const queries: [string, string][] = [
  ['Hagia Sophia', 'hagia-sophia'],
  ['ayasofya', 'hagia-sophia'],
  ['AYASOFYA', 'hagia-sophia'],
  ['aya sofya', 'hagia-sophia'],
  ['ayasofia', 'hagia-sophia'],
  ['hagia sofia', 'hagia-sophia'],
  ["Ayasofya'ya", 'hagia-sophia'],
  ['küçük ayasofya', 'little-hagia-sophia'],
  ['kucuk ayasofya', 'little-hagia-sophia'],
  ['索菲亚', 'hagia-sophia'],
  ['софии', 'hagia-sophia'],
  ['ايا صوفيا', 'hagia-sophia'],
  ['topkapi', 'topkapi'],
  ['TOPKAPI SARAYI', 'topkapi'],
  ['topkpi', 'topkapi'],
  ['topka', 'topkapi'],
  ['sehzade cag', 'kebab-house'],
  ['künefe', 'kebab-house'],
  ['kebab', 'kebab-house'],
  ['palace', 'topkapi'],
  ['the beautiful topkapi palace museum', 'topkapi'],
];
for (const [text, expected] of queries) {
  test(`"${text}" finds ${expected} first`, async (t) => {
    assert.equal((await knowledgeOf(t)).search(text)[0]?.place.id, expected);
  });
}

test('words that no place has find nothing', async (t) => {
  const knowledge = await knowledgeOf(t);
  for (const text of ['', '   ', '!?…', 'xqzvw', '👍']) assert.deepEqual(knowledge.search(text), [], text);
});

test('of places of one name the nearer comes first, with its distance', async (t) => {
  const knowledge = await knowledgeOf(t);
  const near = (lat: number) => knowledge.search('göztepe', { near: { lat, lon: 28.95 } });
  assert.deepEqual(
    near(41.0).map(({ place: { id } }) => id),
    ['goztepe-m7', 'goztepe-m4'],
  );
  assert.deepEqual(
    near(41.1).map(({ place: { id } }) => id),
    ['goztepe-m4', 'goztepe-m7'],
  );
  assert.ok(Math.abs((near(41.0)[0]?.distanceMeters ?? 0) - 2224) < 2);
});

test('without a point no distance is told, and no more come than asked for', async (t) => {
  const found = (await knowledgeOf(t)).search('ayasofya', { limit: 1 });
  assert.equal(found.length, 1);
  assert.equal(found[0] && 'distanceMeters' in found[0], false);
});

test('a page pasted into the search is answered by its beginning', async (t) => {
  const knowledge = await knowledgeOf(t);
  assert.equal(knowledge.search(`topkapi ${'x'.repeat(100_000)}`)[0]?.place.id, 'topkapi');
});
