import autocannon from 'autocannon';
import { fastify } from 'fastify';
import { FakeTelegram } from '../tests/support/fake-telegram.ts';
import { dataFolder, removeFolder, Serving } from '../tests/support/rehber.ts';
import { SECRET, textUpdate, webhookEnvironment } from '../tests/support/telegram-chat.ts';
import { milliseconds, ratio } from './figures.ts';

const SECONDS = 10;
const RATE = 200;

/** How soon a webhook is acknowledged at 200 updates a second, each from another person, beside a server that stores nothing. */
export async function benchAcknowledgements(): Promise<Record<string, string>> {
  const dir = await dataFolder();
  const telegram = await FakeTelegram.start();
  const serving = await Serving.start({ ...webhookEnvironment(telegram, dir), LOG_LEVEL: 'warn' });
  const ours = await load(`${serving.url}/telegram/webhook`);
  const answered = telegram.messages.size;
  await serving.end();
  await telegram.close();
  await removeFolder(dir);
  const bare = fastify();
  bare.post('/', async () => ({}));
  const theirs = await load(await bare.listen({ port: 0, host: '127.0.0.1' }));
  await bare.close();
  return {
    'acknowledged at 200/s, p50': milliseconds(ours.latency.p50),
    'acknowledged at 200/s, p99': milliseconds(ours.latency.p99),
    'not acknowledged': String(ours.non2xx + ours.errors + ours.timeouts),
    'messages sent meanwhile': String(answered),
    'yardstick: a bare server, p99': milliseconds(theirs.latency.p99),
    'ours against the bare server, p99': ratio(ours.latency.p99, Math.max(theirs.latency.p99, 1)),
  };
}

async function load(url: string): Promise<autocannon.Result> {
  let update = 0;
  return autocannon({
    url,
    method: 'POST',
    connections: 20,
    overallRate: RATE,
    duration: SECONDS,
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': SECRET },
    requests: [
      {
        setupRequest: (request) => {
          update += 1;
          return { ...request, body: JSON.stringify(textUpdate(update, update, 'kebab near me')) };
        },
      },
    ],
  });
}
