import {
  calculateObjectSize,
  deserialize,
  serialize,
  Binary,
  DBRef,
  Decimal128,
  Double,
  Int32,
  Long,
} from 'bson';
import { CommandError } from './errors.ts';

/**
 * A document with BSON's types kept: numbers are `Int32`, `Double`, `Long` or `Decimal128`, so that what is read,
 * changed and written again keeps the type that it had. In pipelines documents are plain: numbers are JavaScript's.
 */
export type Doc = Record<string, unknown>;

/** MongoDB's limit of one document in bytes. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;
/** What MongoDB allows itself above that for its own fields. */
const MAX_INTERNAL_BYTES = MAX_DOCUMENT_BYTES + 16 * 1024;

/** Reads a document with its types kept. */
export function decode(raw: Uint8Array): Doc {
  return withoutDbRefs(
    raw,
    deserialize(raw, {
      promoteValues: false,
      promoteLongs: false,
      bsonRegExp: true,
      validation: { utf8: false },
    }),
  );
}

/** Reads a document for a pipeline: numbers become JavaScript's where they fit. */
export function decodePlain(raw: Uint8Array): Doc {
  return withoutDbRefs(raw, deserialize(raw, { bsonRegExp: true, validation: { utf8: false } }));
}

/** The bytes of a document. @throws CommandError when it is over MongoDB's 16 MB. */
export function encode(
  doc: Doc,
  options: { ignoreUndefined: boolean } = { ignoreUndefined: false },
): Uint8Array {
  const raw = serialized(doc, options);
  if (raw.length > MAX_INTERNAL_BYTES) throw tooLarge(raw.length);
  return raw;
}

/** `bson` has room for 17 MB: text beyond it is cut off, anything else makes it fail. */
function serialized(doc: Doc, options: { ignoreUndefined: boolean }): Uint8Array {
  try {
    return serialize(doc, options);
  } catch (error) {
    if (error instanceof RangeError && !/call stack/i.test(error.message))
      throw tooLarge(calculateObjectSize(doc, options));
    throw error;
  }
}

/** The error of a document that is too large. */
export function tooLarge(bytes: number): CommandError {
  return new CommandError(
    10334,
    `BSONObj size: ${bytes} is invalid. Size must be between 0 and ${MAX_INTERNAL_BYTES}`,
  );
}

const DBREF_MARK = Buffer.from('$ref\0');

/** `bson` turns `{$ref, $id}` into a class; paths have to go through it like through any other document. */
function withoutDbRefs(raw: Uint8Array, doc: Doc | DBRef): Doc {
  if (!Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).includes(DBREF_MARK)) return doc as Doc;
  return flattenDbRefs(doc) as Doc;
}

function flattenDbRefs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(flattenDbRefs);
  if (value instanceof DBRef) {
    const flat: Doc = { $ref: value.collection, $id: value.oid };
    if (value.db !== undefined) flat['$db'] = value.db;
    return Object.assign(flat, flattenDbRefs(value.fields));
  }
  if (!isDocument(value)) return value;
  for (const [name, each] of Object.entries(value)) setField(value, name, flattenDbRefs(each));
  return value;
}

/** Whether a value is an embedded document. */
export function isDocument(value: unknown): value is Doc {
  if (typeof value !== 'object' || value === null) return false;
  // Classes of BSON have prototypes of their own; a field of a document may be named `_bsontype` like their mark
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === Object.prototype || prototype === null;
}

/** A field's own value; undefined where the document has none. */
export function getField(doc: Doc, name: string): unknown {
  return Object.hasOwn(doc, name) ? doc[name] : undefined;
}

/** Sets a field, whatever its name. */
export function setField(doc: Doc, name: string, value: unknown): void {
  if (name !== '__proto__') doc[name] = value;
  else Object.defineProperty(doc, name, { value, enumerable: true, writable: true, configurable: true });
}

/** MongoDB's names of BSON types, as `$type` takes them. */
export type TypeName =
  | 'double'
  | 'string'
  | 'object'
  | 'array'
  | 'binData'
  | 'undefined'
  | 'objectId'
  | 'bool'
  | 'date'
  | 'null'
  | 'regex'
  | 'dbPointer'
  | 'javascript'
  | 'symbol'
  | 'javascriptWithScope'
  | 'int'
  | 'timestamp'
  | 'long'
  | 'decimal'
  | 'minKey'
  | 'maxKey';

const BSON_CLASSES: Record<string, TypeName> = {
  Double: 'double',
  Int32: 'int',
  Long: 'long',
  Timestamp: 'timestamp',
  Decimal128: 'decimal',
  ObjectId: 'objectId',
  Binary: 'binData',
  BSONRegExp: 'regex',
  BSONSymbol: 'symbol',
  DBRef: 'object',
  MinKey: 'minKey',
  MaxKey: 'maxKey',
};

/** The BSON type of a value, kept or plain. */
export function typeOf(value: unknown): TypeName {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isInteger(value) && Math.abs(value) <= 0x7fffffff && !Object.is(value, -0)
        ? 'int'
        : 'double';
    case 'bigint':
      return 'long';
    case 'undefined':
      return 'undefined';
    default:
      return typeOfObject(value);
  }
}

function typeOfObject(value: unknown): TypeName {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  if (value instanceof Uint8Array) return 'binData';
  if (value instanceof RegExp) return 'regex';
  if (isDocument(value)) return 'object';
  const kind = (value as Doc)['_bsontype'] as string | undefined;
  if (kind === 'Code') return (value as { scope?: unknown }).scope ? 'javascriptWithScope' : 'javascript';
  return (kind && BSON_CLASSES[kind]) || 'object';
}

/** Whether a value is a number of any of BSON's four kinds. */
export function isNumeric(value: unknown): value is number | bigint | Int32 | Double | Long | Decimal128 {
  const type = typeOf(value);
  return type === 'int' || type === 'double' || type === 'long' || type === 'decimal';
}

/** A number of any kind as JavaScript's, rounded where it does not fit; NaN for what is none. */
export function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (value instanceof Int32 || value instanceof Double) return value.value;
  if (value instanceof Long) return value.toNumber();
  if (value instanceof Decimal128) return Number(value.toString());
  return typeof value === 'bigint' ? Number(value) : Number.NaN;
}

/** The bytes of binary data of either class, with its subtype. */
export function binaryOf(value: unknown): { bytes: Uint8Array; subtype: number } {
  if (value instanceof Binary) return { bytes: value.value(), subtype: value.sub_type };
  return { bytes: value as Uint8Array, subtype: 0 };
}

/** Whether a value counts as true in MongoDB: all but false, null, missing and zero. */
export function isTrue(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false;
  return isNumeric(value) ? toNumber(value) !== 0 : true;
}

/** A plain copy of a value whose types were kept, as pipelines want it. */
export function toPlain(value: unknown): unknown {
  if (value instanceof Int32 || value instanceof Double) return value.value;
  if (typeOf(value) === 'long' && value instanceof Long) {
    const number = value.toNumber();
    return Number.isSafeInteger(number) ? number : value;
  }
  if (Array.isArray(value)) return value.map(toPlain);
  if (!isDocument(value)) return value;
  const plain: Doc = {};
  for (const [name, each] of Object.entries(value)) setField(plain, name, toPlain(each));
  return plain;
}
