import type { Button, Reply, Template } from '../../src/messages.ts';
import type { Capabilities } from '../adapter.ts';
import { cutText, fitButtons } from '../fit.ts';
import { withoutMarkup } from './markup.ts';
import { CHOOSE } from './words.ts';

/** A list has at most ten rows; a button's title at most 20 characters; a person may be answered for 24 hours. */
export const CAPABILITIES: Capabilities = {
  buttons: 10,
  buttonLabel: 20,
  editing: false,
  notices: false,
  typing: true,
  location: true,
  mapPoint: true,
  files: false,
  maxText: 4_096,
  footer: 60,
  markup: 'whatsapp',
  replyWindowMs: 24 * 60 * 60 * 1_000,
  templates: true,
  // Of every number; Meta raises it to 1,000 by itself
  messagesPerSecond: 80,
};
/** Longest text of a message that has buttons, in characters. */
const MAX_BODY = 1_024;
/** Most buttons that show under a message; more go into a list. */
const MAX_REPLY_BUTTONS = 3;
const MAX_ROW_TITLE = 24;
const MAX_ROW_DESCRIPTION = 72;
/** Longest name and address of a location, in characters. */
const MAX_PLACE_LINE = 1_000;
const CHOSEN = '✓ ';

/** A message as Graph takes it, without the person it goes to. */
export type OutgoingMessage =
  | { type: 'text'; text: { body: string; preview_url: boolean } }
  | { type: 'location'; location: { latitude: string; longitude: string; name: string; address?: string } }
  | { type: 'interactive'; interactive: Interactive }
  | { type: 'template'; template: TemplateMessage };

/** A picture by the id that it was uploaded under. */
type ImageHeader = { type: 'image'; image: { id: string } };

interface TemplateMessage {
  name: string;
  language: { code: string };
  components: (
    | { type: 'header'; parameters: ImageHeader[] }
    | { type: 'body'; parameters: { type: 'text'; text: string }[] }
    | {
        type: 'button';
        sub_type: 'quick_reply';
        index: '0';
        parameters: { type: 'payload'; payload: string }[];
      }
  )[];
}

type Interactive = { header?: ImageHeader; body: { text: string }; footer?: { text: string } } & (
  | { type: 'button'; action: { buttons: { type: 'reply'; reply: { id: string; title: string } }[] } }
  | {
      type: 'list';
      action: {
        button: string;
        sections: { rows: { id: string; title: string; description?: string }[] }[];
      };
    }
  | {
      type: 'cta_url';
      action: { name: 'cta_url'; parameters: { display_text: string; url: string } };
    }
  | { type: 'location_request_message'; action: { name: 'send_location' } }
);

/** A reply within WhatsApp's limits, and what was left out of it. */
export interface Rendered {
  message: OutgoingMessage;
  /** Buttons that could not be shown though nothing said that they may be missing. */
  dropped: number;
  /** Characters of the text that were too many. */
  cut: number;
}

type ActionButton = Extract<Button, { action: string }>;
type UrlButton = Extract<Button, { url: string }>;

/**
 * One message for a reply: a location for a place, buttons below the text for up to three, a list for more, and the
 * addresses of links in the text, unless a link is all there is. A location is asked for where there are no buttons.
 */
export function renderReply(reply: Reply): Rendered {
  const { dropped, rows } = fitButtons(reply.buttons, { buttons: Infinity, buttonLabel: Infinity });
  if (reply.place)
    return { message: placeMessage(reply.place), dropped: rows.flat().length + dropped, cut: 0 };
  const buttons = rows.flat();
  const links = buttons.filter((button) => 'url' in button);
  const distinct = distinctActions(buttons.filter((button) => 'action' in button));
  const choices = fitChoices(distinct);
  const lost = dropped + buttons.length - links.length - distinct.length + choices.dropped;
  const rendered = withBody(reply, choices.shown, links);
  return { ...rendered, dropped: lost };
}

/**
 * A message by the name of its template; the action is what its first button sends.
 * @param picture WhatsApp's id of the picture above it
 */
export function renderTemplate(
  { action, language, name, parameters }: Template,
  picture: string | undefined,
): OutgoingMessage {
  return {
    type: 'template',
    template: {
      name,
      language: { code: language },
      components: [
        ...(picture ? [{ type: 'header' as const, parameters: [imageOf(picture)] }] : []),
        ...(parameters.length > 0
          ? [
              {
                type: 'body' as const,
                parameters: parameters.map((text) => ({ type: 'text' as const, text })),
              },
            ]
          : []),
        {
          type: 'button',
          sub_type: 'quick_reply',
          index: '0',
          parameters: [{ type: 'payload', payload: action }],
        },
      ],
    },
  };
}

/** Puts a picture above a message that has room for one: one with up to three buttons. */
export function withPicture(message: OutgoingMessage, picture: string | undefined): OutgoingMessage {
  if (!picture || message.type !== 'interactive' || message.interactive.type !== 'button') return message;
  return { ...message, interactive: { header: imageOf(picture), ...message.interactive } };
}

function imageOf(id: string): ImageHeader {
  return { type: 'image', image: { id } };
}

/** A message of text alone that says the same, for what WhatsApp will not take in a better form. */
export function renderPlain(reply: Reply): OutgoingMessage {
  return textMessage(reply.place ? placeText(reply) : reply.text, linksOf(reply), reply).message;
}

function linksOf({ buttons }: Reply): UrlButton[] {
  return fitButtons(buttons, { buttons: Infinity, buttonLabel: Infinity })
    .rows.flat()
    .filter((button) => 'url' in button);
}

