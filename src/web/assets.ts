import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, stop } from 'esbuild';

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

const source = (name: string): string => fileURLToPath(new URL(`chat/${name}`, import.meta.url));

async function bundle(): Promise<Assets> {
  const result = await build({
    entryPoints: { script: source('main.tsx'), style: source('style.css'), icon: source('icon.svg') },
    outdir: 'assets',
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022', 'safari16'],
    loader: { '.svg': 'copy' },
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'silent',
  });
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
  return { paths, byPath };
}
