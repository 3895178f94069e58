import { findPhoneNumbersInText, type CountryCode } from 'libphonenumber-js/max';
import validator from 'validator';

/** Version of the rules below; it stands in every row that they were applied to. */
export const REDACTOR_VERSION = 1;

/** Longer texts are cut before they are searched; no message that is answered is longer. */
const MAX_CHARACTERS = 10_000;

const LINK =
  /\b(?:https?:\/\/|www\.)[^\s<>"']+|\bgeo:-?\d[\d.,;=-]*|\b(?:t\.me|wa\.me|goo\.gl|maps\.app\.goo\.gl|bit\.ly)\/[^\s<>"']+/giu;
const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu;
/** 13 to 19 digits, in groups or not (ISO/IEC 7812). */
const CARD = /(?<![\d.,])\d(?:[ -]?\d){12,18}(?![\d])/gu;
/** Two decimal degrees with at least three decimals: finer than about 100 m. */
const COORDINATES =
  /(?<![\d.])-?\d{1,2}[.,]\d{3,}\s*°?\s*[NSKG]?\s*[,;/ ]\s*-?\d{1,3}[.,]\d{3,}\s*°?\s*[EWDB]?(?![\d.])/giu;
const DIGITS: Record<string, string> = Object.fromEntries(
  ['٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹', '０１２３４５６７８９'].flatMap((row) =>
    Array.from(row, (digit, value) => [digit, String(value)]),
  ),
);
const OTHER_DIGITS = /[٠-٩۰-۹０-９＋]/gu;

/**
 * Replaces what points at a person by a word for its kind: links, e-mail addresses, payment cards, coordinates and phone
 * numbers. Hours, prices, dates and emergency numbers stay.
 * @param country where numbers without a country code are from
 */
export function redact(text: string, country: CountryCode = 'TR'): string {
  let result = text.slice(0, MAX_CHARACTERS);
  result = result.replace(LINK, '<LINK>').replace(EMAIL, '<EMAIL>');
  // One character for one, so that positions in the plain text hold in the original
  result = result.replace(OTHER_DIGITS, (digit) => (digit === '＋' ? '+' : (DIGITS[digit] ?? digit)));
  result = result.replace(COORDINATES, '<COORDINATES>');
  result = result.replace(CARD, (digits) =>
    validator.isLuhnNumber(digits.replace(/[ -]/g, '')) ? '<CARD>' : digits,
  );
  return redactPhones(result, country);
}

function redactPhones(text: string, country: CountryCode): string {
  if (!/\d{3}|\d[ ()./-]+\d/.test(text)) return text;
  let result = text;
  const found = findPhoneNumbersInText(text, country).filter((hit) => hit.number.isValid());
  // From the end, so that earlier positions stay true
  for (const hit of found.toReversed())
    result = `${result.slice(0, hit.startsAt)}<PHONE>${result.slice(hit.endsAt)}`;
  return result;
}
