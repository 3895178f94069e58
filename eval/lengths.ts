import type { Answer } from './answers.ts';

/** Characters of an answer by the design's section 7. Chinese, Japanese and Korean say as much in two thirds. */
const DENSE = new Set(['zh', 'ja', 'ko']);
const PLACES = new Set(['nearby', 'place', 'hours']);

/** What is wrong with an answer's length; undefined where it is right. */
export function wrongLength({ text, intent, language, places }: Answer): string | undefined {
  const length = Array.from(text).length;
  if (intent === 'plan') return length <= 1_024 ? undefined : `${length} characters, a plan has up to 1,024`;
  if (!PLACES.has(intent) || places.length === 0) {
    return length <= 300 ? undefined : `${length} characters, not up to 300`;
  }
  const least = DENSE.has(language) ? 60 : 100;
  return length >= least && length <= 160 ? undefined : `${length} characters, not ${least} to 160`;
}
