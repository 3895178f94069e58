import { asCommandError, CommandError } from '../errors.ts';
import { fieldOf } from '../elements.ts';
import { checkInsertId } from '../update.ts';
import { countOf, refuseCollation, type Engine, type Request } from '../request.ts';
import { encode, isDocument, isTrue, toNumber, type Doc } from '../values.ts';
import { checkStatement, deleteRows, insertOne, updateRows, type Target } from '../writes.ts';
import { checkFields, MAX_WRITE_BATCH, targetOf } from './write.ts';

const INSERT_FIELDS = new Set(['insert', 'document']);
const UPDATE_FIELDS = new Set([
  'update',
  'filter',
  'updateMods',
  'multi',
  'upsert',
  'arrayFilters',
  'collation',
  'hint',
  'sort',
  'constants',
]);
const DELETE_FIELDS = new Set(['delete', 'filter', 'multi', 'hint', 'collation']);

/** The command `bulkWrite` of MongoDB 8.0: inserts, updates and deletes of several collections. */
export function bulkWrite(engine: Engine, request: Request): Doc {
  request.allow('ops', 'nsInfo', 'ordered', 'bypassDocumentValidation', 'let', 'errorsOnly', 'cursor');
  if (request.database !== 'admin')
    throw new CommandError(13, 'bulkWrite may only be run against the admin database.');
  const targets = request.documents('nsInfo').map(({ doc }) => targetFor(engine, request, doc));
  const operations = request.documents('ops');
  if (operations.length === 0 || operations.length > MAX_WRITE_BATCH)
    throw new CommandError(
      16,
      `Write batch sizes must be between 1 and ${MAX_WRITE_BATCH}. Got ${operations.length} operations.`,
    );
  const ordered = request.body['ordered'] === undefined || request.flag('ordered');
  const totals = { nErrors: 0, nInserted: 0, nMatched: 0, nModified: 0, nUpserted: 0, nDeleted: 0 };
  const results: Doc[] = [];
  const errorsOnly = request.flag('errorsOnly');
  for (const [idx, operation] of operations.entries()) {
    try {
      const result = work(operation, targets, request, totals);
      if (!errorsOnly) results.push({ ok: 1, idx, ...result });
    } catch (error) {
      const { code, message, details } = asCommandError(error);
      totals.nErrors++;
      results.push({ ok: 0, idx, code, errmsg: message, ...details, n: 0 });
      if (ordered) break;
    }
  }
  const batchSize = request.document('cursor')?.['batchSize'];
  return {
    cursor: engine.cursors.open(
      'admin.$cmd.bulkWrite',
      results.map((each) => encode(each)),
      {
        batchSize: batchSize === undefined ? MAX_WRITE_BATCH : toNumber(batchSize),
      },
    ),
    ...totals,
  };
}

function targetFor(engine: Engine, request: Request, info: Doc): Target {
  checkFields('bulkWrite.nsInfo', info, new Set(['ns']));
  const namespace = String(info['ns']);
  const dot = namespace.indexOf('.');
  if (dot < 1) throw new CommandError(73, `Invalid namespace specified '${namespace}'`);
  return { ...targetOf(engine, request, namespace.slice(dot + 1)), database: namespace.slice(0, dot) };
}

type Totals = Record<'nInserted' | 'nMatched' | 'nModified' | 'nUpserted' | 'nDeleted', number>;

function work(
  { raw, doc: operation }: { raw: Uint8Array; doc: Doc },
  targets: readonly Target[],
  request: Request,
  totals: Totals,
): Doc {
  const kind = Object.keys(operation)[0] ?? '';
  const target = targets[toNumber(operation[kind])];
  if (!['insert', 'update', 'delete'].includes(kind))
    throw new CommandError(40415, `BSON field 'bulkWrite.ops.${kind}' is an unknown field.`);
  if (!target) throw new CommandError(2, `BulkWrite ops entry ${kind} has an invalid nsInfo index.`);
  refuseCollation(operation['collation']);
  if (kind === 'insert') {
    checkFields('bulkWrite.ops', operation, INSERT_FIELDS);
    const doc = documentOf(operation, 'document');
    checkInsertId(doc);
    insertOne(target, fieldOf(raw, 'document')!, doc);
    totals.nInserted++;
    return { n: 1 };
  }
  const filter = documentOf(operation, 'filter');
  const common = {
    filter,
    multi: isTrue(operation['multi']),
    hint: operation['hint'],
    variables: request.variables,
  };
  if (kind === 'delete') {
    checkFields('bulkWrite.ops', operation, DELETE_FIELDS);
    const { removed } = deleteRows(target, common);
    totals.nDeleted += removed;
    return { n: countOf(removed) };
  }
  checkFields('bulkWrite.ops', operation, UPDATE_FIELDS);
  checkStatement(raw);
  const result = updateRows(target, {
    ...common,
    update: operation['updateMods'],
    upsert: isTrue(operation['upsert']),
    arrayFilters: operation['arrayFilters'],
    sort: operation['sort'],
    constants: operation['constants'],
  });
  totals.nMatched += result.matched;
  totals.nModified += result.modified;
  if (result.upsertedId === undefined)
    return { n: countOf(result.matched), nModified: countOf(result.modified) };
  totals.nUpserted++;
  return { n: 1, nModified: 0, upserted: { _id: result.upsertedId } };
}

function documentOf(operation: Doc, name: string): Doc {
  const value = operation[name];
  if (!isDocument(value))
    throw new CommandError(14, `BSON field 'bulkWrite.ops.${name}' has to be an object`);
  return value;
}
