import { eld } from 'eld/small';
import { LANGUAGES, type Language } from '../../messages.ts';
import {
  OTHER_ARABIC_LETTERS,
  OTHER_CYRILLIC_LETTERS,
  OTHER_LATIN_LETTERS,
  OTHER_SCRIPTS,
} from '../lexicon/other-languages.ts';
import { GROUPS, likelihoods } from './statistics.ts';
import type { Token } from './tokens.ts';
import { languagesOf, otherLanguagesOf } from './vocabulary.ts';

/** What a language is judged by. */
export interface LanguageEvidence {
  /** The words that tell: without names of places, dishes and numbers. */
  telling: readonly Token[];
  /** All words; looked at only where none of them tells. */
  all: readonly Token[];
  /** A name carried a Turkish ending. */
  turkishEnding: boolean;
  /** The text has the zero-width non-joiner that Persian writes inside words. */
  nonJoiner: boolean;
  /** The text has the opening question or exclamation mark that Spanish alone writes. */
  spanishMarks: boolean;
  /** Languages that have a phrase of three words and more in the text, or the text itself if it is in Chinese characters. */
  phrases: readonly Language[];
  /** Languages to lean on, likeliest first, where the words tell little: of the conversation, of the profile. */
  hints: readonly Language[];
}

export interface LanguageJudgement {
  language: Language;
  unsupported: boolean;
}

const LATIN: readonly Language[] = GROUPS.latin;

type Script = 'latin' | 'cyrillic' | 'arabic' | 'han' | 'kana' | 'hangul' | 'other';

const SCRIPTS: [Script, RegExp][] = [
  ['latin', /\p{Script=Latin}/u],
  ['cyrillic', /\p{Script=Cyrillic}/u],
  ['arabic', /\p{Script=Arabic}/u],
  ['kana', /[\p{Script=Hiragana}\p{Script=Katakana}ー]/u],
  ['han', /\p{Script=Han}/u],
  ['hangul', /\p{Script=Hangul}/u],
];

/** One Chinese, Japanese or Korean character says as much as so many letters of an alphabet. */
const DENSE_WEIGHT = 2.5;

/** Kanji simplified in Japan alone: text in Chinese characters with one of them is Japanese. */
const JAPANESE_KANJI = /[駅観営円広図売歩渋楽薬検験券帰気両転鉄関閉桜沢浜斎辺効県発対応伝覧]/u;
const CHINESE_ONLY = /[吗呢哪么们这说谢请饭馆厅边开关门车站点钱买卖应该还没对药护丢医厕]/u;

function scriptOf(token: Token): Script | undefined {
  const found = SCRIPTS.find(([, pattern]) => pattern.test(token.raw))?.[0];
  if (found) return found;
  return OTHER_SCRIPTS.test(token.raw) ? 'other' : undefined;
}

/** The script in which most of the message is written. */
function mainScript(tokens: readonly Token[]): Script | undefined {
  const letters: Partial<Record<Script, number>> = {};
  for (const token of tokens) {
    const script = scriptOf(token);
    if (script)
      letters[script] = (letters[script] ?? 0) + token.raw.length * (token.dense ? DENSE_WEIGHT : 1);
  }
  // kana never stands in Chinese: it decides for all Chinese characters beside it
  if (letters.kana !== undefined && letters.han !== undefined) {
    letters.kana += letters.han;
    letters.han = 0;
  }
  const [best] = (Object.entries(letters) as [Script, number][]).toSorted((a, b) => b[1] - a[1]);
  return best && best[1] > 0 ? best[0] : undefined;
}

function hasLanguage(tokens: readonly Token[], language: Language): number {
  return tokens.filter((token) => languagesOf(token).has(language)).length;
}

function firstHint(evidence: LanguageEvidence, among: readonly Language[], otherwise: Language): Language {
  return evidence.hints.find((hint) => among.includes(hint)) ?? otherwise;
}

function ours(language: Language): LanguageJudgement {
  return { language, unsupported: false };
}
const UNSUPPORTED: LanguageJudgement = { language: 'en', unsupported: true };

/** What a character of a lexicon weighs beside statistics, and below what both say too little. */
const LEXICON_HAN = 0.4;
const UNSURE_HAN = 0.3;

function judgeHan(tokens: readonly Token[], evidence: LanguageEvidence): Language {
  const text = tokens.map((token) => token.raw).join('');
  if (JAPANESE_KANJI.test(text) && !CHINESE_ONLY.test(text)) return 'ja';
  if (CHINESE_ONLY.test(text)) return 'zh';
  const [whole, other] = evidence.phrases.filter((language) => language === 'zh' || language === 'ja');
  if (whole && !other) return whole;
  const likely = likelihoods('han', text);
  const leaning =
    LEXICON_HAN * (hasLanguage(tokens, 'ja') - hasLanguage(tokens, 'zh')) +
    (likely.get('ja') ?? 0) -
    (likely.get('zh') ?? 0);
  if (Math.abs(leaning) < UNSURE_HAN) return firstHint(evidence, ['zh', 'ja'], leaning > 0 ? 'ja' : 'zh');
  return leaning > 0 ? 'ja' : 'zh';
}

