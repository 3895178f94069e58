import type { FastifyInstance } from 'fastify';
import { readStats, unauthorizedPlatforms } from '../../store/stats.ts';
import type { Overview } from './protocol.ts';

/** Adds `GET …/overview`: the numbers that `rehber stats` prints, and whose token is refused. */
export function addOverviewApi(server: FastifyInstance): void {
  server.get('/overview', async (): Promise<Overview> => {
    const [stats, unauthorized] = await Promise.all([readStats(), unauthorizedPlatforms()]);
    return { ...stats, unauthorized };
  });
}
