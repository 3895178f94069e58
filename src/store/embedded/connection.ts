import type { Socket } from 'node:net';
import { HEADER_BYTES, MAX_MESSAGE_BYTES, messageLength } from './wire.ts';

/** Whole messages of one connection that may wait for their turn. */
const MAX_WAITING = 64;
/** Bytes of answers that a client may leave unread before its next command is worked. */
const MAX_UNREAD_BYTES = 32 * 1024 * 1024;
/** Bytes from which a connection counts where room is short. */
const LARGE_BYTES = 1024 * 1024;
/** Looks at which one and the same message may be found unfinished or unread. */
const MAX_LOOKS = 6;

/** One client: bytes in, whole messages out, and no more of either than can be worked. */
export class Connection {
  readonly id: number;
  /** Bytes of answers that wait for the disk. */
  held = 0;
  readonly #socket: Socket;
  readonly #on: { onMessage: () => void; onBytes: () => void };
  #chunks: Buffer[] = [];
  #bytes = 0;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #throttled = false;
  #looks = 0;
  #unreadBefore = 0;

  /** @param on is told of whole messages, and of bytes when the connection holds many. */
  constructor(socket: Socket, id: number, on: { onMessage: () => void; onBytes: () => void }) {
    this.#socket = socket;
    this.id = id;
    this.#on = on;
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('drain', () => {
      this.readOn();
      this.#on.onBytes();
    });
    // A connection that breaks is closed; the client sees it and comes again
    socket.on('error', () => socket.destroy());
  }

  /** Bytes that were received and not worked. */
  get unworked(): number {
    return this.#bytes + this.#waitingBytes;
  }

  /** Bytes of answers that the client has not read, or could not yet. */
  get unread(): number {
    return this.#socket.writableLength + this.held;
  }

  get isLarge(): boolean {
    return this.unworked > LARGE_BYTES || this.unread > LARGE_BYTES;
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
    if (this.isLarge) this.#on.onBytes();
    if (this.#waiting.length === 0) return;
    if (this.#waiting.length >= MAX_WAITING || this.#waitingBytes >= MAX_MESSAGE_BYTES) this.#socket.pause();
    this.#on.onMessage();
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
      this.#waitingBytes += length;
      this.#chunks = all.length > length ? [all.subarray(length)] : [];
      this.#bytes -= length;
      this.#looks = 0;
    }
  }

  #join(): void {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks, this.#bytes)];
  }

  /**
   * The next message to work, unless the client leaves its answers unread.
   * @param answered bytes of answers that are not sent yet.
   * @param tight there is little room: all answers have to be read first.
   */
  next(answered: number, tight: boolean): Buffer | undefined {
    if (this.unread + answered > (tight ? 0 : MAX_UNREAD_BYTES)) {
      this.#socket.pause();
      return undefined;
    }
    const message = this.#waiting.shift();
    this.#waitingBytes -= message?.length ?? 0;
    return message;
  }

  /** Goes on after a turn, or after the client has read. */
  readOn(): void {
    if (this.#socket.destroyed || this.unread > MAX_UNREAD_BYTES) return;
    if (this.#waiting.length > 0) this.#on.onMessage();
    else if (this.#socket.isPaused() && !this.#throttled) this.#socket.resume();
  }

  /** Stops hearing, or goes on. */
  throttle(stop: boolean): void {
    if (this.#throttled === stop) return;
    this.#throttled = stop;
    if (stop) this.#socket.pause();
    else this.readOn();
  }

  /** Closes when the same message is unfinished, or the same answer unread, at look after look: others need the room. */
  hangUpIfStalled(): void {
    const reads = this.unread < this.#unreadBefore;
    this.#unreadBefore = this.unread;
    const unfinished = this.#bytes > 0 && !this.#throttled && !this.#socket.isPaused();
    if (reads || !(unfinished || this.unread > 0)) this.#looks = 0;
    else if (++this.#looks > MAX_LOOKS) this.destroy();
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
    this.#waitingBytes = 0;
    this.#chunks = [];
    this.#bytes = 0;
    this.#socket.destroy();
  }
}
