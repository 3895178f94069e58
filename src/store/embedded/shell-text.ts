import { isDocument, isNumeric, binaryOf, typeOf, type Doc } from './values.ts';
import type { ObjectId, Timestamp } from 'bson';

/** A value as MongoDB's messages show it: `"text"`, `ObjectId('…')`, `{ a: 1 }`. */
export function shellText(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (isNumeric(value)) return String(value);
  if (Array.isArray(value)) return `[ ${value.map(shellText).join(', ')} ]`;
  if (isDocument(value)) return documentText(value);
  switch (typeOf(value)) {
    case 'objectId':
      return `ObjectId('${(value as ObjectId).toHexString()}')`;
    case 'date':
      return `new Date(${(value as Date).getTime()})`;
    case 'binData': {
      const { bytes, subtype } = binaryOf(value);
      return `BinData(${subtype}, ${Buffer.from(bytes).toString('hex').toUpperCase()})`;
    }
    case 'timestamp':
      return `Timestamp(${(value as Timestamp).getHighBitsUnsigned()}, ${(value as Timestamp).getLowBitsUnsigned()})`;
    case 'minKey':
      return 'MinKey';
    case 'maxKey':
      return 'MaxKey';
    default:
      return String(value);
  }
}

function documentText(doc: Doc): string {
  const fields = Object.entries(doc).map(([name, value]) => `${name}: ${shellText(value)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
