import type { Logger } from 'pino';
import { z } from 'zod';
import { MAX_VOICE_BYTES, type Allowance, type Media } from '../adapter.ts';
import { DeliveryError } from '../errors.ts';
import { adviceFor, networkFailure, PAIR_LIMIT, refusal } from './errors.ts';
import { addressOf } from './people.ts';
import type { OutgoingMessage } from './render.ts';
import { Traffic, type TrafficOptions } from './traffic.ts';

/** Version of the Graph API that the payloads are written for. */
const GRAPH_VERSION = 'v26.0';
/** Milliseconds after which a call without an answer is given up. */
const CALL_MS = 10_000;
/** Milliseconds in which a voice message must have come whole. */
const MEDIA_MS = 20_000;
/** Largest answer of Graph that is read, in bytes. */
const MAX_ANSWER = 262_144;
/** Milliseconds between reminders of what an operator has to do. */
const REMINDER_MS = 10 * 60 * 1_000;

/** What Graph answers, as far as it is read; a success that tells no id is a success. */
const sent = z.object({ messages: z.array(z.object({ id: z.string() })) });
const uploaded = z.object({ id: z.string().min(1) });
const failed = z.object({ error: z.object({ code: z.int() }) });
const number = z.object({
  throughput: z.object({ level: z.string() }).optional(),
  whatsapp_business_manager_messaging_limit: z.string().optional(),
  is_on_biz_app: z.boolean().optional(),
});
const file = z.object({ url: z.url(), mime_type: z.string().optional() });

export interface ClientOptions {
  /** Of a system user, with the permission `whatsapp_business_messaging`. */
  token: string;
  /** The id of our number, not the number itself. */
  phoneNumberId: string;
  /** `https://graph.facebook.com`, or a server of the same kind; a path in it is kept. */
  apiRoot: string;
  log: Logger;
  /** Milliseconds after which a call without an answer is given up. */
  timeoutMs?: number;
  /** How fast to write, where the number has limits of its own. */
  pace?: TrafficOptions;
}

