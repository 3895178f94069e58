import { setTimeout as sleep } from 'node:timers/promises';
import { isDuplicateKey } from '../store/duplicate-key.ts';
import { SharedPaceRow, type PaceRow } from '../store/models/pace.ts';

/** Milliseconds in which turns for a second's messages are given out: 99 % of what is allowed. */
const SECOND_MS = 1_010;
/** Milliseconds that lie between a message and the one that is a second’s messages behind it, when they arrive: 98.6 %. */
const ARRIVAL_SECOND_MS = 1_014;
/** By how much the fastest way to the platform is forgotten with each message: it may have become longer. */
const FORGETTING = 1.02;
/** Where a platform still finds it too fast, the way there is more uneven: a second takes so much longer, for a while. */
const SLOWER_MS = 15;
const MOST_SLOWER_MS = 150;
const SLOWER_FOR_MS = 60_000;
/** Longest that an answer waits for its turn, in milliseconds; then it goes at once, and promos wait the longer. */
const REPLY_WAIT_MS = 250;
/** Milliseconds by which an answer leaves behind its turn, less than one: what was late before it is then far enough. */
const REPLY_SLACK_MS = 30;
/** Longest that it waits while the platform takes nothing: to go at once would only make it ask for a longer pause. */
const REPLY_HELD_MS = 1_500;
/**
 * Turns to write to one platform, shared by all processes on a store: the generic cell rate algorithm of adapters/pace.ts
 * without bursts, as one atomic update for each turn. By whose clock ever, turns never come faster than the pace.
 */
export class SharedPace {
  readonly #platform: string;
  readonly #perSecond: number;
  /** When this process took its last turns, newest last: what was late must not catch up within the same second. */
  readonly #taken: { at: number }[] = [];
  #fastestMs = 1_000;
  /** When the last answers of all processes left. */
  #answers: readonly number[] = [];
  #slowerMs = 0;
  #slowedAt = 0;

  constructor(platform: string, perSecond: number) {
    this.#platform = platform;
    this.#perSecond = perSecond;
  }

  /** Takes the next turn of all; resolves with the milliseconds to wait for it. */
  async reserve(): Promise<number> {
    return (await this.#take()).waitMs;
  }

  /** @param more fields that are changed with it, from the moment of the turn */
  async #take(
    more: (turn: object) => Record<string, unknown> = () => ({}),
  ): Promise<{ waitMs: number; heldMs: number }> {
    const intervalMs = this.#secondMs() / this.#perSecond;
    const now = Date.now();
    const turn = { $max: [now, { $ifNull: ['$freeAt', now] }] };
    const row = await this.#change({ freeAt: { $add: [turn, intervalMs] }, ...more(turn) });
    this.#answers = row.answers ?? [];
    return { waitMs: Math.max(0, row.freeAt - intervalMs - now), heldMs: (row.heldUntil ?? 0) - now };
  }

  /** The platform asks for a pause: nobody takes a turn for so long, and then a little slower. */
  async limited(ms: number): Promise<void> {
    const now = performance.now();
    // What was on its way meets the same limit
    if (now - this.#slowedAt > ms) {
      this.#slowerMs = Math.min(MOST_SLOWER_MS, this.#slowerMs + SLOWER_MS);
      this.#slowedAt = now;
    }
    const until = Date.now() + ms;
    const later = (field: string): object => ({ $max: [until, { $ifNull: [field, until] }] });
    await this.#change({ freeAt: later('$freeAt'), heldUntil: later('$heldUntil') });
  }

  /**
   * Waits out a turn, and longer where it would arrive within a second of too many before it: a platform counts messages as
   * they arrive, and the way there is now longer, now shorter.
   * @returns to be called once the platform has answered: from then on it is known when the message arrived at the latest
   */
  async wait(ms: number, signal?: AbortSignal): Promise<() => void> {
    if (ms > 0) await sleep(ms, undefined, signal ? { signal } : {});
    for (;;) {
      const first = this.#lastSecond().at(-this.#perSecond);
      const restMs = first === undefined ? 0 : first + ARRIVAL_SECOND_MS + this.#slowerMs - Date.now();
      if (restMs <= 0) break;
      await sleep(restMs, undefined, signal ? { signal } : {});
    }
    const sent = { at: Date.now() };
    this.#taken.push(sent);
    if (this.#taken.length > this.#perSecond * 2) this.#taken.splice(0, this.#perSecond);
    return () => (sent.at = this.#arrivalOf(sent.at));
  }

  /** When a message that is answered now arrived at the latest, less the time that the way takes at the least. */
  #arrivalOf(sentAt: number): number {
    const now = Date.now();
    this.#fastestMs = Math.min(now - sentAt, this.#fastestMs * FORGETTING);
    return Math.max(sentAt, now - this.#fastestMs);
  }

  /** When messages left lately, newest last. */
  #lastSecond(): number[] {
    const taken = this.#taken.slice(-this.#perSecond).map(({ at }) => at);
    return [...taken, ...this.#answers].sort((a, b) => a - b);
  }

  /** The turn of an answer: the next one where that comes soon, else now. @returns as `wait` does */
  async reply(): Promise<() => void> {
    // Whoever sends promos knows of it before it leaves
    const { heldMs, waitMs } = await this.#take((turn) => ({
      answers: {
        $slice: [
          { $concatArrays: [{ $ifNull: ['$answers', []] }, [{ $add: [turn, REPLY_SLACK_MS] }]] },
          -this.#perSecond,
        ],
      },
    }));
    const planned = this.#answers.at(-1);
    const mostMs = heldMs > 0 ? REPLY_HELD_MS : REPLY_WAIT_MS;
    await sleep(Math.min(waitMs + REPLY_SLACK_MS, mostMs));
    const sentAt = Date.now();
    return () => {
      const at = this.#arrivalOf(sentAt);
      // Nobody waits for the note of it
      void SharedPaceRow.updateOne({ _id: this.#platform, answers: { $eq: planned } } as object, {
        $set: { 'answers.$': at },
      }).catch(() => {});
    };
  }

  /** Milliseconds that are taken for a second. */
  #secondMs(): number {
    const now = performance.now();
    if (this.#slowerMs > 0 && now - this.#slowedAt > SLOWER_FOR_MS) {
      this.#slowerMs -= SLOWER_MS;
      this.#slowedAt = now;
    }
    return SECOND_MS + this.#slowerMs;
  }

  async #change(fields: Record<string, unknown>): Promise<PaceRow> {
    for (;;) {
      try {
        return await SharedPaceRow.findOneAndUpdate({ _id: this.#platform }, [{ $set: fields }], {
          upsert: true,
          returnDocument: 'after',
          updatePipeline: true,
        }).lean<PaceRow>();
      } catch (error) {
        // Two processes made the row in the same moment
        if (!isDuplicateKey(error)) throw error;
      }
    }
  }
}
