import { ConfigError } from '../config.ts';

/** A mistake in what an operator asked for; its message says what to do instead. */
export class BroadcastError extends ConfigError {
  readonly #command: string | undefined;

  /** @param command what helps on the command line, and there alone */
  constructor(message: string, command?: string) {
    super(message);
    this.name = 'BroadcastError';
    this.#command = command;
  }

  /** The message with what helps there. */
  get onCommandLine(): string {
    return this.#command === undefined ? this.message : `${this.message} → ${this.#command}`;
  }
}
