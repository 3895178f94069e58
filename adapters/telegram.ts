import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyParameters } from 'telegraf/types';
import type { Language, Picture, Reply } from '../src/messages.ts';
import {
  MAX_VOICE_BYTES,
  type Accept,
  type Adapter,
  type Capabilities,
  type Media,
  type Recipient,
} from './adapter.ts';
import { DeliveryError } from './errors.ts';
import { TelegramClient, type Chat, type ClientOptions } from './telegram/client.ts';
import { isBadKeyboard, isNothingToEdit, isTooLateToConfirm } from './telegram/errors.ts';
import { parseUpdate, PLATFORM, type BotIdentity } from './telegram/parse.ts';
import { poll } from './telegram/polling.ts';
import {
  CAPABILITIES,
  PAID_PER_SECOND,
  renderButtons,
  renderCaption,
  renderLocationKey,
  renderNotice,
  renderText,
} from './telegram/render.ts';
import { registerBot } from './telegram/register.ts';
import { addWebhook } from './telegram/webhook.ts';

/** Types of audio files by the endings of their names. */
const AUDIO_TYPES: Readonly<Record<string, string>> = {
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  mp4: 'audio/mp4',
  aac: 'audio/aac',
  wav: 'audio/wav',
  webm: 'audio/webm',
};

export interface TelegramOptions extends ClientOptions {
  /** What Telegram shows with each update that it posts, 1 to 256 of `A-Za-z0-9_-`. */
  webhookSecret: string;
  /** Where Telegram reaches us. Without it the adapter polls. */
  publicUrl?: string;
  /** Promos go at a thousand a second; beyond thirty each costs Stars. */
  paidBroadcasts?: boolean;
  log: Logger;
}

/** Telegram: webhook or polling in, Bot API out. */
export function createTelegramAdapter(options: TelegramOptions): Adapter {
  return new TelegramAdapter(options);
}

