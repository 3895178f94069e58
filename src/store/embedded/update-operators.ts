import { Decimal128, Double, Int32, Long, Timestamp } from 'bson';
import { CommandError, notBuilt } from './errors.ts';
import { compileElemMatch, compileFilter, holdsOperators } from './filter.ts';
import { compareValues, equalValues } from './keys.ts';
import { parseSort, sortKey } from './sort.ts';
import { asRegExp } from './regex.ts';
import { shellText } from './shell-text.ts';
import type { Place } from './update-paths.ts';
import { isDocument, isNumeric, isTrue, toNumber, typeOf, type Doc } from './values.ts';

/** What an operator does to the value at a place. */
export interface Change {
  apply(place: Place): void;
  /** Whether the way to the place is made where it is missing. */
  creates: boolean;
}

/** Reads an operator's operand for one path. @throws CommandError where it is wrong. */
export function compileChange(operator: string, path: string, operand: unknown, now: Date): Change {
  switch (operator) {
    case '$set':
    case '$setOnInsert':
      return { creates: true, apply: (place) => place.set(operand) };
    case '$unset':
      return { creates: false, apply: (place) => place.unset() };
    case '$inc':
    case '$mul':
      return arithmetic(operator, path, operand);
    case '$min':
    case '$max':
      return extreme(operator === '$min' ? -1 : 1, operand);
    case '$currentDate':
      return currentDate(operand, now);
    case '$push':
      return push(path, operand);
    case '$addToSet':
      return addToSet(path, operand);
    case '$pop':
      return pop(path, operand);
    case '$pull':
      return remove(path, pullTest(operand));
    case '$pullAll': {
      if (!Array.isArray(operand))
        throw new CommandError(2, `$pullAll requires an array argument but was given a ${typeOf(operand)}`);
      return remove(path, (value) => operand.some((each) => equalValues(each, value)));
    }
    case '$bit':
      return bit(path, operand);
    default:
      throw new CommandError(
        9,
        `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
  }
}

function arithmetic(operator: '$inc' | '$mul', path: string, operand: unknown): Change {
  const verb = operator === '$inc' ? 'increment' : 'multiply';
  if (!isNumeric(operand))
    throw new CommandError(14, `Cannot ${verb} with non-numeric argument: {${path}: ${shellText(operand)}}`);
  return {
    creates: true,
    apply: (place) => {
      const { value } = place;
      if (value === undefined)
        place.set(operator === '$inc' ? operand : calculate('$mul', new Int32(0), operand));
      else if (isNumeric(value)) place.set(calculate(operator, value, operand));
      else
        throw new CommandError(
          14,
          `Cannot apply ${operator} to a value of non-numeric type. The field '${path}' has non-numeric type ${typeOf(value)}`,
        );
    },
  };
}

function calculate(operator: '$inc' | '$mul', a: unknown, b: unknown): unknown {
  if (a instanceof Decimal128 || b instanceof Decimal128) throw notBuilt(`${operator} on Decimal128`);
  if (typeOf(a) === 'double' || typeOf(b) === 'double') {
    const [x, y] = [toNumber(a), toNumber(b)];
    return new Double(operator === '$inc' ? x + y : x * y);
  }
  const [x, y] = [wholeNumber(a), wholeNumber(b)];
  const result = operator === '$inc' ? x + y : x * y;
  if (BigInt.asIntN(64, result) !== result)
    throw new CommandError(
      2,
      `Failed to apply ${operator} operations to current value: the result is over 64 bits`,
    );
  const narrow = typeOf(a) === 'int' && typeOf(b) === 'int' && BigInt.asIntN(32, result) === result;
  return narrow ? new Int32(Number(result)) : Long.fromBigInt(result);
}

function wholeNumber(value: unknown): bigint {
  return value instanceof Long ? value.toBigInt() : BigInt(toNumber(value));
}

function extreme(wanted: 1 | -1, operand: unknown): Change {
  return {
    creates: true,
    apply: (place) => {
      const { value } = place;
      if (value === undefined || Math.sign(compareValues(operand, value)) === wanted) place.set(operand);
    },
  };
}

function currentDate(operand: unknown, now: Date): Change {
  const kind = isDocument(operand)
    ? operand['$type']
    : operand === true || isTrue(operand)
      ? 'date'
      : undefined;
  if (kind !== 'date' && kind !== 'timestamp')
    throw new CommandError(2, "The '$type' string field is required to be 'date' or 'timestamp'");
  const value = kind === 'date' ? now : new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 });
  return { creates: true, apply: (place) => place.set(value) };
}

/** The array at a place: a missing one is made empty. */
function arrayAt(operator: string, path: string, place: Place): unknown[] {
  const { value } = place;
  if (value === undefined) return [];
  if (Array.isArray(value)) return [...(value as unknown[])];
  throw new CommandError(
    2,
    `The field '${path}' must be an array but is of type ${typeOf(value)} (${operator})`,
  );
}

const PUSH_OPTIONS = new Set(['$each', '$slice', '$sort', '$position']);

function push(path: string, operand: unknown): Change {
  if (!isDocument(operand) || !('$each' in operand))
    return {
      creates: true,
      apply: (place) => place.set([...arrayAt('$push', path, place), operand]),
    };
  for (const option of Object.keys(operand))
    if (!PUSH_OPTIONS.has(option)) throw new CommandError(2, `Unrecognized clause in $push: ${option}`);
  const each = eachOf('$push', operand['$each']);
  const cut = integer('$slice', operand['$slice']);
  const position = integer('$position', operand['$position']);
  const sort = operand['$sort'] === undefined ? undefined : elementOrder(operand['$sort']);
  return {
    creates: true,
    apply: (place) => {
      const array = arrayAt('$push', path, place);
      array.splice(position ?? array.length, 0, ...each);
      if (sort) array.sort(sort);
      place.set(cut === undefined ? array : cut < 0 ? array.slice(cut) : array.slice(0, cut));
    },
  };
}

function eachOf(operator: string, value: unknown): unknown[] {
  if (!Array.isArray(value))
    throw new CommandError(
      14,
      `The argument to $each in ${operator} must be an array but it was of type: ${typeOf(value)}`,
    );
  return value;
}

function integer(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const number = isNumeric(value) ? toNumber(value) : Number.NaN;
  if (!Number.isInteger(number)) throw new CommandError(2, `The value for ${name} must be an integer value`);
  return number;
}

function elementOrder(sort: unknown): (a: unknown, b: unknown) => number {
  if (isNumeric(sort)) {
    const direction = toNumber(sort);
    if (direction !== 1 && direction !== -1)
      throw new CommandError(2, 'The $sort element value must be either 1 or -1');
    return (a, b) => direction * compareValues(a, b);
  }
  const fields = parseSort(sort);
  const key = (value: unknown): Buffer => sortKey(isDocument(value) ? value : {}, fields);
  return (a, b) => Buffer.compare(key(a), key(b));
}

function addToSet(path: string, operand: unknown): Change {
  const many = isDocument(operand) && '$each' in operand;
  if (many && Object.keys(operand).length > 1)
    throw new CommandError(2, `Found unexpected fields after $each in $addToSet: ${shellText(operand)}`);
  const values = many ? eachOf('$addToSet', operand['$each']) : [operand];
  return {
    creates: true,
    apply: (place) => {
      const array = arrayAt('$addToSet', path, place);
      for (const value of values) if (!array.some((each) => equalValues(each, value))) array.push(value);
      place.set(array);
    },
  };
}

function pop(path: string, operand: unknown): Change {
  const end = isNumeric(operand) ? toNumber(operand) : 0;
  if (end !== 1 && end !== -1)
    throw new CommandError(9, `$pop expects 1 or -1, found: ${shellText(operand)}`);
  return {
    creates: false,
    apply: (place) => {
      const { value } = place;
      if (value === undefined) return;
      if (!Array.isArray(value))
        throw new CommandError(14, `Path '${path}' contains an element of non-array type '${typeOf(value)}'`);
      place.set(end === 1 ? value.slice(0, -1) : value.slice(1));
    },
  };
}

function pullTest(operand: unknown): (value: unknown) => boolean {
  if (holdsOperators(operand)) return compileElemMatch(operand, {});
  if (isDocument(operand)) {
    const filter = compileFilter(operand);
    return (value) => isDocument(value) && filter(value);
  }
  const expression = asRegExp(operand);
  if (expression) return (value) => typeof value === 'string' && expression.test(value);
  return (value) => equalValues(value, operand);
}

function remove(path: string, test: (value: unknown) => boolean): Change {
  return {
    creates: false,
    apply: (place) => {
      const { value } = place;
      if (value === undefined) return;
      if (!Array.isArray(value))
        throw new CommandError(2, `Cannot apply $pull to a non-array value at '${path}'`);
      place.set(value.filter((each: unknown) => !test(each)));
    },
  };
}

function bit(path: string, operand: unknown): Change {
  if (!isDocument(operand) || Object.keys(operand).length === 0)
    throw new CommandError(
      2,
      `The $bit modifier is not compatible with a ${typeOf(operand)}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}`,
    );
  const steps = Object.entries(operand).map(([name, value]) => {
    if (!['and', 'or', 'xor'].includes(name))
      throw new CommandError(2, `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`);
    if (!['int', 'long'].includes(typeOf(value)))
      throw new CommandError(
        2,
        `The $bit modifier field must be an Integer(32/64 bit); a '${typeOf(value)}' is not supported here`,
      );
    return { name, value };
  });
  return {
    creates: true,
    apply: (place) => {
      const current = place.value ?? new Int32(0);
      if (!['int', 'long'].includes(typeOf(current)))
        throw new CommandError(
          2,
          `Cannot apply $bit to a value of non-integral type. The field '${path}' has type ${typeOf(current)}`,
        );
      let bits = wholeNumber(current);
      let long = current instanceof Long;
      for (const { name, value } of steps) {
        const other = wholeNumber(value);
        bits = name === 'and' ? bits & other : name === 'or' ? bits | other : bits ^ other;
        long ||= value instanceof Long;
      }
      place.set(long ? Long.fromBigInt(BigInt.asIntN(64, bits)) : new Int32(Number(BigInt.asIntN(32, bits))));
    },
  };
}

/** Names of all operators, for messages and checks. */
export const UPDATE_OPERATORS: ReadonlySet<string> = new Set([
  '$set',
  '$setOnInsert',
  '$unset',
  '$inc',
  '$mul',
  '$min',
  '$max',
  '$rename',
  '$currentDate',
  '$push',
  '$addToSet',
  '$pop',
  '$pull',
  '$pullAll',
  '$bit',
]);

/** Whether a document is an update and not a replacement. */
export function holdsUpdateOperators(update: Doc): boolean {
  return Object.keys(update)[0]?.startsWith('$') ?? false;
}
