import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';
import { createSlackAdapter, type SlackOptions } from '../../adapters/slack.ts';
import type { Adapter } from '../../adapters/adapter.ts';
import { sign } from '../../adapters/slack/signature.ts';
import type { InboundEvent } from '../../src/messages.ts';
import { recordLog } from './log.ts';
import { APP_TOKEN, BOT_TOKEN, FakeSlack, type SentMessage } from './slack-api.ts';
import { DIRECT, type RawPayload } from './slack-payloads.ts';

export const SIGNING_SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
/** No pace at all, for tests that send more than a person would read. */
const AT_ONCE = { intervalMs: 0, burst: 1 };

/** The Slack adapter between a fake Slack and a server with its webhook. */
export interface Bench {
  slack: FakeSlack;
  adapter: Adapter;
  events: InboundEvent[];
  /** What becomes of accepted events from now on. */
  store: (behaviour: 'works' | 'fails' | 'hangs') => void;
  log: () => string;
  /** The webhook's address. */
  url: string;
  close: () => Promise<void>;
}

/** Puts an adapter between the two; with `start` it begins to receive. */
export async function openBench(
  options: Partial<SlackOptions> & { start?: boolean; socket?: boolean } = {},
): Promise<Bench> {
  const { socket = false, start = false, ...given } = options;
  const slack = await FakeSlack.start();
  const { log, text } = recordLog();
  const adapter = createSlackAdapter({
    token: BOT_TOKEN,
    apiUrl: slack.apiUrl,
    signingSecret: SIGNING_SECRET,
    ...(socket ? { appToken: APP_TOKEN } : {}),
    log,
    pace: AT_ONCE,
    ...given,
  });
  const server = fastify();
  const events: InboundEvent[] = [];
  let behaviour: 'works' | 'fails' | 'hangs' = 'works';
  const accept = async (accepted: InboundEvent[]): Promise<void> => {
    if (behaviour === 'fails') throw new Error('the store is away');
    if (behaviour === 'hangs') return new Promise(() => {});
    events.push(...accepted);
  };
  await adapter.routes?.(server, accept);
  await server.listen({ host: '127.0.0.1', port: 0 });
  if (start) await adapter.start(accept);
  return {
    slack,
    adapter,
    events,
    store: (next) => (behaviour = next),
    log: text,
    url: `http://127.0.0.1:${(server.server.address() as AddressInfo).port}/slack/events`,
    async close() {
      await adapter.stop();
      server.server.closeAllConnections();
      await server.close();
      await slack.close();
    },
  };
}

/** How a delivery is made to look other than Slack's own. */
export interface Forgery {
  secret?: string;
  /** Seconds by which its time is off. */
  skew?: number;
  headers?: Record<string, string>;
  /** The bytes that are sent, where others were signed. */
  sent?: string;
}

/** Delivers bytes to a webhook as Slack does, and resolves with the status. */
export async function deliverRaw(
  url: string,
  body: string,
  contentType = 'application/json',
  forgery: Forgery = {},
): Promise<{ status: number; text: string }> {
  const timestamp = String(Math.floor(Date.now() / 1_000) + (forgery.skew ?? 0));
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': contentType,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': sign(body, timestamp, forgery.secret ?? SIGNING_SECRET),
      ...forgery.headers,
    },
    body: forgery.sent ?? body,
  });
  return { status: response.status, text: await response.text() };
}

/** Delivers a payload in the form that Slack uses for its kind. */
export async function deliver(url: string, payload: RawPayload): Promise<number> {
  const [body, type] = encode(payload);
  return (await deliverRaw(url, body, type)).status;
}

function encode(payload: RawPayload): [body: string, contentType: string] {
  const form = 'application/x-www-form-urlencoded';
  const isFlat = Object.values(payload).every((value) => typeof value === 'string');
  if ('command' in payload && isFlat)
    return [new URLSearchParams(payload as Record<string, string>).toString(), form];
  if ('event' in payload || payload['type'] === 'url_verification')
    return [JSON.stringify(payload), 'application/json'];
  return [new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), form];
}

/** Every button of a message in reading order. */
export function buttonsOf(message: SentMessage): { label: string; value?: string }[] {
  return message.blocks.flatMap((block) =>
    (block.type === 'rich_text' ? [] : (block.elements ?? [])).flatMap((element) => {
      const { negative_button: down, positive_button: up } = element;
      if (up && down) return [up, down].map(({ text, value }) => ({ label: text.text, value }));
      return [
        {
          label: element.text?.text ?? '',
          ...(element.value === undefined ? {} : { value: element.value }),
        },
      ];
    }),
  );
}

/** The text that a message shows, as Slack shows it. */
export function textOf(message: SentMessage): string {
  return message.blocks.find((block) => block.type === 'section')?.text?.text ?? '';
}

/** What a press on a message of the direct conversation brings along with it. */
export function viaOfPressOn(message: SentMessage | undefined): string {
  const blocks = message?.blocks.filter(({ type }) => type !== 'actions' && type !== 'context_actions');
  return JSON.stringify({ channel: DIRECT, ...(blocks ? { blocks, text: message?.text } : {}) });
}
