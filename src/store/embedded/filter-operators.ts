import { BSONRegExp, BSONSymbol, Long } from 'bson';
import { CommandError } from './errors.ts';
import { compareValues, equalValues, keyOf, rankOf } from './keys.ts';
import { asRegExp } from './regex.ts';
import { binaryOf, isNumeric, toNumber, typeOf, type TypeName } from './values.ts';

/** A condition on one value; undefined is a missing one. */
export interface Test {
  test: (value: unknown) => boolean;
  /** Arrays are taken as they are, and not by their elements. */
  whole?: boolean;
}

/** Equality as queries see it: null also finds what is missing. */
export function equals(operand: unknown): Test {
  if (operand === null || operand === undefined)
    return { test: (value) => value === null || value === undefined };
  return { test: (value) => value !== undefined && equalValues(value, operand) };
}

/** `$gt`, `$gte`, `$lt`, `$lte`: only values of the operand's own type are compared. */
export function comparison(operator: '$gt' | '$gte' | '$lt' | '$lte', operand: unknown): Test {
  const wanted = operator.startsWith('$g') ? 1 : -1;
  const orEqual = operator.endsWith('e');
  if (operand === null || operand === undefined) return orEqual ? equals(null) : { test: () => false };
  const type = typeOf(operand);
  if (type === 'regex') throw new CommandError(2, `Can't have RegEx as arg to predicate over field.`);
  if (type === 'minKey' || type === 'maxKey')
    return {
      test: (value) => value !== undefined && agrees(compareValues(value, operand), wanted, orEqual),
    };
  const rank = rankOf(operand);
  const numeric = isNumeric(operand);
  return {
    test: (value) => {
      if (value === undefined || rankOf(value) !== rank) return false;
      if (numeric && (Number.isNaN(toNumber(value)) || Number.isNaN(toNumber(operand))))
        return orEqual && equalValues(value, operand);
      return agrees(compareValues(value, operand), wanted, orEqual);
    },
  };
}

function agrees(order: number, wanted: number, orEqual: boolean): boolean {
  return order === 0 ? orEqual : Math.sign(order) === wanted;
}

/** Whether text matches a regular expression; a stored expression equals itself. */
export function matches(expression: RegExp, original: unknown): Test {
  return {
    test: (value) => {
      const text = value instanceof BSONSymbol ? value.value : value;
      if (typeof text === 'string') return expression.test(text);
      return value instanceof BSONRegExp && equalValues(value, original);
    },
  };
}

/** `$in`. */
export function oneOf(operand: unknown): Test {
  if (!Array.isArray(operand)) throw new CommandError(2, '$in needs an array');
  const keys = new Set<string>();
  const expressions: Test[] = [];
  let withNull = false;
  for (const each of operand as unknown[]) {
    const expression = asRegExp(each);
    if (expression) expressions.push(matches(expression, each));
    else if (each === null || each === undefined) withNull = true;
    else keys.add(keyOf(each).toString('latin1'));
  }
  return {
    test: (value) => {
      if (value === undefined || value === null) return withNull;
      return keys.has(keyOf(value).toString('latin1')) || expressions.some((each) => each.test(value));
    },
  };
}

const TYPE_NUMBERS: Record<number, TypeName> = {
  1: 'double',
  2: 'string',
  3: 'object',
  4: 'array',
  5: 'binData',
  6: 'undefined',
  7: 'objectId',
  8: 'bool',
  9: 'date',
  10: 'null',
  11: 'regex',
  12: 'dbPointer',
  13: 'javascript',
  14: 'symbol',
  15: 'javascriptWithScope',
  16: 'int',
  17: 'timestamp',
  18: 'long',
  19: 'decimal',
  [-1]: 'minKey',
  127: 'maxKey',
};
const TYPE_NAMES: ReadonlySet<string> = new Set(Object.values(TYPE_NUMBERS));

