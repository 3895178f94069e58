import { holdsOperators } from './filter.ts';
import { keyOf, rankOf } from './keys.ts';
import { asRegExp } from './regex.ts';
import { isDocument, isNumeric, isTrue, toNumber, typeOf, type Doc } from './values.ts';

/** A place between keys: before all that start with `key`, or after them. */
interface Edge {
  key: Buffer;
  after: boolean;
}

/** Values between two edges. */
export interface Interval {
  low: Edge;
  high: Edge;
  /** One value only. */
  point: boolean;
}

/** What a filter asks of one path, as far as an index can answer it. */
export interface Bound {
  /** Intervals in ascending order, none overlapping. */
  intervals: Interval[];
  /** Null stands for missing, too: indexes that leave the missing out cannot answer. */
  withNull: boolean;
}

/** No value's key starts with it, so behind a key it stands after all that continue that key. */
const AFTER = Buffer.from([0xff]);

/** What no value's key reaches. */
export const END: Buffer = AFTER;

/** An edge as bytes to compare keys with. */
export function edgeBytes({ key, after }: Edge): Buffer {
  return after ? Buffer.concat([key, AFTER]) : key;
}

/** An interval in the order of an index that goes down. */
export function invert({ low, high, point: isPoint }: Interval): Interval {
  return { low: invertEdge(high), high: invertEdge(low), point: isPoint };
}

function invertEdge({ key, after }: Edge): Edge {
  // One byte is a type: what is before it going up is after the one above it going down
  if (key.length === 1 && !after) return { key: Buffer.from([0x100 - key[0]!]), after: false };
  return { key: Buffer.from(key.map((byte) => byte ^ 0xff)), after: !after };
}

/**
 * Every condition that must hold for a match and that says what a path's value may be. A path can have several; each
 * holds on its own, but with arrays not all of them for the same element.
 */
export function boundsOf(filter: Doc): Map<string, Bound[]> {
  const bounds = new Map<string, Bound[]>();
  const add = (path: string, bound: Bound | undefined): void => {
    if (bound) bounds.set(path, [...(bounds.get(path) ?? []), bound]);
  };
  for (const [name, value] of Object.entries(filter)) {
    if (name === '$and' && Array.isArray(value)) {
      for (const each of value as unknown[])
        if (isDocument(each))
          for (const [path, found] of boundsOf(each)) for (const bound of found) add(path, bound);
    } else if (!name.startsWith('$')) {
      if (!holdsOperators(value)) add(name, equality(value));
      else
        for (const [operator, operand] of Object.entries(value)) {
          add(name, ofOperator(operator, operand));
          if (operator === '$elemMatch' && isDocument(operand))
            for (const [path, found] of boundsOf(operand))
              for (const bound of found) add(`${name}.${path}`, bound);
        }
    }
  }
  return bounds;
}

function ofOperator(operator: string, operand: unknown): Bound | undefined {
  switch (operator) {
    case '$eq':
      return equality(operand);
    case '$in':
      return membership(operand);
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return range(operator, operand);
    default:
      return undefined;
  }
}

function point(value: unknown): Interval {
  const key = keyOf(value ?? null);
  return { low: { key, after: false }, high: { key, after: true }, point: true };
}

/** Arrays stand in an index by their elements, and expressions match by looking: neither is looked up. */
function isLookedUp(value: unknown): boolean {
  return !Array.isArray(value) && asRegExp(value) === undefined;
}

function isNullish(value: unknown): boolean {
  return value === null || value === undefined;
}

function equality(value: unknown): Bound | undefined {
  return isLookedUp(value) ? { intervals: [point(value)], withNull: isNullish(value) } : undefined;
}

function membership(operand: unknown): Bound | undefined {
  if (!Array.isArray(operand) || !operand.every(isLookedUp)) return undefined;
  const points = operand.map(point).sort((a, b) => Buffer.compare(a.low.key, b.low.key));
  const intervals = points.filter((each, i) => i === 0 || !each.low.key.equals(points[i - 1]!.low.key));
  return { intervals, withNull: operand.some(isNullish) };
}

function range(operator: '$gt' | '$gte' | '$lt' | '$lte', operand: unknown): Bound | undefined {
  const type = typeOf(operand);
  if (['null', 'undefined', 'minKey', 'maxKey', 'array', 'regex'].includes(type)) return undefined;
  if (isNumeric(operand) && Number.isNaN(toNumber(operand))) return undefined;
  const rank = rankOf(operand);
  const key = keyOf(operand);
  const interval: Interval = {
    low: operator.startsWith('$g')
      ? { key, after: operator === '$gt' }
      : { key: Buffer.from([rank]), after: false },
    high: operator.startsWith('$l')
      ? { key, after: operator === '$lte' }
      : { key: Buffer.from([rank + 1]), after: false },
    point: false,
  };
  return { intervals: [interval], withNull: false };
}

function compareEdges(a: Edge, b: Edge): number {
  return Buffer.compare(edgeBytes(a), edgeBytes(b));
}

/** Values of the operand's type that are less. */
export function rangeBelow(operand: unknown): Interval {
  return range('$lt', operand)!.intervals[0]!;
}

/** What both bounds allow. */
export function intersect(a: Bound, b: Bound): Bound {
  const intervals: Interval[] = [];
  for (const x of a.intervals)
    for (const y of b.intervals) {
      const low = compareEdges(x.low, y.low) >= 0 ? x.low : y.low;
      const high = compareEdges(x.high, y.high) <= 0 ? x.high : y.high;
      if (compareEdges(low, high) < 0) intervals.push({ low, high, point: x.point || y.point });
    }
  return { intervals, withNull: a.withNull && b.withNull };
}

/** Whether a filter can only match documents that have a value at `path`. */
export function needsValue(filter: Doc, path: string): boolean {
  const value = filter[path];
  if (holdsOperators(value) && '$exists' in value && isTrue(value['$exists'])) return true;
  return (boundsOf(filter).get(path) ?? []).some(({ withNull }) => !withNull);
}
