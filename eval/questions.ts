import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { CATEGORIES } from '../src/knowledge/types.ts';
import { INTENTS, LANGUAGES } from '../src/messages.ts';

/** Wednesday, 14:00 in Istanbul: the moment of questions that name none. */
export const NOW = '2026-05-13T11:00:00Z';

/**
 * What is judged by program. Facts are named by place and field and looked up when the eval runs: no answer's text is
 * kept here.
 */
const expected = z.strictObject({
  /** One of these intents. */
  intents: z.array(z.enum(INTENTS)).optional(),
  /** The first place named is this one. */
  place: z.string().optional(),
  /** All places named are of one of these kinds, and there is one, or the answer says that none is known. */
  categories: z.array(z.enum(CATEGORIES)).optional(),
  /** The first place is the nearest of the first kind, as brute force finds it. */
  nearest: z.literal(true).optional(),
  /** All places named lie within 1.5 km of this one. */
  near: z.string().optional(),
  /** All places named lie in Asia. */
  asia: z.literal(true).optional(),
  /** The way begins and ends at these places or at stops of theirs. */
  from: z.string().optional(),
  to: z.string().optional(),
  /** The way uses this line, this kind of vehicle. */
  line: z.string().optional(),
  mode: z.string().optional(),
  /** The answer states what the pack's hours say of this place on that day (today unless told). */
  hours: z.strictObject({ place: z.string(), day: z.string().optional() }).optional(),
  /** The answer states the value of this fact: `<place id>.<field>`. */
  fact: z.string().optional(),
  /** At least so many places are named. */
  stops: z.int().optional(),
  /** The place named first is the one that stood there in the answer before, 1 for the first. */
  nth: z.int().optional(),
  /** No place of the answer before is named again. */
  other: z.literal(true).optional(),
  /** Documents of the answer are told, with dates. */
  sourced: z.literal(true).optional(),
  /** The card of this name is the answer's document. */
  card: z.string().optional(),
  /** No place is named; not this one; no hours are told. */
  noPlace: z.literal(true).optional(),
  notPlace: z.string().optional(),
  noHours: z.literal(true).optional(),
  /** Patterns that the text must and must not match. */
  says: z.string().optional(),
  not: z.string().optional(),
});

const question = z.strictObject({
  id: z.string(),
  /** Of the answer; absent where the message is in no language. */
  language: z.enum(LANGUAGES).optional(),
  text: z.string(),
  /** Where the person is. */
  at: z.tuple([z.number(), z.number()]).optional(),
  now: z.iso.datetime().optional(),
  /** What the same person sent earlier. */
  before: z.array(z.string()).optional(),
  expect: expected,
});

/** One question of the set. Its kind is the name of its file. */
export type Question = z.output<typeof question> & { kind: string };

const FOLDER = new URL('./questions/', import.meta.url);

/**
 * The committed questions, all kinds or one.
 * @throws Error naming the line that is not one
 */
export function readQuestions(only?: string): Question[] {
  const kinds = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => name.slice(0, -'.jsonl'.length))
    .toSorted();
  if (only !== undefined && !kinds.includes(only)) {
    throw new Error(`there is no kind ${only}; there are ${kinds.join(', ')}`);
  }
  return kinds.filter((kind) => only === undefined || kind === only).flatMap(readKind);
}

function readKind(kind: string): Question[] {
  const lines = readFileSync(new URL(`${kind}.jsonl`, FOLDER), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line, index) => {
    const parsed = question.safeParse(JSON.parse(line));
    if (parsed.success) return { ...parsed.data, kind };
    throw new Error(`questions/${kind}.jsonl, line ${index + 1}: ${z.prettifyError(parsed.error)}`);
  });
}
