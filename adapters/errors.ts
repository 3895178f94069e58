/**
 * Why a platform did not take a message, as what to do next:
 * - `rate_limited`: wait `retryAfterMs`, then send the same message again;
 * - `unreachable`: the person blocked us or is gone; never try again;
 * - `unauthorized`: our token is wrong; hold the message until an operator mends it;
 * - `window_closed`: the person wrote too long ago to be answered freely; never try again;
 * - `rejected`: the platform will not take this message as it is; a bug of ours or a limit;
 * - `unavailable`: network or server trouble; try again later.
 */
export type DeliveryProblem =
  | 'rate_limited'
  | 'unreachable'
  | 'unauthorized'
  | 'window_closed'
  | 'rejected'
  | 'unavailable';

/** Thrown by every sending method of an adapter. The message never holds a token, a text or a person's id. */
export class DeliveryError extends Error {
  readonly problem: DeliveryProblem;
  /** Milliseconds to wait before the next try; only with `rate_limited`. */
  readonly retryAfterMs: number;

  constructor(
    problem: DeliveryProblem,
    message: string,
    options: { retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'DeliveryError';
    this.problem = problem;
    this.retryAfterMs = options.retryAfterMs ?? 0;
  }
}
