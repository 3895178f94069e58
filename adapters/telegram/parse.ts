import type { InboundEvent } from '../../src/messages.ts';
import { readCommand } from '../command.ts';
import { voteOf } from '../reactions.ts';
import { readRecording, readUpdate, type Message, type Update, type UpdateOf } from './update.ts';

export const PLATFORM = 'telegram';

/** Who we are on Telegram: decides what in a group is meant for us. */
export interface BotIdentity {
  id: number;
  /** Without the @; unknown until Telegram told it. */
  username?: string;
}

/** A group that became a supergroup, by its ids. */
export interface MovedGroup {
  from: number;
  to: number;
}

/** What an update says, or in a word why it says nothing to us. */
export type Parsed = { event: InboundEvent } | { moved: MovedGroup } | { ignored: string };

type Media = Extract<InboundEvent, { kind: 'media' }>['media'];
/** Fields of a message by what they carry. An animation comes with a document too: the first that is there counts. */
const MEDIA: [keyof Message, Media][] = [
  ['photo', 'image'],
  ['sticker', 'sticker'],
  ['animation', 'video'],
  ['video', 'video'],
  ['video_note', 'video'],
  ['voice', 'audio'],
  ['audio', 'audio'],
  ['contact', 'contact'],
  ['document', 'file'],
  ['poll', 'other'],
  ['dice', 'other'],
  ['story', 'other'],
];

/**
 * Parses one update.
 * @param now stands in where the platform does not tell when something happened
 */
export function parseUpdate(value: unknown, bot: BotIdentity, now = new Date()): Parsed {
  const update = readUpdate(value);
  if ('ignored' in update) return update;
  const moved = update.kind === 'message' && movedGroup(update.body);
  if (moved) return { moved };
  const event = eventOf(update, bot, now);
  return event ? { event } : { ignored: update.kind };
}

/** Telegram tells of a move twice: in the group that was, and in the one that is. */
function movedGroup(message: Message): MovedGroup | undefined {
  const { chat, migrate_from_chat_id: from, migrate_to_chat_id: to } = message;
  if (!isShared(chat)) return undefined;
  if (to !== undefined) return { from: chat.id, to };
  return from === undefined ? undefined : { from, to: chat.id };
}

function eventOf(update: Update, bot: BotIdentity, now: Date): InboundEvent | undefined {
  switch (update.kind) {
    case 'message':
      return messageEvent(update.id, update.body, bot, now);
    case 'edited_message':
      return editEvent(update.id, update.body, bot, now);
    case 'callback_query':
      return pressEvent(update.id, update.body, now);
    case 'my_chat_member':
      return memberEvent(update.id, update.body, now);
    case 'message_reaction':
      return reactionEvent(update.id, update.body, now);
    default:
      return undefined;
  }
}

/** What a message carries, by the kind of event that it is. */
type Content =
  | Pick<Extract<InboundEvent, { kind: 'text' }>, 'kind' | 'text'>
  | Pick<Extract<InboundEvent, { kind: 'command' }>, 'kind' | 'name' | 'args'>
  | Pick<Extract<InboundEvent, { kind: 'location' }>, 'kind' | 'point' | 'name'>
  | Pick<Extract<InboundEvent, { kind: 'media' }>, 'kind' | 'media' | 'caption' | 'voice'>;

function messageEvent(id: number, message: Message, bot: BotIdentity, now: Date): InboundEvent | undefined {
  const base = baseOf(id, message, now);
  const content = contentOf(message, bot);
  if (!base || !content || !isForUs(message, content.kind, bot)) return undefined;
  // Where many talk, an answer shows what it answers
  if (base.shared) base.via = String(message.message_id);
  if (content.kind === 'text') return { ...base, ...content, ...repliesTo(message, bot) };
  // The pictures of an album come as messages of their own. Under one id the inbox takes them for the one that they are
  if (content.kind === 'media' && message.media_group_id)
    return { ...base, ...content, id: `album:${message.media_group_id}` };
  return { ...base, ...content };
}

/** A changed text is told as such, and answered where it stands; a changed location is a step of a live one. Other changes are nothing to answer. */
function editEvent(id: number, message: Message, bot: BotIdentity, now: Date): InboundEvent | undefined {
  const base = baseOf(id, { ...message, date: message.edit_date ?? message.date }, now);
  if (!base) return undefined;
  if (!isForUs(message, 'edit', bot)) return undefined;
  if (message.location) return { ...base, kind: 'location', point: pointOf(message.location), live: true };
  if (message.text === undefined) return undefined;
  const text = withoutMention(message, message.text, bot);
  const via = String(message.message_id);
  return { ...base, via, kind: 'text', text, edited: true, ...repliesTo(message, bot) };
}

function pressEvent(id: number, query: UpdateOf<'callback_query'>, now: Date): InboundEvent | undefined {
  const { data, from, message } = query;
  if (!data) return undefined;
  const { chat, message_id: messageId } = message ?? {};
  return {
    id: String(id),
    platform: PLATFORM,
    // A press on a message that Telegram does not show us comes from the private chat, whose id is the person's
    conversation: chat ? conversationOf({ ...message, chat }) : String(from.id),
    user: userOf(from),
    at: now,
    sequence: id,
    ...(chat && isShared(chat) ? { shared: true } : {}),
    kind: 'press',
    action: data,
    pressId: query.id,
    // Date 0 stands for a message that cannot be reached any more
    ...(messageId === undefined || message?.date === 0 ? {} : { messageId: String(messageId) }),
  };
}

