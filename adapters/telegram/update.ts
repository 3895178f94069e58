import { z } from 'zod';
import { MAX_VOICE_BYTES } from '../adapter.ts';

/**
 * The parts of Telegram's updates that Rehber reads. Fields that it does not know are no fault, and neither is an
 * odd value in one that is only a hint.
 * @see https://core.telegram.org/bots/api#update
 */
const user = z.object({
  id: z.int(),
  is_bot: z.boolean().optional().catch(undefined),
  language_code: z.string().max(35).optional().catch(undefined),
});
const chat = z.object({ id: z.int(), type: z.string() });
const location = z.object({ latitude: z.number(), longitude: z.number() });
/** Seconds since 1970; what no clock says counts as not told. */
const date = z.int().min(0).max(8_640_000_000_000).optional().catch(undefined);

const message = z.object({
  message_id: z.int(),
  date,
  edit_date: date,
  chat,
  from: user.optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  location: location.optional(),
  venue: z.object({ title: z.string(), location }).optional(),
  migrate_to_chat_id: z.int().optional().catch(undefined),
  migrate_from_chat_id: z.int().optional().catch(undefined),
  reply_to_message: z.object({ message_id: z.int(), from: user.optional() }).optional().catch(undefined),
  media_group_id: z.string().optional().catch(undefined),
  message_thread_id: z.int().optional().catch(undefined),
  is_topic_message: z.boolean().optional().catch(undefined),
  photo: z.unknown().optional(),
  voice: z.unknown().optional(),
  audio: z.unknown().optional(),
  video: z.unknown().optional(),
  video_note: z.unknown().optional(),
  animation: z.unknown().optional(),
  document: z.unknown().optional(),
  contact: z.unknown().optional(),
  sticker: z.unknown().optional(),
  poll: z.unknown().optional(),
  dice: z.unknown().optional(),
  story: z.unknown().optional(),
});
export type Message = z.output<typeof message>;

const recording = z.object({
  file_id: z.string().max(500),
  file_size: z.number().optional().catch(undefined),
});

/** The file of a voice message or a piece of audio; undefined where Telegram does not say which, or it is too large. */
export function readRecording(value: unknown): string | undefined {
  const { data } = recording.safeParse(value);
  return data && (data.file_size ?? 0) <= MAX_VOICE_BYTES ? data.file_id : undefined;
}

/** One of these, by the field that carries it. */
export const UPDATE_KINDS = {
  message,
  edited_message: message,
  callback_query: z.object({
    id: z.string(),
    from: user,
    // Of a message that is too old only its id is left, and `date` is 0; servers other than Telegram's leave out more
    message: z
      .object({
        message_id: z.int().optional(),
        date,
        chat: chat.optional(),
        message_thread_id: z.int().optional().catch(undefined),
        is_topic_message: z.boolean().optional().catch(undefined),
      })
      .optional(),
    data: z.string().optional(),
  }),
  my_chat_member: z.object({
    chat,
    from: user,
    date,
    new_chat_member: z.object({ status: z.string() }),
  }),
  message_reaction: z.object({
    chat,
    message_id: z.int(),
    user: user.optional(),
    date,
    new_reaction: z.array(z.object({ type: z.string(), emoji: z.string().optional() })),
  }),
} as const;
export type UpdateKind = keyof typeof UPDATE_KINDS;
export type UpdateOf<K extends UpdateKind> = z.output<(typeof UPDATE_KINDS)[K]>;

/** What Telegram is asked to send: it leaves reactions out unless they are named. */
export const ALLOWED_UPDATES = Object.keys(UPDATE_KINDS) as UpdateKind[];

const envelope = z.looseObject({ update_id: z.int().min(0) });

/** An update of a kind that we read, checked. */
export type Update = {
  [K in UpdateKind]: { id: number; kind: K; body: UpdateOf<K> };
}[UpdateKind];

/** Reads one update; what it is instead, in a word for the log, where it is none that we read. */
export function readUpdate(value: unknown): Update | { ignored: string } {
  const checked = envelope.safeParse(value);
  if (!checked.success) return { ignored: 'no update' };
  const kind = ALLOWED_UPDATES.find((each) => checked.data[each] !== undefined);
  if (!kind) return { ignored: nameOf(checked.data) };
  const body = UPDATE_KINDS[kind].safeParse(checked.data[kind]);
  if (!body.success) return { ignored: `malformed ${kind}` };
  return { id: checked.data.update_id, kind, body: body.data } as Update;
}

/** The kind's own name where it can be one: anything may stand in an unchecked key. */
function nameOf(update: Record<string, unknown>): string {
  const kind = Object.keys(update).find((key) => key !== 'update_id' && /^[a-z_]{1,40}$/.test(key));
  return kind ?? 'empty update';
}
