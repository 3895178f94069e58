import { createHash, randomUUID } from 'node:crypto';
import cookie, { type CookieSerializeOptions } from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { InboundEvent, Language, Reply } from '../src/messages.ts';
import { appendLine, latestLines } from '../src/web/chat-log.ts';
import type { ChatHistory, ChatLine, ChatPost, ChatReceipt } from '../src/web/chat-protocol.ts';
import { isToken, newToken, sessionOf, type ChatSession } from '../src/web/chat-session.ts';
import { ChatStreams } from '../src/web/chat-streams.ts';
import { isFromOwnPage, OTHER_SITE } from '../src/web/own-page.ts';
import type { Accept, Adapter, Capabilities, Recipient } from './adapter.ts';
import { DeliveryError } from './errors.ts';

const COOKIE = 'rehber_chat';
/** Seconds after the last visit that the browser remembers its session. */
const COOKIE_SECONDS = 30 * 24 * 60 * 60;
/**
 * Messages and presses are counted over five minutes, so that a lively minute meets no limit: from a session 30 a minute
 * on average, more than a person writes and presses; from an address, which may be a hotel's or a museum's whole
 * network, ten times that. Pages read their conversation when they open and after their connection was lost.
 */
const WINDOW = '5 minutes';
const MAX_PER_SESSION = 150;
const MAX_PER_ADDRESS = 1_500;
const MAX_READS_PER_ADDRESS = 3_000;
/** Characters of the person's own message that are shown again after a reload. */
const MAX_OWN_TEXT = 4_000;

const post = z.discriminatedUnion('kind', [
  z.object({ id: z.uuid(), kind: z.literal('text'), text: z.string() }),
  z.object({ id: z.uuid(), kind: z.literal('location'), lat: z.number(), lon: z.number() }),
  z.object({
    id: z.uuid(),
    kind: z.literal('press'),
    action: z.string().min(1).max(64),
    message: z.string().regex(/^\d{1,15}$/, 'must be the number of a message'),
  }),
]) satisfies z.ZodType<ChatPost>;

const streamQuery = z.object({ after: z.coerce.number().int().min(0).optional() });

interface WebOptions {
  log: Logger;
  /** Address under which the world sees the chat. */
  publicUrl?: string;
  /** Pages of other sites may show the chat in a frame. */
  embedded?: boolean;
}

/** The web chat's page as a channel: events come by POST, replies go out as server-sent events. */
export function createWebAdapter(options: WebOptions): Adapter {
  return new WebAdapter(options);
}

class WebAdapter implements Adapter {
  readonly platform = 'web';
  readonly capabilities: Capabilities = {
    // The page wraps and scrolls whatever it is given
    buttons: Number.MAX_SAFE_INTEGER,
    buttonLabel: Number.MAX_SAFE_INTEGER,
    editing: true,
    notices: true,
    typing: true,
    location: true,
    mapPoint: true,
    files: false,
    maxText: Number.MAX_SAFE_INTEGER,
    footer: 0,
    markup: 'none',
  };
  readonly #streams: ChatStreams;
  readonly #publicUrl: URL | undefined;
  readonly #cookie: CookieSerializeOptions;
  #stopped = false;

