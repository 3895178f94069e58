import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { messagePage } from './html.ts';
import { stringsFor } from './strings.ts';

/** What to do next, for errors that fastify itself finds. */
const REMEDIES: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not valid JSON: check it with a JSON parser and send it again.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty: send a JSON object.',
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is over 1 MB: send less at once.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'This address reads JSON only: send it with content-type application/json.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as its content-length says: send it again.',
};

/** Answers errors and unknown addresses: as a page to people, as `{error}` to programs. Nothing internal leaves. */
export function answerErrors(server: FastifyInstance): void {
  server.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const status = error.statusCode !== undefined && error.statusCode >= 400 ? error.statusCode : 500;
    if (status >= 500) request.log.error({ err: error, requestId: request.id }, 'a request failed');
    const text =
      status >= 500
        ? `Something went wrong here; the log says more under request ${request.id}. Try again in a moment.`
        : (REMEDIES[error.code] ?? error.message);
    return answer(request, reply, status, text);
  });
  server.setNotFoundHandler(async (request, reply) => {
    const { notFound } = stringsFor(request.headers['accept-language']);
    const text = wantsPage(request)
      ? notFound
      : 'There is nothing at this address. The chat is at /, the health at /healthz.';
    return answer(request, reply, 404, text);
  });
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  text: string,
): Promise<FastifyReply> {
  reply.code(status).header('cache-control', 'no-store');
  if (!wantsPage(request)) return reply.send({ error: text });
  const strings = stringsFor(request.headers['accept-language']);
  const title = status === 404 ? strings.notFoundTitle : (STATUS_CODES[status] ?? String(status));
  return reply
    .type('text/html; charset=utf-8')
    .header('vary', 'accept-language')
    .send(await messagePage(strings, title, text));
}

/** A person's browser asks for text/html; programs and the page's own scripts do not. */
function wantsPage(request: FastifyRequest): boolean {
  const byProgram = request.url.startsWith('/api/') || !['GET', 'HEAD'].includes(request.method);
  return !byProgram && (request.headers.accept ?? '').includes('text/html');
}
