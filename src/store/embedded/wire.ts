import { checkBson } from './bson-check.ts';
import { CommandError } from './errors.ts';
import { decode, type Doc } from './values.ts';

/** MongoDB's limit of one message in bytes. */
export const MAX_MESSAGE_BYTES = 48_000_000;
export const HEADER_BYTES = 16;

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;

const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
/** Flags that a server must know or refuse: the lower sixteen. */
const REQUIRED_FLAGS = 0xffff;

/** The bytes are no message of this protocol: the connection cannot go on. */
export class ProtocolError extends Error {}

/** One message of a client. */
export interface Message {
  requestId: number;
  /** Whether it came as OP_QUERY, which only a first hello does. */
  legacy: boolean;
  /** The client does not wait for an answer. */
  unanswered: boolean;
  /** The command, types kept, without its document sequences. */
  body: Doc;
  /** Its bytes. */
  raw: Uint8Array;
  /** Documents that came beside the command, by the name of its argument. */
  sequences: Map<string, Uint8Array[]>;
}

/** The length of the message that begins here. @throws ProtocolError when it is out of bounds. */
export function messageLength(header: Buffer): number {
  const length = header.readInt32LE(0);
  if (length < HEADER_BYTES + 5 || length > MAX_MESSAGE_BYTES)
    throw new ProtocolError(`a message of ${length} bytes is out of bounds`);
  return length;
}

/**
 * Reads one whole message.
 * @throws ProtocolError when its frame is broken; CommandError, to be answered, when a document in it is.
 */
export function parseMessage(bytes: Buffer): Message {
  const requestId = bytes.readInt32LE(4);
  const opCode = bytes.readInt32LE(12);
  if (opCode === OP_MSG) return parseMsg(bytes, requestId);
  if (opCode === OP_QUERY) return parseQuery(bytes, requestId);
  throw new ProtocolError(`opcode ${opCode} is not spoken`);
}

/** What can be said of a message of which a document is broken. */
export function envelope(bytes: Buffer): Pick<Message, 'requestId' | 'legacy' | 'unanswered'> {
  const legacy = bytes.readInt32LE(12) === OP_QUERY;
  return {
    requestId: bytes.readInt32LE(4),
    legacy,
    unanswered: !legacy && (bytes.readUInt32LE(16) & MORE_TO_COME) !== 0,
  };
}

function parseMsg(bytes: Buffer, requestId: number): Message {
  const flags = bytes.readUInt32LE(16);
  if ((flags & REQUIRED_FLAGS & ~(CHECKSUM_PRESENT | MORE_TO_COME)) !== 0)
    throw new ProtocolError(`flags ${flags} are not known`);
  const end = bytes.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  let at = 20;
  let body: Doc | undefined;
  let bodyRaw: Uint8Array | undefined;
  const sequences = new Map<string, Uint8Array[]>();
  while (at < end) {
    const kind = bytes[at++];
    if (kind === 0) {
      if (body) throw new ProtocolError('two bodies in one message');
      const raw = documentAt(bytes, at, end);
      body = decode(raw);
      bodyRaw = raw;
      at += raw.length;
    } else if (kind === 1) at = parseSequence(bytes, at, end, sequences);
    else throw new ProtocolError(`a section of kind ${kind} is not known`);
  }
  if (!body || !bodyRaw) throw new ProtocolError('a message without a body');
  for (const name of sequences.keys())
    if (name in body) throw new CommandError(40413, `Duplicate field '${name}' in the command and beside it`);
  const unanswered = (flags & MORE_TO_COME) !== 0;
  return { requestId, legacy: false, unanswered, body, raw: bodyRaw, sequences };
}

function parseSequence(
  bytes: Buffer,
  at: number,
  limit: number,
  sequences: Map<string, Uint8Array[]>,
): number {
  if (at + 4 > limit) throw new ProtocolError('a section is cut off');
  const end = at + bytes.readInt32LE(at);
  const nameEnd = bytes.indexOf(0, at + 4);
  if (end > limit || end < at + 5 || nameEnd < 0 || nameEnd >= end)
    throw new ProtocolError('the length of a section is out of bounds');
  const name = bytes.toString('utf8', at + 4, nameEnd);
  if (sequences.has(name)) throw new CommandError(40413, `Two document sequences named '${name}'`);
  const documents: Uint8Array[] = [];
  let next = nameEnd + 1;
  while (next < end) {
    const raw = documentAt(bytes, next, end);
    documents.push(raw);
    next += raw.length;
  }
  sequences.set(name, documents);
  return end;
}

function parseQuery(bytes: Buffer, requestId: number): Message {
  const nameEnd = bytes.indexOf(0, 20);
  if (nameEnd < 0 || nameEnd + 9 > bytes.length) throw new ProtocolError('a query is cut off');
  const [database, ...rest] = bytes.toString('utf8', 20, nameEnd).split('.');
  if (rest.join('.') !== '$cmd') throw new ProtocolError('OP_QUERY is taken for commands only');
  const raw = documentAt(bytes, nameEnd + 9, bytes.length);
  return {
    requestId,
    legacy: true,
    unanswered: false,
    body: { ...decode(raw), $db: database },
    raw,
    sequences: new Map(),
  };
}

function documentAt(bytes: Buffer, at: number, limit: number): Buffer {
  if (at + 5 > limit) throw new ProtocolError('a document is cut off');
  const length = bytes.readInt32LE(at);
  if (length < 5 || at + length > limit) throw new ProtocolError('the length of a document is out of bounds');
  const raw = bytes.subarray(at, at + length);
  checkBson(raw);
  return raw;
}

let lastRequestId = 0;

function frame(parts: Uint8Array[], responseTo: number, opCode: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  const length = parts.reduce((sum, part) => sum + part.length, HEADER_BYTES);
  lastRequestId = (lastRequestId + 1) % 0x7fffffff;
  header.writeInt32LE(length, 0);
  header.writeInt32LE(lastRequestId, 4);
  header.writeInt32LE(responseTo, 8);
  header.writeInt32LE(opCode, 12);
  return Buffer.concat([header, ...parts], length);
}

/** An answer, in the form that the question came in. */
export function frameReply(document: Uint8Array, to: Pick<Message, 'requestId' | 'legacy'>): Buffer {
  if (!to.legacy) return frame([Buffer.alloc(5), document], to.requestId, OP_MSG);
  const head = Buffer.alloc(20);
  head.writeInt32LE(8, 0); // AwaitCapable, as mongod says
  head.writeInt32LE(1, 16); // one document
  return frame([head, document], to.requestId, OP_REPLY);
}

/** A command as a message, for our own client. */
export function frameCommand(document: Uint8Array): Buffer {
  return frame([Buffer.alloc(5), document], 0, OP_MSG);
}
