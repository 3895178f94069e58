import type { Logger } from 'pino';
import type { Turns } from '../inbox/sending.ts';
import { Broadcast, type BroadcastRow } from '../store/models/broadcast.ts';
import { Delivery } from '../store/models/delivery.ts';
import { record, REHBER } from './audit.ts';
import { freezeRecipients } from './freeze.ts';
import { isOpen, nextOpening, type Hours } from './hours.ts';
import { Lane } from './lane.ts';
import { hoursOf } from './life.ts';
import { settleLost } from './lost.ts';
import { rulesOf, type BroadcastParts } from './parts.ts';
import { RunningPromos } from './running.ts';

/** Milliseconds between looks at what there is to do. */
const LOOK_MS = 500;

/**
 * Sends running promos, in every process that serves: each row by one of them, at the pace that they share, answers to
 * people first.
 */
export class PromoSender implements Turns {
  readonly #parts: BroadcastParts;
  readonly #hours: Hours;
  readonly #log: Logger;
  readonly #now: () => Date;
  readonly #running: RunningPromos;
  readonly #lanes: ReadonlyMap<string, Lane>;
  readonly #stopping = new AbortController();
  #looking: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #freezing: Promise<unknown> | undefined;

  /**
   * @param parts.unauthorized is told of platforms whose token is refused
   * @param parts.now stands in for the clock
   */
  constructor(parts: BroadcastParts & { log: Logger; unauthorized?: Set<string>; now?: () => Date }) {
    const { log, now = () => new Date(), unauthorized = new Set<string>(), ...rest } = parts;
    this.#parts = rest;
    this.#log = log;
    this.#now = now;
    this.#hours = hoursOf(rest.config);
    this.#running = new RunningPromos(rest.adapters, log);
    const { now: _, ...rules } = rulesOf(rest, now());
    const lane = {
      running: this.#running,
      deliver: { ...rest, hours: this.#hours, rules, now },
      log,
      unauthorized,
      signal: this.#stopping.signal,
    };
    this.#lanes = new Map(
      [...rest.adapters].map(([platform, adapter]) => [platform, new Lane(adapter, lane)]),
    );
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
    await Promise.allSettled([
      ...[...this.#lanes.values()].map(async (lane) => lane.closed()),
      this.#freezing,
    ]);
  }

  async reply(platform: string): Promise<() => void> {
    return (await this.#lanes.get(platform)?.reply()) ?? (() => {});
  }

  async limited(platform: string, ms: number): Promise<void> {
    await this.#lanes.get(platform)?.limited(ms);
  }

  /** One look at everything: begins what is due, ends what is through, and has lanes for what runs. */
  async look(): Promise<void> {
    const now = this.#now();
    const lost = await settleLost(now);
    if (lost > 0)
      this.#log.warn({ deliveries: lost }, 'promos were interrupted as they left; they are not sent again');
    await this.#beginDue(now);
    const running = await Broadcast.find({ state: 'running' }).lean<BroadcastRow[]>();
    const open = isOpen(this.#hours, now);
    if (!open) await this.#rest(running, now);
    this.#running.set(open ? running.filter(({ frozenAt }) => frozenAt) : [], now);
    const unfrozen = running.find(({ frozenAt }) => !frozenAt);
    if (open && unfrozen) this.#freeze(unfrozen);
    for (const each of this.#running.rows) await this.#endIfThrough(each);
    if (!this.#running.any || this.#stopping.signal.aborted) return;
    for (const lane of this.#lanes.values()) await lane.open();
  }

  async #beginDue(now: Date): Promise<void> {
    if (!isOpen(this.#hours, now)) return;
    const due = await Broadcast.find(
      { state: 'scheduled', $or: [{ at: { $lte: now } }, { resting: true }] },
      { _id: 1 },
    ).lean();
    for (const { _id } of due) {
      const begun = await Broadcast.updateOne(
        { _id, state: 'scheduled' },
        { $set: { state: 'running' }, $unset: { resting: 1 } },
      );
      if (begun.modifiedCount === 1) await record(REHBER, 'broadcast run', String(_id));
    }
  }

  /** The day is over: what runs goes on at the next opening. */
  async #rest(running: BroadcastRow[], now: Date): Promise<void> {
    const at = nextOpening(this.#hours, now);
    for (const { _id } of running) {
      const rested = await Broadcast.updateOne(
        { _id, state: 'running' },
        { $set: { state: 'scheduled', at, resting: true } },
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
    this.#log.info({ broadcast: String(_id), name }, 'a broadcast is done');
    await record(REHBER, 'broadcast done', String(_id));
  }
}
