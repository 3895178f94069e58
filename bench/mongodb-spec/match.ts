import { mongo } from 'mongoose';
import type { Doc } from './format.ts';

const { Binary, Decimal128, Double, Int32, Long, ObjectId, Timestamp } = mongo.BSON;

/** The actual value is not what the test expects. */
export class Mismatch extends Error {}

/** Names of BSON types, as `$$type` gives them, of values that the driver promoted. */
function typesOf(value: unknown): string[] {
  if (value === null) return ['null'];
  if (Array.isArray(value)) return ['array'];
  if (value instanceof Date) return ['date'];
  if (value instanceof ObjectId) return ['objectId'];
  if (value instanceof Timestamp) return ['timestamp'];
  if (value instanceof Binary || value instanceof Uint8Array) return ['binData'];
  if (value instanceof Long) return ['long', 'number'];
  if (value instanceof Decimal128) return ['decimal', 'number'];
  if (value instanceof Int32) return ['int', 'number'];
  if (value instanceof Double) return ['double', 'number'];
  switch (typeof value) {
    case 'string':
      return ['string'];
    case 'boolean':
      return ['bool'];
    case 'bigint':
      return ['long', 'number'];
    case 'number':
      return Number.isInteger(value) ? ['int', 'long', 'double', 'number'] : ['double', 'number'];
    case 'object':
      return ['object'];
    default:
      return [];
  }
}

function isPlain(value: unknown): value is Doc {
  return typeof value === 'object' && value !== null && typesOf(value)[0] === 'object';
}

function operatorOf(expected: unknown): [string, unknown] | undefined {
  const [first, ...rest] = isPlain(expected) ? Object.entries(expected) : [];
  return first && rest.length === 0 && first[0].startsWith('$$') ? first : undefined;
}

function show(value: unknown): string {
  return mongo.BSON.EJSON.stringify({ value }).slice('{"value":'.length, -1);
}

/**
 * Holds an actual value against what a test expects.
 * @param root lets the actual document have more fields than are expected.
 * @throws Mismatch naming the place.
 */
export function match(expected: unknown, actual: unknown, where: string, root = false): void {
  const operator = operatorOf(expected);
  if (operator) {
    matchOperator(operator, actual, where, root);
  } else if (isPlain(expected)) {
    matchDocument(expected, actual, where, root);
  } else if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length)
      throw new Mismatch(`${where}: ${show(actual)} is not ${show(expected)}`);
    for (const [i, each] of expected.entries()) match(each, actual[i], `${where}[${i}]`);
  } else if (!equal(expected, actual))
    throw new Mismatch(`${where}: ${show(actual)} is not ${show(expected)}`);
}

function equal(expected: unknown, actual: unknown): boolean {
  const numbers = [expected, actual].map((value) =>
    typesOf(value).includes('number') && !(value instanceof Decimal128) ? Number(value) : undefined,
  );
  if (numbers[0] !== undefined && numbers[1] !== undefined) return numbers[0] === numbers[1];
  return show(expected) === show(actual);
}

function matchDocument(expected: Doc, actual: unknown, where: string, root: boolean): void {
  if (typeof actual !== 'object' || actual === null)
    throw new Mismatch(`${where}: ${show(actual)} is no document`);
  // The driver keeps a sort order in a Map
  const fields = actual instanceof Map ? (Object.fromEntries(actual) as Doc) : (actual as Doc);
  for (const [name, value] of Object.entries(expected)) {
    const here = `${where}.${name}`;
    const [operator, operand] = operatorOf(value) ?? [];
    // What a driver's result has as undefined is not there
    const present = name in fields && fields[name] !== undefined;
    if (operator === '$$exists') {
      if (present !== operand) throw new Mismatch(`${here} is ${present ? '' : 'not '}there`);
    } else if (operator === '$$unsetOrMatches') {
      if (present) match(operand, fields[name], here);
    } else {
      if (!present) throw new Mismatch(`${here} is missing`);
      match(value, fields[name], here);
    }
  }
  const extra = Object.keys(fields).find((name) => !(name in expected) && fields[name] !== undefined);
  if (!root && extra !== undefined) throw new Mismatch(`${where}.${extra} is not expected`);
}

function matchOperator(
  [operator, operand]: [string, unknown],
  actual: unknown,
  where: string,
  root: boolean,
): void {
  switch (operator) {
    case '$$exists':
      if ((actual !== undefined) !== operand) throw new Mismatch(`${where} is ${operand ? 'not ' : ''}there`);
      return;
    case '$$type': {
      const wanted = Array.isArray(operand) ? (operand as unknown[]) : [operand];
      if (!typesOf(actual).some((type) => wanted.includes(type)))
        throw new Mismatch(`${where}: ${show(actual)} is not of the type ${wanted.join(' or ')}`);
      return;
    }
    case '$$unsetOrMatches':
      if (actual !== undefined && actual !== null) match(operand, actual, where, root);
      return;
    default:
      throw new Mismatch(`${where}: the runner does not know ${operator}`);
  }
}
