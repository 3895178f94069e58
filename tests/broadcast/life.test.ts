import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { pino } from 'pino';
import type { Adapter, Capabilities } from '../../adapters/adapter.ts';
import { CITY } from '../../src/city.ts';
import { createBroadcast, type Draft } from '../../src/broadcast/compose.ts';
import { broadcastStatus } from '../../src/broadcast/counts.ts';
import { freezeRecipients } from '../../src/broadcast/freeze.ts';
import { isOpen, nextOpening } from '../../src/broadcast/hours.ts';
import { start } from '../../src/broadcast/life.ts';
import { broadcastParts, type BroadcastParts } from '../../src/broadcast/parts.ts';
import { previewBroadcast } from '../../src/broadcast/preview.ts';
import { broadcastResults } from '../../src/broadcast/results.ts';
import { takenAt, type OwnRow } from '../../src/broadcast/deliver.ts';
import { RunningPromos } from '../../src/broadcast/running.ts';
import { PromoSender } from '../../src/broadcast/sender.ts';
import { compareShares } from '../../src/broadcast/statistics.ts';
import { readConfig } from '../../src/config.ts';
import type { Knowledge } from '../../src/knowledge/types.ts';
import { loadKnowledge } from '../../src/knowledge/knowledge.ts';
import { erasePerson } from '../../src/privacy/erasure.ts';
import { openData, type OpenedStore } from '../../src/store/data.ts';
import { Broadcast, type BroadcastRow } from '../../src/store/models/broadcast.ts';
import { Delivery } from '../../src/store/models/delivery.ts';
import { Person } from '../../src/store/models/person.ts';
import { dataFolder, removeFolder } from '../support/rehber.ts';
import { eventually } from '../support/store.ts';
import { addPeople } from './people.ts';

const ISTANBUL = { from: 9, to: 20, timezone: 'Europe/Istanbul' };
const HOUR_MS = 60 * 60 * 1_000;
const at = (time: string): Date => new Date(`2026-05-10T${time}+03:00`);

describe('the hours of promos', () => {
  it('are those of the clock in the time zone', () => {
    assert.equal(isOpen(ISTANBUL, at('08:59:59')), false);
    assert.equal(isOpen(ISTANBUL, at('09:00:00')), true);
    assert.equal(isOpen(ISTANBUL, at('19:59:59')), true);
    assert.equal(isOpen(ISTANBUL, at('20:00:00')), false);
    assert.equal(isOpen({ ...ISTANBUL, from: 0, to: 24 }, at('23:59:59')), true);
    assert.deepEqual(nextOpening(ISTANBUL, at('07:30:00')), at('09:00:00'));
    assert.deepEqual(nextOpening(ISTANBUL, at('21:00:00')), new Date('2026-05-11T09:00:00+03:00'));
    assert.deepEqual(nextOpening(ISTANBUL, at('12:00:00')), at('12:00:00'));
    // In the night to 29 March 2026 Berlin's clocks go forward, in that to 25 October back
    const berlin = { from: 9, to: 20, timezone: 'Europe/Berlin' };
    assert.equal(
      nextOpening(berlin, new Date('2026-03-28T21:00:00Z')).toISOString(),
      '2026-03-29T07:00:00.000Z',
    );
    assert.equal(
      nextOpening(berlin, new Date('2026-10-24T21:00:00Z')).toISOString(),
      '2026-10-25T08:00:00.000Z',
    );
  });
});

