import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test, type TestContext } from 'node:test';
import { loadKnowledge } from '../../src/knowledge/knowledge.ts';
import type { OpenState } from '../../src/knowledge/types.ts';
import { packFiles, place, writePack } from './small-pack.ts';

/** The state of a place with one fact at a moment given in city time. */
async function state(
  t: TestContext,
  value: string,
  local: string,
  field = 'opening_hours',
): Promise<OpenState> {
  const dir = await writePack(t, packFiles([place('a', { facts: [{ field, value }] })]));
  const knowledge = await loadKnowledge(dir);
  const [only] = knowledge.places;
  assert.ok(only);
  return knowledge.openState(only, new Date(`${local}+03:00`));
}

// 2026-06-01 is a Monday
test('within the hours it is open until the end of them', async (t) => {
  const open = await state(t, 'Tu-Su 09:00-18:00', '2026-06-02T17:59');
  assert.equal(open.state, 'open');
  assert.deepEqual(open.today, [{ from: '09:00', to: '18:00' }]);
  assert.equal(open.until?.toISOString(), '2026-06-02T15:00:00.000Z');
  assert.deepEqual(open.closedDays, [1]);
  assert.equal(open.fact?.field, 'opening_hours');
});

test('at the minute of closing it is closed, and tells when it opens next', async (t) => {
  const closed = await state(t, 'Tu-Su 09:00-18:00', '2026-06-07T18:00');
  assert.equal(closed.state, 'closed');
  assert.equal(closed.until?.toISOString(), '2026-06-09T06:00:00.000Z');
});

test('on a day without hours nothing is open today', async (t) => {
  const closed = await state(t, 'Tu-Su 09:00-18:00', '2026-06-01T12:00');
  assert.equal(closed.state, 'closed');
  assert.deepEqual(closed.today, []);
});

test('a night that ends after midnight is open then, and is not the new day’s hours', async (t) => {
  const open = await state(t, 'Fr-Sa 18:00-02:30', '2026-06-07T01:00');
  assert.equal(open.state, 'open');
  assert.equal(open.until?.toISOString(), '2026-06-06T23:30:00.000Z');
  assert.deepEqual(open.today, []);
  assert.deepEqual(open.closedDays, [0, 1, 2, 3, 4]);
  const evening = await state(t, 'Fr-Sa 18:00-02:30', '2026-06-06T20:00');
  assert.deepEqual(evening.today, [{ from: '18:00', to: '02:30' }]);
});

test('a break at noon gives two ranges', async (t) => {
  const closed = await state(t, 'Mo-Su 09:00-12:00,13:00-17:00', '2026-06-01T12:30');
  assert.equal(closed.state, 'closed');
  assert.deepEqual(closed.today, [
    { from: '09:00', to: '12:00' },
    { from: '13:00', to: '17:00' },
  ]);
  assert.equal(closed.until?.toISOString(), '2026-06-01T10:00:00.000Z');
});

test('day and night is always, without an end', async (t) => {
  const open = await state(t, '24/7', '2026-06-01T03:00');
  assert.equal(open.state, 'open');
  assert.equal(open.always, true);
  assert.equal(open.until, undefined);
  assert.deepEqual(open.today, [{ from: '00:00', to: '24:00' }]);
  assert.deepEqual(open.closedDays, []);
});

test('open for days on end is told by the day', async (t) => {
  const value = 'Mo-Sa 00:00-24:00; Su 00:00-18:00';
  assert.deepEqual((await state(t, value, '2026-06-03T12:00')).today, [{ from: '00:00', to: '24:00' }]);
  const sunday = await state(t, value, '2026-06-07T12:00');
  assert.deepEqual(sunday.today, [{ from: '00:00', to: '18:00' }]);
  assert.equal(sunday.always, undefined);
});

test('public holidays of the pack close and open, though the library knows none for the country', async (t) => {
  // 29 October 2026 is a Thursday
  const holiday = '2026-10-29T10:30';
  assert.equal((await state(t, 'Mo-Su 09:00-18:00; PH off', holiday)).state, 'closed');
  assert.equal((await state(t, 'Mo-Fr 09:00-18:00; PH 10:00-11:00', holiday)).state, 'open');
  assert.deepEqual((await state(t, 'Mo-Fr 09:00-18:00; PH 10:00-11:00', holiday)).today, [
    { from: '10:00', to: '11:00' },
  ]);
  assert.equal((await state(t, 'Sa-Su,PH 10:00-12:00', holiday)).state, 'open');
  assert.equal((await state(t, 'Mo-Su 09:00-18:00; PH off', '2026-10-30T10:30')).state, 'open');
});

