import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { readConfig } from '../../src/config.ts';
import { openStore, type Store } from '../../src/store/store.ts';

/** A store of its own for a test file: embedded in a temporary folder, or a database of its own on `REHBER_TEST_MONGODB_URI`. */
export async function openTestStore(): Promise<Store & { dir: string }> {
  const dir = await mkdtemp(join(tmpdir(), 'rehber-test-'));
  const uri = process.env['REHBER_TEST_MONGODB_URI'];
  const database = `rehber-test-${process.pid}`;
  const store = await openStore(
    readConfig({ DATA_DIR: dir, ...(uri ? { MONGODB_URI: withDatabase(uri, database) } : {}) }),
  );
  return {
    ...store,
    dir,
    async close() {
      if (uri) await mongoose.connection.dropDatabase();
      await store.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function withDatabase(uri: string, database: string): string {
  const url = new URL(uri);
  url.pathname = `/${database}`;
  return url.href;
}

/** Waits until a condition holds. @throws Error naming it when it does not within `patienceMs` */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  patienceMs = 15_000,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited ${patienceMs} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
