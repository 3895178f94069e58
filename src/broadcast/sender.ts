import type { Types } from 'mongoose';
import type { Logger } from 'pino';
import type { Adapter } from '../../adapters/adapter.ts';
import type { Turns } from '../inbox/worker.ts';
import { Broadcast, type BroadcastRow } from '../store/models/broadcast.ts';
import { Delivery } from '../store/models/delivery.ts';
import { DayAllowance } from './allowance.ts';
import { record, REHBER } from './audit.ts';
import {
  check,
  deliver,
  putBack,
  takeNext,
  waitForAllowance,
  type DeliverParts,
  type Outcome,
  type OwnRow,
} from './deliver.ts';
import { ErrorRate } from './error-rate.ts';
import { freezeRecipients } from './freeze.ts';
import { isOpen, nextOpening } from './hours.ts';
import { hoursOf, pause } from './life.ts';
import { settleLost } from './lost.ts';
import { SharedPace } from './pace/shared-pace.ts';
import { rulesOf, type BroadcastParts } from './parts.ts';

/** Milliseconds between looks at what there is to do. */
const LOOK_MS = 500;
/** Milliseconds that rows wait for the pace at most, before they are given back to be looked at anew. */
const PATIENCE_MS = 1_000;
/** Milliseconds for which an answer counts. */
const ANSWERS_MS = 1_500;
/** Promos on their way at once where the platform has no limit of its own. */
const UNLIMITED_AT_ONCE = 16;
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
  readonly #allowances = new Map<string, DayAllowance>();
  readonly #errors = new Map<string, ErrorRate>();
  readonly #lanes = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();
  /** Promos that run, as last looked; what is sent is checked anew each time. */
  #running: BroadcastRow[] = [];
  /** When answers left while no promo ran, by platform. */
  readonly #answers = new Map<string, number[]>();
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
    for (const [platform, adapter] of rest.adapters) {
      const { messagesPerSecond } = adapter.capabilities;
      if (messagesPerSecond) this.#paces.set(platform, new SharedPace(platform, messagesPerSecond));
      if (adapter.allowance) this.#allowances.set(platform, new DayAllowance(adapter, log));
    }
    const allowances = this.#allowances;
    this.#deliverParts = { ...rest, hours: hoursOf(rest.config), rules, allowances, now };
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
  async reply(platform: string): Promise<() => void> {
    const pace = this.#paces.get(platform);
    try {
      if (pace && this.#running.length > 0) return await pace.reply();
      if (pace) this.#noteAnswer(platform);
    } catch (error) {
      // An answer waits for no pace that cannot be read
      this.#log.debug({ err: error }, 'the shared pace cannot be read');
    }
    return () => {};
  }

  #noteAnswer(platform: string): void {
    const now = Date.now();
    const lately = this.#answers.get(platform)?.filter((at) => at > now - ANSWERS_MS) ?? [];
    this.#answers.set(platform, [...lately, now]);
  }

  /** Promos run from now on: answers that left before count with them. */
  async #tellAnswers(): Promise<void> {
    for (const [platform, moments] of this.#answers) {
      this.#answers.delete(platform);
      const lately = moments.filter((at) => at > Date.now() - ANSWERS_MS);
      if (lately.length > 0) await this.#paces.get(platform)?.earlier(lately);
    }
  }

  async limited(platform: string, ms: number): Promise<void> {
    if (this.#running.length > 0) await this.#paces.get(platform)?.limited(ms);
  }

  /** One look at everything: begins what is due, ends what is through, and has lanes for what runs. */
  async look(): Promise<void> {
    const now = this.#now();
    const lost = await settleLost(now);
    if (lost > 0)
      this.#log.warn({ deliveries: lost }, 'promos were interrupted as they left; they are not sent again');
    await this.#beginDue(now);
    const running = await Broadcast.find({ state: 'running' }).lean<BroadcastRow[]>();
    const open = isOpen(this.#deliverParts.hours, now);
    if (!open) await this.#rest(running, now);
    this.#running = open ? running.filter(({ frozenAt }) => frozenAt) : [];
    const unfrozen = running.find(({ frozenAt }) => !frozenAt);
    if (open && unfrozen) this.#freeze(unfrozen);
    for (const each of this.#running) await this.#endIfThrough(each);
    if (this.#running.length === 0) return;
    await this.#tellAnswers();
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
    this.#freezing ??= freezeRecipients(_id, this.#parts, this.#now())
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

  /** Sends what waits for a platform until nothing is left. */
  async #sendAll(platform: string, adapter: Adapter): Promise<void> {
    const { signal } = this.#stopping;
    const pace = this.#paces.get(platform);
    const told = await this.#allowances.get(platform)?.told();
    const perSecond = told?.messagesPerSecond ?? adapter.capabilities.messagesPerSecond;
    if (perSecond) pace?.allow(perSecond);
    const atOnce = perSecond ?? UNLIMITED_AT_ONCE;
    const sending = new Set<Promise<void>>();
    const failures: unknown[] = [];
    while (!signal.aborted && failures.length === 0) {
      const rows = await this.#takeSome(platform, pace?.together ?? 1);
      if (rows.length === 0) break;
      const answered = pace ? await pace.promos(rows.length, PATIENCE_MS, signal) : () => {};
      if (!answered) {
        await Promise.all(rows.map(async (row) => putBack(row, this.#now())));
        continue;
      }
      const sent = this.#send(rows, platform, adapter)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => {
          answered();
          sending.delete(sent);
        });
      sending.add(sent);
      while (sending.size * rows.length >= atOnce) await Promise.race(sending);
    }
    await Promise.all(sending);
    if (failures.length > 0) throw failures[0];
  }

  /** Rows that may be sent now, at most so many. */
  async #takeSome(platform: string, most: number): Promise<OwnRow[]> {
    const taken = await Promise.all(Array.from({ length: most }, async () => this.#takeOne(platform)));
    return taken.filter((row) => row !== undefined);
  }

  async #takeOne(platform: string): Promise<OwnRow | undefined> {
    for (;;) {
      const row = this.#stopping.signal.aborted ? undefined : await this.#nextRow(platform);
      if (!row) return undefined;
      const errand = await check(row, this.#deliverParts);
      if (!('kind' in errand)) return row;
      await this.#heed(errand, row, platform);
    }
  }

  /** The next row of the promos that run, each of them in its turn. */
  async #nextRow(platform: string): Promise<OwnRow | undefined> {
    const { length } = this.#running;
    for (let n = 0; n < length; n++) {
      const [first, ...others] = this.#running;
      if (!first) return undefined;
      this.#running = [...others, first];
      const row = await takeNext(first._id, platform, this.#now());
      if (row) return row;
    }
    return undefined;
  }

  async #send(rows: OwnRow[], platform: string, adapter: Adapter): Promise<void> {
    await Promise.all(
      rows.map(async (row) => this.#heed(await deliver(row, adapter, this.#deliverParts), row, platform)),
    );
  }

  async #heed(outcome: Outcome, row: OwnRow, platform: string): Promise<void> {
    const id = String(row.broadcast);
    switch (outcome.kind) {
      case 'limited':
        this.#log.warn({ platform, waitMs: outcome.ms }, 'the platform asks for a pause; promos wait');
        await this.#paces.get(platform)?.limited(outcome.ms);
        return;
      case 'halt':
        await this.#pause(row.broadcast, `${platform} takes no more: ${outcome.message}`);
        return;
      case 'full': {
        const ids = this.#running.map(({ _id }) => _id);
        const people = 1 + (await waitForAllowance(ids, platform, outcome.until));
        this.#log.warn({ platform, people, until: outcome.until }, 'no more people may be written to today');
        return;
      }
      case 'resting':
        this.#leave(row.broadcast);
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

  /** Nothing more of it until the next look finds it running. */
  #leave(broadcast: Types.ObjectId): void {
    this.#running = this.#running.filter(({ _id }) => !_id.equals(broadcast));
  }

  async #pause(broadcast: Types.ObjectId, reason: string): Promise<void> {
    const id = String(broadcast);
    this.#leave(broadcast);
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
          `The broadcast ${id} was paused: ${reason}. Mend it, then resume it: /promo resume ${id}`,
        )
        .catch((error: unknown) => this.#log.warn({ err: error }, 'the operator could not be told'));
    }
  }
}
