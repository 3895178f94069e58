import { CommandError, notBuilt } from './errors.ts';
import { compileExpression, type Variables } from './expression.ts';
import {
  bits,
  comparison,
  equals,
  matches,
  modulo,
  oneOf,
  ofSize,
  ofType,
  type Test,
} from './filter-operators.ts';
import { walkPath, type Trace } from './paths.ts';
import { asRegExp, toRegExp } from './regex.ts';
import { isDocument, isTrue, toPlain, type Doc } from './values.ts';

/** Whether a document matches; `trace` learns by which element of an array. */
export type Filter = (doc: Doc, trace?: Trace) => boolean;

/** Operators of MongoDB that filters here refuse by name. */
const NOT_BUILT = new Set([
  '$text',
  '$where',
  '$near',
  '$nearSphere',
  '$geoWithin',
  '$geoIntersects',
  '$within',
  '$geoNear',
  '$sampleRate',
  '$rand',
  '$jsonSchema',
]);

/** What `{a: {$ref, $id}}` may hold: a reference, not operators. */
const REFERENCE = new Set(['$ref', '$id', '$db']);

/**
 * Reads a filter once, to be asked of many documents.
 * @throws CommandError for an operator that MongoDB does not know, or that is not built here.
 */
export function compileFilter(filter: Doc, variables: Variables = {}): Filter {
  return every(Object.entries(filter).map(([name, value]) => compileClause(name, value, variables)));
}

function every(tests: Filter[]): Filter {
  if (tests.length === 1) return tests[0]!;
  return (doc, trace) => tests.every((test) => test(doc, trace));
}

function compileClause(name: string, value: unknown, variables: Variables): Filter {
  if (!name.startsWith('$')) return compileField(name, value, variables);
  switch (name) {
    case '$and':
      return every(clauses(name, value, variables));
    case '$or': {
      const tests = clauses(name, value, variables);
      return (doc, trace) => tests.some((test) => test(doc, trace));
    }
    case '$nor': {
      const tests = clauses(name, value, variables);
      return (doc) => !tests.some((test) => test(doc));
    }
    case '$expr': {
      const evaluate = compileExpression(toPlain(value), variables);
      return (doc) => isTrue(evaluate(toPlain(doc) as Doc));
    }
    case '$comment':
      return () => true;
    case '$alwaysTrue':
      return () => true;
    case '$alwaysFalse':
      return () => false;
    default:
      if (NOT_BUILT.has(name)) throw notBuilt(`the query operator ${name}`);
      throw new CommandError(
        2,
        `unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider ` +
          'using $getField or $setField.',
      );
  }
}

function clauses(name: string, value: unknown, variables: Variables): Filter[] {
  if (!Array.isArray(value)) throw new CommandError(2, `${name} must be an array`);
  if (value.length === 0) throw new CommandError(2, `$and/$or/$nor must be a nonempty array`);
  return value.map((each: unknown) => {
    if (!isDocument(each)) throw new CommandError(2, `$or/$and/$nor entries need to be full objects`);
    return compileFilter(each, variables);
  });
}

/** Whether the value of a field in a filter holds operators and is not a document to be equal to. */
export function holdsOperators(value: unknown): value is Doc {
  if (!isDocument(value)) return false;
  const first = Object.keys(value)[0];
  return first !== undefined && first.startsWith('$') && !REFERENCE.has(first);
}

function compileField(path: string, value: unknown, variables: Variables): Filter {
  const parts = path.split('.');
  if (!holdsOperators(value)) return atPath(parts, equalsOrMatches(value));
  return every(
    Object.entries(value)
      .filter(([name]) => name !== '$options')
      .map(([name, operand]) => compileOperator(parts, name, operand, value, variables)),
  );
}

function equalsOrMatches(value: unknown): Test {
  const expression = asRegExp(value);
  return expression ? matches(expression, value) : equals(value);
}

function atPath(parts: string[], { test, whole }: Test): Filter {
  return (doc, trace) =>
    walkPath(
      doc,
      parts,
      (value) => {
        if (test(value)) return true;
        if (whole || !Array.isArray(value)) return false;
        const index = value.findIndex(test);
        if (index >= 0 && trace) trace.index = index;
        return index >= 0;
      },
      trace,
    );
}

function negated(filter: Filter): Filter {
  return (doc) => !filter(doc);
}

