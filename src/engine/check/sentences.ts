import type { Mention } from './mentions.ts';

/** A full stop that ends no sentence: it stands before a digit or behind "min." */
const STOP = /(?<!(?<!\p{L})(?:min|std|str|st|no|nr))[.](?!\d)|[!?。！？؟;；؛]/gu;

/** Where the sentences of a folded text end; a stop within a name ends none. */
export function stopsOf(folded: string, mentions: readonly Mention<unknown>[]): number[] {
  return [...folded.matchAll(STOP)]
    .map(({ index }) => index)
    .filter((index) => !mentions.some(({ at, end }) => index >= at && index < end));
}
