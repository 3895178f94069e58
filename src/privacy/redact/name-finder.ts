import type { Logger } from 'pino';
import { z } from 'zod';
import { fold } from '../../knowledge/fold.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import type { Language } from '../../messages.ts';
import { GIVEN_NAMES } from './given-names.ts';

/** Milliseconds that one text may take: whoever waits has the text as the rules left it. */
const DEADLINE_MS = 1_000;
/** Below this the model guesses (0 to 1). */
const LEAST_SCORE = 0.6;
const PLACEHOLDER = /\[[a-z][^[\]]*\]/gu;

/** Where Presidio finds something, in characters of the text as Python counts them. */
const findings = z.array(
  z.object({ entity_type: z.string(), start: z.number(), end: z.number(), score: z.number() }),
);

/** Replaces the names of people in a text that the rules have redacted. Never throws: without an answer, the text as it was. */
export type HideNames = (redacted: string, language: Language) => Promise<string>;

/** What a name finder is made of. */
export interface NameFinderParts {
  /** Address of a Presidio analyzer; its `/analyze` is asked. */
  url: string;
  /** Its places are no people, whatever the model takes them for. */
  knowledge: Pick<Knowledge, 'places' | 'districts'>;
  log: Pick<Logger, 'warn' | 'info'>;
}

/**
 * Finds names with a Presidio analyzer, which knows more of them than rules do. While it does not answer the rules hold
 * alone; the log says so once, and once more when it is back.
 */
export function createNameFinder({ url, knowledge, log }: NameFinderParts): HideNames {
  const endpoint = new URL('analyze', url.endsWith('/') ? url : `${url}/`);
  const isPlace = placeNames(knowledge);
  let away = false;
  return async (redacted, language) => {
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          text: redacted,
          language,
          entities: ['PERSON'],
          score_threshold: LEAST_SCORE,
        }),
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
      if (!response.ok) throw new Error(`it answered ${response.status}`);
      const found = findings.parse(await response.json());
      if (away) log.info('names are looked for again: PRESIDIO_URL answers');
      away = false;
      return withoutNames(redacted, found, isPlace);
    } catch (error) {
      const reason =
        error instanceof z.ZodError ? 'its answer is none of Presidio’s' : (error as Error).message;
      if (!away) log.warn({ reason }, 'PRESIDIO_URL does not answer: names are hidden by the rules alone');
      away = true;
      return redacted;
    }
  };
}

function withoutNames(
  text: string,
  found: z.output<typeof findings>,
  isPlace: (name: string) => boolean,
): string {
  const characters = Array.from(text);
  const taken = new Set<number>();
  for (const { index, 0: placeholder } of text.matchAll(PLACEHOLDER)) {
    const from = Array.from(text.slice(0, index)).length;
    for (let at = from; at < from + placeholder.length; at++) taken.add(at);
  }
  // From the end, so that earlier positions stay true
  for (const { entity_type: type, start, end, score } of found.toSorted((a, b) => b.start - a.start)) {
    const positions = Array.from({ length: Math.max(0, end - start) }, (_, offset) => start + offset);
    const fits = start >= 0 && end <= characters.length && positions.length > 0;
    if (type !== 'PERSON' || score < LEAST_SCORE || !fits || positions.some((at) => taken.has(at))) continue;
    if (isPlace(characters.slice(start, end).join(''))) continue;
    for (const at of positions) taken.add(at);
    characters.splice(start, end - start, '[name]');
  }
  return characters.join('');
}

/** Whether words are, or are among, those of a place's name; a given name alone is a person's all the same. */
function placeNames({ places, districts }: NameFinderParts['knowledge']): (name: string) => boolean {
  const names = [...places, ...districts].flatMap(({ name, aliases = [] }) => [
    ...Object.values(name).filter((text) => text !== undefined),
    ...aliases,
  ]);
  const whole = new Set(names.map(fold));
  const all = `\n${names.map((name) => ` ${fold(name)} `).join('\n')}\n`;
  return (name) => {
    const folded = fold(name);
    return whole.has(folded) || (all.includes(` ${folded} `) && !GIVEN_NAMES.has(folded));
  };
}
