import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isFromOwnPage, OTHER_SITE } from '../own-page.ts';
import { SESSION_SECONDS, type Session, type Sessions } from './sessions.ts';

/** Wrong tokens that an address may send in that time: a person's mistakes, and no search. */
const MAX_WRONG = 10;
const WRONG_WINDOW = '5 minutes';

/** Who a request comes from, for the audit log. */
export interface Operator {
  kind: 'dashboard' | 'api';
  /** What they call themselves; may be empty. */
  name: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    operator?: Operator | undefined;
  }
}

/** Lets in who has the token: by a session's cookie, or as a bearer. */
export class Guard {
  readonly sessions: Sessions;
  readonly #publicUrl: URL | undefined;
  readonly #cookieName: string;
  readonly #cookie: CookieSerializeOptions;
  readonly #wrong: ReturnType<FastifyInstance['createRateLimit']>;

  /** @param server with @fastify/cookie and @fastify/rate-limit */
  constructor(server: FastifyInstance, sessions: Sessions, publicUrl: string | undefined) {
    this.sessions = sessions;
    this.#publicUrl = publicUrl === undefined ? undefined : new URL(publicUrl);
    const secure = this.#publicUrl?.protocol === 'https:';
    // Browsers take a name with this prefix from this host over https alone
    this.#cookieName = secure ? '__Host-rehber_admin' : 'rehber_admin';
    this.#cookie = { path: '/', httpOnly: true, secure, sameSite: 'strict' };
    this.#wrong = server.createRateLimit({ max: MAX_WRONG, timeWindow: WRONG_WINDOW });
  }

  /** Seconds that an address has to wait which sent too many wrong tokens; 0 for others. */
  async wait(request: FastifyRequest): Promise<number> {
    return secondsLeft(await this.#wrong(request, { increment: false }));
  }

  /** Takes note of a wrong token. */
  async noteWrong(request: FastifyRequest): Promise<void> {
    await this.#wrong(request);
  }

  isFromOwnPage(request: FastifyRequest): boolean {
    return isFromOwnPage(request, this.#publicUrl);
  }

  /** The session of a request's cookie. */
  async session(request: FastifyRequest): Promise<Session | undefined> {
    return this.sessions.read(request.cookies[this.#cookieName]);
  }

  begin(reply: FastifyReply, name: string): void {
    const value = this.sessions.begin(name);
    reply.setCookie(this.#cookieName, value, { ...this.#cookie, maxAge: SESSION_SECONDS });
  }

  async end(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const session = await this.session(request);
    if (session) await this.sessions.end(session);
    reply.clearCookie(this.#cookieName, this.#cookie);
  }

  /** Hook of the API: sets `operator`, or answers with what is wrong. */
  async admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { authorization } = request.headers;
    if (authorization === undefined) await this.#admitSession(request, reply);
    else await this.#admitBearer(authorization, request, reply);
  }

  async #admitBearer(authorization: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const seconds = await this.wait(request);
    if (seconds > 0) {
      reply.code(429).header('retry-after', seconds);
      await reply.send({ error: `Too many wrong tokens from this address: wait ${seconds} s.` });
      return;
    }
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (token !== undefined && this.sessions.isToken(token)) {
      request.operator = { kind: 'api', name: '' };
      return;
    }
    await this.noteWrong(request);
    reply.code(401).header('www-authenticate', 'Bearer');
    await reply.send({ error: 'The token is wrong: send `Authorization: Bearer` with ADMIN_TOKEN.' });
  }

  async #admitSession(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const session = await this.session(request);
    if (!session) {
      reply.code(401).header('www-authenticate', 'Bearer');
      await reply.send({
        error:
          'You are not logged in: log in at /dashboard, or send `Authorization: Bearer` with ADMIN_TOKEN.',
      });
      return;
    }
    const reads = request.method === 'GET' || request.method === 'HEAD';
    const { origin } = request.headers;
    // Every browser names the origin of what it posts
    if (!this.isFromOwnPage(request) || (!reads && origin === undefined)) {
      await reply.code(403).send({ error: OTHER_SITE });
      return;
    }
    request.operator = { kind: 'dashboard', name: session.name };
  }
}

function secondsLeft(state: Awaited<ReturnType<ReturnType<FastifyInstance['createRateLimit']>>>): number {
  return !state.isAllowed && state.remaining === 0 ? Math.max(1, state.ttlInSeconds) : 0;
}
