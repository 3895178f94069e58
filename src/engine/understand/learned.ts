import type { Intent } from '../../messages.ts';
import { CLASS_INTENTS, CLASSES, classesOf } from './classes.ts';
import type { Decision } from './intent.ts';
import type { Reading } from './reading.ts';

/** How likely an intent must be where the lexicons tell little, and against what they tell. */
const ALONE = 0.4;
const AGAINST = 0.6;
/** Whoever looks for a toilet looks for a place as well. */
const AGAINST_PRACTICAL = 0.95;
/** The same for what is none of a guide's business: those who ask a guide mostly mean the city. */
const OTHER_ALONE = 0.6;
/** Words from which on a message that no lexicon knows is a sentence and no slip of the keys. */
const SENTENCE_WORDS = 3;
/** Words from which on more is said than a kind of place and where. */
const LONG_WORDS = 5;
/** Characters of Chinese, Japanese and Korean that say as much as a word. */
const CHARACTERS = 2;

/** Below these the lexicons tell little, and nothing. */
const UNSURE = 0.5;
const UNKNOWN = 0.3;

/** What the lexicons tell surely, and nothing that was learned may change. */
const CERTAIN: ReadonlySet<Intent> = new Set<Intent>(['emergency', 'human', 'about', 'complaint']);

/**
 * Weighs what the lexicons tell against what was learned from utterances. A message that names something of the city is
 * read by the lexicons alone, and so is what only they know.
 */
export function weigh(decided: Decision, reading: Reading, text: string): Decision {
  if (reading.unsupported || CERTAIN.has(decided.intent)) return decided;
  if (reading.placeIds.length > 0 || reading.areaId !== undefined) return decided;
  const classes = classesOf(text);
  const likely = new Map<Intent, number>();
  for (const name of CLASSES) {
    if (name === 'ours') continue;
    const intent = CLASS_INTENTS[name];
    likely.set(intent, (likely.get(intent) ?? 0) + classes[name]);
  }
  const [best] = [...likely].toSorted((a, b) => b[1] - a[1]);
  if (!best || classes.ours > best[1]) return decided;
  const [intent, likelihood] = best;
  // Others of its kind are no answer where one is asked about by its name
  if (reading.unknownName && intent === 'nearby') return decided;
  const isOther = intent === 'off_topic' && classes.other > classes.weather_query + classes.datetime_query;
  const least = isOther ? leastOther(decided, reading) : leastTravel(decided, reading, intent);
  return likelihood < least ? decided : { intent, confidence: likelihood };
}

function leastTravel({ intent, confidence }: Decision, reading: Reading, learned: Intent): number {
  const { topic, marks, otherCity, aspect } = reading;
  const isNearest = intent === 'nearby' && marks.has('nearMe') && !isSentence(reading, LONG_WORDS);
  const isElsewhere = otherCity && !isSentence(reading, LONG_WORDS);
  if (isElsewhere || aspect === 'sunset' || isNearest) return Infinity;
  // A holiday is a date, and what a visitor has to know
  if (topic === 'holidays' && intent === 'practical') return Infinity;
  // What there are checked notes about is asked of a guide: a tip in restaurants asks for no restaurant
  if (topic && topic !== 'taxi' && intent === 'practical' && learned !== 'off_topic') return Infinity;
  if (intent === 'practical' && learned === 'nearby') return AGAINST_PRACTICAL;
  return confidence < UNSURE ? ALONE : AGAINST;
}

function leastOther({ confidence }: Decision, reading: Reading): number {
  return confidence < UNKNOWN && isSentence(reading, SENTENCE_WORDS) ? OTHER_ALONE : Infinity;
}

function isSentence({ length, language }: Reading, words: number): boolean {
  return length >= (['zh', 'ja', 'ko'].includes(language) ? CHARACTERS * words : words);
}
