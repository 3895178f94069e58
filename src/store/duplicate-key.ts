/** Code of MongoDB's duplicate key error. */
const DUPLICATE_KEY = 11_000;

/** Whether a write failed because what it would have inserted is there already. */
export function isDuplicateKey(error: unknown): boolean {
  return (error as { code?: number } | undefined)?.code === DUPLICATE_KEY;
}

/** Whether a write of many rows failed for nothing but rows that are there already. */
export function onlyDuplicates(error: unknown): boolean {
  const { writeErrors } = error as { writeErrors?: { code: number } | { code: number }[] };
  const failures = writeErrors === undefined ? [] : [writeErrors].flat();
  return failures.length > 0 && failures.every(isDuplicateKey);
}
