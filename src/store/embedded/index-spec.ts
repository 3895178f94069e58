import { CommandError, notBuilt } from './errors.ts';
import { compileFilter, type Filter } from './filter.ts';
import { equalValues } from './keys.ts';
import type { SortField } from './sort.ts';
import { isDocument, isNumeric, isTrue, toNumber, type Doc } from './values.ts';

/** What an index is, as `createIndexes` says it. */
export interface IndexSpec {
  name: string;
  fields: SortField[];
  unique: boolean;
  sparse: boolean;
  hidden: boolean;
  /** Only documents that match stand in it. */
  partial: { filter: Doc; matches: Filter } | undefined;
  /** Seconds after the field's date at which a document goes. */
  expireAfterSeconds: number | undefined;
  /** As `listIndexes` shows it. */
  document: Doc;
}

/** MongoDB's limit of fields in one index. */
const MAX_FIELDS = 32;
/** Longest `expireAfterSeconds` that MongoDB takes. */
const MAX_EXPIRE_SECONDS = 2_147_483_647;

const OPTIONS = new Set([
  'v',
  'key',
  'name',
  'ns',
  'unique',
  'sparse',
  'hidden',
  'background',
  'partialFilterExpression',
  'expireAfterSeconds',
]);
/** Options of MongoDB for kinds of indexes that are not built. */
const FOREIGN_OPTIONS = new Set([
  'collation',
  'storageEngine',
  'weights',
  'default_language',
  'language_override',
  'textIndexVersion',
  '2dsphereIndexVersion',
  'bits',
  'min',
  'max',
  'wildcardProjection',
  'clustered',
  'prepareUnique',
]);

/**
 * Reads one index of `createIndexes`.
 * @throws CommandError for what MongoDB refuses, and for kinds of indexes that are not built.
 */
export function parseIndex(spec: unknown): IndexSpec {
  if (!isDocument(spec)) throw new CommandError(14, 'The elements of the indexes array must be objects');
  for (const option of Object.keys(spec)) {
    if (FOREIGN_OPTIONS.has(option)) throw notBuilt(`the index option '${option}'`);
    if (!OPTIONS.has(option))
      throw new CommandError(197, `The field '${option}' is not valid for an index specification.`);
  }
  if (!isDocument(spec['key']))
    throw new CommandError(9, "The 'key' field is a required property of an index specification");
  const fields = parseFields(spec['key']);
  const name = spec['name'];
  if (typeof name !== 'string' || name === '')
    throw new CommandError(9, "The 'name' field is a required property of an index specification");
  if (spec['partialFilterExpression'] !== undefined && isTrue(spec['sparse']))
    throw new CommandError(67, 'cannot mix "partialFilterExpression" and "sparse" options');
  const partial = parsePartial(spec['partialFilterExpression']);
  const expireAfterSeconds = parseExpiry(spec['expireAfterSeconds'], fields);
  const document: Doc = { v: 2, key: spec['key'], name };
  for (const flag of ['unique', 'sparse', 'hidden'])
    if (spec[flag] !== undefined && isTrue(spec[flag])) document[flag] = true;
  if (partial) document['partialFilterExpression'] = partial.filter;
  if (expireAfterSeconds !== undefined) document['expireAfterSeconds'] = spec['expireAfterSeconds'];
  return {
    name,
    fields,
    unique: document['unique'] === true,
    sparse: document['sparse'] === true,
    hidden: document['hidden'] === true,
    partial,
    expireAfterSeconds,
    document,
  };
}

function parseFields(key: Doc): SortField[] {
  const entries = Object.entries(key);
  if (entries.length === 0) throw new CommandError(67, 'Index keys cannot be an empty object');
  if (entries.length > MAX_FIELDS) throw new CommandError(67, `Index key contains over ${MAX_FIELDS} fields`);
  return entries.map(([path, value]) => {
    if (typeof value === 'string') throw notBuilt(`an index of the kind '${value}'`);
    if (path === '$**' || path.endsWith('.$**')) throw notBuilt('a wildcard index');
    if (path === '' || path.split('.').includes(''))
      throw new CommandError(67, 'Index keys cannot contain an empty field');
    if (path.split('.').some((part) => part.startsWith('$')))
      throw new CommandError(67, `Index key contains an illegal field name: field name starts with '$'.`);
    const number = isNumeric(value) ? toNumber(value) : 0;
    if (!number)
      throw new CommandError(67, `Values in the index key pattern must be non-zero numbers: ${path}`);
    return { path, parts: path.split('.'), direction: number > 0 ? 1 : -1 };
  });
}

function parsePartial(filter: unknown): IndexSpec['partial'] {
  if (filter === undefined) return undefined;
  if (!isDocument(filter)) throw new CommandError(14, "'partialFilterExpression' must be an object");
  return { filter, matches: compileFilter(filter) };
}

function parseExpiry(value: unknown, fields: SortField[]): number | undefined {
  if (value === undefined) return undefined;
  const seconds = isNumeric(value) ? toNumber(value) : Number.NaN;
  if (!(seconds >= 0 && seconds <= MAX_EXPIRE_SECONDS))
    throw new CommandError(
      67,
      `TTL index 'expireAfterSeconds' must be a number from 0 to ${MAX_EXPIRE_SECONDS}`,
    );
  if (fields.length > 1)
    throw new CommandError(67, 'TTL indexes are single-field indexes, compound indexes do not support TTL');
  if (fields[0]!.path === '_id')
    throw new CommandError(67, "The field 'expireAfterSeconds' is not valid for an _id index");
  return seconds;
}

/** The index that each collection has. */
export const ID_INDEX: IndexSpec = {
  ...parseIndex({ key: { _id: 1 }, name: '_id_' }),
  unique: true,
};

/** Whether two indexes hold the same documents in the same order: what MongoDB keeps only one of. */
export function sameSignature(a: IndexSpec, b: IndexSpec): boolean {
  return (
    equalValues(
      Object.entries(a.document['key'] as Doc).map(direction),
      Object.entries(b.document['key'] as Doc).map(direction),
    ) &&
    a.unique === b.unique &&
    a.sparse === b.sparse &&
    equalValues(a.partial?.filter ?? null, b.partial?.filter ?? null)
  );
}

function direction([path, value]: [string, unknown]): [string, number] {
  return [path, toNumber(value) > 0 ? 1 : -1];
}
