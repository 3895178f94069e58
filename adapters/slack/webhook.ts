import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Deliver } from './bolt.ts';
import { problemOf } from './errors.ts';
import { credentialsOf, isSigned } from './signature.ts';

/** Events, interactions and slash commands all come here. */
export const WEBHOOK_PATH = '/slack/events';
/** Largest delivery, in bytes. */
const MAX_BODY = 1_048_576;

const delivery = z.record(z.string(), z.unknown());

/**
 * Takes deliveries at `POST /slack/events`: 401 without Slack's signature over the very bytes or with a time that is
 * not ours, 400 for what cannot be read, 413 past 1 MB, 503 where it could not be stored, so that Slack sends it again,
 * and 200 once it is stored.
 */
export async function addWebhook(
  server: FastifyInstance,
  options: { secret: string; deliver: Deliver; log: Logger },
): Promise<void> {
  const { deliver, log, secret } = options;
  const turnAway = { error: 'The signature is missing, wrong or too old.' };
  await server.register(async (scope) => {
    // The signature is over the bytes as they came
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY }, (_request, body, done) =>
      done(null, body),
    );
    // How Slack makes sure of our certificate
    scope.get(WEBHOOK_PATH, async (_request, response) => response.code(200).send());
    scope.route({
      method: 'POST',
      url: WEBHOOK_PATH,
      bodyLimit: MAX_BODY,
      onRequest: async (request, response) => {
        if (credentialsOf(request.headers)) return;
        log.warn('a request to the Slack webhook without a fresh signature was turned away');
        await response.code(401).send(turnAway);
      },
      handler: async (request, response) => {
        const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const credentials = credentialsOf(request.headers);
        if (!credentials || !isSigned(credentials, bytes, secret)) {
          log.warn('a request to the Slack webhook with a wrong signature was turned away');
          return response.code(401).send(turnAway);
        }
        const body = readBody(bytes.toString(), request.headers['content-type'] ?? '');
        if (!body) return response.code(400).send({ error: 'The body cannot be read.' });
        if (body['type'] === 'url_verification') return { challenge: body['challenge'] };
        if (body['ssl_check'] !== undefined) return response.code(200).send();
        try {
          await deliver(body);
        } catch (error) {
          log.error(problemOf(error), 'a delivery could not be stored; Slack will send it again');
          return response.code(503).send({ error: 'The delivery could not be stored. Send it again.' });
        }
        return response.code(200).send();
      },
    });
  });
}

/** JSON, or a form: a slash command by its fields, an interaction as JSON in the field `payload`. */
function readBody(text: string, contentType: string): Record<string, unknown> | undefined {
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    const fields = new URLSearchParams(text);
    const payload = fields.get('payload');
    return payload === null ? Object.fromEntries(fields) : readJson(payload);
  }
  return readJson(text);
}

function readJson(text: string): Record<string, unknown> | undefined {
  try {
    return delivery.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
