import type { Collection, StoredIndex } from './collection.ts';
import { edgeBytes, invert, rangeBelow } from './bounds.ts';
import type { Catalog } from './catalog.ts';
import type { StoreFile } from './files.ts';
import { decode } from './values.ts';
import { walkPath } from './paths.ts';

/** Documents that one pass removes in one transaction, so that commands do not wait long. */
const BATCH = 500;

/**
 * Removes documents whose time is over by a TTL index, a batch for each index. Answers whether there may be more.
 * @param now milliseconds since 1970.
 */
export function removeExpired(catalog: Catalog, file: StoreFile, now: number): boolean {
  let more = false;
  for (const collection of catalog.list())
    for (const index of collection.indexes)
      if (index.spec.expireAfterSeconds !== undefined) {
        const removed = removeFrom(collection, index, now - index.spec.expireAfterSeconds * 1_000, file);
        more ||= removed >= BATCH;
      }
  return more;
}

function removeFrom(collection: Collection, index: StoredIndex, before: number, file: StoreFile): number {
  const [field] = index.spec.fields;
  const range = rangeBelow(new Date(before));
  const { low, high } = field!.direction === -1 ? invert(range) : range;
  const rids = new Set<number>();
  for (const { rid } of collection.scanIndex(index, edgeBytes(low), edgeBytes(high), 1)) {
    rids.add(rid);
    if (rids.size >= BATCH) break;
  }
  if (rids.size === 0) return 0;
  let removed = 0;
  file.db.exec('BEGIN');
  try {
    for (const rid of rids) {
      const row = collection.row(rid);
      if (!row || !isOver(row.raw, field!.parts, before)) continue;
      collection.remove(row);
      removed++;
    }
    file.db.exec('COMMIT');
  } catch (error) {
    if (file.db.isTransaction) file.db.exec('ROLLBACK');
    throw error;
  }
  return removed;
}

/** Of an array, the earliest date counts. */
function isOver(raw: Uint8Array, parts: readonly string[], before: number): boolean {
  return walkPath(decode(raw), parts, (value) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).some(
      (each) => each instanceof Date && each.getTime() < before,
    ),
  );
}
