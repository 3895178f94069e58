import { BSONRegExp, BSONSymbol, Decimal128, Long, type Code, type ObjectId, type Timestamp } from 'bson';
import { binaryOf, isNumeric, toNumber, typeOf, type Doc, type TypeName } from './values.ts';

/**
 * Keys whose order as bytes (memcmp) is MongoDB's order of values, so that SQLite's B-trees serve as MongoDB's
 * indexes, and two values are equal exactly when their keys are. Order of types: MongoDB manual, "Comparison/Sort
 * Order"; canonical types as in MongoDB's `bsontypes.h`.
 */

/** The first byte of a value's key: MongoDB's order of types. */
const RANK: Record<TypeName, number> = {
  minKey: 0x01,
  undefined: 0x02,
  null: 0x05,
  int: 0x0a,
  long: 0x0a,
  double: 0x0a,
  decimal: 0x0a,
  string: 0x0f,
  symbol: 0x0f,
  object: 0x14,
  array: 0x19,
  binData: 0x1e,
  objectId: 0x23,
  bool: 0x28,
  date: 0x2d,
  timestamp: 0x2f,
  regex: 0x32,
  dbPointer: 0x37,
  javascript: 0x3c,
  javascriptWithScope: 0x41,
  maxKey: 0x7f,
};

/** Where a value's type stands in MongoDB's order of types; also the first byte of its key. */
export function rankOf(value: unknown): number {
  return RANK[typeOf(value)];
}

/** Bytes that grow. */
class Writer {
  #bytes = Buffer.allocUnsafe(128);
  length = 0;

  #room(bytes: number): void {
    if (this.length + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.length + bytes));
    this.#bytes.copy(larger, 0, 0, this.length);
    this.#bytes = larger;
  }

  byte(value: number): void {
    this.#room(1);
    this.#bytes[this.length++] = value;
  }

  bytes(value: Uint8Array): void {
    this.#room(value.length);
    this.#bytes.set(value, this.length);
    this.length += value.length;
  }

  uint32(value: number): void {
    this.#room(4);
    this.length = this.#bytes.writeUInt32BE(value, this.length);
  }

  /** A signed 64-bit number in an order that memcmp keeps. */
  int64(value: bigint): void {
    this.#room(8);
    this.length = this.#bytes.writeBigUInt64BE(BigInt.asUintN(64, value ^ (1n << 63n)), this.length);
  }

  /** A double in an order that memcmp keeps; NaN comes before all others. */
  double(value: number): void {
    this.#room(8);
    const at = this.length;
    this.length += 8;
    if (Number.isNaN(value)) {
      this.#bytes.fill(0, at, at + 8);
      return;
    }
    this.#bytes.writeDoubleBE(value === 0 ? 0 : value, at);
    const negative = this.#bytes[at]! >= 0x80;
    if (!negative) this.#bytes[at]! |= 0x80;
    else for (let i = at; i < at + 8; i++) this.#bytes[i]! ^= 0xff;
  }

  /** Text that ends itself: a zero byte within it is written as 00 FF, its end as 00 00. */
  text(value: string): void {
    let raw = Buffer.from(value);
    for (let zero = raw.indexOf(0); zero >= 0; zero = raw.indexOf(0)) {
      this.bytes(raw.subarray(0, zero + 1));
      this.byte(0xff);
      raw = raw.subarray(zero + 1);
    }
    this.bytes(raw);
    this.byte(0);
    this.byte(0);
  }

  /** Turns the order of all bytes since `from` around. */
  invert(from: number): void {
    for (let i = from; i < this.length; i++) this.#bytes[i]! ^= 0xff;
  }

  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.length));
    this.length = 0;
    return taken;
  }
}

const scratch = new Writer();

/** The key of one value. */
export function keyOf(value: unknown): Buffer {
  scratch.length = 0;
  write(scratch, value);
  return scratch.take();
}

/** The key of the values of a compound index; a direction of -1 turns a value's order around. */
export function compoundKey(values: readonly unknown[], directions: readonly number[]): Buffer {
  scratch.length = 0;
  for (const [i, value] of values.entries()) {
    const from = scratch.length;
    write(scratch, value);
    if (directions[i] === -1) scratch.invert(from);
  }
  return scratch.take();
}

