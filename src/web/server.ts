import helmet from '@fastify/helmet';
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { answerErrors } from './errors.ts';
import { addHealth, type Checks } from './health.ts';
import { addPages } from './pages.ts';
import { contentPolicy } from './policy.ts';

/** Largest body that is read, in bytes: no message of a platform comes near. */
const BODY_LIMIT = 1_000_000;
/** Milliseconds in which a request must have arrived whole. */
const REQUEST_TIMEOUT_MS = 30_000;
/** Milliseconds that requests at work get once the server closes. */
const CLOSE_PATIENCE_MS = 2_000;
/**
 * Proxies whose `X-Forwarded-*` headers are believed where there is a public address: those on this machine or in its
 * own network. Without that everybody would seem to come from the proxy, and share one limit.
 */
const PROXIES = 'loopback, linklocal, uniquelocal';

export interface ServerOptions {
  log: Logger;
  /** Address under which the world sees the server. With https, browsers are told to stay with it. */
  publicUrl?: string;
  /** What `/readyz` asks; a check that throws has failed. */
  checks?: Checks;
  /** Gathers what `/metrics` shows; default metrics of the process are added to it. */
  metrics?: Registry;
  /** Origins whose pages may show the chat in a frame, `*` for all; by default only its own. */
  embedOrigins?: string[];
}

/**
 * The HTTP server with the pages, health and metrics; channels add their routes before it listens.
 * Its log names a request by method and route alone: never an address, a query, an id or a text.
 */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = options.log;
  const server = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: options.publicUrl === undefined ? false : PROXIES,
  });
  server.addHook('preClose', async () => {
    // Browsers open connections ahead of need, and Node waits for their first request
    setTimeout(() => server.server.closeAllConnections(), CLOSE_PATIENCE_MS).unref();
  });
  logRequests(server);
  answerErrors(server);
  const secure = options.publicUrl?.startsWith('https:') ?? false;
  await server.register(helmet, {
    contentSecurityPolicy: contentPolicy(["'none'"]),
    strictTransportSecurity: secure ? { maxAge: 180 * 24 * 60 * 60, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  server.addHook('onRequest', async (_request, reply) => {
    reply.header('permissions-policy', 'geolocation=(self), camera=(), microphone=()');
  });
  addHealth(server, options.checks, options.metrics);
  await addPages(server, options.embedOrigins ?? []);
  return server;
}

/** One line a request: quiet where programs look in every few seconds, loud where something is wrong. */
function logRequests(server: FastifyInstance): void {
  const quiet = new Set(['/healthz', '/readyz', '/metrics', '/assets/:name']);
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const fields = {
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    };
    if (reply.statusCode >= 500 && route !== '/readyz') request.log.error(fields, 'request failed');
    else if (quiet.has(route)) request.log.debug(fields, 'request');
    else request.log.info(fields, 'request');
  });
}
