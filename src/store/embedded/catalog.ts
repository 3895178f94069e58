import { decode, encode, isDocument, type Doc } from './values.ts';
import { Collection, type Counters, type StoredIndex } from './collection.ts';
import { CommandError, notBuilt } from './errors.ts';
import type { StoreFile } from './files.ts';
import { compileFilter } from './filter.ts';
import { ID_INDEX, parseIndex, sameSignature, type IndexSpec } from './index-spec.ts';
import { Spool } from './spool.ts';

/** MongoDB's limits: bytes of a database's and of a full collection's name, indexes of one collection. */
const MAX_DATABASE_NAME = 63;
const MAX_NAMESPACE = 255;
const MAX_INDEXES = 64;

/** Every collection and index of the file. */
export class Catalog {
  readonly counters: Counters = { docsExamined: 0, keysExamined: 0 };
  readonly #file: StoreFile;
  readonly #collections = new Map<string, Collection>();

  constructor(file: StoreFile) {
    this.#file = file;
    file.db.exec(`
      CREATE TABLE IF NOT EXISTS collections (
        id INTEGER PRIMARY KEY, db TEXT NOT NULL, name TEXT NOT NULL, options BLOB NOT NULL, UNIQUE (db, name));
      CREATE TABLE IF NOT EXISTS indexes (
        id INTEGER PRIMARY KEY, collection INTEGER NOT NULL, spec BLOB NOT NULL, multikey INTEGER NOT NULL DEFAULT 0);
    `);
    this.reload();
  }

  /** Reads everything anew, after a transaction that was undone. */
  reload(): void {
    this.#file.forgetStatements();
    for (const collection of this.#collections.values()) collection.dropped = true;
    this.#collections.clear();
    for (const row of this.#file.prepare('SELECT id, db, name, options FROM collections').all())
      this.#open(
        row['id'] as number,
        row['db'] as string,
        row['name'] as string,
        row['options'] as Uint8Array,
      );
  }

  #open(id: number, database: string, name: string, options: Uint8Array): Collection {
    const indexes = this.#file
      .prepare('SELECT id, spec, multikey FROM indexes WHERE collection = ? ORDER BY id')
      .all(id)
      .map((row): StoredIndex => {
        const document = decode(row['spec'] as Uint8Array);
        const spec = document['name'] === '_id_' ? ID_INDEX : parseIndex(document);
        return { id: row['id'] as number, spec, multikey: row['multikey'] === 1 };
      });
    const collection = new Collection(this.#file, this.counters, { id, database, name, indexes });
    applyOptions(collection, decode(options));
    this.#collections.set(`${database}.${name}`, collection);
    return collection;
  }

  /** A collection that exists. */
  find(database: string, name: string): Collection | undefined {
    return this.#collections.get(`${database}.${name}`);
  }

  /** A collection, made if it does not exist. */
  findOrCreate(database: string, name: string): Collection {
    return this.find(database, name) ?? this.create(database, name, {});
  }

  /** The collections of a database by name, or all. */
  list(database?: string): Collection[] {
    return [...this.#collections.values()]
      .filter((each) => database === undefined || each.database === database)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The options that a collection was made or changed with. */
  optionsOf(collection: Collection): Doc {
    const row = this.#file.prepare('SELECT options FROM collections WHERE id = ?').get(collection.id);
    return decode(row!['options'] as Uint8Array);
  }

  /** Makes a collection with its index on `_id`. @throws CommandError for a bad name or one that exists. */
  create(database: string, name: string, options: Doc): Collection {
    checkNames(database, name);
    if (this.find(database, name))
      throw new CommandError(48, `Collection ${database}.${name} already exists.`);
    return this.#file.atomically(() => {
      const id = Number(
        this.#file
          .prepare('INSERT INTO collections (db, name, options) VALUES (?, ?, ?)')
          .run(database, name, encode(options)).lastInsertRowid,
      );
      this.#file.db.exec(`CREATE TABLE docs_${id} (rid INTEGER PRIMARY KEY, doc BLOB NOT NULL)`);
      this.#storeIndex(id, ID_INDEX);
      return this.#open(id, database, name, encode(options));
    });
  }

  /** Keeps changed options of a collection. */
  setOptions(collection: Collection, options: Doc): void {
    applyOptions(collection, options);
    this.#file.prepare('UPDATE collections SET options = ? WHERE id = ?').run(encode(options), collection.id);
  }

  /** Removes a collection with all that is in it. */
  drop(collection: Collection): void {
    collection.dropped = true;
    this.#collections.delete(collection.namespace);
    this.#file.forgetStatements();
    for (const index of collection.indexes) this.#file.db.exec(`DROP TABLE keys_${index.id}`);
    this.#file.db.exec(`DROP TABLE docs_${collection.id}`);
    this.#file.prepare('DELETE FROM indexes WHERE collection = ?').run(collection.id);
    this.#file.prepare('DELETE FROM collections WHERE id = ?').run(collection.id);
  }

  /** Gives a collection another name, in place of the one that has it. */
  rename(collection: Collection, database: string, name: string): void {
    checkNames(database, name);
    this.#file
      .prepare('UPDATE collections SET db = ?, name = ? WHERE id = ?')
      .run(database, name, collection.id);
    this.#collections.delete(collection.namespace);
    collection.dropped = true;
    this.#open(collection.id, database, name, encode(this.optionsOf(collection)));
  }

  /**
   * Makes an index unless it is there. Answers whether it was made.
   * @throws CommandError where one with the same name or fields has other options, or for duplicate keys.
   */
  createIndex(collection: Collection, spec: IndexSpec): boolean {
    if (spec.fields.length === 1 && spec.fields[0]!.path === '_id' && spec.fields[0]!.direction === 1)
      return false;
    for (const { spec: other } of collection.indexes) if (standsFor(other, spec)) return false;
    if (collection.indexes.length >= MAX_INDEXES)
      throw new CommandError(67, `add index fails, too many indexes for ${collection.namespace}`);
    const index = this.#file.atomically(() => {
      const made = this.#storeIndex(collection.id, spec);
      collection.buildIndex(made);
      return made;
    });
    collection.indexes.push(index);
    return true;
  }

  /** Makes several indexes, or none of them. @throws CommandError as `createIndex`. */
  createIndexes(collection: Collection, specs: readonly IndexSpec[]): void {
    const before = collection.indexes.length;
    try {
      this.#file.atomically(() => {
        for (const spec of specs) this.createIndex(collection, spec);
      });
    } catch (error) {
      this.#file.forgetStatements();
      collection.indexes.length = before;
      throw error;
    }
  }

  /** A place on disk for a command's documents. */
  spool(): Spool {
    return new Spool(this.#file);
  }

  #storeIndex(collection: number, spec: IndexSpec): StoredIndex {
    const { lastInsertRowid } = this.#file
      .prepare('INSERT INTO indexes (collection, spec) VALUES (?, ?)')
      .run(collection, encode(spec.document));
    const id = Number(lastInsertRowid);
    this.#file.db.exec(
      `CREATE TABLE keys_${id} (key BLOB NOT NULL, rid INTEGER NOT NULL, PRIMARY KEY (key, rid)) WITHOUT ROWID`,
    );
    return { id, spec, multikey: false };
  }

  /** Changes what `collMod` may change of an index. */
  changeIndex(index: StoredIndex, document: Doc): void {
    index.spec = parseIndex(document);
    this.#file.prepare('UPDATE indexes SET spec = ? WHERE id = ?').run(encode(index.spec.document), index.id);
  }

  /** Removes an index. */
  dropIndex(collection: Collection, index: StoredIndex): void {
    collection.indexes.splice(collection.indexes.indexOf(index), 1);
    this.#file.forgetStatements();
    this.#file.db.exec(`DROP TABLE keys_${index.id}`);
    this.#file.prepare('DELETE FROM indexes WHERE id = ?').run(index.id);
    // A cursor that stands in it ends
    index.id = -1;
  }
}

