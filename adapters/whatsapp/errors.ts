import { DeliveryError, mayHaveArrived, type DeliveryProblem } from '../errors.ts';

/** Too many messages to one person; all other limits are the number's or the app's. */
export const PAIR_LIMIT = 131_056;

/**
 * What Graph's codes ask of us; the titles that come with them change. Codes that are not here follow the HTTP status.
 * @see https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
 */
const PROBLEMS: Partial<Record<number, DeliveryProblem>> = {
  0: 'unauthorized',
  1: 'unavailable',
  2: 'unavailable',
  3: 'unauthorized',
  4: 'rate_limited',
  10: 'unauthorized',
  190: 'unauthorized',
  368: 'unauthorized',
  470: 'window_closed',
  80_007: 'rate_limited',
  130_429: 'rate_limited',
  131_005: 'unauthorized',
  131_026: 'unreachable',
  131_031: 'unauthorized',
  131_042: 'unauthorized',
  131_047: 'window_closed',
  // Too much of it is reported as spam
  131_048: 'halted',
  131_050: 'stopped',
  [PAIR_LIMIT]: 'rate_limited',
  // The template: its parameters, its name and language, its wording, its state
  132_000: 'halted',
  132_001: 'halted',
  132_005: 'halted',
  132_007: 'halted',
  132_012: 'halted',
  132_015: 'halted',
  132_016: 'halted',
};

/** What only an operator can mend, and how. */
const OPERATORS: Partial<Record<number, string>> = {
  0: 'WHATSAPP_TOKEN is not accepted: make a new one for the system user',
  3: 'WHATSAPP_TOKEN lacks a permission: it needs whatsapp_business_messaging',
  10: 'WHATSAPP_TOKEN lacks a permission: it needs whatsapp_business_messaging',
  190: 'WHATSAPP_TOKEN is not accepted or has expired: make a new one for the system user',
  368: 'the account is blocked for a while because of a policy: see the account quality in the Business Manager',
  131_005: 'WHATSAPP_TOKEN lacks a permission: it needs whatsapp_business_messaging',
  131_031: 'the account is locked: see the Business Manager',
  131_042: 'the payment method of the account does not work: see the Business Manager',
  131_048: 'too many people blocked or reported the number: see its quality in the Business Manager',
  131_051: 'it does not take a kind of message that this guide sends: please report it',
  132_000: 'the template of a promo takes another number of parameters: see it in the WhatsApp Manager',
  132_001:
    'the template of a promo is not approved under this name and language: see it in the WhatsApp Manager',
  132_015: 'the template of a promo is paused because of its quality: see it in the WhatsApp Manager',
  132_016: 'the template of a promo is disabled because of its quality: make another one',
  133_010: 'the number is not registered with the Cloud API: register it in the app’s WhatsApp settings',
};

/** What to do about an error by Graph's code, where that alone decides. */
export function problemOf(code: number): DeliveryProblem | undefined {
  // The permissions of an app
  return code >= 200 && code <= 299 ? 'unauthorized' : PROBLEMS[code];
}

/** What an operator has to do about an error; undefined where there is nothing that one could. */
export function adviceFor(code: number): string | undefined {
  return code >= 200 && code <= 299 ? OPERATORS[10] : OPERATORS[code];
}

/**
 * Says in the words of the adapter contract why Graph did not take a call. Graph's own words may quote the text or the
 * number, so only the codes go along.
 */
export function refusal(
  what: string,
  status: number,
  code: number | undefined,
  retryAfterMs: number,
): DeliveryError {
  const problem = (code === undefined ? undefined : problemOf(code)) ?? problemOfStatus(status);
  const advice = adviceFor(code ?? (status === 401 ? 190 : -1));
  const message = `WhatsApp ${what}: ${status}${code === undefined ? '' : `, code ${code}`}${advice ? ` (${advice})` : ''}`;
  return new DeliveryError(problem, message, problem === 'rate_limited' ? { retryAfterMs } : {});
}

function problemOfStatus(status: number): DeliveryProblem {
  if (status === 401) return 'unauthorized';
  if (status === 429) return 'rate_limited';
  return status >= 500 || status === 408 ? 'unavailable' : 'rejected';
}

/** Errors of the network can quote the address: only their code is told. */
export function networkFailure(what: string, error: unknown): DeliveryError {
  const { cause, name } = (error ?? {}) as { cause?: { code?: unknown }; name?: unknown };
  const code = cause?.code;
  const reason =
    name === 'TimeoutError' || name === 'AbortError'
      ? 'no answer in time'
      : `no connection${typeof code === 'string' ? ` (${code})` : ''}`;
  return new DeliveryError('unavailable', `WhatsApp ${what}: ${reason}`, {
    maybeTaken: mayHaveArrived(code),
  });
}
