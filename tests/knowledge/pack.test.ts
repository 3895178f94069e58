import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadKnowledge } from '../../src/knowledge/knowledge.ts';
import { PackError } from '../../src/knowledge/pack.ts';
import { packFiles, place, writePack } from './small-pack.ts';

test('a sound pack loads, its places, districts and documents with it', async (t) => {
  const knowledge = await loadKnowledge(await writePack(t, packFiles([place('a'), place('b')])));
  assert.deepEqual(
    knowledge.places.map(({ id }) => id),
    ['a', 'b'],
  );
  assert.equal(knowledge.place('b')?.id, 'b');
  assert.equal(knowledge.place('c'), undefined);
  assert.equal(knowledge.city.name.en, 'Test');
  assert.deepEqual(
    knowledge.districts.map(({ id }) => id),
    ['district-bati', 'district-dogu'],
  );
  assert.equal(knowledge.sources['guidebook']?.title, 'A guidebook');
});

test('places and documents spread over several files are one pack', async (t) => {
  const files = packFiles([place('a')]);
  files['transit/stations.json'] = [
    { ...place('b'), facts: [{ field: 'lines', value: ['M1'], source: 'map', checkedOn: '2026-02-02' }] },
  ];
  files['sources/maps.json'] = { map: { title: 'A map', date: '2026-02-02' } };
  const knowledge = await loadKnowledge(await writePack(t, files));
  assert.equal(knowledge.places.length, 2);
  assert.deepEqual(Object.keys(knowledge.sources), ['guidebook', 'map']);
});

test('a file that begins with a byte order mark is read all the same', async (t) => {
  const files = packFiles();
  files['places/places.json'] = `\uFEFF${JSON.stringify([place('a')])}`;
  assert.equal((await loadKnowledge(await writePack(t, files))).places.length, 1);
});

const sound = place('a');
const broken: [string, Record<string, unknown>, RegExp][] = [
  ['broken JSON', { 'places/places.json': '[{"id": "a",' }, /places\/places\.json: is not valid JSON: .+/],
  ['an empty file', { 'city.json': '' }, /city\.json: is not valid JSON/],
  ['no city file', { 'city.json': undefined }, /city\.json: is missing/],
  ['no outlines', { 'districts.geojson': undefined }, /districts\.geojson: is missing/],
  [
    'no places at all',
    { 'places/places.json': undefined },
    /places: must be a folder with at least one \.json/,
  ],
  ['places that are no list', { 'places/places.json': { a: 1 } }, /must be a list of places/],
  ['a place that is null', { 'places/places.json': [null] }, /places\/places\.json, place #1/],
  [
    'an unknown time zone',
    { 'city.json': { ...(packFiles()['city.json'] as object), timezone: 'Europe/Byzantium' } },
    /city\.json, timezone: must be an IANA time zone/,
  ],
  [
    'a latitude in words',
    { 'places/places.json': [{ ...sound, lat: 'north' }] },
    /places\/places\.json, place a, lat: .*expected number/,
  ],
  ['a latitude off the globe', { 'places/places.json': [{ ...sound, lat: 410 }] }, /place a, lat: /],
  [
    'an unknown category',
    { 'places/places.json': [{ ...sound, categories: ['castle'] }] },
    /place a, categories\.0: /,
  ],
  ['a misspelt key', { 'places/places.json': [{ ...sound, alias: ['x'] }] }, /place a: .*alias/],
  [
    'a name without English',
    { 'places/places.json': [{ ...sound, name: { tr: 'x' } }] },
    /place a, name\.en/,
  ],
  [
    'an id with capitals',
    { 'places/places.json': [{ ...sound, id: 'A b' }] },
    /id: must be lower-case ASCII/,
  ],
  ['two places of one id', { 'places/places.json': [sound, sound] }, /place a, id: is taken by a place in/],
  [
    'a date that is none',
    { 'places/places.json': [{ ...sound, facts: [{ ...sound.facts[0], checkedOn: '2026-13-01' }] }] },
    /place a, facts\.0\.checkedOn: must be a date, YYYY-MM-DD/,
  ],
  [
    'a document that is not listed',
    { 'places/places.json': [{ ...sound, facts: [{ ...sound.facts[0], source: 'hearsay' }] }] },
    /place a, facts\.0\.source: "hearsay" \(of name\) is no key of sources\.json/,
  ],
  [
    'an unknown field',
    { 'places/places.json': [place('a', { facts: [{ field: 'colour', value: 'red' }] })] },
    /place a, facts\.3\.value: "colour" is no field: use name, /,
  ],
  [
    'a note that is too long',
    {
      'places/places.json': [
        place('a', { facts: [{ field: 'note', value: { tr: 'x'.repeat(91), en: 'x' } }] }),
      ],
    },
    /place a, facts\.3\.value\.tr: \(note\) must be at most 90 characters/,
  ],
  [
    'a document listed twice',
    { 'sources/more.json': { guidebook: { title: 'Another', date: '2026-01-01' } } },
    /sources\/more\.json, guidebook: is a source key that another file has already/,
  ],
];

for (const [name, change, expected] of broken) {
  test(`${name} stops the start with file, field and remedy`, async (t) => {
    const dir = await writePack(t, { ...packFiles([sound]), ...change });
    await assert.rejects(loadKnowledge(dir), (error: unknown) => {
      assert.ok(error instanceof PackError);
      assert.match(error.message, expected);
      assert.match(error.message, /Mend the files named/);
      return true;
    });
  });
}

test('every fault is told at once, the first ten in words and the rest as a number', async (t) => {
  const places = Array.from({ length: 14 }, (_, index) => ({ ...place(`p${index}`), lat: 'x' }));
  const dir = await writePack(t, packFiles(places));
  await assert.rejects(loadKnowledge(dir), (error: unknown) => {
    assert.ok(error instanceof PackError);
    assert.equal(error.problems.length, 14);
    assert.match(error.message, /place p9, lat/);
    assert.doesNotMatch(error.message, /place p10/);
    assert.match(error.message, /… and 4 more/);
    return true;
  });
});

test('a folder that is not there is told by its files', async (t) => {
  const dir = await writePack(t, {});
  await assert.rejects(loadKnowledge(`${dir}/nowhere`), /city\.json: is missing/);
});
