import { readFile } from 'node:fs/promises';
import { InvalidArgumentError, type Command } from 'commander';
import { createBroadcast, type Draft } from '../../broadcast/compose.ts';
import { BroadcastError } from '../../broadcast/errors.ts';
import { parseMoment } from '../arguments.ts';
import { withStore } from '../with-store.ts';
import { print } from './describe.ts';
import { actorOf, loadCity } from './with-broadcasts.ts';

type Texts = Record<string, string>;

interface Options {
  name: string;
  text: Texts;
  textB?: Texts;
  fallback?: string;
  segment?: string;
  where?: Record<string, unknown>;
  whereNot?: Record<string, unknown>;
  holdout?: number;
  picture?: string;
  link?: string;
  linkLabel?: Texts;
  place?: string;
  template?: string;
  templateParameter?: Record<string, string[]>;
  templateLanguage?: Texts;
  at?: Date;
  json?: boolean;
  by?: string;
}

export function defineCreate(command: Command): void {
  command
    .requiredOption('--name <name>', 'what operators call it')
    .requiredOption(
      '--text <lang=text>',
      'what it says, once for each language; {{link}} and {{operator}} are filled in',
      collectTexts,
    )
    .option('--text-b <lang=text>', 'another text for half of the people, to compare', collectTexts)
    .option(
      '--fallback <lang>',
      'the text for other languages (default: en, else the first); none leaves them out',
    )
    .option('--segment <json>', 'which people (default: all); see docs/broadcasts.md')
    .option('--where <field=value,…>', 'one condition of a segment; several hold together', collectConditions)
    .option('--where-not <field=value,…>', 'a condition that must not hold', collectConditions)
    .option('--holdout <percent>', 'how many of them get nothing, to compare with', Number)
    .option('--picture <file>', 'a JPEG or PNG of at most 5 MB')
    .option('--link <url>', 'a link; clicks are counted')
    .option('--link-label <lang=label>', 'the label of its button', collectTexts)
    .option('--place <id>', 'a button that asks the guide about this place')
    .option('--template <name>', 'approved WhatsApp template, for those who wrote over a day ago')
    .option('--template-parameter <lang=value>', 'a parameter of it, in order', collectLists)
    .option(
      '--template-language <lang=code>',
      'Meta’s code of one of its languages, such as en=en_US',
      collectTexts,
    )
    .option('--at <time>', 'when to start (ISO 8601)', parseMoment)
    .action(async (options: Options) => {
      try {
        const id = await withStore(async (_data, config) =>
          createBroadcast(await draftOf(options), actorOf(options), {
            config,
            knowledge: await loadCity(),
          }),
        );
        print(options, { id }, id);
      } catch (error) {
        // What is wrong with a draft is wrong with what was given
        if (error instanceof BroadcastError) command.error(error.onCommandLine);
        throw error;
      }
    });
}

async function draftOf(options: Options): Promise<Draft> {
  const { at, fallback, holdout, link, linkLabel, name, place, template, text, textB } = options;
  const picture = options.picture === undefined ? undefined : await pictureAt(options.picture);
  return {
    name,
    texts: text,
    segment: segmentOf(options),
    ...(textB ? { textsB: textB } : {}),
    ...(fallback ? { fallback } : {}),
    ...(holdout === undefined ? {} : { holdout }),
    ...(picture ? { picture } : {}),
    ...(link ? { link } : {}),
    ...(linkLabel ? { linkLabels: linkLabel } : {}),
    ...(place ? { place } : {}),
    ...(template ? { template } : {}),
    ...(options.templateParameter ? { templateParameters: options.templateParameter } : {}),
    ...(options.templateLanguage ? { templateLanguages: options.templateLanguage } : {}),
    ...(at ? { at } : {}),
  };
}

/** The conditions of the command line beside those of the JSON. */
function segmentOf({ segment, where, whereNot }: Options): unknown {
  if (!where && !whereNot) return segment ?? {};
  const given = segment === undefined ? {} : (parseJson(segment) as object);
  const all = { ...given, ...where };
  if (!whereNot) return all;
  const before = 'not' in given ? [given.not].flat() : [];
  return {
    ...all,
    not: [...before, ...Object.entries(whereNot).map(([field, value]) => ({ [field]: value }))],
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BroadcastError('--segment is no JSON. Example: --segment \'{"platform":"telegram"}\'');
  }
}

async function pictureAt(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new BroadcastError(`The picture cannot be read: ${(error as NodeJS.ErrnoException).code} ${file}`);
  }
}

function split(given: string): [key: string, value: string] {
  const at = given.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be NAME=VALUE, for example en=Hello.');
  return [given.slice(0, at).trim(), given.slice(at + 1)];
}

function collectTexts(given: string, before: Texts = {}): Texts {
  const [key, value] = split(given);
  if (key in before) throw new InvalidArgumentError(`${key} is given twice.`);
  return { ...before, [key]: value };
}

function collectLists(given: string, before: Record<string, string[]> = {}): Record<string, string[]> {
  const [key, value] = split(given);
  return { ...before, [key]: [...(before[key] ?? []), value] };
}

function collectConditions(given: string, before: Record<string, unknown> = {}): Record<string, unknown> {
  const [field, value] = split(given);
  if (field in before) throw new InvalidArgumentError(`${field} is given twice: join its values by commas.`);
  if (field === 'lastSeenDays') return { ...before, [field]: Number(value) };
  const values = value.split(',').map((each) => each.trim());
  return { ...before, [field]: values.length === 1 ? values[0] : values };
}
