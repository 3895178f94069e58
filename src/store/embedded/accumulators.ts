import { evalExpr } from 'mingo/core';
import { CommandError, notBuilt } from './errors.ts';
import type { Evaluation } from './expression.ts';
import { compareValues, keyOf } from './keys.ts';
import { parseSort, sortKey } from './sort.ts';
import { isDocument, isNumeric, setField, typeOf, type Doc } from './values.ts';

/** Accumulators in which mingo differs from MongoDB without an error; as expressions they work on an array. */
type Accumulator = (documents: never, expression: never, options: Evaluation) => unknown;

/** What an expression is for each document; without one, the values themselves. */
function valuesOf(values: readonly unknown[], expression: unknown, options: Evaluation): unknown[] {
  if (expression === undefined) return [...values];
  return values.map((doc) => evalExpr(doc as never, expression as never, options.update({ root: doc })));
}

/** The numbers among values. @throws CommandError for those that JavaScript cannot add up exactly. */
function numbersOf(name: string, values: readonly unknown[]): number[] {
  const numbers: number[] = [];
  for (const value of values) {
    if (typeof value === 'number') numbers.push(value);
    else if (isNumeric(value))
      throw notBuilt(`${name} over ${typeOf(value)} numbers beyond 2^53 or Decimal128`);
  }
  return numbers;
}

function total(numbers: readonly number[]): number {
  let sum = 0;
  for (const each of numbers) sum += each;
  return sum;
}

function deviation(name: string, sampled: boolean): Accumulator {
  return (documents, expression, options) => {
    const numbers = numbersOf(name, valuesOf(documents, expression, options));
    const degrees = numbers.length - (sampled ? 1 : 0);
    if (degrees <= 0) return null;
    const mean = total(numbers) / numbers.length;
    return Math.sqrt(total(numbers.map((each) => (each - mean) ** 2)) / degrees);
  };
}

function extreme(wanted: 1 | -1): Accumulator {
  return (documents, expression, options) => {
    let best: unknown = null;
    for (const value of valuesOf(documents, expression, options))
      if (
        value !== null &&
        value !== undefined &&
        (best === null || Math.sign(compareValues(value, best)) === wanted)
      )
        best = value;
    return best;
  };
}

/** The accumulators by their names. */
export const ACCUMULATORS: Record<string, Accumulator> = {
  $sum: (documents, expression, options) =>
    total(numbersOf('$sum', valuesOf(documents, expression, options))),
  $avg: (documents, expression, options) => {
    const numbers = numbersOf('$avg', valuesOf(documents, expression, options));
    return numbers.length > 0 ? total(numbers) / numbers.length : null;
  },
  $min: extreme(-1),
  $max: extreme(1),
  $stdDevPop: deviation('$stdDevPop', false),
  $stdDevSamp: deviation('$stdDevSamp', true),
  $median: (documents, expression, options) =>
    percentiles('$median', documents, expression, [0.5], options)[0],
  $percentile: (documents, expression: Doc, options) =>
    percentiles('$percentile', documents, expression, expression['p'], options),
  $mergeObjects: (documents, expression, options) => merged(valuesOf(documents, expression, options)),
  $push: (documents, expression, options) => present(valuesOf(documents, expression, options)),
  $addToSet: (documents, expression, options) => {
    const values = present(valuesOf(documents, expression, options));
    return [...new Map(values.map((value) => [keyOf(value).toString('latin1'), value])).values()];
  },
  $top: (documents, expression, options) => inOrder('$top', documents, expression, 1, options)[0],
  $topN: (documents, expression, options) => inOrder('$topN', documents, expression, 1, options),
  $bottom: (documents, expression, options) => inOrder('$bottom', documents, expression, -1, options)[0],
  $bottomN: (documents, expression, options) => inOrder('$bottomN', documents, expression, -1, options),
};

/** What is missing in a document is not collected. */
function present(values: readonly unknown[]): unknown[] {
  return values.filter((value) => value !== undefined);
}

/** The outputs of the first (1) or last (-1) documents by an order of their own. */
function inOrder(
  name: string,
  documents: Doc[],
  expression: unknown,
  end: 1 | -1,
  options: Evaluation,
): unknown[] {
  const { n, sortBy, output }: Doc = isDocument(expression) ? expression : {};
  const many = name.endsWith('N');
  const count = many ? evalExpr({}, n, options) : 1;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1)
    throw new CommandError(5_787_908, `'n' of ${name} must be greater than 0`);
  const fields = parseSort(sortBy);
  if (fields.length === 0 || output === undefined)
    throw new CommandError(5_788_005, `${name} has to be given sortBy and output`);
  const sorted = documents
    .map((doc, i) => ({ doc, i, key: sortKey(doc, fields) }))
    .sort((a, b) => Buffer.compare(a.key, b.key) || a.i - b.i)
    .map(({ doc }) => doc);
  const chosen = end === 1 ? sorted.slice(0, count) : sorted.slice(-count);
  return valuesOf(chosen, output, options).map((value) => value ?? null);
}

function percentiles(
  name: string,
  documents: readonly unknown[],
  expression: unknown,
  wanted: unknown,
  options: Evaluation,
): (number | null)[] {
  const { input, method }: Doc = isDocument(expression) ? expression : {};
  if (method !== 'approximate') throw new CommandError(2, `${name} has to be given method: 'approximate'`);
  if (!Array.isArray(wanted) || !wanted.every((p) => typeof p === 'number' && p >= 0 && p <= 1))
    throw new CommandError(7_750_303, `${name} requires 'p' to be an array of numbers from 0 to 1`);
  const sorted = numbersOf(name, valuesOf(documents, input, options)).sort((a, b) => a - b);
  return (wanted as number[]).map((p) => sorted[Math.max(Math.ceil(sorted.length * p) - 1, 0)] ?? null);
}

/** Several documents as one; of one name, the last value counts. */
export function merged(documents: readonly unknown[]): Doc {
  const result: Doc = {};
  for (const doc of documents) {
    if (doc === null || doc === undefined) continue;
    if (!isDocument(doc))
      throw new CommandError(
        40400,
        `$mergeObjects requires object inputs, but input is of type ${typeOf(doc)}`,
      );
    for (const [name, value] of Object.entries(doc)) if (value !== undefined) setField(result, name, value);
  }
  return result;
}
