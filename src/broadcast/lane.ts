import type { Logger } from 'pino';
import type { Adapter } from '../../adapters/adapter.ts';
import { DayAllowance } from './allowance.ts';
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
import { AT_ONCE, SharedPace, type PromoTurn } from './pace/shared-pace.ts';
import type { RunningPromos } from './running.ts';

/** Milliseconds that rows wait for the pace at most, before they are given back to be looked at anew. */
const PATIENCE_MS = 1_000;
/** Milliseconds for which an answer counts. */
const ANSWERS_MS = 1_500;
/** Promos on their way at once where the platform has no limit of its own. */
const UNLIMITED_AT_ONCE = 16;

interface LaneParts {
  running: RunningPromos;
  deliver: DeliverParts;
  log: Logger;
  /** Platforms whose token was refused, until a message goes through again. */
  unauthorized: Set<string>;
  /** Ends what is waited for. */
  signal: AbortSignal;
}

/** What this process sends to one platform while promos run: them, and answers before them. */
export class Lane {
  readonly #adapter: Adapter;
  readonly #running: RunningPromos;
  readonly #parts: DeliverParts;
  readonly #log: Logger;
  readonly #unauthorized: Set<string>;
  readonly #signal: AbortSignal;
  readonly #pace: SharedPace | undefined;
  readonly #allowance: DayAllowance | undefined;
  /** When answers left while no promo ran, in milliseconds since 1970. */
  #answers: number[] = [];
  #sending: Promise<void> | undefined;

  constructor(adapter: Adapter, { deliver: parts, log, running, signal, unauthorized }: LaneParts) {
    this.#adapter = adapter;
    this.#running = running;
    this.#log = log.child({ platform: adapter.platform });
    this.#signal = signal;
    this.#unauthorized = unauthorized;
    const { messagesPerSecond } = adapter.capabilities;
    this.#pace = messagesPerSecond ? new SharedPace(adapter.platform, messagesPerSecond) : undefined;
    this.#allowance = adapter.allowance ? new DayAllowance(adapter, this.#log) : undefined;
    this.#parts = { ...parts, ...(this.#allowance ? { allowance: this.#allowance } : {}) };
  }

  /** The turn of an answer: only where promos are being sent is there anything to share. */
  async reply(): Promise<() => void> {
    if (!this.#pace) return () => {};
    try {
      if (this.#running.any) return await this.#pace.reply();
      const now = Date.now();
      this.#answers = [...this.#answers.filter((at) => at > now - ANSWERS_MS), now];
    } catch (error) {
      // An answer waits for no pace that cannot be read
      this.#log.debug({ err: error }, 'the shared pace cannot be read');
    }
    return () => {};
  }

  /** The platform asked for a pause. */
  async limited(ms: number): Promise<void> {
    if (this.#running.any) await this.#pace?.limited(ms);
  }

  /** Sends what waits, if that is not being done already. */
  async open(): Promise<void> {
    await this.#tellAnswers();
    this.#sending ??= this.#sendAll()
      .catch((error: unknown) => {
        if (!this.#signal.aborted) this.#log.warn({ err: error }, 'promos had to be left; trying again');
      })
      .finally(() => (this.#sending = undefined));
  }

  /** Resolves once nothing is on its way. */
  async closed(): Promise<void> {
    await this.#sending;
  }

  /** Promos run from now on: answers that left before count with them. */
  async #tellAnswers(): Promise<void> {
    const lately = this.#answers.filter((at) => at > Date.now() - ANSWERS_MS);
    this.#answers = [];
    if (lately.length > 0) await this.#pace?.earlier(lately);
  }

  async #sendAll(): Promise<void> {
    const { messagesPerSecond = this.#adapter.capabilities.messagesPerSecond } =
      (await this.#allowance?.told()) ?? {};
    if (messagesPerSecond) this.#pace?.allow(messagesPerSecond);
    const atOnce = messagesPerSecond ?? UNLIMITED_AT_ONCE;
    const sending = new Set<Promise<void>>();
    const failures: unknown[] = [];
    while (!this.#signal.aborted && failures.length === 0) {
      const rows = await this.#takeSome(this.#pace?.together ?? 1);
      if (rows.length === 0) break;
      const turn = this.#pace ? await this.#pace.promos(rows.length, PATIENCE_MS, this.#signal) : AT_ONCE;
      if (!turn) {
        await Promise.all(rows.map(async (row) => putBack(row, this.#parts.now())));
        continue;
      }
      const sent = this.#send(rows, turn)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => sending.delete(sent));
      sending.add(sent);
      while (sending.size * rows.length >= atOnce) await Promise.race(sending);
    }
    await Promise.all(sending);
    if (failures.length > 0) throw failures[0];
  }

  /** Rows that may be sent now, at most so many. */
  async #takeSome(most: number): Promise<OwnRow[]> {
    const taken = await Promise.all(Array.from({ length: most }, async () => this.#takeOne()));
    return taken.filter((row) => row !== undefined);
  }

  async #takeOne(): Promise<OwnRow | undefined> {
    for (;;) {
      const row = this.#signal.aborted ? undefined : await this.#nextRow();
      if (!row) return undefined;
      const errand = await check(row, this.#parts);
      if (!('kind' in errand)) return row;
      await this.#heed(errand, row);
    }
  }

  /** The next row of the promos that run, each of them in its turn. */
  async #nextRow(): Promise<OwnRow | undefined> {
    for (let { length } = this.#running.rows; length > 0; length--) {
      const promo = this.#running.next();
      const row = promo && (await takeNext(promo._id, this.#adapter.platform, this.#parts.now()));
      if (row) return row;
    }
    return undefined;
  }

  async #send(rows: OwnRow[], turn: PromoTurn): Promise<void> {
    await Promise.all(
      rows.map(async (row) => this.#heed(await deliver(row, this.#adapter, this.#parts, turn), row)),
    );
  }

  async #heed(outcome: Outcome, row: OwnRow): Promise<void> {
    const { platform } = this.#adapter;
    switch (outcome.kind) {
      case 'limited':
        this.#log.warn({ waitMs: outcome.ms }, 'the platform asks for a pause; promos wait');
        await this.#pace?.limited(outcome.ms);
        return;
      case 'full': {
        const ids = this.#running.rows.map(({ _id }) => _id);
        const people = 1 + (await waitForAllowance(ids, platform, outcome.until));
        this.#log.warn({ people, until: outcome.until }, 'no more people may be written to today');
        return;
      }
      default:
        if (outcome.kind === 'ok') this.#unauthorized.delete(platform);
        if (outcome.kind === 'halt' && outcome.unauthorized) this.#unauthorized.add(platform);
        await this.#running.heed(outcome, row);
    }
  }
}
