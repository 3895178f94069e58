import { z } from 'zod';
import type { Draft } from '../../broadcast/compose.ts';
import { BroadcastError } from '../../broadcast/errors.ts';
import type { DraftInput } from './protocol.ts';

const words = z.record(z.string(), z.string());
const input = z.strictObject({
  name: z.string(),
  texts: words,
  textsB: words.optional(),
  fallback: z.string().optional(),
  segment: z.record(z.string(), z.unknown()).optional(),
  holdout: z.number().optional(),
  link: z.string().optional(),
  linkLabels: words.optional(),
  place: z.string().optional(),
  picture: z.base64().nullable().optional(),
  template: z.string().optional(),
  templateParameters: z.record(z.string(), z.array(z.string())).optional(),
  templateLanguages: words.optional(),
  at: z.iso.datetime({ offset: true }).optional(),
  by: z.string().optional(),
}) satisfies z.ZodType<DraftInput>;

/** Reads what a page or program sent as a draft. @throws BroadcastError that says what is wrong with its form */
export function readDraft(body: unknown): Draft {
  const read = input.safeParse(body);
  if (!read.success) throw new BroadcastError(`The draft cannot be read. ${z.prettifyError(read.error)}`);
  const { at, by: _, picture, ...rest } = read.data;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...(given as Pick<Draft, 'name' | 'texts'>),
    ...(picture === undefined ? {} : { picture: picture === null ? null : Buffer.from(picture, 'base64') }),
    ...(at === undefined ? {} : { at: new Date(at) }),
  };
}

const audienceInput = z.object({
  segment: z.record(z.string(), z.unknown()).default({}),
  texts: words.default({}),
  fallback: z.string().optional(),
  template: z.string().optional(),
  templateLanguages: words.optional(),
});

/** Reads the part of a draft by which people are counted. @throws BroadcastError */
export function readAudience(body: unknown): z.output<typeof audienceInput> {
  const read = audienceInput.safeParse(body ?? {});
  if (!read.success) throw new BroadcastError(`This cannot be counted. ${z.prettifyError(read.error)}`);
  return read.data;
}
