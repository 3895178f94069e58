import { createHash } from 'node:crypto';
import { basename, extname } from 'node:path';
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
  paths: { script: string; style: string; icon: string; dashboard: { script: string; style: string } };
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

/** Bundles the pages' source in memory, once a process. */
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
  const [embed, result] = await Promise.all([bundleEmbed(), bundlePages()]);
  // Otherwise its process stays for as long as ours
  await stop();
  const byPath = new Map<string, Asset>();
  const byName = new Map<string, string>();
  for (const file of result.outputFiles) {
    const extension = extname(file.path);
    const body = Buffer.from(file.contents);
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
    const path = `/assets/${hash}${extension}`;
    byPath.set(path, { body, type: TYPES[extension] ?? 'application/octet-stream' });
    byName.set(basename(file.path), path);
  }
  const at = (name: string): string => byName.get(name) ?? '';
  const paths = {
    script: at('chat.js'),
    style: at('chat.css'),
    icon: at('icon.svg'),
    dashboard: { script: at('dashboard.js'), style: at('dashboard.css') },
  };
  return { paths, byPath, embed: embed.outputFiles[0]?.text ?? '' };
}

async function bundlePages() {
  return build({
    ...COMMON,
    entryPoints: [
      { in: source('chat/main.tsx'), out: 'chat' },
      { in: source('chat/style.css'), out: 'chat' },
      { in: source('chat/icon.svg'), out: 'icon' },
      { in: source('dashboard/main.tsx'), out: 'dashboard' },
      { in: source('dashboard/style.css'), out: 'dashboard' },
    ],
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
