import { z } from 'zod';
import { HOLIDAY_KEYS } from './holidays.ts';
import { CATEGORIES } from './types.ts';

const text = z.string({ error: 'must be text' }).trim().min(1, 'must not be empty');
const texts = z.array(text, { error: 'must be a list of texts' }).min(1, 'must not be empty');
const oneOf = <Word extends string>(...words: [Word, ...Word[]]) =>
  z.enum(words, { error: `must be one of ${words.join(', ')}` });
const minutes = z.int({ error: 'must be whole minutes' }).min(0).max(240);
const sentence = text.max(90, 'must be at most 90 characters');

/** The fields that facts have, and what their values must be. See `Fact` in `types.ts` for their meaning. */
export const FIELDS: Readonly<Record<string, z.ZodType>> = {
  name: z.object({ tr: text, en: text }, { error: 'must be {"tr": "…", "en": "…"}' }).catchall(text),
  coordinates: z.tuple([z.number(), z.number()], { error: 'must be [lat, lon]' }),
  categories: z.array(z.enum(CATEGORIES)).min(1, 'must hold at least one category'),
  district: text,
  opening_hours: text,
  closed_on: z.union([text, texts], { error: 'must be an OSM weekday list, for example "Mo,Tu"' }),
  admission: oneOf('free', 'ticket', 'combined_ticket'),
  price: z.strictObject(
    { amount: z.number().min(0), currency: z.string().regex(/^[A-Z]{3}$/), for: text.optional() },
    { error: 'must be {"amount": 100, "currency": "TRY"}, with "for" where it is not for everyone' },
  ),
  dress_code: oneOf('modest', 'headscarf'),
  prayer_closed: z.boolean({ error: 'must be true or false' }),
  prayer_minutes: z
    .strictObject(
      { before: minutes.optional(), length: minutes.optional() },
      { error: 'must be {"before": 15, "length": 45}, or one of them' },
    )
    .refine((value) => Object.keys(value).length > 0, 'must have "before" or "length"'),
  holiday_hours: z.partialRecord(
    z.enum(HOLIDAY_KEYS, { error: `must be one of ${HOLIDAY_KEYS.join(', ')}` }),
    z
      .string({ error: 'must be text' })
      .regex(
        /^(?:off|usual|\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*)$/,
        'must be off, usual or hours such as 13:00-18:00',
      ),
    { error: 'must be {"public": "off"}, with one entry for each kind of holiday' },
  ),
  dish: texts,
  cuisine: z.union([text, texts], { error: 'must be an OSM cuisine word or a list of them' }),
  price_level: z.int({ error: 'must be a whole number from 1 to 4' }).min(1).max(4),
  visit_minutes: z.int({ error: 'must be whole minutes' }).min(1).max(1440),
  last_entry: z.string({ error: 'must be HH:MM' }).regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM'),
  built: z.union([text, z.int()], { error: 'must be a year or a period' }),
  website: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }),
  phone: z
    .string({ error: 'must be text' })
    .regex(/^\+\d{7,15}$/, 'must be E.164, for example +902125281800'),
  address: text,
  lines: texts,
  accessible: oneOf('yes', 'no', 'limited'),
  note: z.strictObject({ tr: sentence, en: sentence }, { error: 'must be {"tr": "…", "en": "…"}' }),
};

/** What is wrong with a fact's value, by the path within it; empty where nothing is. */
export function valueFaults(field: string, value: unknown): { path: string; message: string }[] {
  const schema = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
  if (!schema)
    return [{ path: '', message: `"${field}" is no field: use ${Object.keys(FIELDS).join(', ')}` }];
  const result = schema.safeParse(value);
  if (result.success) return [];
  return result.error.issues.map((issue) => ({
    path: issue.path.join('.'),
    message: `(${field}) ${issue.message}`,
  }));
}
