import type { Types } from 'mongoose';
import type { Logger } from 'pino';
import type { Adapter } from '../../adapters/adapter.ts';
import type { Turns } from '../inbox/worker.ts';
import { isDead } from '../inbox/lease.ts';
import { Broadcast, type BroadcastRow } from '../store/models/broadcast.ts';
import { Delivery, type DeliveryRow } from '../store/models/delivery.ts';
import { record, REHBER } from './audit.ts';
import { deliver, markNext, type DeliverParts, type MarkedRow, type Outcome } from './deliver.ts';
import { ErrorRate } from './error-rate.ts';
import { freezeRecipients } from './freeze.ts';
import { isOpen, nextOpening } from './hours.ts';
import { hoursOf, pause, skipWaiting } from './life.ts';
import { SharedPace } from './pace.ts';
import { rulesOf, type BroadcastParts } from './parts.ts';

/** Milliseconds between looks at what there is to do. */
const LOOK_MS = 500;
/** Turns that are taken ahead: what the way to the store and a busy moment cost is then not lost. */
const AHEAD = 4;
/** Promos on their way at once where the platform has no limit of its own. */
const UNLIMITED_AT_ONCE = 16;
/** Milliseconds after which a row that another machine is sending counts as uncertain: longer than any call may take. */
const SENDING_MS = 120_000;
/** Milliseconds after a cancellation in which rows may still be put back that were just being sent. */
const CANCELLED_MS = 10 * 60 * 1_000;

/**
 * Sends running promos, in every process that serves: each row by one of them, at the pace that they share, answers to
 * people first.
 */
export class PromoSender implements Turns {
  readonly #parts: BroadcastParts;
  readonly #deliverParts: DeliverParts;
  readonly #log: Logger;
  readonly #now: () => Date;
  readonly #paces = new Map<string, SharedPace>();
  readonly #errors = new Map<string, ErrorRate>();
  readonly #lanes = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();
  /** Promos that run, as last looked; what is sent is checked anew each time. */
  #running: BroadcastRow[] = [];
  #looking: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #freezing: Promise<unknown> | undefined;

  /** @param parts.now stands in for the clock */
  constructor(parts: BroadcastParts & { log: Logger; now?: () => Date }) {
    const { log, now = () => new Date(), ...rest } = parts;
    this.#parts = rest;
    this.#log = log;
    this.#now = now;
    const { now: _, ...rules } = rulesOf(rest, now());
    this.#deliverParts = { ...rest, hours: hoursOf(rest.config), rules, now };
    for (const [platform, { capabilities }] of rest.adapters) {
      const { messagesPerSecond } = capabilities;
      if (messagesPerSecond) this.#paces.set(platform, new SharedPace(platform, messagesPerSecond));
    }
  }

