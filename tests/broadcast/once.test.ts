import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { pino } from 'pino';
import type { Adapter, Capabilities } from '../../adapters/adapter.ts';
import { DeliveryError } from '../../adapters/errors.ts';
import { CITY } from '../../src/city.ts';
import { createBroadcast } from '../../src/broadcast/compose.ts';
import { broadcastStatus } from '../../src/broadcast/counts.ts';
import { check, deliver, takeNext, type DeliverParts } from '../../src/broadcast/deliver.ts';
import { freezeRecipients } from '../../src/broadcast/freeze.ts';
import { hoursOf, start } from '../../src/broadcast/life.ts';
import { settleLost } from '../../src/broadcast/lost.ts';
import { broadcastParts, rulesOf, type BroadcastParts } from '../../src/broadcast/parts.ts';
import { readConfig } from '../../src/config.ts';
import { loadKnowledge } from '../../src/knowledge/knowledge.ts';
import { openData, type OpenedStore } from '../../src/store/data.ts';
import { Broadcast } from '../../src/store/models/broadcast.ts';
import { Delivery } from '../../src/store/models/delivery.ts';
import { Person } from '../../src/store/models/person.ts';
import { dataFolder, removeFolder } from '../support/rehber.ts';
import { addPeople } from './people.ts';

const NAMED = ['sent', 'failed', 'uncertain', 'skipped'];
const PEOPLE = 3;

/** What the platform does with a message, and where the process ends, if it does. */
type Step =
  | {
      answer:
        | 'takes'
        | 'limits'
        | 'fails'
        | 'refuses'
        | 'is blocked'
        | 'is silent'
        | 'takes, silently'
        | 'breaks';
    }
  | { crash: 'before the mark' | 'before it is taken' | 'before it is known' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    answer: fc.constantFrom(
      'takes',
      'limits',
      'fails',
      'refuses',
      'is blocked',
      'is silent',
      'takes, silently',
      'breaks',
    ),
  }),
  fc.record({ crash: fc.constantFrom('before the mark', 'before it is taken', 'before it is known') }),
);

describe('a delivery', () => {
  let dir: string;
  let data: OpenedStore;
  let parts: BroadcastParts;
  /** How often the platform took a message, by person. */
  const taken = new Map<string, number>();
  let current: Step = { answer: 'takes' };
  /** Whether the platform was asked to take a message. */
  let asked = false;

  const platform: Adapter = {
    platform: 'telegram',
    capabilities: { buttons: 8, buttonLabel: 64, maxText: 4_096 } as Capabilities,
    start: async () => {},
    stop: async () => {},
    async send({ user }) {
      asked = true;
      if ('crash' in current && current.crash === 'before it is taken') await never();
      const answer = 'answer' in current ? current.answer : 'takes';
      switch (answer) {
        case 'limits':
          throw new DeliveryError('rate_limited', 'too many', { retryAfterMs: 1_000 });
        case 'fails':
          throw new DeliveryError('unavailable', 'status 502');
        case 'refuses':
          throw new DeliveryError('rejected', 'bad request');
        case 'is blocked':
          throw new DeliveryError('unreachable', 'blocked');
        case 'is silent':
          throw new DeliveryError('unavailable', 'no answer', { maybeTaken: true });
        case 'breaks':
          throw new TypeError('a bug');
        default:
          taken.set(user, (taken.get(user) ?? 0) + 1);
      }
      if (answer === 'takes, silently')
        throw new DeliveryError('unavailable', 'no answer', { maybeTaken: true });
      if ('crash' in current) await never();
      return '1';
    },
  };

  before(async () => {
    dir = await dataFolder();
    const config = readConfig({ DATA_DIR: dir, PROMO_HOURS: '0-24', PROMO_CAP: '0' });
    data = await openData(config, pino({ level: 'silent' }));
    const knowledge = await loadKnowledge(CITY);
    parts = broadcastParts({ config, data, knowledge, adapters: [platform] });
  });
  after(async () => {
    await data.store.close();
    await removeFolder(dir);
  });

  it('is sent at most once and ends in a named state, wherever the process ends and whatever the platform says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
        await Promise.all([Person.deleteMany({}), Delivery.deleteMany({}), Broadcast.deleteMany({})]);
        taken.clear();
        await addPeople({ first: 1, count: PEOPLE }, data);
        const id = await createBroadcast({ name: 'x', texts: { en: 'Hello' } }, 'test', parts);
        await start(id, 'test', { config: parts.config, now: new Date() });
        await freezeRecipients(id, parts);
        const { _id } = (await Broadcast.findById(id).lean()) ?? {};
        let clock = Date.now();
        const { now: _, ...rules } = rulesOf(parts, new Date());
        const now = (): Date => new Date(clock);
        const deliverParts: DeliverParts = {
          ...parts,
          hours: hoursOf(parts.config),
          rules,
          now,
        };
        for (let n = 0; n < 200; n++) {
          current = steps[n] ?? { answer: 'takes' };
          clock += 100_000;
          const row = await takeNext(_id as never, 'telegram', now());
          if (!row) break;
          if ('kind' in (await check(row, deliverParts))) continue;
          if (!('crash' in current)) {
            await deliver(row, platform, deliverParts);
            continue;
          }
          if (current.crash !== 'before the mark') {
            asked = false;
            void deliver(row, platform, deliverParts);
            await until(() => asked);
          }
          await end(row._id);
          await settleLost(now());
        }
        const rows = await Delivery.find({ broadcast: id }).lean();
        assert.equal(rows.length, PEOPLE);
        for (const { person, state } of rows) {
          assert.ok(NAMED.includes(state), state);
          const times = taken.get(contactOf(person)) ?? 0;
          assert.ok(times <= 1, `sent ${times} times`);
          if (state === 'sent') assert.equal(times, 1);
          if (state === 'skipped') assert.equal(times, 0);
          if (state === 'failed') assert.equal(times, 0);
        }
        const { counts, total } = await broadcastStatus(id);
        assert.equal(total, PEOPLE);
        assert.equal(counts.waiting, 0);
      }),
      { numRuns: 25 },
    );
  });

  function contactOf(person: string): string {
    return ['1', '2', '3'].find((user) => data.pseudonyms.person('telegram', user) === person) ?? '';
  }

  /** What a killed process leaves: rows of an owner that is no more. */
  async function end(delivery: unknown): Promise<void> {
    await Delivery.updateOne({ _id: delivery, state: { $in: ['waiting', 'sending'] } } as object, {
      $set: { owner: `${hostname()}:4194304:gone` },
    });
  }
});

async function never(): Promise<never> {
  return new Promise(() => {});
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
