import type { DeliveryState, InboundEvent } from '../../src/messages.ts';
import { readCommand } from '../command.ts';
import { voteOf } from '../reactions.ts';
import {
  changesOf,
  message as messageSchema,
  nameOf,
  preference as preferenceSchema,
  status as statusSchema,
  userIdUpdate as userIdUpdateSchema,
  type Change,
  type Content,
  type Message,
  type Preference,
  type Status,
  type UserIdUpdate,
} from './delivery.ts';
import { problemOf } from './errors.ts';
import { isPersonId, personOf, userOf } from './people.ts';

export const PLATFORM = 'whatsapp';

/** What a delivery says. */
export interface Parsed {
  events: InboundEvent[];
  /** In a word each, what says nothing to us. */
  ignored: string[];
  /** Codes of the errors for which messages of ours were not delivered. */
  failures: number[];
}

type Media = Extract<InboundEvent, { kind: 'media' }>['media'];
/** What messages carry that the guide cannot read, by `type`. Kinds that are not here say nothing to us. */
const MEDIA: Partial<Record<string, Media>> = {
  image: 'image',
  video: 'video',
  audio: 'audio',
  document: 'file',
  sticker: 'sticker',
  contacts: 'contact',
  interactive: 'other',
  order: 'other',
  unsupported: 'other',
};
/** `played` is what becomes of a voice message after it is read. */
const STATES: Partial<Record<string, DeliveryState>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  played: 'read',
  failed: 'failed',
};

/**
 * Parses every entry, change, message and status of a delivery. What is malformed harms nothing beside it.
 * @param phoneNumberId whose messages are ours: an app may serve several numbers
 * @param now stands in where WhatsApp does not tell when something happened
 */
export function parseDelivery(body: unknown, phoneNumberId: string, now = new Date()): Parsed {
  const parsed: Parsed = { events: [], ignored: [], failures: [] };
  for (const change of changesOf(body)) {
    if ('ignored' in change) parsed.ignored.push(change.ignored);
    else if (change.value.metadata.phone_number_id !== phoneNumberId) parsed.ignored.push('another number');
    else readChange(change, parsed, now);
  }
  return parsed;
}

function readChange({ field, value }: Change, parsed: Parsed, now: Date): void {
  const take = (event: InboundEvent | undefined, kind: string): void => {
    if (event) parsed.events.push(event);
    else parsed.ignored.push(nameOf(kind));
  };
  switch (field) {
    case 'messages':
      for (const each of value.messages ?? []) {
        const { data } = messageSchema.safeParse(each);
        take(data && messageEvent(data, value, now), data?.type ?? 'malformed');
      }
      for (const each of value.statuses ?? []) {
        const { data } = statusSchema.safeParse(each);
        take(data && statusEvent(data, value, now), data?.status ?? 'malformed');
        if (data?.status === 'failed') parsed.failures.push(...codesOf(data));
      }
      break;
    case 'user_preferences':
      for (const each of value.user_preferences ?? []) {
        const { data } = preferenceSchema.safeParse(each);
        take(data && preferenceEvent(data, value, now), field);
      }
      break;
    case 'user_id_update':
      for (const each of [value.user_id_update].flat()) {
        const { data } = userIdUpdateSchema.safeParse(each);
        take(data && updateEvent(data, now), field);
      }
      break;
    default:
      parsed.ignored.push(nameOf(field));
  }
}

type Base = Pick<InboundEvent, 'id' | 'platform' | 'conversation' | 'user' | 'at' | 'via'>;

function baseOf(id: string, user: InboundEvent['user'], seconds: number | undefined, now: Date): Base {
  const at = seconds === undefined ? now : new Date(seconds * 1_000);
  return { id, platform: PLATFORM, conversation: user.id, user, at };
}

