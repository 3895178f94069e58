import { z } from 'zod';
import { INTENTS, LANGUAGES } from '../messages.ts';
import { redact } from '../privacy/redact.ts';
import { REASONS } from '../store/models/turn.ts';
import type { Format } from './formats.ts';

const texts = z.array(z.string());
const optional = z.string().nullable();

const turnsRow = z.strictObject({
  id: z.string().min(1),
  schemaVersion: z.number(),
  at: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  person: z.string(),
  conversation: z.string(),
  platform: z.string(),
  language: z.enum(LANGUAGES),
  intent: z.enum(INTENTS),
  cell: optional,
  district: optional,
  question: z.string(),
  answer: z.string(),
  facts: texts,
  places: texts,
  grounded: z.boolean(),
  rejected: texts,
  variant: z.string(),
  model: optional,
  promptVersion: z.string(),
  codeVersion: z.string(),
  redactorVersion: z.number(),
  tokens: z.object({ prompt: z.number().optional(), completion: z.number().optional() }).nullable(),
  latencyMs: z.record(z.string(), z.number()),
  length: z.number(),
  consent: z.literal('yes', { error: 'the person did not consent' }),
  feedback: z
    .strictObject({
      rating: z.enum(['up', 'down']).nullable(),
      reason: z.enum(REASONS).optional(),
      correction: z.string().optional(),
      at: z.iso.datetime(),
    })
    .nullable(),
});

const said = <Role extends string>(role: Role) =>
  z.strictObject({ role: z.literal(role), content: z.string() });
const openaiRow = z.strictObject({ messages: z.tuple([said('system'), said('user'), said('assistant')]) });

/**
 * Reads a row and gives what of it a person may have written. What the guide wrote from the facts alone is left out: the
 * facts have telephone numbers of places. That those parts are as they were exported is told by the row's hash.
 */
const FORMS: Record<Format, z.ZodType<string[]>> = {
  turns: turnsRow.transform(({ answer, feedback, grounded, question }) => [
    question,
    feedback?.correction ?? '',
    ...(grounded ? [] : [answer]),
  ]),
  openai: openaiRow.transform(({ messages: [, user] }) => [user.content.replaceAll(/<\/?QUESTION>/gu, ' ')]),
};

/** What is wrong with a row in itself: its shape, its consent, or values that lead to a person. */
export function rowProblem(format: Format, text: string): string | undefined {
  let row: unknown;
  try {
    row = JSON.parse(text);
  } catch {
    return 'it is no JSON';
  }
  const written = FORMS[format].safeParse(row);
  if (!written.success) return `it is no row of the format ${format}: ${reasons(written.error)}`;
  return written.data.some((each) => redact(each) !== each)
    ? 'it holds a personal value that the redactor takes out'
    : undefined;
}

/** Where and why on one line, without what stands in the row. */
function reasons({ issues }: z.ZodError): string {
  return issues.map(({ message, path }) => [path.join('.'), message].filter(Boolean).join(': ')).join('; ');
}