/** Whether `wanted` is there as `other` already. @throws CommandError where the two cannot stand side by side. */
function standsFor(other: IndexSpec, wanted: IndexSpec): boolean {
  const alike = sameSignature(wanted, other);
  if (alike && other.expireAfterSeconds !== wanted.expireAfterSeconds)
    throw new CommandError(
      85,
      `An equivalent index already exists with the same name but different options. Requested index: ${wanted.name}, ` +
        `existing index: ${other.name}`,
    );
  if (other.name !== wanted.name) {
    if (alike) throw new CommandError(85, `Index already exists with a different name: ${other.name}`);
    return false;
  }
  if (alike) return true;
  throw new CommandError(
    86,
    `An existing index has the same name as the requested index. When index names are not specified, they are auto ` +
      `generated and can cause conflicts. Please refer to our documentation. Requested index: ${wanted.name}`,
  );
}

function applyOptions(collection: Collection, options: Doc): void {
  const document = options['validator'];
  collection.validator =
    isDocument(document) && Object.keys(document).length > 0
      ? {
          document,
          matches: compileFilter(document),
          action: (options['validationAction'] as string | undefined) ?? 'error',
          level: (options['validationLevel'] as string | undefined) ?? 'strict',
        }
      : undefined;
}

function checkNames(database: string, name: string): void {
  if (database === '' || database.length > MAX_DATABASE_NAME || /[/\\. "$*<>:|?\0]/.test(database))
    throw new CommandError(73, `Invalid database name: '${database}'`);
  if (name === '' || name.includes('\0') || name.startsWith('.') || name.endsWith('.') || name.includes('$'))
    throw new CommandError(73, `Invalid collection name: ${name}`);
  if (name.startsWith('system.')) throw notBuilt(`the collection ${name}`);
  if (Buffer.byteLength(`${database}.${name}`) > MAX_NAMESPACE)
    throw new CommandError(73, `Fully qualified namespace is too long. Max: ${MAX_NAMESPACE}`);
}
