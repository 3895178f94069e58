import { webApi } from '@slack/bolt';
import { DeliveryError, mayHaveArrived, type DeliveryProblem } from '../errors.ts';

/** Milliseconds to wait where Slack says "too many requests" without saying for how long. */
const DEFAULT_RETRY_MS = 1_000;

/** Slack's error codes by what is to be done about them; one that is not here is a refusal. */
const PROBLEMS: Record<string, DeliveryProblem> = {
  ratelimited: 'rate_limited',
  rate_limited: 'rate_limited',
  invalid_auth: 'unauthorized',
  not_authed: 'unauthorized',
  account_inactive: 'unauthorized',
  token_revoked: 'unauthorized',
  token_expired: 'unauthorized',
  missing_scope: 'unauthorized',
  not_allowed_token_type: 'unauthorized',
  org_login_required: 'unauthorized',
  team_access_not_granted: 'unauthorized',
  channel_not_found: 'unreachable',
  user_not_found: 'unreachable',
  users_not_found: 'unreachable',
  user_disabled: 'unreachable',
  is_archived: 'unreachable',
  not_in_channel: 'unreachable',
  cannot_dm_bot: 'unreachable',
  internal_error: 'unavailable',
  fatal_error: 'unavailable',
  service_unavailable: 'unavailable',
  request_timeout: 'unavailable',
  team_added_to_org: 'unavailable',
};

/**
 * Says in the words of the adapter contract why a call failed: the method and Slack's code, nothing of what was sent.
 */
export function toDeliveryError(error: unknown, method: string): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const where = `Slack ${method}`;
  if (error instanceof webApi.WebAPIRateLimitedError) return rateLimited(where, error.retryAfter * 1_000);
  const code = codeOf(error);
  if (code !== undefined) {
    const problem = PROBLEMS[code] ?? 'rejected';
    if (problem === 'rate_limited') return rateLimited(where);
    return new DeliveryError(problem, `${where}: ${code}${adviceOn(problem, error)}`);
  }
  // A 429 that does not say how long reaches us as a bare error
  if (error instanceof Error && error.message.startsWith('Retry header')) return rateLimited(where);
  return new DeliveryError('unavailable', `${where}: ${networkProblem(error)}`, {
    maybeTaken: !(error instanceof webApi.WebAPIHTTPError) && mayHaveArrived(networkCode(error)),
  });
}

/** A refusal for so long. */
export function rateLimited(where: string, retryAfterMs = DEFAULT_RETRY_MS): DeliveryError {
  return new DeliveryError('rate_limited', `${where}: ratelimited`, {
    retryAfterMs: Math.max(retryAfterMs, DEFAULT_RETRY_MS),
  });
}

/** Slack's own code for a refusal, where the error is one: an answer that is no JSON comes as such, too. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof webApi.WebAPIPlatformError)) return undefined;
  const code: unknown = error.data.error;
  return typeof code === 'string' && /^[a-z0-9_]{1,60}$/.test(code) ? code : undefined;
}

function adviceOn(problem: DeliveryProblem, error: unknown): string {
  if (problem !== 'unauthorized') return '';
  const { needed } = (error as webApi.WebAPIPlatformError).data as { needed?: unknown };
  return typeof needed === 'string' && /^[a-z:,._]{1,80}$/.test(needed)
    ? ` (the app lacks the scope ${needed}: add it and reinstall the app)`
    : ' (SLACK_BOT_TOKEN is not accepted: copy it anew from the app’s page)';
}

/** Errors of the network can quote an address: only their kind is told. */
function networkProblem(error: unknown): string {
  if (error instanceof webApi.WebAPIHTTPError) return `HTTP status ${error.statusCode}`;
  const { name } = (originOf(error) ?? {}) as { name?: unknown };
  if (name === 'AbortError' || name === 'TimeoutError') return 'no answer in time';
  const code = networkCode(error);
  return code === undefined ? 'an answer that cannot be read' : `no connection (${code})`;
}

function originOf(error: unknown): unknown {
  return error instanceof webApi.WebAPIRequestError ? error.original : error;
}

function networkCode(error: unknown): string | undefined {
  const { cause } = (originOf(error) ?? {}) as { cause?: { code?: unknown } };
  return typeof cause?.code === 'string' ? cause.code : undefined;
}

/** What a log may say of an error: our own in full, another's by name only, as its message may quote a text. */
export function problemOf(error: unknown): { problem: string; reason?: string } {
  if (error instanceof DeliveryError) return { problem: error.problem, reason: error.message };
  return { problem: error instanceof Error ? error.name : 'failure' };
}
