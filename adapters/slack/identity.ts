import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { DeliveryError } from '../errors.ts';
import { aborted } from './abort.ts';
import type { SlackClient } from './client.ts';
import { problemOf } from './errors.ts';
import type { BotIdentity } from './parse.ts';

/** Milliseconds between tries: the first, and the longest after ever more failures. */
const BACKOFF_MS = { first: 500, max: 60_000 };

/** Learns from Slack who we are. Never rejects: trouble is logged and waited out until `signal` aborts. */
export async function learnIdentity(options: {
  client: SlackClient;
  bot: BotIdentity;
  log: Logger;
  signal: AbortSignal;
}): Promise<void> {
  const { bot, client, log, signal } = options;
  const ended = aborted(signal);
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      const answer = await Promise.race([client.call('auth.test', {}), ended]);
      if (typeof answer?.['user_id'] === 'string') bot.userId = answer['user_id'];
      return;
    } catch (error) {
      if (signal.aborted) return;
      const waitMs = waitAfter(error as DeliveryError, failures);
      log.warn({ waitMs, ...problemOf(error) }, 'Slack does not say who we are; trying again');
      await sleep(waitMs, undefined, { signal }).catch(() => {});
    }
  }
}

function waitAfter({ problem, retryAfterMs }: DeliveryError, failures: number): number {
  // Only an operator can mend a token
  if (problem === 'unauthorized') return BACKOFF_MS.max;
  return Math.max(retryAfterMs, Math.min(BACKOFF_MS.max, BACKOFF_MS.first * 2 ** Math.min(failures, 10)));
}
