import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** What RFC 6455 has servers add to a client's key. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/** Slack's end of Socket Mode: sends envelopes to whoever connected last and keeps what comes back. */
export class SlackSocket {
  /** Envelope ids that were acknowledged, in order. */
  readonly acknowledged: string[] = [];
  connections = 0;
  readonly #changes = new EventEmitter();
  #socket: Duplex | undefined;

  constructor(server: Server) {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex) => this.#open(request, socket));
  }

  /** Resolves once so many connections were opened in all. */
  async connected(count = 1): Promise<void> {
    while (this.connections < count) await once(this.#changes, 'connection');
  }

  /** Resolves once an envelope is acknowledged. */
  async acknowledgement(envelope: string): Promise<void> {
    while (!this.acknowledged.includes(envelope)) await once(this.#changes, 'acknowledgement');
  }

  deliver(envelope: string, type: 'events_api' | 'interactive' | 'slash_commands', payload: unknown): void {
    this.#send({ envelope_id: envelope, type, payload, accepts_response_payload: type !== 'events_api' });
  }

  /** Has the client connect anew, as Slack does every few hours. */
  refresh(): void {
    this.#send({ type: 'disconnect', reason: 'refresh_requested' });
  }

  close(): void {
    this.#socket?.destroy();
  }

  #open(request: IncomingMessage, socket: Duplex): void {
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}${GUID}`)
      .digest('base64');
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    this.#socket = socket;
    let buffered = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      buffered = Buffer.concat([buffered, chunk]);
      for (let frame = readFrame(buffered); frame; frame = readFrame(buffered)) {
        buffered = buffered.subarray(frame.size);
        this.#take(frame, socket);
      }
    });
    socket.on('error', () => {});
    this.#send({ type: 'hello', num_connections: 1 });
    this.connections += 1;
    this.#changes.emit('connection');
  }

  #take({ data, opcode }: Frame, socket: Duplex): void {
    if (opcode === PING) socket.write(frameOf(PONG, data));
    if (opcode === CLOSE) socket.end(frameOf(CLOSE, data));
    if (opcode !== TEXT) return;
    const { envelope_id: envelope } = JSON.parse(data.toString()) as { envelope_id: string };
    this.acknowledged.push(envelope);
    this.#changes.emit('acknowledgement');
  }

  #send(message: unknown): void {
    this.#socket?.write(frameOf(TEXT, Buffer.from(JSON.stringify(message))));
  }
}

interface Frame {
  opcode: number;
  data: Buffer;
  /** Bytes of the whole frame. */
  size: number;
}

/** The first whole frame of a client, unmasked. Tests send none above 64 kB. */
function readFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < 6) return undefined;
  const short = (bytes[1] ?? 0) & 0x7f;
  const start = short === 126 ? 4 : 2;
  const length = short === 126 ? bytes.readUInt16BE(2) : short;
  const size = start + 4 + length;
  if (bytes.length < size) return undefined;
  const mask = bytes.subarray(start, start + 4);
  const data = Buffer.from(
    bytes.subarray(start + 4, size).map((byte, index) => byte ^ (mask[index % 4] ?? 0)),
  );
  return { opcode: (bytes[0] ?? 0) & 0x0f, data, size };
}

function frameOf(opcode: number, data: Buffer): Buffer {
  const head =
    data.length < 126
      ? Buffer.from([0x80 | opcode, data.length])
      : Buffer.from([0x80 | opcode, 126, data.length >> 8, data.length & 0xff]);
  return Buffer.concat([head, data]);
}
