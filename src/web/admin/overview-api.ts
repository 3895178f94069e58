import type { FastifyInstance } from 'fastify';
import { readStats, unauthorizedPlatforms } from '../../store/stats.ts';
import type { Overview } from './protocol.ts';

/**
 * Adds `GET …/overview`: the numbers that `rehber stats` prints, and whose token is refused. Pages look every few seconds:
 * that stands in the log only where something is wrong.
 */
export function addOverviewApi(server: FastifyInstance): void {
  server.get('/overview', { logLevel: 'warn' }, async (): Promise<Overview> => {
    const [stats, unauthorized] = await Promise.all([readStats(), unauthorizedPlatforms()]);
    return { ...stats, unauthorized };
  });
}
