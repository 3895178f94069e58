import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  AT_REST,
  grant,
  noteArrived,
  noteLimited,
  type PaceState,
  type Wish,
} from '../../../src/broadcast/pace/window.ts';

/** One who sends: how far apart its wishes are, how long its messages take, and whether they are answers. */
interface Sender {
  everyMs: number;
  ways: number[];
  isReply: boolean;
  messages: number;
  /** How long before they are to leave they ask. */
  leadMs: number;
}

const sender: fc.Arbitrary<Sender> = fc.record({
  everyMs: fc.integer({ min: 1, max: 400 }),
  ways: fc.array(fc.integer({ min: 1, max: 240 }), { minLength: 1, maxLength: 7 }),
  isReply: fc.boolean(),
  messages: fc.integer({ min: 1, max: 3 }),
  leadMs: fc.integer({ min: 0, max: 40 }),
});

interface Played {
  /** When messages arrived. */
  arrivals: number[];
  /** How long answers waited. */
  waits: number[];
  promos: number;
}

/** Lets senders wish and send for so long; each knows when its message arrived as soon as it did. */
function play(senders: readonly Sender[], perSecond: number, ms: number): Played {
  let state: PaceState = AT_REST;
  const played: Played = { arrivals: [], waits: [], promos: 0 };
  const due = senders.map(() => 0);
  const wanted: (number | undefined)[] = senders.map(() => undefined);
  const underway: { id: string; at: number }[] = [];
  let count = 0;
  const ids = senders.map((_, n) => `${n}:${count++}`);
  for (let now = 1; now < ms; now++) {
    const arrived = underway.filter(({ at }) => at <= now);
    state = noteArrived(state, new Map(arrived.map(({ at, id }) => [id, at])));
    for (const [n, { everyMs, isReply, leadMs, messages: most, ways }] of senders.entries()) {
      if ((due[n] ?? 0) > now + leadMs) continue;
      wanted[n] ??= now;
      const messages = isReply ? 1 : most;
      const wish: Wish = { id: ids[n] ?? '', messages, isReply, now: now + leadMs, perSecond };
      const granted = grant(state, wish);
      ({ state } = granted);
      if (granted.askAt !== undefined) {
        assert.ok(granted.askAt > wish.now, 'it is to be asked again later');
        due[n] = isReply ? Math.min(granted.askAt, wish.now + 20) : granted.askAt;
        continue;
      }
      const at = wish.now + (ways[count % ways.length] ?? 1);
      underway.push({ id: wish.id, at });
      for (let i = 0; i < messages; i++) played.arrivals.push(at);
      if (isReply) played.waits.push(now - (wanted[n] ?? now));
      else played.promos += messages;
      ids[n] = `${n}:${count++}`;
      wanted[n] = undefined;
      due[n] = wish.now + everyMs;
    }
  }
  played.arrivals.sort((a, b) => a - b);
  return played;
}

function mostWithinASecond(arrivals: readonly number[]): number {
  let first = 0;
  let most = 0;
  for (const [last, at] of arrivals.entries()) {
    while (at - (arrivals[first] ?? 0) >= 1_000) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

describe('the pace of a platform', () => {
  it('lets no second see more messages arrive than it takes, whoever sends and however long the way is', () => {
    fc.assert(
      fc.property(fc.array(sender, { minLength: 1, maxLength: 5 }), (senders) => {
        const { arrivals } = play(senders, 30, 4_000);
        assert.ok(arrivals.length > 0);
        assert.ok(mostWithinASecond(arrivals) <= 30, `${mostWithinASecond(arrivals)} within a second`);
      }),
      { numRuns: 60 },
    );
  });

  it('loses next to nothing of the pace while two processes send all they can', () => {
    const eager: Sender = { everyMs: 1, ways: [3, 9, 4, 20], isReply: false, messages: 1, leadMs: 15 };
    const { arrivals, promos } = play([eager, eager], 30, 21_000);
    assert.ok(promos >= 30 * 20 * 0.985, `${promos} in 21 s`);
    assert.ok(mostWithinASecond(arrivals) <= 30);
  });

  it('lets answers go first', () => {
    const eager: Sender = { everyMs: 1, ways: [3, 9], isReply: false, messages: 1, leadMs: 15 };
    const asked: Sender = { everyMs: 300, ways: [5], isReply: true, messages: 1, leadMs: 0 };
    const { arrivals, waits } = play([eager, asked, asked, eager, asked], 30, 20_000);
    assert.ok(waits.length > 100);
    assert.ok(mostWithinASecond(arrivals) <= 30);
    assert.ok(Math.max(...waits) <= 300, `an answer waited ${Math.max(...waits)} ms`);
  });

  it('has messages leave together where the platform takes very many', () => {
    const eager: Sender = { everyMs: 1, ways: [3, 9], isReply: false, messages: 34, leadMs: 15 };
    const { arrivals } = play([eager, eager], 1_000, 5_000);
    assert.ok(mostWithinASecond(arrivals) <= 1_000);
    assert.ok(arrivals.length >= 4_000 * 0.96, `${arrivals.length} in 5 s`);
  });

  it('grants nothing while the platform asks for a pause, and goes on a little slower', () => {
    const wish: Wish = { id: 'a', messages: 1, isReply: false, now: 1_000, perSecond: 30 };
    const held = noteLimited(AT_REST, 1_000, 5_000);
    assert.equal(grant(held, wish).askAt, 6_000);
    assert.equal(grant(held, { ...wish, isReply: true }).askAt, 6_000);
    const { askAt, state } = grant(held, { ...wish, now: 6_000 });
    assert.equal(askAt, undefined);
    assert.ok(state.slowerMs > 0);
    // What was on its way meets the same limit
    assert.equal(noteLimited(held, 1_010, 5_000).slowerMs, held.slowerMs);
    assert.equal(grant(state, { ...wish, now: 60_000 }).state.slowerMs, 0);
  });
});
