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
/** Features overlap, so their evidence is counted once for so many. */
const TEMPER = 3;

/**
 * How surprising each feature is in each language of a group, in steps of a natural logarithm, one byte each. Made by
 * `bench/train-language.ts` from MASSIVE's utterances (Amazon, CC BY 4.0) and our lexicons.
 */
export type Statistics = { steps: number } & Record<Group, string>;

const statistics: Statistics = model;
const TABLES = {
  latin: Buffer.from(statistics.latin, 'base64'),
  han: Buffer.from(statistics.han, 'base64'),
};

/** The features of a text, by bucket: words and runs of two to four letters; Chinese characters and pairs of them. */
export function featuresOf(group: Group, text: string): number[] {
  const bucket = (feature: string): number => hash(feature) % BUCKETS[group];
  if (group === 'han') {
    const characters = text.match(/\p{Script=Han}/gu) ?? [];
    const pairs = characters.slice(1).map((character, at) => `${characters[at]}${character}`);
    return [...characters, ...pairs].map(bucket);
  }
  return (fold(text).match(/\p{L}+/gu) ?? []).flatMap((word) => {
    const ended = ` ${word} `;
    const runs: string[] = [];
    for (let length = 2; length <= MAX_RUN; length += 1) {
      for (let at = 0; at + length <= ended.length; at += 1) runs.push(ended.slice(at, at + length));
    }
    return [`#${word}`, ...runs].map(bucket);
  });
}

/** FNV-1a over the code units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

/** How likely a text is in each language of a group beside the others, 0 to 1: naive Bayes with even odds before. */
export function likelihoods(group: Group, text: string): Map<Language, number> {
  const features = featuresOf(group, text);
  const table = TABLES[group];
  const languages: readonly Language[] = GROUPS[group];
  const surprises = languages.map((_, row) =>
    features.reduce((sum, feature) => sum + (table[row * BUCKETS[group] + feature] ?? 0), 0),
  );
  const least = Math.min(...surprises);
  const odds = surprises.map((surprise) => Math.exp((least - surprise) / statistics.steps / TEMPER));
  const all = odds.reduce((sum, each) => sum + each, 0);
  return new Map(languages.map((language, row) => [language, (odds[row] ?? 0) / all]));
}