class TelegramAdapter implements Adapter {
  readonly platform = PLATFORM;
  readonly capabilities: Capabilities;
  readonly #options: TelegramOptions;
  readonly #log: Logger;
  readonly #client: TelegramClient;
  readonly #bot: BotIdentity;
  readonly #stopping = new AbortController();
  /** Telegram's ids of pictures that it has, by ours. */
  readonly #pictures = new Map<string, Promise<string | undefined>>();
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: TelegramOptions) {
    this.#options = options;
    this.capabilities = options.paidBroadcasts
      ? { ...CAPABILITIES, messagesPerSecond: PAID_PER_SECOND }
      : CAPABILITIES;
    this.#log = options.log.child({ platform: PLATFORM });
    this.#client = new TelegramClient(options);
    // The number before the colon is the bot's own id
    this.#bot = { id: Number.parseInt(options.token, 10) };
  }

  async routes(server: FastifyInstance, accept: Accept): Promise<void> {
    const take = async (updates: unknown[]): Promise<void> => this.#take(updates, accept);
    await addWebhook(server, { secret: this.#options.webhookSecret, take, log: this.#log });
  }

  /** Sets up in the background: a Telegram that is slow, away or refuses our token keeps nothing else from starting. */
  async start(accept: Accept): Promise<void> {
    const { publicUrl, webhookSecret } = this.#options;
    const setUp = { client: this.#client, log: this.#log, signal: this.#stopping.signal };
    const registered = registerBot({
      ...setUp,
      onIdentity: (identity) => Object.assign(this.#bot, identity),
      ...(publicUrl === undefined ? {} : { webhook: { publicUrl, secret: webhookSecret } }),
    });
    const take = async (updates: unknown[]): Promise<void> => this.#take(updates, accept);
    this.#running = Promise.all([registered, publicUrl === undefined && poll({ ...setUp, take })]);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async send(to: Recipient, reply: Reply): Promise<string> {
    const chat = chatOf(to);
    const keyboard = this.#keyboardFor(reply, to);
    const answered = answeredMessage(to);
    if (reply.place) {
      const { address, lat, lon, name } = reply.place;
      const venue = {
        latitude: lat,
        longitude: lon,
        title: name,
        address: address ?? renderText(reply.text),
      };
      try {
        return idOf(await this.#client.write('sendVenue', chat, { ...venue, ...answered, ...keyboard }));
      } catch (error) {
        const { problem } = error as DeliveryError;
        if (problem === 'rate_limited' || problem === 'unreachable') throw error;
        this.#log.warn({ err: error }, 'the venue card could not be sent; the place goes as a text');
      }
    }
    if (reply.file) {
      const document = { source: Buffer.from(reply.file.content), filename: reply.file.name };
      const caption = renderCaption(reply.text);
      return idOf(
        await this.#client.write('sendDocument', chat, { document, caption, ...answered, ...keyboard }),
      );
    }
    const paid = reply.promo && this.#options.paidBroadcasts ? { allow_paid_broadcast: true } : {};
    if (reply.picture) {
      const rest = { text: reply.text, ...answered, ...keyboard, ...paid };
      return this.#sendPicture(chat, reply.picture, rest);
    }
    const message = {
      text: renderText(reply.text),
      link_preview_options: { is_disabled: true },
      ...answered,
      ...paid,
    };
    const sent = await this.#client.write('sendMessage', chat, { ...message, ...keyboard }, (error) => {
      // A promo never goes without its way out
      if (!keyboard.reply_markup || reply.promo || !isBadKeyboard(error)) throw error;
      this.#log.warn('Telegram refused the buttons of a message; it is sent without them');
      return this.#client.write('sendMessage', chat, message);
    });
    return idOf(sent);
  }

  preview(reply: Reply): object {
    const { keyboard } = renderButtons(reply.buttons);
    const markup = keyboard ? { reply_markup: keyboard } : {};
    return reply.picture
      ? { method: 'sendPhoto', photo: reply.picture.id, caption: renderCaption(reply.text), ...markup }
      : { method: 'sendMessage', text: renderText(reply.text), ...markup };
  }

  async edit(to: Recipient, messageId: string, reply: Reply): Promise<void> {
    const message_id = messageNumber(messageId);
    if (message_id === undefined) return;
    const { keyboard } = this.#fit(reply.buttons);
    const change = {
      message_id,
      text: renderText(reply.text),
      link_preview_options: { is_disabled: true },
      ...(keyboard ? { reply_markup: keyboard } : {}),
    };
    await this.#client.write(
      'editMessageText',
      { chat_id: chatOf(to).chat_id },
      change,
      ignore(isNothingToEdit),
    );
  }

  async editButtons(
    to: Recipient,
    messageId: string,
    buttons: Reply['buttons'],
    _language: Language,
  ): Promise<void> {
    const message_id = messageNumber(messageId);
    if (message_id === undefined) return;
    const { keyboard } = this.#fit(buttons);
    const change = { message_id, ...(keyboard ? { reply_markup: keyboard } : {}) };
    await this.#client.write(
      'editMessageReplyMarkup',
      { chat_id: chatOf(to).chat_id },
      change,
      ignore(isNothingToEdit),
    );
  }

  async notice(_to: Recipient, pressId: string, text: string): Promise<void> {
    await this.#client.call(
      'answerCallbackQuery',
      { callback_query_id: pressId, text: renderNotice(text) },
      { recover: ignore(isTooLateToConfirm) },
    );
  }

  async fetchMedia(voice: string): Promise<Media> {
    const { data, path } = await this.#client.fetchFile(voice, MAX_VOICE_BYTES);
    return { data, mimeType: mimeTypeOf(path) };
  }

  async typing(to: Recipient): Promise<void> {
    const chat = chatOf(to);
    // A sign of typing never takes the turn of a message
    if (this.#client.isBusy(chat)) return;
    await this.#client.call('sendChatAction', { ...chat, action: 'typing' });
  }

  /** A picture goes up once, those after it wait for that; from then on Telegram knows it by an id. */
  async #sendPicture(
    chat: Chat,
    picture: Picture,
    { text, ...rest }: { text: string } & Record<string, unknown>,
  ): Promise<string> {
    const known = await this.#pictures.get(picture.id);
    if (known) return (await this.#sendPhoto(chat, known, text, rest)).id;
    const first = picture
      .load()
      .then(async (data) => this.#sendPhoto(chat, { source: Buffer.from(data) }, text, rest));
    this.#pictures.set(
      picture.id,
      first.then(
        ({ file }) => file,
        () => undefined,
      ),
    );
    return (await first).id;
  }

  async #sendPhoto(
    chat: Chat,
    photo: string | { source: Buffer },
    text: string,
    rest: Record<string, unknown>,
  ): Promise<{ id: string; file: string | undefined }> {
    const sent = await this.#client.write('sendPhoto', chat, {
      photo,
      caption: renderCaption(text),
      ...rest,
    });
    const sizes = (sent as { photo?: { file_id?: string }[] } | null)?.photo;
    return { id: idOf(sent), file: sizes?.at(-1)?.file_id };
  }

  /** Parses what Telegram sent and has it stored. Rejects only where it could not be stored. */
  async #take(updates: unknown[], accept: Accept): Promise<void> {
    const events = updates.flatMap((update) => {
      const parsed = parseUpdate(update, this.#bot);
      if ('event' in parsed) return [parsed.event];
      if ('moved' in parsed) {
        this.#client.noteMove(parsed.moved.from, parsed.moved.to);
        return [];
      }
      this.#log.debug({ kind: parsed.ignored }, 'an update that says nothing to us was left out');
      return [];
    });
    if (events.length > 0) await accept(events);
  }

  #keyboardFor(reply: Reply, to: Recipient): { reply_markup?: InlineKeyboardMarkup | ReplyKeyboardMarkup } {
    const { keyboard } = this.#fit(reply.buttons);
    if (keyboard) return { reply_markup: keyboard };
    // Telegram lets a person share a location by a key in private chats only, whose id is the person's
    const mayShare = reply.locationRequest !== undefined && to.conversation === to.user;
    return mayShare ? { reply_markup: renderLocationKey(reply.locationRequest ?? '') } : {};
  }

  #fit(buttons: Reply['buttons']): ReturnType<typeof renderButtons> {
    const fitted = renderButtons(buttons);
    if (fitted.dropped > 0) {
      this.#log.warn({ droppedButtons: fitted.dropped }, 'buttons that Telegram cannot show were left out');
    }
    return fitted;
  }
}

