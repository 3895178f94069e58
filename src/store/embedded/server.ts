import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { resolve as resolvePath, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ADDRESS_FILE, uriOf, type Address, type FromWorker, type ToWorker } from './address.ts';
import { decodePlain, encode } from './values.ts';
import { frameCommand, HEADER_BYTES, messageLength } from './wire.ts';

/** Milliseconds in which the owner of a folder has to answer to be believed. */
const ANSWER_MS = 2_000;

/** Another process, or another server in this one, owns the folder. */
export class StoreLockedError extends Error {
  constructor(dir: string) {
    super(
      `The folder ${dir} is in use by another Rehber. Stop that one first, or give this one a folder of its own in DATA_DIR.`,
    );
    this.name = 'StoreLockedError';
  }
}

/** The file in the folder is damaged, or is none of ours. */
export class StoreUnusableError extends Error {
  override name = 'StoreUnusableError';
}

/** A server that serves. */
export interface Embedded {
  /** Where a driver or mongosh connects. */
  uri: string;
  port: number;
  /** Works what has come, and gives the folder free. */
  close(): Promise<void>;
}

/**
 * Serves the databases in `dir` by MongoDB's wire protocol on loopback, from a thread of its own. It does not keep the
 * process alive.
 * @param options.port used if free; else the port of the last run, else any.
 * @param options.onNotice is told what an operator should know.
 * @throws StoreLockedError when `dir` has another owner; StoreUnusableError, naming the file and the remedy, when what
 *   lies there cannot be used.
 */
export async function startEmbedded(options: {
  dir: string;
  port?: number;
  onNotice?: (message: string) => void;
}): Promise<Embedded> {
  const dir = resolvePath(options.dir);
  const worker = new Worker(new URL('worker.ts', import.meta.url), {
    name: 'embedded store',
    workerData: { dir, port: options.port },
  });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'listening') resolve(message.port);
      else if (message.kind === 'locked') reject(new StoreLockedError(dir));
      else if (message.kind === 'unusable') reject(new StoreUnusableError(message.message));
      else if (message.kind === 'failed')
        reject(new Error(`The store in ${dir} cannot be opened: ${message.message}`));
      else options.onNotice?.(message.message);
    });
    worker.on('error', (error) => {
      options.onNotice?.(`The embedded store in ${dir} has stopped: ${error.message}`);
      reject(error);
    });
    worker.once('exit', () => reject(new Error(`The store in ${dir} ended before it served`)));
  });
  worker.unref();
  const close = async (): Promise<void> => {
    worker.ref();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage('close' satisfies ToWorker);
    await exited;
  };
  return { uri: uriOf(port), port, close };
}

/**
 * Where the owner of a folder serves; undefined when nobody does. A note of the owner's that was left behind is not
 * believed: the server has to answer with the name that stands there.
 */
export async function runningEmbedded(dir: string): Promise<{ uri: string; pid: number } | undefined> {
  const address = await readAddress(dir);
  if (!address) return undefined;
  const instance = await askInstance(address.port);
  return instance === address.instance ? { uri: uriOf(address.port), pid: address.pid } : undefined;
}

async function readAddress(dir: string): Promise<Address | undefined> {
  try {
    const { pid, port, instance } = JSON.parse(
      await readFile(join(dir, ADDRESS_FILE), 'utf8'),
    ) as Partial<Address>;
    const usable = typeof pid === 'number' && typeof port === 'number' && port > 0 && port < 65_536;
    return usable && typeof instance === 'string' ? { pid, port, instance } : undefined;
  } catch {
    return undefined;
  }
}

/** The name that the server on a port gives itself; undefined when none of ours answers there. */
async function askInstance(port: number): Promise<string | undefined> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error('no answer')));
  try {
    socket.write(frameCommand(encode({ hello: 1, $db: 'admin' })));
    let bytes = Buffer.alloc(0);
    for await (const chunk of socket) {
      bytes = Buffer.concat([bytes, chunk as Buffer]);
      if (bytes.length < HEADER_BYTES || bytes.length < messageLength(bytes)) continue;
      const answer = decodePlain(bytes.subarray(HEADER_BYTES + 5, messageLength(bytes)))['rehberInstance'];
      return typeof answer === 'string' ? answer : undefined;
    }
    return undefined;
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}
