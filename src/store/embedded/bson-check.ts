import { isUtf8 } from 'node:buffer';
import { CommandError } from './errors.ts';

/** MongoDB's limit of documents within documents. */
const MAX_DEPTH = 200;

/** Bytes of a value by its type; those of others are written in the value itself (bsonspec.org, version 1.1). */
const FIXED: Partial<Record<number, number>> = {
  0x01: 8, // double
  0x06: 0, // undefined
  0x07: 12, // ObjectId
  0x08: 1, // boolean
  0x09: 8, // date
  0x0a: 0, // null
  0x10: 4, // int32
  0x11: 8, // timestamp
  0x12: 8, // int64
  0x13: 16, // decimal128
  0x7f: 0, // MaxKey
  0xff: 0, // MinKey
};

/** By a field of this name `bson` takes a document for one of its classes. */
const MARK = Buffer.from('_bsontype');
/** The greatest time in milliseconds that a JavaScript date can hold. */
const MAX_DATE = 8_640_000_000_000_000n;

/**
 * Checks the lengths and the depth of a document before anything is made of it, without recursion.
 * @returns what in it would not be the same once it was read and written again, if there is such a thing.
 * @throws CommandError (InvalidBSON) where the bytes are no document.
 */
export function checkBson(raw: Uint8Array): string | undefined {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const ends = [open(bytes, 0, bytes.length)];
  if (ends[0] !== bytes.length) throw invalid('the length does not fit the bytes');
  let changing: string | undefined;
  let at = 4;
  while (ends.length > 0) {
    const end = ends.at(-1)!;
    const type = bytes[at++]!;
    if (type === 0) {
      if (at !== end) throw invalid('a document does not end where it says');
      ends.pop();
      continue;
    }
    const nameEnd = bytes.indexOf(0, at);
    if (nameEnd < 0 || nameEnd >= end - 1) throw invalid('a field name does not end');
    if (nameEnd - at === MARK.length && bytes.subarray(at, nameEnd).equals(MARK))
      changing ??= 'a field _bsontype';
    at = nameEnd + 1;
    if (type === 0x03 || type === 0x04) {
      ends.push(open(bytes, at, end - 1));
      if (ends.length > MAX_DEPTH)
        throw new CommandError(15, `The document is nested over ${MAX_DEPTH} levels deep`);
      at += 4;
    } else {
      const size = sizeOfValue(bytes, type, at, end - 1);
      if (at + size > end - 1) throw invalid('a value is longer than its document');
      changing ??= changingValue(bytes, type, at, size);
      at += size;
    }
  }
  return changing;
}

/** Values that JavaScript has no equal for: they are kept as they came, but cannot be part of a changed document. */
function changingValue(bytes: Buffer, type: number, at: number, size: number): string | undefined {
  if (type === 0x06) return 'a value of the type undefined';
  if (type === 0x0c) return 'a DBPointer';
  if (type === 0x09) {
    const time = bytes.readBigInt64LE(at);
    return time > MAX_DATE || time < -MAX_DATE ? 'a date out of range' : undefined;
  }
  const isText = type === 0x02 || type === 0x0d || type === 0x0e;
  return isText && !isUtf8(bytes.subarray(at + 4, at + size)) ? 'text that is not UTF-8' : undefined;
}

function invalid(why: string): CommandError {
  return new CommandError(22, `Invalid BSON: ${why}`);
}

/** Where the document at `at` ends. */
function open(bytes: Buffer, at: number, limit: number): number {
  if (at + 5 > limit) throw invalid('a document is cut off');
  const length = bytes.readInt32LE(at);
  if (length < 5 || at + length > limit) throw invalid('a length is out of range');
  return at + length;
}

function sizeOfValue(bytes: Buffer, type: number, at: number, limit: number): number {
  const fixed = FIXED[type];
  if (fixed !== undefined) return fixed;
  switch (type) {
    case 0x02: // string
    case 0x0d: // code
    case 0x0e: // symbol
      return sizeOfString(bytes, at, limit);
    case 0x05: // binary
      return 5 + count(bytes, at, limit, 0);
    case 0x0b: {
      // regular expression: two names
      const first = bytes.indexOf(0, at);
      const second = first < 0 ? -1 : bytes.indexOf(0, first + 1);
      if (second < 0 || second >= limit) throw invalid('a regular expression does not end');
      return second + 1 - at;
    }
    case 0x0c: // pointer: a string and an ObjectId
      return sizeOfString(bytes, at, limit) + 12;
    case 0x0f: {
      // code with scope: the length of all, a string, a document
      const size = count(bytes, at, limit, 14);
      const scope = at + 4 + sizeOfString(bytes, at + 4, limit);
      if (open(bytes, scope, limit) !== at + size) throw invalid('a code with scope does not fit its length');
      checkBson(bytes.subarray(scope, at + size));
      return size;
    }
    default:
      throw invalid(`unknown type ${type}`);
  }
}

function sizeOfString(bytes: Buffer, at: number, limit: number): number {
  const size = count(bytes, at, limit, 1);
  if (at + 4 + size > limit || bytes[at + 3 + size] !== 0)
    throw invalid('a string does not end where it says');
  return 4 + size;
}

function count(bytes: Buffer, at: number, limit: number, least: number): number {
  if (at + 4 > limit) throw invalid('a value is cut off');
  const size = bytes.readInt32LE(at);
  if (size < least || size > limit - at) throw invalid('a length is out of range');
  return size;
}
