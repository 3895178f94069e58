import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Understanding } from '../../../src/engine/types.ts';
import { ask, said, WEDNESDAY } from './support.ts';

const KEBAB = said('kebab near me', ['hamdi-eminonu', 'ciya-sofrasi']);
const PALACE = said('tell me about Topkapi Palace', ['topkapi-palace']);

/** Follow-ups by language: what the previous turn was, what is asked, what must come of it. */
const MORE = [
  'another one',
  'more',
  'başka?',
  'noch eins',
  'un autre',
  'otro',
  'un altro',
  'ещё',
  'وغير ذلك',
  'یکی دیگه',
  '还有吗',
  '他には？',
  '다른 곳',
];
const CHEAPER = [
  'cheaper?',
  'daha ucuz',
  'billiger?',
  'moins cher ?',
  'más barato',
  'più economico',
  'подешевле',
  'أرخص',
  'ارزان‌تر',
  '便宜点',
  'もっと安いの',
  '더 싼 곳',
];
const OPEN = [
  'is it open?',
  'açık mı?',
  'hat es offen?',
  'c’est ouvert ?',
  '¿está abierto?',
  'è aperto?',
  'открыто?',
  'هل هو مفتوح؟',
  'بازه؟',
  '开门吗',
  '開いていますか',
  '열었어요?',
];
const WAY = [
  'how do I get there',
  'nasıl giderim',
  'wie komme ich hin',
  'comment y aller',
  'cómo llego',
  'come ci arrivo',
  'как туда добраться',
  'كيف أصل إليه',
  'چطور برم',
  '怎么去',
  'どうやって行きますか',
  '어떻게 가요',
];
const AROUND = [
  'and kebab near there?',
  'orada yakın restoran',
  'Restaurants dort in der Nähe',
  'restaurants près de là',
  'restaurantes cerca de allí',
  'ristoranti lì vicino',
  'рестораны рядом там',
  'مطاعم قريبة من هناك',
  'رستوران نزدیک آنجا',
  '那附近的餐厅',
  'その近くのレストラン',
  '그 근처 식당',
];

function each(
  texts: readonly string[],
  last: typeof KEBAB,
  check: (understood: Understanding) => void,
): void {
  for (const text of texts) test(`"${text}"`, () => check(ask(text, { history: [last] })));
}

suite('another one of the same', () => {
  each(MORE, KEBAB, (understood) => {
    assert.equal(understood.followUp, 'more');
    assert.equal(understood.intent, 'nearby');
    assert.deepEqual(understood.categories, ['kebab', 'restaurant']);
    assert.equal(understood.nearMe, true);
  });
});

suite('a cheaper one', () => {
  each(CHEAPER, KEBAB, (understood) => {
    assert.equal(understood.followUp, 'more');
    assert.equal(understood.budget, 'cheap');
    assert.deepEqual(understood.categories, ['kebab', 'restaurant']);
  });
});

suite('the hours of what was shown', () => {
  each(OPEN, PALACE, (understood) => {
    assert.equal(understood.followUp, 'same_place');
    assert.equal(understood.intent, 'hours');
    assert.deepEqual(understood.placeIds, ['topkapi-palace']);
  });
});

suite('the way to what was shown', () => {
  each(WAY, PALACE, (understood) => {
    assert.equal(understood.followUp, 'same_place');
    assert.equal(understood.intent, 'route');
    assert.deepEqual(understood.placeIds, ['topkapi-palace']);
  });
});

suite('something near what was shown', () => {
  each(AROUND, PALACE, (understood) => {
    assert.equal(understood.followUp, 'near_place');
    assert.equal(understood.intent, 'nearby');
    assert.deepEqual(understood.placeIds, ['topkapi-palace']);
    assert.ok(understood.categories.includes('restaurant'));
  });
});

test('"and on Monday?" asks for the hours of the same place on that day', () => {
  const understood = ask('and on Monday?', { history: [PALACE] });
  assert.equal(understood.intent, 'hours');
  assert.equal(understood.followUp, 'same_place');
  assert.equal(understood.when?.toISOString(), '2026-05-18T09:00:00.000Z');
});

