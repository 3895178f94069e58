import { Lazy } from 'mingo/lazy';
import * as mingoStages from 'mingo/operators/pipeline';
import type { Catalog } from './catalog.ts';
import { CommandError, notBuilt } from './errors.ts';
import {
  checkExpression,
  compileExpression,
  expressionError,
  mingoOptions,
  type Evaluation,
  type Variables,
} from './expression.ts';
import { findRows, type Deadline, type Query } from './query.ts';
import { parseSort } from './sort.ts';
import { facet, lookup, unionWith } from './stage-join.ts';
import { held, SIMPLE_STAGES, specDocument, type Stage } from './stages.ts';
import { getField, isDocument, isNumeric, setField, toNumber, toPlain, type Doc } from './values.ts';

/** What pipelines read from. */
export interface Source {
  catalog: Catalog;
  database: string;
  deadline: Deadline;
  /** Ids of the sessions that clients named, with the time of the last use. */
  sessions: ReadonlyMap<string, number>;
}

/** Stages that mingo works, with the fields that they know. */
const MINGO_STAGES: Record<string, readonly string[] | undefined> = {
  $densify: ['field', 'partitionByFields', 'range'],
  $redact: undefined,
  $sample: ['size'],
};

/** Stages of MongoDB that are refused by name. */
const NOT_BUILT = new Set([
  '$changeStreamSplitLargeEvent',
  '$currentOp',
  '$fill',
  '$geoNear',
  '$graphLookup',
  '$indexStats',
  '$listSampledQueries',
  '$listSearchIndexes',
  '$listSessions',
  '$planCacheStats',
  '$querySettings',
  '$queryStats',
  '$rankFusion',
  '$scoreFusion',
  '$score',
  '$search',
  '$setWindowFields',
  '$searchMeta',
  '$shardedDataDistribution',
  '$vectorSearch',
]);

/** A stage by its name. */
interface Step {
  name: string;
  spec: unknown;
}

/** A pipeline that was read once: from a collection's documents, or from none. */
export interface Pipeline {
  /** Documents as stored, when nothing changes them; types and bytes are kept then. */
  raw?: () => Iterable<Uint8Array>;
  run(): Iterable<Doc>;
}

/** Splits the stages of a pipeline. @throws CommandError for what is no stage. */
export function stepsOf(pipeline: readonly unknown[]): Step[] {
  return pipeline.map((stage) => {
    if (!isDocument(stage))
      throw new CommandError(14, "Each element of the 'pipeline' array must be an object");
    const [name, ...more] = Object.keys(stage);
    if (name === undefined || more.length > 0)
      throw new CommandError(40323, 'A pipeline stage specification object must contain exactly one field.');
    return { name, spec: stage[name] };
  });
}

/**
 * Reads a pipeline. What its first stages find, sort and cut is left to the collection's indexes.
 * @param collection undefined for a pipeline that brings its own documents.
 */
export function compilePipeline(
  source: Source,
  collection: string | undefined,
  pipeline: readonly unknown[],
  variables: Variables,
  hint?: unknown,
): Pipeline {
  const steps = stepsOf(pipeline);
  if (collection === undefined) {
    const [first, ...rest] = steps;
    if (!first) throw new CommandError(73, '{aggregate: 1} is not valid for an empty pipeline.');
    const documents = ownDocuments(source, first, variables);
    const run = compileSteps(source, rest, variables);
    return { run: () => run(documents()) };
  }
  if (steps[0]?.name === '$collStats') {
    const told = collectionStatistics(source, collection, steps[0].spec);
    const run = compileSteps(source, steps.slice(1), variables);
    return { run: () => run([told]) };
  }
  const { query, rest } = pushDown(steps, source.deadline, variables, hint);
  const stages = compileSteps(source, rest, variables);
  const needed = neededFields(rest);
  const rows = (): ReturnType<typeof findRows> | [] => {
    const found = source.catalog.find(source.database, collection);
    return found ? findRows(found, query) : [];
  };
  const plain = function* (): Generator<Doc> {
    for (const { doc } of rows()) yield needed ? pick(doc, needed) : (toPlain(doc) as Doc);
  };
  const whole: Pipeline = { run: () => stages(plain()) };
  if (rest.length === 0)
    whole.raw = function* () {
      for (const { raw } of rows()) yield raw;
    };
  return whole;
}

