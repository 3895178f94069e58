import { fold } from './fold.ts';

/** Scripts that write words without spaces between them. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/** Folded words of a text, in order. Chinese, Japanese and Thai are cut by the Unicode dictionary. */
export function words(text: string): string[] {
  // An apostrophe in Turkish parts a name from its ending (Ayasofya'ya), so it ends a word like any other sign.
  const runs = fold(text)
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter(Boolean);
  return runs.flatMap((run) =>
    UNSPACED.test(run)
      ? Array.from(segmenter.segment(run), (part) => part.segment).filter((part) =>
          /[\p{L}\p{N}]/u.test(part),
        )
      : run,
  );
}
