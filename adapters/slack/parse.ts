import type { InboundEvent } from '../../src/messages.ts';
import { readCommand } from '../command.ts';
import { isDirect, messageIdOf, packVia, personOf, threadOf, type Via } from './address.ts';
import {
  actionsPayload,
  commandPayload,
  messagePayload,
  reactionPayload,
  type ActionsPayload,
  type ChangedMessage,
  type CommandPayload,
  type Message,
  type Reaction,
} from './payloads.ts';
import { firstNamed, names, readText } from './text.ts';
import { voteOf } from './votes.ts';

export const PLATFORM = 'slack';

/** Slack's own voice, which comes without the mark of a bot. */
const SLACKBOT = 'USLACKBOT';
/** Messages of people, by their subtype; all others tell that something happened. */
const SPOKEN = new Set([undefined, 'file_share', 'thread_broadcast', 'me_message']);
/** Characters of a pressed message that go along with the press; ours are far below. */
const MAX_KEPT = 20_000;

/** Who we are on Slack. */
export interface BotIdentity {
  /** The bot's id as a person; unknown until Slack told it. */
  userId?: string;
}

/** The thread that a message of ours hangs on; undefined where it stands alone. */
export type ThreadOf = (channel: string, ts: string) => Promise<string | undefined>;

/** What people said in a channel, a direct conversation or a thread; nothing where it is not for us. */
export function parseMessage(payload: unknown, bot: BotIdentity, now = new Date()): InboundEvent | undefined {
  const read = messagePayload.safeParse(payload);
  if (!read.success) return undefined;
  const { authorizations = [], event, team_id: team } = read.data;
  const ours = new Set(
    [bot.userId, ...authorizations.filter((each) => each.is_bot).map((each) => each.user_id)].filter(
      (each) => each !== undefined,
    ),
  );
  // Slack sends a mention to whom it names, even while we do not know our own name yet
  const named = 'message' in event || event.type !== 'app_mention' ? undefined : firstNamed(event.text ?? '');
  if (ours.size === 0 && named !== undefined) ours.add(named);
  return 'message' in event
    ? changedEvent(team, event, ours, now)
    : messageEvent(team, event, ours, now, event.edited?.ts);
}

/** A change is a new question only where its words are other than before: Slack tells of unfolded links as well. */
function changedEvent(
  team: string,
  { channel, channel_type, message, previous_message: before }: ChangedMessage,
  ours: ReadonlySet<string>,
  now: Date,
): InboundEvent | undefined {
  if (!message.edited || before?.text === message.text) return undefined;
  return messageEvent(team, { ...message, channel, channel_type }, ours, now, message.edited.ts);
}

function messageEvent(
  team: string,
  message: Message,
  ours: ReadonlySet<string>,
  now: Date,
  editedAt: string | undefined,
): InboundEvent | undefined {
  const { channel, thread_ts: thread, ts, user } = message;
  if (
    !user ||
    user === SLACKBOT ||
    ours.has(user) ||
    message.bot_id ||
    message.hidden ||
    !SPOKEN.has(message.subtype)
  ) {
    return undefined;
  }
  const raw = message.text ?? '';
  const alone = message.channel_type === 'im' || isDirect(channel);
  if (!alone && !names(raw, ours)) return undefined;
  const place = alone
    ? {
        conversation: thread ? threadOf(team, channel, thread) : personOf(team, user),
        ...packVia({ channel }),
      }
    : { conversation: threadOf(team, channel, thread ?? ts), shared: true };
  const base = {
    // The same words come as `message` and as `app_mention`, each under an event id of its own
    id: [team, channel, ts, ...(editedAt ? [editedAt] : [])].join(':'),
    platform: PLATFORM,
    user: { id: personOf(team, user) },
    at: timeOf(editedAt ?? ts, now),
    ...place,
  };
  const text = readText(raw, ours);
  const media = mediaOf(message);
  if (media) return editedAt ? undefined : { ...base, ...media, ...(text ? { caption: text } : {}) };
  return { ...base, kind: 'text', text, ...(editedAt ? { edited: true } : {}) };
}

function mediaOf({
  files,
}: Message): Pick<Extract<InboundEvent, { kind: 'media' }>, 'kind' | 'media' | 'voice'> | undefined {
  const file = files?.[0];
  if (!file) return undefined;
  const [kind] = (file.mimetype ?? '').split('/');
  if (kind === 'audio' || file.subtype === 'slack_audio') {
    return { kind: 'media', media: 'audio', ...(file.url_private ? { voice: file.url_private } : {}) };
  }
  return { kind: 'media', media: kind === 'image' || kind === 'video' ? kind : 'file' };
}

/**
 * A reaction to a message of ours as a vote.
 * @param threadOfMessage Slack tells a reaction without its thread
 */
