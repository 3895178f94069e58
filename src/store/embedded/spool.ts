import type { StoreFile } from './files.ts';

/** Documents that are read at once. */
const BATCH = 200;

let made = 0;

/** Documents of one command, set aside on disk in their order: memory holds a few of them at a time. */
export class Spool {
  readonly #file: StoreFile;
  readonly #table = `spool_${++made}`;

  constructor(file: StoreFile) {
    this.#file = file;
    file.db.exec(`CREATE TABLE ${this.#table} (n INTEGER PRIMARY KEY, doc BLOB NOT NULL)`);
  }

  push(raw: Uint8Array): void {
    this.#file.prepare(`INSERT INTO ${this.#table} (doc) VALUES (?)`).run(raw);
  }

  *[Symbol.iterator](): Generator<Uint8Array> {
    let after = 0;
    for (;;) {
      const rows = this.#file
        .prepare(`SELECT n, doc FROM ${this.#table} WHERE n > ? ORDER BY n LIMIT ${BATCH}`)
        .all(after);
      for (const row of rows) yield row['doc'] as Uint8Array;
      const last = rows.at(-1);
      if (!last) return;
      after = last['n'] as number;
    }
  }

  /** Gives the room free. */
  close(): void {
    this.#file.forgetStatements();
    this.#file.db.exec(`DROP TABLE ${this.#table}`);
  }
}
