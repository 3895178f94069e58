import { createHash } from 'node:crypto';
import { open, readdir, readFile, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { countRow, manifestFile, noCounts, type Manifest, type RowMark } from './manifest.ts';
import { buriedRows } from './tombstones.ts';

/** What is wrong with an export, and where. */
export interface DatasetProblem {
  file: string;
  /** Number of the line, from 1; absent where the whole file is meant. */
  line?: number;
  /** The row's id in its folder. */
  row?: string;
  message: string;
}

export interface DatasetReport {
  ok: boolean;
  files: number;
  rows: number;
  problems: DatasetProblem[];
  /** Rows that `fix` took out. */
  removed: number;
}

const ERASED = 'the person was erased or took the consent back: this row may not be used';

/**
 * Checks the exports in a folder: files against manifests, lines that are JSON, and rows whose people were erased or took
 * their consent back since.
 * @param options.fix rewrites the files without the rows at fault, each whole or not at all
 */
export async function checkExports(dir: string, options: { fix?: boolean } = {}): Promise<DatasetReport> {
  const report: DatasetReport = { ok: true, files: 0, rows: 0, problems: [], removed: 0 };
  const names = (await readdir(dir)).filter((name) => name.endsWith('.manifest.json')).sort();
  if (names.length === 0)
    report.problems.push({ file: dir, message: 'there is no export here: no file ends in .manifest.json' });
  for (const name of names) {
    const manifest = await readManifest(dir, name, report);
    if (manifest) await checkExport(dir, name, manifest, report, options.fix ?? false);
  }
  report.ok = report.problems.length === 0;
  return report;
}

async function readManifest(dir: string, name: string, report: DatasetReport): Promise<Manifest | undefined> {
  try {
    return manifestFile.parse(JSON.parse(await readFile(join(dir, name), 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    report.problems.push({ file: name, message: `the manifest cannot be read: ${reason}` });
    return undefined;
  }
}

async function checkExport(
  dir: string,
  manifestName: string,
  manifest: Manifest,
  report: DatasetReport,
  fix: boolean,
): Promise<void> {
  const name = manifest.files[0]?.name ?? '';
  const file = join(dir, name);
  const marksFile = join(dir, `${manifest.id}.ids`);
  const marks = await readMarks(marksFile);
  if (!marks) {
    report.problems.push({
      file: `${manifest.id}.ids`,
      message: 'the ids of the rows are missing: export this folder anew',
    });
    return;
  }
  const buried = await buriedRows(manifest.folder);
  const createdAt = new Date(manifest.createdAt);
  const isBuried = (mark: RowMark | undefined): boolean => {
    const at = mark && buried.get(mark[0]);
    return at !== undefined && at >= createdAt;
  };
  const kept = fix ? await Rewrite.begin(file, marksFile) : undefined;
  const hash = createHash('sha256');
  let line = 0;
  try {
    for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      const mark = marks[line];
      line += 1;
      hash.update(`${text}\n`);
      const message = isBuried(mark) ? ERASED : problemOf(text, mark);
      if (message) report.problems.push({ file: name, line, ...(mark ? { row: mark[0] } : {}), message });
      else await kept?.keep(text, mark);
    }
  } catch (error) {
    await kept?.discard();
    report.problems.push({ file: name, message: `the file cannot be read: ${(error as Error).message}` });
    return;
  }
  report.files += 1;
  report.rows += line;
  if (marks.length > line)
    report.problems.push({ file: name, message: `${marks.length - line} rows are missing at its end` });
  if (hash.digest('hex') !== manifest.files[0]?.sha256)
    report.problems.push({ file: name, message: 'it is not as it was exported: its SHA-256 differs' });
  if (!kept) return;
  report.removed += line - kept.rows;
  await kept.finish(join(dir, manifestName), manifest);
}

function problemOf(text: string, mark: RowMark | undefined): string | undefined {
  if (!mark) return 'no id stands for this line';
  try {
    const row: unknown = JSON.parse(text);
    return typeof row === 'object' && row !== null ? undefined : 'it is no JSON object';
  } catch {
    return 'it is no JSON';
  }
}

async function readMarks(file: string): Promise<RowMark[] | undefined> {
  try {
    const text = await readFile(file, 'utf8');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('\t') as RowMark);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** An export written anew with the rows that may stay. */
class Rewrite {
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

  async keep(text: string, mark: RowMark | undefined): Promise<void> {
    this.rows += 1;
    this.#hash.update(`${text}\n`);
    await this.#lines.appendFile(`${text}\n`);
    if (!mark) return;
    countRow(this.#counts, mark);
    await this.#marks.appendFile(`${mark.join('\t')}\n`);
  }

  async finish(manifestPath: string, manifest: Manifest): Promise<void> {
    await Promise.all([this.#lines.sync(), this.#marks.sync()]);
    await Promise.all([this.#lines.close(), this.#marks.close()]);
    const [described] = manifest.files;
    const content = {
      ...manifest,
      rows: this.rows,
      counts: this.#counts,
      files: [{ ...described, rows: this.rows, sha256: this.#hash.digest('hex') }],
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