describe('two shares', () => {
  it('are compared as the textbooks do', () => {
    // Newcombe, Statistics in Medicine 17 (1998), table II, method 10
    const examples: [number, number, number, number, number, number][] = [
      [48, 80, 56, 70, 0.0524, 0.3339],
      [3, 10, 9, 10, 0.1705, 0.809],
    ];
    for (const [hitsA, ofA, hitsB, ofB, low, high] of examples) {
      const { interval } = compareShares({ hits: hitsA, of: ofA }, { hits: hitsB, of: ofB });
      assert.ok(Math.abs((interval?.[0] ?? 0) - low) < 0.0001, `${interval?.[0]} is ${low}`);
      assert.ok(Math.abs((interval?.[1] ?? 0) - high) < 0.0001, `${interval?.[1]} is ${high}`);
    }
    // Fisher's lady tasting tea: 3 of 4 against 1 of 4
    const tea = compareShares({ hits: 1, of: 4 }, { hits: 3, of: 4 });
    assert.equal(tea.test, 'fisher');
    assert.ok(Math.abs((tea.p ?? 0) - 0.4857) < 0.0001);
    const many = compareShares({ hits: 200, of: 1_000 }, { hits: 250, of: 1_000 });
    assert.equal(many.test, 'z');
    assert.ok(Math.abs((many.p ?? 0) - 0.00737) < 0.0001, String(many.p));
    assert.deepEqual(compareShares({ hits: 0, of: 0 }, { hits: 1, of: 2 }).p, null);
  });
});

