import { readFileSync } from 'node:fs';
import { fold } from '../../knowledge/fold.ts';
import type { Intent } from '../../messages.ts';

/**
 * What utterances are sorted into, in the order of the model's rows: the travel classes of MASSIVE, its other classes
 * taken together, and `ours`, which MASSIVE has not (hours, plans, places by name, help, talk with the guide).
 */
export const CLASSES = [
  'transport_query',
  'transport_traffic',
  'transport_ticket',
  'transport_taxi',
  'recommendation_locations',
  'recommendation_events',
  'takeaway',
  'weather_query',
  'datetime_query',
  'other',
  'ours',
] as const;
export type Class = (typeof CLASSES)[number];

/** What a class asks a city guide for. What is `ours` the lexicons tell. */
export const CLASS_INTENTS: Record<Exclude<Class, 'ours'>, Intent> = {
  transport_query: 'route',
  transport_traffic: 'route',
  transport_ticket: 'practical',
  transport_taxi: 'practical',
  recommendation_locations: 'nearby',
  recommendation_events: 'nearby',
  takeaway: 'nearby',
  weather_query: 'off_topic',
  datetime_query: 'off_topic',
  other: 'off_topic',
};

/** So many buckets do the features share. */
export const BUCKETS = 65_536;
/** Longest run of letters, and of Chinese, Japanese or Korean characters, that is a feature. */
const MAX_RUN = 5;
const MAX_DENSE_RUN = 3;
/** Words of a message that are looked at. */
const MAX_WORDS = 40;

const WORDS = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}ー]+|[\p{L}\p{M}]+/gu;
const DENSE = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** The features of a text, by bucket: words, pairs of words and runs of letters or characters; each counts once. */
export function featuresOf(text: string): number[] {
  const words = (fold(text).match(WORDS) ?? []).slice(0, MAX_WORDS);
  const features = new Set<number>();
  for (const [at, word] of words.entries()) {
    features.add(bucket(`#${word}`));
    features.add(bucket(`${words[at - 1] ?? ''} ${word}`));
    const [run, shortest, longest] = DENSE.test(word) ? [word, 1, MAX_DENSE_RUN] : [` ${word} `, 3, MAX_RUN];
    for (let length = shortest; length <= longest; length += 1) {
      for (let from = 0; from + length <= run.length; from += 1) {
        features.add(bucket(run.slice(from, from + length)));
      }
    }
  }
  return [...features];
}

/** FNV-1a over the code units. */
function bucket(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value >>> 0) % BUCKETS;
}

/**
 * A softmax regression over `featuresOf`: for each bucket the weights of all classes as signed bytes in units of the
 * scale, then the biases and the scale as 32-bit floats. Made by `bench/train-intent.ts` from MASSIVE's utterances
 * (Amazon, CC BY 4.0), our lexicons and our own examples.
 */
export class ClassModel {
  readonly #weights: Int8Array;
  readonly #biases: Float32Array;
  readonly #scale: number;

  constructor(bytes: Uint8Array) {
    const size = BUCKETS * CLASSES.length;
    const floats = new Float32Array(Uint8Array.from(bytes.subarray(size)).buffer);
    this.#weights = new Int8Array(bytes.buffer, bytes.byteOffset, size);
    this.#biases = floats.subarray(0, CLASSES.length);
    this.#scale = floats[CLASSES.length] ?? 0;
  }

  /** How likely a text is of each class, 0 to 1, in the order of `CLASSES`. */
  classify(text: string): number[] {
    const features = featuresOf(text);
    const norm = this.#scale / Math.sqrt(Math.max(1, features.length));
    const sums = CLASSES.map((_, row) => {
      let sum = 0;
      for (const feature of features) sum += this.#weights[feature * CLASSES.length + row] ?? 0;
      return (this.#biases[row] ?? 0) + sum * norm;
    });
    const most = Math.max(...sums);
    const odds = sums.map((sum) => Math.exp(sum - most));
    const all = odds.reduce((total, each) => total + each, 0);
    return odds.map((each) => each / all);
  }
}

/** Where the trained model lies. */
export const MODEL_FILE = new URL('./classes.bin', import.meta.url);

let model: ClassModel | undefined;

/** How likely a text is of each class, 0 to 1. */
export function classesOf(text: string): Record<Class, number> {
  model ??= new ClassModel(readFileSync(MODEL_FILE));
  const likely = model.classify(text);
  return Object.fromEntries(CLASSES.map((name, row) => [name, likely[row] ?? 0])) as Record<Class, number>;
}