function messageEvent(message: Message, value: Change['value'], now: Date): InboundEvent | undefined {
  const { from, from_user_id: userId, id, system, timestamp } = message;
  if (system) return systemEvent(message, system, now);
  const user = personOf(from, userId, value.contacts ?? []);
  // Groups are not served: whoever writes in one does not write to us
  if (!user || message.group_id !== undefined) return undefined;
  const base = { ...baseOf(id, user, timestamp, now), via: id };
  const context = message.context?.id;
  switch (message.type) {
    case 'text': {
      if (!message.text) return undefined;
      const text = message.text.body;
      const command = readCommand(text);
      if (command) return { ...base, kind: 'command', name: command.name, args: command.args };
      return { ...base, kind: 'text', text, ...repliesTo(message, value) };
    }
    case 'location': {
      const { location } = message;
      if (!location) return undefined;
      const point = { lat: location.latitude, lon: location.longitude };
      return { ...base, kind: 'location', point, ...(location.name ? { name: location.name } : {}) };
    }
    case 'button':
    case 'interactive': {
      const { button, interactive } = message;
      const action = button?.payload ?? interactive?.button_reply?.id ?? interactive?.list_reply?.id;
      if (action) return { ...base, kind: 'press', action, ...(context ? { messageId: context } : {}) };
      return button?.text ? { ...base, kind: 'text', text: button.text } : mediaEvent(base, message);
    }
    case 'reaction': {
      const { reaction } = message;
      // An emoji that was taken away comes as an empty one, or as none
      return (
        reaction && {
          ...base,
          kind: 'reaction',
          messageId: reaction.message_id,
          vote: voteOf(reaction.emoji ?? ''),
        }
      );
    }
    case 'edit': {
      const text = message.edit && textOf(message.edit.message);
      return text === undefined ? undefined : { ...base, kind: 'text', text, edited: true };
    }
    default:
      return mediaEvent(base, message);
  }
}

function mediaEvent(base: Base, message: Message): InboundEvent | undefined {
  const media = MEDIA[message.type];
  if (!media) return undefined;
  const caption = textOf(message);
  const voice = message.audio?.id;
  return {
    ...base,
    kind: 'media',
    media,
    ...(caption ? { caption } : {}),
    ...(voice && media === 'audio' ? { voice } : {}),
  };
}

/** The words of a message: its text, or what is written under its picture. */
function textOf({ document, image, text, video }: Content): string | undefined {
  return text?.body ?? image?.caption ?? video?.caption ?? document?.caption;
}

function repliesTo({ context }: Message, { metadata }: Change['value']): { repliesTo?: string } {
  const isOurs =
    context?.from === metadata.display_phone_number || context?.from === metadata.phone_number_id;
  return context?.id && context.from && isOurs ? { repliesTo: context.id } : {};
}

/** A person's number or business-scoped id became another one. */
function systemEvent(
  message: Message,
  system: NonNullable<Message['system']>,
  now: Date,
): InboundEvent | undefined {
  if (system.type !== 'user_changed_number' && system.type !== 'user_changed_user_id') return undefined;
  if (!system.wa_id && !system.user_id) return undefined;
  const before = /\bchanged from (\S+) to \S+$/.exec(system.body ?? '')?.[1];
  const user = userOf(
    system.wa_id,
    system.user_id,
    message.from,
    message.from_user_id,
    system.previous_user_id,
    before !== undefined && isPersonId(before) ? before : undefined,
  );
  return user && { ...baseOf(message.id, user, message.timestamp, now), kind: 'member', change: 'moved' };
}

function updateEvent(update: UserIdUpdate, now: Date): InboundEvent | undefined {
  const { current, previous } = update.user_id;
  const user = userOf(update.wa_id, current, previous);
  const id = `user_id:${previous}:${current}`;
  return user && { ...baseOf(id, user, update.timestamp, now), kind: 'member', change: 'moved' };
}

/** Wanting promos again is no consent of ours: `/offers` asks for that. */
function preferenceEvent(
  { category, timestamp, user_id, value: wish, wa_id }: Preference,
  value: Change['value'],
  now: Date,
): InboundEvent | undefined {
  const user = personOf(wa_id, user_id, value.contacts ?? []);
  if (!user || category !== 'marketing_messages' || wish.toLowerCase() !== 'stop') return undefined;
  const base = baseOf(`stop:${user.id}:${timestamp ?? now.getTime()}`, user, timestamp, now);
  return { ...base, kind: 'member', change: 'stopped' };
}

function statusEvent(status: Status, value: Change['value'], now: Date): InboundEvent | undefined {
  const state = STATES[status.status];
  const user = personOf(status.recipient_id, status.recipient_user_id, value.contacts ?? []);
  if (!state || !user || status.recipient_type === 'group') return undefined;
  const base = baseOf(`${status.id}:${status.status}`, user, status.timestamp, now);
  const problems = codesOf(status).map(problemOf);
  const problem = (['stopped', 'unreachable'] as const).find((each) => problems.includes(each));
  return {
    ...base,
    kind: 'status',
    messageId: status.id,
    state,
    ...(state === 'failed' ? { problem: problem ?? 'rejected' } : {}),
    ...(status.biz_opaque_callback_data ? { key: status.biz_opaque_callback_data } : {}),
  };
}

function codesOf({ errors }: Status): number[] {
  return (errors ?? []).map(({ code }) => code);
}
