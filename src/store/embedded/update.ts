import { ObjectId } from 'bson';
import { CommandError } from './errors.ts';
import type { Variables } from './expression.ts';
import { compileFilter, holdsOperators, type Filter } from './filter.ts';
import { equalValues } from './keys.ts';
import { compilePipelineUpdate } from './update-pipeline.ts';
import { compileChange, holdsUpdateOperators, UPDATE_OPERATORS, type Change } from './update-operators.ts';
import { concretePaths, locate, type Positions } from './update-paths.ts';
import { shellText } from './shell-text.ts';
import { getField, isDocument, typeOf, type Doc } from './values.ts';

/** An update that was read once. Its `apply` gives the new document and may change the one it is given. */
export interface Update {
  kind: 'operators' | 'pipeline' | 'replacement';
  apply(doc: Doc, context: { matched: number | undefined; inserting: boolean }): Doc;
}

interface Step {
  operator: string;
  parts: string[];
  change: Change;
}

/**
 * Reads the update of one statement.
 * @throws CommandError for what MongoDB refuses.
 */
export function compileUpdate(
  update: unknown,
  settings: { arrayFilters?: unknown; variables?: Variables; constants?: unknown },
): Update {
  if (settings.arrayFilters !== undefined && (!isDocument(update) || !holdsUpdateOperators(update)))
    throw new CommandError(
      9,
      `arrayFilters may not be specified for ${Array.isArray(update) ? 'pipeline' : 'replacement'}-style updates`,
    );
  if (Array.isArray(update)) {
    const run = compilePipelineUpdate(update, {
      ...settings.variables,
      ...(isDocument(settings.constants) ? settings.constants : {}),
    });
    return { kind: 'pipeline', apply: (doc) => keepId(doc, run(doc)) };
  }
  if (!isDocument(update)) throw new CommandError(9, 'Update argument must be either an object or an array');
  if (settings.constants !== undefined)
    throw new CommandError(51198, 'Constant values may only be specified for pipeline updates');
  if (holdsUpdateOperators(update)) return compileOperators(update, settings);
  for (const name of Object.keys(update))
    if (name.startsWith('$') && !['$db', '$id', '$ref'].includes(name) && UPDATE_OPERATORS.has(name))
      throw new CommandError(
        52,
        `The dollar ($) prefixed field '${name}' in '${name}' is not valid for storage.`,
      );
  return { kind: 'replacement', apply: (doc) => keepId(doc, { ...update }) };
}

/** The new document with the old one's `_id` in front. @throws CommandError where it has another. */
export function keepId(before: Doc, after: Doc): Doc {
  const id = getField(before, '_id');
  const given = getField(after, '_id');
  if (id === undefined) return given === undefined ? after : { _id: given, ...after };
  if (given !== undefined && !equalValues(id, given))
    throw new CommandError(
      66,
      `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${shellText(given)}`,
    );
  const { _id: _, ...rest } = after;
  return { _id: id, ...rest };
}

function compileOperators(update: Doc, settings: { arrayFilters?: unknown; variables?: Variables }): Update {
  const now = new Date();
  const steps: Step[] = [];
  for (const [operator, fields] of Object.entries(update)) {
    if (!UPDATE_OPERATORS.has(operator))
      throw new CommandError(
        9,
        `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    if (!isDocument(fields))
      throw new CommandError(
        9,
        `Modifiers operate on fields but we found type ${typeOf(fields)} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${shellText(fields)}}`,
      );
    for (const [path, operand] of Object.entries(fields))
      steps.push(...stepsOf(operator, path, operand, now));
  }
  checkConflicts(steps);
  const arrayFilters = compileArrayFilters(settings.arrayFilters, steps, settings.variables ?? {});
  // MongoDB works the fields in the order of their names
  steps.sort((a, b) => comparePaths(a.parts, b.parts));
  return {
    kind: 'operators',
    apply: (doc, { matched, inserting }) => {
      const id = getField(doc, '_id');
      for (const step of steps)
        if (step.operator !== '$setOnInsert' || inserting) runStep(step, doc, { matched, arrayFilters });
      if (id !== undefined && !(Object.hasOwn(doc, '_id') && equalValues(id, doc['_id'])))
        throw new CommandError(
          66,
          "Performing an update on the path '_id' would modify the immutable field '_id'",
        );
      return doc;
    },
  };
}

function runStep({ parts, change }: Step, doc: Doc, positions: Positions): void {
  for (const path of concretePaths(doc, parts, positions)) {
    const place = locate(doc, path, change.creates);
    if (place && (change.creates || place.value !== undefined)) change.apply(place);
  }
}

function stepsOf(operator: string, path: string, operand: unknown, now: Date): Step[] {
  const parts = pathParts(path);
  if (operator !== '$rename')
    return [{ operator, parts, change: compileChange(operator, path, operand, now) }];
  if (typeof operand !== 'string')
    throw new CommandError(2, `The 'to' field for $rename must be a string: ${path}: ${shellText(operand)}`);
  const target = pathParts(operand);
  if (operand === path)
    throw new CommandError(2, `The source and target field for $rename must differ: ${path}: "${operand}"`);
  if ([...parts, ...target].some((part) => part.startsWith('$')))
    throw new CommandError(2, `The source and target field for $rename may not be dynamic: ${path}`);
  let moved: unknown;
  return [
    // Two steps at two paths: both are checked against the others, the first hands the value to the second
    {
      operator,
      parts,
      change: {
        creates: false,
        apply: (place) => {
          moved = place.value;
          place.unset();
        },
      },
    },
    {
      operator,
      parts: target,
      change: {
        creates: true,
        apply: (place) => {
          if (moved !== undefined) place.set(moved);
        },
      },
    },
  ];
}

function pathParts(path: string): string[] {
  const parts = path.split('.');
  if (path === '') throw new CommandError(56, 'An empty update path is not valid.');
  if (parts.includes(''))
    throw new CommandError(
      56,
      `The update path '${path}' contains an empty field name, which is not allowed.`,
    );
  if (parts[0]!.startsWith('$'))
    throw new CommandError(
      52,
      `The dollar ($) prefixed field '${parts[0]}' in '${path}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
    );
  return parts;
}

