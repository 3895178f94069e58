import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { COMMANDS } from '../src/conversation/commands.ts';
import { LANGUAGES, type InboundEvent, type Language, type Reply } from '../src/messages.ts';
import type { Accept, Adapter, Media, OperatorDesk, Recipient } from './adapter.ts';
import { DeliveryError } from './errors.ts';
import {
  addressOf,
  messageAt,
  messageIdOf,
  unpackVia,
  userIn,
  type Address,
  type Via,
} from './slack/address.ts';
import { createBoltApp, NotStored, type Deliver } from './slack/bolt.ts';
import { SlackClient, type ClientOptions } from './slack/client.ts';
import { answerAtDesk, askedOfDesk } from './slack/desk.ts';
import { problemOf } from './slack/errors.ts';
import { parseForm, reasonForm } from './slack/form.ts';
import { homeView } from './slack/home.ts';
import { learnIdentity } from './slack/identity.ts';
import { Locales } from './slack/locales.ts';
import {
  parseCommand,
  parseMessage,
  parsePress,
  parseReaction,
  PLATFORM,
  type BotIdentity,
} from './slack/parse.ts';
import { homePayload } from './slack/payloads.ts';
import {
  CAPABILITIES,
  renderButtons,
  renderNotice,
  renderReply,
  restoreBlocks,
  type Rendered,
} from './slack/render.ts';
import { listenBySocket } from './slack/socket.ts';
import { Threads } from './slack/threads.ts';
import { addWebhook } from './slack/webhook.ts';

export interface SlackOptions extends ClientOptions {
  /** Signs what Slack posts to us; without it the webhook is not there. */
  signingSecret?: string;
  /** Opens Socket Mode, `xapp-…`; without it there is no connection. */
  appToken?: string;
  /** Channel in which the people who run the guide are told what needs them. */
  operatorChannel?: string;
}

/** Slack: HTTP or Socket Mode in through Bolt, Web API out. */
export function createSlackAdapter(options: SlackOptions): Adapter {
  return new SlackAdapter(options);
}

