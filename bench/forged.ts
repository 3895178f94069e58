import { randomBytes } from 'node:crypto';
import { directMessage } from '../tests/support/slack-payloads.ts';
import { deliverRaw, openBench as openSlack, SIGNING_SECRET } from '../tests/support/slack.ts';
import { messageUpdate } from '../tests/support/telegram-updates.ts';
import { openBench as openTelegram, WEBHOOK_SECRET } from '../tests/support/telegram.ts';
import { messages, signatureOf, textMessage } from '../tests/support/whatsapp-webhooks.ts';
import { openBench as openWhatsApp } from '../tests/support/whatsapp.ts';
import { percent } from './figures.ts';

/** Requests that are no platform's, over all webhooks. */
const REQUESTS = 5_000;
/** Seconds by which a stale or future request is off. */
const SKEW_SECONDS = 400;

/** A way to be turned away: resolves with the status. */
type Forgery = () => Promise<number>;

/** Posts what no platform has sent: without a secret, with a wrong one, stale, cut short or changed on the way. */
export async function benchForged(): Promise<Record<string, string>> {
  const [telegram, whatsapp, slack] = await Promise.all([
    openTelegram({ publicUrl: 'https://guide.example.org' }),
    openWhatsApp(),
    openSlack(),
  ]);
  const update = JSON.stringify(messageUpdate({ text: 'forged' }));
  const delivery = JSON.stringify(messages(textMessage('forged')));
  const event = JSON.stringify(directMessage('forged'));
  const overSlack = async (forgery: Parameters<typeof deliverRaw>[3]): Promise<number> =>
    (await deliverRaw(slack.url, event, 'application/json', forgery)).status;
  const forgeries: Forgery[] = [
    async () => telegram.post(update),
    async () => telegram.post(update, randomBytes(12).toString('hex')),
    async () => telegram.post(cut(update), WEBHOOK_SECRET),
    async () => whatsapp.post(delivery, null),
    async () => whatsapp.post(delivery, signatureOf(delivery, randomBytes(16).toString('hex'))),
    async () => whatsapp.post(cut(delivery), signatureOf(delivery)),
    async () => whatsapp.post(changed(delivery), signatureOf(delivery)),
    async () => overSlack({ secret: randomBytes(16).toString('hex') }),
    async () => overSlack({ skew: -SKEW_SECONDS, secret: SIGNING_SECRET }),
    async () => overSlack({ skew: SKEW_SECONDS, secret: SIGNING_SECRET }),
    async () => overSlack({ sent: cut(event) }),
    async () => overSlack({ sent: changed(event) }),
  ];
  const statuses = new Map<number, number>();
  for (let n = 0; n < REQUESTS; n += 1) {
    const status = (await forgeries[n % forgeries.length]?.()) ?? 0;
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  const accepted = telegram.events.length + whatsapp.events.length + slack.events.length;
  await Promise.all([telegram.close(), whatsapp.close(), slack.close()]);
  const turnedAway = (statuses.get(400) ?? 0) + (statuses.get(401) ?? 0) + (statuses.get(403) ?? 0);
  return {
    'forged, stale, cut and changed requests': String(REQUESTS),
    'turned away (400, 401, 403)': `${turnedAway} (${percent(turnedAway / REQUESTS)})`,
    'taken for true': String(accepted),
  };
}

function cut(body: string): string {
  return body.slice(0, Math.floor(Math.random() * (body.length - 1)));
}

function changed(body: string): string {
  return body.replace('forged', randomBytes(3).toString('hex'));
}
