import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { understandInContext } from '../../src/engine/follow-up.ts';
import { retrieve } from '../../src/engine/retrieve/retrieve.ts';
import type { Retrieved } from '../../src/engine/retrieve/types.ts';
import type { PastTurn, Question, Understanding } from '../../src/engine/types.ts';
import { distanceMeters } from '../../src/knowledge/distance.ts';
import type { Category, Place } from '../../src/knowledge/types.ts';
import type { Point } from '../../src/messages.ts';
import { place } from '../knowledge/small-pack.ts';
import { PERSON, PLACES, question, smallCity, understanding } from './small-city.ts';
import { knowledge, understand, WEDNESDAY } from './understand/support.ts';

/** Metres within which a place is near. */
const NEAR = 3_000;

function look(text: string, more: Partial<Question> = {}): Retrieved & { understood: Understanding } {
  const asked: Question = { text, at: WEDNESDAY, history: [], turnId: 'turn', ...more };
  const understood = understandInContext(asked, understand, knowledge);
  return { ...retrieve(asked, understood, knowledge), understood };
}

function ids({ items }: Retrieved): string[] {
  return items.map((item) => item.place.id);
}

/** A turn that was answered with these places. */
function turn(text: string, places: string[]): PastTurn {
  return { text, at: WEDNESDAY, language: 'en', intent: 'nearby', places };
}

suite('the nearest', () => {
  const KINDS: Category[] = [
    'museum',
    'mosque',
    'restaurant',
    'park',
    'metro_station',
    'ferry_pier',
    'hammam',
  ];
  const around: fc.Arbitrary<Point> = fc.record({
    lat: fc.double({ min: 40.97, max: 41.1, noNaN: true }),
    lon: fc.double({ min: 28.9, max: 29.1, noNaN: true }),
  });

  test('are those of brute force, wherever one stands and whatever one asks for', () => {
    fc.assert(
      fc.property(around, fc.constantFrom(...KINDS), (point, category) => {
        const asked = understanding({ categories: [category], nearMe: true });
        const found = retrieve(question('', { point, at: WEDNESDAY }), asked, knowledge);
        const all = knowledge.places
          .filter(({ categories }) => categories.includes(category))
          .map((each) => ({ id: each.id, meters: distanceMeters(point, each) }))
          .sort((a, b) => a.meters - b.meters || (a.id < b.id ? -1 : 1));
        const near = all.filter(({ meters }) => meters <= NEAR);
        const expected = near.length > 0 ? near.slice(0, 3) : all.slice(0, 2);
        assert.deepEqual(
          ids(found),
          expected.map(({ id }) => id),
        );
        assert.equal(found.remarks.includes('too_far'), near.length === 0);
        for (const item of found.items) assert.equal(item.meters, distanceMeters(point, item.place));
      }),
      { numRuns: 150 },
    );
  });

  test('are open where open ones are asked for, and said to be none where none is', () => {
    for (const hour of ['00', '04', '09', '13', '19', '23']) {
      const at = new Date(`2026-05-13T${hour}:30:00+03:00`);
      const point = { lat: 41.037, lon: 28.985 };
      const found = look('what is open now', { at, point });
      const open = knowledge
        .nearest(point, { limit: Infinity, maxMeters: NEAR })
        .filter(({ place: each }) => knowledge.openState(each, at).state === 'open');
      const isAny = open.some(({ place: each }) => each.categories.some((one) => one !== 'neighbourhood'));
      if (!found.remarks.includes('none_open')) {
        for (const { open: state } of found.items) assert.equal(state.state, 'open', `${hour}:30`);
      } else assert.equal(isAny, false, `${hour}:30`);
    }
  });
});

suite('what was asked for', () => {
  test('is found through typing mistakes, Turkish letters and other scripts', () => {
    const wanted: [string, string][] = [
      ['ayasofia', 'hagia-sophia'],
      ['AYASOFYA', 'hagia-sophia'],
      ['topkapi palce', 'topkapi-palace'],
      ['galta tower', 'galata-tower'],
      ['dolmabahce', 'dolmabahce-palace'],
      ['süleymaniye camisi', 'suleymaniye-mosque'],
      ['spice bazar', 'spice-bazaar'],
      ['голубая мечеть', 'blue-mosque'],
      ['加拉太塔', 'galata-tower'],
      ['갈라타 타워', 'galata-tower'],
      ['قصر توبكابي', 'topkapi-palace'],
    ];
    for (const [text, id] of wanted) assert.equal(ids(look(text))[0], id, text);
  });

  test('is looked for in the district or quarter that is named', () => {
    for (const [text, area] of [
      ['museums in Beyoğlu', 'Beyoğlu'],
      ['beşiktaşta park', 'Beşiktaş'],
      ['restaurants in üsküdar', 'Üsküdar'],
      ['مطاعم في كاديكوي', 'Kadıköy'],
      ['贝伊奥卢博物馆', 'Beyoğlu'],
    ] as const) {
      const found = look(text);
      assert.ok(found.items.length > 0, text);
      assert.deepEqual([...new Set(found.items.map(({ place: each }) => each.district))], [area], text);
    }
  });

  test('is near the place that is named, not near the person', () => {
    const found = look('restaurants near galata tower', { point: { lat: 40.9903, lon: 29.029 } });
    assert.equal(found.anchor?.id, 'galata-tower');
    const tower = knowledge.place('galata-tower') as Place;
    for (const { place: each, meters } of found.items) assert.equal(meters, distanceMeters(tower, each));
  });

  test('is the second of those just shown where that is pointed at', () => {
    const before = look('museums in beyoglu');
    const history = [turn('museums in beyoglu', ids(before))];
    for (const [text, position] of [
      ['tell me about the second one', 1],
      ['ikincisi', 1],
      ['das dritte', 2],
      ['il primo', 0],
      ['第二个', 1],
      ['三つ目は？', 2],
    ] as const) {
      assert.equal(ids(look(text, { history }))[0], ids(before)[position], text);
    }
  });
});

