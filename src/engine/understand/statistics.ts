import { fold } from '../../knowledge/fold.ts';
import type { Language } from '../../messages.ts';
import model from './statistics.json' with { type: 'json' };

/** Languages of one script, which their letters tell apart, in the order of the model's rows. */
export const GROUPS = {
  latin: ['en', 'tr', 'de', 'fr', 'es', 'it'],
  han: ['zh', 'ja'],
} as const satisfies Record<string, Language[]>;
export type Group = keyof typeof GROUPS;

/** So many buckets do the features of a group share. */
export const BUCKETS: Record<Group, number> = { latin: 16_384, han: 8_192 };
/** Longest run of Latin letters that is a feature. */
const MAX_RUN = 4;

/** A softmax regression: weights by bucket, then language, as signed bytes in units of the scale, and the biases. */
interface Table {
  weights: string;
  biases: number[];
  scale: number;
}

/**
 * What each feature says for each language of a group. Made by `bench/train-language.ts` from MASSIVE's utterances
 * (Amazon, CC BY 4.0) and our lexicons.
 */
export type Statistics = Record<Group, Table>;

const statistics: Statistics = model;
const bytes = ({ weights }: Table): Int8Array => new Int8Array(Buffer.from(weights, 'base64'));
const WEIGHTS = { latin: bytes(statistics.latin), han: bytes(statistics.han) };

/** The features of a text, by bucket, each once: words and runs of two to four letters; Chinese characters and pairs of them. */
export function featuresOf(group: Group, text: string): number[] {
  const bucket = (feature: string): number => hash(feature) % BUCKETS[group];
  if (group === 'han') {
    const characters = text.match(/\p{Script=Han}/gu) ?? [];
    const pairs = characters.slice(1).map((character, at) => `${characters[at]}${character}`);
    return [...new Set([...characters, ...pairs].map(bucket))];
  }
  const features = (fold(text).match(/\p{L}+/gu) ?? []).flatMap((word) => {
    const ended = ` ${word} `;
    const runs: string[] = [];
    for (let length = 2; length <= MAX_RUN; length += 1) {
      for (let at = 0; at + length <= ended.length; at += 1) runs.push(ended.slice(at, at + length));
    }
    return [`#${word}`, ...runs].map(bucket);
  });
  return [...new Set(features)];
}

/** FNV-1a over the code units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

/** How likely a text is in each language of a group beside the others, 0 to 1. */
export function likelihoods(group: Group, text: string): Map<Language, number> {
  const features = featuresOf(group, text);
  const { biases, scale } = statistics[group];
  const weights = WEIGHTS[group];
  const languages: readonly Language[] = GROUPS[group];
  const norm = scale / Math.sqrt(Math.max(1, features.length));
  const sums = languages.map((_, row) => {
    const sum = features.reduce((all, feature) => all + (weights[feature * languages.length + row] ?? 0), 0);
    return (biases[row] ?? 0) + sum * norm;
  });
  const most = Math.max(...sums);
  const odds = sums.map((sum) => Math.exp(sum - most));
  const all = odds.reduce((total, each) => total + each, 0);
  return new Map(languages.map((language, row) => [language, (odds[row] ?? 0) / all]));
}
