import { chmodSync, closeSync, existsSync, fdatasync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { promisify } from 'node:util';

const waitForDisk = promisify(fdatasync);

/** Pages of 4 KiB after which the write-ahead log is folded into the file. */
const CHECKPOINT_PAGES = 4_000;
/** KiB that SQLite may keep of the file in memory. */
const CACHE_KIB = 32 * 1024;

/** Marks a file as a store of Rehber's: "Rehb". */
const APPLICATION_ID = 0x52656862;
/** The layout of the tables in it. */
const FORMAT = 1;

/** Another process, or another server in this one, owns the folder. */
export class FolderInUse extends Error {}

/** The file cannot be used as a store. */
export class StoreUnusable extends Error {
  constructor(path: string, reason: string) {
    super(
      `The store ${path} cannot be used: ${reason}. Nothing in it was changed. Put back a copy of it from a back-up, or ` +
        'move it away to start with an empty store.',
    );
  }
}

/** The one SQLite file of a folder, owned through SQLite's own lock: it goes with the process, however that ends. */
export class StoreFile {
  readonly db: DatabaseSync;
  readonly path: string;
  readonly #statements = new Map<string, StatementSync>();
  /** Descriptor of the write-ahead log. */
  readonly #log: number;

  /** @throws FolderInUse when another owner holds it; StoreUnusable when it is damaged or none of ours. */
  constructor(dir: string) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const path = join(dir, 'store.sqlite');
    this.path = path;
    this.db = openDatabase(path);
    try {
      // The order counts: exclusive before the log is first touched, so that no shared-memory file is made
      this.db.exec('PRAGMA locking_mode = EXCLUSIVE');
      this.#checkOurs();
      this.db.exec('PRAGMA journal_mode = WAL; BEGIN EXCLUSIVE; COMMIT;');
      this.db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT};`);
    } catch (error) {
      this.db.close();
      if (error instanceof StoreUnusable) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      if (/locked|busy/i.test(reason)) throw new FolderInUse();
      throw new StoreUnusable(path, reason);
    }
    // A commit alone waits for no disk: `sync` does, once for all that were made since
    this.db.exec(
      `PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON; PRAGMA cache_size = -${CACHE_KIB}; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};`,
    );
    // SQLite's own files beside it have its mode only where they are made after it was set
    for (const suffix of ['', '-wal', '-shm']) if (existsSync(path + suffix)) chmodSync(path + suffix, 0o600);
    this.#log = openSync(`${path}-wal`, 'r+');
  }

  /** Another program's database is left as it is. */
  #checkOurs(): void {
    const { application_id: application } = this.db.prepare('PRAGMA application_id').get()!;
    const { user_version: format } = this.db.prepare('PRAGMA user_version').get()!;
    if (application === APPLICATION_ID) {
      if (Number(format) > FORMAT)
        throw new StoreUnusable(this.path, 'a newer version of Rehber has written it');
      return;
    }
    const tables = this.db
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
      .all()
      .map(({ name }) => name);
    const ours = tables.includes('collections') && tables.includes('indexes');
    if (tables.length > 0 && !ours) throw new StoreUnusable(this.path, "it is another program's database");
  }

  /** Rows written since the file was opened. */
  get changes(): number {
    return this.prepare('SELECT total_changes() AS n').get()!['n'] as number;
  }

  /** Resolves once everything that was committed before is on disk; commits go on meanwhile. */
  async sync(): Promise<void> {
    await waitForDisk(this.#log);
  }

  /** A statement, compiled once. */
  prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Forgets compiled statements, before tables go. */
  forgetStatements(): void {
    this.#statements.clear();
  }

  /** Runs `work` wholly or not at all, within whatever transaction is open. */
  atomically<T>(work: () => T): T {
    this.prepare('SAVEPOINT one').run();
    try {
      const result = work();
      this.prepare('RELEASE one').run();
      return result;
    } catch (error) {
      this.prepare('ROLLBACK TO one').run();
      this.prepare('RELEASE one').run();
      throw error;
    }
  }

  /** Folds the write-ahead log into the file and empties it: what was deleted is then in neither, for it is written over. */
  checkpoint(): void {
    this.db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
  }

  close(): void {
    this.forgetStatements();
    this.db.close();
    closeSync(this.#log);
  }
}

function openDatabase(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: 0, allowExtension: false });
  } catch (error) {
    throw new StoreUnusable(path, error instanceof Error ? error.message : String(error));
  }
}