  /** Begins to look for work, and goes on until stopped. */
  start(): void {
    const look = (): void => {
      this.#looking = this.look().catch((error: unknown) =>
        this.#log.warn({ err: error }, 'broadcasts cannot be read; trying again'),
      );
      void this.#looking.then(() => {
        if (!this.#stopping.signal.aborted) this.#timer = setTimeout(look, LOOK_MS);
      });
    };
    look();
  }

  /** Begins nothing new and waits for what is on its way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#looking;
    await Promise.allSettled([...this.#lanes.values(), this.#freezing]);
  }

  /** The turn of an answer: only where promos are being sent is there anything to share. */
  async reply(platform: string): Promise<void> {
    if (this.#running.length === 0) return;
    try {
      await this.#paces.get(platform)?.reply();
    } catch (error) {
      // An answer waits for no pace that cannot be read
      this.#log.debug({ err: error }, 'the shared pace cannot be read');
    }
  }

  async limited(platform: string, ms: number): Promise<void> {
    if (this.#running.length > 0) await this.#paces.get(platform)?.hold(ms);
  }

  /** One look at everything: begins what is due, ends what is through, and has lanes for what runs. */
  async look(): Promise<void> {
    const now = this.#now();
    await this.#settleLost(now);
    await this.#beginDue(now);
    const running = await Broadcast.find({ state: 'running' }).lean<BroadcastRow[]>();
    const open = isOpen(this.#deliverParts.hours, now);
    if (!open) await this.#rest(running, now);
    this.#running = open ? running.filter(({ frozenAt }) => frozenAt) : [];
    const unfrozen = running.find(({ frozenAt }) => !frozenAt);
    if (open && unfrozen) this.#freeze(unfrozen);
    for (const each of this.#running) await this.#endIfThrough(each);
    if (this.#running.length === 0) return;
    for (const [platform, adapter] of this.#parts.adapters) {
      if (this.#lanes.has(platform) || this.#stopping.signal.aborted) continue;
      const lane = this.#sendAll(platform, adapter)
        .catch((error: unknown) => {
          if (!this.#stopping.signal.aborted)
            this.#log.warn({ platform, err: error }, 'promos had to be left; trying again');
        })
        .finally(() => this.#lanes.delete(platform));
      this.#lanes.set(platform, lane);
    }
  }

  /** Nobody knows what became of rows whose sender is no more: they are not sent again. */
  async #settleLost(now: Date): Promise<void> {
    const old = new Date(now.getTime() - SENDING_MS);
    const begun = await this.#begun();
    if (begun.length === 0) return;
    const sending = await Delivery.find({ state: 'sending', broadcast: { $in: begun } }).lean<
      DeliveryRow[]
    >();
    const lost = sending.filter(({ owner, sendingAt }) => isDead(owner ?? '') || (sendingAt ?? now) < old);
    if (lost.length === 0) return;
    for (const { _id, owner } of lost)
      await Delivery.updateOne(
        { _id, state: 'sending', ...(owner ? { owner } : {}) },
        { $set: { state: 'uncertain', reason: 'interrupted' } },
      );
    this.#log.warn(
      { deliveries: lost.length },
      'promos were interrupted as they left; they are not sent again',
    );
  }

  async #begun(): Promise<Types.ObjectId[]> {
    const ended = new Date(this.#now().getTime() - CANCELLED_MS);
    const rows = await Broadcast.find(
      {
        $or: [
          { state: { $in: ['running', 'paused', 'scheduled'] } },
          { state: 'cancelled', endedAt: { $gte: ended } },
        ],
      },
      { state: 1 },
    ).lean();
    for (const { _id, state } of rows) if (state === 'cancelled') await skipWaiting(_id);
    return rows.map(({ _id }) => _id);
  }

  async #beginDue(now: Date): Promise<void> {
    if (!isOpen(this.#deliverParts.hours, now)) return;
    const due = await Broadcast.find({ state: 'scheduled', at: { $lte: now } }, { _id: 1 }).lean();
    for (const { _id } of due) {
      const begun = await Broadcast.updateOne({ _id, state: 'scheduled' }, { $set: { state: 'running' } });
      if (begun.modifiedCount === 1) await record(REHBER, 'broadcast run', String(_id));
    }
  }

  /** The day is over: what runs goes on at the next opening. */
  async #rest(running: BroadcastRow[], now: Date): Promise<void> {
    const at = nextOpening(this.#deliverParts.hours, now);
    for (const { _id } of running) {
      const rested = await Broadcast.updateOne(
        { _id, state: 'running' },
        { $set: { state: 'scheduled', at } },
      );
      if (rested.modifiedCount === 1) await record(REHBER, 'broadcast rest', String(_id), { until: at });
    }
  }

  #freeze({ _id }: BroadcastRow): void {
    this.#freezing ??= freezeRecipients(_id, this.#parts)
      .catch((error: unknown) =>
        this.#log.warn({ err: error }, 'recipients cannot be written down; trying again'),
      )
      .finally(() => (this.#freezing = undefined));
  }

  async #endIfThrough({ _id, name }: BroadcastRow): Promise<void> {
    const left = await Delivery.exists({ broadcast: _id, state: { $in: ['waiting', 'sending'] } });
    if (left) return;
    const ended = await Broadcast.updateOne(
      { _id, state: 'running' },
      { $set: { state: 'done', endedAt: this.#now() } },
    );
    if (ended.modifiedCount === 0) return;
    this.#errors.delete(String(_id));
    this.#log.info({ broadcast: String(_id), name }, 'a broadcast is done');
    await record(REHBER, 'broadcast done', String(_id));
  }

  /** Sends what waits for a platform, turn by turn, until nothing is left. */
  async #sendAll(platform: string, adapter: Adapter): Promise<void> {
    const { signal } = this.#stopping;
    const pace = this.#paces.get(platform);
    const atOnce = adapter.capabilities.messagesPerSecond ?? UNLIMITED_AT_ONCE;
    const ahead = new Set<Promise<unknown>>();
    const sending = new Set<Promise<unknown>>();
    const failures: unknown[] = [];
    let idle = false;
    const taken = async (waitMs: number): Promise<void> => pace?.wait(waitMs, signal);
    while (!signal.aborted && !idle && failures.length === 0) {
      const turn = taken(pace ? await pace.reserve() : 0);
      const sent = turn
        .then(async () => {
          if (!(await this.#useTurn(platform, adapter))) idle = true;
        })
        .catch((error: unknown) => failures.push(error));
      keepIn(ahead, turn);
      keepIn(sending, sent);
      while (ahead.size >= AHEAD) await Promise.race(ahead);
      while (sending.size >= atOnce) await Promise.race(sending);
    }
    await Promise.all(sending);
    if (failures.length > 0) throw failures[0];
  }

  /** Sends one promo; of what turns out not to be sent after all, the turn goes to the next. False where none waits. */
  async #useTurn(platform: string, adapter: Adapter): Promise<boolean> {
    for (;;) {
      const row = await this.#nextRow(platform);
      if (!row) return false;
      const outcome = await deliver(row, adapter, this.#deliverParts);
      await this.#heed(outcome, row, platform);
      if (outcome.kind !== 'none') return true;
      if (this.#stopping.signal.aborted) return false;
    }
  }

  /** The next row of the promos that run, each of them in its turn. */
  async #nextRow(platform: string): Promise<MarkedRow | undefined> {
    const { length } = this.#running;
    for (let n = 0; n < length; n++) {
      const [first, ...others] = this.#running;
      if (!first) return undefined;
      this.#running = [...others, first];
      const row = await markNext(first._id, platform, this.#now());
      if (row) return row;
    }
    return undefined;
  }

  async #heed(outcome: Outcome, row: MarkedRow, platform: string): Promise<void> {
    const id = String(row.broadcast);
    switch (outcome.kind) {
      case 'limited':
        this.#log.warn({ platform, waitMs: outcome.ms }, 'the platform asks for a pause; promos wait');
        await this.#paces.get(platform)?.hold(outcome.ms);
        return;
      case 'halt':
        await this.#pause(row.broadcast, `${platform} takes no more: ${outcome.message}`);
        return;
      case 'ok':
      case 'error': {
        const rate = this.#errors.get(id) ?? new ErrorRate();
        this.#errors.set(id, rate);
        if (!rate.note(outcome.kind === 'error')) return;
        this.#errors.delete(id);
        const last = outcome.kind === 'error' ? `, the last: ${outcome.message}` : '';
        await this.#pause(row.broadcast, `too many errors (${rate.describe()}${last})`);
        return;
      }
      default:
    }
  }

  async #pause(broadcast: Types.ObjectId, reason: string): Promise<void> {
    const id = String(broadcast);
    this.#running = this.#running.filter(({ _id }) => String(_id) !== id);
    try {
      await pause(id, REHBER, reason);
    } catch {
      // Somebody was faster
      return;
    }
    this.#log.error({ broadcast: id, reason }, 'a broadcast was paused; mend it, then resume it');
    for (const adapter of this.#parts.adapters.values()) {
      await adapter
        .tellOperator?.(
          `The broadcast ${id} was paused: ${reason}. Mend it, then: rehber broadcast resume ${id}`,
        )
        .catch((error: unknown) => this.#log.warn({ err: error }, 'the operator could not be told'));
    }
  }
}

/** Keeps a promise in a set until it has ended, well or not. */
function keepIn(set: Set<Promise<unknown>>, promise: Promise<unknown>): void {
  const remove = (): void => void set.delete(ended);
  const ended: Promise<void> = promise.then(remove, remove);
  set.add(ended);
}
