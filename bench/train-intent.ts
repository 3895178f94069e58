import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { LEXICONS } from '../src/engine/lexicon/index.ts';
import { BUCKETS, CLASSES, featuresOf, MODEL_FILE, type Class } from '../src/engine/understand/classes.ts';

/**
 * Learns what a message asks for, and writes `src/engine/understand/classes.bin`: `node bench/train-intent.ts FOLDER`.
 * The folder holds MASSIVE's utterances (Amazon, CC BY 4.0) as `utterances/massive-train.jsonl.gz`; its `dev` partition,
 * other ids in all languages, is left out, to be measured with. What MASSIVE has not is learned from our lexicons and
 * from `eval/training.jsonl`.
 */
const [folder] = process.argv.slice(2);
if (!folder) {
  process.stderr.write('usage: node bench/train-intent.ts FOLDER\n');
  process.exit(2);
}
const EPOCHS = 6;
const RATE = 0.5;
/** Pulls weights towards 0, so that rare features say little. */
const DECAY = 3e-4;
/** Own examples are few, and written as travellers write: each counts for so many. */
const OWN_TIMES = 4;

interface Example {
  features: Uint32Array;
  row: number;
}

function example(text: string, name: Class): Example {
  return { features: Uint32Array.from(featuresOf(text)), row: CLASSES.indexOf(name) };
}

function classOf(intent: string): Class {
  if (intent.startsWith('takeaway_')) return 'takeaway';
  return CLASSES.find((name) => name === intent) ?? 'other';
}

function lines<T>(text: string): T[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

/** General talk is neither travel nor surely off topic: it is not learned from. */
const SKIPPED = new Set(['general_quirky', 'general_greet']);

const examples: Example[] = [];
interface Utterance {
  partition: string;
  intent: string;
  text: string;
}
const massive = gunzipSync(readFileSync(`${folder}/utterances/massive-train.jsonl.gz`)).toString();
for (const { partition, intent, text } of lines<Utterance>(massive)) {
  if (partition === 'train' && !SKIPPED.has(intent)) examples.push(example(text, classOf(intent)));
}

/** Wants that MASSIVE has classes of its own for. */
const LEARNED = new Set(['route', 'nearby', 'off_topic', 'practical']);
for (const { wants } of Object.values(LEXICONS)) {
  for (const [want, phrases] of Object.entries(wants)) {
    if (LEARNED.has(want)) continue;
    for (const phrase of phrases.split(',')) examples.push(example(phrase.replaceAll(/[*…]/gu, ' '), 'ours'));
  }
}
const own = readFileSync(new URL('../eval/training.jsonl', import.meta.url), 'utf8');
for (const { text, class: name } of lines<{ text: string; class: Class }>(own)) {
  for (let time = 0; time < OWN_TIMES; time += 1) examples.push(example(text, name));
}

/** The same order each time: a linear congruential generator (Numerical Recipes). */
let state = 1;
function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
}
function shuffle(list: Example[]): void {
  for (let at = list.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [list[at], list[other]] = [list[other] as Example, list[at] as Example];
  }
}

const count = CLASSES.length;
const weights = new Float32Array(BUCKETS * count);
const biases = new Float32Array(count);
/** Sums of squared gradients: AdaGrad takes smaller steps for what was seen often. */
const squares = new Float32Array(BUCKETS * count).fill(1e-6);
const biasSquares = new Float32Array(count).fill(1e-6);
const odds = new Float64Array(count);

function step({ features, row }: Example): void {
  const norm = 1 / Math.sqrt(Math.max(1, features.length));
  for (let at = 0; at < count; at += 1) odds[at] = biases[at] ?? 0;
  for (const feature of features) {
    for (let at = 0; at < count; at += 1) odds[at]! += weights[feature * count + at]! * norm;
  }
  const most = Math.max(...odds);
  let all = 0;
  for (let at = 0; at < count; at += 1) all += odds[at] = Math.exp(odds[at]! - most);
  for (let at = 0; at < count; at += 1) {
    const error = odds[at]! / all - (at === row ? 1 : 0);
    if (Math.abs(error) < 1e-4) continue;
    biasSquares[at]! += error * error;
    biases[at]! -= (RATE * error) / Math.sqrt(biasSquares[at]!);
    const gradient = error * norm;
    for (const feature of features) {
      const index = feature * count + at;
      squares[index]! += gradient * gradient;
      weights[index]! -= (RATE * (gradient + DECAY * weights[index]!)) / Math.sqrt(squares[index]!);
    }
  }
}

for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
  shuffle(examples);
  for (const each of examples) step(each);
  process.stderr.write(`${epoch + 1} of ${EPOCHS}\n`);
}

const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
/** Few weights are so large that cutting them would be felt; the others are kept more finely. */
const scale = Math.min(largest, 16) / 127;
const bytes = Int8Array.from(weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight / scale))));
const floats = Float32Array.from([...biases, scale]);
writeFileSync(MODEL_FILE, Buffer.concat([Buffer.from(bytes.buffer), Buffer.from(floats.buffer)]));
