import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import mongoose from 'mongoose';

const { BSON } = mongoose.mongo;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER_BYTES = 16;

/** A message of the wire protocol with any operation code. */
export function message(opCode: number, ...parts: Uint8Array[]): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  const whole = Buffer.concat([header, ...parts]);
  whole.writeInt32LE(whole.length, 0);
  whole.writeInt32LE(7, 4);
  whole.writeInt32LE(opCode, 12);
  return whole;
}

/** A command as OP_MSG, with documents beside it. */
export function command(
  body: Uint8Array | object,
  beside: Record<string, Uint8Array[]> = {},
  flags = 0,
): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(flags);
  const raw = body instanceof Uint8Array ? body : BSON.serialize(body);
  const sections = Object.entries(beside).map(([name, documents]) => {
    const section = Buffer.concat([Buffer.alloc(5), Buffer.from(`${name}\0`), ...documents]);
    section[0] = 1;
    section.writeInt32LE(section.length - 1, 1);
    return section;
  });
  return message(OP_MSG, head, Buffer.of(0), raw, ...sections);
}

/** A command as the OP_QUERY of old. */
export function legacyCommand(database: string, body: object): Buffer {
  const numbers = Buffer.alloc(8);
  numbers.writeInt32LE(-1, 4);
  return message(OP_QUERY, Buffer.alloc(4), Buffer.from(`${database}.$cmd\0`), numbers, BSON.serialize(body));
}

/** A document's bytes, put together from elements' bytes. */
export function documentOf(...elements: Uint8Array[]): Buffer {
  const whole = Buffer.concat([Buffer.alloc(4), ...elements, Buffer.of(0)]);
  whole.writeInt32LE(whole.length, 0);
  return whole;
}

/** A connection that sends whatever it is told to. */
export class RawClient {
  readonly socket: Socket;
  readonly #chunks: Buffer[] = [];
  closed = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk) => this.#chunks.push(chunk));
    socket.on('close', () => (this.closed = true));
    socket.on('error', () => undefined);
  }

  static async connect(port: number): Promise<RawClient> {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  send(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  /** The document of the next answer; undefined when the server has closed instead. */
  async answer(): Promise<Record<string, unknown> | undefined> {
    for (;;) {
      const bytes = Buffer.concat(this.#chunks);
      if (bytes.length >= HEADER_BYTES && bytes.length >= bytes.readInt32LE(0)) {
        const length = bytes.readInt32LE(0);
        this.#chunks.splice(0, this.#chunks.length, bytes.subarray(length));
        const at = HEADER_BYTES + (bytes.readInt32LE(12) === OP_MSG ? 5 : 20);
        return BSON.deserialize(bytes.subarray(at, length), { validation: { utf8: false } });
      }
      if (this.closed) return undefined;
      await new Promise<void>((resolve) => {
        const go = (): void => {
          this.socket.off('data', go).off('close', go);
          resolve();
        };
        this.socket.on('data', go).on('close', go);
      });
    }
  }

  /** Sends and waits for the answer or the end of the connection. */
  async ask(bytes: Uint8Array): Promise<Record<string, unknown> | undefined> {
    this.send(bytes);
    return this.answer();
  }

  close(): void {
    this.socket.destroy();
  }
}