test('a holiday does not make its weekday a closed day', async (t) => {
  assert.deepEqual((await state(t, 'Mo-Su 09:00-18:00; PH off', '2026-10-29T12:00')).closedDays, []);
});

test('out of season it is closed, and opens with the season', async (t) => {
  const closed = await state(t, 'May-Sep 09:00-19:00', '2026-11-10T12:00');
  assert.equal(closed.state, 'closed');
  assert.equal(closed.until?.toISOString(), '2027-05-01T06:00:00.000Z');
  assert.deepEqual(closed.closedDays, []);
});

test('sunset is that of the city', async (t) => {
  const { today } = await state(t, 'Mo-Su 09:00-sunset', '2026-06-21T12:00');
  // Istanbul, 21 June: the sun sets at about 20:39
  assert.match(today[0]?.to ?? '', /^20:[34]\d$/);
});

test('hours with a comment such as "by appointment" are unknown, not open', async (t) => {
  const unknown = await state(t, 'Mo-Su 09:00-18:00 unknown "by appointment"', '2026-06-01T12:00');
  assert.equal(unknown.state, 'unknown');
  assert.deepEqual(unknown.today, []);
});

test('closed days alone tell closed or unknown, never open', async (t) => {
  const monday = await state(t, 'Mo', '2026-06-01T12:00', 'closed_on');
  assert.equal(monday.state, 'closed');
  assert.deepEqual(monday.closedDays, [1]);
  assert.equal(monday.fact?.field, 'closed_on');
  const tuesday = await state(t, 'Mo', '2026-06-02T12:00', 'closed_on');
  assert.equal(tuesday.state, 'unknown');
  assert.deepEqual(tuesday.closedDays, [1]);
  assert.deepEqual((await state(t, 'Mo,Tu', '2026-06-04T12:00', 'closed_on')).closedDays, [1, 2]);
});

test('hours that do not parse, or none, are unknown', async (t) => {
  assert.equal((await state(t, 'whenever', '2026-06-01T12:00')).state, 'unknown');
  const knowledge = await loadKnowledge(await writePack(t));
  const [bare] = knowledge.places;
  assert.ok(bare);
  assert.deepEqual(knowledge.openState(bare, new Date()), { state: 'unknown', today: [], closedDays: [] });
});

test('one place asked about on many days, forth and back, answers each day for itself', async (t) => {
  const dir = await writePack(
    t,
    packFiles([place('a', { facts: [{ field: 'opening_hours', value: 'Tu-Su 09:00-18:00' }] })]),
  );
  const knowledge = await loadKnowledge(dir);
  const [only] = knowledge.places;
  assert.ok(only);
  for (const [day, expected] of [
    ['2026-06-01', 'closed'],
    ['2026-06-09', 'open'],
    ['2027-01-04', 'closed'],
    ['2026-06-02', 'open'],
    ['2025-12-29', 'closed'],
  ] as const) {
    assert.equal(knowledge.openState(only, new Date(`${day}T12:00+03:00`)).state, expected, day);
  }
});

/** What a process in another time zone answers, hour by hour round the night that New York skips an hour. */
function statesIn(zone: string, dir: string): string {
  const script = `
    const { loadKnowledge } = await import('./src/knowledge/knowledge.ts');
    const knowledge = await loadKnowledge(process.argv[1]);
    const before = new Date(2026, 0, 1).toString();
    for (let hour = 0; hour < 72; hour += 1) {
      const at = new Date(Date.UTC(2026, 2, 7, hour, 15));
      for (const place of knowledge.places) console.log(JSON.stringify(knowledge.openState(place, at)));
    }
    console.error(before === new Date(2026, 0, 1).toString() ? 'zone kept' : 'zone changed');
  `;
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script, dir];
  return execFileSync(process.execPath, args, { env: { ...process.env, TZ: zone }, encoding: 'utf8' });
}

test('the answers are the same whatever time zone the machine is in', async (t) => {
  const values = ['Tu-Su 09:00-sunset', 'Mo-Su 18:00-02:30', 'Mo-Fr 01:30-03:30', '24/7', 'Sa 00:00-24:00'];
  const places = values.map((value, index) =>
    place(`p${index}`, { facts: [{ field: 'opening_hours', value }] }),
  );
  const dir = await writePack(t, packFiles(places));
  const there = statesIn('Europe/Istanbul', dir);
  assert.ok(there.includes('"state":"open"') && there.includes('"state":"closed"'));
  for (const zone of ['UTC', 'America/New_York', 'Asia/Tokyo'])
    assert.equal(statesIn(zone, dir), there, zone);
});

test('asking leaves the time zone of the process as it was', async (t) => {
  const before = process.env['TZ'];
  await state(t, '24/7', '2026-06-01T03:00');
  assert.equal(process.env['TZ'], before);
});
