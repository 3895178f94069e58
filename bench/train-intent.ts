import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { LEXICONS } from '../src/engine/lexicon/index.ts';
import { BUCKETS, CLASSES, featuresOf, MODEL_FILE, type Class } from '../src/engine/understand/classes.ts';
import { learn, type Example } from './regression.ts';

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
const DECAY = 3e-4;
/** Own examples are few, and written as travellers write: each counts for so many. */
const OWN_TIMES = 4;

function example(text: string, name: Class): Example {
  return { features: featuresOf(text), row: CLASSES.indexOf(name) };
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

const { weights, biases, scale } = learn(examples, {
  buckets: BUCKETS,
  classes: CLASSES.length,
  epochs: EPOCHS,
  decay: DECAY,
});
const floats = Float32Array.from([...biases, scale]);
writeFileSync(MODEL_FILE, Buffer.concat([Buffer.from(weights.buffer), Buffer.from(floats.buffer)]));
