import { z } from 'zod';
import { id, timestamp } from './address.ts';

/**
 * The parts of Slack's payloads that Rehber reads. Fields that it does not know are no fault, and neither is an odd
 * value in one that is only a hint. Slack leaves fields empty as well as out.
 * @see https://docs.slack.dev/reference/events
 */
const hint = z
  .string()
  .transform((text) => text || undefined)
  .optional()
  .catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const optionalTimestamp = timestamp.optional().catch(undefined);
const file = z.object({ mimetype: hint, subtype: hint, url_private: hint });

const message = z.object({
  type: hint,
  subtype: hint,
  channel: id,
  channel_type: hint,
  hidden: flag,
  user: id.optional().catch(undefined),
  bot_id: hint,
  text: z.string().optional().catch(undefined),
  ts: timestamp,
  thread_ts: optionalTimestamp,
  files: z.array(file).optional().catch(undefined),
  edited: z.object({ ts: timestamp }).optional().catch(undefined),
});
export type Message = z.output<typeof message>;

const changedMessage = z.object({
  subtype: z.literal('message_changed'),
  channel: id,
  channel_type: hint,
  message: message.omit({ channel: true, channel_type: true }),
  previous_message: z.object({ text: hint }).optional().catch(undefined),
});
export type ChangedMessage = z.output<typeof changedMessage>;

const reaction = z.object({
  type: z.enum(['reaction_added', 'reaction_removed']),
  user: id,
  reaction: z.string(),
  item: z.object({ type: z.literal('message'), channel: id, ts: timestamp }),
  item_user: hint,
  event_ts: timestamp,
});
export type Reaction = z.output<typeof reaction>;

/** What all events come in. */
const envelope = z.object({
  team_id: id,
  event_id: hint,
  authorizations: z
    .array(z.object({ user_id: hint, is_bot: flag }))
    .optional()
    .catch(undefined),
});

export const messagePayload = envelope.extend({ event: z.union([changedMessage, message]) });
export const reactionPayload = envelope.extend({ event: reaction });
export const homePayload = envelope.extend({ event: z.object({ user: id, tab: hint }) });

const team = z.object({ id }).nullish().catch(undefined);
const user = z.object({ id, team_id: id.optional().catch(undefined) });

export const actionsPayload = z.object({
  team,
  user,
  channel: z.object({ id }).optional().catch(undefined),
  container: z.object({
    message_ts: optionalTimestamp,
    channel_id: id.optional().catch(undefined),
    thread_ts: optionalTimestamp,
    is_ephemeral: flag,
  }),
  message: z
    .object({
      text: hint,
      thread_ts: optionalTimestamp,
      blocks: z.array(z.record(z.string(), z.unknown())).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  trigger_id: hint,
  response_url: hint,
  actions: z
    .array(z.object({ action_id: z.string(), block_id: hint, value: hint, action_ts: timestamp.optional() }))
    .min(1),
});
export type ActionsPayload = z.output<typeof actionsPayload>;

export const commandPayload = z.object({
  team_id: id,
  channel_id: id,
  user_id: id,
  text: z.string().optional().catch(undefined),
  response_url: hint,
  trigger_id: z.string().min(1),
});
export type CommandPayload = z.output<typeof commandPayload>;

export const formPayload = z.object({
  team,
  user,
  view: z.object({
    id,
    private_metadata: z.string(),
    state: z.object({
      values: z.record(
        z.string(),
        z.record(
          z.string(),
          z.object({
            value: z.string().nullish().catch(undefined),
            selected_option: z.object({ value: z.string() }).nullish().catch(undefined),
          }),
        ),
      ),
    }),
  }),
});
export type FormPayload = z.output<typeof formPayload>;
