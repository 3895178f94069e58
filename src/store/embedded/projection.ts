import { CommandError } from './errors.ts';
import { compileExpression, type Variables } from './expression.ts';
import { compileElemMatch, compileFilter } from './filter.ts';
import type { Trace } from './paths.ts';
import { getField, isDocument, isNumeric, isTrue, setField, toNumber, toPlain, type Doc } from './values.ts';

/** What becomes of a field: kept, left out, or computed from the whole document. */
type Field = 'keep' | 'omit' | ((doc: Doc) => unknown) | Tree;
interface Tree {
  fields: Map<string, Field>;
}

/** A projection that was read once. */
export type Projection = (doc: Doc) => Doc;

/** Settings of a projection: `find` has operators that `$project` has not. */
interface Settings {
  /** The filter of the `find`, for the positional `$`. */
  filter?: Doc;
  variables?: Variables;
  /** As the stage `$project` and not as `find`. */
  stage?: boolean;
}

/**
 * Reads a projection of `find` or `$project`.
 * @throws CommandError where it is none, or mixes inclusion with exclusion.
 */
export function compileProjection(projection: Doc, settings: Settings = {}): Projection {
  const tree: Tree = { fields: new Map() };
  const reader = new Reader(settings);
  reader.read(projection, tree, []);
  const idField = tree.fields.get('_id');
  const inclusive =
    reader.mode === 'keep' || (reader.mode === undefined && reader.slices === 0 && idField === 'keep');
  if (inclusive && idField === undefined) tree.fields.set('_id', 'keep');
  return (doc) => {
    const plain = once(() => (reader.computed ? (toPlain(doc) as Doc) : doc));
    return apply(doc, tree, inclusive, doc, plain);
  };
}

