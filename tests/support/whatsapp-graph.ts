import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { violationOf } from './whatsapp-limits.ts';
import { asShown } from './whatsapp-screen.ts';

export const TOKEN = 'EAAtest-token-of-nobody';
export const PHONE_NUMBER_ID = '106540352242922';
const BUSINESS_SCOPED = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

type Payload = Record<string, unknown>;

/** What the server does instead of taking a call. */
export type Trouble =
  | { status: number; code: number; headers?: Record<string, string> }
  /** Answers with these bytes. */
  | { status: number; raw: string }
  /** Closes the connection, or never answers. */
  | 'disconnect'
  | 'hang';

export interface SentMessage {
  id: string;
  /** The person's number or business-scoped id. */
  to: string;
  payload: Payload;
}

/**
 * Meta's Graph API as far as WhatsApp needs it, on a loopback port: keeps what it is told, holds to the limits that the
 * real one has, and fails when asked to. A business-scoped id in `to` gets lost without a word, as it does there.
 */
export class FakeGraph {
  readonly messages: SentMessage[] = [];
  /** Ids of messages of people that were marked as read, with whether typing was shown. */
  readonly read: { messageId: string; typing: boolean }[] = [];
  /** Files that people sent, by id. */
  readonly files = new Map<string, { data: Buffer; mimeType: string; url?: string }>();
  /** Paths that were asked for, and with which token. */
  readonly requests: { method: string; path: string; authorization: string | undefined }[] = [];
  /** The token that is accepted. */
  token = TOKEN;
  /** Pictures that were uploaded; their ids are `media-1` and so on. */
  readonly pictures: { type: string; size: number }[] = [];
  /** What is told of our number: its throughput and how many people a day, where it is asked for. */
  number: Payload | undefined;
  readonly #server: Server;
  readonly #troubles: Trouble[] = [];
  #last = 0;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
  }

  static async start(): Promise<FakeGraph> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FakeGraph(server);
  }

  get apiRoot(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The next messages meet trouble, one each. */
  fail(...troubles: Trouble[]): void {
    this.#troubles.push(...troubles);
  }

  /** Messages to a person, in order. */
  to(person: string): SentMessage[] {
    return this.messages.filter(({ to }) => to === person);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url: path = '' } = request;
    const { authorization } = request.headers;
    this.requests.push({ method, path, authorization });
    if (authorization !== `Bearer ${this.token}`) return refuse(response, { status: 401, code: 190 });
    if (method === 'GET' && path.startsWith(`/v26.0/${PHONE_NUMBER_ID}?fields=`))
      return this.#tellNumber(path, response);
    const [, id = '', edge] = /^\/v\d+\.\d+\/([\w-]+)(?:\/(\w+))?$/.exec(path) ?? [];
    if (method === 'GET') return this.#sendFile(path, id, response);
    if (method === 'POST' && edge === 'media' && id === PHONE_NUMBER_ID)
      return this.#keepPicture(Buffer.concat(chunks), request, response);
    if (method !== 'POST' || edge !== 'messages' || id !== PHONE_NUMBER_ID)
      return refuse(response, { status: 400, code: 100 });
    const payload = JSON.parse(Buffer.concat(chunks).toString()) as Payload;
    if (payload['status'] === 'read') return this.#markRead(payload, response);
    const trouble = this.#troubles.shift();
    if (trouble === 'hang') return;
    if (trouble === 'disconnect') {
      request.socket.destroy();
      return;
    }
    if (trouble) return refuse(response, trouble);
    const violation = violationOf(payload);
    if (violation !== undefined) return refuse(response, { status: 400, code: 100 }, violation);
    answer(response, 200, this.#send(payload));
  }

  #send(payload: Payload): unknown {
    this.#last += 1;
    const id = `wamid.HBgLsent${this.#last}`;
    const { recipient, to } = payload as { recipient?: string; to?: string };
    const person = recipient ?? to ?? '';
    if (!(to && BUSINESS_SCOPED.test(to))) this.messages.push({ id, to: person, payload });
    const contact = { input: person, ...(to ? { wa_id: to } : { user_id: recipient }) };
    return { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id }] };
  }

  async #keepPicture(body: Buffer, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const form = await new Response(new Uint8Array(body), { headers }).formData();
    const file = form.get('file');
    if (form.get('messaging_product') !== 'whatsapp' || !(file instanceof Blob))
      return refuse(response, { status: 400, code: 100 });
    const type = form.get('type');
    this.pictures.push({ type: typeof type === 'string' ? type : '', size: file.size });
    answer(response, 200, { id: `media-${this.pictures.length}` });
  }

  #markRead(payload: Payload, response: ServerResponse): void {
    const messageId = String(payload['message_id']);
    if (!messageId.startsWith('wamid.')) return refuse(response, { status: 400, code: 100 });
    this.read.push({ messageId, typing: payload['typing_indicator'] !== undefined });
    answer(response, 200, { success: true });
  }

  #tellNumber(path: string, response: ServerResponse): void {
    if (!this.number) return refuse(response, { status: 400, code: 100 });
    const fields = new URL(path, this.apiRoot).searchParams.get('fields')?.split(',') ?? [];
    const told = Object.entries(this.number).filter(([name]) => fields.includes(name));
    answer(response, 200, { ...Object.fromEntries(told), id: PHONE_NUMBER_ID });
  }

  #sendFile(path: string, id: string, response: ServerResponse): void {
    const stored = this.files.get(/^\/files\/(.+)$/.exec(path)?.[1] ?? '');
    if (stored) {
      response.writeHead(200, { 'content-type': stored.mimeType }).end(stored.data);
      return;
    }
    const named = this.files.get(id);
    if (!named) return refuse(response, { status: 400, code: 100 });
    const url = named.url ?? `${this.apiRoot}/files/${id}`;
    answer(response, 200, {
      messaging_product: 'whatsapp',
      url,
      mime_type: named.mimeType,
      file_size: named.data.length,
      id,
    });
  }
}

