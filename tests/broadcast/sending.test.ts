import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { auditLog } from '../../src/broadcast/audit.ts';
import { CITY } from '../../src/city.ts';
import { createBroadcast, type Draft } from '../../src/broadcast/compose.ts';
import { broadcastStatus, type BroadcastStatus } from '../../src/broadcast/counts.ts';
import { freezeRecipients } from '../../src/broadcast/freeze.ts';
import { cancel, pause, resume, start } from '../../src/broadcast/life.ts';
import { broadcastParts, type BroadcastParts } from '../../src/broadcast/parts.ts';
import { configuredAdapters } from '../../src/channels.ts';
import { readConfig } from '../../src/config.ts';
import { loadKnowledge } from '../../src/knowledge/knowledge.ts';
import { openData, type OpenedStore } from '../../src/store/data.ts';
import { startEmbedded } from '../../src/store/embedded/server.ts';
import { Delivery } from '../../src/store/models/delivery.ts';
import { Person } from '../../src/store/models/person.ts';
import { FakeTelegram, type SentMessage } from '../support/fake-telegram.ts';
import { dataFolder, removeFolder, Serving } from '../support/rehber.ts';
import { eventually } from '../support/store.ts';
import { answersIn, post, pressOn, textUpdate, webhookEnvironment } from '../support/telegram-chat.ts';
import { addPeople } from './people.ts';

const PER_SECOND = 30;

