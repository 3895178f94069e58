import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Int32, Double } from 'bson';
import { dispatch, errorAnswer } from './dispatch.ts';
import { CommandError } from './errors.ts';
import type { StoreFile } from './files.ts';
import { encodeReply } from './reply.ts';
import { waitsForDisk, type Engine } from './request.ts';
import { Connection } from './connection.ts';
import type { Doc } from './values.ts';
import { envelope, frameReply, parseMessage, ProtocolError } from './wire.ts';

/** Connections at once; a driver's pool has 100. */
const MAX_CONNECTIONS = 500;
/** Bytes of messages that all connections together may hold; beyond it, the largest is heard to its end first. */
const MAX_UNWORKED_BYTES = 256 * 1024 * 1024;
/** Bytes of unread answers of all connections; beyond it, batches are small and who has not read is not answered. */
const MAX_UNREAD_BYTES = 256 * 1024 * 1024;
/** Milliseconds between two looks for messages that do not come to an end. */
const LOOK_MS = 10_000;

interface Answer {
  connection: Connection;
  bytes: Buffer;
  /** It is for a write that has to be on disk first. */
  waits: boolean;
  /** In its place if the transaction fails. */
  to: { requestId: number; legacy: boolean };
}

/**
 * Takes connections and works their commands: all that have come in one turn of the event loop in one transaction. The
 * answers to writes wait for the disk: one wait for all that came while the one before lasted, and no command waits for it.
 */
export class Listener {
  readonly #engine: Engine;
  readonly #file: StoreFile;
  readonly #server: Server;
  readonly #ready = new Set<Connection>();
  readonly #connections = new Set<Connection>();
  #scheduled = false;
  /** Answers that wait for the disk, and the wait for those before them. */
  #held: Answer[] = [];
  #syncing: Promise<void> | undefined;
  readonly #timer: NodeJS.Timeout;

  constructor(engine: Engine, file: StoreFile) {
    this.#engine = engine;
    this.#file = file;
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
    this.#server.maxConnections = MAX_CONNECTIONS;
    this.#timer = setInterval(() => {
      for (const connection of this.#connections) connection.hangUpIfStalled();
    }, LOOK_MS).unref();
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
    clearInterval(this.#timer);
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#work();
    await this.#syncing;
    for (const connection of this.#connections) connection.end();
    await closed;
  }

  #accept(socket: Socket): void {
    const { status } = this.#engine;
    status.connections++;
    const connection = new Connection(socket, ++status.connectionsEver, {
      onMessage: () => this.#schedule(connection),
      onBytes: () => this.#bound(),
    });
    this.#connections.add(connection);
    socket.on('close', () => {
      status.connections--;
      this.#connections.delete(connection);
      this.#ready.delete(connection);
      if (connection.isLarge) this.#bound();
    });
  }

  /** Lets no more in and out than can be held. */
  #bound(): void {
    let unworked = 0;
    let unread = 0;
    let most: Connection | undefined;
    for (const connection of this.#connections) {
      unread += connection.unread;
      unworked += connection.unworked;
      if (!most || connection.unworked > most.unworked) most = connection;
    }
    this.#engine.cursors.tight = unread > MAX_UNREAD_BYTES;
    const full = unworked > MAX_UNWORKED_BYTES;
    for (const connection of this.#connections)
      connection.throttle(full && connection !== most && connection.isLarge);
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
      if (this.#engine.checkpointDue) {
        this.#engine.checkpointDue = false;
        this.#file.checkpoint();
      }
    } catch (error) {
      // Nothing of this turn was kept: nothing of it may be acknowledged
      if (this.#file.db.isTransaction) this.#file.db.exec('ROLLBACK');
      this.#engine.catalog.reload();
      for (const answer of answers) {
        answer.bytes = frameReply(encodeReply(errorAnswer(error)), answer.to);
        answer.waits = false;
      }
    }
    for (const answer of answers) {
      const { connection, bytes, waits } = answer;
      // Whoever sends several commands at once is answered in their order
      if (waits || connection.held > 0) {
        connection.held += bytes.length;
        this.#held.push(answer);
      } else connection.send(bytes);
    }
    if (this.#held.length > 0)
      this.#syncing ??= this.#sync().finally(() => {
        this.#syncing = undefined;
      });
    const large = ready.some((connection) => connection.isLarge);
    for (const connection of ready) connection.readOn();
    if (large) this.#bound();
  }

  /**
   * Sends the answers that wait for the disk once it has what they tell of. Where that fails, nobody can say what is on
   * disk: the thread ends by it, and the next start reads what is there.
   */
  async #sync(): Promise<void> {
    while (this.#held.length > 0) {
      const answers = this.#held;
      this.#held = [];
      await this.#file.sync();
      this.#engine.status.syncs++;
      for (const { connection, bytes } of answers) {
        connection.held -= bytes.length;
        connection.send(bytes);
        connection.readOn();
      }
    }
  }

  #workConnection(connection: Connection, answers: Answer[]): void {
    let answered = 0;
    for (;;) {
      const bytes = connection.next(answered, this.#engine.cursors.tight);
      if (!bytes) return;
      const to = envelope(bytes);
      let answer: Doc;
      let waits = false;
      try {
        const message = parseMessage(bytes);
        const before = this.#file.changes;
        answer = dispatch(this.#engine, message, connection.id);
        waits = waitsForDisk(message.body) && this.#file.changes > before;
      } catch (error) {
        if (error instanceof ProtocolError || !(error instanceof CommandError)) {
          connection.destroy();
          return;
        }
        answer = errorAnswer(error);
      }
      if (to.unanswered) continue;
      const reply = frameReply(encodeAnswer(answer), to);
      answered += reply.length;
      answers.push({ connection, to, waits, bytes: reply });
    }
  }
}

/** The bytes of an answer; of one that is too large for a message, an error of its own. */
function encodeAnswer(answer: Doc): Buffer {
  try {
    return encode(answer);
  } catch (error) {
    return encode(errorAnswer(error));
  }
}

/** MongoDB answers `ok` as a double. */
function encode(answer: Doc): Buffer {
  return encodeReply({ ...answer, ok: new Double(answer['ok'] instanceof Int32 ? 1 : Number(answer['ok'])) });
}
