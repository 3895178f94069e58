import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

const WEBHOOK_PATH = '/whatsapp/webhook';
/** Largest delivery, in bytes. */
const MAX_BODY = 1_048_576;

export interface WebhookOptions {
  /** With it Meta signs each delivery. */
  appSecret: string;
  /** With it Meta shows, once, that the address was entered by us. */
  verifyToken: string;
  take: (delivery: unknown) => Promise<void>;
  log: Logger;
}

/**
 * Answers Meta's question whether the address is ours at `GET /whatsapp/webhook`: 200 with the challenge, or 403. Takes
 * deliveries at `POST /whatsapp/webhook`: 401 without a signature that fits the bytes, 400 for what is no JSON, 413
 * past 1 MB, 503 where `take` fails, so that Meta sends the delivery again, and 200 once it is stored.
 */
export async function addWebhook(server: FastifyInstance, options: WebhookOptions): Promise<void> {
  const { appSecret, log, take, verifyToken } = options;
  await server.register(async (scope) => {
    // The signature is over the bytes as they came: the same JSON written anew has another one
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: MAX_BODY },
      async (_request: unknown, body: Buffer) => body,
    );

    scope.route({
      method: 'GET',
      url: WEBHOOK_PATH,
      handler: async (request, response) => {
        const query = request.query as Record<string, unknown>;
        const { 'hub.challenge': challenge, 'hub.mode': mode, 'hub.verify_token': token } = query;
        const isMeta = mode === 'subscribe' && typeof token === 'string' && isSame(token, verifyToken);
        if (!isMeta || typeof challenge !== 'string') {
          log.warn('a request to verify the WhatsApp webhook was turned away');
          return response.code(403).send({ error: 'The verify token is missing or wrong.' });
        }
        return response.type('text/plain').send(challenge);
      },
    });

    scope.route({
      method: 'POST',
      url: WEBHOOK_PATH,
      bodyLimit: MAX_BODY,
      onRequest: async (request, response) => {
        if (signatureOf(request) !== undefined) return;
        await response.code(401).send({ error: 'The signature is missing or malformed.' });
      },
      handler: async (request, response) => {
        const body = request.body instanceof Buffer ? request.body : Buffer.alloc(0);
        if (!isSigned(body, signatureOf(request), appSecret)) {
          log.warn('a request to the WhatsApp webhook without a fitting signature was turned away');
          return response.code(401).send({ error: 'The signature does not fit the body.' });
        }
        const delivery = jsonOf(body);
        if (!delivery) return response.code(400).send({ error: 'The body is no JSON.' });
        try {
          await take(delivery.value);
        } catch (error) {
          const problem = error instanceof Error ? error.name : 'failure';
          log.error({ problem }, 'a delivery could not be stored; Meta will send it again');
          return response.code(503).send({ error: 'The delivery could not be stored. Send it again.' });
        }
        return { ok: true };
      },
    });
  });
}

function signatureOf({ headers }: FastifyRequest): Buffer | undefined {
  const given = headers['x-hub-signature-256'];
  const hex = typeof given === 'string' ? /^sha256=([0-9a-f]{64})$/i.exec(given)?.[1] : undefined;
  return hex === undefined ? undefined : Buffer.from(hex, 'hex');
}

function isSigned(body: Buffer, signature: Buffer | undefined, appSecret: string): boolean {
  const expected = createHmac('sha256', appSecret).update(body).digest();
  return signature !== undefined && timingSafeEqual(signature, expected);
}

/** Compares in a time that tells nothing about either. */
function isSame(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function jsonOf(body: Buffer): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(body.toString()) };
  } catch {
    return undefined;
  }
}
