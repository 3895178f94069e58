import { compareValues, keyOf } from '../keys.ts';
import { CommandError, notBuilt } from '../errors.ts';
import { compileFilter } from '../filter.ts';
import { choosePlan } from '../plan.ts';
import { compileProjection } from '../projection.ts';
import { findRows, type Query } from '../query.ts';
import { countOf, type Engine, type Request } from '../request.ts';
import { parseSort } from '../sort.ts';
import { encode, isDocument, MAX_DOCUMENT_BYTES, type Doc } from '../values.ts';
import { walkPath } from '../paths.ts';

const NOT_BUILT = [
  'collation',
  'min',
  'max',
  'returnKey',
  'showRecordId',
  'tailable',
  'awaitData',
  'readOnce',
];

/** Reads what to find from the arguments of `find`, `count` or `distinct`. */
function queryOf(request: Request, filterName: string): Query {
  const query: Query = {
    filter: request.document(filterName) ?? {},
    sort: parseSort(request.document('sort')),
    skip: request.number('skip') ?? 0,
    limit: request.number('limit', { negative: true }) ?? 0,
    hint: request.body['hint'],
    variables: request.variables,
    deadline: request.deadline,
  };
  // An unknown operator is refused even where there is nothing to ask it of
  compileFilter(query.filter, query.variables);
  return query;
}

/** The command `find`. */
export function find(engine: Engine, request: Request): Doc {
  request.allow(
    'filter',
    'sort',
    'projection',
    'hint',
    'skip',
    'limit',
    'batchSize',
    'singleBatch',
    'allowDiskUse',
    'let',
    'noCursorTimeout',
    'allowPartialResults',
    'oplogReplay',
    ...NOT_BUILT,
  );
  request.refuse(...NOT_BUILT);
  const query = queryOf(request, 'filter');
  if (query.limit < 0)
    throw new CommandError(51024, `BSON field 'limit' value must be >= 0, actual value '${query.limit}'`);
  const projection = request.document('projection');
  const project =
    projection && Object.keys(projection).length > 0
      ? compileProjection(projection, {
          filter: query.filter,
          ...(query.variables ? { variables: query.variables } : {}),
        })
      : undefined;
  const collection = engine.catalog.find(request.database, request.collectionName);
  const documents = function* (): Generator<Uint8Array> {
    if (!collection) return;
    for (const { raw, doc } of findRows(collection, query)) yield project ? encode(project(doc)) : raw;
  };
  const cursor = engine.cursors.open(request.namespace, documents(), {
    batchSize: request.number('batchSize'),
    limit: query.limit,
    singleBatch: request.flag('singleBatch'),
    lasting: request.flag('noCursorTimeout'),
  });
  return { cursor };
}

/** The command `getMore`. */
export function getMore(engine: Engine, request: Request): Doc {
  request.allow('collection', 'batchSize', 'term', 'lastKnownCommittedOpTime');
  if (request.body['maxTimeMS'] !== undefined)
    throw new CommandError(2, 'cannot set maxTimeMS on getMore command for a non-awaitData cursor');
  const name = request.string('collection') ?? '';
  const cursor = engine.cursors.more(
    request.body['getMore'],
    `${request.database}.${name}`,
    request.number('batchSize'),
  );
  return { cursor };
}

/** The command `killCursors`. */
export function killCursors(engine: Engine, request: Request): Doc {
  request.allow('cursors');
  const ids = request.array('cursors') ?? [];
  const killed = ids.filter((id) => engine.cursors.kill(id, request.namespace));
  return {
    cursorsKilled: killed,
    cursorsNotFound: ids.filter((id) => !killed.includes(id)),
    cursorsAlive: [],
    cursorsUnknown: [],
  };
}

/** The command `count`. */
export function count(engine: Engine, request: Request): Doc {
  request.allow('query', 'limit', 'skip', 'hint', 'collation', 'fields');
  request.refuse('collation');
  const query = queryOf(request, 'query');
  // A negative limit is taken by its size
  query.limit = Math.abs(query.limit);
  const collection = engine.catalog.find(request.database, request.collectionName);
  if (!collection) return { n: 0 };
  if (Object.keys(query.filter).length === 0 && query.hint === undefined) {
    const left = Math.max(collection.count - query.skip, 0);
    return { n: countOf(query.limit ? Math.min(left, query.limit) : left) };
  }
  let n = 0;
  for (const _ of findRows(collection, query)) n++;
  return { n: countOf(n) };
}

/** The command `distinct`. */
export function distinct(engine: Engine, request: Request): Doc {
  request.allow('key', 'query', 'collation', 'hint');
  request.refuse('collation');
  const key = request.string('key');
  if (!key) throw new CommandError(40414, "BSON field 'distinct.key' is missing but a required field");
  const query = queryOf(request, 'query');
  const collection = engine.catalog.find(request.database, request.collectionName);
  const values = new Map<string, unknown>();
  let size = 0;
  const keep = (value: unknown): void => {
    if (value === undefined) return;
    const valueKey = keyOf(value).toString('latin1');
    if (values.has(valueKey)) return;
    values.set(valueKey, value);
    size += valueKey.length;
    if (size > MAX_DOCUMENT_BYTES) throw new CommandError(17217, 'distinct too big, 16mb cap');
  };
  for (const { doc } of collection ? findRows(collection, query) : [])
    walkPath(doc, key.split('.'), (value) => {
      if (Array.isArray(value)) for (const each of value as unknown[]) keep(each);
      else keep(value);
      return false;
    });
  return { values: [...values.values()].sort(compareValues) };
}

/** The command `explain` for `find` and `count`: which index, and with `executionStats` how much was looked at. */
export function explain(engine: Engine, request: Request, inner: Request): Doc {
  request.allow('verbosity');
  if (inner.name !== 'find' && inner.name !== 'count') throw notBuilt(`explain of ${inner.name}`);
  const query = queryOf(inner, inner.name === 'find' ? 'filter' : 'query');
  const collection = engine.catalog.find(inner.database, inner.collectionName);
  const plan = collection ? choosePlan(collection, query) : undefined;
  const scan = plan?.index
    ? {
        stage: 'FETCH',
        inputStage: {
          stage: 'IXSCAN',
          indexName: plan.index.spec.name,
          keyPattern: plan.index.spec.document['key'],
          isMultiKey: plan.index.multikey,
          direction: plan.direction === 1 ? 'forward' : 'backward',
          ranges: plan.ranges.length,
        },
      }
    : { stage: collection ? 'COLLSCAN' : 'EOF' };
  const winningPlan =
    plan && !plan.sorted ? { stage: 'SORT', sortPattern: inner.body['sort'], inputStage: scan } : scan;
  const answer: Doc = {
    explainVersion: '1',
    queryPlanner: { namespace: inner.namespace, parsedQuery: query.filter, winningPlan, rejectedPlans: [] },
    command: isDocument(request.body['explain']) ? request.body['explain'] : {},
  };
  if (request.body['verbosity'] === 'queryPlanner') return answer;
  const before = { ...engine.catalog.counters };
  const started = performance.now();
  let nReturned = 0;
  if (collection) for (const _ of findRows(collection, query)) nReturned++;
  const after = engine.catalog.counters;
  answer['executionStats'] = {
    executionSuccess: true,
    nReturned,
    executionTimeMillis: Math.round(performance.now() - started),
    totalKeysExamined: after.keysExamined - before.keysExamined,
    totalDocsExamined: after.docsExamined - before.docsExamined,
  };
  return answer;
}