  constructor({ embedded = false, log, publicUrl }: WebOptions) {
    this.#streams = new ChatStreams(log);
    this.#publicUrl = publicUrl === undefined ? undefined : new URL(publicUrl);
    const secure = this.#publicUrl?.protocol === 'https:';
    if (embedded && !secure) {
      log.warn(
        'EMBED_ORIGINS is set and PUBLIC_URL is no https address: in frames of other sites browsers keep no cookie, and the chat cannot be used there',
      );
    }
    this.#cookie = {
      path: '/',
      httpOnly: true,
      secure,
      maxAge: COOKIE_SECONDS,
      // In a frame of another site only such a cookie is kept, one for each site; `#refuseOtherSites` guards either kind
      ...(embedded && secure ? { sameSite: 'none', partitioned: true } : { sameSite: 'lax' }),
    };
  }

  async routes(server: FastifyInstance, accept: Accept): Promise<void> {
    await server.register(async (chat) => {
      // A form of another site can post text/plain without asking; JSON it cannot
      chat.removeContentTypeParser('text/plain');
      await chat.register(cookie);
      await chat.register(rateLimit, { global: false });
      const reads = [chat.createRateLimit({ max: MAX_READS_PER_ADDRESS, timeWindow: WINDOW })];
      const posts = [
        chat.createRateLimit({ max: MAX_PER_ADDRESS, timeWindow: WINDOW }),
        chat.createRateLimit({
          max: MAX_PER_SESSION,
          timeWindow: WINDOW,
          keyGenerator: (request) => request.cookies[COOKIE] ?? request.ip,
        }),
      ];
      chat.addHook('onRequest', async (request, reply) => this.#refuseOtherSites(request, reply));
      chat.addHook('onRequest', async (request, reply) =>
        refuseTooMany(request.method === 'POST' ? posts : reads, request, reply),
      );
      chat.addHook('preClose', async () => this.stop());
      chat.get('/api/chat/history', async (request, reply) => this.#history(request, reply));
      chat.get('/api/chat/stream', async (request, reply) => this.#stream(request, reply));
      chat.post('/api/chat/events', async (request, reply) => this.#receive(request, reply, accept));
    });
  }

  async start(): Promise<void> {
    this.#stopped = false;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#streams.close();
  }

  async send(to: Recipient, reply: Reply, key: string): Promise<string> {
    return this.#append(to, `send:${key}`, { kind: 'message', reply });
  }

  async edit(to: Recipient, message: string, reply: Reply): Promise<void> {
    await this.#append(to, `edit:${randomUUID()}`, { kind: 'edit', message, reply });
  }

  async editButtons(
    to: Recipient,
    message: string,
    buttons: Reply['buttons'],
    _language: Language,
  ): Promise<void> {
    await this.#append(to, `edit:${randomUUID()}`, { kind: 'buttons', message, buttons });
  }

  async notice(to: Recipient, pressId: string, text: string): Promise<void> {
    await this.#append(to, `notice:${pressId}`, { kind: 'notice', pressId, text });
  }

  async typing(to: Recipient): Promise<void> {
    this.#streams.typing(sessionOf(to.conversation));
  }

  async #append(to: Recipient, key: string, line: ChatLine): Promise<string> {
    const session = sessionOf(to.conversation);
    try {
      const number = await appendLine(session, key, line);
      this.#streams.wake(session);
      return String(number);
    } catch (cause) {
      throw new DeliveryError('unavailable', 'The web chat cannot store a message.', { cause });
    }
  }

  async #history(request: FastifyRequest, reply: FastifyReply): Promise<ChatHistory> {
    const session = this.#session(request, reply);
    const entries = await latestLines(session);
    reply.header('cache-control', 'no-store');
    return {
      session: publicTag(session),
      isNew: !isToken(request.cookies[COOKIE]),
      last: entries.at(-1)?.number ?? 0,
      entries: entries.filter((entry) => entry.kind !== 'notice'),
    };
  }

  async #stream(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const query = streamQuery.safeParse({
      after: request.headers['last-event-id'] ?? (request.query as Record<string, unknown>)['after'],
    });
    if (!query.success) {
      reply.code(400);
      return { error: '`after` and Last-Event-ID must be the number of a line, 0 for the first.' };
    }
    if (this.#stopped) {
      reply.code(503).header('retry-after', 1);
      return { error: 'The guide is just restarting: try again in a moment.' };
    }
    const stream = this.#streams.open(this.#session(request, reply), query.data.after ?? 0);
    if (!stream) {
      reply.code(429).header('retry-after', 30);
      return { error: 'Too many pages of this chat are open: close one.' };
    }
    return (
      reply
        .header('content-type', 'text/event-stream; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no')
        // Otherwise the connection outlives its stream, and a stopping server waits for it
        .header('connection', 'close')
        .send(stream)
    );
  }

  async #receive(request: FastifyRequest, reply: FastifyReply, accept: Accept): Promise<object> {
    const body = post.safeParse(request.body);
    if (!body.success) {
      reply.code(400);
      return { error: `The event cannot be read. ${z.prettifyError(body.error)}` };
    }
    const session = this.#session(request, reply);
    const own = ownLine(body.data);
    try {
      // The question is stored before its answer can be, so that they stand in this order
      if (own) await appendLine(session, `own:${body.data.id}`, own);
      await accept([inboundEvent(body.data, session, request)]);
    } catch (error) {
      request.log.error({ err: error }, 'a message of the web chat could not be stored');
      reply.code(503).header('retry-after', 2);
      return { error: 'Your message could not be stored. Send it again in a moment.' };
    }
    if (own) this.#streams.wake(session);
    reply.code(202);
    return { session: publicTag(session) } satisfies ChatReceipt;
  }

  /** The session of the cookie, or a new one; the cookie is renewed either way. */
  #session(request: FastifyRequest, reply: FastifyReply): ChatSession {
    const given = request.cookies[COOKIE];
    const token = isToken(given) ? given : newToken();
    reply.setCookie(COOKIE, token, this.#cookie);
    return sessionOf(token);
  }

  /** Other sites may neither post in a person's name nor read along. */
  async #refuseOtherSites(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (isFromOwnPage(request, this.#publicUrl)) return;
    await reply.code(403).send({ error: OTHER_SITE });
  }
}

type Limit = ReturnType<FastifyInstance['createRateLimit']>;

async function refuseTooMany(limits: Limit[], request: FastifyRequest, reply: FastifyReply): Promise<void> {
  for (const limit of limits) {
    const state = await limit(request);
    if (state.isAllowed || !state.isExceeded) continue;
    reply.code(429).header('retry-after', state.ttlInSeconds);
    await reply.send({ error: `Too many messages: wait ${state.ttlInSeconds} s, then try again.` });
    return;
  }
}

/** Of the session's id, just enough to see that it is another. */
function publicTag(session: ChatSession): string {
  return createHash('sha256').update(session.id).digest('base64url').slice(0, 12);
}

function ownLine(body: ChatPost): ChatLine | undefined {
  if (body.kind === 'press') return undefined;
  if (body.kind === 'location') return { kind: 'own', id: body.id };
  return { kind: 'own', id: body.id, text: body.text.slice(0, MAX_OWN_TEXT).toWellFormed() };
}

function inboundEvent(body: ChatPost, session: ChatSession, request: FastifyRequest): InboundEvent {
  const languageTag = /^[a-z]{2,3}(?:-\w{2,8})*/i.exec(request.headers['accept-language'] ?? '')?.[0];
  const event = {
    id: `${session.id}:${body.id}`,
    platform: 'web',
    conversation: session.token,
    user: { id: session.token, ...(languageTag ? { languageTag } : {}) },
    at: new Date(),
  };
  switch (body.kind) {
    case 'location':
      return { ...event, kind: 'location', point: { lat: body.lat, lon: body.lon } };
    case 'press':
      return { ...event, kind: 'press', action: body.action, messageId: body.message, pressId: body.id };
    default: {
      const command = /^\/(\w{1,32})(?:\s+(.*))?$/su.exec(body.text.trim());
      if (!command) return { ...event, kind: 'text', text: body.text };
      return { ...event, kind: 'command', name: command[1] ?? '', args: command[2]?.trim() ?? '' };
    }
  }
}
