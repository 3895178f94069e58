import { eld } from 'eld/small';
import type { Language } from '../../messages.ts';

/** Letters below which a Latin text tells too little of its language. */
const MIN_LETTERS = 19;
/** How far a language may stay behind the likeliest one: kin languages come close to each other. */
const MARGIN = 0.04;

/** Units and codes of currencies, which all languages write alike. */
const UNITS = /(?<!\p{L})(?:km|m|min|h|TL|TRY|EUR|USD)(?!\p{L})/gu;

const SCRIPTS: Partial<Record<Language, RegExp>> = {
  ru: /\p{Script=Cyrillic}/gu,
  ar: /\p{Script=Arabic}/gu,
  fa: /\p{Script=Arabic}/gu,
  zh: /\p{Script=Han}/gu,
  ja: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu,
  ko: /\p{Script=Hangul}/gu,
};

/**
 * Whether a text is written in the language.
 * @param written without the names that it holds: they tell nothing of its language
 */
export function isIn(language: Language, written: string): boolean {
  const text = written.replace(UNITS, ' ');
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const script = SCRIPTS[language];
  if (script) {
    const own = text.match(script)?.length ?? 0;
    return own > 0 && own / letters >= 0.6 && hasOwnLetters(language, text);
  }
  const foreign = text.match(/(?!\p{Script=Latin})\p{L}/gu)?.length ?? 0;
  if (foreign > letters / 5) return false;
  if (letters < MIN_LETTERS) return true;
  const scores = eld.detect(text).getScores();
  const best = Math.max(0, ...Object.values(scores));
  return best === 0 || (scores[language] ?? 0) >= best - MARGIN;
}

/** Languages that share a script are told apart by letters that only one of them has. */
function hasOwnLetters(language: Language, text: string): boolean {
  switch (language) {
    case 'ar':
      return !/[پچژگکی]/u.test(text);
    case 'fa':
      return !/[ةىي]/u.test(text) && /[پچژگکی\u200c]|(?<!\p{L})(?:در|تا|از|را|است|باز)(?!\p{L})/u.test(text);
    case 'zh':
      return !/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text);
    case 'ja':
      return /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text);
    default:
      return true;
  }
}
