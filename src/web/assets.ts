import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, stop, type BuildOptions } from 'esbuild';

/** A file that the pages load. */
interface Asset {
  body: Buffer;
  type: string;
}

/** The pages' scripts and styles, ready to serve. */
export interface Assets {
  /** Addresses of the parts, with a hash of their content: what is at one never changes. */
  paths: { script: string; style: string; icon: string };
  byPath: ReadonlyMap<string, Asset>;
  /** Script that defines `rehberEmbed.mount`, for pages of other sites. */
  embed: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

let bundled: Promise<Assets> | undefined;

/** Bundles the chat page's source in memory, once a process. */
export async function bundleAssets(): Promise<Assets> {
  bundled ??= bundle();
  return bundled;
}

const COMMON = {
  outdir: 'assets',
  write: false,
  bundle: true,
  minify: true,
  target: ['es2022', 'safari16'],
  legalComments: 'none',
  logLevel: 'silent',
} as const satisfies BuildOptions;

const source = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

async function bundle(): Promise<Assets> {
  const [embed, result] = await Promise.all([bundleEmbed(), bundleChat()]);
  // Otherwise its process stays for as long as ours
  await stop();
  const paths = { script: '', style: '', icon: '' };
  const byPath = new Map<string, Asset>();
  for (const file of result.outputFiles) {
    const extension = extname(file.path);
    const body = Buffer.from(file.contents);
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
    const path = `/assets/${hash}${extension}`;
    byPath.set(path, { body, type: TYPES[extension] ?? 'application/octet-stream' });
    if (extension === '.js') paths.script = path;
    if (extension === '.css') paths.style = path;
    if (extension === '.svg') paths.icon = path;
  }
  return { paths, byPath, embed: embed.outputFiles[0]?.text ?? '' };
}

async function bundleChat() {
  return build({
    ...COMMON,
    entryPoints: {
      script: source('chat/main.tsx'),
      style: source('chat/style.css'),
      icon: source('chat/icon.svg'),
    },
    format: 'esm',
    loader: { '.svg': 'copy' },
    jsx: 'automatic',
    jsxImportSource: 'preact',
  });
}

async function bundleEmbed() {
  return build({
    ...COMMON,
    entryPoints: [source('embed/main.ts')],
    format: 'iife',
    globalName: 'rehberEmbed',
    loader: { '.css': 'text' },
  });
}
