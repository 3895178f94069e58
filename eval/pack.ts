import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CITY } from '../src/city.ts';
import type { Line } from '../src/knowledge/routes/types.ts';

/** The lines of the city pack, as its files have them. */
export function readLines(): Line[] {
  const folder = join(CITY, 'transit/lines');
  return readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Line);
}
