import { isIPv4, isIPv6 } from 'node:net';
import validator from 'validator';
import { whole, type Mark, type Scan } from './scan.ts';

/** Country, check digits, and up to 30 characters in groups or not (ISO 13616). */
const IBAN = /(?<![a-z0-9])[a-z]{2}\d{2}(?:[ .-]{0,2}[a-z0-9]){11,30}/giu;
/** 13 to 19 digits (ISO/IEC 7812): in one piece, or in the groups that are printed on cards. */
const CARD =
  /(?<![\d+\ufffc]|[\d\ufffc][.,-])(?:[1-9]\d{12,18}|[2-69]\d{3}(?:([ .-]{1,3})\d{4}){2}\1\d{1,4}(?:\1\d{1,3})?|3\d{3}([ .-])\d{6}\2\d{4,5})(?!\d)/gu;
/** Turkish identity number: 11 digits, in one piece or in threes. */
const NATIONAL_ID = /(?<![\d+\ufffc]|[\d\ufffc][.,-])[1-9]\d{2}([ .-]?)\d{3}\1\d{3}\1\d{2}(?!\d|[.,-]\d)/gu;
const NATIONAL_ID_SAID =
  /(?:\bT\.?C\.?(?: ?kimlik)?|kimlik|tckn|national id|identity|ausweis|هوية|هویت)[^\d\n\ufffc]{0,25}([1-9](?:[ .-]?\d){10})(?!\d)/dgiu;
/** Italian tax code: six letters, then date, town and check letter in a fixed row of letters and digits. */
const FISCAL_CODE = /(?<![\p{L}\p{N}])[a-z]{6}\d{2}[a-ehlmprst]\d{2}[a-z]\d{3}[a-z](?![\p{L}\p{N}])/giu;
/** Number of US social security, in its own grouping. */
const SOCIAL_SECURITY = /(?<![\p{L}\p{N}.,+-])(?!000|666|9)\d{3}-\d{2}-\d{4}(?![\p{L}\p{N}]|-\d)/gu;
const SOCIAL_SECURITY_SAID =
  /(?:\bssn\b|social security)[^\d\n\ufffc]{0,20}(\d{3}[ -]?\d{2}[ -]?\d{4})(?!\d)/dgiu;
const TAX_ID_SAID =
  /(?:vkn|vergi|tax|steuer\p{L}*|fiscale?|fiscal|инн|налогов\p{L}*|ضريبي\p{L}*|مالیاتی|税号|納税\p{L}*|사업자)[^\d\n\ufffc]{0,25}(\d{3}[ .-]?\d{3}[ .-]?\d{4})(?!\d)/dgiu;
const TAX_ID = /(?<![\d+\ufffc]|[\d\ufffc][.,-])\d{10}(?!\d|[.,-]\d)/gu;
const IP_V4 = /(?<![\d+\ufffc]|[\d\ufffc]\.)(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,3})?(?!\d|\.\d{2})/gu;
const IP_V6 =
  /(?<![\p{L}\p{N}:.\ufffc])[0-9a-f]{0,4}:[0-9a-f:.]{1,44}(?:%\w{1,15})?(?:\/\d{1,4})?(?![\p{L}\p{N}:])/giu;

/** Numbers that carry their proof: account and card numbers, Turkish identity and tax numbers, addresses of computers. */
export function markCheckedNumbers(scan: Scan): void {
  scan.mark(IBAN, ibanIn);
  if (!/\d/.test(scan.text)) return markAddresses(scan);
  scan.mark(CARD, (match) => (validator.isLuhnNumber(digitsOf(match[0])) ? whole(match, 'card') : undefined));
  scan.mark(NATIONAL_ID, (match) =>
    isNationalId(digitsOf(match[0])) ? whole(match, 'national-id') : undefined,
  );
  scan.mark(NATIONAL_ID_SAID, (match) =>
    isNationalId(digitsOf(match[1] ?? '')) ? said(match, 'national-id') : undefined,
  );
  scan.mark(FISCAL_CODE, (match) => whole(match, 'national-id'));
  scan.mark(SOCIAL_SECURITY_SAID, (match) => said(match, 'national-id'));
  scan.mark(SOCIAL_SECURITY, (match) => whole(match, 'national-id'));
  scan.mark(TAX_ID_SAID, (match) => said(match, 'tax-id'));
  markAddresses(scan);
}

