import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDuplicateKey } from '../../store/duplicate-key.ts';
import { SharedPaceRow, type PaceRow } from '../../store/models/pace.ts';
import { AT_REST, grant, noteArrived, noteLimited, noteSent, type PaceState, type Wish } from './window.ts';

/** Times in a second that promos are sent: where the platform takes more messages than that, several leave together. */
const TIMES_A_SECOND = 30;
/** Milliseconds before they leave at which promos get their turn: what is still to be done then costs no part of the pace. */
const LEAD_MS = 15;
/** Messages of which the fastest tells how long the way takes at the least; fewer than the second tell nothing yet. */
const LAST = 300;
const FEW = 10;
/** Milliseconds by which the way may be shorter than the fastest that was seen: a busy process sees answers late. */
const SHORTER_MS = 5;
/** Longest that an answer waits for its turn, in milliseconds; then it goes at once, and promos wait the longer. */
const REPLY_WAIT_MS = 300;
/** Longest that it waits while the platform takes nothing: to go at once would only make it ask for a longer pause. */
const REPLY_HELD_MS = 1_500;
/** Milliseconds after which it is looked anew whether an answer may go. */
const REPLY_LOOK_MS = 20;

/** To be called once the platform has answered: from then on it is known when a message arrived at the latest. */
export type Answered = () => void;

/** The turn of promos. */
export interface PromoTurn {
  /** When they are to leave, in milliseconds since 1970. */
  leaveAt: number;
  /** To be called as each of them leaves. */
  leaving: () => Answered;
}

/** Where a platform has no limit. */
export const AT_ONCE: PromoTurn = { leaveAt: 0, leaving: () => () => {} };

/** The right to write to one platform, shared by all processes on a store: no second sees more than it takes. */
export class SharedPace {
  readonly #platform: string;
  #perSecond: number;
  /** When messages of ours arrived that the others do not know of yet. */
  readonly #arrived = new Map<string, number>();
  /** Milliseconds from leave to answer of the last messages. */
  readonly #ways: number[] = [];

  constructor(platform: string, perSecond: number) {
    this.#platform = platform;
    this.#perSecond = perSecond;
  }

  /** The platform takes so many messages a second from now on. */
  allow(perSecond: number): void {
    this.#perSecond = perSecond;
  }

  /** Messages that are to be sent together. */
  get together(): number {
    return Math.max(1, Math.ceil(this.#perSecond / TIMES_A_SECOND));
  }

  /**
   * Waits until so many promos may leave together, in a moment.
   * @param patienceMs longest that it waits
   * @returns undefined where they may not yet
   */
  async promos(messages: number, patienceMs: number, signal: AbortSignal): Promise<PromoTurn | undefined> {
    const id = randomUUID();
    const end = Date.now() + patienceMs;
    while (!signal.aborted) {
      const { askAt, now: leaveAt } = await this.#ask({ id, messages, isReply: false });
      if (askAt === undefined) return { leaveAt, leaving: () => this.#leaving(id) };
      if (askAt > end) {
        await pause(end - Date.now(), signal);
        return undefined;
      }
      await pause(askAt - LEAD_MS - Date.now(), signal);
    }
    return undefined;
  }

  /** Waits for the turn of an answer: the next one where that comes soon, else now. */
  async reply(): Promise<Answered> {
    const id = randomUUID();
    const begun = Date.now();
    for (;;) {
      const { askAt, now } = await this.#ask({ id, messages: 1, isReply: true });
      if (askAt === undefined) return this.#leaving(id);
      const isHeld = askAt - now > REPLY_WAIT_MS;
      const end = begun + (isHeld ? REPLY_HELD_MS : REPLY_WAIT_MS);
      if (now >= end) break;
      await sleep(Math.max(1, Math.min(askAt - now, REPLY_LOOK_MS, end - now)));
    }
    const now = Date.now();
    await this.#change((state) => noteSent(state, this.#wish({ id, messages: 1, isReply: true, now })));
    return this.#leaving(id);
  }

  /** Answers that left before any promo did, at these moments. */
  async earlier(moments: readonly number[]): Promise<void> {
    await this.#change((state) => ({
      ...state,
      sent: [...state.sent, ...moments.map((at) => ({ id: randomUUID(), at, messages: 1 }))],
    }));
  }

  /** The platform asks for a pause: nobody writes to it for so long, and then a little slower. */
  async limited(ms: number): Promise<void> {
    await this.#change((state) => noteLimited(state, Date.now(), ms));
  }

  /** Resolves with the moment that was asked for and, where it is not granted, the one to ask for next. */
  async #ask(wish: Omit<Wish, 'now' | 'perSecond'>): Promise<{ now: number; askAt: number | undefined }> {
    let asked = { now: 0, askAt: undefined as number | undefined };
    await this.#change((state) => {
      const now = Date.now() + (wish.isReply ? 0 : LEAD_MS);
      const { askAt, state: next } = grant(state, this.#wish({ ...wish, now }));
      asked = { now, askAt };
      return next;
    });
    return asked;
  }

  #wish(wish: Omit<Wish, 'perSecond'>): Wish {
    return { ...wish, perSecond: this.#perSecond };
  }

  /** The platform has answered: its message arrived before that by the time that the way takes at the least. */
  #leaving(id: string): Answered {
    const leftAt = Date.now();
    return () => {
      const now = Date.now();
      this.#ways.push(now - leftAt);
      if (this.#ways.length > LAST) this.#ways.shift();
      const fastestMs = this.#ways.length < FEW ? 0 : Math.min(...this.#ways) - SHORTER_MS;
      // Of several that left together, the last counts
      this.#arrived.set(id, Math.max(this.#arrived.get(id) ?? 0, now - Math.max(0, fastestMs)));
    };
  }

  /** Changes what all processes share: whoever was slower than another does it anew. */
  async #change(next: (state: PaceState) => PaceState): Promise<void> {
    const arrived = new Map(this.#arrived);
    for (;;) {
      const row = await SharedPaceRow.findById(this.#platform).lean<PaceRow>();
      const state = next(noteArrived((row?.state as PaceState | undefined) ?? AT_REST, arrived));
      if (row ? await this.#replace(row, state) : await this.#create(state)) break;
    }
    for (const id of arrived.keys()) this.#arrived.delete(id);
  }

  async #replace({ _id, version }: PaceRow, state: PaceState): Promise<boolean> {
    const replaced = await SharedPaceRow.updateOne(
      { _id, version },
      { $set: { state, version: version + 1 } },
    );
    return replaced.modifiedCount === 1;
  }

  async #create(state: PaceState): Promise<boolean> {
    try {
      await SharedPaceRow.create({ _id: this.#platform, version: 1, state });
      return true;
    } catch (error) {
      // Two processes made the row in the same moment
      if (!isDuplicateKey(error)) throw error;
      return false;
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.max(1, ms), undefined, { signal }).catch(() => {});
}
