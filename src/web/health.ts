import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';

/** Whether each part that the guide needs works, by its name. */
export type Checks = () => Promise<Record<string, boolean>>;

/** Adds `/healthz` (the process is up), `/readyz` (what it needs works too) and `/metrics` (Prometheus's text format). */
export function addHealth(
  server: FastifyInstance,
  checks: Checks = async () => ({}),
  metrics: Registry = new Registry(),
): void {
  collectDefaultMetrics({ register: metrics });
  server.get('/healthz', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return { ok: true };
  });
  server.get('/readyz', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    try {
      const results = await checks();
      const wrong = Object.keys(results).filter((name) => !results[name]);
      reply.code(wrong.length === 0 ? 200 : 503);
      return { ready: wrong.length === 0, wrong, checks: results };
    } catch (error) {
      request.log.error({ err: error }, 'the checks of /readyz failed');
      reply.code(503);
      return { ready: false, wrong: ['checks'], checks: { checks: false } };
    }
  });
  server.get('/metrics', async (_request, reply) => {
    reply.header('cache-control', 'no-store').type(metrics.contentType);
    return metrics.metrics();
  });
}
