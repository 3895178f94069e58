import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Knowledge } from '../knowledge/types.ts';
import type { Vault } from '../privacy/encryption.ts';
import { REDACTOR_VERSION } from '../privacy/redact.ts';
import { Turn, TURN_SCHEMA_VERSION, type TurnRow } from '../store/models/turn.ts';
import { CODE_VERSION } from '../version.ts';
import { anonymizer } from './anonymous.ts';
import { ExportState } from './export-state.ts';
import { FORMATS, openTurn, type Format, type Formatter } from './formats.ts';
import { countRow, noCounts, rowHash, type RowCounts, type RowMark } from './manifest.ts';
import { exportedId } from './tombstones.ts';

/** Rows read at a time: memory stays the same however many there are. */
const BATCH = 500;

/** Which turns an export takes: all, or those with a thumb up only. */
export const FILTERS = ['all', 'positive'] as const;
export type Filter = (typeof FILTERS)[number];

export interface ExportOptions {
  format: Format;
  filter: Filter;
  /** Turns changed at or after this moment, rather than since the last export into `out`. */
  since?: Date;
  /** Turns changed before this moment. */
  until?: Date;
  /** Folder; made if absent. */
  out: string;
  vault: Vault;
  /** Finds the district of a place cell that too few people share. */
  knowledge: Pick<Knowledge, 'districtAt'>;
  /** People who must share a place cell for it to be told. */
  minPeople: number;
  /** Called as turns are read, with how many are read and how many there are. */
  onProgress?: (read: number, total: number) => void;
}

export interface Exported {
  file: string;
  manifest: string;
  rows: number;
}

/**
 * Writes the consented turns as JSONL with a manifest. Each file appears whole, under its final name, or not at all.
 * What is counted of a row stands beside it, a line each, in `….ids`: id, language, intent, rating, prompt version, hash of
 * the row. The newest row of an id wins. Ids are those of the folder (`exportedId`).
 */
export async function exportTurns(options: ExportOptions): Promise<Exported> {
  const { format, filter, out } = options;
  await mkdir(out, { recursive: true });
  const state = await ExportState.open(out, `${format}.${filter}`);
  const createdAt = new Date();
  const name = `${format}-${createdAt.toISOString().replace(/[:.]/g, '-')}-${randomUUID().slice(0, 8)}`;
  const file = join(out, `${name}.jsonl`);
  const manifest = join(out, `${name}.manifest.json`);
  const since = options.since ?? state.from;
  const query = selection(since, options);
  const written = await writeRows(file, query, options, state);
  const content = {
    id: name,
    folder: state.folder,
    createdAt,
    format,
    filters: { filter, consent: 'yes', since: since ?? null, until: options.until ?? null },
    rows: written.rows,
    counts: written.counts,
    codeVersion: CODE_VERSION,
    schemaVersion: TURN_SCHEMA_VERSION,
    redactorVersion: REDACTOR_VERSION,
    files: [{ name: `${name}.jsonl`, rows: written.rows, sha256: written.sha256 }],
  };
  await writeFile(`${manifest}.tmp`, `${JSON.stringify(content, null, 2)}\n`);
  await rename(`${file}.ids.tmp`, join(out, `${name}.ids`));
  await rename(`${file}.tmp`, file);
  await rename(`${manifest}.tmp`, manifest);
  await state.save();
  return { file, manifest, rows: written.rows };
}

function selection(since: Date | undefined, options: ExportOptions): object {
  const changedAt = { ...(since ? { $gte: since } : {}), ...(options.until ? { $lt: options.until } : {}) };
  return {
    consent: 'yes',
    deliveredAt: { $exists: true },
    ...(Object.keys(changedAt).length > 0 ? { changedAt } : {}),
    ...(options.filter === 'positive' ? { 'feedback.rating': 'up' } : {}),
  };
}

async function writeRows(
  file: string,
  query: object,
  options: ExportOptions,
  state: ExportState,
): Promise<{
  rows: number;
  sha256: string;
  counts: RowCounts;
}> {
  const formatter: Formatter = FORMATS[options.format];
  const anonymous = await anonymizer(state.salt, options);
  const hash = createHash('sha256');
  const counts = noCounts();
  let rows = 0;
  let read = 0;
  const total = options.onProgress ? await Turn.countDocuments(query) : 0;
  const lines = await open(`${file}.tmp`, 'w');
  const ids = await open(`${file}.ids.tmp`, 'w');
  try {
    const cursor = Turn.find(query)
      .sort({ changedAt: 1, _id: 1 })
      .lean<(TurnRow & { _id: unknown })[]>()
      .cursor({ batchSize: BATCH });
    for await (const row of cursor as AsyncIterable<TurnRow & { _id: unknown }>) {
      read += 1;
      if (read % BATCH === 0 || read === total) options.onProgress?.(read, total);
      const id = exportedId(state.salt, String(row._id));
      if (!options.since && state.isKnown(id, row.changedAt)) continue;
      state.note(id, row.changedAt);
      const turn = anonymous(openTurn(row, options.vault));
      const line = formatter(turn);
      if (!line) continue;
      const text = JSON.stringify(line);
      hash.update(`${text}\n`);
      const mark: RowMark = [
        turn.id,
        turn.language,
        turn.intent,
        turn.feedback?.rating ?? 'none',
        turn.promptVersion,
        rowHash(text),
      ];
      await Promise.all([append(lines, `${text}\n`), append(ids, `${mark.join('\t')}\n`)]);
      countRow(counts, mark);
      rows += 1;
    }
    await Promise.all([lines.sync(), ids.sync()]);
  } catch (error) {
    await Promise.all([rm(`${file}.tmp`, { force: true }), rm(`${file}.ids.tmp`, { force: true })]);
    throw error;
  } finally {
    await Promise.all([lines.close(), ids.close()]);
  }
  return { rows, sha256: hash.digest('hex'), counts };
}

async function append(handle: FileHandle, text: string): Promise<void> {
  await handle.appendFile(text);
}
