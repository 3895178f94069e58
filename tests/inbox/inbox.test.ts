import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import mongoose from 'mongoose';
import { pino } from 'pino';
import type { Adapter } from '../../adapters/adapter.ts';
import { DeliveryError } from '../../adapters/errors.ts';
import { storeEvents } from '../../src/inbox/intake.ts';
import type { Guide } from '../../src/inbox/guide.ts';
import { InboxWorker } from '../../src/inbox/worker.ts';
import type { InboundEvent } from '../../src/messages.ts';
import { Vault } from '../../src/privacy/encryption.ts';
import { Pseudonyms } from '../../src/privacy/pseudonyms.ts';
import { InboxEvent } from '../../src/store/models/inbox-event.ts';
import { Lease } from '../../src/store/models/lease.ts';
import type { Store } from '../../src/store/store.ts';
import { eventually, openTestStore } from '../support/store.ts';

const vault = new Vault(randomBytes(32));
const pseudonyms = new Pseudonyms(randomBytes(32));
const log = pino({ level: 'silent' });

function textEvent(id: string, text: string, conversation = 'c1'): InboundEvent & { kind: 'text' } {
  return { id, platform: 'test', conversation, user: { id: 'u' }, at: new Date(), kind: 'text', text };
}

/** A channel that keeps what it was asked to send, and fails as a test wishes. */
class Outlet {
  readonly sent: { conversation: string; text: string }[] = [];
  fail: (text: string) => Error | undefined = () => undefined;
  /** Milliseconds in which a person may be answered freely. */
  replyWindowMs: number | undefined;

  adapter(): Adapter {
    return {
      platform: 'test',
      capabilities: {
        buttons: 8,
        buttonLabel: 64,
        editing: false,
        notices: false,
        typing: false,
        location: true,
        mapPoint: false,
        files: false,
        maxText: 4_096,
        footer: 0,
        markup: 'none',
        ...(this.replyWindowMs === undefined ? {} : { replyWindowMs: this.replyWindowMs }),
      },
      start: async () => {},
      stop: async () => {},
      send: async (to, reply) => {
        const error = this.fail(reply.text);
        if (error) throw error;
        this.sent.push({ conversation: to.conversation, text: reply.text });
        return String(this.sent.length);
      },
    };
  }

  texts(conversation = 'c1'): string[] {
    return this.sent.filter((each) => each.conversation === conversation).map((each) => each.text);
  }
}

/** A guide that says back what was said, as slowly as the text asks for (`slow 300`). */
function echo(handled: string[] = []): Guide {
  return {
    async handle(event) {
      if (event.kind !== 'text') return [];
      handled.push(event.text);
      const wait = /^slow (\d+)/.exec(event.text)?.[1];
      if (wait) await new Promise((resolve) => setTimeout(resolve, Number(wait)));
      if (event.text === 'bug') throw new TypeError('a bug');
      return [{ op: 'send', reply: { text: event.text, language: 'en', buttons: [] }, answersTurn: true }];
    },
    delivered: async () => {},
    unreachable: async () => {},
    lastHeardFrom: async (event) => event.at,
    apology: async () => ({ op: 'send', reply: { text: 'sorry', language: 'en', buttons: [] } }),
  };
}

