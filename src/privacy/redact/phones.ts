import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import type { Mark, Scan } from './scan.ts';

/** Digits with what people put between them; bounded, for a number has at most 15 digits and few groups. */
const CANDIDATE = /(?:\+ ?|\( ?(?:\+ ?)?)?\d(?:[ ()./\-~]{0,3}\d){4,29}(?!\d)/gu;
const GROUP = /\d+/gu;
/** Words that say that a phone number follows, in the twelve languages. */
const SAID =
  /(?:phone|mobile|cell|whats ?app|viber|signal|\btel\b|\bfax\b|\bcall\b|\btext me|\bnumber is|\bmy (?:\p{L}+ )?number|telefon\p{L}*|\bcep|\bgsm|numara\p{L}*|ara(?:yın|yabilir\p{L}*|yınız)?\b|handy\p{L}*|nummer|ruf\p{L}* |téléphone|portable|n[uú]m[eé]ro|appele\p{L}*|teléfono|móvil|celular|llám\p{L}*|cellulare|telefono|chiam\p{L}*|тел\p{L}*|номер\p{L}*|звони\p{L}*|мобильн\p{L}*|ватсап|вотсап|هاتف\p{L}*|جوال\p{L}*|رقم\p{L}*|اتصل\p{L}*|واتس\p{L}*|تلفن\p{L}*|موبایل\p{L}*|شماره\p{L}*|زنگ|تماس|واتساپ|电话|手机|号码|联系|打给|電話|携帯|番号|전화|휴대폰|핸드폰|번호|연락처)[^\d\n\ufffc]{0,24}$/iu;
/** The same, leaving no doubt: then a number of five digits is one, too. */
const SAID_PLAINLY =
  /(?:phone(?: number)?|\bmy number|numaram|meine nummer|mon numéro|mi número|il mio numero|мой номер|رقمي|شماره من|我的号码|私の番号|제 번호|\btel|mobile(?: number)?|telefon\p{L}*|téléphone|teléfono|тел(?:ефон\p{L}*|\.)?|هاتف\p{L}*|تلفن\p{L}*|电话|電話|전화)[^\d\n\ufffc]{0,12}$/iu;
const AFTER_SAID = 48;
/** Written in these scripts, a number is likely from here. */
const BY_SCRIPT: [script: RegExp, countries: CountryCode[]][] = [
  [/\p{Script=Hangul}/u, ['KR']],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, ['JP']],
  [/\p{Script=Han}/u, ['CN', 'TW', 'HK']],
  [/\p{Script=Cyrillic}/u, ['RU', 'UA', 'KZ', 'BY']],
  [/[پچژگکی]/u, ['IR', 'AF']],
  [/\p{Script=Arabic}/u, ['SA', 'AE', 'EG', 'IQ', 'JO', 'KW', 'QA', 'LB', 'MA', 'DZ', 'TN']],
  [/[ßäöü]|\b(?:ich|und|bitte|ist|mich|der|die|das)\b/iu, ['DE', 'AT', 'CH']],
  [/[èêçà]|\b(?:je|est|mon|vous|les|pour)\b/iu, ['FR', 'BE', 'CH']],
  [/[ñ¿¡]|\b(?:mi|el|por|soy|para|los)\b/iu, ['ES', 'MX', 'AR', 'CO']],
  [/[ìò]|\b(?:il|mio|sono|che|per)\b/iu, ['IT', 'CH']],
  [/\b(?:my|is|the|me|call|please)\b/iu, ['US', 'GB', 'IN', 'AU']],
];
/** Where numbers that begin with a zero come from, besides. */
const WITH_ZERO: CountryCode[] = [
  'DE',
  'GB',
  'FR',
  'IR',
  'NL',
  'JP',
  'KR',
  'SA',
  'AE',
  'EG',
  'UA',
  'AU',
  'IT',
  'CH',
];
/** How people group a number of Turkey that begins without its zero. */
const TURKISH_GROUPS = new Set(['10', '3-7', '3-3-4', '3-3-2-2', '3-4-3']);
/** Groups of digits that a number may be written in: Turkish ones digit by digit. */
const MOST_GROUPS = 11;
/** Look-ups in the numbering plans for one run of groups; a number in a sentence needs 20 at most. */
const MOST_LOOKUPS = 32;
/** And for one text: past that, in what can only be a list of numbers, whatever has a number's length counts as one. */
const MOST_LOOKUPS_IN_TEXT = 5_000;

/**
 * Phone numbers: international ones; Turkey's national formats; another country's where a word before, the script or
 * the shape tells it. Short numbers (112, 155) and company numbers (444 xx xx) are nobody's.
 */
export function markPhones(scan: Scan): void {
  if (!/\d[ ()./\-~]{0,3}\d[ ()./\-~]{0,3}\d/.test(scan.text)) return;
  let countries: CountryCode[] | undefined;
  let lookups = 0;
  const isValid = (digits: string, country?: CountryCode): boolean =>
    ++lookups > MOST_LOOKUPS_IN_TEXT || (parsePhoneNumberFromString(digits, country)?.isValid() ?? false);
  scan.mark(CANDIDATE, (match, text) => {
    countries ??= BY_SCRIPT.flatMap(([script, codes]) => (script.test(text.slice(0, 2_000)) ? codes : []));
    const before = text.slice(Math.max(0, match.index - AFTER_SAID), match.index);
    return numbersIn(match, { before, countries, isValid });
  });
}

