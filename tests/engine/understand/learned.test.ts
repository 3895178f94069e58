import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, said } from './support.ts';

test('what no lexicon has is read as utterances like it were', () => {
  const cases = [
    ['how long does the train take to get to the coast', 'route'],
    ['can you get me a cab for tonight', 'practical'],
    ['вызови мне такси', 'practical'],
    ['will i need an umbrella this afternoon', 'off_topic'],
    ['wird es heute noch regnen oder schneien', 'off_topic'],
    ['are there any festivals happening around here', 'nearby'],
  ] as const;
  for (const [text, intent] of cases) assert.equal(ask(text).intent, intent, text);
});

test('what names something of the city is read by the lexicons alone, and so is an emergency', () => {
  assert.equal(ask('Topkapı Palace').intent, 'place');
  assert.equal(ask('will it be hot inside the Basilica Cistern').placeIds[0], 'basilica-cistern');
  assert.equal(ask('my son collapsed, what is the weather').intent, 'emergency');
});

test('badly typed emergencies are emergencies, and near words are none', () => {
  for (const text of [
    'lost my pasport',
    'call an ambulence',
    'meine frau ist bewustlos',
    'нужна скорая помошь',
  ]) {
    assert.equal(ask(text).intent, 'emergency', text);
  }
  for (const text of ['parcel post', 'ambulatory of the church', 'attachment', 'Balat robes']) {
    assert.notEqual(ask(text).intent, 'emergency', text);
  }
});

test('a place that serves what is asked for is meant itself', () => {
  const { intent, placeIds, language } = ask('hidiv kasrı kahvaltı');
  assert.deepEqual([intent, placeIds[0], language], ['place', 'hidiv-kasri', 'tr']);
  assert.equal(ask('breakfast near hidiv kasri').intent, 'nearby');
});

test('a longer name that is not known does not shrink to a known one', () => {
  for (const text of ['Atatürk Arboretum', 'when does the Atatürk Arboretum open']) {
    assert.deepEqual([ask(text).intent, ask(text).placeIds], ['unknown', []], text);
  }
  assert.equal(ask('Atatürk Müzesi').placeIds[0], 'ataturk-museum');
  assert.equal(ask('Topkapi Opening Times').placeIds[0], 'topkapi-palace');
});

test('places and ends of ways by names that are not known are told so', () => {
  for (const text of ['where is the Qwertzu Palace', 'où est le Palais des Nuages', '水晶云宫在哪里']) {
    assert.equal(ask(text).intent, 'unknown', text);
  }
  for (const text of ['how do i get to Cevahir mall', "Cevahir AVM'ye nasıl giderim"]) {
    assert.deepEqual([ask(text).intent, ask(text).unknownName], ['route', true], text);
  }
  assert.equal(ask('how do i get there').unknownName, undefined);
});

test('stops near a stop are asked for, and ways by two names of stations', () => {
  assert.equal(ask('nearest metro to Tünel').intent, 'nearby');
  const { intent, origin, destination } = ask('metro yenikapi taksim');
  assert.deepEqual([intent, origin?.[0], destination?.[0]], ['route', 'yenikapi', 'taksim']);
  assert.equal(ask('havalimanından taksime').origin?.[0], 'istanbul-airport');
});

test('Romance languages may put the kind of place first', () => {
  for (const text of ['museo pera', 'musée de pera', 'horario museo pera hoy']) {
    assert.equal(ask(text).placeIds[0], 'pera-museum', text);
  }
});

test('a greeting between does not break off what was asked', () => {
  const history = [said('kebab in fatih', ['hamdi-eminonu']), said('hi', [])];
  const { intent, categories, followUp } = ask('and another?', { history });
  assert.deepEqual([intent, categories[0], followUp], ['nearby', 'kebab', 'more']);
});
