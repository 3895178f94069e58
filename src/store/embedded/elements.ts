import { onDemand, serialize } from 'bson';

type Element = ReturnType<typeof onDemand.parseToElements> extends Iterable<infer E> ? E : never;

/** Bytes of the element's value. */
function valueOf(raw: Uint8Array, [, , , offset, length]: Element): Uint8Array {
  return raw.subarray(offset, offset + length);
}

function nameOf(raw: Uint8Array, [, offset, length]: Element): string {
  return Buffer.from(raw.buffer, raw.byteOffset + offset, length).toString();
}

/** The bytes of the values of a document or an array, in their order. */
export function elementsOf(raw: Uint8Array): Uint8Array[] {
  return Array.from(onDemand.parseToElements(raw), (element) => valueOf(raw, element));
}

/** The bytes of a field's value; of several of one name the last one, as in what is read. */
export function fieldOf(raw: Uint8Array, name: string): Uint8Array | undefined {
  const found = Array.from(onDemand.parseToElements(raw)).findLast(
    (element) => nameOf(raw, element) === name,
  );
  return found && valueOf(raw, found);
}

/** The same document with `_id` as its first field, all else as it came. @param id for one that has none. */
export function idFirst(raw: Uint8Array, id: unknown): Uint8Array {
  const found = Array.from(onDemand.parseToElements(raw)).find((element) => nameOf(raw, element) === '_id');
  // An element begins with a byte for its type
  const [from, to] = found ? [found[1] - 1, found[3] + found[4]] : [0, 0];
  const first = found ? raw.subarray(from, to) : serialize({ _id: id }).subarray(4, -1);
  const parts = found ? [raw.subarray(4, from), raw.subarray(to)] : [raw.subarray(4)];
  const moved = Buffer.concat([Buffer.alloc(4), first, ...parts]);
  moved.writeInt32LE(moved.length, 0);
  return moved;
}
