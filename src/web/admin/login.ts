import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { OTHER_SITE } from '../own-page.ts';
import type { Guard } from './guard.ts';
import { loginPage, MAX_NAME } from './pages.ts';

const form = z.object({
  token: z.string().max(1_000).default(''),
  name: z
    .string()
    .default('')
    .transform((text) => cleanName(text)),
  next: z.string().default(''),
});

/** A name as the audit log takes it: one line, no longer than that of a person. */
export function cleanName(text: string): string {
  return text
    .replaceAll(/[\p{C}\s:]+/gu, ' ')
    .trim()
    .slice(0, MAX_NAME)
    .toWellFormed();
}

/** Adds login and logout. */
export function addLogin(server: FastifyInstance, guard: Guard, nameRequired: boolean): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 10_000 },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );

  server.post('/dashboard/login', async (request, reply) => {
    reply.type('text/html; charset=utf-8');
    if (!guard.isFromOwnPage(request)) {
      reply.code(403);
      return loginPage({ next: '/dashboard', nameRequired, error: OTHER_SITE });
    }
    const { name, next, token } = form.parse(request.body ?? {});
    const again = { name, next: pathWithin(next), nameRequired };
    const seconds = await guard.wait(request);
    if (seconds > 0) {
      reply.code(429).header('retry-after', seconds);
      const error = `Too many wrong tokens came from your address. Wait ${Math.ceil(seconds / 60)} minutes, then try again.`;
      return loginPage({ ...again, error });
    }
    if (!guard.sessions.isToken(token.trim())) {
      await guard.noteWrong(request);
      reply.code(401);
      return loginPage({ ...again, error: 'This is not the token. It is the value of ADMIN_TOKEN.' });
    }
    if (nameRequired && name === '') {
      reply.code(400);
      return loginPage({ ...again, error: 'Give your name: promos are approved by somebody else here.' });
    }
    guard.begin(reply, name);
    return reply.redirect(again.next, 303);
  });

  server.post('/dashboard/logout', async (request, reply) => {
    if (!guard.isFromOwnPage(request)) return reply.code(403).send({ error: OTHER_SITE });
    await guard.end(request, reply);
    return reply.redirect('/dashboard', 303);
  });
}

/** A path of the dashboard, whatever was asked for. */
export function pathWithin(given: string): string {
  return /^\/dashboard(?:\/[\w/-]*)?$/.test(given) ? given : '/dashboard';
}
