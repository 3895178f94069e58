import type { Types } from 'mongoose';
import { phrase } from '../engine/compose/phrases.ts';
import type { Knowledge } from '../knowledge/types.ts';
import type { Button, Language, Reply } from '../messages.ts';
import type { BroadcastRow, Texts } from '../store/models/broadcast.ts';
import type { Arm } from '../store/models/delivery.ts';
import { linkPath, TOKEN_LENGTH, type LinkSigner } from './links.ts';
import { pictureOf } from './pictures.ts';

/** What a promo is rendered with. */
export interface RenderParts {
  signer: LinkSigner;
  knowledge: Knowledge;
  operator: string | undefined;
  /** Where the world finds us; without it a link goes straight to its target, and clicks are not counted. */
  publicUrl: string | undefined;
}

/** Whom a promo is rendered for. */
export interface Recipient {
  delivery: Types.ObjectId;
  arm: Arm;
  language: Language;
  form: 'text' | 'template';
}

/** `{{link}}` and the like in a text. */
const VARIABLE = /\{\{\s*(\w+)\s*\}\}/g;

/** The names of the variables in a text. */
export function variablesIn(text: string): string[] {
  return [...text.matchAll(VARIABLE)].map(([, name = '']) => name);
}

/** A text with its variables filled in. */
function filled(
  text: string,
  { link = '', operator = '' }: { link: string | undefined; operator: string | undefined },
): string {
  return text.replaceAll(VARIABLE, (whole, name: string) => {
    if (name === 'link') return link;
    return name === 'operator' ? operator : whole;
  });
}

/**
 * Characters of a text once its variables are filled in and its link stands under it, as on channels that have no button for
 * a link beside others.
 */
export function lengthOf(
  text: string,
  label: string,
  {
    link,
    operator,
    publicUrl,
  }: { link: string | undefined; operator: string | undefined; publicUrl: string | undefined },
): number {
  const shown =
    link && publicUrl !== undefined ? new URL(linkPath('x'.repeat(TOKEN_LENGTH)), publicUrl).href : link;
  const { length } = filled(text, { link: shown, operator });
  if (shown === undefined || variablesIn(text).includes('link')) return length;
  return length + `\n${label}: ${shown}`.length;
}

/** The message that a person gets: with a button that ends promos, always. */
export function promoFor(broadcast: BroadcastRow, to: Recipient, parts: RenderParts): Reply {
  const { language } = to;
  const link = linkOf(broadcast, to, parts);
  const fill = (text: string): string => filled(text, { link, operator: parts.operator });
  const texts = to.arm === 'b' && broadcast.textsB ? broadcast.textsB : broadcast.texts;
  const source = texts[language] ?? '';
  const optOut = `offers:no:${to.delivery.toHexString()}`;
  const picture = pictureOf(broadcast.picture, parts.publicUrl);
  return {
    text: fill(source),
    language,
    buttons: [
      ...linkButtons(broadcast, source, link, language),
      ...placeButtons(broadcast, to, parts),
      [{ label: phrase(language, 'promoStop'), action: optOut }],
    ],
    ...(picture ? { picture } : {}),
    ...(to.form === 'template' && broadcast.template
      ? {
          template: {
            name: broadcast.template,
            language: templateLanguage(broadcast.templateLanguages, language),
            parameters: (broadcast.templateParameters?.[language] ?? []).map(fill),
            action: optOut,
          },
        }
      : {}),
    promo: true,
  };
}

/** A text that has the link in it needs no button for it. */
function linkButtons(
  { linkLabels }: BroadcastRow,
  text: string,
  link: string | undefined,
  language: Language,
): Button[][] {
  if (link === undefined || variablesIn(text).includes('link')) return [];
  return [[{ label: linkLabels?.[language] ?? phrase(language, 'promoOpen'), url: link }]];
}

/** Asks the guide about a place, in the same chat. */
function placeButtons(
  { place }: BroadcastRow,
  { delivery }: Recipient,
  { knowledge }: RenderParts,
): Button[][] {
  const found = knowledge.place(place ?? '');
  if (!found) return [];
  return [[{ label: found.name.tr, action: `promo:${delivery.toHexString()}` }]];
}

function linkOf(
  broadcast: BroadcastRow,
  { delivery }: Recipient,
  { publicUrl, signer }: RenderParts,
): string | undefined {
  if (!broadcast.link) return undefined;
  if (publicUrl === undefined) return broadcast.link;
  return new URL(linkPath(signer.tokenOf(broadcast._id, delivery)), publicUrl).href;
}

/** WhatsApp has no Chinese without a country. */
function templateLanguage(codes: Texts | undefined, language: Language): string {
  return codes?.[language] ?? (language === 'zh' ? 'zh_CN' : language);
}
