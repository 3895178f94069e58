export interface PaceOptions {
  intervalMs: number;
  burst: number;
}

/**
 * A pace that holds on average and lets short bursts through (the generic cell rate algorithm): each key may go
 * `burst` times at once, then once every `intervalMs`. Keys at rest cost nothing.
 */
export class Pace {
  readonly #intervalMs: number;
  readonly #burst: number;
  /** For each key the moment at which it is at rest again, in milliseconds of `performance.now()`. */
  readonly #restAt = new Map<string, number>();
  #sweepAt = 1_000;

  constructor(options: PaceOptions) {
    this.#intervalMs = options.intervalMs;
    this.#burst = options.burst;
  }

  /** Takes the next turn of a key; resolves with the milliseconds to wait for it. */
  reserve(key: string): number {
    const now = performance.now();
    const restAt = Math.max(now, this.#restAt.get(key) ?? 0) + this.#intervalMs;
    this.#restAt.set(key, restAt);
    if (this.#restAt.size > this.#sweepAt) this.#forgetResting(now);
    return Math.max(0, restAt - this.#burst * this.#intervalMs - now);
  }

  /** Nothing more of this key for so long. */
  hold(key: string, ms: number): void {
    const restAt = performance.now() + ms + (this.#burst - 1) * this.#intervalMs;
    this.#restAt.set(key, Math.max(restAt, this.#restAt.get(key) ?? 0));
  }

  /** Whether the next turn of a key would have to wait. */
  isBusy(key: string): boolean {
    const restAt = this.#restAt.get(key) ?? 0;
    return restAt + this.#intervalMs - this.#burst * this.#intervalMs > performance.now();
  }

  #forgetResting(now: number): void {
    for (const [key, restAt] of this.#restAt) if (restAt <= now) this.#restAt.delete(key);
    this.#sweepAt = Math.max(1_000, this.#restAt.size * 2);
  }
}
