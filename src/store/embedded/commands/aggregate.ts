import { randomUUID } from 'node:crypto';
import { CommandError, notBuilt } from '../errors.ts';
import { compileExpression, type Variables } from '../expression.ts';
import { batchSizeOf, compilePipeline, stepsOf, type Pipeline, type Source } from '../pipeline.ts';
import type { Engine, Request } from '../request.ts';
import { shellText } from '../shell-text.ts';
import { compileUpdate } from '../update.ts';
import { decode, encode, getField, isDocument, toPlain, type Doc } from '../values.ts';
import { changeFirst, insertOne, type Target } from '../writes.ts';
import { targetOf } from './write.ts';

/** The command `aggregate`. */
export function aggregate(engine: Engine, request: Request): Doc {
  request.allow(
    'pipeline',
    'cursor',
    'explain',
    'allowDiskUse',
    'bypassDocumentValidation',
    'collation',
    'hint',
    'let',
  );
  request.refuse('collation', 'explain');
  const pipeline = request.array('pipeline');
  if (!pipeline)
    throw new CommandError(40414, "BSON field 'aggregate.pipeline' is missing but a required field");
  const cursor = request.document('cursor');
  if (!cursor)
    throw new CommandError(
      9,
      "The 'cursor' option is required, except for aggregate with the explain argument",
    );
  const batchSize = batchSizeOf(cursor);
  const whole = request.body['aggregate'];
  const collection = whole === 1 || Number(whole) === 1 ? undefined : request.collectionName;
  const source: Source = {
    catalog: engine.catalog,
    database: request.database,
    deadline: request.deadline,
    sessions: engine.sessions,
  };
  const { variables } = request;
  const last = stepsOf(pipeline).at(-1);
  const writes = last?.name === '$out' || last?.name === '$merge';
  const read = compilePipeline(
    source,
    collection,
    writes ? pipeline.slice(0, -1) : pipeline,
    variables,
    request.body['hint'],
  );
  const namespace = `${request.database}.${collection ?? '$cmd.aggregate'}`;
  if (!writes) return { cursor: engine.cursors.open(namespace, bytesOf(read), { batchSize }) };
  if (last.name === '$out') out(engine, request, last.spec, read);
  else merge(engine, request, last.spec, read, variables);
  return { cursor: engine.cursors.open(namespace, [], { batchSize: 1 }) };
}

function* bytesOf(pipeline: Pipeline): Generator<Uint8Array> {
  if (pipeline.raw) yield* pipeline.raw();
  else for (const doc of pipeline.run()) yield encode(doc, { ignoreUndefined: true });
}

/** Where `$out` and `$merge` write. */
function destination(engine: Engine, request: Request, into: unknown, stage: string): Target {
  const [database, collection] = isDocument(into)
    ? [into['db'] ?? request.database, into['coll']]
    : [request.database, into];
  if (typeof database !== 'string' || typeof collection !== 'string' || collection === '')
    throw new CommandError(9, `${stage} has to name a collection`);
  if (isDocument(into) && into['timeseries'] !== undefined)
    throw notBuilt(`the option 'timeseries' of ${stage}`);
  return { ...targetOf(engine, request, collection), database };
}

/** Puts the result in place of a collection, wholly or not at all: it is written beside it first. */
function out(engine: Engine, request: Request, spec: unknown, read: Pipeline): void {
  const { catalog } = engine;
  const target = destination(engine, request, spec, '$out');
  const old = catalog.find(target.database, target.collection);
  const beside = `tmp.agg_out.${randomUUID()}`;
  const made = catalog.create(target.database, beside, old ? catalog.optionsOf(old) : {});
  try {
    catalog.createIndexes(made, old?.indexes.slice(1).map(({ spec: index }) => index) ?? []);
    for (const raw of bytesOf(read)) insertOne({ ...target, collection: beside }, raw, decode(raw));
  } catch (error) {
    catalog.drop(made);
    throw error;
  }
  if (old) catalog.drop(old);
  catalog.rename(made, target.database, target.collection);
}