function judgeCyrillic(tokens: readonly Token[]): LanguageJudgement {
  const words = tokens.filter((token) => scriptOf(token) === 'cyrillic');
  if (words.some((token) => OTHER_CYRILLIC_LETTERS.test(token.raw))) return UNSUPPORTED;
  const russian = hasLanguage(words, 'ru');
  const other = words.filter((token) => otherLanguagesOf(token).has('cyrillic')).length;
  if (other > russian) return UNSUPPORTED;
  if (words.length >= 4 && russian * 4 < words.length) {
    const judged = eld.detect(words.map((token) => token.raw).join(' '));
    if (judged.isReliable() && judged.language !== 'ru') return UNSUPPORTED;
  }
  return ours('ru');
}

function judgeArabic(tokens: readonly Token[], evidence: LanguageEvidence): LanguageJudgement {
  const words = tokens.filter((token) => scriptOf(token) === 'arabic');
  const text = words.map((token) => token.raw).join(' ');
  if (OTHER_ARABIC_LETTERS.test(text)) return UNSUPPORTED;
  let persian = evidence.nonJoiner ? 1.5 : 0;
  let arabic = 0;
  if (/[پچژگ]/u.test(text)) persian += 2;
  if (/[\u06a9\u06cc]/u.test(text)) persian += 1;
  if (/[ةىأإؤكي]/u.test(text)) arabic += 1;
  if (/(?:^|\s)[وف]?ب?ال\p{L}{3}/u.test(text)) arabic += 0.5;
  for (const token of words) {
    const languages = languagesOf(token);
    if (languages.has('fa') && !languages.has('ar')) persian += 1;
    if (languages.has('ar') && !languages.has('fa')) arabic += 1;
  }
  if (Math.abs(persian - arabic) < 0.5) {
    const judged = words.length > 1 ? eld.detect(text).language : '';
    if (judged === 'fa' || judged === 'ar') return ours(judged);
    return ours(firstHint(evidence, ['ar', 'fa'], 'ar'));
  }
  return ours(persian > arabic ? 'fa' : 'ar');
}

/** Letters that speak for Latin languages, with how much. */
const LETTERS: [RegExp, Partial<Record<Language, number>>][] = [
  [/[ğışİ]/u, { tr: 1.2 }],
  [/ç/iu, { tr: 0.4, fr: 0.4 }],
  [/[öü]/iu, { tr: 0.5, de: 0.5 }],
  [/[äß]/iu, { de: 1.2 }],
  [/ñ/iu, { es: 1.5 }],
  [/[áíóú]/iu, { es: 0.7 }],
  [/é/iu, { fr: 0.4, es: 0.3, it: 0.1 }],
  [/[èà]/iu, { it: 0.4, fr: 0.5 }],
  [/ù/iu, { it: 0.4, fr: 0.4 }],
  [/[ìò]/iu, { it: 1 }],
  [/[êîôûâëïœ]/iu, { fr: 0.9, tr: 0.2 }],
];

/** How likely the likeliest language of a word or two must be to say anything. */
const CLEAR = 0.5;
/** What letter statistics weigh: where no word is in a lexicon, and where all are. */
const STATISTICS = 1.5;
const BESIDE_KNOWN = 1;
/** What the language leant on is ahead where the words speak for it as much as for another. */
const SHARED_FIRST = 0.5;

/** What a whole phrase of a language is worth as evidence. */
const WHOLE_PHRASE = 0.8;

/** What a word is worth as evidence that so many of our Latin languages write: shared words say little. */
const SHARE = [0, 1, 0.45, 0.2, 0.1, 0.05, 0.02];

function isLatin(language: Language): boolean {
  return LATIN.includes(language);
}

function add(scores: Map<Language, number>, language: Language, value: number): void {
  scores.set(language, (scores.get(language) ?? 0) + value);
}

function scoreLatin(words: readonly Token[], evidence: LanguageEvidence): Map<Language, number> {
  const scores = new Map<Language, number>(LATIN.map((language) => [language, 0]));
  for (const token of words) {
    const languages = [...languagesOf(token)].filter((language) => isLatin(language));
    for (const language of languages) add(scores, language, SHARE[languages.length] ?? 0);
  }
  const text = words.map((token) => token.raw).join(' ');
  for (const [pattern, worth] of LETTERS) {
    if (pattern.test(text)) for (const language of LATIN) add(scores, language, worth[language] ?? 0);
  }
  if (evidence.turkishEnding) add(scores, 'tr', 0.6);
  if (evidence.spanishMarks) add(scores, 'es', 2);
  for (const language of evidence.phrases) if (isLatin(language)) add(scores, language, WHOLE_PHRASE);
  return scores;
}

