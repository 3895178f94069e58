import { asCommandError, CommandError } from '../errors.ts';
import { checkInsertId } from '../update.ts';
import { countOf, refuseCollation, type Engine, type Request } from '../request.ts';
import { isDocument, isTrue, toNumber, typeOf, type Doc } from '../values.ts';
import {
  checkStatement,
  deleteRows,
  insertOne,
  updateRows,
  type Target,
  type UpdateStatement,
} from '../writes.ts';

/** MongoDB's limit of statements in one command; `hello` tells it. */
export const MAX_WRITE_BATCH = 100_000;
/** Characters of errors that one answer tells. */
const MAX_TOLD = 1024 * 1024;

/** Where a command's writes go. */
export function targetOf(engine: Engine, request: Request, collection = request.collectionName): Target {
  return {
    catalog: engine.catalog,
    database: request.database,
    collection,
    deadline: request.deadline,
    bypassValidation: request.flag('bypassDocumentValidation'),
  };
}

/** Works statements one by one: in order until the first error, or all. */
function workAll<T>(
  statements: readonly T[],
  ordered: boolean,
  work: (statement: T, index: number) => void,
): Doc[] {
  if (statements.length === 0 || statements.length > MAX_WRITE_BATCH)
    throw new CommandError(
      16,
      `Write batch sizes must be between 1 and ${MAX_WRITE_BATCH}. Got ${statements.length} operations.`,
    );
  const errors: Doc[] = [];
  let told = 0;
  for (const [index, statement] of statements.entries()) {
    try {
      work(statement, index);
    } catch (error) {
      const { code, message, details } = asCommandError(error);
      told += message.length;
      // As in MongoDB: past a size, only the codes are told
      errors.push(
        told > MAX_TOLD ? { index, code, errmsg: '' } : { index, code, errmsg: message, ...details },
      );
      if (ordered) break;
    }
  }
  return errors;
}

function isOrdered(request: Request): boolean {
  return request.body['ordered'] === undefined || request.flag('ordered');
}

function withErrors(answer: Doc, errors: Doc[]): Doc {
  return errors.length > 0 ? { ...answer, writeErrors: errors } : answer;
}

/** The command `insert`. */
export function insert(engine: Engine, request: Request): Doc {
  request.allow('documents', 'ordered', 'bypassDocumentValidation');
  const target = targetOf(engine, request);
  let n = 0;
  const errors = workAll(request.documents('documents'), isOrdered(request), ({ raw, doc }) => {
    checkInsertId(doc);
    insertOne(target, raw, doc);
    n++;
  });
  return withErrors({ n }, errors);
}

const UPDATE_FIELDS = new Set([
  'q',
  'u',
  'c',
  'upsert',
  'multi',
  'collation',
  'arrayFilters',
  'hint',
  'sort',
]);

/** The command `update`. */
export function update(engine: Engine, request: Request): Doc {
  request.allow('updates', 'ordered', 'bypassDocumentValidation', 'let');
  const target = targetOf(engine, request);
  const upserted: Doc[] = [];
  let n = 0;
  let nModified = 0;
  const errors = workAll(request.documents('updates'), isOrdered(request), ({ raw, doc }, index) => {
    checkStatement(raw);
    const result = updateRows(target, readUpdate(doc, request));
    n += result.matched;
    nModified += result.modified;
    if (result.upsertedId !== undefined) {
      n++;
      upserted.push({ index, _id: result.upsertedId });
    }
  });
  return withErrors(
    { n: countOf(n), nModified: countOf(nModified), ...(upserted.length > 0 ? { upserted } : {}) },
    errors,
  );
}

function readUpdate(doc: Doc, request: Request): UpdateStatement {
  checkFields('update.updates', doc, UPDATE_FIELDS);
  refuseCollation(doc['collation']);
  if (doc['u'] === undefined)
    throw new CommandError(40414, "BSON field 'update.updates.u' is missing but a required field");
  return {
    filter: filterOf('update.updates', doc),
    update: doc['u'],
    upsert: isTrue(doc['upsert']),
    multi: isTrue(doc['multi']),
    arrayFilters: doc['arrayFilters'],
    hint: doc['hint'],
    sort: doc['sort'],
    constants: doc['c'],
    variables: request.variables,
  };
}

function filterOf(where: string, doc: Doc): Doc {
  const filter = doc['q'];
  if (filter === undefined)
    throw new CommandError(40414, `BSON field '${where}.q' is missing but a required field`);
  if (!isDocument(filter))
    throw new CommandError(
      14,
      `BSON field '${where}.q' is the wrong type '${typeOf(filter)}', expected type 'object'`,
    );
  return filter;
}

/** Refuses fields that a statement does not have. */
export function checkFields(where: string, doc: Doc, known: ReadonlySet<string>): void {
  for (const name of Object.keys(doc))
    if (!known.has(name)) throw new CommandError(40415, `BSON field '${where}.${name}' is an unknown field.`);
}

const DELETE_FIELDS = new Set(['q', 'limit', 'collation', 'hint']);

/** The command `delete`. */
export function remove(engine: Engine, request: Request): Doc {
  request.allow('deletes', 'ordered', 'let', 'bypassDocumentValidation');
  const target = targetOf(engine, request);
  let n = 0;
  const errors = workAll(request.documents('deletes'), isOrdered(request), ({ doc }) => {
    checkFields('delete.deletes', doc, DELETE_FIELDS);
    refuseCollation(doc['collation']);
    const limit = toNumber(doc['limit']);
    if (limit !== 0 && limit !== 1)
      throw new CommandError(9, `The limit field in delete objects must be 0 or 1. Got ${limit}`);
    n += deleteRows(target, {
      filter: filterOf('delete.deletes', doc),
      multi: limit === 0,
      hint: doc['hint'],
      variables: request.variables,
    }).removed;
  });
  return withErrors({ n: countOf(n) }, errors);
}
