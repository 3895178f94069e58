import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { ExportFolder } from '../store/models/export-folder.ts';
import { manifestFile, type Manifest, type RowMark } from './manifest.ts';
import { Marks, readMarks } from './marks.ts';
import { Rewrite } from './rewrite.ts';
import { rowProblem } from './rows.ts';
import { buriedRows } from './tombstones.ts';

/** What is wrong with an export, and where. */
export interface DatasetProblem {
  file: string;
  /** Number of the line, from 1; absent where the whole file is meant. */
  line?: number;
  /** The row's id in its folder. */
  row?: string;
  message: string;
  /** `fix` did away with it. */
  mended?: boolean;
}

export interface DatasetReport {
  /** Nothing is wrong, or nothing any more. */
  ok: boolean;
  files: number;
  rows: number;
  problems: DatasetProblem[];
  /** Rows that `fix` took out. */
  removed: number;
}

const ERASED = 'the person was erased or took the consent back: this row may not be used';
const DOUBTFUL = 'of rows like it some are missing, so that nothing tells whose this one is';
const MANIFEST = '.manifest.json';

/**
 * Checks the exports in a folder: files against manifests, rows against their format and the redactor, and rows whose
 * people were erased or took their consent back since.
 * @param options.fix rewrites the files without the rows at fault, each whole or not at all
 */
export async function checkExports(dir: string, options: { fix?: boolean } = {}): Promise<DatasetReport> {
  const report: DatasetReport = { ok: true, files: 0, rows: 0, problems: [], removed: 0 };
  const names = (await readdir(dir)).sort();
  const manifests = names.filter((name) => name.endsWith(MANIFEST));
  if (manifests.length === 0)
    report.problems.push({ file: dir, message: `there is no export here: no file ends in ${MANIFEST}` });
  const described = new Set(manifests.map((name) => name.slice(0, -MANIFEST.length)));
  for (const name of names.filter((each) => /\.(?:jsonl|ids)$/u.test(each))) {
    if (described.has(name.replace(/\.\w+$/u, ''))) continue;
    const message = 'its manifest is missing, so nothing of it can be checked: delete it, and export anew';
    report.problems.push({ file: name, message });
  }
  for (const name of manifests) {
    const manifest = await readManifest(dir, name, report);
    if (manifest) await checkExport(dir, name, manifest, report, options.fix ?? false);
  }
  report.ok = report.problems.every(({ mended }) => mended);
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
  const stem = manifestName.slice(0, -MANIFEST.length);
  const name = basename(manifest.files[0]?.name ?? '');
  const file = join(dir, name);
  const marksFile = join(dir, `${stem}.ids`);
  const all = await readMarks(marksFile);
  if (!all) {
    const message = 'the ids of the rows are missing: delete this export, and export anew';
    report.problems.push({ file: `${stem}.ids`, message });
    return;
  }
  const isBuried = await erasedSince(manifest, manifestName, report);
  const marks = new Marks(all, manifest.format);
  let read: { sha256: string; rows: number };
  try {
    read = await fingerprint(file, marks);
  } catch (error) {
    report.problems.push({ file: name, message: `the file cannot be read: ${(error as Error).message}` });
    return;
  }
  const isUnchanged = read.sha256 === manifest.files[0]?.sha256;
  const canTell = marks.by !== 'place' || (isUnchanged && read.rows === all.length);
  // Without a sign which id belongs to which row, ids would come to stand beside the rows of others
  const kept = fix && canTell ? await Rewrite.begin(file, marksFile) : undefined;
  const add = (problem: Omit<DatasetProblem, 'file' | 'mended'>, isMended: boolean): void => {
    report.problems.push({ file: name, ...problem, ...(isMended ? { mended: true } : {}) });
  };
  const missing = canTell ? marks.missing() : 0;
  let line = 0;
  try {
    for await (const text of linesOf(file)) {
      const taken = canTell ? marks.take(text, line) : undefined;
      const mark = taken === 'doubtful' ? undefined : taken;
      line += 1;
      const wrong = mark && isBuried(mark) ? ERASED : rowProblem(manifest.format, text);
      const message = taken || !canTell ? wrong : `it is not as it was exported${wrong ? `: ${wrong}` : ''}`;
      if (taken === 'doubtful') add({ line, message: DOUBTFUL }, kept !== undefined);
      else if (message) add({ line, ...(mark ? { row: mark[0] } : {}), message }, kept !== undefined);
      else if (mark) await kept?.keep(text, mark);
    }
  } catch (error) {
    await kept?.discard();
    throw error;
  }
  report.files += 1;
  report.rows += line;
  if (missing > 0) add({ message: `${missing} rows that were exported are missing` }, kept !== undefined);
  const isProven = isUnchanged || marks.by === 'hash';
  if (!isUnchanged) add({ message: changedMessage(marks) }, kept !== undefined && isProven);
  else if (!canTell)
    add({ message: 'its ids are not those of its rows: delete this export, and export anew' }, false);
  if (!kept) return;
  report.removed += line - kept.rows;
  await kept.finish(join(dir, manifestName), manifest, isProven);
}

/** Tells which rows are of people who were erased, or took their consent back, after the export. */
async function erasedSince(
  { createdAt, folder }: Manifest,
  manifestName: string,
  report: DatasetReport,
): Promise<(mark: RowMark) => boolean> {
  if (!(await ExportFolder.exists({ _id: folder }))) {
    const message =
      'this store does not know the folder, so it cannot tell who was erased since: run the check with the DATA_DIR or MONGODB_URI of the export';
    report.problems.push({ file: manifestName, message });
  }
  const buried = await buriedRows(folder);
  const exportedAt = new Date(createdAt);
  return ([id]) => {
    const at = buried.get(id);
    return at !== undefined && at >= exportedAt;
  };
}

function changedMessage({ by }: Marks): string {
  const changed = 'it is not as it was exported: its SHA-256 differs';
  return by === 'hash'
    ? changed
    : `${changed}, and an export without hashes of its rows does not tell which were changed: delete it, and export anew`;
}

/** Reads the file a first time: its SHA-256, and which rows are there. */
async function fingerprint(file: string, marks: Marks): Promise<{ sha256: string; rows: number }> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  let rows = 0;
  for await (const text of linesOf(file)) {
    marks.count(text);
    rows += 1;
  }
  return { sha256: hash.digest('hex'), rows };
}

/** The lines of a file: `readline` would part them at the separators that JSON may hold as well. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, 'utf8')) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/\r$/u, '');
  }
  if (rest !== '') yield rest;
}
