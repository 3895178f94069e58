const JOINER = '\u2060';

/**
 * A text as WhatsApp shows it: signs of markup act and disappear, and the invisible character that takes their meaning
 * away is not seen. A sign begins after a space, a mark or nothing and before no space, and ends the other way round.
 * @see https://faq.whatsapp.com/539178204879377
 */
export function asShown(text: string): string {
  let shown = text.replaceAll(/^(> ?|[*-] |\d{1,3}\. )/gmu, '');
  for (const sign of ['```', '`', '*', '_', '~']) {
    const escaped = sign.replaceAll(/[*]/g, '\\$&');
    const pair = new RegExp(
      `(?<=^|[\\s\\p{P}\\p{S}])${escaped}(?=\\S)([^\\n]*?\\S)${escaped}(?=$|[\\s\\p{P}\\p{S}])`,
      'gmu',
    );
    shown = shown.replaceAll(pair, '$1');
  }
  return shown.replaceAll(new RegExp(`(?<=[*_~\`])${JOINER}|^${JOINER}(?=[>*-]|\\d)`, 'gmu'), '');
}
