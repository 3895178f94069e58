import type { Types } from 'mongoose';
import type { Logger } from 'pino';
import type { Adapter } from '../../adapters/adapter.ts';
import type { BroadcastRow } from '../store/models/broadcast.ts';
import { REHBER } from './audit.ts';
import type { Outcome } from './deliver.ts';
import { ErrorRate } from './error-rate.ts';
import { pause } from './life.ts';

/** Promos that run, as last looked; what is sent is checked anew each time. Pauses those of which too much fails. */
export class RunningPromos {
  readonly #adapters: ReadonlyMap<string, Adapter>;
  readonly #log: Logger;
  readonly #errors = new Map<string, ErrorRate>();
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

  set(rows: BroadcastRow[]): void {
    this.#rows = rows;
  }

  /** The one whose turn it is. */
  next(): BroadcastRow | undefined {
    const [first, ...others] = this.#rows;
    if (first) this.#rows = [...others, first];
    return first;
  }

  ended(id: Types.ObjectId): void {
    this.#errors.delete(String(id));
  }

  /** Takes note of what came of a row of a promo. */
  async heed(outcome: Outcome, id: Types.ObjectId, platform: string): Promise<void> {
    switch (outcome.kind) {
      case 'resting':
        this.#leave(id);
        return;
      case 'halt':
        await this.#pause(id, `${platform} takes no more: ${outcome.message}`);
        return;
      case 'ok':
        await this.#count(undefined, id);
        return;
      case 'error':
        await this.#count(outcome.message, id);
        return;
      default:
    }
  }

  /** @param error what was wrong, if anything was */
  async #count(error: string | undefined, id: Types.ObjectId): Promise<void> {
    const rate = this.#errors.get(String(id)) ?? new ErrorRate();
    this.#errors.set(String(id), rate);
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
