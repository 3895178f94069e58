import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, knowledge } from './support.ts';

/** Spellings of one name, right and wrong, bare and inflected. */
const SPELLINGS: Record<string, string[]> = {
  'hagia-sophia': [
    'AYASOFYA',
    'ayasofya',
    'Hagia Sofia',
    'hagiasophia',
    'Hagia Sohpia',
    "Ayasofya'ya",
    'Ayasofyaya',
    'Ayasofyada',
    "Ayasofya'nın",
    'Aya Sofya',
    'айя софию',
    'وآيا صوفيا',
  ],
  'galata-tower': [
    'galata tower',
    'galata towr',
    'GALATA KULESİ',
    'Galata Kulesine',
    "Galata Kulesi'nden",
    'galatatower',
    'Галатскую башню',
  ],
  'topkapi-palace': [
    'topkapi palace',
    'Topkapi Palce',
    'Topkapı Sarayına',
    'TOPKAPI SARAYI',
    'Topkapı Sarayındaki',
  ],
  'dolmabahce-palace': [
    'dolmabahce',
    'Dolmabahçe',
    'dolmabache palace',
    'Dolmabahce Palas',
    'Dolmabahçe Sarayı’na',
  ],
  'grand-bazaar': ['grand bazaar', 'Grand Bazar', 'Kapalıçarşı', 'kapali carsi', 'Kapalıçarşıya'],
};

for (const [id, spellings] of Object.entries(SPELLINGS)) {
  for (const spelling of spellings) {
    test(`"${spelling}" names ${id}`, () => assert.equal(ask(spelling).placeIds[0], id));
  }
}

test('ordinary words name no place', () => {
  const texts = [
    'open',
    'bar',
    'a good bar',
    'open now',
    'table for two',
    'faith',
    'later maybe',
    'fish market',
    'turkish bath',
    'the old city',
    'hotel',
    'is it far',
    'cheap eats',
    'where is the museum',
    'müze nerede',
    'çarşı nerede',
    'köfte',
    'Montag',
    'what is the price',
    'rain today',
    'i want to eat meat',
    'event',
    'meter',
    'modern art',
    'beer',
    'can you help me',
    'with my children',
    'something special tonight',
    'we are vegan',
    'Öffnungszeiten am Montag',
  ];
  for (const text of texts) assert.deepEqual(ask(text).placeIds, [], text);
});

test('the city itself is no place and tells no language', () => {
  const understood = ask('restaurants in Istanbul');
  assert.deepEqual(understood.placeIds, []);
  assert.equal(understood.areaId, undefined);
  assert.equal(ask('Istanbul', { profileLanguage: 'it' }).language, 'it');
});

test('every place and district of the pack is found by its Turkish and English name', () => {
  const lost: string[] = [];
  for (const { id, name } of knowledge.places) {
    for (const one of [name.tr, name.en]) if (!ask(one).placeIds.includes(id)) lost.push(one);
  }
  for (const { name } of knowledge.districts) {
    for (const one of [name.tr, name.en]) if (ask(one).areaId === undefined) lost.push(one);
  }
  // stops named with an everyday word, "market" and "church", would be heard in any question
  const everyday = lost.filter((name) => name === 'Çarşı' || name === 'Kilise');
  assert.deepEqual(lost, everyday);
});

test('a station is meant where the kind is said, the sight where it is not', () => {
  assert.equal(ask('Sultanahmet tram stop').placeIds[0], 'sultanahmet-tram');
  assert.notEqual(ask('Sultanahmet').placeIds[0], 'sultanahmet-tram');
});

test('where one goes to stands before where one comes from', () => {
  for (const text of [
    'from Taksim to Kadıköy',
    "Taksim'den Kadıköy'e nasıl giderim",
    'wie komme ich von Taksim nach Kadıköy',
    'как доехать из Таксима в Кадыкёй',
  ]) {
    const understood = ask(text);
    assert.equal(understood.intent, 'route', text);
    assert.equal(understood.areaId, 'kadikoy', text);
    assert.ok(understood.placeIds.includes('taksim'), text);
  }
});

test('Turkish letters and their look-alikes are one', () => {
  for (const text of ['KADIKÖY', 'Kadikoy', 'kadıköy', 'KADIKOY', 'Kadıköyde', 'kadıköy’de']) {
    assert.equal(ask(text).areaId, 'kadikoy', text);
  }
});