class Reader {
  mode: 'keep' | 'omit' | undefined;
  computed = false;
  slices = 0;
  readonly #settings: Settings;
  #positional = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  read(spec: Doc, tree: Tree, path: string[]): void {
    for (const [name, value] of Object.entries(spec)) {
      if (name === '') throw new CommandError(40352, 'FieldPath cannot be constructed with empty string');
      if (name.startsWith('$'))
        throw new CommandError(16410, `FieldPath field names may not start with '$': '${name}'`);
      const parts = name.split('.');
      if (parts.at(-1) === '$') this.#readPositional(parts.slice(0, -1), value, tree);
      else this.#place(tree, parts, path, value);
    }
  }

  #place(tree: Tree, parts: string[], path: string[], value: unknown): void {
    const whole = [...path, ...parts];
    const last = parts.at(-1)!;
    const parent = branch(tree, parts.slice(0, -1), whole);
    if (isDocument(value) && !Object.keys(value).some((key) => key.startsWith('$'))) {
      if (Object.keys(value).length === 0)
        throw new CommandError(51270, 'An empty sub-projection is not a valid value.');
      this.read(value, branch(parent, [last], whole), whole);
      return;
    }
    if (parent.fields.has(last)) throw new CommandError(31250, `Path collision at ${whole.join('.')}`);
    parent.fields.set(last, this.#field(whole, value));
  }

  #field(path: string[], value: unknown): Field {
    if (typeof value === 'boolean' || isNumeric(value)) {
      const field = isTrue(value) ? 'keep' : 'omit';
      if (path.join('.') !== '_id') this.#decide(field, path);
      return field;
    }
    if (isDocument(value) && !this.#settings.stage) {
      if ('$slice' in value && isSlice(value['$slice'])) {
        this.slices++;
        return slice(path, value['$slice']);
      }
      if ('$elemMatch' in value) {
        this.#decide('keep', path);
        return elementMatch(path, compileElemMatch(value['$elemMatch'], this.#settings.variables ?? {}));
      }
    }
    this.#decide('keep', path);
    this.computed = true;
    return computed(compileExpression(toPlain(value), this.#settings.variables));
  }

  #readPositional(path: string[], value: unknown, tree: Tree): void {
    if (this.#settings.stage)
      throw new CommandError(31324, 'positional projection is not allowed in an aggregation');
    if (!isTrue(value)) throw new CommandError(31395, 'positional projection cannot be used with exclusion');
    if (this.#positional++ > 0)
      throw new CommandError(31276, 'Cannot specify more than one positional projection per query.');
    this.#decide('keep', path);
    const matches = compileFilter(this.#settings.filter ?? {}, this.#settings.variables);
    const parent = branch(tree, path.slice(0, -1), path);
    parent.fields.set(path.at(-1)!, (doc) => {
      const trace: Trace = {};
      matches(doc, trace);
      const found = at(doc, path);
      if (!Array.isArray(found)) return found;
      if (trace.index === undefined)
        throw new CommandError(
          51246,
          "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
        );
      return found.slice(trace.index, trace.index + 1);
    });
  }

  #decide(mode: 'keep' | 'omit', path: string[]): void {
    if (this.mode !== undefined && this.mode !== mode)
      throw new CommandError(
        mode === 'keep' ? 31253 : 31254,
        `Cannot do ${mode === 'keep' ? 'inclusion' : 'exclusion'} on field ${path.join('.')} in ${mode === 'keep' ? 'exclusion' : 'inclusion'} projection`,
      );
    this.mode = mode;
  }
}

function branch(tree: Tree, parts: string[], whole: string[]): Tree {
  let here = tree;
  for (const part of parts) {
    const next = here.fields.get(part) ?? { fields: new Map() };
    if (typeof next !== 'object') throw new CommandError(31249, `Path collision at ${whole.join('.')}`);
    here.fields.set(part, next);
    here = next;
  }
  return here;
}

/** Marks what expects the plain document, in which numbers are JavaScript's. */
const plainFields = new WeakSet<object>();

function computed(evaluate: (doc: Doc) => unknown): (doc: Doc) => unknown {
  const field = (doc: Doc): unknown => evaluate(doc);
  plainFields.add(field);
  return field;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function apply(doc: Doc, tree: Tree, inclusive: boolean, root: Doc, plain: () => Doc): Doc {
  const out: Doc = {};
  for (const [name, value] of Object.entries(doc)) {
    const field = tree.fields.get(name);
    if (field === 'keep' || (field === undefined && !inclusive)) setField(out, name, value);
    else if (typeof field === 'function') set(out, name, run(field, root, plain));
    else if (typeof field === 'object') set(out, name, applyBelow(value, field, inclusive, root, plain));
  }
  for (const [name, field] of tree.fields) {
    if (Object.hasOwn(doc, name)) continue;
    if (typeof field === 'function') set(out, name, run(field, root, plain));
    else if (typeof field === 'object' && computes(field))
      set(out, name, apply({}, field, inclusive, root, plain));
  }
  return out;
}

function run(field: (doc: Doc) => unknown, root: Doc, plain: () => Doc): unknown {
  return field(plainFields.has(field) ? plain() : root);
}

function set(out: Doc, name: string, value: unknown): void {
  if (value !== undefined) setField(out, name, value);
}

function computes(tree: Tree): boolean {
  return [...tree.fields.values()].some((field) =>
    typeof field === 'object' ? computes(field) : typeof field === 'function' && plainFields.has(field),
  );
}

function applyBelow(value: unknown, tree: Tree, inclusive: boolean, root: Doc, plain: () => Doc): unknown {
  if (isDocument(value)) return apply(value, tree, inclusive, root, plain);
  if (Array.isArray(value)) {
    const kept = value.map((each: unknown) => applyBelow(each, tree, inclusive, root, plain));
    return kept.filter((each) => each !== undefined);
  }
  if (computes(tree)) return apply({}, tree, inclusive, root, plain);
  return inclusive ? undefined : value;
}

function at(doc: Doc, path: string[]): unknown {
  let value: unknown = doc;
  for (const part of path) value = isDocument(value) ? getField(value, part) : undefined;
  return value;
}

function isSlice(value: unknown): boolean {
  return isNumeric(value) || (Array.isArray(value) && value.length === 2 && value.every(isNumeric));
}

function slice(path: string[], operand: unknown): (doc: Doc) => unknown {
  const [first, count] = Array.isArray(operand)
    ? (operand.map(toNumber) as [number, number])
    : [Math.min(toNumber(operand), 0), Math.abs(toNumber(operand))];
  if (count < 0) throw new CommandError(28724, 'Second argument to $slice must be a positive number');
  return (doc) => {
    const value = at(doc, path);
    if (!Array.isArray(value)) return value;
    const from = first < 0 ? Math.max(value.length + first, 0) : first;
    return value.slice(from, from + count);
  };
}

function elementMatch(path: string[], matches: (element: unknown) => boolean): (doc: Doc) => unknown {
  return (doc) => {
    const value = at(doc, path);
    const found = Array.isArray(value) ? value.findIndex(matches) : -1;
    return found >= 0 ? (value as unknown[]).slice(found, found + 1) : undefined;
  };
}
