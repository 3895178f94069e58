import type { FastifyInstance } from 'fastify';
import type { Picture, Reply } from '../src/messages.ts';
import type { Accept, Adapter, Allowance, Media, Recipient } from './adapter.ts';
import type { DeliveryError } from './errors.ts';
import { WhatsAppClient, type ClientOptions } from './whatsapp/client.ts';
import { parseDelivery, PLATFORM } from './whatsapp/parse.ts';
import { CAPABILITIES, renderPlain, renderReply, renderTemplate, withPicture } from './whatsapp/render.ts';
import { addWebhook } from './whatsapp/webhook.ts';

/** Milliseconds for which WhatsApp shows that we are typing. */
const TYPING_SHOWN_MS = 20_000;
/** Milliseconds after which a picture goes up anew: WhatsApp keeps it for 30 days. */
const PICTURE_MS = 7 * 24 * 60 * 60 * 1_000;

export interface WhatsAppOptions extends ClientOptions {
  /** With it Meta signs each delivery to the webhook. */
  appSecret: string;
  /** What was made up for Meta to show when it asks whether the webhook is ours. */
  verifyToken: string;
}

/** WhatsApp: webhook in, Meta's Cloud API out. */
export function createWhatsAppAdapter(options: WhatsAppOptions): Adapter {
  return new WhatsAppAdapter(options);
}

class WhatsAppAdapter implements Adapter {
  readonly platform = PLATFORM;
  readonly capabilities = CAPABILITIES;
  readonly #options: WhatsAppOptions;
  readonly #log: WhatsAppOptions['log'];
  readonly #client: WhatsAppClient;
  /** WhatsApp's ids of pictures that it has, by ours. */
  readonly #pictures = new Map<string, { media: Promise<string>; at: number }>();
  /** Messages under which typing is being shown. */
  readonly #typing = new Set<string>();

  constructor(options: WhatsAppOptions) {
    this.#options = options;
    this.#log = options.log.child({ platform: PLATFORM });
    this.#client = new WhatsAppClient({ ...options, log: this.#log });
  }

  async routes(server: FastifyInstance, accept: Accept): Promise<void> {
    const { appSecret, verifyToken } = this.#options;
    const take = async (delivery: unknown): Promise<void> => this.#take(delivery, accept);
    await addWebhook(server, { appSecret, verifyToken, take, log: this.#log });
  }

  /** Meta is told the address of the webhook by hand, so there is nothing to set up. */
  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  async send(to: Recipient, reply: Reply, key: string): Promise<string> {
    if (reply.promo) return this.#sendPromo(to, reply, key);
    const { cut, dropped, message } = renderReply(reply);
    if (dropped > 0) {
      this.#log.warn({ droppedButtons: dropped }, 'buttons that WhatsApp cannot show were left out');
    }
    if (cut > 0) this.#log.warn({ characters: cut }, 'a text was too long for WhatsApp and was cut');
    try {
      return await this.#client.send(to.user, message);
    } catch (error) {
      if ((error as DeliveryError).problem !== 'rejected' || message.type === 'text') throw error;
      this.#log.warn(
        { err: error, type: message.type },
        'WhatsApp refused a message; it goes as a plain text',
      );
      return this.#client.send(to.user, renderPlain(reply));
    }
  }

  async allowance(): Promise<Allowance> {
    return this.#client.allowance();
  }

  preview(reply: Reply): object {
    const picture = reply.picture?.id;
    return reply.template
      ? renderTemplate(reply.template, picture)
      : withPicture(renderReply(reply).message, picture);
  }

  /** As it is or not at all: a plain text would be without its way out. */
  async #sendPromo(to: Recipient, reply: Reply, key: string): Promise<string> {
    const picture = reply.picture && (await this.#upload(reply.picture));
    const message = reply.template
      ? renderTemplate(reply.template, picture)
      : withPicture(renderReply(reply).message, picture);
    return this.#client.send(to.user, message, key);
  }

  /** A picture goes up once in a while, however many wait for it; in between WhatsApp knows it by an id. */
  async #upload(picture: Picture): Promise<string> {
    const known = this.#pictures.get(picture.id);
    if (known && Date.now() - known.at < PICTURE_MS) return known.media;
    const media = picture.load().then(async (data) => this.#client.upload(data, picture.mimeType));
    this.#pictures.set(picture.id, { media, at: Date.now() });
    media.catch(() => this.#pictures.delete(picture.id));
    return media;
  }

  async fetchMedia(voice: string): Promise<Media> {
    return this.#client.media(voice);
  }

  async typing({ via }: Recipient): Promise<void> {
    // A sign of typing never takes the turn of a message, and stays by itself for a while
    if (via === undefined || this.#typing.has(via) || this.#client.isBusy) return;
    this.#typing.add(via);
    setTimeout(() => this.#typing.delete(via), TYPING_SHOWN_MS).unref();
    await this.#client.showTyping(via);
  }

  /** Parses what Meta sent and has it stored. Rejects only where it could not be stored. */
  async #take(delivery: unknown, accept: Accept): Promise<void> {
    const { events, failures, ignored } = parseDelivery(delivery, this.#options.phoneNumberId);
    if (ignored.length > 0)
      this.#log.debug({ ignored }, 'parts of a delivery that say nothing to us were left out');
    for (const code of failures) {
      this.#log.warn({ code }, 'WhatsApp did not deliver a message');
      this.#client.alert(code);
    }
    if (events.length > 0) await accept(events);
  }
}
