/** Letters that Unicode decomposition leaves apart but people type alike, Turkish first. */
const LETTERS: Record<string, string> = {
  ı: 'i',
  İ: 'i',
  ß: 'ss',
  ẞ: 'ss',
  ø: 'o',
  Ø: 'o',
  ł: 'l',
  Ł: 'l',
  đ: 'd',
  Đ: 'd',
  æ: 'ae',
  Æ: 'ae',
  œ: 'oe',
  Œ: 'oe',
  // Arabic and Persian forms of one letter, and the bearers of hamza
  ة: 'ه',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  // Russian ё is written е as often as not
  ё: 'е',
  Ё: 'е',
};
const LETTERS_PATTERN = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu');

/**
 * Folds a text so that spellings of one word meet: case, accents, Turkish letters, full-width forms and Arabic letter
 * variants (IŞIK, ışık and isik are one). Punctuation stays; spaces are collapsed.
 */
export function fold(text: string): string {
  return (
    text
      .normalize('NFKC')
      .replace(LETTERS_PATTERN, (letter) => LETTERS[letter] ?? letter)
      .toLowerCase()
      .normalize('NFKD')
      // Japanese voicing marks (U+3099, U+309A) change the word, so they stay
      .replace(/(?![\u3099\u309a])\p{Mn}/gu, '')
      .normalize('NFC')
      .replace(/\s+/gu, ' ')
      .trim()
  );
}
