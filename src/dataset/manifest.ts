import { createHash } from 'node:crypto';
import { z } from 'zod';
import { FORMATS, type Format } from './formats.ts';

/**
 * What is told of a row beside it: its id, language, intent, rating, prompt version, and the hash that tells which row it
 * is (`rowHash`; older exports lack it).
 */
export type RowMark = [
  id: string,
  language: string,
  intent: string,
  rating: string,
  promptVersion: string,
  hash?: string,
];

/** The hash of a row's line: 22 characters of base64url (128 bits of SHA-256). */
export function rowHash(line: string): string {
  return createHash('sha256').update(line).digest().subarray(0, 16).toString('base64url');
}

const counts = z.record(z.string(), z.number());
const rowCounts = z.object({
  byLanguage: counts,
  byIntent: counts,
  byRating: counts,
  byPromptVersion: counts,
});
/** How many rows have each value of a property. */
export type RowCounts = z.output<typeof rowCounts>;

/** What stands in a manifest. */
export const manifestFile = z.looseObject({
  id: z.string(),
  /** Id of the export folder, whose salt made the ids. */
  folder: z.string(),
  createdAt: z.iso.datetime(),
  format: z.enum(Object.keys(FORMATS) as Format[]),
  rows: z.number().int().min(0),
  counts: rowCounts,
  files: z.array(z.object({ name: z.string(), rows: z.number(), sha256: z.string() })).length(1),
});
export type Manifest = z.output<typeof manifestFile>;

export function noCounts(): RowCounts {
  return { byLanguage: {}, byIntent: {}, byRating: {}, byPromptVersion: {} };
}

/** Counts one row more. */
export function countRow(into: RowCounts, [, language, intent, rating, promptVersion]: RowMark): void {
  const add = (values: Record<string, number>, value: string): void => {
    values[value] = (values[value] ?? 0) + 1;
  };
  add(into.byLanguage, language);
  add(into.byIntent, intent);
  add(into.byRating, rating);
  add(into.byPromptVersion, promptVersion);
}