/** Meta's Graph API as far as WhatsApp needs it: in WhatsApp's pace, with errors in the adapter's words. */
export class WhatsAppClient {
  readonly #options: ClientOptions;
  readonly #root: string;
  readonly #timeoutMs: number;
  readonly #traffic: Traffic;
  /** When an operator was last told of a code. */
  readonly #told = new Map<number, number>();

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#root = `${options.apiRoot.replace(/\/+$/, '')}/${GRAPH_VERSION}`;
    this.#timeoutMs = options.timeoutMs ?? CALL_MS;
    this.#traffic = new Traffic(options.pace ?? {});
  }

  /**
   * Sends a message to a person by the id that their event brought.
   * @param key comes back with what becomes of the message
   * @returns WhatsApp's id of the message; empty where a server took it without telling one
   * @throws DeliveryError
   */
  async send(person: string, message: OutgoingMessage, key?: string): Promise<string> {
    const envelope = {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      ...addressOf(person),
      ...(key ? { biz_opaque_callback_data: key } : {}),
    };
    const answer = await this.#traffic.inTurn(person, async () =>
      this.#post('message', { ...envelope, ...message }, person),
    );
    this.#traffic.flows(person);
    return sent.safeParse(answer).data?.messages[0]?.id ?? '';
  }

  /**
   * Uploads a picture and gives WhatsApp's id of it.
   * @throws DeliveryError; nothing was sent to anybody then
   */
  async upload(data: Uint8Array, mimeType: string): Promise<string> {
    const form = new FormData();
    form.set('messaging_product', 'whatsapp');
    form.set('type', mimeType);
    form.set('file', new Blob([Uint8Array.from(data)], { type: mimeType }), 'picture');
    const { phoneNumberId } = this.#options;
    const request = { method: 'POST', body: form, signal: AbortSignal.timeout(MEDIA_MS) };
    let answer: unknown;
    try {
      answer = await this.#call('picture', `${this.#root}/${phoneNumberId}/media`, request);
    } catch (error) {
      const { message, problem, retryAfterMs } = error as DeliveryError;
      throw new DeliveryError(problem, message, { retryAfterMs });
    }
    const stored = uploaded.safeParse(answer);
    if (!stored.success) throw new DeliveryError('unavailable', 'WhatsApp picture: Graph tells no id');
    return stored.data.id;
  }

  /**
   * Asks what Meta grants the number: 80 messages a second, 20 where the WhatsApp Business app uses it too, or 1,000; and how
   * many people within 24 hours, TIER_250 to TIER_100K or TIER_UNLIMITED (Meta's pages on throughput and messaging limits).
   * @throws DeliveryError
   */
  async allowance(): Promise<Allowance> {
    const fields = 'throughput,whatsapp_business_manager_messaging_limit,is_on_biz_app';
    const { phoneNumberId } = this.#options;
    const answer = await this.#call('number', `${this.#root}/${phoneNumberId}?fields=${fields}`, {
      signal: AbortSignal.timeout(this.#timeoutMs),
    });
    const told = number.safeParse(answer).data;
    const messagesPerSecond = told?.is_on_biz_app
      ? 20
      : told?.throughput?.level === 'HIGH'
        ? 1_000
        : undefined;
    if (messagesPerSecond !== undefined) this.#traffic.allow(messagesPerSecond);
    const outsidePerDay = peopleOf(told?.whatsapp_business_manager_messaging_limit);
    return {
      ...(messagesPerSecond === undefined ? {} : { messagesPerSecond }),
      ...(outsidePerDay === undefined ? {} : { outsidePerDay }),
    };
  }

  /**
   * Marks a message of a person as read and shows them for 25 seconds, or until the answer, that we are typing.
   * @throws DeliveryError
   */
  async showTyping(messageId: string): Promise<void> {
    await this.#post('read mark', {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: messageId,
      typing_indicator: { type: 'text' },
    });
  }

  /** Whether a message would have to wait for its turn. */
  get isBusy(): boolean {
    return this.#traffic.isBusy;
  }

  /**
   * Brings a file by its id: Graph tells where it lies, and there it is fetched with our token.
   * @throws DeliveryError
   */
  async media(id: string): Promise<Media> {
    if (!/^[\w-]{1,128}$/.test(id)) throw new DeliveryError('rejected', 'WhatsApp file: its id is none');
    const signal = AbortSignal.timeout(MEDIA_MS);
    const found = file.safeParse(await this.#call('file', `${this.#root}/${id}`, { signal }));
    if (!found.success || !this.#mayHaveToken(found.data.url))
      throw new DeliveryError('rejected', 'WhatsApp file: Graph does not tell where it lies');
    const { mime_type: mimeType, url } = found.data;
    const response = await this.#fetch('file', url, { signal });
    if (!response.ok) throw await this.#refusal('file', response);
    const type = mimeType ?? response.headers.get('content-type') ?? 'application/octet-stream';
    return { data: await readAll('file', response, MAX_VOICE_BYTES), mimeType: type };
  }

  /** Tells the log what only an operator can mend, now and then for as long as it lasts. */
  alert(code: number): void {
    const advice = adviceFor(code);
    const now = performance.now();
    if (!advice || now - (this.#told.get(code) ?? -Infinity) < REMINDER_MS) return;
    this.#told.set(code, now);
    this.#options.log.error({ code, advice }, 'WhatsApp needs an operator');
  }

  /** The token goes to Meta alone: to Graph's own address, or encrypted to where Graph says that the file lies. */
  #mayHaveToken(url: string): boolean {
    return url.startsWith('https://') || new URL(url).origin === new URL(this.#root).origin;
  }

  async #post(what: string, body: object, person?: string): Promise<unknown> {
    const { phoneNumberId } = this.#options;
    return this.#call(
      what,
      `${this.#root}/${phoneNumberId}/messages`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(this.#timeoutMs),
      },
      person,
    );
  }

  async #call(what: string, url: string, request: RequestInit, person?: string): Promise<unknown> {
    const response = await this.#fetch(what, url, request);
    if (!response.ok) throw await this.#refusal(what, response, person);
    return jsonOf(await readAll(what, response, MAX_ANSWER));
  }

  async #fetch(what: string, url: string, request: RequestInit): Promise<Response> {
    const headers = new Headers(request.headers);
    headers.set('authorization', `Bearer ${this.#options.token}`);
    try {
      // The token goes to nobody else, wherever the server may send us
      return await fetch(url, { ...request, headers, redirect: 'error' });
    } catch (error) {
      throw networkFailure(what, error);
    }
  }

  async #refusal(what: string, response: Response, person?: string): Promise<DeliveryError> {
    const { status } = response;
    const body = jsonOf(await readAll(what, response, MAX_ANSWER));
    const code = failed.safeParse(body).data?.error.code;
    if (code !== undefined) this.alert(code);
    const error = refusal(what, status, code, 0);
    if (error.problem !== 'rate_limited') return error;
    const askedMs = Number(response.headers.get('retry-after') ?? 0) * 1_000 || 0;
    const limited = code === PAIR_LIMIT ? person : undefined;
    return refusal(what, status, code, this.#traffic.slowDown(limited, askedMs));
  }
}

/** @throws DeliveryError where there is more than `maxBytes` of it, or the end does not come */
async function readAll(what: string, response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > maxBytes)
        throw new DeliveryError('rejected', `WhatsApp ${what}: larger than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof DeliveryError ? error : networkFailure(what, error);
  }
  return Buffer.concat(chunks);
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return undefined;
  }
}

/** People of a tier such as TIER_2K; undefined where it is none that we know. */
function peopleOf(tier: string | undefined): number | undefined {
  if (tier === 'TIER_UNLIMITED') return Infinity;
  const [, digits, thousands] = /^TIER_(\d+)(K?)$/.exec(tier ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits) * (thousands ? 1_000 : 1);
}
