import { ConfigError } from '../config.ts';

/** A mistake in what an operator asked for; its message says what to do instead. */
export class BroadcastError extends ConfigError {
  constructor(message: string) {
    super(message);
    this.name = 'BroadcastError';
  }
}
