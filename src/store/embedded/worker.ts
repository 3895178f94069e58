import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { Catalog } from './catalog.ts';
import { Cursors } from './cursors.ts';
import { removeExpired } from './expiry.ts';
import { FolderInUse, StoreFile } from './files.ts';
import { Listener } from './listener.ts';
import type { Engine } from './request.ts';
import { ADDRESS_FILE, type Address, type FromWorker, type ToWorker } from './address.ts';

/** Milliseconds between two looks for documents whose time is over. */
const EXPIRY_MS = 5_000;
/** Documents of one collection over which a server of its own is advised. */
const LARGE_COLLECTION = 100_000;

const { dir, port } = workerData as { dir: string; port: number | undefined };
const parent = parentPort!;

function tell(message: FromWorker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parent.postMessage(message);
}

async function serve(): Promise<void> {
  const file = new StoreFile(dir);
  const catalog = new Catalog(file);
  const engine: Engine = {
    catalog,
    cursors: new Cursors(),
    sessions: new Map(),
    instance: randomUUID(),
    startedAt: Date.now(),
    status: { connections: 0, connectionsEver: 0, commands: 0, commits: 0 },
  };
  const listener = new Listener(engine, file);
  const listening = await listener.listen(port ?? lastPort() ?? 0);
  writeAddress({ pid: process.pid, port: listening, instance: engine.instance });
  const timer = setInterval(() => tidy(engine, file), EXPIRY_MS);
  parent.on('message', (message: ToWorker) => {
    if (message !== 'close') return;
    clearInterval(timer);
    void listener.close().then(() => {
      file.close();
      parent.close();
    });
  });
  tell({ kind: 'listening', port: listening });
  for (const { namespace, count } of catalog.list())
    if (count > LARGE_COLLECTION)
      tell({
        kind: 'notice',
        message:
          `The embedded store holds ${count} documents in ${namespace}. It is made for up to about ` +
          `${LARGE_COLLECTION}: set MONGODB_URI to a MongoDB of its own.`,
      });
}

function tidy(engine: Engine, file: StoreFile): void {
  const now = Date.now();
  engine.cursors.forgetIdle(now);
  try {
    while (removeExpired(engine.catalog, file, now)) {
      // Each turn is a transaction of its own
    }
  } catch (error) {
    engine.catalog.reload();
    const reason = error instanceof Error ? error.message : String(error);
    tell({ kind: 'notice', message: `The embedded store could not remove expired documents: ${reason}` });
  }
}

function addressPath(): string {
  return join(dir, ADDRESS_FILE);
}

/** The port of the last run: what was set up to connect there goes on working. */
function lastPort(): number | undefined {
  try {
    const { port: last } = JSON.parse(readFileSync(addressPath(), 'utf8')) as Partial<Address>;
    return typeof last === 'number' && Number.isInteger(last) && last > 0 && last < 65_536 ? last : undefined;
  } catch {
    return undefined;
  }
}

function writeAddress(address: Address): void {
  const temporary = `${addressPath()}.${process.pid}.tmp`;
  writeFileSync(temporary, JSON.stringify(address), { mode: 0o600 });
  renameSync(temporary, addressPath());
}

serve().catch((error: unknown) => {
  if (error instanceof FolderInUse) tell({ kind: 'locked' });
  else tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  parent.close();
});
