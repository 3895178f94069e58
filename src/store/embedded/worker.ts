import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { Catalog } from './catalog.ts';
import { Cursors } from './cursors.ts';
import { removeExpired } from './expiry.ts';
import { FolderInUse, StoreFile, StoreUnusable } from './files.ts';
import { Listener } from './listener.ts';
import type { Engine } from './request.ts';
import { ADDRESS_FILE, type Address, type FromWorker, type ToWorker } from './address.ts';

/** Milliseconds between two looks whether it is time to tidy up. */
const LOOK_MS = 1_000;
/** Seconds between two looks for documents whose time is over, unless `setParameter` says otherwise. */
const EXPIRY_SECONDS = 5;
/** Milliseconds after which MongoDB forgets a cursor that nobody asks. */
const IDLE_CURSOR_MS = 10 * 60 * 1_000;
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
  const catalog = openCatalog(file);
  const engine: Engine = {
    catalog,
    cursors: new Cursors(),
    sessions: new Map(),
    instance: randomUUID(),
    startedAt: Date.now(),
    checkpointDue: false,
    parameters: { ttlMonitorSleepSecs: EXPIRY_SECONDS, cursorTimeoutMillis: IDLE_CURSOR_MS },
    status: { connections: 0, connectionsEver: 0, commands: 0, commits: 0, syncs: 0 },
  };
  const listener = new Listener(engine, file);
  const listening = await listener.listen(port ?? lastPort() ?? 0);
  writeAddress({ pid: process.pid, port: listening, instance: engine.instance });
  const housekeeping = new Housekeeping(engine, file);
  parent.on('message', (message: ToWorker) => {
    if (message !== 'close') return;
    housekeeping.stop();
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

/** The first reading of the file shows whether it is whole. */
function openCatalog(file: StoreFile): Catalog {
  try {
    return new Catalog(file);
  } catch (error) {
    file.close();
    throw new StoreUnusable(file.path, error instanceof Error ? error.message : String(error));
  }
}

/** Removes what is over: documents by their TTL indexes, and cursors that nobody asks. */
class Housekeeping {
  readonly #engine: Engine;
  readonly #file: StoreFile;
  readonly #timer: NodeJS.Timeout;
  #next: NodeJS.Immediate | undefined;
  #lastAt = performance.now();

  constructor(engine: Engine, file: StoreFile) {
    this.#engine = engine;
    this.#file = file;
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    clearImmediate(this.#next);
  }

  #look(): void {
    const { parameters, cursors } = this.#engine;
    if (this.#next || performance.now() - this.#lastAt < parameters.ttlMonitorSleepSecs * 1_000) return;
    this.#lastAt = performance.now();
    cursors.forgetIdle(Date.now() - parameters.cursorTimeoutMillis);
    this.#removeSome(Date.now());
  }

  /** A batch, in a transaction of its own; the next one after the commands that wait. */
  #removeSome(now: number): void {
    this.#next = undefined;
    try {
      if (removeExpired(this.#engine.catalog, this.#file, now))
        this.#next = setImmediate(() => this.#removeSome(now));
    } catch (error) {
      this.#engine.catalog.reload();
      const reason = error instanceof Error ? error.message : String(error);
      tell({ kind: 'notice', message: `The embedded store could not remove expired documents: ${reason}` });
    }
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
  else if (error instanceof StoreUnusable) tell({ kind: 'unusable', message: error.message });
  else tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  parent.close();
});
