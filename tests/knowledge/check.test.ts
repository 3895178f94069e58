import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { checkPack } from '../../src/knowledge/check.ts';
import type { Place } from '../../src/knowledge/types.ts';
import { packFiles, place, writePack } from './small-pack.ts';

const NOW = new Date('2026-06-01T12:00Z');

async function problems(t: TestContext, files: Record<string, unknown>): Promise<string[]> {
  const report = await checkPack(await writePack(t, files), { now: NOW });
  assert.equal(report.ok, report.problems.length === 0);
  return report.problems.map(({ file, id, field, message }) => `${file} ${id} ${field}: ${message}`);
}

const of = (change: Partial<Place>, facts?: Parameters<typeof place>[1]) =>
  packFiles([{ ...place('a', facts), ...change }]);

test('a sound pack has no problem', async (t) => {
  const report = await checkPack(await writePack(t), { now: NOW });
  assert.deepEqual(report, { ok: true, places: 1, problems: [] });
});

test('what stops the start is told as problems too', async (t) => {
  const [only] = await problems(t, { ...packFiles(), 'places/places.json': '[' });
  assert.match(only ?? '', /^places\/places\.json - -: is not valid JSON/);
});

const faulty: [string, Record<string, unknown>, RegExp][] = [
  [
    'coordinates outside the province',
    packFiles([place('a', { lat: 39.9, lon: 32.8 })]),
    /a coordinates: lie outside the province/,
  ],
  [
    'latitude and longitude exchanged',
    packFiles([place('a', { lat: 28.97, lon: 41.01 })]),
    /a coordinates: lie outside the province/,
  ],
  [
    'a district that the coordinates are not in',
    packFiles([place('a', { district: 'Doğu' })]),
    /a district: is Doğu, but the coordinates lie \d+ m from it, in Batı/,
  ],
  [
    'a district that is none',
    packFiles([place('a', { district: 'Bati' })]),
    /a district: "Bati" is no district of districts\.geojson: the coordinates lie in Batı/,
  ],
  ['a place without facts', of({ facts: [] }), /a coordinates: has no fact/],
  ['a name that no fact states', of({ name: { tr: 'b', en: 'a' } }), /a name: differs from the fact/],
  ['coordinates that no fact states', of({ lat: 41.02 }), /a coordinates: differ from the fact/],
  ['categories that no fact states', of({ categories: ['tower'] }), /a categories: differ from the fact/],
  [
    'hours that do not parse',
    packFiles([place('a', { facts: [{ field: 'opening_hours', value: 'Mo-Fr 9 to late' }] })]),
    /a facts\.3: \(opening_hours\) "Mo-Fr 9 to late" is no OSM opening hours/,
  ],
  [
    'a closed day that is none',
    packFiles([place('a', { facts: [{ field: 'closed_on', value: 'Someday' }] })]),
    /a facts\.3: \(closed_on\) "Someday"/,
  ],
  [
    'two places of one name on one spot',
    packFiles([place('a', { name: { tr: 'Işık', en: 'x' } }), place('b', { name: { tr: 'isik', en: 'y' } })]),
    /a name: "Işık" is 0 m from b, of the same name: make them one/,
  ],
  [
    'two places of one name and kind a street apart',
    packFiles([
      place('a', { name: { tr: 'Işık', en: 'x' } }),
      place('b', { name: { tr: 'Işık', en: 'y' }, lat: 41.011 }),
    ]),
    /a name: "Işık" is 111 m from b, of the same name and category/,
  ],
];
for (const [name, files, expected] of faulty) {
  test(`${name} is a problem`, async (t) => {
    assert.match((await problems(t, files)).join('\n'), expected);
  });
}

test('places of one name may lie far apart, or be of other kinds', async (t) => {
  const name = { tr: 'Işık', en: 'Işık' };
  const apart = packFiles([place('a', { name }), place('b', { name, lat: 41.08 })]);
  assert.deepEqual(await problems(t, apart), []);
  const kinds = packFiles([place('a', { name }), place('b', { name, lat: 41.011, categories: ['market'] })]);
  assert.deepEqual(await problems(t, kinds), []);
});

/** A place whose last fact is of a document of that date. */
function dated(field: string, value: unknown, date: string, checkedOn = date): Record<string, unknown> {
  const made = place('a');
  made.facts.push({ field, value, source: 'paper', checkedOn });
  return { ...packFiles([made]), 'sources/paper.json': { paper: { title: 'A paper', date } } };
}

test('a price of three years ago is stale, a name of ten years ago is not', async (t) => {
  const price = { amount: 100, currency: 'TRY' };
  assert.match(
    (await problems(t, dated('price', price, '2023-05-01'))).join(),
    /stale: of 2023-05-01, more than 2 years/,
  );
  assert.deepEqual(await problems(t, dated('price', price, '2025-05-01')), []);
  assert.deepEqual(await problems(t, dated('address', 'Street 1', '2016-05-01')), []);
});

test('a fact of tomorrow, or of another day than its document, is a problem', async (t) => {
  assert.match((await problems(t, dated('address', 'Street 1', '2026-06-02'))).join(), /lies in the future/);
  assert.match(
    (await problems(t, dated('address', 'Street 1', '2026-03-01', '2026-03-02'))).join(),
    /checkedOn 2026-03-02 is the date of none of its documents \(2026-03-01\)/,
  );
});

test('a pack without city or outlines is checked as far as it goes', async (t) => {
  const found = await problems(t, { ...packFiles(), 'city.json': undefined, 'districts.geojson': undefined });
  assert.equal(found.length, 2);
});
