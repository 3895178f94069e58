import { App, type Receiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { problemOf } from './errors.ts';
import { FORM } from './form.ts';
import { quietLogger } from './logger.ts';
import type { BotIdentity } from './parse.ts';

/** Milliseconds in which a delivery must be stored: Slack waits three seconds for our word. */
const STORE_MS = 2_500;

/** A delivery that was not stored: it must not be acknowledged, so that Slack sends it again. */
export class NotStored extends Error {
  constructor(options?: ErrorOptions) {
    super('The delivery was not stored.', options);
    this.name = 'NotStored';
  }
}

/** What is done with the kinds of delivery that say something to us. Each resolves once what it says is stored. */
export interface Listeners {
  message(body: unknown): Promise<void>;
  reaction(body: unknown): Promise<void>;
  home(body: unknown): Promise<void>;
  press(body: unknown): Promise<void>;
  command(body: unknown): Promise<void>;
  form(body: unknown): Promise<void>;
}

/**
 * Works one delivery. Resolves once everything in it is stored, or nothing in it is for us.
 * @throws NotStored
 */
export type Deliver = (body: Record<string, unknown>) => Promise<void>;

/**
 * The Bolt app: sorts deliveries and hands each to its listener. Bolt acknowledges an event before its listener runs;
 * here its acknowledgement is taken and given on only by whoever called `Deliver`, once that has resolved.
 */
export function createBoltApp(listeners: Listeners, options: { bot: BotIdentity; log: Logger }): Deliver {
  const { bot, log } = options;
  const app = new App({
    receiver: NO_TRANSPORT,
    // Who we are is learnt on the side: Bolt's own look-up would drop what comes while Slack does not answer
    authorize: async () => (bot.userId === undefined ? {} : { botUserId: bot.userId }),
    convoStore: false,
    logger: quietLogger(log),
  });
  app.event('message', async ({ body }) => listeners.message(body));
  app.event('app_mention', async ({ body }) => listeners.message(body));
  app.event('reaction_added', async ({ body }) => listeners.reaction(body));
  app.event('reaction_removed', async ({ body }) => listeners.reaction(body));
  app.event('app_home_opened', async ({ body }) => listeners.home(body));
  app.action({ type: 'block_actions' }, async ({ ack, body }) => {
    await listeners.press(body);
    await ack();
  });
  // Whatever name the command was given in the app's settings
  app.command(/^\//, async ({ ack, body }) => {
    await listeners.command(body);
    await ack();
  });
  app.view(FORM, async ({ ack, body }) => {
    await listeners.form(body);
    await ack();
  });
  app.error(async (error) => {
    throw error.original ?? error;
  });
  return async (body) => {
    try {
      await inTime(app.processEvent({ body, ack: async () => {} }));
    } catch (error) {
      if (error instanceof NotStored) throw error;
      log.warn(problemOf(error), 'a delivery that Bolt cannot read was left out');
    }
  };
}

/** Deliveries come through our own server and through Socket Mode: Bolt itself listens nowhere. */
const NO_TRANSPORT: Receiver = {
  init: () => {},
  start: async () => {},
  stop: async () => {},
};

async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new NotStored()), STORE_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
