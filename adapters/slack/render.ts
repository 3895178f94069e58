import type { types } from '@slack/bolt';
import type { Button, Language, Reply } from '../../src/messages.ts';
import type { Capabilities } from '../adapter.ts';
import { cutText, fitButtons } from '../fit.ts';
import { escapeText, unescapeText } from './text.ts';

/**
 * A text object holds 3,000 characters, a button's 75, and an `actions` block 25 elements.
 * @see https://docs.slack.dev/reference/block-kit/composition-objects/text-object
 * @see https://docs.slack.dev/reference/block-kit/blocks/actions-block
 */
export const CAPABILITIES: Capabilities = {
  buttons: 25,
  buttonLabel: 75,
  editing: true,
  notices: true,
  noticesStay: true,
  typing: true,
  location: false,
  mapPoint: false,
  files: false,
  maxText: 3_000,
  footer: 0,
  markup: 'mrkdwn',
  reasonForm: true,
  // One a second into each channel; to all together Slack names no number, and what it asks for by a 429 is kept
  messagesPerSecond: 10,
};
const CHOSEN = '✓ ';
/** Longest description of a picture, in characters. */
const MAX_ALT = 2_000;
/** Places shown as a list; a single one stands in the text. */
const LISTED_PLACES = { min: 2, max: 10 };

/** A message as `chat.postMessage`, `chat.update` and a `response_url` take it. */
export interface Rendered {
  /** What notifications show, as mrkdwn; the message itself is the blocks. */
  text: string;
  blocks: types.KnownBlock[];
}

/** A reply as one message, and how many buttons could not be shown. */
export function renderReply(reply: Reply): { message: Rendered; dropped: number } {
  const text = renderText(reply.text);
  const { blocks: buttons, dropped } = renderButtons(reply.buttons, reply.language);
  const blocks = [...pictureBlocks(reply), textBlock(text), ...placeBlocks(reply), ...buttons];
  return { message: { text: escapeText(text), blocks }, dropped };
}

/** A text alone. */
export function renderNotice(text: string): Rendered {
  const cut = renderText(text);
  return { text: escapeText(cut), blocks: [textBlock(cut)] };
}

/** Slack takes what begins with a slash for a command of its own: ours stand behind one. */
const COMMANDS = /(?<![\w/])\/(start|help|privacy|offers|language|forget|mydata|stop)\b(?!\/)/gu;

function renderText(text: string): string {
  return cutText(text.toWellFormed().replaceAll(COMMANDS, '/guide $1'), CAPABILITIES.maxText);
}

/** As plain text nothing in it is markup: no emphasis, no link, nobody is called. */
function textBlock(text: string): types.SectionBlock {
  return { type: 'section', text: { type: 'plain_text', text, emoji: false } };
}

/** Slack fetches a picture from where the world finds it. */
function pictureBlocks({ picture, text }: Reply): types.KnownBlock[] {
  if (!picture?.url) return [];
  return [{ type: 'image', image_url: picture.url, alt_text: cutText(text.toWellFormed(), MAX_ALT) }];
}

function placeBlocks({ place, places = [] }: Reply): types.KnownBlock[] {
  if (place) {
    const address = place.address ? [{ type: 'text' as const, text: ` · ${renderText(place.address)}` }] : [];
    const line = { type: 'rich_text_section' as const, elements: [mapLink(place), ...address] };
    return [{ type: 'rich_text', elements: [line] }];
  }
  if (places.length < LISTED_PLACES.min) return [];
  const items = places.slice(0, LISTED_PLACES.max).map((each) => ({
    type: 'rich_text_section' as const,
    elements: [mapLink(each)],
  }));
  return [{ type: 'rich_text', elements: [{ type: 'rich_text_list', style: 'bullet', elements: items }] }];
}

function mapLink({ lat, lon, name }: { lat: number; lon: number; name: string }): types.RichTextLink {
  const url = `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=17/${lat}/${lon}`;
  return { type: 'link', url, text: `📍 ${renderText(name)}` };
}

/** The blocks of buttons below a text: the two thumbs in Slack's own way, the others row by row. */
export function renderButtons(
  rows: Reply['buttons'],
  language: Language,
): { blocks: types.KnownBlock[]; dropped: number } {
  const marked = rows.map((row) =>
    row.map((button) =>
      'chosen' in button && button.chosen ? { ...button, label: CHOSEN + button.label } : button,
    ),
  );
  const fitted = fitButtons(marked, CAPABILITIES);
  const blocks = fitted.rows.flatMap((row, index) => rowBlocks(row, index, language));
  return { blocks, dropped: fitted.dropped };
}

function rowBlocks(row: Button[], index: number, language: Language): types.KnownBlock[] {
  const [up, down, ...others] = row;
  if (!isThumb(up, 'up') || !isThumb(down, 'down')) return [actionsBlock(row, index)];
  const votes = votesBlock(up, down, language, index);
  return others.length > 0 ? [votes, actionsBlock(others, index)] : [votes];
}

type ActionButton = Extract<Button, { action: string }>;

function isThumb(button: Button | undefined, thumb: 'up' | 'down'): button is ActionButton {
  return button !== undefined && 'action' in button && button.action.startsWith(`${thumb}:`);
}

function votesBlock(
  up: ActionButton,
  down: ActionButton,
  language: Language,
  row: number,
): types.ContextActionsBlock {
  const standing = up.chosen ? 'up' : down.chosen ? 'down' : 'none';
  return {
    type: 'context_actions',
    // Another one after each change, as Slack asks for
    block_id: `votes:${language}:${standing}:${row}`,
    elements: [
      {
        type: 'feedback_buttons',
        action_id: 'vote',
        positive_button: { text: label(up.label), value: up.action },
        negative_button: { text: label(down.label), value: down.action },
      },
    ],
  };
}

/** What the id of a block of thumbs says about them. */
export function readVotesBlock(
  blockId: string | undefined,
): { language: string; standing: string } | undefined {
  const [, language, standing] = /^votes:([a-z]{2}):(up|down|none):\d+$/.exec(blockId ?? '') ?? [];
  return language && standing ? { language, standing } : undefined;
}

function actionsBlock(row: Button[], index: number): types.ActionsBlock {
  return {
    type: 'actions',
    elements: row.map((button, column) => ({
      type: 'button',
      action_id: `button:${index}:${column}`,
      text: label(button.label),
      ...('url' in button ? { url: button.url } : { value: button.action }),
    })),
  };
}

export function label(text: string): types.PlainTextElement {
  return { type: 'plain_text', text, emoji: true };
}

/** Blocks that Slack showed to us, to be sent again: it turns the three characters of its markup into entities. */
export function restoreBlocks(blocks: Record<string, unknown>[]): types.KnownBlock[] {
  return JSON.parse(
    JSON.stringify(blocks, (_key, value: unknown) =>
      isPlainText(value) ? { ...value, text: unescapeText(value.text) } : value,
    ),
  ) as types.KnownBlock[];
}

function isPlainText(value: unknown): value is { type: 'plain_text'; text: string } {
  const { text, type } = (value ?? {}) as { type?: unknown; text?: unknown };
  return type === 'plain_text' && typeof text === 'string';
}
