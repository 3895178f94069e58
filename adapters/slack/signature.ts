import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds by which a request's time may differ from ours, either way; Slack's own advice against replays. */
const MAX_SKEW_S = 5 * 60;

/** What Slack shows with each request. */
export interface Credentials {
  timestamp: string;
  signature: string;
}

/** The headers of a request where both are there and its time is close to ours. */
export function credentialsOf(
  headers: Record<string, string | string[] | undefined>,
  now = Date.now(),
): Credentials | undefined {
  const timestamp = headers['x-slack-request-timestamp'];
  const signature = headers['x-slack-signature'];
  if (typeof timestamp !== 'string' || typeof signature !== 'string') return undefined;
  if (!/^\d{1,12}$/.test(timestamp)) return undefined;
  if (Math.abs(now / 1_000 - Number(timestamp)) > MAX_SKEW_S) return undefined;
  return { timestamp, signature };
}

/** Whether the signature is that of these very bytes, compared in a time that tells nothing about either. */
export function isSigned({ timestamp, signature }: Credentials, body: Uint8Array, secret: string): boolean {
  const expected = Buffer.from(sign(body, timestamp, secret));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Slack's signature of a request. @see https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function sign(body: Uint8Array | string, timestamp: string, secret: string): string {
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  return `v0=${digest}`;
}