function refuse(
  response: ServerResponse,
  trouble: Exclude<Trouble, string>,
  details = 'quoting the number +15550000000 and the text',
): void {
  if ('raw' in trouble) {
    response.writeHead(trouble.status).end(trouble.raw);
    return;
  }
  const { code, headers, status } = trouble;
  const error = {
    message: `(#${code}) ${details}`,
    type: 'OAuthException',
    code,
    error_data: { messaging_product: 'whatsapp', details },
    fbtrace_id: 'AbCdEf',
  };
  answer(response, status, { error }, headers);
}

function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** What a person sees of a message. */
export interface Screen {
  text: string;
  footer: string;
  /** Titles and ids of buttons or rows; of a link its label and address. */
  buttons: { title: string; id: string }[];
}

export function screenOf({ payload }: SentMessage): Screen {
  const { interactive, location, text } = payload as unknown as {
    text?: { body: string };
    location?: { name: string; address?: string };
    interactive?: {
      body: { text: string };
      footer?: { text: string };
      action: {
        buttons?: { reply: { id: string; title: string } }[];
        sections?: { rows: { id: string; title: string }[] }[];
        parameters?: { display_text: string; url: string };
      };
    };
  };
  const { buttons = [], parameters, sections = [] } = interactive?.action ?? {};
  return {
    text: asShown(text?.body ?? interactive?.body.text ?? location?.name ?? ''),
    footer: asShown(interactive?.footer?.text ?? ''),
    buttons: [
      ...buttons.map(({ reply }) => reply),
      ...sections.flatMap(({ rows }) => rows).map(({ id, title }) => ({ id, title })),
      ...(parameters ? [{ title: parameters.display_text, id: parameters.url }] : []),
    ],
  };
}
