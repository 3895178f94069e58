import { CommandError } from './errors.ts';
import type { StoreFile } from './files.ts';
import type { Filter } from './filter.ts';
import type { IndexSpec } from './index-spec.ts';
import { compoundKey } from './keys.ts';
import { indexKeys, ParallelArrays } from './paths.ts';
import { shellText } from './shell-text.ts';
import { decode, getField, MAX_DOCUMENT_BYTES, tooLarge, type Doc } from './values.ts';

/** A stored document: the number of its row, and its bytes. */
export interface Row {
  rid: number;
  raw: Uint8Array;
}

/** An index and where it is kept. */
export interface StoredIndex {
  id: number;
  spec: IndexSpec;
  /** Whether an array gave a document more than one key, ever. */
  multikey: boolean;
}

/** How much was looked at: `serverStatus` and `explain` tell. */
export interface Counters {
  docsExamined: number;
  keysExamined: number;
}

/** Bytes of documents that are fetched at once. */
const FETCH_BYTES = 256 * 1024;

/** One collection: its rows in the order of arrival, and its indexes. Documents are read from disk each time. */
export class Collection {
  readonly id: number;
  readonly database: string;
  name: string;
  readonly indexes: StoredIndex[];
  /** A condition that each written document has to meet (`collMod`, `create`). */
  validator: { document: Doc; matches: Filter; action: string; level: string } | undefined;
  dropped = false;
  count: number;
  #nextRid: number;
  readonly #file: StoreFile;
  readonly #counters: Counters;

  constructor(
    file: StoreFile,
    counters: Counters,
    stored: { id: number; database: string; name: string; indexes: StoredIndex[] },
  ) {
    this.#file = file;
    this.#counters = counters;
    this.id = stored.id;
    this.database = stored.database;
    this.name = stored.name;
    this.indexes = stored.indexes;
    const { n, last } = file
      .prepare(`SELECT count(*) AS n, coalesce(max(rid), 0) AS last FROM ${this.#rows}`)
      .get() as { n: number; last: number };
    this.count = n;
    this.#nextRid = last + 1;
  }

  get namespace(): string {
    return `${this.database}.${this.name}`;
  }

