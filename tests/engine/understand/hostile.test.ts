import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { INTENTS, LANGUAGES } from '../../../src/messages.ts';
import { ask, said } from './support.ts';

const FIXTURES = process.env.REHBER_FIXTURES;

function check(text: string): void {
  const understood = ask(text, { history: [said('kebab', ['hamdi-eminonu'])] });
  assert.ok(LANGUAGES.includes(understood.language));
  assert.ok(INTENTS.includes(understood.intent));
  assert.ok(understood.confidence >= 0 && understood.confidence <= 1);
  assert.ok(understood.when === undefined || !Number.isNaN(understood.when.getTime()));
}

test(
  'every string of the big list of naughty strings is understood as something',
  { skip: FIXTURES ? false : 'REHBER_FIXTURES is not set' },
  () => {
    const strings: unknown = JSON.parse(readFileSync(join(FIXTURES ?? '', 'nasty/blns.json'), 'utf8'));
    assert.ok(Array.isArray(strings) && strings.length > 400);
    for (const text of strings) check(String(text));
  },
);

test('random text of all of Unicode is understood as something', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), check), { numRuns: 300 });
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), check), { numRuns: 300 });
});

test('text that carries no words is unknown in English', () => {
  for (const text of [
    '',
    ' ',
    '\n\n',
    '?',
    '...',
    '👍',
    '🇹🇷🇹🇷',
    '\u0000',
    '\u200f\u200e',
    '\ud800',
    '12',
    '٣٤',
  ]) {
    const understood = ask(text);
    assert.equal(understood.intent, 'unknown', JSON.stringify(text));
    assert.equal(understood.language, 'en', JSON.stringify(text));
    assert.equal(understood.unsupportedLanguage, false, JSON.stringify(text));
  }
});

test('only the beginning of a very long text is looked at', () => {
  const long = `kebab near me ${'a'.repeat(100_000)} I lost my passport`;
  assert.equal(ask(long).intent, 'nearby');
  for (const unit of ['kebab ', 'ä', '吃', "l'", 'from ', '…', 'a'.repeat(40) + ' ', 'ال', '̈']) {
    check(unit.repeat(100_000 / unit.length));
  }
});

test('links and invisible marks are no words', () => {
  assert.equal(ask('https://example.com/museum/kebab?near=me').categories.length, 0);
  assert.equal(ask('ke\u200bbab \u202enear me').categories[0], 'kebab');
});

const UNSUPPORTED = [
  'Waar kan ik lekker eten in de buurt?',
  'Hoe laat gaat het museum open',
  'gdzie jest najbliższy meczet',
  'Gdzie mogę zjeść śniadanie?',
  'Onde posso comer perto daqui?',
  'Onde fica a Torre de Galata?',
  'πού μπορώ να φάω',
  'Πού είναι η Αγία Σοφία;',
  'איפה אפשר לאכול',
  'ร้านอาหารใกล้ฉัน',
  'मुझे खाना कहाँ मिलेगा',
  'де можна поїсти',
  'Дякую, де музей?',
  'Къде мога да ям наблизо',
  'Var kan jag äta frukost',
  'Hol lehet reggelizni?',
  'Unde pot mânca aproape?',
  'Kde je nejbližší mešita',
  'მეჩეთი სად არის',
  'کھانا کہاں ملے گا',
  'Missä voin syödä aamiaista',
  'Dimana tempat makan yang enak',
  'Tôi có thể ăn ở đâu gần đây',
];

for (const text of UNSUPPORTED) {
  test(`"${text}" is in a language that is answered in English`, () => {
    const understood = ask(text);
    assert.equal(understood.unsupportedLanguage, true);
    assert.equal(understood.language, 'en');
  });
}

test('short, mixed and misspelled texts are in none but our languages', () => {
  const texts = [
    'ok',
    'kebab pls',
    'resturant nearby',
    'best lokum',
    'meze bar galata',
    'WiFi?',
    'Dolmabahce',
    'Çiya Sofrası',
    'menu',
    'döner dürüm',
    'Pierre Loti',
    'hammam çemberlitaş',
    'a la carte',
    'uber',
    'çorba içmek istiyorum',
    'Köşebaşı',
    'Şişhane',
    'brunch galata',
    'por favor',
    'pardon',
    'kadikoy fish',
    'Beyoğlu',
    'hotel sultanahmet',
    'Süleymaniye',
    'asap',
    'no',
    'si',
    'mezze platter',
    'gelato',
  ];
  for (const text of texts) assert.equal(ask(text).unsupportedLanguage, false, text);
});
