import type { Catalog } from './catalog.ts';
import type { Collection } from './collection.ts';
import { checkBson } from './bson-check.ts';
import { idFirst } from './elements.ts';
import { CommandError, notBuilt } from './errors.ts';
import type { Variables } from './expression.ts';
import { compileFilter } from './filter.ts';
import type { Trace } from './paths.ts';
import { findRows, type Deadline, type Found } from './query.ts';
import { parseSort } from './sort.ts';
import { checkId, compileUpdate, documentFromFilter, keepId, withId, type Update } from './update.ts';
import { decode, encode, getField, type Doc } from './values.ts';

/** Where a write goes and by when it has to be done. */
export interface Target {
  catalog: Catalog;
  database: string;
  collection: string;
  deadline: Deadline;
  bypassValidation: boolean;
}

/** One update of one document or many. */
export interface UpdateStatement {
  filter: Doc;
  update: unknown;
  upsert: boolean;
  multi: boolean;
  arrayFilters?: unknown;
  hint?: unknown;
  sort?: unknown;
  constants?: unknown;
  variables: Variables;
}

/** What an update did. */
export interface UpdateResult {
  matched: number;
  modified: number;
  upsertedId?: unknown;
  /** Of the last document: before, unless it was inserted, and after. */
  before?: Uint8Array;
  after?: Uint8Array;
}

/** @throws CommandError where a statement's bytes hold what would be stored as something else. */
export function checkStatement(raw: Uint8Array): void {
  const changing = checkBson(raw);
  if (changing !== undefined) throw notBuilt(`an update with ${changing}`);
}

/** Stores one document, with an `_id` in front. */
export function insertOne(target: Target, raw: Uint8Array, doc: Doc): unknown {
  const collection = target.catalog.findOrCreate(target.database, target.collection);
  const complete = withId(doc);
  const bytes = complete === doc ? raw : idFirst(raw, complete['_id']);
  collection.insert(bytes, complete, target.bypassValidation);
  return complete['_id'];
}

/** Works one update statement. @throws CommandError where it fails; what it changed before stays changed. */
export function updateRows(target: Target, statement: UpdateStatement): UpdateResult {
  const update = compileUpdate(statement.update, {
    ...(statement.arrayFilters === undefined ? {} : { arrayFilters: statement.arrayFilters }),
    ...(statement.constants === undefined ? {} : { constants: statement.constants }),
    variables: statement.variables,
  });
  if (statement.multi && update.kind === 'replacement')
    throw new CommandError(9, 'multi update is not supported for replacement-style update');
  if (statement.multi && statement.sort !== undefined)
    throw new CommandError(9, 'Cannot specify sort with multi=true');
  const matches = compileFilter(statement.filter, statement.variables);
  const collection = target.catalog.find(target.database, target.collection);
  const result: UpdateResult = { matched: 0, modified: 0 };
  for (const found of collection ? rowsFor(collection, target, statement, statement.multi) : []) {
    const trace: Trace = {};
    // Among many, an earlier update may have changed what this one was found by
    if (!matches(found.doc, trace)) continue;
    result.matched++;
    if (changeRow(collection!, target, found, update, trace, result)) result.modified++;
  }
  if (result.matched === 0 && statement.upsert) upsert(target, statement, update, result);
  return result;
}

/** Changes the first document that a filter finds, its `_id` kept. Answers whether there is one. */
export function changeFirst(
  target: Target,
  filter: Doc,
  change: (old: Doc) => Doc,
  variables: Variables,
): boolean {
  const collection = target.catalog.find(target.database, target.collection);
  for (const found of collection ? rowsFor(collection, target, { filter, variables }, false) : []) {
    const update: Update = { kind: 'replacement', apply: (doc) => keepId(doc, change(doc)) };
    changeRow(collection!, target, found, update, {}, { matched: 1, modified: 0 });
    return true;
  }
  return false;
}

/** Removes what a filter finds. Answers the removed documents' number and the last one's bytes. */
export function deleteRows(
  target: Target,
  statement: { filter: Doc; multi: boolean; hint?: unknown; sort?: unknown; variables: Variables },
): { removed: number; last?: Uint8Array } {
  compileFilter(statement.filter, statement.variables);
  const collection = target.catalog.find(target.database, target.collection);
  let removed = 0;
  let last: Uint8Array | undefined;
  for (const found of collection ? rowsFor(collection, target, statement, statement.multi) : []) {
    collection!.remove(found);
    removed++;
    last = found.raw;
  }
  return last ? { removed, last } : { removed };
}

/** The rows to write: the first at once; of many, the numbers first, so that no write leads the search astray. */
function* rowsFor(
  collection: Collection,
  target: Target,
  statement: { filter: Doc; hint?: unknown; sort?: unknown; variables: Variables },
  multi: boolean,
): Generator<Found> {
  const rows = findRows(collection, {
    filter: statement.filter,
    sort: parseSort(statement.sort),
    skip: 0,
    limit: multi ? 0 : 1,
    hint: statement.hint,
    variables: statement.variables,
    deadline: target.deadline,
  });
  if (!multi) {
    yield* rows;
    return;
  }
  const numbers: number[] = [];
  for (const { rid } of rows) numbers.push(rid);
  for (const rid of numbers) {
    target.deadline.tick();
    const row = collection.row(rid);
    if (row) yield { ...row, doc: decode(row.raw) };
  }
}

function changeRow(
  collection: Collection,
  target: Target,
  found: Found,
  update: Update,
  trace: Trace,
  result: UpdateResult,
): boolean {
  result.before = found.raw;
  result.after = found.raw;
  const changing = update.kind === 'replacement' ? undefined : checkBson(found.raw);
  if (changing !== undefined)
    throw notBuilt(`changing a document that holds ${changing} (it is kept as it came, and can be replaced)`);
  const doc = update.apply(found.doc, { matched: trace.index, inserting: false });
  const raw = encode(doc);
  checkBson(raw);
  // The same bytes, or the same once the stored ones were read and written: nothing changed
  if (same(raw, found.raw) || same(raw, encode(decode(found.raw)))) return false;
  collection.replace(found, raw, doc, target.bypassValidation);
  result.after = raw;
  return true;
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

function upsert(target: Target, statement: UpdateStatement, update: Update, result: UpdateResult): void {
  const start = documentFromFilter(statement.filter, update.kind === 'replacement');
  const doc = withId(update.apply(start, { matched: undefined, inserting: true }));
  checkId(getField(doc, '_id'));
  const raw = encode(doc);
  checkBson(raw);
  target.catalog.findOrCreate(target.database, target.collection).insert(raw, doc, target.bypassValidation);
  result.upsertedId = doc['_id'];
  result.after = raw;
}
