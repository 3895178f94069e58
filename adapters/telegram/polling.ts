import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { DeliveryError } from '../errors.ts';
import type { TelegramClient } from './client.ts';
import { ALLOWED_UPDATES } from './update.ts';

/** Seconds that Telegram holds a request for updates open when there are none (at most 50). */
const HOLD_SECONDS = 30;
/** Milliseconds that a request may take beyond that. */
const GRACE_MS = 10_000;
/** Milliseconds between requests to a server that does not hold them open. */
const IDLE_MS = 300;
const MAX_BACKOFF_MS = 30_000;
/** Milliseconds between tries while our token is refused: only an operator can mend that. */
const UNAUTHORIZED_MS = 60_000;

/**
 * Asks for updates until `signal` aborts. A batch is confirmed, by asking for what follows it, only after `take` has
 * stored it. Trouble of the network, of Telegram or of the store is logged and waited out.
 */
export async function poll(options: {
  client: TelegramClient;
  take: (updates: unknown[]) => Promise<void>;
  log: Logger;
  signal: AbortSignal;
}): Promise<void> {
  const { client, take, log, signal } = options;
  let offset = 0;
  let failures = 0;
  while (!signal.aborted) {
    const began = performance.now();
    try {
      const updates = await fetchUpdates(client, offset, signal);
      await take(updates);
      failures = 0;
      const next = followingId(updates);
      const moved = next !== undefined && next !== offset;
      offset = next ?? offset;
      if (!moved) await pause(IDLE_MS - (performance.now() - began), signal);
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      if (/webhook is active/i.test(String(error))) await removeWebhook(client, log, signal);
      const waitMs = waitAfter(error, failures);
      log.warn({ waitMs, ...problemOf(error) }, 'updates cannot be fetched from Telegram; trying again');
      await pause(waitMs, signal);
    }
  }
}

async function fetchUpdates(client: TelegramClient, offset: number, signal: AbortSignal): Promise<unknown[]> {
  const updates: unknown = await client.call(
    'getUpdates',
    { offset, timeout: HOLD_SECONDS, allowed_updates: ALLOWED_UPDATES },
    { timeoutMs: HOLD_SECONDS * 1_000 + GRACE_MS, signal },
  );
  return Array.isArray(updates) ? updates : [];
}

/** The id after the last update. Ids can begin anew at a lower number after a quiet week: never the highest. */
function followingId(updates: unknown[]): number | undefined {
  const id = (updates.at(-1) as { update_id?: unknown } | null | undefined)?.update_id;
  return Number.isSafeInteger(id) ? Number(id) + 1 : undefined;
}

/** Telegram gives no updates to a bot that once asked for them at an address. What waits there is kept. */
export async function removeWebhook(client: TelegramClient, log: Logger, signal: AbortSignal): Promise<void> {
  try {
    await client.call('deleteWebhook', { drop_pending_updates: false }, { signal });
  } catch (error) {
    if (!signal.aborted) log.warn(problemOf(error), 'the webhook of before cannot be removed');
  }
}

/** What a log may say of an error: our own in full, another's by name only, as its message may quote a text. */
export function problemOf(error: unknown): { problem: string; reason?: string } {
  if (error instanceof DeliveryError) return { problem: error.problem, reason: error.message };
  return { problem: error instanceof Error ? error.name : 'failure' };
}

/** Milliseconds to wait after so many failures in a row. */
export function waitAfter(error: unknown, failures: number): number {
  if (error instanceof DeliveryError && error.problem === 'rate_limited') return error.retryAfterMs;
  if (error instanceof DeliveryError && error.problem === 'unauthorized') return UNAUTHORIZED_MS;
  return Math.min(MAX_BACKOFF_MS, 250 * 2 ** Math.min(failures, 10));
}

/** Waits, or returns at once when aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) return;
  await sleep(ms, undefined, { signal }).catch(() => {});
}
