import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from './support.ts';

/** Asked on Wednesday 13 May 2026 at 14:00 in Istanbul (UTC+3); what must come out, in city time. */
const CASES: [text: string, when: string | undefined, wholeDay?: boolean][] = [
  ['is Hagia Sophia open on Monday?', '2026-05-18T12:00', true],
  ['is Hagia Sophia open on Wednesday?', '2026-05-13T12:00', true],
  ['is Hagia Sophia open tomorrow?', '2026-05-14T12:00', true],
  ['is Hagia Sophia open today', '2026-05-13T12:00', true],
  ['is Hagia Sophia open now', undefined],
  ['Hagia Sophia', undefined],
  ['bars open tonight', '2026-05-13T21:00', false],
  ['is Hagia Sophia open at 9 pm', '2026-05-13T21:00', false],
  ['is Hagia Sophia open at 9', '2026-05-13T21:00', false],
  ['is Hagia Sophia open at 8 am', '2026-05-14T08:00', false],
  ['is Hagia Sophia open at 19:30', '2026-05-13T19:30', false],
  ['is Hagia Sophia open on Friday at 10', '2026-05-15T10:00', false],
  ['is Hagia Sophia open on Friday evening', '2026-05-15T19:00', false],
  ['is Hagia Sophia open on 1 June', '2026-06-01T12:00', true],
  ['is Hagia Sophia open on January 1st', '2027-01-01T12:00', true],
  ['is Hagia Sophia open on 2026-12-24', '2026-12-24T12:00', true],
  ['Ayasofya cuma günü açık mı', '2026-05-15T12:00', true],
  ['Ayasofya pazar günü açık mı', '2026-05-17T12:00', true],
  ['Ayasofya saat 18 açık mı', '2026-05-13T18:00', false],
  ['Ayasofya yarın sabah açık mı', '2026-05-14T10:00', false],
  ['Ayasofya 29 Ekim açık mı', '2026-10-29T12:00', true],
  ['hat die Hagia Sophia morgen offen', '2026-05-14T12:00', true],
  ['hat die Hagia Sophia am Sonntag um 9 Uhr offen', '2026-05-17T09:00', false],
  ['hat die Hagia Sophia am 1. Mai offen', '2027-05-01T12:00', true],
  ['Guten Morgen, hat die Hagia Sophia offen', undefined],
  ['Sainte-Sophie est ouverte dimanche à 10h ?', '2026-05-17T10:00', false],
  ['Sainte-Sophie est ouverte le 14 juillet ?', '2026-07-14T12:00', true],
  ['¿Santa Sofía está abierta mañana por la mañana?', '2026-05-14T10:00', false],
  ['¿abre Santa Sofía el 15 de agosto?', '2026-08-15T12:00', true],
  ['Santa Sofia è aperta sabato alle 17', '2026-05-16T17:00', false],
  ['Айя-София открыта в пятницу?', '2026-05-15T12:00', true],
  ['Айя-София открыта 9 мая?', '2027-05-09T12:00', true],
  ['Айя-София открыта в 18:00?', '2026-05-13T18:00', false],
  ['هل آيا صوفيا مفتوحة يوم الجمعة', '2026-05-15T12:00', true],
  ['هل آيا صوفيا مفتوحة غدا', '2026-05-14T12:00', true],
  ['هل آيا صوفيا مفتوحة الساعة ٨ مساء', '2026-05-13T20:00', false],
  ['ایاصوفیه جمعه باز است', '2026-05-15T12:00', true],
  ['ایاصوفیه فردا باز است', '2026-05-14T12:00', true],
  ['圣索菲亚大教堂周五开吗', '2026-05-15T12:00', true],
  ['圣索菲亚大教堂晚上8点开吗', '2026-05-13T20:00', false],
  ['圣索菲亚大教堂5月20日开吗', '2026-05-20T12:00', true],
  ['アヤソフィアは金曜日開いてますか', '2026-05-15T12:00', true],
  ['アヤソフィアは明日開いてますか', '2026-05-14T12:00', true],
  ['トルコの朝食', undefined],
  ['아야 소피아 금요일에 열어요?', '2026-05-15T12:00', true],
  ['아야 소피아 내일 오후 3시에 열어요?', '2026-05-14T15:00', false],
  ['plan 3 days', undefined],
  ['restaurants for 4 people', undefined],
  ['dinner under 20 euro', undefined],
];

/** City time without seconds: Istanbul has kept UTC+3 all year since 2016. */
function cityTime(when: Date | undefined): string | undefined {
  return when && new Date(when.getTime() + 3 * 3_600_000).toISOString().slice(0, 16);
}

for (const [text, when, wholeDay] of CASES) {
  test(`"${text}" is about ${when ?? 'now'}`, () => {
    const understood = ask(text);
    assert.equal(cityTime(understood.when), when);
    if (wholeDay !== undefined) assert.equal(understood.wholeDay, wholeDay);
  });
}

test('open now wants only open places and no other moment', () => {
  const understood = ask('kebab open now near me');
  assert.equal(understood.openOnly, true);
  assert.equal(understood.when, undefined);
});