suite('where it is not known', () => {
  const cafe = place('kahve', {
    name: { tr: 'Kahve', en: 'Kahve' },
    lat: 41.008,
    lon: 28.979,
    categories: ['cafe'],
  });

  test('the next best is offered and what is missing is named', async (t) => {
    const city = await smallCity(t, [...PLACES, cafe]);
    const asked = understanding({ categories: ['breakfast', 'cafe'], dishes: ['kahvalti'], nearMe: true });
    const found = retrieve(question('', { point: PERSON }), asked, city);
    assert.deepEqual(ids(found), ['kahve']);
    assert.deepEqual(found.kind, { category: 'cafe' });
    assert.deepEqual(found.missing, { kind: { category: 'breakfast' }, near: false });
  });

  test('what serves as well is no other thing: coffee in a café', async (t) => {
    const city = await smallCity(t, [...PLACES, cafe]);
    const asked = understanding({ categories: ['coffee', 'cafe'], nearMe: true });
    const found = retrieve(question('', { point: PERSON }), asked, city);
    assert.deepEqual(ids(found), ['kahve']);
    assert.equal(found.missing, undefined);
  });

  test('a dish that is on a menu farther away is missing nearby', async (t) => {
    const city = await smallCity(t);
    const asked = understanding({ categories: ['kebab', 'restaurant'], dishes: ['lahmacun'], nearMe: true });
    const far = { lat: 41.018, lon: 28.925 };
    const found = retrieve(question('', { point: far }), asked, city);
    assert.deepEqual(found.missing, { kind: { dish: 'lahmacun' }, near: true });
  });

  test('in the area, the nearest elsewhere are given', async (t) => {
    const city = await smallCity(t);
    const asked = understanding({ categories: ['kebab'], areaId: 'district-dogu' });
    const found = retrieve(question(''), asked, city);
    assert.ok(found.remarks.includes('elsewhere'));
    assert.ok(
      found.items.every((item) => item.place.categories.includes('kebab') && item.meters === undefined),
    );
  });

  test('nothing is made up: an empty answer says that nothing fits', async (t) => {
    const city = await smallCity(t);
    const found = retrieve(question(''), understanding({ categories: ['aquarium'] }), city);
    assert.deepEqual(found.items, []);
    assert.deepEqual(found.remarks, ['no_match']);
  });

  test('cheaper than what no price is known of is not claimed', async (t) => {
    const city = await smallCity(t);
    const history = [turn('kebab', ['hamdi'])];
    const asked = understanding({ categories: ['kebab', 'restaurant'], followUp: 'more', budget: 'cheap' });
    const found = retrieve(question('cheaper?', { point: PERSON, history }), asked, city);
    assert.deepEqual(found.remarks, ['no_prices']);
    assert.ok(!ids(found).includes('hamdi'));
    assert.ok(found.items.length > 0);
  });

  test('"another one" goes on to the next best kind, then farther away', async (t) => {
    const cafes = [...PLACES, cafe];
    const city = await smallCity(t, cafes);
    const asked = understanding({ categories: ['kebab', 'cafe'], followUp: 'more', nearMe: true });
    const shown = ['zubeyir', 'hamdi', 'sur-ocakbasi'];
    const next = retrieve(question('', { point: PERSON, history: [turn('kebab', shown)] }), asked, city);
    assert.deepEqual(next.remarks, ['no_more']);
    assert.deepEqual(ids(next), ['kahve']);
    const bath = understanding({ categories: ['hammam'], followUp: 'more', nearMe: true });
    const farther = retrieve(question('', { point: PERSON, history: [turn('hammam', [])] }), bath, city);
    assert.deepEqual(farther.remarks, ['no_more', 'farther']);
    assert.deepEqual(ids(farther), ['far-hammam']);
  });
});