/** MongoDB's order of two values: negative, zero or positive. */
export function compareValues(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (typeof a === 'number' && typeof b === 'number' && !Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  return Buffer.compare(keyOf(a), keyOf(b));
}

/** Whether MongoDB takes two values as equal: 1 and 1.0 are, fields in another order are not. */
export function equalValues(a: unknown, b: unknown): boolean {
  return compareValues(a, b) === 0;
}

function write(out: Writer, value: unknown): void {
  const type = typeOf(value);
  out.byte(RANK[type]);
  switch (type) {
    case 'int':
    case 'double':
    case 'long':
    case 'decimal':
      writeNumber(out, value);
      break;
    case 'string':
    case 'symbol':
      out.text(value instanceof BSONSymbol ? value.value : (value as string));
      break;
    case 'object':
      writeObject(out, value as Doc);
      break;
    case 'array':
      for (const each of value as unknown[]) write(out, each);
      out.byte(0);
      break;
    case 'binData': {
      const { bytes, subtype } = binaryOf(value);
      out.uint32(bytes.length);
      out.byte(subtype);
      out.bytes(bytes);
      break;
    }
    case 'objectId':
      out.bytes((value as ObjectId).id);
      break;
    case 'bool':
      out.byte(value ? 1 : 0);
      break;
    case 'date':
      out.int64(BigInt(Math.trunc((value as Date).getTime() || 0)));
      break;
    case 'timestamp':
      out.int64((value as Timestamp).toBigInt() ^ (1n << 63n));
      break;
    case 'regex':
      writeRegex(out, value as BSONRegExp | RegExp);
      break;
    case 'javascript':
      out.text((value as Code).code);
      break;
    case 'javascriptWithScope':
      out.text((value as Code).code);
      writeObject(out, (value as Code).scope as Doc);
      break;
    default: // minKey, maxKey, null, undefined: the rank says it all
  }
}

function writeObject(out: Writer, doc: Doc): void {
  for (const name of Object.keys(doc)) {
    // MongoDB compares the types first, then the names, then the values
    out.byte(rankOf(doc[name]));
    out.text(name);
    write(out, doc[name]);
  }
  out.byte(0);
}

function writeRegex(out: Writer, value: BSONRegExp | RegExp): void {
  const [pattern, options] =
    value instanceof BSONRegExp ? [value.pattern, value.options] : [value.source, value.flags];
  out.text(pattern);
  out.text(options.split('').sort().join(''));
}

/** The nearest double, then by how much the number differs from it: 0x80 is "not at all". */
function writeNumber(out: Writer, value: unknown): void {
  if (!isNumeric(value)) return;
  if (value instanceof Decimal128) {
    writeDecimal(out, value);
    return;
  }
  const double = toNumber(value);
  out.double(double);
  const whole = value instanceof Long ? value.toBigInt() : typeof value === 'bigint' ? value : undefined;
  writeRest(out, whole === undefined ? 0n : whole - BigInt(double));
}

function writeRest(out: Writer, rest: bigint): void {
  out.byte(rest === 0n ? 0x80 : rest < 0n ? 0x7f : 0x81);
  if (rest !== 0n) out.int64(rest);
}

function writeDecimal(out: Writer, value: Decimal128): void {
  const text = value.toString();
  const double = Number(text);
  out.double(double);
  const parsed = /^(-?)(\d+)(?:\.(\d*))?(?:E([+-]?\d+))?$/.exec(text);
  if (!parsed) {
    out.byte(0x80); // NaN and the infinities
    return;
  }
  const [, sign, whole = '', fraction = '', exponent = '0'] = parsed;
  let digits = BigInt(`${sign}${whole}${fraction}`);
  let power = Number(exponent) - fraction.length;
  while (digits !== 0n && digits % 10n === 0n) {
    digits /= 10n;
    power++;
  }
  const rest = Number.isFinite(double) ? compareToDouble(digits, power, double) : double > 0 ? -1 : 1;
  if (rest !== 0 && power >= 0 && power < 19 && Number.isFinite(double)) {
    writeRest(out, digits * 10n ** BigInt(power) - BigInt(double));
    return;
  }
  out.byte(rest === 0 ? 0x80 : rest < 0 ? 0x7f : 0x81);
  if (rest !== 0) out.text(`${digits}E${power}`);
}

/** The sign of digits * 10^power - double, exactly. */
function compareToDouble(digits: bigint, power: number, double: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, double);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & ((1n << 52n) - 1n);
  const mantissa = (exponent === 0 ? fraction : fraction | (1n << 52n)) * (double < 0 ? -1n : 1n);
  const shift = (exponent === 0 ? 1 : exponent) - 1075;
  const left = digits * 10n ** BigInt(Math.max(power, 0)) * 2n ** BigInt(Math.max(-shift, 0));
  const right = mantissa * 2n ** BigInt(Math.max(shift, 0)) * 10n ** BigInt(Math.max(-power, 0));
  return left < right ? -1 : left > right ? 1 : 0;
}