function withBody(reply: Reply, choices: ActionButton[], links: UrlButton[]): Omit<Rendered, 'dropped'> {
  const [link, ...others] = links;
  const isShort = reply.text.length <= MAX_BODY;
  if (choices.length === 0 && link && others.length === 0 && isShort) {
    const parameters = { display_text: title(link.label), url: link.url };
    return interactive(reply, [], { type: 'cta_url', action: { name: 'cta_url', parameters } });
  }
  if (choices.length > MAX_REPLY_BUTTONS) return interactive(reply, links, listOf(choices, reply));
  if (choices.length > 0) return interactive(reply, links, buttonsOf(choices));
  if (reply.locationRequest !== undefined && links.length === 0 && isShort) {
    // This kind of message has no line for small print
    const text = withFooter(reply.text, reply);
    const action = { name: 'send_location' } as const;
    return interactive({ ...reply, text, footer: '' }, [], { type: 'location_request_message', action });
  }
  return textMessage(reply.text, links, reply);
}

function textMessage(text: string, links: UrlButton[], reply: Reply): Omit<Rendered, 'dropped'> {
  const body = fitText(withFooter(text, reply), links, CAPABILITIES.maxText);
  return { message: { type: 'text', text: { body: body.text, preview_url: false } }, cut: body.cut };
}

function interactive(
  { footer, text }: Reply,
  links: UrlButton[],
  form: DistributiveOmit<Interactive, 'body' | 'footer'>,
): Omit<Rendered, 'dropped'> {
  const body = fitText(text, links, MAX_BODY);
  const small = footer?.trim() ? { footer: { text: fitText(footer, [], CAPABILITIES.footer).text } } : {};
  return {
    message: { type: 'interactive', interactive: { ...form, body: { text: body.text }, ...small } },
    cut: body.cut,
  };
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

function withFooter(text: string, { footer }: Reply): string {
  return footer?.trim() ? `${text}\n\n${footer}` : text;
}

/**
 * The text with links below it, and how many of its characters were too many. Without markup where that fits too: a
 * sign that acts does less harm than a text that ends early.
 */
function fitText(text: string, links: UrlButton[], max: number): { text: string; cut: number } {
  const below = links.map(({ label, url }) => `\n${oneLine(label)}: ${url}`).join('');
  const room = Math.max(1, max - below.length);
  const whole = cutText(cutText(text.toWellFormed(), room) + below, max);
  const plain = withoutMarkup(whole);
  return { text: plain.length <= max ? plain : whole, cut: Math.max(0, text.length - room) };
}

function placeMessage({ address, lat, lon, name }: NonNullable<Reply['place']>): OutgoingMessage {
  const line = (text: string): string => cutText(text.toWellFormed(), MAX_PLACE_LINE);
  return {
    type: 'location',
    location: {
      latitude: String(lat),
      longitude: String(lon),
      name: line(name),
      ...(address ? { address: line(address) } : {}),
    },
  };
}

function placeText({ place, text }: Reply): string {
  return [...new Set([text, place?.name, place?.address])].filter(Boolean).join('\n');
}

/** WhatsApp refuses a message with two buttons of one id, and one with spaces around it. */
function distinctActions(buttons: ActionButton[]): ActionButton[] {
  const seen = new Set<string>();
  return buttons.filter(({ action }) => {
    const isNew = action.trim() === action && !seen.has(action);
    seen.add(action);
    return isNew;
  });
}

/** Three buttons where leaving out optional ones makes it three; else as many as a list takes. */
function fitChoices(buttons: ActionButton[]): { shown: ActionButton[]; dropped: number } {
  const shown = [...buttons];
  while (shown.length > MAX_REPLY_BUTTONS) {
    const last = shown.findLastIndex(({ optional }) => optional);
    if (last < 0) break;
    shown.splice(last, 1);
  }
  const fitting = shown.slice(0, CAPABILITIES.buttons);
  return { shown: fitting, dropped: shown.length - fitting.length };
}

function buttonsOf(choices: ActionButton[]): DistributiveOmit<Interactive, 'body' | 'footer'> {
  const titles = distinctTitles(choices, CAPABILITIES.buttonLabel);
  const buttons = choices.map(({ action }, index) => ({
    type: 'reply' as const,
    reply: { id: action, title: titles[index] ?? '' },
  }));
  return { type: 'button', action: { buttons } };
}

function listOf(
  choices: ActionButton[],
  { language }: Reply,
): DistributiveOmit<Interactive, 'body' | 'footer'> {
  const titles = distinctTitles(choices, MAX_ROW_TITLE);
  const rows = choices.map((button, index) => {
    const whole = labelOf(button);
    return {
      id: button.action,
      title: titles[index] ?? '',
      // What the title has no room for
      ...(whole.length > MAX_ROW_TITLE ? { description: cutText(whole, MAX_ROW_DESCRIPTION) } : {}),
    };
  });
  return { type: 'list', action: { button: CHOOSE[language], sections: [{ rows }] } };
}

/** Titles of one message must differ; labels that are cut to the same get a number. */
function distinctTitles(choices: ActionButton[], max: number): string[] {
  const titles: string[] = [];
  for (const choice of choices) {
    const label = labelOf(choice);
    let candidate = cutText(label, max);
    for (let number = 2; titles.includes(candidate); number += 1) {
      candidate = `${cutText(label, max - ` ${number}`.length)} ${number}`;
    }
    titles.push(candidate);
  }
  return titles;
}

function labelOf({ chosen, label }: ActionButton): string {
  const words = oneLine(label);
  return chosen ? CHOSEN + words : words;
}

function title(label: string): string {
  return cutText(oneLine(label), CAPABILITIES.buttonLabel);
}

function oneLine(label: string): string {
  return label.toWellFormed().replaceAll(/\s+/gu, ' ').trim();
}
