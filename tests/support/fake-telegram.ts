import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RawUpdate } from './telegram-updates.ts';

export const TOKEN = '123456789:AAtest-token_of-nobody';

type Payload = Record<string, unknown>;

export interface Call {
  method: string;
  payload: Payload;
}

/** What the server does instead of taking a call. */
export type Trouble =
  | { status: number; description: string; parameters?: Record<string, unknown> }
  /** Answers with these bytes. */
  | { status: number; raw: string }
  /** Closes the connection, or never answers. */
  | 'disconnect'
  | 'hang';

export interface SentMessage {
  id: number;
  chat: number;
  /** Text, or a venue's title. */
  text: string;
  keyboard: { text: string; callback_data?: string; url?: string }[][];
  payload: Payload;
}

/**
 * Telegram's Bot API on a loopback port: keeps what it is told, holds to the limits that the real one has, and fails
 * when asked to. Descriptions of errors are those of tdlib/telegram-bot-api.
 */
export class FakeTelegram {
  readonly calls: Call[] = [];
  readonly messages = new Map<number, SentMessage>();
  /** What people sent, by file id. */
  readonly files = new Map<string, { path: string; data: Uint8Array }>();
  /** Updates that nobody has confirmed yet. */
  readonly pending: RawUpdate[] = [];
  webhook: { url: string; secret: string } | undefined;
  /** Messages that are taken within any second; no limit without it. */
  perSecond: number | undefined;
  /** Chats of people who blocked the bot. */
  readonly blocked = new Set<number>();
  /** Chats that meet trouble of the server's once. */
  readonly unlucky = new Set<number>();
  /** When messages were taken, in milliseconds of `performance.now()`. */
  readonly takenAt: number[] = [];
  /** Messages that were one too many within a second. */
  tooMany = 0;
  readonly #server: Server;
  readonly #troubles: { method: string; trouble: Trouble }[] = [];
  readonly #waiting = new Set<() => void>();
  #lastMessage = 500;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
  }

  static async start(): Promise<FakeTelegram> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FakeTelegram(server);
  }

  get apiRoot(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The next call of this method meets trouble; several wait in line. */
  fail(method: string, ...troubles: Trouble[]): void {
    this.#troubles.push(...troubles.map((trouble) => ({ method, trouble })));
  }

  /** Puts updates up for `getUpdates`. */
  offer(...updates: RawUpdate[]): void {
    this.pending.push(...updates);
    for (const wake of this.#waiting) wake();
  }

  /** Resolves once `method` was called so often in all. */
  async called(method: string, times = 1): Promise<Call[]> {
    for (;;) {
      const calls = this.calls.filter((call) => call.method === method);
      if (calls.length >= times) return calls;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async close(): Promise<void> {
    for (const wake of this.#waiting) wake();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const file = /^\/file\/bot([^/]+)\/(.*)$/.exec(request.url ?? '');
    if (file) {
      this.#hand(response, file[1], decodeURIComponent(file[2] ?? ''));
      return;
    }
    const [, token, method = ''] = /^\/bot([^/]+)\/(\w+)/.exec(request.url ?? '') ?? [];
    const payload = await readPayload(Buffer.concat(chunks), request.headers['content-type']);
    this.calls.push({ method, payload });
    const trouble = this.#troubleWith(method);
    if (trouble === 'hang') return;
    if (trouble === 'disconnect') {
      request.socket.destroy();
      return;
    }
    if (trouble && 'raw' in trouble) {
      response.writeHead(trouble.status).end(trouble.raw);
      return;
    }
    try {
      if (token !== TOKEN) throw new Refusal(401, 'Unauthorized');
      if (trouble) throw new Refusal(trouble.status, trouble.description, trouble.parameters);
      answer(response, 200, { ok: true, result: await this.#perform(method, payload) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, message: description, parameters } = error;
      answer(response, status, { ok: false, error_code: status, description, parameters });
    }
  }

  /** Files lie at an address of their own; trouble with them is trouble of the method `file`. */
  #hand(response: ServerResponse, token: string | undefined, path: string): void {
    this.calls.push({ method: 'file', payload: { path } });
    const trouble = this.#troubleWith('file');
    const found = [...this.files.values()].find((file) => file.path === path);
    if (trouble === 'disconnect') response.destroy();
    else if (trouble === 'hang') response.writeHead(200).write('OggS');
    else if (trouble) response.writeHead(trouble.status).end();
    else if (token !== TOKEN || !found) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(found.data);
  }

  #troubleWith(method: string): Trouble | undefined {
    const index = this.#troubles.findIndex((each) => each.method === method);
    return index < 0 ? undefined : this.#troubles.splice(index, 1)[0]?.trouble;
  }

  async #perform(method: string, payload: Payload): Promise<unknown> {
    switch (method) {
      case 'getMe':
        return { id: 123_456_789, is_bot: true, first_name: 'Rehber', username: 'rehber_bot' };
      case 'setWebhook':
        this.webhook = { url: String(payload['url']), secret: String(payload['secret_token']) };
        return true;
      case 'deleteWebhook':
        this.webhook = undefined;
        return true;
      case 'setMyCommands':
      case 'sendChatAction':
        return true;
      case 'getFile': {
        const file = this.files.get(String(payload['file_id']));
        if (!file) throw new Refusal(400, 'Bad Request: invalid file_id');
        return { file_id: payload['file_id'], file_size: file.data.length, file_path: file.path };
      }
      case 'getUpdates':
        return this.#updates(payload);
      case 'sendMessage':
        return this.#send(payload, checkedText(payload['text']));
      case 'sendVenue':
        checkedText(payload['address']);
        return this.#send(payload, checkedText(payload['title']));
      case 'sendDocument':
        return this.#send(payload, checkedCaption(payload['caption']));
      case 'sendPhoto': {
        const file = `photo-${this.#lastMessage}`;
        const sent = this.#send(payload, checkedCaption(payload['caption']));
        return { ...(sent as object), photo: [{ file_id: `${file}-small` }, { file_id: file }] };
      }
      case 'editMessageText':
      case 'editMessageReplyMarkup':
        return this.#edit(method, payload);
      case 'answerCallbackQuery':
        return confirmPress(payload);
      default:
        throw new Refusal(404, 'Not Found');
    }
  }

  async #updates(payload: Payload): Promise<RawUpdate[]> {
    if (this.webhook)
      throw new Refusal(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    const offset = Number(payload['offset'] ?? 0);
    const confirmed = this.pending.findIndex((each) => each.update_id >= offset);
    this.pending.splice(0, confirmed < 0 ? this.pending.length : confirmed);
    if (this.pending.length === 0 && Number(payload['timeout'] ?? 0) > 0) {
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
    return this.pending.slice(0, 100);
  }

  #send(payload: Payload, text: string): unknown {
    const chat = payload['chat_id'];
    if (typeof chat !== 'number') throw new Refusal(400, 'Bad Request: chat not found');
    this.#checkPace();
    if (this.blocked.has(chat)) throw new Refusal(403, 'Forbidden: bot was blocked by the user');
    if (this.unlucky.delete(chat)) throw new Refusal(502, 'Bad Gateway');
    this.#lastMessage += 1;
    const message = {
      id: this.#lastMessage,
      chat,
      text,
      keyboard: checkedKeyboard(payload['reply_markup']),
      payload,
    };
    this.messages.set(message.id, message);
    return { message_id: message.id, date: 1_790_000_000, chat: { id: message.chat, type: 'private' } };
  }

  /** Of each second, whenever it begins. What is refused otherwise counts, too. */
  #checkPace(): void {
    const now = performance.now();
    if (this.perSecond !== undefined) {
      const first = this.takenAt.at(-this.perSecond);
      if (first !== undefined && now - first < 1_000) {
        this.tooMany += 1;
        throw new Refusal(429, 'Too Many Requests: retry after 1', { retry_after: 1 });
      }
    }
    this.takenAt.push(now);
  }

  #edit(method: string, payload: Payload): true {
    const message = this.messages.get(Number(payload['message_id']));
    if (!message) throw new Refusal(400, 'Bad Request: message to edit not found');
    const text = method === 'editMessageText' ? checkedText(payload['text']) : message.text;
    const keyboard = checkedKeyboard(payload['reply_markup']);
    if (text === message.text && JSON.stringify(keyboard) === JSON.stringify(message.keyboard))
      throw new Refusal(
        400,
        'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
      );
    Object.assign(message, { text, keyboard });
    return true;
  }
}

class Refusal extends Error {
  readonly status: number;
  readonly parameters: Record<string, unknown> | undefined;

  constructor(status: number, description: string, parameters?: Record<string, unknown>) {
    super(description);
    this.status = status;
    this.parameters = parameters;
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function checkedText(text: unknown): string {
  if (typeof text !== 'string' || text.trim() === '')
    throw new Refusal(400, 'Bad Request: message text is empty');
  if (!text.isWellFormed()) throw new Refusal(400, 'Bad Request: strings must be encoded in UTF-8');
  if (text.length > 4_096) throw new Refusal(400, 'Bad Request: message is too long');
  return text;
}

function checkedKeyboard(markup: unknown): SentMessage['keyboard'] {
  const rows = (markup as { inline_keyboard?: SentMessage['keyboard'] } | undefined)?.inline_keyboard ?? [];
  if (rows.flat().length > 100) throw new Refusal(400, 'Bad Request: reply markup is too long');
  for (const { callback_data: data, text, url } of rows.flat()) {
    if (!text?.trim()) throw new Refusal(400, 'Bad Request: inline keyboard button text is empty');
    const bytes = Buffer.byteLength(data ?? '');
    if (url === undefined && (bytes < 1 || bytes > 64))
      throw new Refusal(400, 'Bad Request: BUTTON_DATA_INVALID');
    if (url?.includes('//localhost')) throw new Refusal(400, 'Bad Request: BUTTON_URL_INVALID');
  }
  if (rows.some((row) => row.length > 8)) throw new Refusal(400, 'Bad Request: reply markup is too wide');
  return rows;
}

function confirmPress(payload: Payload): true {
  if (!String(payload['callback_query_id']).startsWith('press-'))
    throw new Refusal(
      400,
      'Bad Request: query is too old and response timeout expired or query ID is invalid',
    );
  const { text = '' } = payload as { text?: string };
  if (text.length > 200) throw new Refusal(400, 'Bad Request: MESSAGE_TOO_LONG');
  return true;
}

/** A payload as JSON, or as a form where a file is in it; of a file its text is kept. */
async function readPayload(body: Buffer, type = 'application/json'): Promise<Payload> {
  if (!type.startsWith('multipart/form-data')) return JSON.parse(body.toString() || '{}') as Payload;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const payload: Payload = {};
  for (const [name, value] of form) {
    payload[name] = typeof value === 'string' ? parsedField(value) : await value.text();
  }
  return payload;
}

/** Fields of a form hold objects and numbers as JSON. */
function parsedField(text: string): unknown {
  return /^(?:[[{]|-?\d+$)/.test(text) ? (JSON.parse(text) as unknown) : text;
}

function checkedCaption(caption: unknown): string {
  const text = typeof caption === 'string' ? caption : '';
  if (text.length > 1_024) throw new Refusal(400, 'Bad Request: message caption is too long');
  return text;
}
