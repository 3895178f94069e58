import { fastify, type FastifyInstance } from 'fastify';
import { createTelegramAdapter, type TelegramOptions } from '../../adapters/telegram.ts';
import type { Adapter } from '../../adapters/adapter.ts';
import type { InboundEvent } from '../../src/messages.ts';
import { FakeTelegram, TOKEN } from './fake-telegram.ts';
import { recordLog } from './log.ts';

export const WEBHOOK_SECRET = 'the-secret_of-the-webhook';
/** No pace at all, for tests that send more than a person would read. */
const AT_ONCE = { intervalMs: 0, burst: 1 };

/** The Telegram adapter between a fake Telegram and a server with its webhook. */
export interface Bench {
  telegram: FakeTelegram;
  adapter: Adapter;
  server: FastifyInstance;
  events: InboundEvent[];
  /** From now on accepted events cannot be stored (true), or can (false). */
  failAccept: (failing: boolean) => void;
  log: () => string;
  /** Posts to the webhook; resolves with the status. */
  post: (body: string, secret?: string) => Promise<number>;
  close: () => Promise<void>;
}

/** Puts an adapter between the two; with `start` it begins to receive. */
export async function openBench(
  options: Partial<TelegramOptions> & { start?: boolean } = {},
): Promise<Bench> {
  const { start = false, ...given } = options;
  const telegram = await FakeTelegram.start();
  const { log, text } = recordLog();
  const adapter = createTelegramAdapter({
    token: TOKEN,
    apiRoot: telegram.apiRoot,
    webhookSecret: WEBHOOK_SECRET,
    log,
    pace: { bot: AT_ONCE, chat: AT_ONCE },
    ...given,
  });
  const server = fastify();
  const events: InboundEvent[] = [];
  let failing = false;
  const accept = async (accepted: InboundEvent[]): Promise<void> => {
    if (failing) throw new Error('the store is away');
    events.push(...accepted);
  };
  await adapter.routes?.(server, accept);
  if (start) await adapter.start(accept);
  return {
    telegram,
    adapter,
    server,
    events,
    failAccept: (fail) => (failing = fail),
    log: text,
    async post(body, secret) {
      const headers = {
        'content-type': 'application/json',
        ...(secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': secret }),
      };
      const response = await server.inject({ method: 'POST', url: '/telegram/webhook', headers, body });
      return response.statusCode;
    },
    async close() {
      await adapter.stop();
      await server.close();
      await telegram.close();
    },
  };
}
