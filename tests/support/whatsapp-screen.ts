const JOINER = '\u2060';
const ADDRESS = /https?:\/\/\S+/gu;
/** Stands for an address meanwhile: a private character that no test uses. */
const PLACEHOLDER = '\uE000';

/**
 * A text as WhatsApp shows it: signs of markup act and disappear, and the invisible character that takes their meaning
 * away is not seen. A sign begins after a space, a mark or nothing and before no space, and ends the other way round.
 * @see https://faq.whatsapp.com/539178204879377
 */
export function asShown(text: string): string {
  // An address is a link as it stands
  const addresses = text.match(ADDRESS) ?? [];
  let shown = text.replaceAll(ADDRESS, PLACEHOLDER).replaceAll(/^(> ?|[*-] |\d{1,3}\. )/gmu, '');
  for (const sign of ['```', '`', '*', '_', '~']) {
    const escaped = sign.replaceAll(/[*]/g, '\\$&');
    const pair = new RegExp(
      `(?<=^|[\\s\\p{P}\\p{S}])${escaped}(?=\\S)([^\\n]*?\\S)${escaped}(?=$|[\\s\\p{P}\\p{S}])`,
      'gmu',
    );
    shown = shown.replaceAll(pair, '$1');
  }
  const unseen = new RegExp(`(?<=[*_~\`])${JOINER}|${JOINER}(?=[*_~\`])|^${JOINER}(?=[>*-]|\\d)`, 'gmu');
  return shown.replaceAll(unseen, '').replaceAll(PLACEHOLDER, () => addresses.shift() ?? '');
}
