import type { Button, Reply } from '../../messages.ts';
import type { ChatEntry, ChatPost } from '../chat-protocol.ts';

/** A message as the page shows it. */
export interface ShownMessage {
  id: string;
  from: 'me' | 'guide';
  /** Absent where the person shared their location. */
  text?: string;
  /** When it was said; absent while it waits to be sent. */
  at?: Date;
  failed?: boolean;
  language?: string;
  buttons: Button[][];
  place?: NonNullable<Reply['place']>;
  picture?: { id: string };
  locationRequest?: string;
}

/** What the lines of the log add up to: messages by their running number. */
export type Conversation = ReadonlyMap<number, ShownMessage>;

/** The conversation after one more line; a line that came before changes nothing. */
export function addLine(conversation: Conversation, entry: ChatEntry): Conversation {
  switch (entry.kind) {
    case 'own':
      return withMessage(conversation, entry, {
        id: entry.id,
        from: 'me',
        ...(entry.text === undefined ? {} : { text: entry.text }),
        buttons: [],
      });
    case 'message':
      return withMessage(conversation, entry, shownReply(String(entry.number), entry.reply));
    case 'edit':
      return change(conversation, entry.message, () => shownReply(entry.message, entry.reply));
    case 'buttons':
      return change(conversation, entry.message, (message) => ({ ...message, buttons: entry.buttons }));
    default:
      return conversation;
  }
}

/** All messages in order: those of the log, then those that the log does not hold yet. */
export function shownMessages(
  conversation: Conversation,
  unsent: readonly ChatPost[],
  failed: readonly ChatPost[],
): ShownMessage[] {
  const logged = [...conversation].toSorted(([one], [other]) => one - other).map(([, message]) => message);
  const known = new Set(logged.map((message) => message.id));
  const failedIds = new Set(failed.map((post) => post.id));
  const waiting = [...failed, ...unsent]
    .filter((post) => post.kind !== 'press' && !known.has(post.id))
    .map((post) => shownPost(post, failedIds.has(post.id)));
  return [...logged, ...waiting];
}

/** Whether the guide said anything after the person's message. */
export function isAnswered(conversation: Conversation, id: string): boolean {
  const own = [...conversation].find(([, message]) => message.id === id)?.[0];
  if (own === undefined) return false;
  return [...conversation].some(([number, message]) => number > own && message.from === 'guide');
}

function shownPost(post: ChatPost, failed: boolean): ShownMessage {
  return {
    id: post.id,
    from: 'me',
    ...(post.kind === 'text' ? { text: post.text } : {}),
    failed,
    buttons: [],
  };
}

function shownReply(id: string, reply: Reply): ShownMessage {
  return {
    id,
    from: 'guide',
    text: reply.text,
    language: reply.language,
    buttons: reply.buttons,
    ...(reply.place ? { place: reply.place } : {}),
    ...(reply.picture ? { picture: { id: reply.picture.id } } : {}),
    ...(reply.locationRequest ? { locationRequest: reply.locationRequest } : {}),
  };
}

function withMessage(conversation: Conversation, entry: ChatEntry, message: ShownMessage): Conversation {
  if (conversation.has(entry.number)) return conversation;
  return new Map(conversation).set(entry.number, { ...message, at: new Date(entry.at) });
}

function change(
  conversation: Conversation,
  id: string,
  edit: (message: ShownMessage) => ShownMessage,
): Conversation {
  const number = Number(id);
  const message = conversation.get(number);
  if (!message) return conversation;
  const edited = edit(message);
  return new Map(conversation).set(number, message.at ? { ...edited, at: message.at } : edited);
}
