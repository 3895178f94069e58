import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** Pages of 4 KiB after which the write-ahead log is folded into the file. */
const CHECKPOINT_PAGES = 4_000;
/** KiB that SQLite may keep of the file in memory. */
const CACHE_KIB = 32 * 1024;

/** Another process, or another server in this one, owns the folder. */
export class FolderInUse extends Error {}

/** The one SQLite file of a folder, owned through SQLite's own lock: it goes with the process, however that ends. */
export class StoreFile {
  readonly db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** @throws FolderInUse when another owner holds it. */
  constructor(dir: string) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const path = join(dir, 'store.sqlite');
    this.db = new DatabaseSync(path, { timeout: 0, allowExtension: false });
    try {
      // The order counts: exclusive before the log is first touched, so that no shared-memory file is made
      this.db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;');
      this.db.exec('BEGIN EXCLUSIVE; COMMIT;');
    } catch (error) {
      this.db.close();
      if (error instanceof Error && /locked|busy/i.test(error.message)) throw new FolderInUse();
      throw error;
    }
    // What was acknowledged has to survive a power cut, too: NORMAL would lose it in this mode
    this.db.exec(
      `PRAGMA synchronous = FULL; PRAGMA cache_size = -${CACHE_KIB}; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};`,
    );
    chmodSync(path, 0o600);
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

  close(): void {
    this.forgetStatements();
    this.db.close();
  }
}