interface Surroundings {
  before: string;
  countries: readonly CountryCode[];
  /** Whether a number is one of the country, or of any with its code. */
  isValid: (digits: string, country?: CountryCode) => boolean;
}

/** The numbers in a run of groups of digits: each time the longest one from the first group on that begins one. */
function numbersIn(match: RegExpExecArray, around: Surroundings): Mark[] {
  const [run] = match;
  const groups = Array.from(run.matchAll(GROUP), ({ index, 0: digits }) => ({ index, digits }));
  const marks: Mark[] = [];
  const said = SAID.test(around.before);
  const plainly = said && SAID_PLAINLY.test(around.before);
  let lookups = 0;
  const isValid = (digits: string, country?: CountryCode): boolean =>
    lookups++ < MOST_LOOKUPS && around.isValid(digits, country);
  for (let first = 0; first < groups.length;) {
    const last = lastGroup(run, groups, first, { ...around, said, plainly, isValid });
    if (last === undefined) {
      first++;
      continue;
    }
    const from = groups[first]?.index ?? 0;
    const to = (groups[last]?.index ?? 0) + (groups[last]?.digits.length ?? 0);
    const opening = /[+( ]*$/u.exec(run.slice(Math.max(0, from - 4), from))?.[0].trimStart().length ?? 0;
    marks.push({ start: match.index + from - opening, end: match.index + to, kind: 'phone' });
    first = last + 1;
  }
  return marks;
}

interface Told extends Surroundings {
  said: boolean;
  plainly: boolean;
}

function lastGroup(
  run: string,
  groups: { index: number; digits: string }[],
  first: number,
  told: Told,
): number | undefined {
  const from = groups[first]?.index ?? 0;
  const plus = /\+[ (]*$/u.test(run.slice(Math.max(0, from - 3), from));
  let loose: number | undefined;
  const most = Math.min(groups.length, first + MOST_GROUPS);
  for (let last = most - 1; last >= first; last--) {
    const parts = groups.slice(first, last + 1).map(({ digits }) => digits);
    const digits = parts.join('');
    if (digits.length > 17) continue;
    const to = (groups[last]?.index ?? 0) + (groups[last]?.digits.length ?? 0);
    if (isPhone(digits, parts, { ...told, plus, written: run.slice(from, to) })) return last;
    // Behind a plus even what no plan has is nothing but a number: plans change
    if (plus && digits.length >= 10 && digits.length <= 15 && !digits.startsWith('0')) loose ??= last;
  }
  return loose;
}

function isPhone(
  digits: string,
  parts: readonly string[],
  told: Told & { plus: boolean; written: string },
): boolean {
  const { length } = digits;
  if (told.plus || digits.startsWith('00'))
    return isInternational(told.plus ? digits : digits.slice(2), told);
  if (length < 5 || /^444\d{4}$/u.test(digits)) return false;
  if (isTurkish(digits, parts, told)) return true;
  if (length < 7) return told.plainly && parts.length <= 3 && !areNoNumber(parts);
  if (told.said && length <= 13 && !areNoNumber(parts)) return true;
  if (parts.length === 1 && length >= 11 && length <= 15 && told.isValid(`+${digits}`)) return true;
  if (/^\(?\d{3}(?:\) ?|[-. ])\d{3}[-.]\d{4}$/u.test(told.written)) return true;
  if (/^[78] ?\(?9\d{2}\)? ?\d{3}[- ]?\d{2}[- ]?\d{2}$/u.test(told.written)) return true;
  const grouped = parts.length > 1;
  if (length < 9 || length > 12 || parts.length > 5) return false;
  const likely = digits.startsWith('0') && !areNoNumber(parts) ? WITH_ZERO : [];
  // Without a zero and in groups it could be a row of prices or of years
  if (
    !likely.length &&
    grouped &&
    !/^(?:\d{3}-){2}\d{4}$|^\d{3} \d{4} \d{4}$|^\d{3}(?: \d{2}){3}$/u.test(told.written)
  )
    return false;
  return [...told.countries, ...likely].some((country) => told.isValid(digits, country));
}

function isInternational(digits: string, { isValid }: Told): boolean {
  return digits.length >= 7 && digits.length <= 15 && !digits.startsWith('0') && isValid(`+${digits}`);
}

function isTurkish(digits: string, parts: readonly string[], { isValid }: Told): boolean {
  if (!/^(?:0?[2-58]\d{9}|90[2-5]\d{9})$/u.test(digits)) return false;
  if (/^[2-58]/u.test(digits) && !TURKISH_GROUPS.has(parts.map(({ length }) => length).join('-')))
    return false;
  return digits.startsWith('90') ? isValid(`+${digits}`) : isValid(digits, 'TR');
}

/** Rows of short numbers (`155 156`), of years, of hours without a colon; most of a card number. */
function areNoNumber(parts: readonly string[]): boolean {
  if (parts.length < 2) return false;
  return (
    parts.every((part) => /^1\d{2}$/u.test(part)) ||
    parts.every((part) => /^(?:1\d|20)\d{2}$/u.test(part)) ||
    parts.every((part, index) => (index % 2 ? /^(?:00|15|30|45)$/u : /^[0-2]?\d$/u).test(part)) ||
    // A card number whose check digit is wrong
    /^\d{4}-\d{4}-\d{4}$/u.test(parts.join('-'))
  );
}
