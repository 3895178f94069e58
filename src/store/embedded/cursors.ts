import { Long } from 'bson';
import { CommandError } from './errors.ts';
import { RawArray } from './reply.ts';
import { toNumber, type Doc } from './values.ts';

/** Open cursors at once: more than any driver's pool needs, few enough to hold. */
const MAX_CURSORS = 1_000;
/** Documents in a first batch if the client does not say. */
const FIRST_BATCH = 101;
/** Bytes of documents in one batch. */
const BATCH_BYTES = 16 * 1024 * 1024;
/** Bytes of documents in one batch while clients leave much unread. */
const TIGHT_BATCH_BYTES = 1024 * 1024;

interface Cursor {
  namespace: string;
  documents: Iterator<Uint8Array>;
  /** Documents that may still come. */
  left: number;
  /** Read, and too large for the last batch. */
  held: Uint8Array | undefined;
  usedAt: number;
  lasting: boolean;
}

/** Results of which a client has not taken all. */
export class Cursors {
  readonly #open = new Map<number, Cursor>();
  /** Answers are to be small: too much of them is unread. */
  tight = false;

  get size(): number {
    return this.#open.size;
  }

  /** The first batch of a result, as `cursor` of an answer; what is left waits for `getMore`. */
  open(
    namespace: string,
    documents: Iterable<Uint8Array>,
    options: { batchSize: number | undefined; limit?: number; singleBatch?: boolean; lasting?: boolean },
  ): Doc {
    const cursor: Cursor = {
      namespace,
      documents: documents[Symbol.iterator](),
      left: options.limit || Number.POSITIVE_INFINITY,
      held: undefined,
      usedAt: Date.now(),
      lasting: options.lasting ?? false,
    };
    const { batch, done } = this.#take(cursor, options.batchSize ?? FIRST_BATCH);
    if (done || options.singleBatch) {
      cursor.documents.return?.();
      return { firstBatch: new RawArray(batch), id: Long.ZERO, ns: namespace };
    }
    if (this.#open.size >= MAX_CURSORS)
      throw new CommandError(
        146,
        `There are ${MAX_CURSORS} open cursors: close some, or let them run to their end`,
      );
    const id = this.#newId();
    this.#open.set(id, cursor);
    return { firstBatch: new RawArray(batch), id: Long.fromNumber(id), ns: namespace };
  }

  /** The next batch. @throws CommandError when the cursor is gone or belongs to another collection. */
  more(id: unknown, namespace: string, batchSize: number | undefined): Doc {
    const number = toNumber(id);
    const cursor = this.#open.get(number);
    if (!cursor) throw new CommandError(43, `cursor id ${String(id)} not found`);
    if (cursor.namespace !== namespace)
      throw new CommandError(
        13,
        `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`,
      );
    cursor.usedAt = Date.now();
    try {
      const { batch, done } = this.#take(cursor, batchSize || Number.POSITIVE_INFINITY);
      if (done) this.#open.delete(number);
      return {
        nextBatch: new RawArray(batch),
        id: done ? Long.ZERO : Long.fromNumber(number),
        ns: namespace,
      };
    } catch (error) {
      this.#open.delete(number);
      throw error;
    }
  }

  /** Ends a cursor. Answers whether it was open. */
  kill(id: unknown, namespace: string): boolean {
    const cursor = this.#open.get(toNumber(id));
    if (!cursor || cursor.namespace !== namespace) return false;
    cursor.documents.return?.();
    return this.#open.delete(toNumber(id));
  }

  /** Ends the cursors that nobody asked since `before`, milliseconds since 1970. */
  forgetIdle(before: number): void {
    for (const [id, cursor] of this.#open)
      if (!cursor.lasting && cursor.usedAt < before) {
        cursor.documents.return?.();
        this.#open.delete(id);
      }
  }

  #take(cursor: Cursor, size: number): ReturnType<typeof take> {
    return take(cursor, size, this.tight ? TIGHT_BATCH_BYTES : BATCH_BYTES);
  }

  #newId(): number {
    for (;;) {
      const id = 1 + Math.floor(Math.random() * (Number.MAX_SAFE_INTEGER - 1));
      if (!this.#open.has(id)) return id;
    }
  }
}

/** Takes documents until the batch is full. As in MongoDB, a full batch does not look whether there is more. */
function take(cursor: Cursor, size: number, most: number): { batch: Uint8Array[]; done: boolean } {
  const batch: Uint8Array[] = [];
  let bytes = 0;
  while (batch.length < size) {
    if (cursor.left <= 0) return { batch, done: true };
    const next = cursor.held ? { done: false, value: cursor.held } : cursor.documents.next();
    cursor.held = undefined;
    if (next.done) return { batch, done: true };
    const raw = next.value;
    bytes += raw.length;
    if (batch.length > 0 && bytes > most) {
      cursor.held = raw;
      return { batch, done: false };
    }
    batch.push(raw);
    cursor.left--;
  }
  return { batch, done: cursor.left <= 0 };
}
