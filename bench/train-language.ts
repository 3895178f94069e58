import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { LEXICONS } from '../src/engine/lexicon/index.ts';
import {
  BUCKETS,
  featuresOf,
  GROUPS,
  type Group,
  type Statistics,
} from '../src/engine/understand/statistics.ts';

/**
 * Learns in which language of a script a short message is, and writes `src/engine/understand/statistics.json`:
 * `node bench/train-language.ts FOLDER [EVERY]`. The folder holds MASSIVE's utterances (Amazon, CC BY 4.0) as
 * `utterances/massive-train.jsonl.gz`; every EVERY-th of them by id is left out, to be measured with.
 */
const [folder, every] = process.argv.slice(2);
if (!folder) {
  process.stderr.write('usage: node bench/train-language.ts FOLDER [EVERY]\n');
  process.exit(2);
}
/** What each count is raised by: what was never seen is unlikely, not impossible. */
const SMOOTHING = 0.3;
/** Logarithms are kept in so many steps a unit, in one byte. */
const STEPS = 20;

const GROUP_NAMES: Group[] = ['latin', 'han'];
const counts = Object.fromEntries(
  GROUP_NAMES.map((group) => [group, GROUPS[group].map(() => new Float64Array(BUCKETS[group]))]),
) as Record<Group, Float64Array[]>;

function learn(language: string, text: string, times = 1): void {
  for (const group of GROUP_NAMES) {
    const row = counts[group][GROUPS[group].findIndex((each) => each === language)];
    if (row) for (const feature of featuresOf(group, text)) row[feature] = (row[feature] ?? 0) + times;
  }
}

const rows = gunzipSync(readFileSync(`${folder}/utterances/massive-train.jsonl.gz`))
  .toString()
  .trim();
for (const line of rows.split('\n')) {
  const { id, locale, text } = JSON.parse(line) as { id: string; locale: string; text: string };
  if (every && Number(id) % Number(every) === 0) continue;
  learn(locale.slice(0, 2), text);
}
for (const [language, { frequent, wants, marks, categories }] of Object.entries(LEXICONS)) {
  const phrases = [frequent, ...Object.values(wants), ...Object.values(marks), ...Object.values(categories)];
  for (const phrase of phrases.join(',').split(',')) learn(language, phrase.replaceAll(/[*…]/gu, ' '), 3);
}

function tableOf(group: Group): string {
  const table = new Uint8Array(GROUPS[group].length * BUCKETS[group]);
  for (const [index, row] of counts[group].entries()) {
    const sum = row.reduce((total, count) => total + count, SMOOTHING * BUCKETS[group]);
    for (const [bucket, count] of row.entries()) {
      const surprise = -Math.log((count + SMOOTHING) / sum);
      table[index * BUCKETS[group] + bucket] = Math.min(255, Math.round(surprise * STEPS));
    }
  }
  return Buffer.from(table).toString('base64');
}

const model: Statistics = { steps: STEPS, latin: tableOf('latin'), han: tableOf('han') };
writeFileSync(
  fileURLToPath(new URL('../src/engine/understand/statistics.json', import.meta.url)),
  `${JSON.stringify(model)}\n`,
);
