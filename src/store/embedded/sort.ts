import { CommandError, notBuilt } from './errors.ts';
import { compoundKey, compareValues } from './keys.ts';
import { walkPath } from './paths.ts';
import { isDocument, isNumeric, toNumber, type Doc } from './values.ts';

/** One field of a sort order or of an index. */
export interface SortField {
  path: string;
  parts: string[];
  direction: 1 | -1;
}

/** MongoDB's limit of fields in one sort. */
const MAX_SORT_FIELDS = 32;

/**
 * Reads a sort order.
 * @throws CommandError where it is none.
 */
export function parseSort(sort: unknown): SortField[] {
  if (sort === undefined || sort === null) return [];
  if (!isDocument(sort)) throw new CommandError(14, "Expected field 'sort' to be of type object");
  const fields = Object.entries(sort).map(([path, value]): SortField => {
    if (isDocument(value)) throw notBuilt('sorting by $meta');
    const direction = isNumeric(value) ? toNumber(value) : 0;
    if (direction !== 1 && direction !== -1)
      throw new CommandError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    if (path === '' || path.split('.').includes(''))
      throw new CommandError(15998, 'FieldPath field names may not be empty strings.');
    if (path.startsWith('$') && path !== '$natural')
      throw new CommandError(16410, `FieldPath field names may not start with '$': '${path}'`);
    return { path, parts: path.split('.'), direction };
  });
  if (fields.length > MAX_SORT_FIELDS)
    throw new CommandError(13103, `too many compound keys: ${fields.length}`);
  return fields;
}

/** The key of a document in a sort order: of an array, its least value going up and its greatest going down. */
export function sortKey(doc: Doc, fields: readonly SortField[]): Buffer {
  return compoundKey(
    fields.map(({ parts, direction }) => extreme(doc, parts, direction)),
    fields.map(({ direction }) => direction),
  );
}

function extreme(doc: Doc, parts: string[], direction: 1 | -1): unknown {
  const found: unknown[] = [];
  walkPath(doc, parts, (value) => {
    // An empty array sorts as undefined: before null
    if (!Array.isArray(value)) found.push(value ?? null);
    else if (value.length === 0) found.push(undefined);
    else for (const each of value as unknown[]) found.push(each ?? null);
    return false;
  });
  let best = found[0];
  for (const each of found) if (Math.sign(compareValues(each, best)) === -direction) best = each;
  return found.length > 0 ? best : null;
}