function checkConflicts(steps: Step[]): void {
  const seen: string[] = [];
  for (const { parts } of steps) {
    const path = parts.join('.');
    const other = seen.find(
      (each) => each === path || each.startsWith(`${path}.`) || path.startsWith(`${each}.`),
    );
    if (other !== undefined)
      throw new CommandError(
        40,
        `Updating the path '${path}' would create a conflict at '${other.length < path.length ? other : path}'`,
      );
    seen.push(path);
  }
}

function comparePaths(a: string[], b: string[]): number {
  for (const [i, part] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    if (part === other) continue;
    if (/^\d+$/.test(part) && /^\d+$/.test(other)) return Number(part) - Number(other);
    return part < other ? -1 : 1;
  }
  return a.length - b.length;
}

function compileArrayFilters(filters: unknown, steps: Step[], variables: Variables): Map<string, Filter> {
  const compiled = new Map<string, Filter>();
  if (filters === undefined) return compiled;
  if (!Array.isArray(filters)) throw new CommandError(14, 'arrayFilters must be an array');
  for (const filter of filters as unknown[]) {
    if (!isDocument(filter)) throw new CommandError(14, 'Each array filter must be an object');
    const name = filterName(filter);
    if (compiled.has(name))
      throw new CommandError(9, `Found multiple array filters with the same top-level field name ${name}`);
    if (!steps.some(({ parts }) => parts.includes(`$[${name}]`)))
      throw new CommandError(9, `The array filter for identifier '${name}' was not used in the update`);
    compiled.set(name, compileFilter(filter, variables));
  }
  return compiled;
}

function filterName(filter: Doc): string {
  const names = new Set<string>();
  const collect = (part: Doc): void => {
    for (const [name, value] of Object.entries(part)) {
      if (!name.startsWith('$')) names.add(name.split('.')[0]!);
      else if (Array.isArray(value))
        for (const each of value as unknown[]) if (isDocument(each)) collect(each);
    }
  };
  collect(filter);
  const [name] = names;
  if (name === undefined || names.size > 1)
    throw new CommandError(
      9,
      'Error parsing array filter :: caused by :: Expected a single top-level field name',
    );
  if (!/^[a-z][a-zA-Z0-9]*$/.test(name))
    throw new CommandError(
      2,
      `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
    );
  return name;
}

/** The document that an upsert starts from: what the filter wants to be equal. */
export function documentFromFilter(filter: Doc, forReplacement: boolean): Doc {
  const doc: Doc = {};
  for (const [path, value] of equalities(filter)) {
    if (forReplacement && path !== '_id') continue;
    const place = locate(doc, path.split('.'), true)!;
    if (place.value !== undefined && !equalValues(place.value, value))
      throw new CommandError(54, `cannot infer query fields to set, path '${path}' is matched twice`);
    place.set(value);
  }
  return doc;
}

function equalities(filter: Doc): [string, unknown][] {
  return Object.entries(filter).flatMap(([name, value]): [string, unknown][] => {
    if (name === '$and' && Array.isArray(value)) return value.filter(isDocument).flatMap(equalities);
    if (name === '$or' && Array.isArray(value) && value.length === 1 && isDocument(value[0]))
      return equalities(value[0]);
    if (name.startsWith('$')) return [];
    if (!holdsOperators(value)) return typeOf(value) === 'regex' ? [] : [[name, value]];
    if ('$eq' in value) return [[name, value['$eq']]];
    const all = value['$all'];
    return Array.isArray(all) && all.length === 1 && !holdsOperators(all[0]) ? [[name, all[0]]] : [];
  });
}

/** Puts `_id` first, made anew where there is none. @throws CommandError for an `_id` that MongoDB refuses. */
export function withId(doc: Doc): Doc {
  const id = getField(doc, '_id');
  if (id === undefined) {
    const { _id: _, ...rest } = doc;
    return { _id: new ObjectId(), ...rest };
  }
  checkId(id);
  if (Object.keys(doc)[0] === '_id') return doc;
  const { _id: _, ...rest } = doc;
  return { _id: id, ...rest };
}

/** @throws CommandError for an `_id` that MongoDB does not store. */
export function checkId(id: unknown): void {
  const type = typeOf(id);
  if (type === 'array' || type === 'regex' || type === 'undefined')
    throw new CommandError(53, `The '_id' value cannot be of type ${type}`);
  if (isDocument(id)) {
    const dollar = Object.keys(id).find((name) => name.startsWith('$'));
    if (dollar !== undefined)
      throw new CommandError(
        52,
        `_id fields may not contain '$'-prefixed fields: ${dollar} is not valid for storage.`,
      );
  }
}

/** @throws CommandError for an `_id` that an insert may not bring. */
export function checkInsertId(doc: Doc): void {
  const id = getField(doc, '_id');
  const type = typeOf(id);
  if (Object.hasOwn(doc, '_id') && (type === 'array' || type === 'regex' || type === 'undefined'))
    throw new CommandError(2, `can't use ${type === 'array' ? 'an array' : `a ${type}`} for _id`);
}