/** @throws DeliveryError where the conversation is none of Telegram's */
function chatOf(to: Recipient): Chat {
  const [chat, topic] = to.conversation.split(':').map(Number);
  if (chat === undefined || !Number.isSafeInteger(chat)) {
    throw new DeliveryError('rejected', 'Telegram: the conversation is not the id of a chat');
  }
  return { chat_id: chat, ...(topic === undefined ? {} : { message_thread_id: topic }) };
}

/** Shows which message is answered, where the event told one; the answer goes out also once that is gone. */
function answeredMessage(to: Recipient): { reply_parameters?: ReplyParameters } {
  const message_id = to.via === undefined ? undefined : messageNumber(to.via);
  return message_id === undefined
    ? {}
    : { reply_parameters: { message_id, allow_sending_without_reply: true } };
}

/** Voice messages are Ogg; audio that people have as files may be of other kinds, which only the name tells. */
function mimeTypeOf(path: string): string {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return AUDIO_TYPES[ending] ?? 'audio/ogg';
}

function messageNumber(messageId: string): number | undefined {
  const number = Number(messageId);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** The message's id; a server that took the message without telling one must not have it sent again. */
function idOf(sent: { message_id?: number } | null): string {
  return String(sent?.message_id ?? '');
}

/** Takes an error for a success where nothing is left to do. */
function ignore(isHarmless: (error: unknown) => boolean): (error: unknown) => true {
  return (error) => {
    if (isHarmless(error)) return true;
    throw error;
  };
}
