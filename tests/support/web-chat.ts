import { randomUUID } from 'node:crypto';
import type { Adapter } from '../../adapters/adapter.ts';
import { createWebAdapter } from '../../adapters/web.ts';
import type { InboundEvent } from '../../src/messages.ts';
import type { ChatEntry, ChatHistory, ChatPost } from '../../src/web/chat-protocol.ts';
import { createServer } from '../../src/web/server.ts';
import { recordLog } from './log.ts';

/** The web chat on a server of its own, with whoever answers in the guide's place. */
export interface WebChat {
  url: string;
  adapter: Adapter;
  /** Every event that was accepted. */
  events: InboundEvent[];
  /** While true, nothing can be stored. */
  failing: boolean;
  log: () => string;
  close(): Promise<void>;
}

/**
 * Opens the web chat; needs a connected store.
 * @param answer called with each event that was not seen before, after it was accepted
 */
export async function openWebChat(
  options: {
    publicUrl?: string;
    embedOrigins?: string[];
    port?: number;
    answer?: (event: InboundEvent, adapter: Adapter) => Promise<void>;
  } = {},
): Promise<WebChat> {
  const { log, text } = recordLog();
  const publicUrl = options.publicUrl ? { publicUrl: options.publicUrl } : {};
  const { embedOrigins = [] } = options;
  const server = await createServer({ log, ...publicUrl, embedOrigins });
  const adapter = createWebAdapter({ log, ...publicUrl, embedded: embedOrigins.length > 0 });
  const seen = new Set<string>();
  const chat: WebChat = {
    url: '',
    adapter,
    events: [],
    failing: false,
    log: text,
    async close() {
      await adapter.stop();
      await server.close();
    },
  };
  const accept = async (events: InboundEvent[]): Promise<void> => {
    if (chat.failing) throw new Error('the store is away');
    chat.events.push(...events);
    for (const event of events) {
      if (seen.has(event.id)) continue;
      seen.add(event.id);
      void options.answer?.(event, adapter);
    }
  };
  await adapter.routes?.(server, accept);
  chat.url = await server.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  await adapter.start(accept);
  return chat;
}

/** A browser without a screen: keeps its cookie, reads its stream. */
export class ChatVisitor {
  readonly #url: string;
  cookie = '';

  constructor(url: string) {
    this.#url = url;
  }

  /** The secret of the session: what the guide knows as person and conversation. */
  get token(): string {
    return this.cookie.replace(/^\w+=/, '');
  }

  async history(): Promise<ChatHistory> {
    return (await this.#request('/api/chat/history')).json() as Promise<ChatHistory>;
  }

  async post(post: ChatPost, headers: Record<string, string> = {}): Promise<Response> {
    return this.#request('/api/chat/events', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(post),
    });
  }

  async say(text: string): Promise<Response> {
    return this.post({ id: randomUUID(), kind: 'text', text });
  }

  /** Reads the stream until `count` lines came. */
  async read(count: number, headers: Record<string, string> = {}, after = 0): Promise<ChatEntry[]> {
    const stop = new AbortController();
    const response = await this.#request(`/api/chat/stream?after=${after}`, {
      headers,
      signal: AbortSignal.any([stop.signal, AbortSignal.timeout(20_000)]),
    });
    const lines: ChatEntry[] = [];
    let rest = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^event: line\ndata: (.*)$/m.exec(block)?.[1];
        if (data) lines.push(JSON.parse(data) as ChatEntry);
      }
      if (lines.length >= count) break;
    }
    stop.abort();
    return lines;
  }

  async #request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.cookie) headers.set('cookie', this.cookie);
    const response = await fetch(this.#url + path, { ...init, headers });
    const [given] = response.headers.getSetCookie();
    if (given) this.cookie = given.split(';')[0] ?? '';
    return response;
  }
}
