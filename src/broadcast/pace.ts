import { setTimeout as sleep } from 'node:timers/promises';
import { SharedPaceRow } from '../store/models/pace.ts';

/**
 * A platform counts messages as they arrive, and the way there is now and then a little longer or shorter: so much more
 * than a second is taken for a second's messages, 98.2 % of what is allowed.
 */
const SECOND_MS = 1_018;
/** Where a platform still finds it too fast, the way there is more uneven: a second takes so much longer, for a while. */
const SLOWER_MS = 15;
const MOST_SLOWER_MS = 150;
const SLOWER_FOR_MS = 60_000;
/** Longest that an answer waits for its turn, in milliseconds; then it goes at once, and promos wait the longer. */
const REPLY_WAIT_MS = 250;
/** Code of MongoDB's duplicate key error. */
const DUPLICATE_KEY = 11_000;

/**
 * Turns to write to one platform, shared by all processes on a store: the generic cell rate algorithm of adapters/pace.ts
 * without bursts, as one atomic update for each turn. By whose clock ever, turns never come faster than the pace.
 */
export class SharedPace {
  readonly #platform: string;
  readonly #perSecond: number;
  /** When this process took its last turns, newest last: what was late must not catch up within the same second. */
  readonly #taken: number[] = [];
  #slowerMs = 0;
  #slowedAt = 0;

  constructor(platform: string, perSecond: number) {
    this.#platform = platform;
    this.#perSecond = perSecond;
  }

  /** Takes the next turn of all; resolves with the milliseconds to wait for it. */
  async reserve(): Promise<number> {
    const intervalMs = this.#secondMs() / this.#perSecond;
    const now = Date.now();
    const row = await this.#change({
      freeAt: { $add: [{ $max: [now, { $ifNull: ['$freeAt', now] }] }, intervalMs] },
    });
    return Math.max(0, row - intervalMs - now);
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
    await this.#change({ freeAt: { $max: [until, { $ifNull: ['$freeAt', until] }] } });
  }

  /** Waits out a turn, and longer where this process itself would be too fast: what came late does not come in a heap. */
  async wait(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms > 0) await sleep(ms, undefined, signal ? { signal } : {});
    for (;;) {
      const now = performance.now();
      const first = this.#taken.at(-this.#perSecond);
      const restMs = first === undefined ? 0 : first + this.#secondMs() - now;
      if (restMs <= 0) break;
      await sleep(restMs, undefined, signal ? { signal } : {});
    }
    this.#note();
  }

  /** The turn of an answer: the next one where that comes soon, else now. */
  async reply(): Promise<void> {
    const waitMs = await this.reserve();
    if (waitMs > 0) await sleep(Math.min(waitMs, REPLY_WAIT_MS));
    this.#note();
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

  #note(): void {
    this.#taken.push(performance.now());
    if (this.#taken.length > this.#perSecond * 2) this.#taken.splice(0, this.#perSecond);
  }

  async #change(fields: Record<string, unknown>): Promise<number> {
    for (;;) {
      try {
        const row = await SharedPaceRow.findOneAndUpdate({ _id: this.#platform }, [{ $set: fields }], {
          upsert: true,
          returnDocument: 'after',
          updatePipeline: true,
        }).lean();
        return row.freeAt;
      } catch (error) {
        // Two processes made the row in the same moment
        if ((error as { code?: number }).code !== DUPLICATE_KEY) throw error;
      }
    }
  }
}