describe('sending promos', () => {
  let telegram: FakeTelegram;
  let dir: string;
  let store: Awaited<ReturnType<typeof startEmbedded>>;
  let data: OpenedStore;
  let env: Record<string, string>;
  let parts: BroadcastParts;
  let processes: Serving[] = [];
  let update = 1;
  let nextPerson = 10_000;

  before(async () => {
    dir = await dataFolder();
    store = await startEmbedded({ dir });
    telegram = await FakeTelegram.start();
    telegram.perSecond = PER_SECOND;
    env = {
      ...webhookEnvironment(telegram, dir),
      MONGODB_URI: store.uri,
      PSEUDONYM_KEY: randomBytes(32).toString('base64'),
      DATA_KEY: randomBytes(32).toString('base64'),
      PROMO_HOURS: '0-24',
      PROMO_CAP: '0',
    };
    const config = readConfig(env);
    const log = pino({ level: 'silent' });
    data = await openData(config, log);
    const adapters = await configuredAdapters(config, data.pseudonyms, log);
    parts = broadcastParts({ config, data, knowledge: await loadKnowledge(CITY), adapters });
    processes = await Promise.all([Serving.start(env), Serving.start(env)]);
  });
  after(async () => {
    await Promise.all(processes.map(async (each) => each.end()));
    await telegram.close();
    await data.store.close();
    await store.close();
    await removeFolder(dir);
  });

  /** People of their own for each test, told apart by where they came from. */
  async function crowd(count: number, more: object = {}): Promise<{ first: number; from: string }> {
    const first = nextPerson;
    nextPerson += count;
    const from = `test-${first}`;
    await addPeople({ first, count, more: { cameFrom: from, ...more } }, data);
    return { first, from };
  }

  async function started(from: string, draft: Partial<Draft> = {}): Promise<string> {
    const text = { en: `A night at the museum (${from})` };
    const id = await createBroadcast(
      { name: from, texts: text, segment: { cameFrom: from }, ...draft },
      'test',
      parts,
    );
    assert.equal(await start(id, 'test', { config: parts.config, now: new Date() }), 'running');
    await freezeRecipients(id, parts);
    return id;
  }

  async function done(id: string): Promise<BroadcastStatus> {
    await eventually(
      'the broadcast is done',
      async () => (await broadcastStatus(id)).state === 'done',
      60_000,
    );
    return broadcastStatus(id);
  }

  const promosOf = (from: string): SentMessage[] =>
    [...telegram.messages.values()].filter(({ text }) => text.includes(from));
  const once = (from: string): void => {
    const chats = promosOf(from).map(({ chat }) => chat);
    assert.equal(new Set(chats).size, chats.length, 'nobody got it twice');
  };

  it('reaches each recipient once, whatever 5 % who blocked us and 1 % errors do, within the pace of all processes', async () => {
    const { first, from } = await crowd(60);
    for (let n = 0; n < 3; n++) telegram.blocked.add(first + n);
    telegram.unlucky.add(first + 30);
    const id = await started(from);
    const status = await done(id);
    assert.deepEqual(
      { ...status.counts },
      { waiting: 0, sent: 57, delivered: 0, read: 0, failed: 3, uncertain: 0, skipped: 0 },
    );
    assert.deepEqual(status.reasons, { 'failed.unreachable': 3 });
    assert.equal(promosOf(from).length, 57);
    once(from);
    assert.ok(telegram.tooMany <= 3, `${telegram.tooMany} messages were too many within a second`);
    assert.equal(await Person.countDocuments({ unreachableSince: { $exists: true } }), 3);
    const [button] = promosOf(from)[0]?.keyboard.at(-1) ?? [];
    assert.match(button?.callback_data ?? '', /^offers:no:[0-9a-f]{24}$/);
    assert.equal(button?.text, 'No more offers');
  });

  it('sends nothing twice over a SIGKILL, and the other process goes on', async () => {
    const { from } = await crowd(40);
    const id = await started(from);
    await eventually('it is under way', () => promosOf(from).length > 10);
    await processes[0]?.end('SIGKILL');
    const status = await done(id);
    once(from);
    assert.equal(status.counts.waiting, 0);
    assert.equal(status.counts.sent + status.counts.uncertain, 40);
    assert.ok(status.counts.uncertain <= 8, `${status.counts.uncertain} were in flight`);
  });

  it('takes an opt-out at once, answers first, pauses, goes on and is cancelled', async () => {
    const { first, from } = await crowd(50);
    const id = await started(from);
    await eventually('the first have it', () => promosOf(from).length > 5);
    const waiting = await Delivery.find({ broadcast: id, state: 'waiting' }).sort({ _id: -1 }).lean();
    const last = waiting.at(0)?.person ?? '';
    const chat = Array.from({ length: 50 }, (_, n) => first + n).find(
      (each) => data.pseudonyms.person('telegram', String(each)) === last,
    );
    assert.ok(chat);
    const [promo] = promosOf(from);
    const action = promo?.keyboard.at(-1)?.[0]?.callback_data ?? '';
    assert.ok(promo);
    await Promise.all([
      post(processes[1] as Serving, textUpdate(update++, chat, '/stop')),
      post(processes[1] as Serving, pressOn(update++, promo.chat, promo, action)),
      post(processes[1] as Serving, textUpdate(update++, 900_001, 'kebab')),
    ]);
    await eventually('a question is answered meanwhile', () => answersIn(telegram, 900_001).length === 1);
    await eventually(
      'the stop is kept',
      async () => (await Person.findById(last).lean())?.offers?.state === 'no',
    );
    await pause(id, 'test');
    const paused = promosOf(from).length;
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.ok(promosOf(from).length <= paused + 3, 'what was in flight at most');
    assert.ok(paused < 50);
    await assert.rejects(pause(id, 'test'), /is paused: pause takes one that is scheduled or running/);
    assert.equal(await resume(id, 'test', { config: parts.config, now: new Date() }), 'running');
    const status = await done(id);
    once(from);
    assert.deepEqual(status.reasons, { 'skipped.stopped': 1 });
    assert.equal(
      promosOf(from).some((each) => each.chat === chat),
      false,
    );
    const pressed = await Delivery.findOne({
      optedOutAt: { $exists: true },
      broadcast: id,
      state: 'sent',
    }).lean();
    assert.equal(pressed?.person, data.pseudonyms.person('telegram', String(promo.chat)));

    const other = await crowd(30);
    const second = await started(other.from);
    await eventually('it is under way', () => promosOf(other.from).length > 5);
    await cancel(second, 'test');
    await eventually(
      'nothing is in flight',
      async () =>
        (await Delivery.countDocuments({ broadcast: second, state: { $in: ['waiting', 'sending'] } })) === 0,
    );
    const { counts, reasons, state } = await broadcastStatus(second);
    assert.equal(state, 'cancelled');
    assert.equal(counts.sent + counts.skipped, 30);
    assert.equal(reasons['skipped.cancelled'], counts.skipped);
    assert.equal(promosOf(other.from).length, counts.sent);
  });

  it('pauses by itself where too much fails, and says why', async () => {
    const { first, from } = await crowd(40);
    const id = await started(from);
    for (let n = 0; n < 40; n++) telegram.unlucky.add(first + n);
    await eventually('it is paused', async () => (await broadcastStatus(id)).state === 'paused', 30_000);
    const { pauseReason } = await broadcastStatus(id);
    assert.match(
      pauseReason ?? '',
      /too many errors \(\d+ of the last \d+, the last: Telegram sendMessage: 502/,
    );
    const actions = async (): Promise<string[]> =>
      (await auditLog(id)).map(({ action, actor }) => `${actor}: ${action}`);
    await eventually('the pause is in the audit log', async () => (await actions()).length === 3);
    assert.deepEqual(await actions(), [
      'test: broadcast create',
      'test: broadcast start',
      'rehber: broadcast pause',
    ]);
  });
});