function compileOperator(
  parts: string[],
  name: string,
  operand: unknown,
  siblings: Doc,
  variables: Variables,
): Filter {
  switch (name) {
    case '$ne':
      if (asRegExp(operand)) throw new CommandError(2, "Can't have regex as arg to $ne.");
      return negated(atPath(parts, equals(operand)));
    case '$nin':
      return negated(atPath(parts, oneOf(operand)));
    case '$exists': {
      const exists = atPath(parts, { whole: true, test: (value) => value !== undefined });
      return isTrue(operand) ? exists : negated(exists);
    }
    case '$not':
      return negated(compileNot(parts, operand, variables));
    case '$all':
      return compileAll(parts, operand, variables);
    case '$elemMatch': {
      const element = compileElemMatch(operand, variables);
      return (doc, trace) =>
        walkPath(
          doc,
          parts,
          (value) => {
            const index = Array.isArray(value) ? value.findIndex(element) : -1;
            if (index >= 0 && trace) trace.index = index;
            return index >= 0;
          },
          trace,
        );
    }
    default:
      return atPath(parts, compileTest(name, operand, siblings));
  }
}

/** Operators that look at one value. */
function compileTest(name: string, operand: unknown, siblings: Doc): Test {
  switch (name) {
    case '$eq':
      return equals(operand);
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return comparison(name, operand);
    case '$in':
      return oneOf(operand);
    case '$type':
      return ofType(operand);
    case '$size':
      return ofSize(operand);
    case '$mod':
      return modulo(operand);
    case '$regex':
      return compileRegex(operand, siblings['$options']);
    case '$options':
      throw new CommandError(2, '$options needs a $regex');
    case '$bitsAllSet':
    case '$bitsAllClear':
    case '$bitsAnySet':
    case '$bitsAnyClear':
      return bits(name, operand);
    default:
      if (NOT_BUILT.has(name)) throw notBuilt(`the query operator ${name}`);
      throw new CommandError(2, `unknown operator: ${name}`);
  }
}

function compileRegex(operand: unknown, options: unknown): Test {
  if (options !== undefined && typeof options !== 'string')
    throw new CommandError(2, '$options has to be a string');
  const given = asRegExp(operand);
  if (!given && typeof operand !== 'string') throw new CommandError(2, '$regex has to be a string');
  const expression =
    given && options === undefined
      ? given
      : toRegExp(given ? given.source : (operand as string), options ?? given?.flags.replace('u', '') ?? '');
  return matches(expression, operand);
}

function compileNot(parts: string[], operand: unknown, variables: Variables): Filter {
  const expression = asRegExp(operand);
  if (expression) return atPath(parts, matches(expression, operand));
  if (!holdsOperators(operand)) throw new CommandError(2, '$not needs a regex or a document');
  return compileField(parts.join('.'), operand, variables);
}

function compileAll(parts: string[], operand: unknown, variables: Variables): Filter {
  if (!Array.isArray(operand)) throw new CommandError(2, '$all needs an array');
  if (operand.length === 0) return () => false;
  return every(
    operand.map((each: unknown) => {
      if (isDocument(each) && '$elemMatch' in each)
        return compileOperator(parts, '$elemMatch', each['$elemMatch'], each, variables);
      if (holdsOperators(each)) throw new CommandError(2, 'no $ expressions in $all');
      return atPath(parts, equalsOrMatches(each));
    }),
  );
}

/** Of `$elemMatch`: a test of one element, by operators on itself or as a document by its fields. */
export function compileElemMatch(operand: unknown, variables: Variables): (element: unknown) => boolean {
  if (!isDocument(operand)) throw new CommandError(2, '$elemMatch needs an Object');
  const first = Object.keys(operand)[0];
  const byFields =
    first === undefined || !first.startsWith('$') || ['$and', '$or', '$nor', '$expr'].includes(first);
  if (byFields) {
    const filter = compileFilter(operand, variables);
    // An array is, to MongoDB, a document with its indexes as names
    return (element) =>
      isDocument(element)
        ? filter(element)
        : Array.isArray(element) && filter(Object.fromEntries(element.entries()));
  }
  const filter = every(
    Object.entries(operand)
      .filter(([name]) => name !== '$options')
      .map(([name, each]) => compileElementOperator(name, each, operand, variables)),
  );
  return (element) => filter({ '': element });
}

function compileElementOperator(name: string, operand: unknown, siblings: Doc, variables: Variables): Filter {
  const filter = compileOperator([''], name, operand, siblings, variables);
  const single = ['$eq', '$gt', '$gte', '$lt', '$lte', '$in', '$type', '$mod', '$regex'].includes(name);
  if (!single) return filter;
  const { test } = compileTest(name, operand, siblings);
  return (doc) => test(doc['']);
}
