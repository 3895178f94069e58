import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { micromark } from 'micromark';
import { bundleAssets } from './assets.ts';
import { chatPage, textPage } from './html.ts';
import { stringsFor } from './strings.ts';

const SOURCES = new URL('../../cities/istanbul/SOURCES.md', import.meta.url);

/** Adds the chat's page at `/`, what it loads, and `/sources`: where the guide's facts come from. */
export async function addPages(server: FastifyInstance): Promise<void> {
  const { byPath, paths } = await bundleAssets();
  server.get('/', async (request, reply) => {
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('vary', 'accept-language');
    return chatPage(stringsFor(request.headers['accept-language']));
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