  get #rows(): string {
    return `docs_${this.id}`;
  }

  /** Bytes of all documents. */
  bytes(): number {
    const row = this.#file.prepare(`SELECT coalesce(sum(length(doc)), 0) AS n FROM ${this.#rows}`).get();
    return row!['n'] as number;
  }

  /** One row by its number. */
  row(rid: number): Row | undefined {
    this.#checkThere();
    const found = this.#file.prepare(`SELECT doc FROM ${this.#rows} WHERE rid = ?`).get(rid);
    if (!found) return undefined;
    this.#counters.docsExamined++;
    return { rid, raw: found['doc'] as Uint8Array };
  }

  /** Rows in the order of arrival, or the other way round; safe against writes between two steps. */
  *scan(direction: 1 | -1): Generator<Row> {
    const sql =
      direction === 1
        ? `SELECT rid, doc FROM ${this.#rows} WHERE rid > ? ORDER BY rid LIMIT 500`
        : `SELECT rid, doc FROM ${this.#rows} WHERE rid < ? ORDER BY rid DESC LIMIT 500`;
    let after = direction === 1 ? -1 : Number.MAX_SAFE_INTEGER;
    for (;;) {
      const rows = this.#fetch(sql, [after]);
      for (const row of rows) {
        this.#counters.docsExamined++;
        yield { rid: row['rid'] as number, raw: row['doc'] as Uint8Array };
      }
      const last = rows.at(-1);
      if (!last) return;
      after = last['rid'] as number;
    }
  }

  /** Rows under the keys from `low` to before `high` of an index, in its order or the other way round. */
  *scanIndex(index: StoredIndex, low: Uint8Array, high: Uint8Array, direction: 1 | -1): Generator<Row> {
    const order = direction === 1 ? '' : 'DESC';
    const sql =
      `SELECT k.key, k.rid, d.doc FROM keys_${index.id} k JOIN ${this.#rows} d ON d.rid = k.rid ` +
      `WHERE k.key >= ? AND k.key < ? ${direction === 1 ? 'AND (k.key, k.rid) > (?, ?)' : 'AND (k.key, k.rid) < (?, ?)'} ` +
      `ORDER BY k.key ${order}, k.rid ${order} LIMIT ?`;
    let [from, to] = [low, high];
    let [key, rid] = direction === 1 ? [low, -1] : [high, Number.MAX_SAFE_INTEGER];
    // Most look-ups want one row or few: the first helping is small
    let limit = 8;
    for (;;) {
      if (index.id < 0) throw new CommandError(175, `index '${index.spec.name}' dropped`);
      const rows = this.#fetch(sql, [from, to, key, rid, limit]);
      for (const row of rows) {
        this.#counters.keysExamined++;
        this.#counters.docsExamined++;
        yield { rid: row['rid'] as number, raw: row['doc'] as Uint8Array };
      }
      const last = rows.at(-1);
      if (!last) return;
      [key, rid] = [last['key'] as Uint8Array, last['rid'] as number];
      // The bound moves along, so that the tree is entered where we are; going down it has to include the last key
      if (direction === 1) from = key;
      else to = Buffer.concat([key, Buffer.from([0xff])]);
      if (direction === -1 && Buffer.compare(to, high) > 0) to = high;
      limit = 500;
    }
  }

  /** A cursor may outlive its collection. */
  #checkThere(): void {
    if (this.dropped) throw new CommandError(175, `collection dropped. namespace: '${this.namespace}'`);
  }

  #fetch(sql: string, parameters: (number | Uint8Array)[]): Record<string, unknown>[] {
    this.#checkThere();
    const rows: Record<string, unknown>[] = [];
    let bytes = 0;
    for (const row of this.#file.prepare(sql).iterate(...parameters)) {
      rows.push(row);
      bytes += (row['doc'] as Uint8Array).length;
      if (bytes > FETCH_BYTES) break;
    }
    return rows;
  }

  /** Stores a new document. @throws CommandError for a duplicate key, a failed validation or too many bytes. */
  insert(raw: Uint8Array, doc: Doc, bypassValidation = false): void {
    this.#check(raw, bypassValidation ? undefined : doc);
    this.#atomically(() => {
      const rid = this.#nextRid;
      this.#addKeys(doc, rid);
      this.#file.prepare(`INSERT INTO ${this.#rows} (rid, doc) VALUES (?, ?)`).run(rid, raw);
    });
    this.#nextRid++;
    this.count++;
  }

  /** Puts other bytes into a row. @throws CommandError as `insert`. */
  replace(old: Row, raw: Uint8Array, doc: Doc, bypassValidation = false): void {
    this.#check(raw, bypassValidation ? undefined : doc, old);
    this.#atomically(() => {
      this.#changeKeys(decode(old.raw), doc, old.rid);
      this.#file.prepare(`UPDATE ${this.#rows} SET doc = ? WHERE rid = ?`).run(raw, old.rid);
    });
  }

  /** Removes a row. */
  remove(row: Row): void {
    const doc = decode(row.raw);
    this.#atomically(() => {
      for (const index of this.indexes) this.#removeKeys(index, this.#keysFor(index, doc), row.rid);
      this.#file.prepare(`DELETE FROM ${this.#rows} WHERE rid = ?`).run(row.rid);
    });
    this.count--;
  }

  /** As the file's own: what is known of the indexes goes back with their rows. */
  #atomically(work: () => void): void {
    const multikey = this.indexes.map((index) => index.multikey);
    try {
      this.#file.atomically(work);
    } catch (error) {
      for (const [i, index] of this.indexes.entries()) index.multikey = multikey[i]!;
      throw error;
    }
  }

  /** Fills a new index from all rows. @throws CommandError for a duplicate key. */
  buildIndex(index: StoredIndex): void {
    for (const row of this.scan(1)) {
      const doc = decode(row.raw);
      this.#insertKeys(index, this.#keysFor(index, doc), row.rid, doc);
    }
  }

  #check(raw: Uint8Array, doc: Doc | undefined, old?: Row): void {
    if (raw.length > MAX_DOCUMENT_BYTES) throw tooLarge(raw.length);
    const { validator } = this;
    if (
      !doc ||
      !validator ||
      validator.level === 'off' ||
      validator.matches(doc) ||
      validator.action === 'warn'
    )
      return;
    if (validator.level === 'moderate' && old && !validator.matches(decode(old.raw))) return;
    throw new CommandError(121, 'Document failed validation', {
      errInfo: {
        failingDocumentId: getField(doc, '_id'),
        details: { operatorName: Object.keys(validator.document)[0] ?? '', specifiedAs: validator.document },
      },
    });
  }

  #keysFor(index: StoredIndex, doc: Doc): Map<string, Buffer> {
    const { spec } = index;
    const keys = new Map<string, Buffer>();
    if (spec.partial && !spec.partial.matches(doc)) return keys;
    const directions = spec.fields.map(({ direction }) => direction);
    try {
      const found = indexKeys(
        doc,
        spec.fields.map(({ parts }) => parts),
      );
      if (spec.sparse && !found.present) return keys;
      if (found.multikey && !index.multikey) this.#markMultikey(index);
      for (const values of found.keys) {
        const key = compoundKey(values, directions);
        keys.set(key.toString('latin1'), key);
      }
    } catch (error) {
      if (!(error instanceof ParallelArrays)) throw error;
      const paths = spec.fields.map(({ path }) => `[${path}]`).join(' ');
      throw new CommandError(171, `cannot index parallel arrays ${paths}`);
    }
    return keys;
  }

  #markMultikey(index: StoredIndex): void {
    index.multikey = true;
    this.#file.prepare('UPDATE indexes SET multikey = 1 WHERE id = ?').run(index.id);
  }

  #addKeys(doc: Doc, rid: number): void {
    for (const index of this.indexes) this.#insertKeys(index, this.#keysFor(index, doc), rid, doc);
  }

  #changeKeys(before: Doc, after: Doc, rid: number): void {
    for (const index of this.indexes) {
      const gone = this.#keysFor(index, before);
      const come = this.#keysFor(index, after);
      for (const key of come.keys()) if (gone.delete(key)) come.delete(key);
      this.#removeKeys(index, gone, rid);
      this.#insertKeys(index, come, rid, after);
    }
  }

  #insertKeys(index: StoredIndex, keys: Map<string, Buffer>, rid: number, doc: Doc): void {
    const table = `keys_${index.id}`;
    for (const key of keys.values()) {
      if (index.spec.unique) {
        const other = this.#file
          .prepare(`SELECT 1 FROM ${table} WHERE key = ? AND rid <> ? LIMIT 1`)
          .get(key, rid);
        if (other) throw this.#duplicate(index, doc, key);
      }
      this.#file.prepare(`INSERT INTO ${table} (key, rid) VALUES (?, ?)`).run(key, rid);
    }
  }

  #removeKeys(index: StoredIndex, keys: Map<string, Buffer>, rid: number): void {
    for (const key of keys.values())
      this.#file.prepare(`DELETE FROM keys_${index.id} WHERE key = ? AND rid = ?`).run(key, rid);
  }

  #duplicate(index: StoredIndex, doc: Doc, key: Buffer): CommandError {
    const { fields, name } = index.spec;
    const directions = fields.map(({ direction }) => direction);
    const values =
      indexKeys(
        doc,
        fields.map(({ parts }) => parts),
      ).keys.find((each) => compoundKey(each, directions).equals(key)) ?? [];
    const keyValue = Object.fromEntries(fields.map(({ path }, i) => [path, values[i] ?? null]));
    const text = fields.map(({ path }, i) => `${path}: ${shellText(values[i] ?? null)}`).join(', ');
    return new CommandError(
      11000,
      `E11000 duplicate key error collection: ${this.namespace} index: ${name} dup key: { ${text} }`,
      { keyPattern: index.spec.document['key'], keyValue },
    );
  }
}
