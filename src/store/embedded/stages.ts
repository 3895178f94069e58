import { calculateObjectSize } from 'bson';
import { CommandError } from './errors.ts';
import { bindExpression, mingoOptions, type Variables } from './expression.ts';
import { compileFilter } from './filter.ts';
import { bucket, bucketAuto } from './stage-bucket.ts';
import { groupStage } from './stage-group.ts';
import { compileProjection } from './projection.ts';
import { MAX_STAGE_BYTES, overStage } from './query.ts';
import { compileSetFields } from './set-fields.ts';
import { parseSort, sortKey } from './sort.ts';
import { compileUnset } from './update-pipeline.ts';
import { getField, isDocument, isNumeric, setField, toNumber, toPlain, typeOf, type Doc } from './values.ts';

/** Turns a stream of plain documents into another; nothing is read before the result is. */
export type Stage = (documents: Iterable<Doc>) => Iterable<Doc>;

/** Reads a stage. Its specification has its types kept. */
export type StageReader = (spec: unknown, variables: Variables) => Stage;

/** Maps each document. */
export function mapStage(map: (doc: Doc) => Doc): Stage {
  return function* (documents) {
    for (const doc of documents) yield map(doc);
  };
}

/** Documents of which one is measured, for all. */
const MEASURE_EVERY = 16;

/** Lets documents through that a stage is going to hold, up to what it may. @throws CommandError beyond that. */
export function* held(stage: string, documents: Iterable<Doc>): Generator<Doc> {
  let n = 0;
  let bytes = 0;
  for (const doc of documents) {
    if (n++ % MEASURE_EVERY === 0) bytes += calculateObjectSize(doc) * MEASURE_EVERY;
    if (bytes > MAX_STAGE_BYTES) throw overStage(stage);
    yield doc;
  }
}

/** Works on all documents at once. */
export function wholeStage(stage: string, work: (documents: Doc[]) => Iterable<Doc>): Stage {
  return function* (documents) {
    yield* work([...held(stage, documents)]);
  };
}

/** @throws CommandError unless the specification is a document with known fields. */
export function specDocument(stage: string, spec: unknown, known?: readonly string[]): Doc {
  if (!isDocument(spec))
    throw new CommandError(9, `the ${stage} specification must be an object, but found ${typeOf(spec)}`);
  for (const name of Object.keys(spec))
    if (known && !known.includes(name))
      throw new CommandError(40415, `BSON field '${stage}.${name}' is an unknown field.`);
  return spec;
}

function wholeNumber(stage: string, spec: unknown, least: number): number {
  const number = isNumeric(spec) ? toNumber(spec) : Number.NaN;
  if (!Number.isInteger(number) || number < least)
    throw new CommandError(15957, `the argument to ${stage} must be a whole number of at least ${least}`);
  return number;
}

/** Stages that need nothing but the documents before them. */
export const SIMPLE_STAGES: Record<string, StageReader> = {
  $match: (spec, variables) => {
    const matches = compileFilter(specDocument('$match', spec), variables);
    return function* (documents) {
      for (const doc of documents) if (matches(doc)) yield doc;
    };
  },
  $limit: (spec) => {
    const limit = wholeNumber('$limit', spec, 1);
    return function* (documents) {
      let left = limit;
      for (const doc of documents) {
        yield doc;
        if (--left <= 0) return;
      }
    };
  },
  $skip: (spec) => {
    const skip = wholeNumber('$skip', spec, 0);
    return function* (documents) {
      let left = skip;
      for (const doc of documents) if (left-- <= 0) yield doc;
    };
  },
  $count: (spec) => {
    if (typeof spec !== 'string' || spec === '' || spec.startsWith('$') || spec.includes('.'))
      throw new CommandError(40156, 'the count field must be a non-empty string without $ or .');
    return function* (documents) {
      let n = 0;
      for (const _ of documents) n++;
      if (n > 0) yield { [spec]: n };
    };
  },
  $sort: (spec) => {
    const fields = parseSort(specDocument('$sort', spec));
    if (fields.length === 0) throw new CommandError(15976, '$sort stage must have at least one sort key');
    return wholeStage('$sort', (documents) =>
      documents
        .map((doc, i) => ({ doc, i, key: sortKey(doc, fields) }))
        .sort((a, b) => Buffer.compare(a.key, b.key) || a.i - b.i)
        .map(({ doc }) => doc),
    );
  },
  $project: (spec, variables) => {
    const projection = specDocument('$project', spec);
    if (Object.keys(projection).length === 0)
      throw new CommandError(
        51272,
        'Invalid $project :: caused by :: projection specification must have at least one field',
      );
    return mapStage(compileProjection(projection, { stage: true, variables }));
  },
  $unset: (spec) => mapStage(compileUnset(spec)),
  $set: (spec, variables) => addFields('$set', spec, variables),
  $addFields: (spec, variables) => addFields('$addFields', spec, variables),
  $replaceRoot: (spec, variables) =>
    replaceRoot(specDocument('$replaceRoot', spec, ['newRoot'])['newRoot'], variables),
  $replaceWith: (spec, variables) => replaceRoot(spec, variables),
  $unwind: (spec) => unwind(spec),
  $group: (spec, variables) => groupStage(specDocument('$group', spec), variables),
  $sortByCount: (spec, variables) => {
    const group = groupStage({ _id: spec, count: { $sum: 1 } }, variables);
    const sort = SIMPLE_STAGES['$sort']!({ count: -1 }, variables);
    return (documents) => sort(group(documents));
  },
  $bucket: (spec, variables) =>
    bucket(specDocument('$bucket', spec, ['groupBy', 'boundaries', 'default', 'output']), variables),
  $bucketAuto: (spec, variables) =>
    bucketAuto(specDocument('$bucketAuto', spec, ['groupBy', 'buckets', 'output', 'granularity']), variables),
};