/** Takes the stages that a query can do off the front. */
function pushDown(
  steps: readonly Step[],
  deadline: Deadline,
  variables: Variables,
  hint: unknown,
): { query: Query; rest: Step[] } {
  const query: Query = { filter: {}, sort: [], skip: 0, limit: 0, hint, variables, deadline };
  let at = 0;
  if (steps[at]?.name === '$match' && isDocument(steps[at]!.spec)) query.filter = steps[at++]!.spec as Doc;
  if (steps[at]?.name === '$sort') {
    SIMPLE_STAGES['$sort']!(steps[at]!.spec, variables);
    query.sort = parseSort(steps[at++]!.spec);
  }
  if (steps[at]?.name === '$skip') {
    SIMPLE_STAGES['$skip']!(steps[at]!.spec, variables);
    query.skip = toNumber(steps[at++]!.spec);
  }
  if (steps[at]?.name === '$limit') {
    SIMPLE_STAGES['$limit']!(steps[at]!.spec, variables);
    query.limit = toNumber(steps[at++]!.spec);
  }
  // Read once here, so that an unknown operator is refused even where there are no documents
  SIMPLE_STAGES['$match']!(query.filter, variables);
  return { query, rest: steps.slice(at) };
}

/** Reads stages that work on what others give them. */
export function compileSteps(source: Source, steps: readonly Step[], variables: Variables): Stage {
  const stages = steps.map((step) => compileStep(source, step, variables));
  return (documents) => stages.reduce((stream, stage) => stage(stream), documents);
}

function compileStep(source: Source, { name, spec }: Step, variables: Variables): Stage {
  const simple = Object.hasOwn(SIMPLE_STAGES, name) ? SIMPLE_STAGES[name] : undefined;
  if (simple) return simple(spec, variables);
  if (Object.hasOwn(MINGO_STAGES, name)) return mingoStage(name, spec, variables);
  switch (name) {
    case '$facet':
      return facet(source, spec, variables);
    case '$lookup':
      return lookup(source, spec, variables);
    case '$unionWith':
      return unionWith(source, spec, variables);
    case '$out':
    case '$merge':
      throw new CommandError(40601, `${name} can only be the final stage in the pipeline`);
    case '$documents':
    case '$collStats':
    case '$listLocalSessions':
      throw new CommandError(40602, `${name} is only valid as the first stage in a pipeline`);
    case '$changeStream':
      throw noChangeStream();
    default:
      if (NOT_BUILT.has(name)) throw notBuilt(`the stage ${name}`);
      throw new CommandError(40324, `Unrecognized pipeline stage name: '${name}'`);
  }
}

type MingoStage = (documents: unknown, spec: unknown, options: Evaluation) => Iterable<Doc>;

function mingoStage(name: string, spec: unknown, variables: Variables): Stage {
  const known = MINGO_STAGES[name];
  const plain = toPlain(known ? specDocument(name, spec, known) : spec);
  const checked = checkExpression(plain);
  const work = (mingoStages as unknown as Record<string, MingoStage>)[name]!;
  return function* (documents) {
    try {
      // A copy: some of mingo's stages write into the documents that they are given
      const copies = Array.from(held(name, documents), (doc) => toPlain(doc) as Doc);
      for (const doc of work(Lazy(copies), checked, mingoOptions(variables)))
        yield '_id' in doc ? { _id: doc['_id'], ...doc } : doc;
    } catch (error) {
      throw expressionError(error);
    }
  };
}

