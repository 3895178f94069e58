import { OpType } from 'mingo/core';
import { CommandError, notBuilt } from './errors.ts';
import {
  bindExpression,
  checkExpression,
  context,
  expressionError,
  mingoOptions,
  withoutMissing,
  type Evaluation,
  type Variables,
} from './expression.ts';
import { keyOf } from './keys.ts';
import { held, type Stage } from './stages.ts';
import { isDocument, toPlain, type Doc } from './values.ts';

/**
 * Reads `$group`. Documents are put together by MongoDB's equality of `_id`; what becomes of each group is mingo's.
 * @param keyOfDocument what documents are grouped by, if it is no expression.
 */
export function groupStage(spec: Doc, variables: Variables, keyOfDocument?: (doc: Doc) => unknown): Stage {
  if (!Object.hasOwn(spec, '_id')) throw new CommandError(15955, 'a group specification must include an _id');
  const options = mingoOptions(variables);
  const idOf = keyOfDocument ?? bindExpression(toPlain(spec['_id']), options);
  const fields = Object.entries(spec)
    .filter(([name]) => name !== '_id')
    .map(([name, value]) => ({ name, accumulator: compileAccumulator(name, value) }));
  return function* (documents) {
    const groups = new Map<string, { id: unknown; documents: Doc[] }>();
    for (const doc of held('$group', documents)) {
      const id = idOf(doc) ?? null;
      const key = keyOf(id).toString('latin1');
      const group = groups.get(key);
      if (group) group.documents.push(doc);
      else groups.set(key, { id, documents: [doc] });
    }
    for (const group of groups.values()) {
      const result: Doc = { _id: group.id };
      for (const { name, accumulator } of fields) {
        try {
          result[name] = withoutMissing(accumulator(group.documents, options)) ?? null;
        } catch (error) {
          throw expressionError(error);
        }
      }
      yield result;
    }
  };
}

type Accumulator = (documents: Doc[], options: Evaluation) => unknown;

function compileAccumulator(name: string, value: unknown): Accumulator {
  if (name.includes('.')) throw new CommandError(40235, `The field name '${name}' cannot contain '.'`);
  if (name.startsWith('$'))
    throw new CommandError(40236, `The field name '${name}' cannot be an operator name`);
  const [operator, ...more] = isDocument(value) ? Object.keys(value) : [];
  if (operator === undefined || !operator.startsWith('$'))
    throw new CommandError(40234, `The field '${name}' must be an accumulator object`);
  if (more.length > 0) throw new CommandError(40238, `The field '${name}' must specify one accumulator`);
  if (operator === '$accumulator') throw notBuilt('the group operator $accumulator');
  const work = context.getOperator(OpType.ACCUMULATOR, operator) as
    | ((documents: Doc[], expression: unknown, options: Evaluation) => unknown)
    | null;
  if (!work) throw new CommandError(15952, `unknown group operator '${operator}'`);
  // Some names are both an accumulator and an expression: the one for groups is meant here
  const expression = checkExpression(toPlain((value as Doc)[operator]));
  return (documents, options) => work(documents, expression, options);
}