function addFields(stage: string, spec: unknown, variables: Variables): Stage {
  const options = mingoOptions(variables);
  const set = compileSetFields(stage, spec, (each) => bindExpression(toPlain(each), options));
  return mapStage((doc) => set(doc, doc));
}

function replaceRoot(expression: unknown, variables: Variables): Stage {
  const evaluate = bindExpression(toPlain(expression), mingoOptions(variables));
  return mapStage((doc) => {
    const value = evaluate(doc);
    if (!isDocument(value))
      throw new CommandError(
        40228,
        `'newRoot' expression must evaluate to an object, but resulting value was of type: ${typeOf(value)}`,
      );
    return value;
  });
}

function unwind(spec: unknown): Stage {
  const settings =
    typeof spec === 'string'
      ? { path: spec }
      : specDocument('$unwind', spec, ['path', 'includeArrayIndex', 'preserveNullAndEmptyArrays']);
  const { path } = settings;
  if (typeof path !== 'string' || !path.startsWith('$') || path.length < 2)
    throw new CommandError(
      28818,
      `path option to $unwind stage should be prefixed with a '$': ${String(path)}`,
    );
  const parts = path.slice(1).split('.');
  const indexField = settings['includeArrayIndex'];
  if (
    indexField !== undefined &&
    (typeof indexField !== 'string' || indexField === '' || indexField.startsWith('$'))
  )
    throw new CommandError(
      28810,
      'expected a non-empty string for the includeArrayIndex option to $unwind stage',
    );
  const preserve = settings['preserveNullAndEmptyArrays'] === true;
  return function* (documents) {
    for (const doc of documents) {
      const value = at(doc, parts);
      const keepAsIs = Array.isArray(value)
        ? preserve && value.length === 0
        : preserve || (value ?? null) !== null;
      if (Array.isArray(value) && value.length > 0)
        for (const [i, each] of (value as unknown[]).entries())
          yield withIndex(replaceAt(doc, parts, each), i);
      else if (keepAsIs) yield withIndex(Array.isArray(value) ? replaceAt(doc, parts, undefined) : doc, null);
    }
  };
  function withIndex(doc: Doc, index: number | null): Doc {
    return typeof indexField === 'string' ? replaceAt(doc, indexField.split('.'), index) : doc;
  }
}

function at(doc: Doc, parts: readonly string[]): unknown {
  let value: unknown = doc;
  for (const part of parts) value = isDocument(value) ? getField(value, part) : undefined;
  return value;
}

/** A copy with another value at a path through documents; undefined takes the field away. */
function replaceAt(doc: Doc, parts: readonly string[], value: unknown): Doc {
  const [name, ...rest] = parts as [string, ...string[]];
  const copy = { ...doc };
  if (rest.length === 0) {
    if (value === undefined) delete copy[name];
    else setField(copy, name, value);
    return copy;
  }
  const below = getField(doc, name);
  setField(copy, name, replaceAt(isDocument(below) ? below : {}, rest, value));
  return copy;
}