/** Ten digits that check as a Turkish tax number, after the phones: one in ten phone numbers would check too. */
export function markTaxNumbers(scan: Scan): void {
  scan.mark(TAX_ID, (match) => (isTaxId(match[0]) ? whole(match, 'tax-id') : undefined));
}

function markAddresses(scan: Scan): void {
  if (scan.text.includes(':'))
    scan.mark(IP_V6, (match, text) => {
      let length = match[0].length;
      while (match[0].charAt(length - 1) === '.') length--;
      const address = match[0].slice(0, length).replace(/[%/].*$/u, '');
      // Between words two colons are a flourish
      if (address === '::' && / :: \p{L}/u.test(text.slice(match.index - 1, match.index + 4)))
        return undefined;
      return isIPv6(address) ? { ...whole(match, 'ip'), end: match.index + length } : undefined;
    });
  if (/\d\.\d/.test(scan.text))
    scan.mark(IP_V4, (match) => (isIPv4(match[0].split('/')[0] ?? '') ? whole(match, 'ip') : undefined));
}

/** The longest beginning of the match whose length and check digits are those of its country. */
function ibanIn(match: RegExpExecArray): Mark | undefined {
  const [text] = match;
  for (let length = text.length; length >= 15; length--) {
    if (/[ .-]/.test(text.charAt(length - 1)) || /[a-z0-9]/i.test(text.charAt(length))) continue;
    const account = text.slice(0, length).replace(/[ .-]/g, '').toUpperCase();
    if (validator.isIBAN(account) || (UNKNOWN[account.slice(0, 2)] === account.length && isMod97(account)))
      return { start: match.index, end: match.index + length, kind: 'iban' };
  }
  return undefined;
}

/** Countries whose accounts validator 13 refuses: lengths from the IBAN registry. */
const UNKNOWN: Record<string, number> = { BY: 28, LY: 25 };

/** Check of ISO 7064: the first four characters go last, letters count from ten, the remainder by 97 is 1. */
function isMod97(account: string): boolean {
  const digits = Array.from(account.slice(4) + account.slice(0, 4), (character) =>
    Number.parseInt(character, 36),
  ).join('');
  return Array.from(digits).reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}

function said(match: RegExpExecArray, kind: 'national-id' | 'tax-id'): Mark | undefined {
  const [start, end] = match.indices?.[1] ?? [0, 0];
  return { start, end, kind };
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

/** The two check digits of a TC kimlik numarası. */
function isNationalId(number: string): boolean {
  const digits = Array.from(number, Number);
  const sum = (from: number, step: number, to: number): number => {
    let total = 0;
    for (let index = from; index < to; index += step) total += digits[index] ?? 0;
    return total;
  };
  const tenth = (sum(0, 2, 9) * 7 - sum(1, 2, 8) + 100) % 10;
  return digits.length === 11 && digits[9] === tenth && digits[10] === sum(0, 1, 10) % 10;
}

/** The check digit of a vergi kimlik numarası. */
function isTaxId(number: string): boolean {
  let sum = 0;
  for (let index = 0; index < 9; index++) {
    const shifted = (Number(number[index]) + 9 - index) % 10;
    const weighted = (shifted * 2 ** (9 - index)) % 9;
    sum += shifted !== 0 && weighted === 0 ? 9 : weighted;
  }
  return number.length === 10 && (10 - (sum % 10)) % 10 === Number(number[9]);
}
