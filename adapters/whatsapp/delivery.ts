import { z } from 'zod';

/**
 * The parts of WhatsApp's webhook deliveries that Rehber reads. Fields that it does not know are no fault, and neither
 * is an odd value in one that is only a hint.
 * @see https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples
 */
const id = z.string().min(1).max(512);
/** A phone number, told with or without a plus, or a business-scoped id. */
const personId = id
  .transform((text) => text.trim().replace(/^\+/, ''))
  .pipe(z.string().min(1))
  .optional()
  .catch(undefined);
/** Seconds since 1970 as WhatsApp writes them, in a string; what no clock says counts as not told. */
const timestamp = z
  .union([z.string().regex(/^\d{1,13}$/), z.int()])
  .transform(Number)
  .pipe(z.int().min(0).max(8_640_000_000_000))
  .optional()
  .catch(undefined);
const hint = z.string().optional().catch(undefined);

const media = z.object({ id: id.optional().catch(undefined), caption: hint });
const content = z.object({
  type: z.string(),
  text: z.object({ body: z.string() }).optional(),
  location: z.object({ latitude: z.number(), longitude: z.number(), name: hint }).optional(),
  image: media.optional(),
  video: media.optional(),
  audio: media.optional(),
  document: media.optional(),
  sticker: media.optional(),
});

/** One thing that a person did. What `type` names is in the field of that name. */
export const message = content.extend({
  id,
  from: personId,
  from_user_id: personId,
  timestamp,
  group_id: hint,
  context: z
    .object({ id: id.optional().catch(undefined), from: hint })
    .optional()
    .catch(undefined),
  interactive: z
    .object({
      button_reply: z.object({ id: z.string() }).optional(),
      list_reply: z.object({ id: z.string() }).optional(),
    })
    .optional(),
  button: z.object({ payload: hint, text: hint }).optional(),
  reaction: z.object({ message_id: id, emoji: hint }).optional(),
  edit: z.object({ message: content }).optional(),
  system: z
    .object({ type: z.string(), body: hint, wa_id: personId, user_id: personId, previous_user_id: personId })
    .optional(),
});
export type Message = z.output<typeof message>;
export type Content = z.output<typeof content>;

/** How far a message of ours has come. */
export const status = z.object({
  id,
  status: z.string(),
  timestamp,
  recipient_id: personId,
  recipient_user_id: personId,
  recipient_type: hint,
  biz_opaque_callback_data: hint,
  errors: z
    .array(z.object({ code: z.int() }))
    .optional()
    .catch(undefined),
});
export type Status = z.output<typeof status>;

/** A person's business-scoped id became another one. */
export const userIdUpdate = z.object({
  wa_id: personId,
  user_id: z.object({ previous: id, current: id }),
  timestamp,
});
export type UserIdUpdate = z.output<typeof userIdUpdate>;

/** A person told WhatsApp that they want no promos of ours, or want them again. */
export const preference = z.object({
  wa_id: personId,
  user_id: personId,
  category: z.string(),
  value: z.string(),
  timestamp,
});
export type Preference = z.output<typeof preference>;

const contact = z.object({ wa_id: personId, user_id: personId });
export type Contact = z.output<typeof contact>;

const many = z.array(z.unknown()).optional().catch(undefined);
const change = z.object({
  field: z.string(),
  value: z.object({
    metadata: z.object({ phone_number_id: z.string(), display_phone_number: hint }),
    contacts: z.array(contact).optional().catch(undefined),
    messages: many,
    statuses: many,
    user_id_update: z.unknown().optional(),
    user_preferences: many,
  }),
});
export type Change = z.output<typeof change>;

const entry = z.object({ changes: z.array(z.unknown()) });
const delivery = z.object({ entry: z.array(z.unknown()) });

/** Every change of every entry; for what is none, a word for the log. */
export function changesOf(body: unknown): (Change | { ignored: string })[] {
  const checked = delivery.safeParse(body);
  if (!checked.success) return [{ ignored: 'no delivery' }];
  return checked.data.entry.flatMap((each) => {
    const { success, data } = entry.safeParse(each);
    return success ? data.changes.map(changeOf) : [{ ignored: 'malformed entry' }];
  });
}

function changeOf(value: unknown): Change | { ignored: string } {
  const checked = change.safeParse(value);
  if (checked.success) return checked.data;
  // Changes of an account or a template carry no number
  const { field } = (value ?? {}) as { field?: unknown };
  return { ignored: nameOf(field) };
}

/** A kind's own name where it can be one: anything may stand in an unchecked field. */
export function nameOf(kind: unknown): string {
  return typeof kind === 'string' && /^[a-z_]{1,40}$/.test(kind) ? kind : 'malformed';
}
