import { setTimeout as sleep } from 'node:timers/promises';
import PQueue from 'p-queue';
import { Pace, type PaceOptions } from '../pace.ts';

/** Messages a second that every number may send; Meta raises it to 1,000 by itself. */
const MESSAGES_PER_SECOND = 80;
/** One person may get a message every 6 s, and 45 at once on credit; a few of them are left to other processes. */
const PAIR_PACE: PaceOptions = { intervalMs: 6_000, burst: 40 };
/** Milliseconds of the first wait after a limit was met; each later one is twice as long. */
const FIRST_NUMBER_WAIT_MS = 1_000;
const FIRST_PAIR_WAIT_MS = 6_000;
const MAX_WAIT_MS = 5 * 60 * 1_000;
/** Limits that are remembered. */
const MAX_LIMITS = 10_000;
/** Milliseconds by which a timer may be early. */
const TIMER_MS = 5;
const EVERYONE = '';

export interface TrafficOptions {
  /** Messages a second of the number. */
  messagesPerSecond?: number;
  /** How fast to write to one person. */
  pair?: PaceOptions;
}

/** The pace of messages: of the number in all, and to each person, to whom never two go at once. */
export class Traffic {
  #number: PQueue;
  readonly #pairs: Pace;
  /** The last message on its way to each person. */
  readonly #lanes = new Map<string, Promise<void>>();
  /** How often in a row a limit was met, and until when it is waited for: by person, and for the number's own. */
  readonly #limits = new Map<string, { met: number; until: number }>();
  #messagesPerSecond: number;
  #resuming: NodeJS.Timeout | undefined;

  constructor({ messagesPerSecond = MESSAGES_PER_SECOND, pair = PAIR_PACE }: TrafficOptions) {
    this.#number = queueOf(messagesPerSecond);
    this.#messagesPerSecond = messagesPerSecond;
    this.#pairs = new Pace(pair);
  }

  /** Sends to a person when it is their turn and the number's. */
  async inTurn<T>(person: string, send: () => Promise<T>): Promise<T> {
    const before = this.#lanes.get(person) ?? Promise.resolve();
    const sending = before.then(async () => {
      const waitMs = this.#pairs.reserve(person);
      // Whoever wants to end need not wait for it
      if (waitMs > 0) await sleep(waitMs, undefined, { ref: false });
      return this.#number.add(send);
    });
    const ended = sending.then(
      () => {},
      () => {},
    );
    this.#lanes.set(person, ended);
    void ended.then(() => {
      if (this.#lanes.get(person) === ended) this.#lanes.delete(person);
    });
    return sending;
  }

  /** Meta allows the number another pace. What waits already goes at the pace before. */
  allow(messagesPerSecond: number): void {
    if (messagesPerSecond === this.#messagesPerSecond) return;
    this.#messagesPerSecond = messagesPerSecond;
    const before = this.#number;
    this.#number = queueOf(messagesPerSecond);
    if (before.isPaused) this.#number.pause();
  }

  /** Whether a message would have to wait. */
  get isBusy(): boolean {
    return this.#number.isPaused || this.#number.size > 0;
  }

  /**
   * A limit was met: the person's, or without one the number's. Nothing more goes there for a while, and for twice as
   * long each time that it happens again.
   * @param leastMs what the platform itself asks for
   * @returns the milliseconds to wait
   */
  slowDown(person: string | undefined, leastMs: number): number {
    const key = person ?? EVERYONE;
    const now = performance.now();
    const { met = 0, until = 0 } = this.#limits.get(key) ?? {};
    // What was on its way already meets the same limit once more, not another one
    if (now < until) return Math.max(leastMs, until - now);
    const first = person === undefined ? FIRST_NUMBER_WAIT_MS : FIRST_PAIR_WAIT_MS;
    const waitMs = Math.max(leastMs, Math.min(MAX_WAIT_MS, first * 2 ** met));
    if (this.#limits.size >= MAX_LIMITS) this.#limits.clear();
    this.#limits.set(key, { met: met + 1, until: now + waitMs - TIMER_MS });
    if (person === undefined) this.#holdAll(waitMs);
    else this.#pairs.hold(person, waitMs);
    return waitMs;
  }

  /** A message went through: the next limit begins with a short wait again. */
  flows(person: string): void {
    this.#limits.delete(person);
    this.#limits.delete(EVERYONE);
  }

  #holdAll(ms: number): void {
    const held = this.#number;
    held.pause();
    clearTimeout(this.#resuming);
    this.#resuming = setTimeout(() => {
      held.start();
      this.#number.start();
    }, ms);
    this.#resuming.unref();
  }
}

function queueOf(messagesPerSecond: number): PQueue {
  return new PQueue({ interval: 1_000, intervalCap: messagesPerSecond, strict: true });
}
