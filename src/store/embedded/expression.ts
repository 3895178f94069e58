import { BSONRegExp } from 'bson';
import { Context, OpType, evalExpr } from 'mingo/core';
import * as accumulators from 'mingo/operators/accumulator';
import * as expressions from 'mingo/operators/expression';
import * as windows from 'mingo/operators/window';
import type { Options } from 'mingo/types';
import { ACCUMULATORS } from './accumulators.ts';
import { CommandError, asCommandError, notBuilt } from './errors.ts';
import { DATE_OPERATORS } from './expression-dates.ts';
import { VALUE_OPERATORS } from './expression-values.ts';
import { compareValues } from './keys.ts';
import { asRegExp } from './regex.ts';
import { isDocument, setField, type Doc } from './values.ts';

/** Values of `let`, known in expressions as `$$name`. */
export type Variables = Doc;

/** mingo's options in the form that it hands to operators: made once, they are not copied for each document. */
export interface Evaluation extends Options {
  update(locals: { root?: unknown; variables?: Variables }): Evaluation;
}

type Operator = (doc: never, argument: never, options: Evaluation) => unknown;

/** Comparison in expressions by MongoDB's order of values. */
const COMPARISONS: Record<string, Operator> = Object.fromEntries(
  Object.entries({
    $eq: (order: number) => order === 0,
    $ne: (order: number) => order !== 0,
    $gt: (order: number) => order > 0,
    $gte: (order: number) => order >= 0,
    $lt: (order: number) => order < 0,
    $lte: (order: number) => order <= 0,
    $cmp: (order: number) => Math.sign(order),
  }).map(([name, answer]) => [
    name,
    (doc: never, argument: never, options: Evaluation) => {
      const operands = evalExpr(doc, argument, options);
      if (!Array.isArray(operands) || operands.length !== 2)
        throw new CommandError(16020, `Expression ${name} takes exactly 2 arguments.`);
      return answer(compareValues(operands[0], operands[1]));
    },
  ]),
);

/** JavaScript of the client's is not run. */
const SCRIPTS = ['$function', '$accumulator', '$where'];
/** Expressions of MongoDB that are refused by name. */
const NOT_BUILT = new Set([
  ...SCRIPTS,
  '$binarySize',
  '$bsonSize',
  '$meta',
  '$toHashedIndexKey',
  '$toUUID',
  '$tsIncrement',
  '$tsSecond',
]);

/** mingo's operators, with our own where mingo's answer is not MongoDB's. */
export const context: Context = Context.init({
  expression: { ...COMPARISONS, ...DATE_OPERATORS, ...VALUE_OPERATORS } as never,
  accumulator: ACCUMULATORS as never,
})
  .addExpressionOps(expressions)
  .addAccumulatorOps(accumulators)
  .addWindowOps(windows);

/** mingo's class of options, which it does not export but shows to each operator. */
const evaluation = ((): { init(options: object): Evaluation } => {
  let seen: object | undefined;
  const look = (_doc: never, _argument: never, options: Evaluation): unknown => (seen = options);
  evalExpr({}, { $look: [] }, { context: Context.init({ expression: { $look: look } as never }) } as Options);
  return seen!.constructor as unknown as { init(options: object): Evaluation };
})();

/** Options for mingo with the variables of a `let`. */
export function mingoOptions(variables: Variables): Evaluation {
  return evaluation.init({ context, scriptEnabled: false, variables });
}

/**
 * Reads an expression (plain values, not kept types) once, to be asked of many plain documents.
 * @throws CommandError for an operator that is unknown or not built.
 */
export function compileExpression(expression: unknown, variables: Variables = {}): (doc: Doc) => unknown {
  return bindExpression(expression, mingoOptions(variables));
}

/** As `compileExpression`, with mingo's own options as a stage gets them. */
export function bindExpression(expression: unknown, options: Evaluation): (doc: Doc) => unknown {
  const checked = checkExpression(expression);
  const own = evaluation.init(options);
  return (doc) => {
    try {
      return withoutMissing(evalExpr(doc, checked, own.update({ root: doc })));
    } catch (error) {
      throw expressionError(error);
    }
  };
}

/** A computed value without the fields that turned out to be missing. */
export function withoutMissing(value: unknown): unknown {
  if (Array.isArray(value)) return value.some(isComposite) ? value.map(withoutMissing) : value;
  if (!isDocument(value)) return value;
  const entries = Object.entries(value);
  if (!entries.some(([, each]) => each === undefined || isComposite(each))) return value;
  const kept: Doc = {};
  for (const [name, each] of entries) if (each !== undefined) setField(kept, name, withoutMissing(each));
  return kept;
}

function isComposite(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (Array.isArray(value) || isDocument(value));
}

/** mingo's complaint as the client's error. */
export function expressionError(error: unknown): CommandError {
  if (error instanceof CommandError || error instanceof RangeError) return asCommandError(error);
  const message = error instanceof Error ? error.message : String(error);
  const unknown = /^(?:mingo: )?Use of undefined variable: (.+)$/.exec(message);
  if (unknown) return new CommandError(17276, message);
  return new CommandError(ERROR_CODES.find(([pattern]) => pattern.test(message))?.[1] ?? 2, message);
}

/** MongoDB's codes of what mingo says in words; all else is a bad value. */
const ERROR_CODES: readonly [RegExp, number][] = [
  [/cannot convert/, 241],
  [/^\$(?:add|subtract|multiply|divide|floor|ceil|round|trunc|abs) expression must/, 14],
  [/^\$concat /, 16702],
  [/^\$size /, 17124],
];

/** Whether a name is an operator of expressions (or of groups, with `accumulator`). */
function isKnown(name: string): boolean {
  return (
    context.getOperator(OpType.EXPRESSION, name) !== null ||
    context.getOperator(OpType.ACCUMULATOR, name) !== null
  );
}

/** Refuses unknown operators wherever they stand, and makes regular expressions JavaScript's. */
export function checkExpression(expression: unknown): unknown {
  if (Array.isArray(expression)) return expression.map(checkExpression);
  if (expression instanceof BSONRegExp) return asRegExp(expression);
  if (!isDocument(expression)) return expression;
  const names = Object.keys(expression);
  const operator = names.find((name) => name.startsWith('$'));
  if (operator !== undefined) {
    if (names.length > 1)
      throw new CommandError(
        15983,
        `An object representing an expression must have exactly one field: ${names.join(', ')}`,
      );
    if (operator === '$literal') return expression;
    if (NOT_BUILT.has(operator)) throw notBuilt(`the expression operator ${operator}`);
    if (!isKnown(operator)) throw new CommandError(168, `Unrecognized expression '${operator}'`);
  }
  const checked: Doc = {};
  for (const name of names) setField(checked, name, checkExpression(expression[name]));
  return checked;
}
