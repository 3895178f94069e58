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

import { createRandom, learn, type Example } from './regression.ts';

/**
 * Learns in which language of a script a short message is, and writes `src/engine/understand/statistics.json`:
 * `node bench/train-language.ts FOLDER`. The folder holds MASSIVE's utterances (Amazon, CC BY 4.0) as
 * `utterances/massive-train.jsonl.gz`; its `dev` partition, other ids in all languages, is left out, to be measured with.
 */
const [folder] = process.argv.slice(2);
if (!folder) {
  process.stderr.write('usage: node bench/train-language.ts FOLDER\n');
  process.exit(2);
}
const EPOCHS = 4;
const DECAY = 1e-4;
/** Messages are short: so many pieces of each utterance, of up to so many words or characters, are learned as well. */
const PIECES = 2;
const MAX_WORDS = 3;
const MIN_CHARACTERS = 2;
const MAX_CHARACTERS = 5;

const GROUP_NAMES: Group[] = ['latin', 'han'];
const examples: Record<Group, Example[]> = { latin: [], han: [] };
const random = createRandom();

function add(group: Group, language: string, text: string): void {
  const row = GROUPS[group].findIndex((each) => each === language);
  const features = row < 0 ? [] : featuresOf(group, text);
  if (features.length > 0) examples[group].push({ features, row });
}

/** A run of a list, as long as `least` to `most`, somewhere in it. */
function pieceOf<T>(list: readonly T[], least: number, most: number): T[] {
  const length = least + Math.floor(random() * (most - least + 1));
  const start = Math.floor(random() * Math.max(1, list.length - length + 1));
  return list.slice(start, start + length);
}

const rows = gunzipSync(readFileSync(`${folder}/utterances/massive-train.jsonl.gz`))
  .toString()
  .trim();
for (const line of rows.split('\n')) {
  const { locale, partition, text } = JSON.parse(line) as { locale: string; partition: string; text: string };
  if (partition !== 'train') continue;
  const language = locale.slice(0, 2);
  for (const group of GROUP_NAMES) add(group, language, text);
  for (let piece = 0; piece < PIECES; piece += 1) {
    add('latin', language, pieceOf(text.split(/\s+/u), 1, MAX_WORDS).join(' '));
    const characters = pieceOf(Array.from(text), MIN_CHARACTERS, MAX_CHARACTERS).join('');
    // Kana beside them tell already
    if (!/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(characters)) add('han', language, characters);
  }
}
for (const [language, { frequent, wants, marks, categories }] of Object.entries(LEXICONS)) {
  const phrases = [frequent, ...Object.values(wants), ...Object.values(marks), ...Object.values(categories)];
  for (const phrase of phrases.join(',').split(',')) {
    for (const group of GROUP_NAMES) add(group, language, phrase.replaceAll(/[*…]/gu, ' '));
  }
}

function tableOf(group: Group): Statistics[Group] {
  const options = { buckets: BUCKETS[group], classes: GROUPS[group].length, epochs: EPOCHS, decay: DECAY };
  const { weights, biases, scale } = learn(examples[group], options);
  return { weights: Buffer.from(weights.buffer).toString('base64'), biases: [...biases], scale };
}

const model: Statistics = { latin: tableOf('latin'), han: tableOf('han') };
writeFileSync(
  fileURLToPath(new URL('../src/engine/understand/statistics.json', import.meta.url)),
  `${JSON.stringify(model)}\n`,
);
