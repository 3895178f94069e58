import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCheck } from '../../src/engine/check/check.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { gather } from '../../src/engine/evidence.ts';
import { retrieve } from '../../src/engine/retrieve/retrieve.ts';
import { formatTime } from '../../src/engine/compose/format.ts';
import { phrase } from '../../src/engine/compose/phrases.ts';
import { loadKnowledge } from '../../src/knowledge/knowledge.ts';
import { LANGUAGES, type Language } from '../../src/messages.ts';
import { understanding } from '../engine/small-city.ts';

const knowledge = await loadKnowledge(new URL('../../cities/istanbul/', import.meta.url).pathname);
const engine = createEngine({ knowledge });

/** The answer to a question at a moment given in city time. */
async function ask(text: string, local: string): Promise<string> {
  const answer = await engine.answer({
    text,
    at: new Date(`${local}+03:00`),
    history: [],
    turnId: 't',
  });
  assert.ok(answer.text.length <= 160, `${answer.text.length}: ${answer.text}`);
  return answer.text;
}

test('asked during a prayer, the mosque is closed for it and about when it opens again is told', async () => {
  const text = await ask('Is the Blue Mosque open now?', '2026-06-18T13:20');
  assert.match(text, /closed now for prayer, opens again at about 14:25 \(2014\)/);
});

test('asked before a prayer, the answer names the closing to come', async () => {
  const text = await ask('Is the Blue Mosque open now?', '2026-06-18T10:20');
  assert.match(text, /open until 18:30.*Closed for prayer from about 12:55 to 14:25 \(2014\)/);
});

test('on a Friday noon the mosque’s own hours tell when it opens', async () => {
  const text = await ask('Is the Blue Mosque open now?', '2026-06-19T12:20');
  assert.match(text, /closed now, opens at 14:30/);
});

test('on holidays of which a place’s hours say nothing, the answer says so', async () => {
  const moments: [string, RegExp][] = [
    ['2026-05-27T14:00', /open until .*Public holiday \(Kurban Bayramı \/ Eid al-Adha\): hours may differ/],
    ['2027-03-10T14:00', /Public holiday \(Ramazan Bayramı \/ Eid al-Fitr\): hours may differ/],
    ['2026-10-29T14:00', /Public holiday \(Republic Day\): hours may differ/],
    ['2027-01-01T14:00', /Public holiday \(New Year’s Day\): hours may differ/],
    ['2026-10-28T14:00', /Half holiday from 13:00 \(eve of Republic Day\): hours may differ/],
  ];
  for (const [local, expected] of moments) {
    assert.match(await ask('Is Galata Tower open now?', local), expected, local);
  }
  assert.doesNotMatch(await ask('Is Galata Tower open now?', '2026-10-30T14:00'), /holiday/i);
});

test('a place whose hours on a holiday are known is told by them', async () => {
  assert.match(
    await ask('Is Topkapı Palace open now?', '2026-03-20T12:00'),
    /closed now, opens Saturday at 09:00/,
  );
  assert.match(
    await ask('Is the Grand Bazaar open now?', '2026-10-29T12:00'),
    /closed now, opens Friday at 08:30/,
  );
  assert.doesNotMatch(await ask('Is the Grand Bazaar open now?', '2026-10-29T12:00'), /may differ/);
});

test('a holiday that is named is the day asked about: the next one', async () => {
  const asked: [text: string, local: string, expected: RegExp][] = [
    ['Is the Grand Bazaar open on New Year’s Day?', '2026-12-20T12:00', /Friday \(New Year’s Day\): closed/],
    ['Kapalıçarşı bayramda açık mı?', '2026-03-10T12:00', /Cuma \(Ramazan Bayramı\): kapalı/],
    ['Kapalıçarşı bayramda açık mı?', '2026-04-10T12:00', /Çarşamba \(Kurban Bayramı\): kapalı/],
    ['Hat der Große Basar an Neujahr offen?', '2026-12-20T12:00', /Freitag \(Neujahr\): geschlossen/],
    ["La tour de Galata est-elle ouverte pour l'Aïd ?", '2026-03-10T12:00', /vendredi .*Jour férié/],
    ['Большой базар открыт в День республики?', '2026-10-10T12:00', /четверг \(День Республики\): закрыто/],
    ['大巴扎元旦开放吗？', '2026-12-10T12:00', /元旦/],
    ['هل البازار الكبير مفتوح في عيد الأضحى؟', '2026-05-10T12:00', /عيد الأضحى/],
  ];
  for (const [text, local, expected] of asked) assert.match(await ask(text, local), expected, text);
  assert.doesNotMatch(await ask("Bayrampaşa'da müze", '2026-03-10T12:00'), /Ramazan/);
});

