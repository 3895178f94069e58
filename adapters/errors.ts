/**
 * Why a platform did not take a message, as what to do next:
 * - `rate_limited`: wait `retryAfterMs`, then send the same message again;
 * - `unreachable`: the person blocked us or is gone; never try again;
 * - `unauthorized`: our token is wrong; hold the message until an operator mends it;
 * - `window_closed`: the person wrote too long ago to be answered freely; never try again;
 * - `stopped`: the person told the platform that they want no promos of ours; never send them one again;
 * - `halted`: the platform takes no promo like this one until an operator mends something;
 * - `rejected`: the platform will not take this message as it is; a bug of ours or a limit;
 * - `unavailable`: network or server trouble; try again later.
 */
export type DeliveryProblem =
  | 'rate_limited'
  | 'unreachable'
  | 'unauthorized'
  | 'window_closed'
  | 'stopped'
  | 'halted'
  | 'rejected'
  | 'unavailable';

/** Thrown by every sending method of an adapter. The message never holds a token, a text or a person's id. */
export class DeliveryError extends Error {
  readonly problem: DeliveryProblem;
  /** Milliseconds to wait before the next try; only with `rate_limited`. */
  readonly retryAfterMs: number;
  /** No answer came: the platform may have taken the message all the same. Without it, it has not. */
  readonly maybeTaken: boolean;

  constructor(
    problem: DeliveryProblem,
    message: string,
    options: { retryAfterMs?: number; maybeTaken?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'DeliveryError';
    this.problem = problem;
    this.retryAfterMs = options.retryAfterMs ?? 0;
    this.maybeTaken = options.maybeTaken ?? false;
  }
}

/** Codes of connections that never came about, so that nothing was sent. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whether a request that got no answer may have reached the server, by the code of the network's error. */
export function mayHaveArrived(code: unknown): boolean {
  return !(typeof code === 'string' && NEVER_CONNECTED.has(code));
}
