/**
 * Characters that stand for others: digits of any script with Arabic's signs for decimals and thousands, full-width and
 * mathematical forms, spaces, dashes, invisible marks.
 */
const DISGUISED = /[[\p{Nd}\p{No}\p{Cf}\p{Zs}\p{Pd}\u066b\u066c\uff01-\uff5e\u{1d400}-\u{1d7ff}]--[0-9 \-]]/v;
/** Accents that stand apart from their letter, as some keyboards send them. */
const MARK = /\p{Mn}/u;
const DIGIT = /^\p{Nd}$/u;

/**
 * A text in the characters that the rules are written in (ASCII digits, letters, spaces and hyphens), without what
 * cannot be seen, and the way back to the text as it was.
 */
export interface Plain {
  text: string;
  /** Where the unit at this index of `text` begins in the original; the last one is the original's length. */
  origin(index: number): number;
}

export function toPlain(original: string): Plain {
  const apart = MARK.test(original) && original.normalize('NFC') !== original;
  if (!apart && !DISGUISED.test(original)) return { text: original, origin: (index) => index };
  const units: string[] = [];
  const origins: number[] = [];
  let at = 0;
  for (const character of original) {
    const joined = apart && MARK.test(character) ? `${units.at(-1) ?? ''}${character}`.normalize('NFC') : '';
    if (joined.length === 1) units[units.length - 1] = joined;
    else {
      const plain = plainOf(character);
      for (let unit = 0; unit < plain.length; unit++) {
        units.push(plain.charAt(unit));
        origins.push(at + (plain === character ? unit : 0));
      }
    }
    at += character.length;
  }
  origins.push(at);
  return { text: units.join(''), origin: (index) => origins[index] ?? at };
}

const known = new Map<string, string>();

function plainOf(character: string): string {
  if (character < '\u0080') return character;
  let plain = known.get(character);
  if (plain === undefined) {
    plain = DISGUISED.test(character) ? withoutDisguise(character) : character;
    // Every character of Unicode at most once, and a message brings few
    known.set(character, plain);
  }
  return plain;
}

function withoutDisguise(character: string): string {
  if (DIGIT.test(character)) return String(digitValue(character));
  if (character === '\u066b') return '.';
  if (character === '\u066c') return ',';
  if (/\p{Cf}/u.test(character)) return '';
  if (/\p{Zs}/u.test(character)) return ' ';
  if (/\p{Pd}/u.test(character)) return '-';
  const form = character.normalize('NFKC');
  return form.length === 1 ? form : character;
}

/** Unicode's decimal digits come in unbroken runs of ten, zero first. */
function digitValue(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  let before = 0;
  while (DIGIT.test(String.fromCodePoint(code - before - 1))) before++;
  return before % 10;
}