test('who comes after the last entry is told so before the hours', async () => {
  const late = await ask('Is Galata Tower open?', '2026-06-18T22:30');
  assert.match(late, /open until 23:00\. Last entry 22:00\. Open today/);
  assert.equal(late.match(/Last entry/g)?.length, 1);
});

test('a model’s text on a prayer, a holiday and their times passes the check, another time does not', async () => {
  const check = createCheck(knowledge);
  const judge = (place: string, local: string, text: string): string[] => {
    const question = { text: '', at: new Date(`${local}+03:00`), history: [], turnId: 't' };
    const understood = understanding({ intent: 'hours', placeIds: [place] });
    const evidence = gather(retrieve(question, understood, knowledge), knowledge);
    return check(text, { evidence, language: 'en', most: 160 }).failures;
  };
  const closed = 'The Blue Mosque is closed for prayer now and opens again at about 14:25.';
  assert.deepEqual(judge('blue-mosque', '2026-06-18T13:20', closed), []);
  assert.deepEqual(judge('blue-mosque', '2026-06-18T13:20', closed.replace('14:25', '13:50')), ['time']);
  assert.deepEqual(judge('blue-mosque', '2026-06-18T13:20', 'The Blue Mosque is open now until 18:30.'), [
    'state',
  ]);
  const holiday = 'Galata Tower is open until 23:00, but it is a public holiday and hours may differ.';
  assert.deepEqual(judge('galata-tower', '2026-10-29T14:00', holiday), []);
});

test('a list that tells hours on a holiday says so once', async () => {
  const text = await ask('museums open now in Beyoğlu', '2027-01-01T12:00');
  assert.equal(text.match(/Public holiday/g)?.length, 1, text);
});

test('asked about the sunset, the answer has its time on the city’s clock, and viewpoints', async () => {
  assert.match(await ask('best sunset spot', '2026-06-21T12:00'), /^Sunset today at 20:39\. Viewpoints /);
  assert.match(await ask('what time is sunset today?', '2026-12-21T12:00'), /17:3[789]/);
  assert.match(await ask('sunset at Galata Tower', '2026-06-21T12:00'), /^Galata.* 20:39/);
  assert.match(await ask('gün batımı saat kaçta', '2026-06-21T12:00'), /^Bugün gün batımı 20:39/);
});

/** Whether the Blue Mosque and Galata Tower are open now. */
const OPEN_NOW: Record<Language, [mosque: string, tower: string]> = {
  en: ['Is the Blue Mosque open now?', 'Is Galata Tower open now?'],
  tr: ['Sultanahmet Camii şu an açık mı?', 'Galata Kulesi şu an açık mı?'],
  de: ['Ist die Blaue Moschee jetzt geöffnet?', 'Ist der Galataturm jetzt geöffnet?'],
  fr: ['La Mosquée bleue est-elle ouverte maintenant ?', 'La tour de Galata est-elle ouverte maintenant ?'],
  es: ['¿Está abierta ahora la Mezquita Azul?', '¿Está abierta ahora la Torre de Gálata?'],
  it: ['La Moschea Blu è aperta adesso?', 'La Torre di Galata è aperta adesso?'],
  ru: ['Голубая мечеть сейчас открыта?', 'Галатская башня сейчас открыта?'],
  ar: ['هل الجامع الأزرق مفتوح الآن؟', 'هل برج غالاتا مفتوح الآن؟'],
  fa: ['مسجد آبی الان باز است؟', 'برج گالاتا الان باز است؟'],
  zh: ['蓝色清真寺现在开放吗？', '加拉太塔现在开放吗？'],
  ja: ['ブルーモスクは今開いていますか？', 'ガラタ塔は今開いていますか？'],
  ko: ['블루 모스크 지금 열려 있나요?', '갈라타 타워 지금 열려 있나요?'],
};

test('in every language the prayer and the holiday are said with their times', async () => {
  for (const language of LANGUAGES) {
    const [mosque, tower] = OPEN_NOW[language];
    const time = formatTime(language, '14:25');
    const prayer = phrase(language, 'answer:prayerNow', { time });
    const closed = await ask(mosque, '2026-06-18T13:20');
    assert.ok(closed.includes(prayer), `${language}: ${closed}`);
    const open = await ask(tower, '2026-10-29T14:00');
    assert.ok(open.includes(phrase(language, 'holiday:republic')), `${language}: ${open}`);
  }
});
