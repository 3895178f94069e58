import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { loadKnowledge } from '../../src/knowledge/knowledge.ts';
import { prayersOn } from '../../src/knowledge/prayers.ts';
import { inTimeZone, noonIn } from '../../src/knowledge/time-zone.ts';
import type { OpenState } from '../../src/knowledge/types.ts';
import { packFiles, place, writePack } from './small-pack.ts';

const ZONE = 'Europe/Istanbul';
const ISTANBUL = { lat: 41.0082, lon: 28.9784 };

/** Minutes since midnight of `HH:MM`. */
const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** A mosque's state at a moment given in city time. */
async function mosque(
  t: TestContext,
  local: string,
  { hours = 'Mo-Su 09:00-18:00', ...facts }: { hours?: string; prayer_minutes?: object } = {},
): Promise<OpenState> {
  const given = { opening_hours: hours, prayer_closed: true, ...facts };
  const places = [place('a', { facts: Object.entries(given).map(([field, value]) => ({ field, value })) })];
  const knowledge = await loadKnowledge(await writePack(t, packFiles(places)));
  const [only] = knowledge.places;
  assert.ok(only);
  return knowledge.openState(only, new Date(`${local}+03:00`));
}

const clock = (at: Date | undefined): string | undefined =>
  at?.toLocaleTimeString('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });

/**
 * What Diyanet's tables have, as published: Istanbul, Yeni Şafak of 3 February 2026; the directorate's service for
 * district 9541; haberport.com of 25 December 2025; star.com.tr of May 2019; Kayseri, kayseriolay.com of 28 July 2024.
 */
const DIYANET: { day: string; at: typeof ISTANBUL; times: Record<string, string> }[] = [
  {
    day: '2026-02-19',
    at: ISTANBUL,
    times: { fajr: '06:22', dhuhr: '13:23', asr: '16:20', maghrib: '18:49', isha: '20:09' },
  },
  {
    day: '2026-03-16',
    at: ISTANBUL,
    times: { fajr: '05:43', dhuhr: '13:18', asr: '16:37', maghrib: '19:19', isha: '20:38' },
  },
  {
    day: '2025-12-26',
    at: ISTANBUL,
    times: { fajr: '06:48', dhuhr: '13:10', asr: '15:28', maghrib: '17:48', isha: '19:15' },
  },
  { day: '2019-05-09', at: ISTANBUL, times: { fajr: '04:03', maghrib: '20:15', isha: '21:51' } },
  {
    day: '2024-07-28',
    at: { lat: 38.7312, lon: 35.4787 },
    times: { fajr: '03:49', dhuhr: '12:50', asr: '16:41', maghrib: '20:00', isha: '21:33' },
  },
];

test('the prayers are within two minutes of Diyanet’s tables, in winter and summer', () => {
  for (const { day, at, times } of DIYANET) {
    const noon = noonIn(ZONE, new Date(`${day}T09:00Z`));
    const prayers: Record<string, Date> = { ...inTimeZone(ZONE, () => prayersOn(at, noon)) };
    for (const [name, told] of Object.entries(times)) {
      const ours = clock(prayers[name]) ?? '';
      const off = Math.abs(minutes(ours) - minutes(told));
      assert.ok(off <= 2, `${day} ${name}: ${ours}, Diyanet has ${told}`);
    }
  }
});

// 19 February 2026 is a Thursday: noon prayer 13:23, afternoon prayer 16:20
test('in the closing for a prayer it is closed, and tells when it opens again', async (t) => {
  const closed = await mosque(t, '2026-02-19T13:25');
  assert.equal(closed.state, 'closed');
  assert.equal(clock(closed.prayer?.from), '13:05');
  assert.equal(clock(closed.until), '13:55');
  assert.deepEqual(closed.today, [{ from: '09:00', to: '18:00' }]);
});

test('between the prayers it is open, and tells the next closing of the day', async (t) => {
  const open = await mosque(t, '2026-02-19T10:00');
  assert.equal(open.state, 'open');
  assert.equal(clock(open.until), '18:00');
  assert.equal(clock(open.prayer?.from), '13:05');
  assert.equal(clock((await mosque(t, '2026-02-19T14:30')).prayer?.from), '16:05');
  assert.equal((await mosque(t, '2026-02-19T17:30')).prayer, undefined);
});

test('at noon on a Friday it is closed for longer', async (t) => {
  const noon = await mosque(t, '2026-02-20T12:30');
  assert.equal(noon.state, 'closed');
  assert.equal(clock(noon.until), '14:40');
  assert.equal((await mosque(t, '2026-02-19T12:30')).state, 'open');
});

test('hours that begin after the Friday prayer know of it', async (t) => {
  const open = await mosque(t, '2026-02-20T14:32', { hours: 'Mo-Th,Sa-Su 08:30-18:30; Fr 14:30-18:30' });
  assert.equal(open.state, 'open');
});

test('a prayer past the hours’ end opens the next day', async (t) => {
  // Evening prayer of that day: 18:49
  const closed = await mosque(t, '2026-02-19T18:50', { hours: 'Mo-Su 09:00-19:00' });
  assert.equal(closed.state, 'closed');
  assert.equal(closed.until?.toISOString(), '2026-02-20T06:00:00.000Z');
});

test('a document’s minutes go before the estimate', async (t) => {
  const closed = await mosque(t, '2026-02-19T12:55', { prayer_minutes: { before: 30, length: 90 } });
  assert.equal(closed.state, 'closed');
  assert.equal(clock(closed.prayer?.from), '12:50');
  assert.equal(clock(closed.until), '14:25');
});

test('on an evening in Ramadan the mosque that is open late closes for the prayer at sunset', async (t) => {
  const closed = await mosque(t, '2026-03-16T19:20', { hours: 'Mo-Su 09:00-22:00' });
  assert.equal(closed.state, 'closed');
  assert.equal(clock(closed.until), '19:50');
  assert.equal((await mosque(t, '2026-03-16T20:05', { hours: 'Mo-Su 09:00-22:00' })).state, 'open');
});

test('a place that is not said to close for prayers does not', async (t) => {
  const files = packFiles([place('a', { facts: [{ field: 'opening_hours', value: 'Mo-Su 09:00-18:00' }] })]);
  const knowledge = await loadKnowledge(await writePack(t, files));
  const [only] = knowledge.places;
  assert.ok(only);
  const open = knowledge.openState(only, new Date('2026-02-19T13:25+03:00'));
  assert.equal(open.state, 'open');
  assert.equal(open.prayer, undefined);
});

test('the sun sets over the city when it does, whatever the machine’s clock', async (t) => {
  const knowledge = await loadKnowledge(await writePack(t));
  for (const zone of ['UTC', 'Pacific/Auckland', 'America/Los_Angeles']) {
    const [late, early] = inTimeZone(zone, () => [
      knowledge.sunset(ISTANBUL, new Date('2026-06-20T22:30Z')),
      knowledge.sunset(ISTANBUL, new Date('2026-12-21T20:59Z')),
    ]);
    assert.match(clock(late) ?? '', /^20:(?:39|40)$/, zone);
    assert.equal(late?.toISOString().slice(0, 10), '2026-06-21', zone);
    assert.match(clock(early) ?? '', /^17:3[789]$/, zone);
  }
});