describe('the inbox', () => {
  let store: Store;
  const workers: InboxWorker[] = [];

  before(async () => {
    store = await openTestStore();
  });
  after(async () => store.close());
  afterEach(async () => {
    await Promise.all(workers.splice(0).map(async (worker) => worker.stop()));
    await Promise.all([InboxEvent.deleteMany({}), Lease.deleteMany({})]);
  });

  async function startWorker(
    outlet: Outlet,
    guide: Guide = echo(),
  ): Promise<(...events: InboundEvent[]) => Promise<void>> {
    const worker = new InboxWorker({ adapters: new Map([['test', outlet.adapter()]]), guide, vault, log });
    workers.push(worker);
    await worker.start();
    return async (...events) =>
      storeEvents(events, pseudonyms, vault, (conversation, stored) => worker.wake(conversation, stored));
  }

  async function allDone(count: number): Promise<void> {
    await eventually(
      'all events are done',
      async () => (await InboxEvent.countDocuments({ state: 'done' })) === count,
    );
  }

  it('answers an event once that is delivered three times, even at the same moment', async () => {
    const outlet = new Outlet();
    const accept = await startWorker(outlet);
    await Promise.all([1, 2, 3].map(async () => accept(textEvent('1', 'hello'))));
    await allDone(1);
    await accept(textEvent('1', 'hello'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(outlet.texts(), ['hello']);
  });

  it('answers five messages of a burst, in their order', async () => {
    const outlet = new Outlet();
    const accept = await startWorker(outlet);
    await accept(textEvent('1', 'slow 100'));
    for (const n of [2, 3, 4, 5]) await accept(textEvent(String(n), `m${n}`));
    await allDone(5);
    assert.deepEqual(outlet.texts(), ['slow 100', 'm2', 'm3', 'm4', 'm5']);
  });

  it('keeps no conversation waiting for another', async () => {
    const outlet = new Outlet();
    const accept = await startWorker(outlet);
    await accept(textEvent('1', 'slow 400', 'busy'));
    await accept(textEvent('2', 'quick', 'idle'));
    await allDone(2);
    assert.deepEqual(
      outlet.sent.map((each) => each.text),
      ['quick', 'slow 400'],
    );
  });

  it('goes by the sequence that a platform gives, not by arrival', async () => {
    const outlet = new Outlet();
    await storeEvents([{ ...textEvent('11', 'second'), sequence: 11 }], pseudonyms, vault);
    await storeEvents([{ ...textEvent('10', 'first'), sequence: 10 }], pseudonyms, vault);
    await startWorker(outlet);
    await allDone(2);
    assert.deepEqual(outlet.texts(), ['first', 'second']);
  });

  it('sends again after a 429, in order and once', async () => {
    const outlet = new Outlet();
    let refusals = 2;
    outlet.fail = () =>
      refusals-- > 0 ? new DeliveryError('rate_limited', 'slow down', { retryAfterMs: 100 }) : undefined;
    const handled: string[] = [];
    const accept = await startWorker(outlet, echo(handled));
    await accept(textEvent('1', 'a'), textEvent('2', 'b'));
    await allDone(2);
    assert.deepEqual(outlet.texts(), ['a', 'b']);
    assert.deepEqual(handled, ['a', 'b'], 'what was worked out once is sent again, not worked out again');
  });

  it('sets an event aside that our code keeps failing on, says sorry, and goes on', async () => {
    const outlet = new Outlet();
    const accept = await startWorker(outlet);
    await accept(textEvent('1', 'bug'), textEvent('2', 'fine'));
    // Four waits of a backoff that doubles
    await eventually('the event after the bug is answered', () => outlet.texts().includes('fine'), 60_000);
    const poison = await InboxEvent.find({ state: 'poison' }).lean();
    assert.equal(poison.length, 1);
    assert.match(poison[0]?.error ?? '', /TypeError: a bug/);
    assert.deepEqual(outlet.texts(), ['sorry', 'fine']);
  });

  it('ends an event whose person cannot be reached, and says so to the guide', async () => {
    const outlet = new Outlet();
    outlet.fail = () => new DeliveryError('unreachable', 'blocked');
    const gone: string[] = [];
    const accept = await startWorker(outlet, {
      ...echo(),
      unreachable: async (event) => void gone.push(event.user.id),
    });
    await accept(textEvent('1', 'a'));
    await allDone(1);
    assert.deepEqual(gone, ['u']);
  });

  it('sends no answer that comes too late for the window of the platform', async () => {
    const outlet = new Outlet();
    outlet.replyWindowMs = 60_000;
    const accept = await startWorker(outlet);
    await accept({ ...textEvent('1', 'late'), at: new Date(Date.now() - 61_000) });
    await accept({ ...textEvent('2', 'in time'), at: new Date() });
    await allDone(2);
    assert.deepEqual(outlet.texts(), ['in time']);
    assert.equal(await InboxEvent.countDocuments({ error: 'window_closed' }), 1);
  });

  it('holds answers while our token is refused', async () => {
    const outlet = new Outlet();
    outlet.fail = () => new DeliveryError('unauthorized', 'token');
    const accept = await startWorker(outlet);
    await accept(textEvent('1', 'a'));
    await eventually(
      'the event waits',
      async () => (await InboxEvent.countDocuments({ error: 'unauthorized' })) === 1,
    );
    assert.deepEqual([...(workers[0]?.unauthorized ?? [])], ['test']);
    assert.equal(await InboxEvent.countDocuments({ state: 'waiting' }), 1);
  });

  it('takes up at its start what was stored before', async () => {
    await storeEvents([textEvent('1', 'left behind')], pseudonyms, vault);
    const outlet = new Outlet();
    await startWorker(outlet);
    await allDone(1);
    assert.deepEqual(outlet.texts(), ['left behind']);
  });

  it('takes an event up as soon as it sees it, and looks again once it is stored', async () => {
    const outlet = new Outlet();
    // Never started: it looks for nothing by itself
    const worker = new InboxWorker({
      adapters: new Map([['test', outlet.adapter()]]),
      guide: echo(),
      vault,
      log,
    });
    workers.push(worker);
    const conversation = pseudonyms.conversation('test', 'c1');
    await storeEvents([textEvent('1', 'seen')], pseudonyms, vault);
    let stored: () => void = () => {};
    worker.wake(conversation, new Promise<void>((resolve) => (stored = resolve)));
    await eventually('the event is answered', () => outlet.texts().includes('seen'));
    await storeEvents([textEvent('2', 'seen later')], pseudonyms, vault);
    stored();
    await eventually('the other is, too', () => outlet.texts().includes('seen later'));
    await allDone(2);
  });

  it('lets two workers share a conversation without mixing its order', async () => {
    const outlet = new Outlet();
    const acceptors = [await startWorker(outlet), await startWorker(outlet)];
    for (let n = 0; n < 20; n++) await acceptors[n % 2]?.({ ...textEvent(String(n), `m${n}`), sequence: n });
    await allDone(20);
    assert.deepEqual(
      outlet.texts(),
      Array.from({ length: 20 }, (_, n) => `m${n}`),
    );
  });

  it('writes nothing more under a lease that another took over', async () => {
    const outlet = new Outlet();
    const handled: string[] = [];
    const accept = await startWorker(outlet, echo(handled));
    await accept(textEvent('1', 'slow 500'));
    await eventually('the event is worked', () => handled.length === 1);
    // As if this process had slept past its lease and another had claimed the event
    await InboxEvent.updateOne({}, { $set: { fence: 'another' } });
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.deepEqual(outlet.texts(), [], 'what was worked out under the lost lease is not sent');
    await allDone(1);
    assert.deepEqual(outlet.texts(), ['slow 500']);
  });

  it('finishes what is at work when it is stopped', async () => {
    const outlet = new Outlet();
    const accept = await startWorker(outlet);
    await accept(textEvent('1', 'slow 300'), textEvent('2', 'later'));
    await eventually('the lease is taken', async () => (await Lease.countDocuments()) === 1);
    await workers[0]?.stop();
    assert.deepEqual(outlet.texts(), ['slow 300']);
    assert.equal(await InboxEvent.countDocuments({ state: 'waiting' }), 1, 'the rest stays stored');
    assert.equal(await Lease.countDocuments(), 0, 'the lease is given back');
  });

  it('keeps events readable by nobody without the key', async () => {
    const event = { ...textEvent('1', 'a secret question'), user: { id: 'tourist-4711' } };
    await storeEvents([event], pseudonyms, vault);
    const row = await InboxEvent.collection.findOne();
    assert.ok(row?.['event'] instanceof mongoose.mongo.Binary);
    const stored = `${JSON.stringify(row)}${Buffer.from(row['event'].buffer).toString('latin1')}`;
    assert.equal(stored.includes('secret'), false);
    assert.equal(stored.includes('tourist-4711'), false);
  });
});