/** `$type`, by names or numbers, one or many. */
export function ofType(operand: unknown): Test {
  const wanted = new Set<string>();
  for (const each of Array.isArray(operand) ? (operand as unknown[]) : [operand]) {
    if (each === 'number') for (const name of ['int', 'long', 'double', 'decimal']) wanted.add(name);
    else if (typeof each === 'string') {
      if (!TYPE_NAMES.has(each)) throw new CommandError(2, `Unknown type name alias: ${each}`);
      wanted.add(each);
    } else {
      const name = isNumeric(each) ? TYPE_NUMBERS[toNumber(each)] : undefined;
      if (!name) throw new CommandError(2, `Invalid numerical type code: ${toNumber(each)}`);
      wanted.add(name);
    }
  }
  if (wanted.size === 0) throw new CommandError(9, '$type must match at least one type');
  return { test: (value) => value !== undefined && wanted.has(typeOf(value)) };
}

/** `$size`. */
export function ofSize(operand: unknown): Test {
  const size = isNumeric(operand) ? toNumber(operand) : Number.NaN;
  if (!Number.isInteger(size) || size < 0)
    throw new CommandError(2, 'Failed to parse $size. Expected a whole, non-negative number');
  return { whole: true, test: (value) => Array.isArray(value) && value.length === size };
}

/** `$mod`. */
export function modulo(operand: unknown): Test {
  if (!Array.isArray(operand) || operand.length !== 2)
    throw new CommandError(2, 'malformed mod, needs to be an array of two numbers');
  const [divisor, remainder] = operand.map((each) => Math.trunc(toNumber(each))) as [number, number];
  if (Number.isNaN(divisor)) throw new CommandError(2, 'malformed mod, divisor not a number');
  if (Number.isNaN(remainder)) throw new CommandError(2, 'malformed mod, remainder not a number');
  if (divisor === 0) throw new CommandError(2, 'divisor cannot be 0');
  return {
    test: (value) => {
      if (!isNumeric(value) || !Number.isFinite(toNumber(value))) return false;
      if (value instanceof Long) return value.toBigInt() % BigInt(divisor) === BigInt(remainder);
      return Math.trunc(toNumber(value)) % divisor === remainder;
    },
  };
}

/** `$bitsAllSet`, `$bitsAllClear`, `$bitsAnySet`, `$bitsAnyClear`. */
export function bits(operator: string, operand: unknown): Test {
  const mask = bitMask(operator, operand);
  const any = operator.startsWith('$bitsAny');
  const set = operator.endsWith('Set');
  return {
    test: (value) => {
      const found = bitsOf(value);
      if (found === undefined) return false;
      const hits = (set ? found : ~found) & mask;
      return any ? hits !== 0n : hits === mask;
    },
  };
}

function bitMask(operator: string, operand: unknown): bigint {
  if (Array.isArray(operand)) {
    let mask = 0n;
    for (const each of operand as unknown[]) {
      const position = toNumber(each);
      if (!Number.isInteger(position) || position < 0 || position > 1_000_000)
        throw new CommandError(2, `${operator} takes whole, non-negative bit positions`);
      mask |= 1n << BigInt(position);
    }
    return mask;
  }
  const mask = bitsOf(operand);
  if (mask === undefined || (isNumeric(operand) && mask < 0n))
    throw new CommandError(
      9,
      `${operator} takes a non-negative number, binary data or an array of positions`,
    );
  return mask;
}

function bitsOf(value: unknown): bigint | undefined {
  if (typeOf(value) === 'binData') {
    let found = 0n;
    for (const [i, byte] of binaryOf(value).bytes.entries()) found |= BigInt(byte) << BigInt(8 * i);
    return found;
  }
  if (!isNumeric(value)) return undefined;
  if (value instanceof Long) return value.toBigInt();
  const number = toNumber(value);
  return Number.isInteger(number) ? BigInt(number) : undefined;
}