/** The documents of a first stage that brings its own. */
function ownDocuments(source: Source, { name, spec }: Step, variables: Variables): () => Iterable<Doc> {
  switch (name) {
    case '$documents': {
      const evaluate = compileExpression(toPlain(spec), variables);
      return () => {
        const documents = evaluate({});
        if (!Array.isArray(documents) || !documents.every(isDocument))
          throw new CommandError(5858203, '$documents has to be given an array of documents');
        return documents;
      };
    }
    case '$listLocalSessions':
      specDocument(name, spec, ['users', 'allUsers']);
      return () => [...source.sessions].map(([id, at]) => ({ _id: { id }, lastUse: new Date(at) }));
    case '$changeStream':
      throw noChangeStream();
    default:
      if (NOT_BUILT.has(name)) throw notBuilt(`the stage ${name}`);
      throw new CommandError(73, `{aggregate: 1} is not valid for '${name}'; a collection is required.`);
  }
}

/** The stage `$collStats`, by which mongosh asks for a collection's size. */
function collectionStatistics(source: Source, collection: string, spec: unknown): Doc {
  const { count, storageStats, ...others } = specDocument('$collStats', spec);
  for (const name of Object.keys(others)) throw notBuilt(`the option '${name}' of $collStats`);
  const found = source.catalog.find(source.database, collection);
  if (!found) throw new CommandError(26, `Collection [${source.database}.${collection}] not found.`);
  const scale =
    isDocument(storageStats) && isNumeric(storageStats['scale']) ? toNumber(storageStats['scale']) : 1;
  const size = found.bytes();
  const statistics = {
    size: size / scale,
    count: found.count,
    avgObjSize: found.count > 0 ? Math.round(size / found.count) : 0,
    storageSize: size / scale,
    capped: false,
    nindexes: found.indexes.length,
    scaleFactor: scale,
  };
  return {
    ns: found.namespace,
    localTime: new Date(),
    ...(storageStats === undefined ? {} : { storageStats: statistics }),
    ...(count === undefined ? {} : { count: found.count }),
  };
}

/** As a MongoDB without replicas answers. */
function noChangeStream(): CommandError {
  return new CommandError(40573, 'The $changeStream stage is only supported on replica sets');
}

/** The top-level fields that a pipeline can see, if its first stage says so: the others need not be held. */
function neededFields(steps: readonly Step[]): Set<string> | undefined {
  const [first] = steps;
  if (first?.name === '$count') return new Set();
  if (first?.name !== '$group') return undefined;
  const needed = new Set<string>();
  const collect = (value: unknown): boolean => {
    if (typeof value === 'string') {
      if (value.startsWith('$$ROOT') || value.startsWith('$$CURRENT')) return false;
      if (value.startsWith('$') && !value.startsWith('$$')) needed.add(value.slice(1).split('.')[0]!);
      return true;
    }
    if (Array.isArray(value)) return value.every(collect);
    if (!isDocument(value)) return true;
    // Operators that reach into the document by another way than a path
    if (
      '$getField' in value ||
      '$top' in value ||
      '$topN' in value ||
      '$bottom' in value ||
      '$bottomN' in value
    )
      return false;
    return Object.values(value).every(collect);
  };
  return collect(first.spec) ? needed : undefined;
}

function pick(doc: Doc, names: ReadonlySet<string>): Doc {
  const picked: Doc = {};
  for (const name of names) {
    const value = getField(doc, name);
    if (value !== undefined) setField(picked, name, toPlain(value));
  }
  return picked;
}

/** The batch size in the argument `cursor` of `aggregate`. */
export function batchSizeOf(cursor: Doc | undefined): number | undefined {
  for (const name of Object.keys(cursor ?? {}))
    if (name !== 'batchSize')
      throw new CommandError(40415, `BSON field 'cursor.${name}' is an unknown field.`);
  const size = cursor?.['batchSize'];
  if (size === undefined) return undefined;
  if (!isNumeric(size) || toNumber(size) < 0)
    throw new CommandError(14, "'cursor.batchSize' has to be a number that is not negative");
  return toNumber(size);
}
