import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { loadKnowledge } from '../../src/knowledge/knowledge.ts';
import { redact } from '../../src/privacy/redact.ts';

const PACK = new URL('../../cities/istanbul/', import.meta.url).pathname;

/** How people speak of a place: `X` is where its name stands. */
const SENTENCES = [
  'Hello, where is X? And when does it open?',
  'I am at X, call me a taxi',
  'X 09:00-18:00, 250 TL, on 24.11.2026',
  'Merhaba, X nerede? Adım adım anlat',
  'ben X’e gitmek istiyorum, X’de kalıyorum',
  'wie komme ich zu X? Ich bin in X',
  'Bonjour, je suis à X. X est ouvert ?',
  'я в X, как пройти?',
  'أنا في X، أين المطعم؟',
  'من در X هستم',
  '我在X，X在哪里？',
  'Xはどこですか。今Xにいます',
  '지금 X에 있어요. X 어디예요?',
  'take T1 from X to M2, bus 34AS or 500T, 10 min',
];

describe('what the pack knows', () => {
  const texts = new Set<string>();
  const phones = new Set<string>(['+908502883838']);
  before(async () => {
    const { places, districts } = await loadKnowledge(PACK);
    for (const { name, aliases = [] } of [...places, ...districts])
      for (const text of [...Object.values(name), ...aliases]) if (text) texts.add(text);
    for (const { facts } of places)
      for (const { field, value } of facts) {
        collect(value);
        if (field === 'phone') phones.add(String(value));
      }
  });

  function collect(value: unknown): void {
    if (typeof value === 'string') texts.add(value);
    else if (value && typeof value === 'object') Object.values(value).forEach(collect);
  }

  it('comes through untouched, by whatever name and wherever it stands', () => {
    assert.ok(texts.size > 1_000);
    const damaged: string[] = [];
    for (const sentence of SENTENCES)
      for (const text of texts) {
        const written = sentence.replaceAll('X', () => text);
        const kept = redact(written);
        if (kept !== written) damaged.push(`${written} → ${kept}`);
      }
    assert.deepEqual(damaged, []);
  });

  it('phones, those of practical cards too, stay in every spelling', () => {
    assert.ok(phones.size > 10);
    for (const phone of phones) {
      const [, area, a, b, c] = /^\+90(\d{3})(\d{3})(\d{2})(\d{2})$/u.exec(phone) ?? [];
      for (const spelled of [
        `+90 ${area} ${a} ${b} ${c}`,
        `+90 (${area}) ${a}${b}${c}`,
        `+90 (0) ${area} ${a} ${b} ${c}`,
        `0090${area}${a}${b}${c}`,
        `90${area}${a}${b}${c}`,
        `0${area} ${a} ${b} ${c}`,
        `0(${area}) ${a} ${b} ${c}`,
        `(0${area}) ${a}-${b}-${c}`,
        `0${area}.${a}.${b}.${c}`,
        `${area} ${a} ${b}${c}`,
        `${area}${a}${b}${c}`,
      ])
        for (const sentence of ['is X right?', 'X', 'tel.X', 'call X now, or 112', '电话X吗', 'X’i aradım']) {
          const text = sentence.replace('X', spelled);
          assert.equal(redact(text), text);
        }
    }
  });

  it('and nobody else’s number or link does with them', () => {
    for (const phone of phones) {
      const last = Number(phone.at(-1));
      const other = phone.slice(0, -1) + String((last + 1) % 10);
      assert.equal(redact(`call ${other}`), 'call [phone]');
      assert.equal(redact(`${phone}, mine is 0532 123 45 67`), `${phone}, mine is [phone]`);
      assert.equal(redact(`https://wa.me/${phone.slice(1)}`), '[link]');
    }
    assert.equal(
      redact('https://www.pandeli.com.tr/ or www.pandeli.com.tr?'),
      'https://www.pandeli.com.tr/ or www.pandeli.com.tr?',
    );
    assert.equal(redact('https://www.pandeli.com.tr/?session=abc'), '[link]');
    assert.equal(redact('https://www.pandeli.com.tr/在t.me/anna'), 'https://www.pandeli.com.tr/[link]');
    assert.equal(redact('https://www.pandeli.com.tr.example.org/a'), '[link]');
    assert.equal(
      redact('https://www.pandeli.com.tr/，https://example.org/?t=1'),
      'https://www.pandeli.com.tr/，[link]',
    );
    assert.equal(redact('https://anna:secret@www.pandeli.com.tr/'), '[link]');
  });
});
