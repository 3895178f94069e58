import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Commands that write: what a turn's steps are counted by. */
const WRITES = new Set(['insert', 'update', 'delete', 'findAndModify']);

/** Bytes before the first name in the body of an OP_MSG: header, flags, kind, length, type. */
const FIRST_NAME_AT = 16 + 4 + 1 + 4 + 1;

interface Trap {
  step: number;
  when: 'before' | 'after';
  spring: () => void;
}

/**
 * Stands between a process and its store and passes everything on, until a chosen write: then `onStep` is called, either
 * before the store gets the write, or after the store has done it and before the process hears of it.
 */
export class StoreProxy {
  /** Writes seen since it was armed. */
  writes = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #trap: Trap | undefined;

  private constructor(server: Server, port: number) {
    this.#server = server;
    server.on('connection', (client) => this.#join(client, port));
  }

  static async start(storePort: number): Promise<StoreProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new StoreProxy(server, storePort);
  }

  get uri(): string {
    return `mongodb://127.0.0.1:${(this.#server.address() as AddressInfo).port}/rehber?directConnection=true`;
  }

  /** Springs at the `step`-th write from now on, counted from 1. */
  arm(step: number, when: 'before' | 'after', spring: () => void): void {
    this.writes = 0;
    this.#trap = { step, when, spring };
  }

  disarm(): void {
    this.#trap = undefined;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: Socket, port: number): void {
    const store = connect(port, '127.0.0.1');
    let swallow = false;
    for (const socket of [client, store]) {
      this.#sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        client.destroy();
        store.destroy();
        this.#sockets.delete(socket);
      });
    }
    client.on('data', (chunk) => {
      const trap = this.#isTrapped(chunk);
      if (trap) {
        this.#trap = undefined;
        if (trap.when === 'before') return trap.spring();
        swallow = true;
        store.once('data', () => trap.spring());
      }
      store.write(chunk);
      return undefined;
    });
    store.on('data', (chunk) => {
      if (!swallow) client.write(chunk);
    });
  }

  /** A command arrives in a chunk of its own: the driver waits for the answer before it sends the next. */
  #isTrapped(chunk: Buffer): Trap | undefined {
    if (chunk.length <= FIRST_NAME_AT || chunk.readInt32LE(12) !== 2013) return undefined;
    const name = chunk.toString('latin1', FIRST_NAME_AT, chunk.indexOf(0, FIRST_NAME_AT));
    if (!WRITES.has(name)) return undefined;
    this.writes += 1;
    return this.#trap?.step === this.writes ? this.#trap : undefined;
  }
}
