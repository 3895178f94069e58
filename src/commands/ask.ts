import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { z } from 'zod';
import { createAnswering } from '../answering.ts';
import { ConfigError, readConfig } from '../config.ts';
import type { Engine } from '../engine/engine.ts';
import type { Answer, PastTurn, Question } from '../engine/types.ts';
import type { Point } from '../messages.ts';
import { parseLanguage, parseMoment, parsePoint } from './arguments.ts';

/** What the same person sent before, in a batch. */
const before = z.union([
  z.string(),
  z.object({ text: z.string(), at: z.tuple([z.number(), z.number()]).optional() }),
]);
const batchLine = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  text: z.string(),
  // Off the globe is outside Istanbul, and is told so kindly
  at: z.tuple([z.number(), z.number()]).optional(),
  now: z.string().optional(),
  lang: z.string().optional(),
  before: z.array(before).optional(),
});

interface Options {
  at?: Point;
  lang?: string;
  now?: Date;
  city?: string;
  json?: boolean;
  batch?: boolean;
}

export function define(command: Command): void {
  command
    .argument('[text]', 'the question')
    .option('--at <lat,lon>', 'where the person is', parsePoint)
    .option(
      '--lang <code>',
      "the profile's language, used where the message itself does not tell",
      parseLanguage,
    )
    .option('--now <time>', 'the moment to answer for (ISO 8601)', parseMoment)
    .option('--city <folder>', 'folder of the city pack to answer from')
    .option('--json', 'print the whole answer as one JSON object')
    .option('--batch', 'read questions as JSON lines from standard input, answer them in order')
    .action(async (text: string | undefined, options: Options) => {
      if (options.batch ? text !== undefined : text === undefined) {
        command.error('Give either one question or --batch with JSON lines on standard input.');
      }
      const { engine, model } = await createAnswering(readConfig(process.env), options.city);
      if (options.batch) await answerBatch(engine, model ? MODEL_CONCURRENCY : 1);
      else await answerOne(engine, text ?? '', options);
    });
}

async function answerOne(engine: Engine, text: string, options: Options): Promise<void> {
  const answer = await engine.answer(question(text, options, []));
  process.stdout.write(options.json ? `${JSON.stringify(published(answer))}\n` : `${answer.text}\n`);
}

/** Lines that are worked side by side where a model is asked: it is the model that takes the time. */
const MODEL_CONCURRENCY = 8;

/** Answers each line with one line, in order; a line that cannot be answered gives `{id?, error}`, and exit code 1. */
async function answerBatch(engine: Engine, concurrency: number): Promise<void> {
  const pending: Promise<object>[] = [];
  let number = 0;
  let failed = 0;
  const printNext = async (): Promise<void> => {
    const result = await pending.shift();
    if (result && 'error' in result) failed += 1;
    await print(`${JSON.stringify(result)}\n`);
  };
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() === '') continue;
    pending.push(answerLine(engine, line, number));
    if (pending.length >= concurrency) await printNext();
  }
  while (pending.length > 0) await printNext();
  if (failed > 0) throw new ConfigError(`${failed} of ${number} lines could not be answered; see above.`);
}

/** Writes a line, waiting where the reader is slower than we are. */
async function print(line: string): Promise<void> {
  if (!process.stdout.write(line)) await new Promise((resolve) => process.stdout.once('drain', resolve));
}

async function answerLine(engine: Engine, line: string, number: number): Promise<object> {
  let id: unknown;
  try {
    const parsed: unknown = JSON.parse(line);
    id = (parsed as { id?: unknown } | null)?.id;
    const input = batchLine.parse(parsed);
    return { ...withId(input.id), ...published(await answerInput(engine, input)) };
  } catch (problem) {
    const error = reasonOf(problem);
    process.stderr.write(`line ${number} cannot be answered: ${error}\n`);
    return { ...withId(id), error };
  }
}

function withId(id: unknown): object {
  return typeof id === 'string' || typeof id === 'number' ? { id } : {};
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : String(error);
}

async function answerInput(engine: Engine, input: z.output<typeof batchLine>): Promise<Answer> {
  const now = input.now ? parseMoment(input.now) : undefined;
  const options = { ...(input.lang ? { lang: input.lang } : {}), ...(now ? { now } : {}) };
  let at: Point | undefined;
  const past: PastTurn[] = [];
  for (const each of input.before ?? []) {
    const earlier = typeof each === 'string' ? { text: each } : each;
    if ('at' in earlier && earlier.at) at = { lat: earlier.at[0], lon: earlier.at[1] };
    const asked = question(earlier.text, { ...options, ...(at ? { at } : {}) }, past);
    const answer = await engine.answer(asked);
    const places = answer.places.map((place) => place.id);
    past.push({ text: asked.text, at: asked.at, language: answer.language, intent: answer.intent, places });
  }
  if (input.at) at = { lat: input.at[0], lon: input.at[1] };
  return engine.answer(question(input.text, { ...options, ...(at ? { at } : {}) }, past));
}

function question(text: string, options: Options, history: PastTurn[]): Question {
  return {
    text,
    at: options.now ?? new Date(),
    history: history.slice(-3),
    turnId: randomBytes(12).toString('hex'),
    ...(options.lang ? { profileLanguage: options.lang } : {}),
    ...(options.at ? { point: options.at } : {}),
  };
}

/** The answer in the shape of the public surface. */
function published(answer: Answer): object {
  const { text, language, intent, places, route, grounded, sources, variant } = answer;
  const buttons = answer.buttons.flat().map((button) => ({ text: button.label }));
  return {
    text,
    language,
    intent,
    places,
    ...(route ? { route } : {}),
    buttons,
    grounded,
    sources,
    variant,
    latencyMs: Math.round(answer.latencyMs.total * 10) / 10,
  };
}
