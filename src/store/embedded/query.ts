import type { Collection, Row } from './collection.ts';
import { CommandError } from './errors.ts';
import { compileFilter } from './filter.ts';
import type { Variables } from './expression.ts';
import { choosePlan, type Plan } from './plan.ts';
import { sortKey, type SortField } from './sort.ts';
import { decode, type Doc } from './values.ts';

/** A row that matches, with its document read. */
export interface Found extends Row {
  doc: Doc;
}

/** What to find. */
export interface Query {
  filter: Doc;
  sort: readonly SortField[];
  skip: number;
  /** 0 is no limit. */
  limit: number;
  hint?: unknown;
  variables?: Variables;
  /** Ends work that takes too long. */
  deadline: Deadline;
}

/** Bytes that a sort or a stage may hold in memory (MongoDB's `internalQueryMaxBlockingSortMemoryUsageBytes`). */
export const MAX_STAGE_BYTES = 100 * 1024 * 1024;

/** The error of a stage that would hold more. */
export function overStage(stage: string): CommandError {
  return new CommandError(
    292,
    `Exceeded memory limit for ${stage}: it holds over ${MAX_STAGE_BYTES} bytes, and the embedded store does not use ` +
      'the disk for it. Narrow the query, or set MONGODB_URI to a MongoDB of its own.',
  );
}

/** Rows between two looks at the clock. */
const ROWS_PER_LOOK = 128;

/** The moment by which a command has to be done (`maxTimeMS`). */
export class Deadline {
  readonly #at: number;
  #rows = 0;

  /** @param maxTimeMs 0 is without end. */
  constructor(maxTimeMs: number) {
    this.#at = maxTimeMs > 0 ? performance.now() + maxTimeMs : Number.POSITIVE_INFINITY;
  }

  /** Counts a row. @throws CommandError when the time is over. */
  tick(): void {
    if (++this.#rows % ROWS_PER_LOOK === 0 && performance.now() > this.#at)
      throw new CommandError(50, 'operation exceeded time limit');
  }
}

/** The matching rows in order, one at a time as they are asked for. */
export function* findRows(collection: Collection, query: Query): Generator<Found> {
  const plan = choosePlan(collection, query);
  const matching = matchingRows(collection, query, plan);
  const ordered = plan.sorted ? matching : sortedRows(collection, matching, query);
  let skip = query.skip;
  let left = query.limit || Number.POSITIVE_INFINITY;
  for (const found of ordered) {
    if (skip-- > 0) continue;
    yield found;
    if (--left <= 0) return;
  }
}

function* matchingRows(collection: Collection, query: Query, plan: Plan): Generator<Found> {
  const matches = compileFilter(query.filter, query.variables);
  for (const row of planRows(collection, plan)) {
    query.deadline.tick();
    const doc = decode(row.raw);
    if (matches(doc)) yield { ...row, doc };
  }
}

function* planRows(collection: Collection, { index, ranges, direction }: Plan): Generator<Row> {
  if (!index) {
    yield* collection.scan(direction);
    return;
  }
  // With arrays, one row stands in the index more than once
  const seen = index.multikey ? new Set<number>() : undefined;
  for (const { low, high } of ranges)
    for (const row of collection.scanIndex(index, low, high, direction)) {
      if (seen?.has(row.rid)) continue;
      seen?.add(row.rid);
      yield row;
    }
}

/** Sorts by keys alone; the documents are read again one by one, so that they need not be held. */
function* sortedRows(collection: Collection, rows: Iterable<Found>, query: Query): Generator<Found> {
  const keep = query.limit > 0 ? query.skip + query.limit : Number.POSITIVE_INFINITY;
  const order: { key: Buffer; rid: number }[] = [];
  let bytes = 0;
  for (const { doc, rid } of rows) {
    const key = sortKey(doc, query.sort);
    order.push({ key, rid });
    bytes += key.length;
    if (order.length >= keep * 2 + 1_000) {
      cut(order, keep);
      bytes = order.reduce((sum, each) => sum + each.key.length, 0);
    }
    if (bytes > MAX_STAGE_BYTES) throw overStage('the sort');
  }
  cut(order, keep);
  for (const { rid } of order) {
    const row = collection.row(rid);
    if (row) yield { ...row, doc: decode(row.raw) };
  }
}

function cut(order: { key: Buffer; rid: number }[], keep: number): void {
  order.sort((a, b) => Buffer.compare(a.key, b.key) || a.rid - b.rid);
  if (order.length > keep) order.length = keep;
}