test('"and in Kadıköy?" asks the same question elsewhere', () => {
  const understood = ask('and in Kadıköy?', { history: [KEBAB] });
  assert.equal(understood.intent, 'nearby');
  assert.deepEqual(understood.categories, ['kebab', 'restaurant']);
  assert.equal(understood.areaId, 'kadikoy');
  assert.equal(understood.nearMe, false);
});

test('an area alone answers where one is', () => {
  const understood = ask('Taksim', { history: [said('vegetarian?', ['ciya-sofrasi'])] });
  assert.equal(understood.intent, 'nearby');
  assert.equal(understood.categories[0], 'vegetarian');
  assert.equal(understood.areaId, 'taksim');
});

test('"and Galata Tower?" after hours asks for its hours', () => {
  const hours = said('is Hagia Sophia open today', ['hagia-sophia']);
  const understood = ask('and Galata Tower?', { history: [hours] });
  assert.equal(understood.intent, 'hours');
  assert.equal(understood.placeIds[0], 'galata-tower');
});

test('a new topic starts afresh', () => {
  const museums = ask('museums in Fatih', { history: [KEBAB] });
  assert.equal(museums.followUp, undefined);
  assert.equal(museums.categories[0], 'museum');
  assert.deepEqual(museums.dishes, []);
  assert.equal(ask('I lost my passport', { history: [KEBAB] }).intent, 'emergency');
  assert.equal(ask('thanks', { history: [KEBAB] }).intent, 'smalltalk');
});

test('without a conversation there is nothing to follow', () => {
  assert.equal(ask('another one').followUp, undefined);
  assert.equal(ask('is it open?').followUp, undefined);
  const nothingShown = { ...KEBAB, places: [] };
  assert.equal(ask('another one', { history: [nothingShown] }).followUp, undefined);
});

test('a follow-up to a follow-up still knows what was asked first', () => {
  const again = { ...KEBAB, text: 'another one', places: ['hamdi-eminonu'] };
  const understood = ask('cheaper?', { history: [KEBAB, again] });
  assert.deepEqual(understood.categories, ['kebab', 'restaurant']);
  assert.equal(understood.budget, 'cheap');
});

test('words that tell no language keep the language of the conversation', () => {
  const german = { ...KEBAB, language: 'de' as const };
  for (const text of ['kebab', 'Galata', '112', '👍', 'döner']) {
    assert.equal(ask(text, { history: [german], profileLanguage: 'fr' }).language, 'de');
    assert.equal(ask(text, { profileLanguage: 'fr-CA' }).language, 'fr');
    assert.equal(ask(text, { profileLanguage: 'nl' }).language, 'en');
    assert.equal(ask(text).language, 'en');
  }
});

test('the language of the message wins over conversation and profile', () => {
  const german = { ...KEBAB, language: 'de' as const };
  assert.equal(ask('yakınımda yemek', { history: [german], profileLanguage: 'fr' }).language, 'tr');
  assert.equal(ask('thank you', { history: [german], profileLanguage: 'fr' }).language, 'en');
  assert.equal(ask('早餐', { profileLanguage: 'ja' }).language, 'zh');
});

test('the more button and a shared location are asked without words', () => {
  const more = ask('', { ask: 'more', history: [KEBAB] });
  assert.equal(more.followUp, 'more');
  assert.deepEqual(more.categories, ['kebab', 'restaurant']);
  const around = ask('', { ask: 'nearby', history: [KEBAB], point: { lat: 41, lon: 29 } });
  assert.equal(around.intent, 'nearby');
  assert.equal(around.nearMe, true);
  assert.deepEqual(around.categories, ['kebab', 'restaurant']);
  assert.deepEqual(ask('', { ask: 'nearby', history: [PALACE] }).categories, []);
  assert.deepEqual(ask('', { ask: 'nearby' }).categories, []);
});

test('an understanding says the moment of asking when a day is named in a follow-up question', () => {
  const understood = ask('tomorrow?', { history: [PALACE], at: WEDNESDAY });
  assert.equal(understood.when?.toISOString(), '2026-05-14T09:00:00.000Z');
  assert.equal(understood.wholeDay, true);
});
