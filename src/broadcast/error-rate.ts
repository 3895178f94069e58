/** Results that are looked back on. */
const WINDOW = 200;
/** Share of errors among them over which something is wrong. */
const BOUND = 0.1;
/** Fewer results, or errors, say nothing yet. */
const MIN_RESULTS = 20;
const MIN_ERRORS = 5;

/** How many of the last results were errors. */
export class ErrorRate {
  readonly #results: boolean[] = [];

  /** Notes a result; true where there are too many errors. */
  note(isError: boolean): boolean {
    this.#results.push(isError);
    if (this.#results.length > WINDOW) this.#results.shift();
    const { errors, length } = this.#count();
    return length >= MIN_RESULTS && errors >= MIN_ERRORS && errors / length > BOUND;
  }

  /** In words. */
  describe(): string {
    const { errors, length } = this.#count();
    return `${errors} of the last ${length}`;
  }

  #count(): { errors: number; length: number } {
    return { errors: this.#results.filter(Boolean).length, length: this.#results.length };
  }
}
