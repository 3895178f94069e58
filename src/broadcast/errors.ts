import { ConfigError } from '../config.ts';

/** A mistake in what an operator asked for; its message says what to do instead. */
export class BroadcastError extends ConfigError {
  /** What helps on the command line, and there alone. */
  readonly command: string | undefined;

  constructor(message: string, command?: string) {
    super(message);
    this.name = 'BroadcastError';
    this.command = command;
  }
}
