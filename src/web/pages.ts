import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { micromark } from 'micromark';
import { bundleAssets } from './assets.ts';
import { chatPage, textPage } from './html.ts';
import { addEmbedScript } from './embed-script.ts';
import { contentPolicy } from './policy.ts';
import { stringsFor, stringsIn } from './strings.ts';

const SOURCES = new URL('../../cities/istanbul/SOURCES.md', import.meta.url);

/**
 * Adds the chat's page at `/`, what it loads, `/embed.js` for the pages of other sites, and `/sources`: where the guide's
 * facts come from.
 * @param embedOrigins origins whose pages may show the chat in a frame, `*` for all
 */
export async function addPages(server: FastifyInstance, embedOrigins: string[]): Promise<void> {
  const { byPath, paths } = await bundleAssets();
  await addEmbedScript(server, embedOrigins);
  const framing = {
    contentSecurityPolicy: contentPolicy(["'self'", ...embedOrigins]),
    // Older than the policy's frame-ancestors, and knows no list
    xFrameOptions: embedOrigins.length === 0 && { action: 'sameorigin' as const },
  };
  server.get<{ Querystring: { language?: unknown } }>('/', { helmet: framing }, async (request, reply) => {
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('vary', 'accept-language');
    return chatPage(stringsIn(request.query.language) ?? stringsFor(request.headers['accept-language']));
  });
  server.get('/assets/:name', async (request, reply) => {
    const asset = byPath.get(request.url);
    if (!asset) return reply.callNotFound();
    return reply
      .type(asset.type)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(asset.body);
  });
  server.get('/favicon.ico', async (_request, reply) => reply.redirect(paths.icon, 302));
  server.get('/sources', async (request, reply) => {
    const strings = stringsFor(request.headers['accept-language']);
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('vary', 'accept-language');
    // CommonMark with HTML and unsafe protocols left out, which is micromark's default
    return textPage(strings, strings.sources, micromark(await readFile(SOURCES, 'utf8')), 'en');
  });
}
