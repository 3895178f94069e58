import type { mongo } from 'mongoose';

/** Bytes of a stored field: lean reads give BSON's own Binary where documents give a Buffer. */
export function bytes(field: Uint8Array | mongo.Binary): Uint8Array {
  return field instanceof Uint8Array ? field : field.buffer;
}