class SlackAdapter implements Adapter {
  readonly platform = PLATFORM;
  readonly capabilities = CAPABILITIES;
  readonly #options: SlackOptions;
  readonly #log: Logger;
  readonly #client: SlackClient;
  readonly #locales: Locales;
  readonly #threads: Threads;
  readonly #bot: BotIdentity = {};
  readonly #stopping = new AbortController();
  #desk: OperatorDesk | undefined;
  /** Whether Slack lets us show that an answer is on its way. */
  #showsStatus = true;
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: SlackOptions) {
    this.#options = options;
    this.#log = options.log.child({ platform: PLATFORM });
    this.#client = new SlackClient({ ...options, log: this.#log });
    this.#locales = new Locales(this.#client, this.#log);
    this.#threads = new Threads(this.#client);
  }

  async routes(server: FastifyInstance, accept: Accept): Promise<void> {
    const { signingSecret: secret } = this.#options;
    if (secret === undefined) return;
    await addWebhook(server, { secret, deliver: this.#deliverTo(accept), log: this.#log });
  }

  /** Sets up in the background: a Slack that is slow, away or refuses our token keeps nothing else from starting. */
  async start(accept: Accept): Promise<void> {
    const { appToken } = this.#options;
    const setUp = { log: this.#log, signal: this.#stopping.signal };
    const identity = learnIdentity({ ...setUp, client: this.#client, bot: this.#bot });
    const socket =
      appToken !== undefined &&
      listenBySocket({ ...setUp, appToken, client: this.#options, deliver: this.#deliverTo(accept) });
    this.#running = Promise.all([identity, socket]);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async send(to: Recipient, reply: Reply, key: string): Promise<string> {
    const { dropped, message } = renderReply(reply);
    this.#tellDropped(dropped);
    const via = unpackVia(to.via);
    if (via.respond) {
      // Slack gives no id to what only one person sees
      if (await this.#client.respond(via.respond, { ...message, replace_original: false }))
        return `seen-by-one:${key}`;
      await this.#postToOne(to, via, message);
      return `seen-by-one:${key}`;
    }
    const { channel, thread } = placeOf(to, via);
    const payload = { ...QUIET, ...message, ...threadField(thread) };
    const sent = await this.#client.post(channel, payload, reply.promo);
    this.#threads.note(sent.channel, sent.ts, thread);
    return messageIdOf(sent.channel, sent.ts);
  }

  preview(reply: Reply): object {
    return { method: 'chat.postMessage', ...renderReply(reply).message };
  }

  openDesk(desk: OperatorDesk): void {
    this.#desk = desk;
  }

  async tellOperator(text: string): Promise<void> {
    const { operatorChannel } = this.#options;
    if (operatorChannel === undefined) return;
    await this.#client.post(operatorChannel, { ...QUIET, ...renderNotice(text) });
  }

  async edit(to: Recipient, messageId: string, reply: Reply): Promise<void> {
    const { dropped, message } = renderReply(reply);
    this.#tellDropped(dropped);
    await this.#replace(to, messageId, message);
  }

  async editButtons(
    to: Recipient,
    messageId: string,
    buttons: Reply['buttons'],
    language: Language,
  ): Promise<void> {
    // A message is changed as a whole, and what stands above the buttons is known only from the press on one of them
    const { blocks: above, text = '' } = unpackVia(to.via);
    if (!above) return;
    const { blocks: below, dropped } = renderButtons(buttons, language);
    this.#tellDropped(dropped);
    await this.#replace(to, messageId, { text, blocks: [...restoreBlocks(above), ...below] });
  }

  /** A message that only the person who pressed sees, and that is gone with the next start of their app. */
  async notice(to: Recipient, _pressId: string, text: string): Promise<void> {
    const via = unpackVia(to.via);
    const message = renderNotice(text);
    if (via.respond && (await this.#client.respond(via.respond, { ...message, replace_original: false })))
      return;
    await this.#postToOne(to, via, message);
  }

  /** Slack shows a state in threads only. */
  async typing(to: Recipient): Promise<void> {
    const { channel, thread } = placeOf(to, unpackVia(to.via));
    if (thread === undefined || !this.#showsStatus) return;
    try {
      const status = { channel_id: channel, thread_ts: thread, status: '…' };
      await this.#client.call('assistant.threads.setStatus', status);
    } catch (error) {
      const { problem } = error as DeliveryError;
      this.#showsStatus = problem === 'rate_limited' || problem === 'unavailable';
      if (!this.#showsStatus) this.#log.info(problemOf(error), 'Slack shows no state of ours');
    }
  }

  async fetchMedia(voice: string): Promise<Media> {
    return this.#client.fetchFile(voice);
  }

  /** Bolt with our listeners. What they resolve on is stored. */
  #deliverTo(accept: Accept): Deliver {
    const store = async (events: (InboundEvent | undefined)[]): Promise<void> => {
      const ours = events.filter((event) => event !== undefined);
      if (ours.length === 0) return;
      try {
        await accept(await Promise.all(ours.map(async (event) => this.#withLanguage(event))));
      } catch (error) {
        throw new NotStored({ cause: error });
      }
    };
    return createBoltApp(
      {
        message: async (body) => store([parseMessage(body, this.#bot)]),
        reaction: async (body) => store([await parseReaction(body, this.#bot, this.#threads.of)]),
        command: async (body) => {
          if (!this.#askDesk(body)) await store([parseCommand(body, COMMANDS)]);
        },
        form: async (body) => store(parseForm(body)),
        home: async (body) =>
          this.#inBackground(this.#publishHome(body), 'the app’s page could not be shown'),
        press: async (body) => {
          if (this.#askDesk(body)) return;
          const press = parsePress(body);
          await store([press?.event]);
          const view = press?.triggerId === undefined ? undefined : reasonForm(press);
          if (!view) return;
          const opened = this.#client.call('views.open', { trigger_id: press?.triggerId, view });
          this.#inBackground(opened, 'the form for a reason could not be opened');
        },
      },
      { bot: this.#bot, log: this.#log },
    );
  }

  /** Whether it was for the operators' desk: that answers by itself. */
  #askDesk(body: unknown): boolean {
    const asked = askedOfDesk(body);
    const desk = this.#desk;
    if (!asked || !desk) return false;
    const { operatorChannel } = this.#options;
    const answered = answerAtDesk(asked, { client: this.#client, desk, operatorChannel });
    this.#inBackground(answered, 'an operator could not be answered');
    return true;
  }

  async #withLanguage(event: InboundEvent): Promise<InboundEvent> {
    if (event.user.languageTag !== undefined) return event;
    const languageTag = await this.#locales.of(userIn(event.user.id));
    return languageTag === undefined ? event : { ...event, user: { ...event.user, languageTag } };
  }

  async #publishHome(body: unknown): Promise<void> {
    const { event } = homePayload.parse(body);
    if (event.tab === 'messages') return;
    const tag = (await this.#locales.of(event.user))?.split('-')[0]?.toLowerCase();
    const language = LANGUAGES.find((each) => each === tag) ?? 'en';
    await this.#client.call('views.publish', { user_id: event.user, view: homeView(language) });
  }

  /** What nobody waits for: it holds up no acknowledgement, and its failure is told and no more. */
  #inBackground(work: Promise<unknown>, failure: string): void {
    work.catch((error: unknown) => this.#log.warn(problemOf(error), failure));
  }

  async #replace(to: Recipient, messageId: string, message: Rendered): Promise<void> {
    const via = unpackVia(to.via);
    if (via.ephemeral) {
      if (via.respond) await this.#client.respond(via.respond, { ...message, replace_original: true });
      return;
    }
    const at = messageAt(messageId);
    if (!at) return;
    const harmless = ['message_not_found', 'cant_update_message'];
    await this.#client.call('chat.update', { ...at, ...message }, { harmless });
  }

  /** Posts what one person sees, where the event happened. */
  async #postToOne(to: Recipient, via: Via, message: Rendered): Promise<void> {
    const { channel, thread } = placeOf(to, via);
    const payload = { channel, user: userIn(to.user), ...message, ...threadField(thread) };
    await this.#client.call('chat.postEphemeral', payload);
  }

  #tellDropped(dropped: number): void {
    if (dropped === 0) return;
    this.#log.warn({ droppedButtons: dropped }, 'buttons that Slack cannot show were left out');
  }
}

/** No previews of links, and no name turned into a call. */
const QUIET = { unfurl_links: false, unfurl_media: false, link_names: false };

/** @throws DeliveryError where the conversation is none of Slack's */
function placeOf(to: Recipient, via: Via): Address {
  const address = addressOf(to.conversation);
  if (!address) throw new DeliveryError('rejected', 'Slack: the conversation is not the id of one');
  return address.thread === undefined ? { channel: via.channel ?? address.channel } : address;
}

function threadField(thread: string | undefined): { thread_ts?: string } {
  return thread === undefined ? {} : { thread_ts: thread };
}
