import { fold } from '../../knowledge/fold.ts';

/** A word, or one character of Chinese, Japanese or Korean, which are written (or often typed) without spaces. */
export interface Token {
  /** Folded. */
  word: string;
  /** As typed. */
  raw: string;
  /** Other forms under which the word may be known: an Arabic word without its article and joined prefixes. */
  forms: string[];
  /** Stands right behind an apostrophe: a Turkish ending ("Ayasofya'ya"), an English `s`. */
  afterApostrophe: boolean;
  /** Chinese, Japanese or Korean character. */
  dense: boolean;
}

/** Tokens of one message that are looked at; a question of more words than this says nothing more about itself. */
const MAX_TOKENS = 400;

const DENSE = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}ー々';
const RUN = new RegExp(
  `[${DENSE}]+|\\p{Nd}+|[[\\p{L}\\p{M}]--[${DENSE}]]+(?:['’ʼ\`´‘′][[\\p{L}\\p{M}]--[${DENSE}]]+)*`,
  'gv',
);
const IS_DENSE = new RegExp(`^[${DENSE}]`, 'v');
const APOSTROPHES = /['’ʼ`´‘′]/u;

/** Arabic-Indic and Persian digits, which Unicode normalisation leaves apart from the ASCII ones. */
function asciiDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹]/gu, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
}

/** Text made ready to be read: links, invisible marks and fillers are out, digits are ASCII. Case and accents stay. */
export function clean(text: string): string {
  return asciiDigits(text.normalize('NFKC'))
    .replace(/\b(?:https?:\/\/|www\.)\S+/giu, ' ')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00ad\u0640\ufeff]/gu, '');
}

/** Conjunction, preposition and article that Arabic joins to the next word. */
const ARABIC_PREFIX = /^(?:[وف]?(?:[بك]?ال|لل)|[وفبلك])(?=\p{L}{3})/u;

function arabicForms(word: string): string[] {
  const forms = new Set<string>();
  let rest = word;
  for (let step = 0; step < 2; step += 1) {
    const shorter = rest.replace(ARABIC_PREFIX, '');
    if (shorter === rest) break;
    forms.add(shorter);
    rest = shorter;
  }
  // a joined one-letter word before the article: "والمتحف" is both "و + المتحف" and "متحف"
  if (/^[وفبلك]\p{L}{3}/u.test(word)) forms.add(word.slice(1));
  return [...forms];
}

/** Splits a text into tokens. Linear in the length of the text. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const [run] of clean(text).matchAll(RUN)) {
    if (tokens.length >= MAX_TOKENS) break;
    if (IS_DENSE.test(run)) {
      for (const char of fold(run)) {
        tokens.push({ word: char, raw: char, forms: [], afterApostrophe: false, dense: true });
      }
      continue;
    }
    for (const [index, raw] of run.split(APOSTROPHES).entries()) {
      const word = fold(raw);
      if (word === '') continue;
      tokens.push({
        word,
        raw,
        forms: /^\p{Script=Arabic}/u.test(word) ? arabicForms(word) : [],
        afterApostrophe: index > 0,
        dense: false,
      });
    }
  }
  return tokens;
}
