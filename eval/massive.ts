import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createUnderstanding } from '../src/engine/understand/understand.ts';
import type { Understanding } from '../src/engine/types.ts';
import type { Knowledge } from '../src/knowledge/types.ts';
import { LANGUAGES, type Intent, type Language } from '../src/messages.ts';
import { NOW } from './questions.ts';

/** What a travel class of MASSIVE asks a city guide for. */
const TRAVEL: Record<string, Intent> = {
  transport_query: 'route',
  transport_traffic: 'route',
  transport_ticket: 'practical',
  transport_taxi: 'practical',
  recommendation_locations: 'nearby',
  recommendation_events: 'nearby',
  takeaway_query: 'nearby',
  takeaway_order: 'nearby',
  weather_query: 'off_topic',
  datetime_query: 'off_topic',
};
/** General talk is neither travel nor surely off topic; the other classes are off topic. */
const SKIPPED = new Set(['general_quirky', 'general_greet']);
const MACRO_F1 = 0.88;
const LANGUAGE = 0.97;
const SHORT_WORDS = 3;

/** What is not written in the script of its language tells it nothing. */
const SCRIPTS: Partial<Record<Language, RegExp>> = {
  ru: /\p{Script=Cyrillic}/u,
  ar: /\p{Script=Arabic}/u,
  fa: /\p{Script=Arabic}/u,
  ko: /\p{Script=Hangul}/u,
};

interface Utterance {
  id: string;
  locale: string;
  partition: string;
  intent: string;
  text: string;
}

export interface MassiveFigures {
  /** Macro-F1 of the intents on the utterances of the travel classes, and with all other classes as off topic. */
  travel: Record<string, number>;
  everything: Record<string, number>;
  /** Share of messages of up to three words whose language is right. */
  shortLanguage: Record<string, number>;
  /** Milliseconds that half the messages are understood within. */
  p50: number;
}

/**
 * Measures what messages are understood as on the `dev` partition of MASSIVE, whose ids no training has seen.
 * @param folder the fixtures, with `utterances/massive-train.jsonl.gz`
 */
export function measureMassive(
  folder: string,
  knowledge: Knowledge,
): { figures: MassiveFigures; text: string; missed: string[] } {
  const understand = createUnderstanding(knowledge);
  const times: number[] = [];
  const read = (text: string): Understanding => {
    const started = performance.now();
    const understood = understand({ text, at: new Date(NOW), history: [], turnId: '0' });
    times.push(performance.now() - started);
    return understood;
  };
  const rows = gunzipSync(readFileSync(join(folder, 'utterances/massive-train.jsonl.gz')))
    .toString()
    .trim()
    .split('\n');
  const held = rows.map((row) => JSON.parse(row) as Utterance).filter(({ partition }) => partition === 'dev');
  const all = held.map((utterance) => ({ ...utterance, understood: read(utterance.text) }));

  const travel: Record<string, number> = {};
  const everything: Record<string, number> = {};
  const shortLanguage: Record<string, number> = {};
  const total: { travel: Pair[]; everything: Pair[]; short: boolean[] } = {
    travel: [],
    everything: [],
    short: [],
  };
  for (const language of LANGUAGES) {
    const own = all.filter(({ locale }) => locale.startsWith(language));
    const judged = own
      .filter(({ intent }) => !SKIPPED.has(intent))
      .map(({ intent, understood }) => ({ isTravel: intent in TRAVEL, pair: pairOf(intent, understood) }));
    const pairs = judged.map(({ pair }) => pair);
    const travelPairs = judged.flatMap(({ isTravel, pair }) => (isTravel ? [pair] : []));
    const short = own
      .filter(({ text }) => isShort(text, language) && SCRIPTS[language]?.test(text) !== false)
      .map(({ understood }) => understood.language === language);
    travel[language] = macroF1(travelPairs);
    everything[language] = macroF1(pairs);
    shortLanguage[language] = shareOf(short);
    total.travel.push(...travelPairs);
    total.everything.push(...pairs);
    total.short.push(...short);
  }
  travel.all = macroF1(total.travel);
  everything.all = macroF1(total.everything);
  shortLanguage.all = shareOf(total.short);
  const p50 = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  const figures = { travel, everything, shortLanguage, p50 };
  const missed = [
    ...(travel.all < MACRO_F1
      ? [`macro-F1 on MASSIVE's travel classes: ${percent(travel.all)}, not 88 %`]
      : []),
    ...(shortLanguage.all < LANGUAGE
      ? [`language of short messages: ${percent(shortLanguage.all)}, not 97 %`]
      : []),
  ];
  return { figures, text: textOf(figures), missed };
}

type Pair = [expected: Intent, got: Intent];

function pairOf(intent: string, { intent: got }: Understanding): Pair {
  return [TRAVEL[intent] ?? 'off_topic', got];
}

/** Up to three words; of Chinese and Japanese, which are written without spaces, six characters. */
function isShort(text: string, language: Language): boolean {
  if (language === 'zh' || language === 'ja') return text.length <= 2 * SHORT_WORDS;
  return text.trim().split(/\s+/u).length <= SHORT_WORDS;
}

/** The mean of the F1 scores of the intents that are expected. */
function macroF1(pairs: readonly Pair[]): number {
  const intents = [...new Set(pairs.map(([expected]) => expected))];
  const scores = intents.map((intent) => {
    const right = pairs.filter(([expected, got]) => expected === intent && got === intent).length;
    const either = pairs.filter(([expected, got]) => expected === intent || got === intent).length;
    return (2 * right) / (either + right);
  });
  return scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
}

function shareOf(right: readonly boolean[]): number {
  return right.filter(Boolean).length / Math.max(1, right.length);
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function textOf({ travel, everything, shortLanguage, p50 }: MassiveFigures): string {
  const head = [
    'MASSIVE dev'.padEnd(14),
    'travel'.padStart(10),
    'everything'.padStart(12),
    'short language'.padStart(16),
  ];
  const lines = Object.keys(travel).map((language) =>
    [
      language.padEnd(14),
      percent(travel[language] ?? 0).padStart(10),
      percent(everything[language] ?? 0).padStart(12),
      percent(shortLanguage[language] ?? 0).padStart(16),
    ].join(''),
  );
  return [head.join(''), ...lines, `a message is understood within ${p50.toFixed(2)} ms (p50)`].join('\n');
}
