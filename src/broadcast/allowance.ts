import type { Logger } from 'pino';
import type { Adapter, Allowance } from '../../adapters/adapter.ts';
import { Delivery } from '../store/models/delivery.ts';
import { REACHED } from './audience.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Milliseconds after which a platform is asked anew: it raises limits by itself. */
const ASK_MS = 30 * 60 * 1_000;
/** Milliseconds after which it is asked again where it did not tell. */
const ASK_AGAIN_MS = 60 * 1_000;
/** Milliseconds for which a count of people is good, what we send ourselves apart. */
const COUNT_MS = 1_000;
/** Share of a day's people that is used: what other processes send within a second, or other numbers, has room beside it. */
const USED = 0.98;
/** Share of a day's people that must be free again before promos go on: not one by one. */
const FREE_AGAIN = 0.05;

/** How many people a day are written to, of those that a platform grants. */
export function usedOf(outsidePerDay: number): number {
  return Math.max(1, Math.floor(outsidePerDay * USED));
}

/** What one platform grants our account, and how much of a day's people is used. */
export class DayAllowance {
  readonly #adapter: Adapter;
  readonly #log: Logger;
  #told: Allowance = {};
  #askAt = 0;
  #asking: Promise<void> | undefined;
  #counted: { at: number; people: number } | undefined;

  constructor(adapter: Adapter, log: Logger) {
    this.#adapter = adapter;
    this.#log = log;
  }

  /** As the platform told last; asked anew now and then. */
  async told(): Promise<Allowance> {
    if (this.#adapter.allowance && Date.now() >= this.#askAt) await (this.#asking ??= this.#ask());
    return this.#told;
  }

  async #ask(): Promise<void> {
    const { platform } = this.#adapter;
    try {
      this.#told = (await this.#adapter.allowance?.()) ?? {};
      this.#askAt = Date.now() + ASK_MS;
    } catch (error) {
      // As before, or as every account may
      this.#askAt = Date.now() + ASK_AGAIN_MS;
      this.#log.warn({ platform, err: error }, 'the platform does not tell how much it grants');
    } finally {
      this.#asking = undefined;
    }
  }

  /**
   * Counts one more person outside their window.
   * @returns when to try again, where a day's people are used up
   */
  async useOne(now: Date): Promise<Date | undefined> {
    const { outsidePerDay = Infinity } = await this.told();
    if (outsidePerDay === Infinity) return undefined;
    const most = usedOf(outsidePerDay);
    const people = await this.#count(now);
    if (people < most) {
      if (this.#counted) this.#counted.people += 1;
      return undefined;
    }
    const [last] = await Delivery.find(this.#ofTheDay(now), { sendingAt: 1 })
      .sort({ sendingAt: 1 })
      .skip(Math.max(0, people - most) + Math.floor(most * FREE_AGAIN))
      .limit(1)
      .lean();
    return new Date((last?.sendingAt?.getTime() ?? now.getTime()) + DAY_MS);
  }

  /** One promo for each person counts: rather too many than too few, where somebody got two. */
  async #count(now: Date): Promise<number> {
    if (!this.#counted || Math.abs(now.getTime() - this.#counted.at) >= COUNT_MS)
      this.#counted = { at: now.getTime(), people: await Delivery.countDocuments(this.#ofTheDay(now)) };
    return this.#counted.people;
  }

  #ofTheDay(now: Date): object {
    return {
      platform: this.#adapter.platform,
      outside: true,
      sendingAt: { $gt: new Date(now.getTime() - DAY_MS) },
      state: { $in: REACHED },
    };
  }
}
