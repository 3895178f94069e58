import { readPack, type PackProblem } from './pack.ts';

/** What `knowledge check` found. */
export interface CheckReport {
  ok: boolean;
  places: number;
  problems: PackProblem[];
}

/** Checks a pack's files: schema, ids and sources. Never throws for what they hold. */
export async function checkPack(dir: string, _options: { reference?: string } = {}): Promise<CheckReport> {
  const { places, problems } = await readPack(dir);
  return { ok: problems.length === 0, places: places.length, problems };
}
