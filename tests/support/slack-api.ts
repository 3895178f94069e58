import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BOT, CHANNEL, DIRECT, TEAM, TOURIST } from './slack-payloads.ts';
import { violation } from './slack-limits.ts';
import { SlackSocket } from './slack-socket.ts';

export const BOT_TOKEN = 'xoxb-1234-test-token-of-nobody';
export const APP_TOKEN = 'xapp-1-test-token-of-nobody';

type Payload = Record<string, unknown>;

/** What the server does instead of taking a call. */
export type Trouble =
  /** Refuses in Slack's way: status 200 and an error code. */
  | { error: string; needed?: string }
  | { status: number; headers?: Record<string, string>; raw?: string }
  | 'disconnect'
  | 'hang';

export interface SentMessage {
  channel: string;
  ts: string;
  thread?: string;
  text: string;
  blocks: ShownBlock[];
}

/** The parts of blocks that tests look at. */
export interface ShownBlock {
  type: string;
  block_id?: string;
  text?: { type: string; text: string };
  elements?: {
    type: string;
    text?: { text: string };
    value?: string;
    url?: string;
    positive_button?: { text: { text: string }; value: string };
    negative_button?: { text: { text: string }; value: string };
  }[];
}

/**
 * Slack's Web API on a loopback port: keeps what it is told, holds to the limits that the real one has, and fails when
 * asked to. Response URLs, files and Socket Mode are on the same server.
 */
export class FakeSlack {
  readonly calls: { method: string; payload: Payload }[] = [];
  /** Messages that a channel shows, by `channel:ts`. */
  readonly messages = new Map<string, SentMessage>();
  /** What was said at response URLs. */
  readonly responses: { path: string; payload: Payload }[] = [];
  /** What people sent, by path. */
  readonly files = new Map<string, { data: Uint8Array; type: string } | { redirect: string }>();
  readonly locales = new Map<string, string>();
  /** Channels of direct conversations with others than the tourist, by person. */
  readonly directs = new Map<string, string>();
  /** Threads of messages that the bot did not post in this process. */
  readonly threads = new Map<string, string>();
  /** What was not taken for being beyond a limit, by method. */
  readonly refused: string[] = [];
  readonly socket: SlackSocket;
  readonly #server: Server;
  readonly #troubles: { method: string; trouble: Trouble }[] = [];
  #lastTs = 0;

  private constructor(server: Server) {
    this.#server = server;
    this.socket = new SlackSocket(server);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
  }

  static async start(): Promise<FakeSlack> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FakeSlack(server);
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get apiUrl(): string {
    return `${this.origin}/api/`;
  }

  /** A response URL of this server. */
  responseUrl(name: string): string {
    return `${this.origin}/respond/${name}`;
  }

  /** The next call of this method fails so; `times` calls in a row. `respond` and `file` stand for those addresses. */
  fail(method: string, trouble: Trouble, times = 1): void {
    for (let time = 0; time < times; time += 1) this.#troubles.push({ method, trouble });
  }

  /** Calls of one method, newest last. */
  called(method: string): Payload[] {
    return this.calls.filter((call) => call.method === method).map((call) => call.payload);
  }

