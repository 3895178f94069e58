import { createHash } from 'node:crypto';
import { open, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { countRow, noCounts, type Manifest, type RowMark } from './manifest.ts';

/** An export written anew with the rows that may stay. */
export class Rewrite {
  rows = 0;
  readonly #hash = createHash('sha256');
  readonly #counts = noCounts();
  readonly #file: string;
  readonly #marksFile: string;
  readonly #lines: FileHandle;
  readonly #marks: FileHandle;

  private constructor(files: { file: string; marksFile: string; lines: FileHandle; marks: FileHandle }) {
    this.#file = files.file;
    this.#marksFile = files.marksFile;
    this.#lines = files.lines;
    this.#marks = files.marks;
  }

  static async begin(file: string, marksFile: string): Promise<Rewrite> {
    const [lines, marks] = await Promise.all([open(`${file}.tmp`, 'w'), open(`${marksFile}.tmp`, 'w')]);
    return new Rewrite({ file, marksFile, lines, marks });
  }

  async keep(text: string, mark: RowMark): Promise<void> {
    this.rows += 1;
    this.#hash.update(`${text}\n`);
    await this.#lines.appendFile(`${text}\n`);
    countRow(this.#counts, mark);
    await this.#marks.appendFile(`${mark.join('\t')}\n`);
  }

  /**
   * Puts the new files in the place of the old ones.
   * @param manifest its rows, counts and SHA-256 are replaced by those of what was kept
   * @param isProven whether each row that was kept is known to be as it was exported: else the old SHA-256 stays, so that
   *   the next check still finds that it differs
   */
  async finish(manifestPath: string, manifest: Manifest, isProven: boolean): Promise<void> {
    await Promise.all([this.#lines.sync(), this.#marks.sync()]);
    await Promise.all([this.#lines.close(), this.#marks.close()]);
    const [described] = manifest.files;
    const sha256 = isProven ? this.#hash.digest('hex') : described?.sha256;
    const content = {
      ...manifest,
      rows: this.rows,
      counts: this.#counts,
      files: [{ ...described, rows: this.rows, sha256 }],
    };
    await writeFile(`${manifestPath}.tmp`, `${JSON.stringify(content, null, 2)}\n`);
    await rename(`${this.#marksFile}.tmp`, this.#marksFile);
    await rename(`${this.#file}.tmp`, this.#file);
    await rename(`${manifestPath}.tmp`, manifestPath);
  }

  async discard(): Promise<void> {
    await Promise.all([this.#lines.close(), this.#marks.close()]);
    await Promise.all([rm(`${this.#file}.tmp`), rm(`${this.#marksFile}.tmp`)]);
  }
}
