import { CommandError } from './errors.ts';
import type { Filter } from './filter.ts';
import { isIndex } from './paths.ts';
import { shellText } from './shell-text.ts';
import { getField, isDocument, setField, type Doc } from './values.ts';

/** How far an array may be filled up with nulls by one update (MongoDB's limit). */
const MAX_BACKFILL = 1_500_000;

/** What the parts `$`, `$[]` and `$[name]` of an update's path stand for in one document. */
export interface Positions {
  /** Index for `$`; undefined when the filter matched through no array. */
  matched: number | undefined;
  /** Filters of `$[name]`; each is asked of `{name: element}`. */
  arrayFilters: ReadonlyMap<string, Filter>;
}

/** Where a path's last part lies: in a document by name or in an array by index. */
export class Place {
  readonly #parent: Doc | unknown[];
  readonly #key: string;

  constructor(parent: Doc | unknown[], key: string) {
    this.#parent = parent;
    this.#key = key;
  }

  get value(): unknown {
    return Array.isArray(this.#parent) ? this.#parent[Number(this.#key)] : getField(this.#parent, this.#key);
  }

  set(value: unknown): void {
    if (!Array.isArray(this.#parent)) setField(this.#parent, this.#key, value);
    else {
      const index = Number(this.#key);
      if (index - this.#parent.length >= MAX_BACKFILL)
        throw new CommandError(2, `can't backfill more than ${MAX_BACKFILL} elements`);
      while (this.#parent.length < index) this.#parent.push(null);
      this.#parent[index] = value;
    }
  }

  /** Takes a field away; an array's element becomes null, so that the others keep their places. */
  unset(): void {
    if (!Array.isArray(this.#parent)) delete this.#parent[this.#key];
    else if (Number(this.#key) < this.#parent.length) this.#parent[Number(this.#key)] = null;
  }
}

/** The concrete paths that a path with `$`, `$[]` and `$[name]` stands for. */
export function concretePaths(doc: Doc, parts: readonly string[], positions: Positions): string[][] {
  let found: { path: string[]; value: unknown }[] = [{ path: [], value: doc }];
  for (const [i, part] of parts.entries()) {
    found = found.flatMap(({ path, value }) =>
      keysOf(part, value, parts.slice(0, i), positions).map((key) => ({
        path: [...path, key],
        value: child(value, key),
      })),
    );
  }
  return found.map(({ path }) => path);
}

function child(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return isIndex(key) ? (value[Number(key)] as unknown) : undefined;
  return isDocument(value) ? getField(value, key) : undefined;
}

function keysOf(part: string, value: unknown, before: readonly string[], positions: Positions): string[] {
  if (part === '$') {
    if (positions.matched === undefined)
      throw new CommandError(2, 'The positional operator did not find the match needed from the query.');
    return [String(positions.matched)];
  }
  if (!part.startsWith('$[') || !part.endsWith(']')) return [part];
  if (!Array.isArray(value)) {
    if (value === undefined)
      throw new CommandError(
        2,
        `The path '${before.join('.')}' must exist in the document in order to apply array updates.`,
      );
    throw new CommandError(
      2,
      `Cannot apply array updates to non-array element ${before.at(-1) ?? ''}: ${shellText(value)}`,
    );
  }
  const name = part.slice(2, -1);
  const filter = name === '' ? () => true : positions.arrayFilters.get(name);
  if (!filter)
    throw new CommandError(
      2,
      `No array filter found for identifier '${name}' in path '${[...before, part].join('.')}'`,
    );
  return [...value.entries()].filter(([, each]) => filter({ [name]: each })).map(([i]) => String(i));
}

/** Goes to a path's end; without `create`, only as far as there is something. */
export function locate(doc: Doc, path: readonly string[], create: boolean): Place | undefined {
  let here: Doc | unknown[] = doc;
  for (const [i, part] of path.entries()) {
    if (Array.isArray(here) && !isIndex(part)) {
      if (create) throw notViable(part, path[i - 1], here);
      return undefined;
    }
    const place = new Place(here, part);
    if (i === path.length - 1) return place;
    const value = place.value;
    if (isDocument(value) || Array.isArray(value)) {
      here = value;
      continue;
    }
    if (!create) return undefined;
    if (value !== undefined) throw notViable(path[i + 1]!, part, value);
    const made: Doc = {};
    place.set(made);
    here = made;
  }
  return undefined;
}

function notViable(part: string, parent: string | undefined, value: unknown): CommandError {
  return new CommandError(
    28,
    `Cannot create field '${part}' in element {${parent ?? ''}: ${shellText(value)}}`,
  );
}