export async function parseReaction(
  payload: unknown,
  bot: BotIdentity,
  threadOfMessage: ThreadOf,
  now = new Date(),
): Promise<InboundEvent | undefined> {
  const read = reactionPayload.safeParse(payload);
  if (!read.success) return undefined;
  const { event, event_id, team_id: team } = read.data;
  const { item, user } = event;
  const vote = voteOf(event.reaction);
  if (!vote || !isForUs(event, bot, read.data.authorizations ?? [])) return undefined;
  const thread = await threadOfMessage(item.channel, item.ts);
  const alone = isDirect(item.channel);
  return {
    id: event_id ?? ['reaction', event.type, team, item.channel, item.ts, user, event.event_ts].join(':'),
    platform: PLATFORM,
    conversation: alone && !thread ? personOf(team, user) : threadOf(team, item.channel, thread ?? item.ts),
    user: { id: personOf(team, user) },
    at: timeOf(event.event_ts, now),
    ...(alone ? packVia({ channel: item.channel }) : { shared: true }),
    kind: 'reaction',
    messageId: messageIdOf(item.channel, item.ts),
    vote: event.type === 'reaction_added' ? vote : null,
  };
}

function isForUs(
  { item_user: author, user }: Reaction,
  bot: BotIdentity,
  authorizations: { user_id?: string | undefined }[],
): boolean {
  const ours = new Set([bot.userId, ...authorizations.map((each) => each.user_id)]);
  return !ours.has(user) && (author === undefined || ours.has(author));
}

/** A pressed button, with all that it takes to change its message: Slack shows it to us here and never again. */
export function parsePress(payload: unknown, now = new Date()): PressRead | undefined {
  const read = actionsPayload.safeParse(payload);
  if (!read.success) return undefined;
  const { actions, container, user } = read.data;
  const action = actions.find((each) => each.value !== undefined);
  const team = read.data.team?.id ?? user.team_id;
  const channel = read.data.channel?.id ?? container.channel_id;
  const ts = container.message_ts;
  if (!action?.value || !team || !channel || !ts) return undefined;
  const thread = read.data.message?.thread_ts ?? container.thread_ts;
  const actionTs = action.action_ts ?? String(now.getTime() / 1_000);
  // What its person alone sees belongs to the conversation with that person, wherever it is shown
  const alone = isDirect(channel) || container.is_ephemeral === true;
  const inThread = !container.is_ephemeral && (thread ?? (alone ? undefined : ts));
  return {
    ...(read.data.trigger_id ? { triggerId: read.data.trigger_id } : {}),
    ...(action.block_id ? { blockId: action.block_id } : {}),
    event: {
      id: ['press', team, user.id, actionTs, action.action_id].join(':'),
      platform: PLATFORM,
      conversation: inThread ? threadOf(team, channel, inThread) : personOf(team, user.id),
      user: { id: personOf(team, user.id) },
      at: timeOf(actionTs, now),
      ...(alone ? {} : { shared: true }),
      ...packVia(viaOfPress(read.data, channel)),
      kind: 'press',
      action: action.value,
      messageId: messageIdOf(channel, ts),
      pressId: actionTs,
    },
  };
}

/** A press, and what a form needs to be opened over it. */
export interface PressRead {
  event: Extract<InboundEvent, { kind: 'press' }>;
  triggerId?: string;
  blockId?: string;
}

function viaOfPress({ container, message, response_url: respond }: ActionsPayload, channel: string): Via {
  const blocks = message?.blocks?.filter(({ type }) => type !== 'actions' && type !== 'context_actions');
  const kept = blocks && JSON.stringify(blocks).length <= MAX_KEPT ? { blocks } : {};
  return {
    channel,
    ...kept,
    ...(message?.text ? { text: message.text } : {}),
    ...(container.is_ephemeral ? { ephemeral: true, ...(respond ? { respond } : {}) } : {}),
  };
}

/**
 * What was written behind our slash command: a command of ours where it begins with a slash or is one alone, else a
 * question. It is answered to its person alone, so that it works in channels that we are not in.
 * @param commands names of our commands
 */
export function parseCommand(
  payload: unknown,
  commands: readonly string[],
  now = new Date(),
): InboundEvent | undefined {
  const read = commandPayload.safeParse(payload);
  if (!read.success) return undefined;
  const {
    channel_id: channel,
    response_url: respond,
    team_id: team,
    trigger_id: trigger,
    user_id: user,
  } = read.data;
  return {
    id: `command:${trigger}`,
    platform: PLATFORM,
    conversation: personOf(team, user),
    user: { id: personOf(team, user) },
    at: now,
    ...packVia({ channel, ...(respond ? { respond } : {}) }),
    ...wordsOf(read.data, commands),
  };
}

function wordsOf(
  { text: raw = '' }: CommandPayload,
  commands: readonly string[],
): { kind: 'command'; name: string; args: string } | { kind: 'text'; text: string } {
  const text = readText(raw, new Set()).trim();
  if (text === '') return { kind: 'command', name: 'help', args: '' };
  const typed = readCommand(text);
  if (typed) return { kind: 'command', name: typed.name, args: typed.args };
  const alone = commands.find((name) => name === text.toLowerCase());
  return alone ? { kind: 'command', name: alone, args: '' } : { kind: 'text', text };
}

function timeOf(ts: string, now: Date): Date {
  const ms = Number(ts) * 1_000;
  return ms > 0 ? new Date(ms) : now;
}
