import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Int32, Double } from 'bson';
import { dispatch, errorAnswer } from './dispatch.ts';
import { CommandError } from './errors.ts';
import type { StoreFile } from './files.ts';
import { encodeReply } from './reply.ts';
import type { Engine } from './request.ts';
import type { Doc } from './values.ts';
import { envelope, frameReply, HEADER_BYTES, messageLength, parseMessage, ProtocolError } from './wire.ts';

/** Connections at once; a driver's pool has 100. */
const MAX_CONNECTIONS = 500;
/** Whole messages of one connection that may wait for their turn. */
const MAX_WAITING = 64;
/** Bytes of answers that a client may leave unread before its next command is worked. */
const MAX_UNREAD_BYTES = 32 * 1024 * 1024;

interface Answer {
  connection: Connection;
  bytes: Buffer;
  /** In its place if the transaction fails. */
  to: { requestId: number; legacy: boolean };
}

/** Takes connections and works their commands: all that have come in one turn of the event loop in one transaction. */
export class Listener {
  readonly #engine: Engine;
  readonly #file: StoreFile;
  readonly #server: Server;
  readonly #ready = new Set<Connection>();
  readonly #connections = new Set<Connection>();
  #scheduled = false;

  constructor(engine: Engine, file: StoreFile) {
    this.#engine = engine;
    this.#file = file;
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
    this.#server.maxConnections = MAX_CONNECTIONS;
  }

  /** Listens on loopback: on `port` if it is free, else on any. Resolves with the port. */
  async listen(port: number): Promise<number> {
    try {
      return await this.#listenOn(port);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (port === 0 || (code !== 'EADDRINUSE' && code !== 'EACCES')) throw error;
      return this.#listenOn(0);
    }
  }

  async #listenOn(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host: '127.0.0.1', port }, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    return (this.#server.address() as AddressInfo).port;
  }

  /** Works what has come, answers it and hangs up. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#work();
    for (const connection of this.#connections) connection.end();
    await closed;
  }

  #accept(socket: Socket): void {
    const { status } = this.#engine;
    status.connections++;
    const connection = new Connection(socket, ++status.connectionsEver, () => this.#schedule(connection));
    this.#connections.add(connection);
    socket.on('close', () => {
      status.connections--;
      this.#connections.delete(connection);
      this.#ready.delete(connection);
    });
  }

  #schedule(connection: Connection): void {
    this.#ready.add(connection);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#work();
    });
  }

  #work(): void {
    const ready = [...this.#ready];
    this.#ready.clear();
    const answers: Answer[] = [];
    try {
      this.#file.db.exec('BEGIN');
      for (const connection of ready) this.#workConnection(connection, answers);
      this.#file.db.exec('COMMIT');
      this.#engine.status.commits++;
    } catch (error) {
      // Nothing of this turn was kept: nothing of it may be acknowledged
      if (this.#file.db.isTransaction) this.#file.db.exec('ROLLBACK');
      this.#engine.catalog.reload();
      for (const answer of answers) answer.bytes = frameReply(encodeReply(errorAnswer(error)), answer.to);
    }
    for (const { connection, bytes } of answers) connection.send(bytes);
    for (const connection of ready) connection.readOn();
  }

  #workConnection(connection: Connection, answers: Answer[]): void {
    for (const bytes of connection.take()) {
      const to = envelope(bytes);
      let answer: Doc;
      try {
        answer = dispatch(this.#engine, parseMessage(bytes), connection.id);
      } catch (error) {
        if (error instanceof ProtocolError || !(error instanceof CommandError)) {
          connection.destroy();
          return;
        }
        answer = errorAnswer(error);
      }
      if (!to.unanswered) answers.push({ connection, to, bytes: frameReply(encode(answer), to) });
    }
  }
}

/** MongoDB answers `ok` as a double. */
function encode(answer: Doc): Buffer {
  return encodeReply({ ...answer, ok: new Double(answer['ok'] instanceof Int32 ? 1 : Number(answer['ok'])) });
}

/** One client: bytes in, whole messages out, and no more of either than can be worked. */
class Connection {
  readonly id: number;
  readonly #socket: Socket;
  readonly #onMessage: () => void;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #waiting: Buffer[] = [];

  constructor(socket: Socket, id: number, onMessage: () => void) {
    this.#socket = socket;
    this.id = id;
    this.#onMessage = onMessage;
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('drain', () => this.readOn());
    // A connection that breaks is closed; the client sees it and comes again
    socket.on('error', () => socket.destroy());
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    try {
      this.#cut();
    } catch {
      this.destroy();
      return;
    }
    if (this.#waiting.length === 0) return;
    if (this.#waiting.length >= MAX_WAITING) this.#socket.pause();
    this.#onMessage();
  }

  /** Cuts whole messages off what has come. */
  #cut(): void {
    while (this.#bytes >= HEADER_BYTES) {
      if (this.#chunks[0]!.length < HEADER_BYTES) this.#join();
      const length = messageLength(this.#chunks[0]!);
      if (this.#bytes < length) return;
      this.#join();
      const all = this.#chunks[0]!;
      this.#waiting.push(all.subarray(0, length));
      this.#chunks = all.length > length ? [all.subarray(length)] : [];
      this.#bytes -= length;
    }
  }

  #join(): void {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks, this.#bytes)];
  }

  /** The messages that wait, unless the client leaves its answers unread. */
  take(): Buffer[] {
    if (this.#socket.writableLength > MAX_UNREAD_BYTES) {
      this.#socket.pause();
      return [];
    }
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }

  /** Goes on after a turn, or after the client has read. */
  readOn(): void {
    if (this.#socket.destroyed || this.#socket.writableLength > MAX_UNREAD_BYTES) return;
    if (this.#waiting.length > 0) this.#onMessage();
    else if (this.#socket.isPaused()) this.#socket.resume();
  }

  send(bytes: Buffer): void {
    if (!this.#socket.destroyed) this.#socket.write(bytes);
  }

  end(): void {
    this.#socket.end();
    this.#socket.unref();
    setTimeout(() => this.#socket.destroy(), 500).unref();
  }

  destroy(): void {
    this.#waiting = [];
    this.#socket.destroy();
  }
}
