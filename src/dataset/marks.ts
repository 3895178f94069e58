import { readFile } from 'node:fs/promises';
import type { Format } from './formats.ts';
import { rowHash, type RowMark } from './manifest.ts';

/** The lines of an `.ids` file, or nothing where there is none. */
export async function readMarks(file: string): Promise<RowMark[] | undefined> {
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

/** How rows find their marks: by their hash, by the id that stands in them, or by nothing but where they stand. */
type MatchedBy = 'hash' | 'id' | 'place';

/** Finds the mark of each row of an export, whatever was taken out, added or moved since. */
export class Marks {
  readonly by: MatchedBy;
  readonly #all: readonly RowMark[];
  readonly #waiting = new Map<string, RowMark[]>();
  /** How many rows there are of each key. */
  readonly #present = new Map<string, number>();

  constructor(marks: readonly RowMark[], format: Format) {
    this.#all = marks;
    const hasHashes = marks.every((mark) => mark[5] !== undefined);
    this.by = hasHashes ? 'hash' : format === 'turns' ? 'id' : 'place';
    if (this.by === 'place') return;
    for (const mark of marks) {
      const key = (hasHashes ? mark[5] : mark[0]) ?? '';
      const alike = this.#waiting.get(key);
      if (alike) alike.push(mark);
      else this.#waiting.set(key, [mark]);
    }
  }

  /** Counts a row that is there. All are to be counted before the first mark is taken. */
  count(text: string): void {
    const key = this.#keyOf(text);
    this.#present.set(key, (this.#present.get(key) ?? 0) + 1);
  }

  /** How many rows were exported and are not there; by place alone that cannot be told, and none are. */
  missing(): number {
    const gone = [...this.#waiting].map(([key, { length }]) => length - (this.#present.get(key) ?? 0));
    return gone.reduce((sum, count) => sum + Math.max(0, count), 0);
  }

  /**
   * Takes the mark of a row; each is taken once. `doubtful`: of rows that are alike some are missing, so that nothing tells
   * whose this is.
   * @param index the row's place in the file, from 0
   */
  take(text: string, index: number): RowMark | 'doubtful' | undefined {
    if (this.by === 'place') return this.#all[index];
    const key = this.#keyOf(text);
    const alike = this.#waiting.get(key) ?? [];
    const present = this.#present.get(key) ?? 0;
    if (alike.length > present) return 'doubtful';
    this.#present.set(key, present - 1);
    return alike.shift();
  }

  #keyOf(text: string): string {
    return this.by === 'hash' ? rowHash(text) : (idOf(text) ?? '');
  }
}

function idOf(text: string): string | undefined {
  try {
    const { id } = JSON.parse(text) as { id?: unknown };
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}
