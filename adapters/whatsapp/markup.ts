/**
 * Takes their meaning from characters that WhatsApp reads as markup. It has no escape character, so an invisible one
 * stands where a sign would act. U+2060 (word joiner) it is: unlike U+200D it does not change how Arabic letters join,
 * and unlike U+200B it lets no line break there.
 * @see https://faq.whatsapp.com/539178204879377
 */
const JOINER = '\u2060';
/** What makes a list or a quotation of a line. */
const LINE_START = /^(?=>|[*-] |\d{1,3}\. )/gmu;
/** A sign that could begin or end bold, italic, struck or code. Within a word (`snake_case`) and alone they mean nothing. */
const SIGN = /(?<![\p{L}\p{N}])[*_~`](?=\S)|(?<=\S)[*_~`](?![\p{L}\p{N}])/gu;
const ADDRESS = /https?:\/\/\S+/gu;

/** The text with invisible characters in it, so that it is shown with every sign as it stands. */
export function withoutMarkup(text: string): string {
  if (!/[*_~`>\-.]/.test(text)) return text;
  const pieces = text.replace(LINE_START, JOINER).split(ADDRESS);
  const addresses = text.match(ADDRESS) ?? [];
  // What is put into an address leads elsewhere
  return pieces.map((piece, index) => withoutSigns(piece, text) + (addresses[index] ?? '')).join('');
}

/** It takes two of a sign to act, the one after a space or a mark, the other before one. */
function withoutSigns(piece: string, text: string): string {
  return piece.replace(SIGN, (sign) =>
    text.indexOf(sign) < text.lastIndexOf(sign) ? JOINER + sign + JOINER : sign,
  );
}