  async close(): Promise<void> {
    this.socket.close();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const path = request.url ?? '/';
    if (path.startsWith('/respond/')) return this.#answerResponseUrl(path, body, response);
    if (path.startsWith('/files/')) return this.#answerFile(path, request, response);
    const method = path.replace(/^\/api\//, '');
    const payload = readForm(body);
    this.calls.push({ method, payload });
    if (this.#goWrong(method, response)) return;
    const token = method === 'apps.connections.open' ? APP_TOKEN : BOT_TOKEN;
    const isAllowed = request.headers.authorization === `Bearer ${token}`;
    const answer = isAllowed ? this.#take(method, payload) : refusal('invalid_auth');
    if (String(answer['error']).startsWith('invalid_'))
      this.refused.push(`${method}: ${JSON.stringify(answer)}`);
    send(response, answer);
  }

  #goWrong(method: string, response: ServerResponse): boolean {
    const index = this.#troubles.findIndex((each) => each.method === method);
    const trouble = this.#troubles.splice(index, index < 0 ? 0 : 1)[0]?.trouble;
    if (trouble === undefined) return false;
    if (trouble === 'disconnect') response.destroy();
    else if (trouble !== 'hang' && 'error' in trouble) send(response, { ok: false, ...trouble });
    else if (trouble !== 'hang')
      response.writeHead(trouble.status, trouble.headers ?? {}).end(trouble.raw ?? '');
    return true;
  }

  #take(method: string, payload: Payload): Payload {
    switch (method) {
      case 'auth.test':
        return { ok: true, user_id: BOT, bot_id: 'B0BOT00001', team_id: TEAM };
      case 'apps.connections.open':
        return { ok: true, url: `${this.origin.replace('http', 'ws')}/socket` };
      case 'chat.postMessage':
        return this.#post(payload);
      case 'chat.update':
        return this.#update(payload);
      case 'chat.postEphemeral':
        if (![CHANNEL, DIRECT].includes(String(payload['channel']))) return refusal('channel_not_found');
        return checked(payload['blocks'], 'message') ?? { ok: true, message_ts: this.#nextTs() };
      case 'views.open': {
        const view = payload['view'] as Payload;
        return (
          checked(view['blocks'], 'view') ?? checkedModal(view) ?? { ok: true, view: { ...view, id: 'V1' } }
        );
      }
      case 'views.publish':
        return checked((payload['view'] as Payload)['blocks'], 'view') ?? { ok: true };
      case 'users.info': {
        const locale = this.locales.get(String(payload['user']));
        return { ok: true, user: { id: payload['user'], ...(locale ? { locale } : {}) } };
      }
      case 'conversations.replies': {
        const thread = this.threads.get(`${String(payload['channel'])}:${String(payload['ts'])}`);
        return thread
          ? { ok: true, messages: [{ ts: thread, thread_ts: thread }] }
          : refusal('thread_not_found');
      }
      case 'assistant.threads.setStatus':
        return { ok: true };
      default:
        return refusal('unknown_method');
    }
  }

  #post(payload: Payload): Payload {
    const wrong = checked(payload['blocks'], 'message');
    if (wrong) return wrong;
    if (typeof payload['text'] !== 'string' || payload['text'] === '') return refusal('no_text');
    const asked = String(payload['channel']);
    const channel = asked === TOURIST ? DIRECT : (this.directs.get(asked) ?? asked);
    if (![CHANNEL, DIRECT, ...this.directs.values()].includes(channel)) return refusal('channel_not_found');
    const ts = this.#nextTs();
    const thread = payload['thread_ts'];
    this.messages.set(`${channel}:${ts}`, {
      channel,
      ts,
      text: payload['text'],
      blocks: payload['blocks'] as ShownBlock[],
      ...(typeof thread === 'string' ? { thread } : {}),
    });
    return { ok: true, channel, ts };
  }

  #update(payload: Payload): Payload {
    const message = this.messages.get(`${String(payload['channel'])}:${String(payload['ts'])}`);
    if (!message) return refusal('message_not_found');
    const wrong = checked(payload['blocks'], 'message');
    if (wrong) return wrong;
    message.blocks = payload['blocks'] as ShownBlock[];
    message.text = String(payload['text']);
    return { ok: true, channel: message.channel, ts: message.ts };
  }

  #answerResponseUrl(path: string, body: string, response: ServerResponse): void {
    if (this.#goWrong('respond', response)) return;
    const payload = JSON.parse(body) as Payload;
    if (violation(payload['blocks'], 'message')) {
      response.writeHead(400).end('invalid_blocks');
      return;
    }
    this.responses.push({ path: path.replace('/respond/', ''), payload });
    response.end('ok');
  }

  #answerFile(path: string, request: IncomingMessage, response: ServerResponse): void {
    if (this.#goWrong('file', response)) return;
    const file = this.files.get(path);
    if (!file) response.writeHead(404).end();
    else if ('redirect' in file) response.writeHead(302, { location: file.redirect }).end();
    else if (request.headers.authorization !== `Bearer ${BOT_TOKEN}`) {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
    } else response.writeHead(200, { 'content-type': file.type }).end(file.data);
  }

  #nextTs(): string {
    this.#lastTs += 1;
    return `1790000000.${String(this.#lastTs).padStart(6, '0')}`;
  }
}

function refusal(error: string): Payload {
  return { ok: false, error };
}

function checked(blocks: unknown, where: 'message' | 'view'): Payload | undefined {
  const wrong = violation(blocks, where);
  return wrong === undefined ? undefined : { ...refusal('invalid_blocks'), detail: wrong };
}

function checkedModal(view: Payload): Payload | undefined {
  const lengthOf = (field: string): number => (view[field] as { text: string } | undefined)?.text.length ?? 0;
  const fits =
    ['title', 'submit', 'close'].every((field) => lengthOf(field) >= 1 && lengthOf(field) <= 24) &&
    String(view['private_metadata']).length <= 3_000;
  return fits ? undefined : refusal('invalid_arguments');
}

/** The body of a call: a form whose structured fields are JSON. */
function readForm(body: string): Payload {
  return Object.fromEntries(
    [...new URLSearchParams(body)].map(([name, value]) => [
      name,
      name === 'blocks' || name === 'view' ? (JSON.parse(value) as unknown) : value,
    ]),
  );
}

function send(response: ServerResponse, payload: Payload): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(payload));
}
