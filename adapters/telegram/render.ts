import type { InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup } from 'telegraf/types';
import type { Reply } from '../../src/messages.ts';
import type { Capabilities } from '../adapter.ts';
import { cutText, fitButtons } from '../fit.ts';

/** @see https://core.telegram.org/bots/api#sendmessage; a keyboard has at most 100 buttons, 8 in a row */
export const CAPABILITIES: Capabilities = {
  buttons: 100,
  buttonLabel: 64,
  editing: true,
  notices: true,
  typing: true,
  location: true,
  mapPoint: true,
  files: true,
  maxText: 4_096,
  footer: 0,
  markup: 'none',
  // Of bulk messages (core.telegram.org/bots/faq)
  messagesPerSecond: 30,
};
/** Paid broadcasts. */
export const PAID_PER_SECOND = 1_000;
const ROW_BUTTONS = 8;
/** Longest notice that confirms a press, in characters. */
const MAX_NOTICE = 200;
/** @see https://core.telegram.org/bots/api#senddocument */
const MAX_CAPTION = 1_024;
const CHOSEN = '✓ ';

/** The text as Telegram takes it: plain, so that nothing in it can fail to parse. */
export function renderText(text: string): string {
  return cutText(text.toWellFormed(), CAPABILITIES.maxText);
}

/** The text under a file or a picture. */
export function renderCaption(text: string): string {
  return cutText(text.toWellFormed(), MAX_CAPTION);
}

export function renderNotice(text: string): string {
  return cutText(text.toWellFormed(), MAX_NOTICE);
}

/** Buttons below a message, and how many could not be shown. No keyboard where no button is left. */
export function renderButtons(buttons: Reply['buttons']): {
  keyboard?: InlineKeyboardMarkup;
  dropped: number;
} {
  const marked = buttons.map((row) =>
    row.map((button) =>
      'chosen' in button && button.chosen ? { ...button, label: CHOSEN + button.label } : button,
    ),
  );
  const { rows, dropped } = fitButtons(marked, CAPABILITIES);
  if (rows.length === 0) return { dropped };
  return { keyboard: { inline_keyboard: rows.flatMap(splitRow) }, dropped };
}

function splitRow(row: Reply['buttons'][number]): InlineKeyboardButton[][] {
  const buttons = row.map((button): InlineKeyboardButton =>
    'url' in button
      ? { text: button.label, url: button.url }
      : { text: button.label, callback_data: button.action },
  );
  const count = Math.ceil(buttons.length / ROW_BUTTONS);
  return Array.from({ length: count }, (_, index) =>
    buttons.slice(index * ROW_BUTTONS, (index + 1) * ROW_BUTTONS),
  );
}

/**
 * A key below the input line that shares the location. It stays there for the answers to come, which have buttons of
 * their own: Telegram shows a message with one of the two kinds only.
 */
export function renderLocationKey(label: string): ReplyKeyboardMarkup {
  const text = cutText(label, CAPABILITIES.buttonLabel);
  return { keyboard: [[{ text, request_location: true }]], resize_keyboard: true };
}
