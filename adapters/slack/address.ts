import { z } from 'zod';

/** Ids of teams, channels and people. */
export const id = z.string().regex(/^\w{1,64}$/);
/** A message's time, which is its id within a channel too: seconds since 1970 with six decimals. */
export const timestamp = z.string().regex(/^\d{1,13}\.\d{1,6}$/);

/** A person on Slack: ids of people are unique within a team. Also the conversation with that person alone. */
export function personOf(team: string, user: string): string {
  return `${team}:${user}`;
}

/** A thread, by the message that it hangs on. */
export function threadOf(team: string, channel: string, thread: string): string {
  return `${team}:${channel}:${thread}`;
}

/** Ids of direct conversations begin with a D; all others are read by others too. */
export function isDirect(channel: string): boolean {
  return channel.startsWith('D');
}

/** Where a conversation is on Slack. */
export interface Address {
  /** A channel, or a person: what is posted to a person arrives in their conversation with us. */
  channel: string;
  thread?: string;
}

/** The address that `personOf` or `threadOf` made; undefined for what neither did. */
export function addressOf(conversation: string): Address | undefined {
  const [team, channel, thread, ...rest] = conversation.split(':');
  if (!id.safeParse(team).success || !id.safeParse(channel).success || rest.length > 0) return undefined;
  if (thread === undefined) return { channel: channel ?? '' };
  return timestamp.safeParse(thread).success ? { channel: channel ?? '', thread } : undefined;
}

/** The person's id as Slack has it, without the team. */
export function userIn(person: string): string {
  return person.slice(person.indexOf(':') + 1);
}

/** Our name for a message: Slack's ids of messages are unique within a channel only. */
export function messageIdOf(channel: string, ts: string): string {
  return `${channel}:${ts}`;
}

/** The channel and time that `messageIdOf` joined; undefined for another id. */
export function messageAt(messageId: string): { channel: string; ts: string } | undefined {
  const [channel, ts, ...rest] = messageId.split(':');
  const isOurs = id.safeParse(channel).success && timestamp.safeParse(ts).success && rest.length === 0;
  return isOurs ? { channel: channel ?? '', ts: ts ?? '' } : undefined;
}

const via = z.object({
  /** The channel that the event happened in. */
  channel: id.optional(),
  /** Answers an interaction, seen by its person alone: five times, for half an hour. */
  respond: z.url().optional(),
  /** What was pressed is on a message that its person alone sees; only `respond` can change it. */
  ephemeral: z.literal(true).optional(),
  /** The blocks above the buttons of the pressed message: Slack changes a message as a whole. */
  blocks: z.array(z.record(z.string(), z.unknown())).optional(),
  /** The pressed message's plain form, for notifications. */
  text: z.string().optional(),
});
/** What Slack needs to answer an event, besides its conversation. */
export type Via = z.output<typeof via>;

/** Puts it into the one string that an event carries; nothing where there is nothing. */
export function packVia(parts: Via): { via?: string } {
  const packed = JSON.stringify(parts);
  return packed === '{}' ? {} : { via: packed };
}

/** Reads it back; empty for none and for what is none of ours. */
export function unpackVia(packed: string | undefined): Via {
  try {
    return via.safeParse(JSON.parse(packed ?? '{}')).data ?? {};
  } catch {
    return {};
  }
}
