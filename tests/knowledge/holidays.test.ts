import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { createHolidays } from '../../src/knowledge/holidays.ts';
import { loadKnowledge } from '../../src/knowledge/knowledge.ts';
import type { Fact, OpenState } from '../../src/knowledge/types.ts';
import { packFiles, place, writePack } from './small-pack.ts';

const turkey = createHolidays('tr');

/** The state of a place with these facts at a moment given in city time. */
async function state(t: TestContext, facts: Record<string, unknown>, local: string): Promise<OpenState> {
  const given = Object.entries(facts).map(([field, value]): Pick<Fact, 'field' | 'value'> => ({
    field,
    value,
  }));
  const knowledge = await loadKnowledge(await writePack(t, packFiles([place('a', { facts: given })])));
  const [only] = knowledge.places;
  assert.ok(only);
  return knowledge.openState(only, new Date(`${local}+03:00`));
}

const DAILY = 'Mo-Su 09:00-18:00';

test('the feasts of 2026 are on the days of Diyanet’s calendar, with their eves', () => {
  const feasts = [...turkey.year(2026)].filter(([, { id }]) => id === 'ramazan' || id === 'kurban');
  assert.deepEqual(feasts.map(([day, { id, number }]) => `${day} ${id} ${number}`).sort(), [
    '2026-03-19 ramazan 0',
    '2026-03-20 ramazan 1',
    '2026-03-21 ramazan 2',
    '2026-03-22 ramazan 3',
    '2026-05-26 kurban 0',
    '2026-05-27 kurban 1',
    '2026-05-28 kurban 2',
    '2026-05-29 kurban 3',
    '2026-05-30 kurban 4',
  ]);
});

test('the feasts move by the moon from year to year', () => {
  assert.equal(turkey.on('2025-03-30')?.id, 'ramazan');
  assert.equal(turkey.on('2025-06-06')?.id, 'kurban');
  assert.equal(turkey.on('2027-03-20'), undefined);
  assert.equal(turkey.on('2027-05-16')?.id, 'kurban');
});

test('a feast that meets another holiday is told as the feast', () => {
  // The fourth day of Kurban bayramı 2027 is 19 May
  assert.deepEqual(turkey.on('2027-05-19'), { id: 'kurban', number: 4 });
});

test('Republic Day begins at 13:00 on its eve, New Year’s Day has no eve', () => {
  assert.deepEqual(turkey.on('2026-10-28'), { id: 'republic', number: 0, begins: '13:00' });
  assert.deepEqual(turkey.on('2026-10-29'), { id: 'republic', number: 1 });
  assert.equal(turkey.on('2026-12-31'), undefined);
  assert.equal(turkey.on('2027-01-01')?.id, 'new_year');
});

test('another country has holidays of its own, one that is not known has none', () => {
  assert.equal(createHolidays('de').on('2026-10-03')?.id, 'other');
  assert.equal(createHolidays('zz').year(2026).size, 0);
});

test('on public holidays PH closes, lunar ones of any year included', async (t) => {
  for (const day of ['2026-03-20', '2026-05-30', '2026-10-29', '2027-01-01', '2027-03-09', '2028-02-26']) {
    const closed = await state(t, { opening_hours: `${DAILY}; PH off` }, `${day}T12:00`);
    assert.equal(closed.state, 'closed', day);
    assert.deepEqual(closed.today, [], day);
    assert.equal(closed.holiday?.known, true, day);
  }
  const eve = await state(t, { opening_hours: `${DAILY}; PH off` }, '2026-03-19T15:00');
  assert.equal(eve.state, 'open');
  assert.equal(eve.holiday?.known, false, 'an eve is no public holiday: its hours may differ');
});

test('hours that say nothing of holidays are told with the holiday, as not known', async (t) => {
  const bayram = await state(t, { opening_hours: DAILY }, '2026-03-20T12:00');
  assert.equal(bayram.state, 'open');
  assert.deepEqual(bayram.holiday, { id: 'ramazan', number: 1, known: false });
  assert.equal((await state(t, { opening_hours: DAILY }, '2026-03-23T12:00')).holiday, undefined);
  assert.equal((await state(t, { opening_hours: '24/7' }, '2026-03-20T12:00')).holiday?.known, true);
});

test('what a place does on the first day of a feast goes before what it does on holidays', async (t) => {
  const facts = {
    opening_hours: 'Mo,We-Su 09:00-18:00',
    holiday_hours: { ramazan_first: 'off', ramazan: 'usual', public: '10:00-14:00' },
  };
  const first = await state(t, facts, '2026-03-20T12:00');
  assert.equal(first.state, 'closed');
  assert.equal(first.until?.toISOString(), '2026-03-21T06:00:00.000Z');
  assert.equal(first.holiday?.known, true);
  const second = await state(t, facts, '2026-03-21T15:00');
  assert.equal(second.state, 'open');
  assert.deepEqual(second.today, [{ from: '09:00', to: '18:00' }]);
  const republic = await state(t, facts, '2026-10-29T15:00');
  assert.equal(republic.state, 'closed');
  assert.deepEqual(republic.today, [{ from: '10:00', to: '14:00' }]);
});

test('an afternoon opening on the first day, and an eve that closes early', async (t) => {
  const facts = { opening_hours: DAILY, holiday_hours: { bayram_first: '13:00-19:00', eve: '09:00-13:00' } };
  const first = await state(t, facts, '2027-03-09T12:00');
  assert.equal(first.state, 'closed');
  assert.equal(first.until?.toISOString(), '2027-03-09T10:00:00.000Z');
  assert.equal((await state(t, facts, '2027-05-16T14:00')).state, 'open');
  assert.equal((await state(t, facts, '2026-10-28T14:00')).state, 'closed');
  assert.equal((await state(t, facts, '2026-03-21T14:00')).holiday?.known, false);
});

test('a feast does not make its weekday a closed day', async (t) => {
  const facts = { opening_hours: DAILY, holiday_hours: { public: 'off' } };
  assert.deepEqual((await state(t, facts, '2026-03-20T12:00')).closedDays, []);
});

test('one clock all year: at the same hour it is open in winter and in summer', async (t) => {
  for (const day of ['2026-01-15', '2026-03-29', '2026-07-14', '2026-10-25']) {
    const open = await state(t, { opening_hours: DAILY }, `${day}T09:00`);
    assert.equal(open.state, 'open', day);
    assert.equal(open.until?.toISOString(), `${day}T15:00:00.000Z`);
  }
});
