import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { problemOf } from './polling.ts';

export const WEBHOOK_PATH = '/telegram/webhook';
/** Largest update, in bytes. */
const MAX_BODY = 1_048_576;

/**
 * Takes updates at `POST /telegram/webhook`: 401 without the secret before the body is read, 400 for what is no JSON,
 * 413 past 1 MB, 503 where `take` fails, so that Telegram sends the update again, and 200 once it is stored.
 */
export async function addWebhook(
  server: FastifyInstance,
  options: { secret: string; take: (updates: unknown[]) => Promise<void>; log: Logger },
): Promise<void> {
  const { secret, take, log } = options;
  await server.register(async (scope) => {
    // Whatever type the body says it has, it is JSON or it is wrong
    const parseJson = scope.getDefaultJsonParser('remove', 'remove');
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: MAX_BODY }, parseJson);
    scope.route({
      method: 'POST',
      url: WEBHOOK_PATH,
      bodyLimit: MAX_BODY,
      onRequest: async (request, response) => {
        const given = request.headers['x-telegram-bot-api-secret-token'];
        if (typeof given === 'string' && isSame(given, secret)) return;
        log.warn('a request to the Telegram webhook without its secret was turned away');
        await response.code(401).send({ error: 'The secret token is missing or wrong.' });
      },
      handler: async (request, response) => {
        try {
          await take([request.body]);
        } catch (error) {
          log.error(problemOf(error), 'an update could not be stored; Telegram will send it again');
          return response.code(503).send({ error: 'The update could not be stored. Send it again.' });
        }
        return { ok: true };
      },
    });
  });
}

/** Compares in a time that tells nothing about either. */
function isSame(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
