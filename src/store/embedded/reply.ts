import { encode, isDocument, type Doc } from './values.ts';

/** A document that is BSON already and goes into an answer as it is. */
export class RawDocument {
  readonly raw: Uint8Array;

  constructor(raw: Uint8Array) {
    this.raw = raw;
  }
}

/** Documents that are BSON already, as an array of an answer. */
export class RawArray {
  readonly documents: readonly Uint8Array[];

  constructor(documents: readonly Uint8Array[]) {
    this.documents = documents;
  }
}

const TYPE_DOCUMENT = 3;
const TYPE_ARRAY = 4;

/** The BSON of an answer, in which stored documents stand without being read and written again. */
export function encodeReply(reply: Doc): Buffer {
  const parts: Uint8Array[] = [];
  for (const [name, value] of Object.entries(reply)) {
    if (value === undefined) continue;
    if (value instanceof RawDocument) parts.push(elementHead(TYPE_DOCUMENT, name), value.raw);
    else if (value instanceof RawArray) parts.push(elementHead(TYPE_ARRAY, name), arrayOf(value.documents));
    else if (isDocument(value) && holdsRaw(value))
      parts.push(elementHead(TYPE_DOCUMENT, name), encodeReply(value));
    else parts.push(serializeField(name, value));
  }
  return wrap(parts);
}

/** @throws CommandError where a value is too large: `bson` would cut it off at 17 MB. */
function serializeField(name: string, value: unknown): Uint8Array {
  const raw = encode({ [name]: value }, { ignoreUndefined: true });
  return raw.subarray(4, -1);
}

function holdsRaw(doc: Doc): boolean {
  return Object.values(doc).some(
    (value) =>
      value instanceof RawDocument || value instanceof RawArray || (isDocument(value) && holdsRaw(value)),
  );
}

function elementHead(type: number, name: string): Buffer {
  return Buffer.concat([Buffer.from([type]), Buffer.from(name), Buffer.from([0])]);
}

function arrayOf(documents: readonly Uint8Array[]): Buffer {
  return wrap(documents.flatMap((raw, i) => [elementHead(TYPE_DOCUMENT, String(i)), raw]));
}

function wrap(parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 5);
  const bytes = Buffer.allocUnsafe(length);
  bytes.writeInt32LE(length, 0);
  let at = 4;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  bytes[at] = 0;
  return bytes;
}
