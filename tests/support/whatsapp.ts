import { fastify, type FastifyInstance } from 'fastify';
import { createWhatsAppAdapter, type WhatsAppOptions } from '../../adapters/whatsapp.ts';
import type { Adapter } from '../../adapters/adapter.ts';
import type { InboundEvent } from '../../src/messages.ts';
import { recordLog } from './log.ts';
import { FakeGraph, PHONE_NUMBER_ID, TOKEN } from './whatsapp-graph.ts';
import { APP_SECRET, signatureOf, VERIFY_TOKEN } from './whatsapp-webhooks.ts';

/** No pace at all, for tests that send more than a person would read. */
const AT_ONCE = { messagesPerSecond: 100_000, pair: { intervalMs: 0, burst: 1 } };

/** The WhatsApp adapter between a fake Graph API and a server with its webhook. */
export interface Bench {
  graph: FakeGraph;
  adapter: Adapter;
  server: FastifyInstance;
  events: InboundEvent[];
  /** From now on accepted events cannot be stored (true), or can (false). */
  failAccept: (failing: boolean) => void;
  log: () => string;
  /** Posts to the webhook, signed unless a signature or none is given; resolves with the status. */
  post: (body: string | Buffer, signature?: string | null) => Promise<number>;
  close: () => Promise<void>;
}

export async function openBench(options: Partial<WhatsAppOptions> = {}): Promise<Bench> {
  const graph = await FakeGraph.start();
  const { log, text } = recordLog();
  const adapter = createWhatsAppAdapter({
    token: TOKEN,
    phoneNumberId: PHONE_NUMBER_ID,
    apiRoot: graph.apiRoot,
    appSecret: APP_SECRET,
    verifyToken: VERIFY_TOKEN,
    log,
    pace: AT_ONCE,
    ...options,
  });
  const server = fastify();
  const events: InboundEvent[] = [];
  let failing = false;
  const accept = async (accepted: InboundEvent[]): Promise<void> => {
    if (failing) throw new Error('the store is away');
    events.push(...accepted);
  };
  await adapter.routes?.(server, accept);
  await adapter.start(accept);
  return {
    graph,
    adapter,
    server,
    events,
    failAccept: (fail) => (failing = fail),
    log: text,
    async post(body, signature = signatureOf(body)) {
      const headers = {
        'content-type': 'application/json',
        ...(signature === null ? {} : { 'x-hub-signature-256': signature }),
      };
      const response = await server.inject({ method: 'POST', url: '/whatsapp/webhook', headers, body });
      return response.statusCode;
    },
    async close() {
      await adapter.stop();
      await server.close();
      await graph.close();
    },
  };
}