const MERGE_FIELDS = new Set(['into', 'on', 'let', 'whenMatched', 'whenNotMatched']);

function merge(engine: Engine, request: Request, spec: unknown, read: Pipeline, variables: Variables): void {
  const settings: Doc = isDocument(spec) ? spec : { into: spec };
  for (const name of Object.keys(settings))
    if (!MERGE_FIELDS.has(name))
      throw new CommandError(40415, `BSON field '$merge.${name}' is an unknown field.`);
  const target = destination(engine, request, settings['into'], '$merge');
  const on = settings['on'] === undefined ? ['_id'] : [settings['on']].flat();
  if (!on.every((path): path is string => typeof path === 'string'))
    throw new CommandError(51186, "$merge 'on' has to be a string or an array of strings");
  checkUnique(engine, target, on);
  const whenMatched = settings['whenMatched'] ?? 'merge';
  const whenNotMatched = settings['whenNotMatched'] ?? 'insert';
  if (
    !Array.isArray(whenMatched) &&
    !['replace', 'keepExisting', 'merge', 'fail'].some((mode) => mode === whenMatched)
  )
    throw new CommandError(51191, `$merge whenMatched mode ${shellText(whenMatched)} is not known`);
  if (!['insert', 'discard', 'fail'].some((mode) => mode === whenNotMatched))
    throw new CommandError(51189, `$merge whenNotMatched mode ${shellText(whenNotMatched)} is not known`);
  const mergeOne = (raw: Uint8Array): void => {
    const doc = decode(raw);
    const filter = Object.fromEntries(on.map((path) => [path, getField(doc, path) ?? null]));
    const change = changeFor(whenMatched, doc, {
      ...variables,
      ...bindingsOf(settings['let'], doc, variables),
    });
    if (change && changeFirst(target, filter, change, variables)) return;
    if (whenNotMatched === 'fail')
      throw new CommandError(13113, '$merge could not find a matching document in the target collection');
    // With `fail`, a document that is there already is the duplicate key that MongoDB reports
    if (whenNotMatched === 'insert') insertOne(target, raw, doc);
  };
  // What is merged may be read from where it goes: all is read before anything is written
  const spool = engine.catalog.spool();
  try {
    for (const raw of bytesOf(read)) spool.push(raw);
    for (const raw of spool) mergeOne(raw);
  } finally {
    spool.close();
  }
}

function bindingsOf(bindings: unknown, doc: Doc, variables: Variables): Variables {
  const plain = toPlain(doc) as Doc;
  const bound: Variables = { new: plain };
  if (!isDocument(bindings)) return bound;
  for (const [name, expression] of Object.entries(bindings))
    bound[name] = compileExpression(toPlain(expression), variables)(plain);
  return bound;
}

/** What becomes of a document that is there; undefined to treat it as an error. */
function changeFor(whenMatched: unknown, doc: Doc, variables: Variables): ((old: Doc) => Doc) | undefined {
  switch (whenMatched) {
    case 'replace':
      return () => doc;
    case 'merge':
      return (old) => ({ ...old, ...doc });
    case 'keepExisting':
      return (old) => old;
    case 'fail':
      return undefined;
    default: {
      const update = compileUpdate(whenMatched, { variables });
      return (old) => update.apply(old, { matched: undefined, inserting: false });
    }
  }
}

/** @throws CommandError unless a unique index makes sure that at most one document is met. */
function checkUnique(engine: Engine, target: Target, on: readonly string[]): void {
  if (on.length === 1 && on[0] === '_id') return;
  const indexes = engine.catalog.find(target.database, target.collection)?.indexes ?? [];
  const wanted = [...on].sort().join();
  const found = indexes.some(
    ({ spec }) =>
      spec.unique &&
      !spec.partial &&
      spec.fields
        .map(({ path }) => path)
        .sort()
        .join() === wanted,
  );
  if (!found) throw new CommandError(51183, 'Cannot find index to verify that join fields will be unique');
}