function judgeLatin(tokens: readonly Token[], evidence: LanguageEvidence): LanguageJudgement | undefined {
  const words = tokens.filter((token) => scriptOf(token) === 'latin');
  const scores = scoreLatin(words, evidence);
  const lexical = Math.max(...scores.values());
  const text = words.map((token) => token.raw).join(' ');
  const judged = eld.detect(text);
  const guesses = judged.getScores();
  if (isOtherLatin(words, lexical, judged.language, judged.isReliable(), guesses)) return UNSUPPORTED;
  const likely = likelihoods('latin', text);
  // one word or two that no lexicon has must stand out clearly to change the language
  if (lexical < 0.1 && words.length < 3 && Math.max(...likely.values()) < CLEAR) return undefined;
  const unknown = words.filter((token) => languagesOf(token).size === 0).length / words.length;
  const weight = BESIDE_KNOWN + (STATISTICS - BESIDE_KNOWN) * unknown;
  // Words that several share are taken for the language leant on, else for English: travellers of all tongues mix it in
  const isShared = (language: Language): boolean => (scores.get(language) ?? 0) >= lexical - 0.05;
  const first = [...evidence.hints, 'en' as const].find(isShared);
  if (first && lexical > 0.01) add(scores, first, SHARED_FIRST);
  for (const [language, share] of likely) add(scores, language, weight * share);
  const order = [...scores].toSorted((a, b) => b[1] - a[1]);
  const best = order[0]?.[1] ?? 0;
  const close = order.filter(([, score]) => score > best - 0.15).map(([language]) => language);
  return ours(firstHint(evidence, close, close.includes('en') && lexical < 0.5 ? 'en' : (close[0] ?? 'en')));
}

/** Whether a Latin text is surely in a language that is none of ours. */
function isOtherLatin(
  words: readonly Token[],
  lexical: number,
  guess: string,
  reliable: boolean,
  guesses: Record<string, number>,
): boolean {
  const votes = new Map<string, number>();
  for (const token of words) {
    for (const language of otherLanguagesOf(token)) votes.set(language, (votes.get(language) ?? 0) + 1);
  }
  const other = Math.max(0, ...votes.values());
  const letters = words.filter((token) => OTHER_LATIN_LETTERS.test(token.raw)).length;
  if (other >= 2 && other >= lexical) return true;
  if (other >= 1 && letters >= 1 && other + letters > lexical) return true;
  if (letters >= 1 && lexical < 0.5 && words.length >= 2) return true;
  if (words.length < 4 || !reliable || (LANGUAGES as readonly string[]).includes(guess)) return false;
  const best = Math.max(0, ...LATIN.map((language) => guesses[language] ?? 0));
  return lexical < 0.3 * words.length && best < 0.9 * (guesses[guess] ?? 0);
}

function judge(tokens: readonly Token[], evidence: LanguageEvidence): LanguageJudgement | undefined {
  switch (mainScript(tokens)) {
    case 'kana':
      return ours('ja');
    case 'hangul':
      return ours('ko');
    case 'han':
      return ours(
        judgeHan(
          tokens.filter((token) => token.dense),
          evidence,
        ),
      );
    case 'cyrillic':
      return judgeCyrillic(tokens);
    case 'arabic':
      return judgeArabic(tokens, evidence);
    case 'latin':
      return judgeLatin(tokens, evidence);
    case 'other':
      return UNSUPPORTED;
    default:
      return undefined;
  }
}

/** The words of names and dishes tell a language only where just one of ours but English and Turkish has them. */
function judgeNames(evidence: LanguageEvidence): LanguageJudgement | undefined {
  const script = mainScript(evidence.all);
  if (script !== undefined && script !== 'latin') return judge(evidence.all, evidence);
  const votes = new Map<Language, number>();
  for (const token of evidence.all) {
    const [language, ...more] = [...languagesOf(token)].filter((one) => isLatin(one));
    if (language && more.length === 0) votes.set(language, (votes.get(language) ?? 0) + 1);
  }
  const [best, second] = [...votes].toSorted((a, b) => b[1] - a[1]);
  if (!best || best[0] === 'en' || best[0] === 'tr' || second?.[1] === best[1]) return undefined;
  return ours(best[0]);
}

function isWrittenIn(language: Language, script: Script): boolean {
  if (script === 'arabic') return language === 'ar' || language === 'fa';
  return script === 'han' && (language === 'zh' || language === 'ja');
}

/** Judges the language of a message: script first, then letters and known words, then letter statistics, then hints. */
export function judgeLanguage(evidence: LanguageEvidence): LanguageJudgement {
  const judged = judge(evidence.telling, evidence);
  if (judged) return judged;
  if (evidence.turkishEnding) return ours('tr');
  const [hint] = evidence.hints;
  const script = mainScript(evidence.all);
  if (hint && (script === undefined || script === 'latin' || isWrittenIn(hint, script))) return ours(hint);
  return judgeNames(evidence) ?? ours('en');
}