describe('a promo that runs', () => {
  let dir: string;
  let data: OpenedStore;
  let knowledge: Knowledge;
  let clock = at('12:00:00');
  const got: { user: string; text: string }[] = [];

  const channel: Adapter = {
    platform: 'web',
    capabilities: { buttons: 8, buttonLabel: 64, maxText: 4_096 } as Capabilities,
    start: async () => {},
    stop: async () => {},
    async send({ user }, { text }) {
      got.push({ user, text });
      return String(got.length);
    },
  };

  before(async () => {
    dir = await dataFolder();
    data = await openData(readConfig({ DATA_DIR: dir }), pino({ level: 'silent' }));
    knowledge = await loadKnowledge(CITY);
  });
  beforeEach(async () => {
    await Promise.all([Person.deleteMany({}), Delivery.deleteMany({}), Broadcast.deleteMany({})]);
    got.length = 0;
  });
  after(async () => {
    await data.store.close();
    await removeFolder(dir);
  });

  function setUp(
    env: Record<string, string>,
    adapter = channel,
  ): { parts: BroadcastParts; sender: PromoSender } {
    const config = readConfig({ DATA_DIR: dir, ...env });
    const parts = broadcastParts({ config, data, knowledge, adapters: [adapter] });
    const sender = new PromoSender({ ...parts, log: pino({ level: 'silent' }), now: () => clock });
    return { parts, sender };
  }

  async function begin(
    parts: BroadcastParts,
    draft: Partial<Draft> = {},
  ): Promise<{ id: string; state: string }> {
    const id = await createBroadcast({ name: 'x', texts: { en: 'Hello' }, ...draft }, 'test', parts);
    return { id, state: await start(id, 'test', { config: parts.config, now: clock }) };
  }

  /** Looks until nothing is left to do. */
  async function run(sender: PromoSender, until: () => boolean | Promise<boolean>): Promise<void> {
    await eventually('it has run', async () => {
      await sender.look();
      return until();
    });
  }

  /** Begins a promo when none may go out: it waits, whoever looks. */
  async function beginAtNight(): Promise<{ id: string; sender: PromoSender }> {
    const { parts, sender } = setUp({});
    clock = at('22:00:00');
    const { id, state } = await begin(parts);
    assert.equal(state, 'scheduled');
    await sender.look();
    assert.equal((await broadcastStatus(id)).state, 'scheduled');
    return { id, sender };
  }

  it('waits for the hours, rests at their end and goes on with the next', async () => {
    await addPeople({ first: 1, count: 30, platform: 'web' }, data);
    const { id, sender } = await beginAtNight();
    assert.equal((await broadcastStatus(id)).at, '2026-05-11T06:00:00.000Z');
    clock = new Date('2026-05-11T09:00:00+03:00');
    await run(sender, async () => (await Delivery.countDocuments({ broadcast: id })) === 30);
    clock = new Date('2026-05-11T20:00:00+03:00');
    await run(sender, async () => (await broadcastStatus(id)).state === 'scheduled');
    const sent = got.length;
    assert.equal((await broadcastStatus(id)).at, '2026-05-12T06:00:00.000Z');
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(got.length, sent, 'nothing goes out in the night');
    clock = new Date('2026-05-12T09:00:01+03:00');
    await run(sender, async () => (await broadcastStatus(id)).state === 'done');
    assert.equal(new Set(got.map(({ user }) => user)).size, 30);
    assert.equal(got.length, 30);
    await sender.stop();
  });

  it('goes on as soon as the hours are wider', async () => {
    await addPeople({ first: 1, count: 2, platform: 'web' }, data);
    const { id, sender } = await beginAtNight();
    await sender.stop();
    const { sender: late } = setUp({ PROMO_HOURS: '0-24' });
    await run(late, async () => (await broadcastStatus(id)).state === 'done');
    await late.stop();
  });

  it('counts errors of this run alone, and of each person once', async () => {
    const { parts } = setUp({});
    clock = at('12:00:00');
    const { id } = await begin(parts);
    const row = (await Broadcast.findById(id).lean<BroadcastRow>()) as BroadcastRow;
    const running = new RunningPromos(new Map(), pino({ level: 'silent' }));
    running.set([row], clock);
    const fail = async (times: number, taken: Date, attempts = 0): Promise<void> => {
      const notBefore = new Date(
        taken.getTime() + clock.getTime() - takenAt({ notBefore: clock } as OwnRow).getTime(),
      );
      const failed = { broadcast: row._id, platform: 'web', notBefore, attempts } as OwnRow;
      for (let n = 0; n < times; n++) await running.heed({ kind: 'error', message: 'x' }, failed);
    };
    await fail(40, new Date(clock.getTime() - 1_000));
    await fail(40, clock, 1);
    assert.equal((await broadcastStatus(id)).state, 'running');
    await fail(20, clock);
    assert.match((await broadcastStatus(id)).pauseReason ?? '', /20 of the last 20, the last: x/);
    assert.equal(running.any, false);
  });

  it('waits for its own time', async () => {
    await addPeople({ first: 1, count: 1, platform: 'web' }, data);
    const { parts, sender } = setUp({});
    clock = new Date();
    const later = new Date(Date.now() + 3 * 24 * 60 * 60 * 1_000);
    later.setUTCHours(9, 0, 0, 0);
    const { id, state } = await begin(parts, { at: later });
    assert.equal(state, 'scheduled');
    assert.equal((await broadcastStatus(id)).at, later.toISOString());
    clock = later;
    await run(sender, async () => (await broadcastStatus(id)).state === 'done');
    assert.equal(got.length, 1);
    await sender.stop();
  });

  it('writes to no more people outside their window than the platform grants a day, and to the others meanwhile', async () => {
    clock = at('12:00:00');
    const long = new Date(clock.getTime() - 30 * HOUR_MS);
    await addPeople({ first: 1, count: 30, platform: 'web', lastSeenAt: long }, data);
    await addPeople({ first: 31, count: 3, platform: 'web', lastSeenAt: at('11:00:00') }, data);
    const granting: Adapter = {
      ...channel,
      capabilities: { ...channel.capabilities, templates: true, replyWindowMs: 24 * HOUR_MS },
      allowance: async () => ({ outsidePerDay: 15 }),
    };
    const { parts, sender } = setUp({}, granting);
    const { id } = await begin(parts, { template: 'x' });
    // At the time of the real clock everybody is
    const { notes } = await previewBroadcast(id, 'test', parts);
    assert.match(notes[0] ?? '', /33 people on web .* 15 of them a day, so that it takes 3 days/);
    await freezeRecipients(id, parts, clock);
    await run(sender, async () => {
      const { counts, reasons } = await broadcastStatus(id);
      return counts.sent >= 17 && reasons['waiting.daily_limit'] === 16;
    });
    assert.equal((await broadcastStatus(id)).state, 'running');
    await sender.look();
    assert.equal(got.length, 17, 'nobody else the same day');
    clock = new Date(at('12:00:01').getTime() + 24 * HOUR_MS);
    await run(sender, async () => (await broadcastStatus(id)).counts.sent === 31);
    clock = new Date(clock.getTime() + 24 * HOUR_MS);
    await run(sender, async () => (await broadcastStatus(id)).state === 'done');
    assert.deepEqual((await broadcastStatus(id)).reasons, {});
    assert.equal(new Set(got.map(({ user }) => user)).size, 33);
    await sender.stop();
  });

  it('gives nobody more than the cap allows, whichever promo comes first', async () => {
    clock = at('12:00:00');
    await addPeople({ first: 1, count: 10, platform: 'web' }, data);
    const { parts, sender } = setUp({ PROMO_CAP: '1/7d' });
    const first = await begin(parts);
    const second = await begin(parts);
    for (const { id } of [first, second]) await freezeRecipients(id, parts, clock);
    assert.equal(
      await Delivery.countDocuments({ state: 'waiting' }),
      20,
      'both are frozen before either is sent',
    );
    await run(sender, async () => (await Broadcast.countDocuments({ state: 'done' })) === 2);
    assert.equal(got.length, 10);
    assert.equal(await Delivery.countDocuments({ state: 'skipped', reason: 'capped' }), 10);
    await sender.stop();
  });

  it('compares two texts and a hold-out, and says what that tells', async () => {
    clock = at('12:00:00');
    await addPeople({ first: 1, count: 200, platform: 'web' }, data);
    const { parts, sender } = setUp({});
    const { id } = await begin(parts, { textsB: { en: 'Hello!' }, holdout: 20 });
    await freezeRecipients(id, parts, clock);
    await run(sender, async () => (await broadcastStatus(id)).state === 'done');
    const { counts, reasons } = await broadcastStatus(id);
    const held = reasons['skipped.holdout'] ?? 0;
    assert.ok(held > 20 && held < 60, `${held} of 200 are a fifth`);
    assert.equal(counts.sent, 200 - held);
    const plain = got.filter(({ text }) => text === 'Hello').length;
    assert.ok(plain > 50 && plain < got.length - 50, `${plain} of ${got.length} are a half`);
    const b = await Delivery.find({ arm: 'b', state: 'sent' }).limit(30).lean();
    for (const { _id } of b) await Delivery.updateOne({ _id }, { $set: { clickedAt: clock, clicks: 1 } });
    const { arms, comparisons, feedback } = await broadcastResults(id);
    assert.deepEqual([arms.a?.people, arms.a?.clicked, arms.b?.clicked], [plain, 0, 30]);
    const clicked = comparisons.find(({ what }) => what === 'clicked');
    assert.ok((clicked?.p ?? 1) < 0.001);
    assert.match(
      clicked?.said ?? '',
      /b \+\d+\.\d points against a \(95 % from .*more than chance makes likely/,
    );
    const replied = comparisons.find(({ first, what }) => first === 'a' && what === 'replied');
    assert.match(replied?.said ?? '', /no difference that could not be chance/);
    assert.match(feedback.said, /too few/);
    await sender.stop();
  });

  it('forgets a person who asks for it, and still counts', async () => {
    clock = at('12:00:00');
    await addPeople({ first: 1, count: 3, platform: 'web' }, data);
    const { parts, sender } = setUp({});
    const { id } = await begin(parts);
    await freezeRecipients(id, parts, clock);
    const gone = data.pseudonyms.person('web', '1');
    await erasePerson(gone, { vault: data.vault });
    assert.equal(await Delivery.countDocuments({ person: gone }), 0);
    await run(sender, async () => (await broadcastStatus(id)).state === 'done');
    assert.deepEqual(got.map(({ user }) => user).toSorted(), ['2', '3']);
    assert.deepEqual((await broadcastStatus(id)).reasons, { 'skipped.erased': 1 });
    await sender.stop();
  });
});
