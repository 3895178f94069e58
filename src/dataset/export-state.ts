import { randomBytes, randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ExportFolder } from '../store/models/export-folder.ts';

/**
 * Milliseconds before the last export's newest change that are read again: a turn that another process dated a moment
 * earlier may have been written a moment later. What was exported already is known by its time of change.
 */
const OVERLAP_MS = 60_000;

const seriesState = z.object({
  /** Newest time of change that was read. */
  changedAt: z.iso.datetime(),
  /** Time of change of each turn read within the overlap, by the turn's id in this folder. */
  recent: z.record(z.string(), z.iso.datetime()),
});
const stateFile = z.object({
  /** Id of the folder, and the salt of the ids in it. */
  folder: z.uuid(),
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  series: z.record(z.string(), seriesState),
});
type StateFile = z.output<typeof stateFile>;

/** Where the last export into a folder ended, so that the next one goes on there. */
export class ExportState {
  readonly #file: string;
  readonly #series: string;
  readonly #all: StateFile;
  #newest = 0;
  readonly #seen = new Map<string, number>();

  private constructor(file: string, series: string, all: StateFile) {
    this.#file = file;
    this.#series = series;
    this.#all = all;
    const state = all.series[series];
    if (!state) return;
    this.#newest = Date.parse(state.changedAt);
    for (const [id, changedAt] of Object.entries(state.recent)) this.#seen.set(id, Date.parse(changedAt));
  }

  /**
   * Reads the folder's state, or begins one and makes the folder known to the store, so that what is erased later can be
   * named in it.
   * @param series format and filter: each has its own course through the turns
   * @throws Error naming the file when it is damaged
   */
  static async open(dir: string, series: string): Promise<ExportState> {
    const file = join(dir, 'export-state.json');
    const state = new ExportState(file, series, (await readState(file)) ?? newState());
    const { folder, salt } = state.#all;
    await ExportFolder.updateOne(
      { _id: folder },
      { $setOnInsert: { salt, createdAt: new Date() } },
      { upsert: true },
    );
    await state.#write(state.#all);
    return state;
  }

  get folder(): string {
    return this.#all.folder;
  }

  get salt(): string {
    return this.#all.salt;
  }

  /** Time of change from which to read; undefined for a first export. */
  get from(): Date | undefined {
    return this.#newest > 0 ? new Date(this.#newest - OVERLAP_MS) : undefined;
  }

  /** Whether this very change of the turn was exported before. */
  isKnown(id: string, changedAt: Date): boolean {
    return this.#seen.get(id) === changedAt.getTime();
  }

  /** Notes a turn as read. Turns come in the order of their change. */
  note(id: string, changedAt: Date): void {
    this.#newest = Math.max(this.#newest, changedAt.getTime());
    // A turn that changed again moves to the end, so that the oldest stay in front
    this.#seen.delete(id);
    this.#seen.set(id, changedAt.getTime());
    for (const [oldest, time] of this.#seen) {
      if (time >= this.#newest - OVERLAP_MS) break;
      this.#seen.delete(oldest);
    }
  }

  /** Writes how far this export came, whole or not at all. */
  async save(): Promise<void> {
    if (this.#newest === 0) return;
    const recent = Object.fromEntries(
      [...this.#seen].map(([id, time]) => [id, new Date(time).toISOString()]),
    );
    const mine = { changedAt: new Date(this.#newest).toISOString(), recent };
    await this.#write({ ...this.#all, series: { ...this.#all.series, [this.#series]: mine } });
  }

  async #write(all: StateFile): Promise<void> {
    const temporary = `${this.#file}.${process.pid}.tmp`;
    await writeFile(temporary, `${JSON.stringify(all, null, 2)}\n`);
    await rename(temporary, this.#file);
  }
}

function newState(): StateFile {
  return { folder: randomUUID(), salt: randomBytes(16).toString('hex'), series: {} };
}

async function readState(file: string): Promise<StateFile | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return stateFile.parse(JSON.parse(text));
  } catch {
    throw new Error(`${file} is damaged: delete it to export everything again, or pass --since.`);
  }
}
