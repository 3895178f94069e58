import type { Intent } from '../../messages.ts';
import { CLASS_INTENTS, CLASSES, classesOf } from './classes.ts';
import type { Decision } from './intent.ts';
import type { Reading } from './reading.ts';

/** How likely an intent must be where the lexicons tell little, and against what they tell. */
const ALONE = 0.4;
const AGAINST = 0.6;
/** The same for what is none of a guide's business: those who ask a guide mostly mean the city. */
const OTHER_ALONE = 0.6;
/** Words, and characters, from which on a message that no lexicon knows is a sentence and no slip of the keys. */
const SENTENCE_WORDS = 3;
const SENTENCE_CHARACTERS = 6;

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
  const isOther = intent === 'off_topic' && classes.other > classes.weather_query + classes.datetime_query;
  const least = isOther ? leastOther(decided, reading) : leastTravel(decided, reading, intent);
  return likelihood < least ? decided : { intent, confidence: likelihood };
}

function leastTravel({ intent, confidence }: Decision, { topic }: Reading, learned: Intent): number {
  // What there are checked notes about is asked of a guide: a tip in restaurants asks for no restaurant
  if (topic && topic !== 'taxi' && intent === 'practical' && learned !== 'off_topic') return Infinity;
  return confidence < UNSURE ? ALONE : AGAINST;
}

function leastOther({ confidence }: Decision, { length, language }: Reading): number {
  const isDense = ['zh', 'ja', 'ko'].includes(language);
  const isSentence = length >= (isDense ? SENTENCE_CHARACTERS : SENTENCE_WORDS);
  return confidence < UNKNOWN && isSentence ? OTHER_ALONE : Infinity;
}