/** In private chats only blocking and unblocking is told; who adds us to a group or takes us out of it says nothing. */
function memberEvent(id: number, member: UpdateOf<'my_chat_member'>, now: Date): InboundEvent | undefined {
  const { status } = member.new_chat_member;
  if (isShared(member.chat) || (status !== 'kicked' && status !== 'member')) return undefined;
  const base = baseOf(id, member, now);
  return base && { ...base, kind: 'member', change: status === 'kicked' ? 'blocked' : 'unblocked' };
}

function reactionEvent(
  id: number,
  reaction: UpdateOf<'message_reaction'>,
  now: Date,
): InboundEvent | undefined {
  const base = baseOf(id, { ...reaction, from: reaction.user }, now);
  if (!base) return undefined;
  const votes = reaction.new_reaction.map(({ emoji = '' }) => voteOf(emoji));
  return {
    ...base,
    kind: 'reaction',
    messageId: String(reaction.message_id),
    vote: votes.findLast((vote) => vote !== null) ?? null,
  };
}

type Base = Pick<
  InboundEvent,
  'id' | 'platform' | 'conversation' | 'user' | 'at' | 'sequence' | 'shared' | 'via'
>;

/** What all events have; nothing where no person is behind it. */
function baseOf(
  id: number,
  body: Pick<Message, 'chat' | 'date' | 'from' | 'message_thread_id' | 'is_topic_message'>,
  now: Date,
): Base | undefined {
  if (!body.from || body.from.is_bot) return undefined;
  return {
    id: String(id),
    platform: PLATFORM,
    conversation: conversationOf(body),
    user: userOf(body.from),
    at: body.date ? new Date(body.date * 1_000) : now,
    sequence: id,
    ...(isShared(body.chat) ? { shared: true } : {}),
  };
}

/** The chat's id; with that of the topic where a group has topics, so that the answer stays in it. */
function conversationOf(message: Pick<Message, 'chat' | 'message_thread_id' | 'is_topic_message'>): string {
  const { chat, is_topic_message: inTopic, message_thread_id: topic } = message;
  return inTopic && topic !== undefined ? `${chat.id}:${topic}` : String(chat.id);
}

function userOf(from: { id: number; language_code?: string | undefined }): InboundEvent['user'] {
  return { id: String(from.id), ...(from.language_code ? { languageTag: from.language_code } : {}) };
}

function isShared(chat: { type: string }): boolean {
  return chat.type !== 'private';
}

function contentOf(message: Message, bot: BotIdentity): Content | undefined {
  const { caption, location, text, venue } = message;
  if (text !== undefined)
    return commandOf(text, bot) ?? { kind: 'text', text: withoutMention(message, text, bot) };
  // A venue comes with a bare location too
  if (venue) return { kind: 'location', point: pointOf(venue.location), name: venue.title };
  if (location) return { kind: 'location', point: pointOf(location) };
  const media = MEDIA.find(([field]) => message[field] !== undefined)?.[1];
  if (!media) return undefined;
  const voice = media === 'audio' ? readRecording(message.voice ?? message.audio) : undefined;
  return {
    kind: 'media',
    media,
    ...(caption ? { caption: withoutMention(message, caption, bot) } : {}),
    ...(voice === undefined ? {} : { voice }),
  };
}

function pointOf({ latitude, longitude }: { latitude: number; longitude: number }): {
  lat: number;
  lon: number;
} {
  return { lat: latitude, lon: longitude };
}

/** A command, unless it is one for another bot. */
function commandOf(text: string, bot: BotIdentity): Extract<Content, { kind: 'command' }> | undefined {
  const command = readCommand(text);
  if (!command) return undefined;
  const { addressee, args, name } = command;
  const isOurs = addressee === undefined || addressee.toLowerCase() === bot.username?.toLowerCase();
  return isOurs ? { kind: 'command', name, args } : undefined;
}

/** In a group only commands, answers to us and what names us are for us. */
function isForUs(message: Message, kind: InboundEvent['kind'] | 'edit', bot: BotIdentity): boolean {
  if (!isShared(message.chat) || kind === 'command') return true;
  return (
    message.reply_to_message?.from?.id === bot.id || mentions(message.text ?? message.caption ?? '', bot)
  );
}

function mentions(text: string, { username }: BotIdentity): boolean {
  return username !== undefined && mentionOf(username).test(text);
}

/** A text without the name by which a group calls us; in private it stays as it was written. */
function withoutMention(message: Message, text: string, { username }: BotIdentity): string {
  if (username === undefined || !isShared(message.chat)) return text;
  return text.replaceAll(mentionOf(username), ' ').trim();
}

function mentionOf(username: string): RegExp {
  return new RegExp(`(?<!\\w)@${username.replaceAll(/\W/g, '')}(?!\\w)`, 'giu');
}

function repliesTo(message: Message, bot: BotIdentity): { repliesTo?: string } {
  const original = message.reply_to_message;
  return original?.from?.id === bot.id ? { repliesTo: String(original.message_id) } : {};
}
