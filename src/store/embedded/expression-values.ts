import { ObjectId } from 'bson';
import { evalExpr } from 'mingo/core';
import { ACCUMULATORS, merged } from './accumulators.ts';
import { CommandError, notBuilt } from './errors.ts';
import type { Evaluation } from './expression.ts';
import { shellText } from './shell-text.ts';
import { isDocument, isNumeric, isTrue, typeOf, type Doc } from './values.ts';

/** Operators in which mingo differs from MongoDB without an error. */
type Operator = (doc: never, argument: never, options: Evaluation) => unknown;

/** An accumulator as an expression: of an array its elements, of several operands each. */
function overOperands(name: string): Operator {
  const work = ACCUMULATORS[name]!;
  return (doc, argument: unknown, options) => {
    const many = Array.isArray(argument) && argument.length !== 1;
    const operand: unknown = !many && Array.isArray(argument) ? argument[0] : argument;
    const values = many
      ? argument.map((each) => evalExpr(doc, each as never, options))
      : [evalExpr(doc, operand as never, options)].flat();
    return work(values as never, undefined as never, options);
  };
}

/** A value as `$toString` writes it. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof ObjectId) return value.toHexString();
  if (typeof value === 'string' || typeof value === 'boolean' || isNumeric(value)) return String(value);
  throw new CommandError(241, `Unsupported conversion from ${typeOf(value)} to string in $convert`);
}

/** MongoDB turns the letters of ASCII only. */
function turned(turn: (text: string) => string): Operator {
  return (doc, argument: unknown, options) => {
    const operand: unknown = Array.isArray(argument) && argument.length === 1 ? argument[0] : argument;
    return (textOf(evalExpr(doc, operand, options)) ?? '').replace(/[a-z]+/gi, turn);
  };
}

/** Expressions by their names. */
export const VALUE_OPERATORS: Record<string, Operator> = {
  ...Object.fromEntries(
    ['$sum', '$avg', '$min', '$max', '$stdDevPop', '$stdDevSamp'].map((name) => [name, overOperands(name)]),
  ),
  $mergeObjects: (doc, argument: unknown, options) => {
    const value = evalExpr(doc, argument, options);
    return merged(Array.isArray(value) ? value : [value]);
  },
  $median: () => {
    throw notBuilt('$median outside of $group');
  },
  $percentile: () => {
    throw notBuilt('$percentile outside of $group');
  },
  $toLower: turned((text) => text.toLowerCase()),
  $toUpper: turned((text) => text.toUpperCase()),
  $toString: (doc, argument, options) => textOf(evalExpr(doc, argument, options)),
  $toObjectId: (doc, argument, options) => {
    const value = evalExpr(doc, argument, options);
    if (value === null || value === undefined) return null;
    if (value instanceof ObjectId) return value;
    if (typeof value === 'string' && /^[\da-f]{24}$/i.test(value)) return new ObjectId(value);
    throw new CommandError(241, `Failed to parse objectId ${shellText(value)} in $convert`);
  },
  $indexOfCP: (doc, argument, options) => {
    const [text, part, from = 0, to] = evalExpr(doc, argument, options) as [
      unknown,
      unknown,
      number?,
      number?,
    ];
    if (text === null || text === undefined) return null;
    if (typeof text !== 'string' || typeof part !== 'string')
      throw new CommandError(40093, '$indexOfCP requires strings');
    const points = Array.from(text).slice(from, to);
    const at = points.join('').indexOf(part);
    return at < 0 ? -1 : from + Array.from(points.join('').slice(0, at)).length;
  },
  $switch: (doc, argument, options) => {
    const { branches, default: otherwise }: Doc = isDocument(argument) ? argument : {};
    if (!Array.isArray(branches) || branches.length === 0)
      throw new CommandError(40068, '$switch requires at least one branch');
    for (const branch of branches as unknown[]) {
      if (!isDocument(branch) || !('case' in branch) || !('then' in branch))
        throw new CommandError(40067, "$switch requires each branch have a 'case' and a 'then' expression");
      if (isTrue(evalExpr(doc, branch['case'], options))) return evalExpr(doc, branch['then'], options);
    }
    if (otherwise === undefined)
      throw new CommandError(
        40066,
        '$switch could not find a matching branch for an input, and no default was specified.',
      );
    return evalExpr(doc, otherwise, options);
  },
  $type: (doc, argument, options) => {
    const value = evalExpr(doc, argument, options);
    return value === undefined ? 'missing' : typeOf(value);
  },
};
