import type { Logger } from 'pino';
import { LANGUAGES } from '../../src/messages.ts';
import type { TelegramClient } from './client.ts';
import { commandMenu } from './commands.ts';
import type { BotIdentity } from './parse.ts';
import { pause, problemOf, removeWebhook, waitAfter } from './polling.ts';
import { ALLOWED_UPDATES } from './update.ts';
import { WEBHOOK_PATH } from './webhook.ts';

interface Registration {
  client: TelegramClient;
  log: Logger;
  signal: AbortSignal;
  /** Told once, as soon as Telegram says who we are. */
  onIdentity: (identity: BotIdentity) => void;
  /** Where updates are to be posted; without it they are fetched. */
  webhook?: { publicUrl: string; secret: string };
}

/** Tells Telegram about us and learns who we are. Never rejects: trouble is logged and waited out. */
export async function registerBot(options: Registration): Promise<void> {
  const { client, log, onIdentity, signal, webhook } = options;
  const receiving = webhook
    ? untilDone('the webhook', options, async () => setWebhook(client, webhook, signal))
    : removeWebhook(client, log, signal);
  const identity = untilDone("the bot's name", options, async () => {
    const { id, username } = await client.call('getMe', {}, { signal });
    onIdentity({ id, username });
  });
  await Promise.all([receiving, identity]);
  await setCommands(options);
}

async function setWebhook(
  client: TelegramClient,
  { publicUrl, secret }: { publicUrl: string; secret: string },
  signal: AbortSignal,
): Promise<void> {
  const url = publicUrl.replace(/\/+$/, '') + WEBHOOK_PATH;
  await client.call(
    'setWebhook',
    { url, secret_token: secret, allowed_updates: ALLOWED_UPDATES },
    { signal },
  );
}

/** The menu of commands is a comfort: what Telegram does not take of it is not asked again. */
async function setCommands({ client, log, signal }: Registration): Promise<void> {
  try {
    await client.call('setMyCommands', { commands: commandMenu('en') }, { signal });
    for (const language of LANGUAGES) {
      await client.call(
        'setMyCommands',
        { commands: commandMenu(language), language_code: language },
        { signal },
      );
    }
  } catch (error) {
    if (!signal.aborted) log.info(problemOf(error), 'Telegram did not take the menu of commands');
  }
}

async function untilDone(
  what: string,
  { log, signal }: Registration,
  task: () => Promise<void>,
): Promise<void> {
  for (let failures = 1; !signal.aborted; failures += 1) {
    try {
      await task();
      return;
    } catch (error) {
      if (signal.aborted) return;
      const waitMs = waitAfter(error, failures);
      log.warn({ waitMs, ...problemOf(error) }, `${what} could not be settled with Telegram; trying again`);
      await pause(waitMs, signal);
    }
  }
}
