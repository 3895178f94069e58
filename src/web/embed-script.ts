import type { FastifyInstance } from 'fastify';
import { LANGUAGES } from '../messages.ts';
import { bundleAssets } from './assets.ts';
import { NAME } from './html.ts';
import type { EmbedSettings } from './embed/settings.ts';
import { stringsIn } from './strings.ts';

/** Seconds that browsers keep the script: its address is on other sites' pages and cannot change with its content. */
const KEEP_SECONDS = 60 * 60;

/** Adds `/embed.js`, by which a page of another site shows the chat; `origins` as in `EmbedSettings`. */
export async function addEmbedScript(server: FastifyInstance, origins: string[]): Promise<void> {
  const { embed } = await bundleAssets();
  const settings = JSON.stringify({ origins, labels: labels() } satisfies EmbedSettings);
  // In a function of its own, so that the page gets no global of ours
  const script = `(()=>{${embed}rehberEmbed.mount(${settings})})();\n`;
  server.get(
    '/embed.js',
    // Otherwise browsers keep it from the pages of other sites
    { helmet: { crossOriginResourcePolicy: { policy: 'cross-origin' } } },
    async (_request, reply) =>
      reply
        .type('text/javascript; charset=utf-8')
        .header('cache-control', `public, max-age=${KEEP_SECONDS}`)
        .send(script),
  );
}

function labels(): EmbedSettings['labels'] {
  const all: EmbedSettings['labels'] = {};
  for (const language of LANGUAGES) {
    const strings = stringsIn(language);
    if (!strings) continue;
    const { closeGuide: close, direction, openGuide: open, tagline } = strings;
    all[language] = { title: `${NAME} · ${tagline}`, open, close, direction };
  }
  return all;
}
