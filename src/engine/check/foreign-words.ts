import { fold } from '../../knowledge/fold.ts';
import type { Language } from '../../messages.ts';
import { formatWeekday } from '../compose/format.ts';
import { vocabulary } from '../compose/phrases.ts';
import type { Evidence } from '../evidence.ts';

/** Words of a language that look like names, by a capital or by katakana, and name no place. */
const ORDINARY: Partial<Record<Language, string>> = {
  en: 'i turkish turkey istanbul metro tram marmaray ok',
  tr: 'turk turkiye istanbul metro tramvay marmaray',
  de: 'turkei istanbul sie ihr ihnen ihre',
  fr: 'turquie istanbul',
  es: 'turquia estambul',
  it: 'turchia istanbul',
  ru: 'турция стамбул стамбуле стамбула',
  ja: 'チケット ユーロ リラ ドル メートル キロ メニュー レストラン カフェ スポット エリア アクセス イスタンブール トルコ',
};
/** Letters of Cyrillic in Latin, so that a name written in Russian can be held against the sign. */
const CYRILLIC: Record<string, string> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  з: 'z',
  и: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'h',
  ы: 'y',
  э: 'e',
  ж: 'j',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'sh',
  ю: 'yu',
  я: 'ya',
  ь: '',
  ъ: '',
};

/**
 * Words that look like names and are in no fact: capitalised ones, Latin ones within another script, and katakana. German
 * writes every noun with a capital, so there only pairs of them and Turkish letters tell.
 */
export function foreignWords(
  text: string,
  language: Language,
  evidence: Evidence,
  districts: string[],
): string[] {
  const known = knownWords(language, evidence, districts);
  const isKnown = (word: string): boolean => {
    const folded = fold(word);
    if (known.has(folded) || [...known].some((each) => isForm(folded, each))) return true;
    const parts = folded.split(/['’-]/u);
    return parts.length > 1 && parts.every((part) => part.length < 2 || known.has(part));
  };
  switch (language) {
    case 'zh':
    case 'ko':
    case 'ar':
    case 'fa':
      return latinWords(text).filter((word) => !isKnown(word));
    case 'ja': {
      const katakana = text.match(/[\p{Script=Katakana}ー]{3,}/gu) ?? [];
      const names = evidence.places.flatMap((place) => place.names);
      const isNamed = (word: string): boolean => names.some((name) => name.includes(word));
      return [...latinWords(text), ...katakana].filter((word) => !isNamed(word) && !isKnown(word));
    }
    case 'de': {
      const pairs = [...text.matchAll(/(?<![.!?:„]\s*)(?<!^)\b(\p{Lu}[\p{L}]+)[\s-](\p{Lu}[\p{L}]+)/gu)];
      const pairWords = pairs.flatMap(([, a = '', b = '']) => (isKnown(a) || isKnown(b) ? [] : [a]));
      return [...turkishWords(text, /[şğıİç]/iu).filter((word) => !isKnown(word)), ...pairWords];
    }
    case 'ru':
      return [...capitalised(text), ...latinWords(text)].filter((word) => !isKnown(word));
    case 'tr':
      return capitalised(text).filter((word) => !isKnown(word));
    default:
      return [...capitalised(text), ...turkishWords(text, /[şğıİ]/iu)].filter((word) => !isKnown(word));
  }
}

/** Second words of Turkish names, folded: with this ending they stand in no other language and behind a name only. */
const NAME_HEADS =
  /(\p{L}+)\s((?:lokanta|sofra|kebapci|kofteci|balikci|corbaci|meyhane|pastane|restoran|bufe|hamam|cami|carsi|saray|kosk|kule|pazar)(?:s?i|u))(?!\p{L})/gu;

/** Words that are Turkish beyond doubt, capitals or not: by a letter that the language of the text lacks, or as a name. */
function turkishWords(text: string, letters: RegExp): string[] {
  const words = text.match(/\p{L}+/gu) ?? [];
  const names = [...fold(text).matchAll(NAME_HEADS)].flatMap(([, first = '', head = '']) => [first, head]);
  return [...words.filter((word) => letters.test(word)), ...names];
}

/** Latin words of three letters and more; units and line codes are numbers' business. */
function latinWords(text: string): string[] {
  return text.match(/\p{Script=Latin}[\p{Script=Latin}\p{M}’'-]{2,}/gu) ?? [];
}

/** Capitalised words, save those that only begin a sentence. */
function capitalised(text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(/\p{Lu}[\p{L}\p{M}]+/gu)) {
    const before = text.slice(0, match.index);
    const begins = /(?:^|[.!?:…]\s*)[«“"(¡¿\s]*$/u.test(before);
    const next = text.slice(match.index + match[0].length);
    // A sentence that begins with two capitals begins with a name
    if (!begins || /^\s\p{Lu}\p{Ll}/u.test(next)) found.push(match[0]);
  }
  return found;
}

/** The same word with another ending, or the same name in Cyrillic. */
function isForm(word: string, known: string): boolean {
  if (known.length < 4) return false;
  const stem = known.slice(0, Math.max(4, known.length - 2));
  if (word.startsWith(stem)) return true;
  if (!/\p{Script=Cyrillic}/u.test(word) || /\p{Script=Cyrillic}/u.test(known)) return false;
  const latin = skeleton(Array.from(word, (letter) => CYRILLIC[letter] ?? letter).join(''));
  const own = skeleton(known);
  return own.length >= 2 && latin.startsWith(own.slice(0, 4));
}

/** Consonants that survive being written in another alphabet. */
function skeleton(word: string): string {
  return word
    .replaceAll('sh', 's')
    .replaceAll('ch', 'c')
    .replaceAll('dj', 'c')
    .replaceAll('dz', 'c')
    .replace(/[aeiouy]/g, '')
    .replace(/[^a-z]/g, '')
    .replaceAll('j', 'c')
    .replaceAll('w', 'v');
}

function knownWords(language: Language, evidence: Evidence, districts: string[]): Set<string> {
  const texts = [
    ...evidence.lines.map((line) => line.slice(line.indexOf(':') + 1)),
    ...evidence.places.flatMap(({ names, notes }) => [...names, ...notes]),
    ...evidence.context,
    ...districts,
    ORDINARY[language] ?? '',
    'Istanbul Rehber Bosphorus Marmaray Metro TL TRY EUR USD',
    ...[0, 1, 2, 3, 4, 5, 6].map((day) => formatWeekday(language, day)),
  ];
  const words = texts.flatMap((text) => fold(text).match(/[\p{L}\p{M}ー]+/gu) ?? []);
  return new Set([...words, ...(language === 'ja' ? vocabulary('ja', /[\p{Script=Katakana}ー]{3,}/gu) : [])]);
}
