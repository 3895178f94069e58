import { getField, isDocument, type Doc } from './values.ts';

/** Whether a part of a path can be an array's index. */
export function isIndex(part: string): boolean {
  return /^(?:0|[1-9]\d{0,8})$/.test(part);
}

/** Where a match was found: the index in the outermost array on the way, which `$` stands for in updates. */
export interface Trace {
  index?: number;
}

/**
 * Walks a path as MongoDB's queries do: through documents, and through each document of an array that is met on the
 * way (one level), or to one of its elements by a number. `visit` gets what is at the end, undefined for nothing, and
 * ends the walk by answering true; the walk answers whether it was ended so.
 */
export function walkPath(
  doc: Doc,
  parts: readonly string[],
  visit: (value: unknown) => boolean,
  trace?: Trace,
  at = 0,
): boolean {
  const value = getField(doc, parts[at]!);
  return descend(value, parts, at + 1, visit, trace);
}

function descend(
  value: unknown,
  parts: readonly string[],
  at: number,
  visit: (value: unknown) => boolean,
  trace: Trace | undefined,
): boolean {
  if (at === parts.length) return visit(value);
  if (isDocument(value)) return walkPath(value, parts, visit, trace, at);
  if (!Array.isArray(value)) return visit(undefined);
  for (const [i, each] of value.entries()) {
    if (!isDocument(each) || !walkPath(each, parts, visit, trace, at)) continue;
    if (trace) trace.index = i;
    return true;
  }
  const part = parts[at]!;
  if (!isIndex(part) || Number(part) >= value.length) return false;
  if (!descend(value[Number(part)], parts, at + 1, visit, trace)) return false;
  if (trace) trace.index = Number(part);
  return true;
}

/** One key of an index: a value for each of its fields, undefined standing for an empty array. */
interface Keys {
  keys: unknown[][];
  /** Whether an array made more than one key, or could have. */
  multikey: boolean;
  /** Whether the document has any of the fields. */
  present: boolean;
}

/** Two fields of one index lead through two different arrays. */
export class ParallelArrays extends Error {}

interface Pending {
  value: unknown;
  rest: readonly string[];
}

/**
 * The keys under which a document stands in an index on `paths`.
 * @throws ParallelArrays where two of them lead through different arrays, which MongoDB does not index either.
 */
export function indexKeys(doc: Doc, paths: readonly (readonly string[])[]): Keys {
  const found: Keys = { keys: [], multikey: false, present: false };
  expand(
    paths.map((rest) => ({ value: doc, rest })),
    found,
  );
  return found;
}

function expand(fields: Pending[], found: Keys): void {
  const reached = fields.map(follow);
  const open = reached.filter(({ value, rest }) => Array.isArray(value) && rest !== DONE);
  const array = open[0]?.value as unknown[] | undefined;
  if (!array) {
    found.present ||= reached.some(({ value }) => value !== undefined);
    found.keys.push(
      reached.map(({ value }) => (value === undefined ? null : value === EMPTY ? undefined : value)),
    );
    return;
  }
  if (open.some(({ value }) => value !== array)) throw new ParallelArrays();
  found.multikey = true;
  for (const element of array.length > 0 ? array : [EMPTY]) {
    expand(
      reached.map((field) =>
        field.value === array && field.rest !== DONE ? intoElement(field, element) : field,
      ),
      found,
    );
  }
}

/** Marks a value that is final even if it is an array. */
const DONE: readonly string[] = [];
/** Stands for what an empty array has in it. */
const EMPTY = Symbol('empty array');

function intoElement(field: Pending, element: unknown): Pending {
  if (field.rest.length === 0 || element === EMPTY) return { value: element, rest: DONE };
  return isDocument(element) ? { value: element, rest: field.rest } : { value: undefined, rest: DONE };
}

/** Goes down a path as far as there is no array to go through. */
function follow(field: Pending): Pending {
  let { value, rest } = field;
  while (rest.length > 0) {
    if (isDocument(value)) value = getField(value, rest[0]!);
    else if (Array.isArray(value) && isIndex(rest[0]!)) value = value[Number(rest[0])] as unknown;
    else break;
    rest = rest.slice(1);
  }
  if (rest.length > 0 && !Array.isArray(value)) return { value: undefined, rest: DONE };
  return { value, rest: field.rest === DONE ? DONE : rest };
}
