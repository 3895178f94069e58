import type { Types } from 'mongoose';
import type { Logger } from 'pino';
import type { Adapter } from '../../adapters/adapter.ts';
import type { BroadcastRow } from '../store/models/broadcast.ts';
import { REHBER } from './audit.ts';
import { takenAt, type Outcome, type OwnRow } from './deliver.ts';
import { ErrorRate } from './error-rate.ts';
import { pause } from './life.ts';

/** Promos that run, as last looked; what is sent is checked anew each time. Pauses those of which too much fails. */
export class RunningPromos {
  readonly #adapters: ReadonlyMap<string, Adapter>;
  readonly #log: Logger;
  readonly #errors = new Map<string, { rate: ErrorRate; since: Date }>();
  #rows: BroadcastRow[] = [];

  constructor(adapters: ReadonlyMap<string, Adapter>, log: Logger) {
    this.#adapters = adapters;
    this.#log = log;
  }

  get rows(): readonly BroadcastRow[] {
    return this.#rows;
  }

  get any(): boolean {
    return this.#rows.length > 0;
  }

  /** @param now what was sent before a promo began to run, or to run again, does not count for its errors */
  set(rows: BroadcastRow[], now: Date): void {
    this.#rows = rows;
    const ids = new Set(rows.map(({ _id }) => String(_id)));
    for (const id of this.#errors.keys()) if (!ids.has(id)) this.#errors.delete(id);
    for (const id of ids)
      if (!this.#errors.has(id)) this.#errors.set(id, { rate: new ErrorRate(), since: now });
  }

  /** The one whose turn it is. */
  next(): BroadcastRow | undefined {
    const [first, ...others] = this.#rows;
    if (first) this.#rows = [...others, first];
    return first;
  }

  /** Takes note of what came of a row of a promo. */
  async heed(outcome: Outcome, row: OwnRow): Promise<void> {
    const { broadcast: id, platform } = row;
    switch (outcome.kind) {
      case 'resting':
        this.#leave(id);
        return;
      case 'halt':
        await this.#pause(id, `${platform} takes no more: ${outcome.message}`);
        return;
      case 'ok':
        await this.#count(undefined, row);
        return;
      case 'error':
        await this.#count(outcome.message, row);
        return;
      default:
    }
  }

  /** @param error what was wrong, if anything was */
  async #count(error: string | undefined, row: OwnRow): Promise<void> {
    const { attempts, broadcast: id } = row;
    const counted = this.#errors.get(String(id));
    // Of a person who is tried again, the first error has counted
    if (!counted || takenAt(row) < counted.since || (error !== undefined && attempts > 0)) return;
    const { rate } = counted;
    if (!rate.note(error !== undefined)) return;
    this.#errors.delete(String(id));
    const last = error === undefined ? '' : `, the last: ${error}`;
    await this.#pause(id, `too many errors (${rate.describe()}${last})`);
  }

  /** Nothing more of it until the next look finds it running. */
  #leave(id: Types.ObjectId): void {
    this.#rows = this.#rows.filter(({ _id }) => !_id.equals(id));
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
    for (const adapter of this.#adapters.values()) {
      await adapter
        .tellOperator?.(
          `The broadcast ${id} was paused: ${reason}. Mend it, then resume it: /promo resume ${id}`,
        )
        .catch((error: unknown) => this.#log.warn({ err: error }, 'the operator could not be told'));
    }
  }
}
