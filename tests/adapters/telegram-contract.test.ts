import { fastify } from 'fastify';
import { createTelegramAdapter } from '../../adapters/telegram.ts';
import type { DeliveryProblem } from '../../adapters/errors.ts';
import type { InboundEvent } from '../../src/messages.ts';
import { FakeTelegram, TOKEN, type Trouble } from '../support/fake-telegram.ts';
import { recordLog } from '../support/log.ts';
import { messageUpdate, pressUpdate, TOURIST, type RawUpdate } from '../support/telegram-updates.ts';
import { adapterContract, type Act, type Harness } from './contract.ts';

const SECRET = 'the-secret_of-the-webhook';
const TROUBLES: Record<DeliveryProblem, Trouble> = {
  rate_limited: {
    status: 429,
    description: 'Too Many Requests: retry after 1',
    parameters: { retry_after: 1 },
  },
  unreachable: { status: 403, description: 'Forbidden: bot was blocked by the user' },
  unauthorized: { status: 401, description: 'Unauthorized' },
  rejected: { status: 400, description: 'Bad Request: message is too strange' },
  unavailable: { status: 502, raw: '<html>Bad Gateway</html>' },
};

function updateOf(act: Act): RawUpdate {
  switch (act.kind) {
    case 'text':
      return messageUpdate({ text: act.text });
    case 'command':
      return messageUpdate({ text: `/${act.name} ${act.args}` });
    case 'location':
      return messageUpdate({ location: { latitude: act.point.lat, longitude: act.point.lon } });
    case 'press':
      return pressUpdate(act.action);
    default:
      return messageUpdate({ photo: [{ file_id: 'x', width: 9, height: 9 }], caption: act.caption });
  }
}

async function openHarness(): Promise<Harness> {
  const telegram = await FakeTelegram.start();
  const { log, text: logText } = recordLog();
  const adapter = createTelegramAdapter({
    token: TOKEN,
    apiRoot: telegram.apiRoot,
    webhookSecret: SECRET,
    publicUrl: 'https://guide.example.org/',
    log,
    // The suite sends hundreds of messages at once
    pace: { bot: { intervalMs: 0, burst: 1 }, chat: { intervalMs: 0, burst: 1 } },
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

  const post = async (body: string, secret: string | undefined): Promise<number> => {
    const response = await server.inject({
      method: 'POST',
      url: '/telegram/webhook',
      headers: {
        'content-type': 'application/json',
        ...(secret ? { 'x-telegram-bot-api-secret-token': secret } : {}),
      },
      body,
    });
    return response.statusCode;
  };
  return {
    adapter,
    to: { conversation: String(TOURIST.id), user: String(TOURIST.id) },
    events,
    failAccept: (fail) => (failing = fail),
    delivery(act) {
      const body = JSON.stringify(updateOf(act));
      return async () => (await post(body, SECRET)) === 200;
    },
    redelivers: true,
    shown: async () =>
      [...telegram.messages.values()].map((message) => ({
        id: String(message.id),
        text: message.text,
        buttons: message.keyboard
          .flat()
          .map(({ text }) => ({ label: text.replace(/^✓ /, ''), chosen: text.startsWith('✓ ') })),
      })),
    refuse: (problem) => () => telegram.fail('sendMessage', TROUBLES[problem]),
    post: async (body, credentials) =>
      post(body, { valid: SECRET, forged: `${SECRET}x`, missing: undefined }[credentials]),
    log: logText,
    async close() {
      await adapter.stop();
      await server.close();
      await telegram.close();
    },
  };
}

adapterContract('telegram', openHarness);
