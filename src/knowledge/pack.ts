import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { valueFaults } from './fields.ts';
import { cardSchema, toiletsSchema, type Card, type Practical } from './practical.ts';
import { parseLine } from './routes/read.ts';
import type { Line } from './routes/types.ts';
import { citySchema, districtsSchema, placeSchema, sourcesSchema } from './schema.ts';
import type { Place, SourceDocument } from './types.ts';

/** One thing wrong with a pack: `file` within the pack, `id` of the place (or `-`), `field` by its path. */
export interface PackProblem {
  file: string;
  id: string;
  field: string;
  message: string;
}

/** A pack that cannot be used. Its message names each file, place and field at fault, and what it must be. */
export class PackError extends Error {
  readonly problems: readonly PackProblem[];

  constructor(dir: string, problems: readonly PackProblem[]) {
    const shown = problems.slice(0, 10).map(({ file, id, field, message }) => {
      return `  ${file}${id === '-' ? '' : `, place ${id}`}${field === '-' ? '' : `, ${field}`}: ${message}`;
    });
    const more = problems.length > 10 ? `\n  … and ${problems.length - 10} more` : '';
    super(
      `The city pack in ${dir} cannot be used:\n${shown.join('\n')}${more}\n` +
        'Mend the files named, then run `npm run -s rehber -- knowledge check`.',
    );
    this.name = 'PackError';
    this.problems = problems;
  }
}

/** A city pack as its files have it, and what is wrong with them. Parts at fault are left out. */
export interface Pack {
  city: z.output<typeof citySchema> | undefined;
  districts: z.output<typeof districtsSchema>['features'];
  places: Place[];
  /** File of each place, by id. */
  files: Map<string, string>;
  sources: Record<string, SourceDocument>;
  /** The lines of the transit network. */
  lines: Line[];
  practical: Practical;
  problems: PackProblem[];
}

/** The city's public toilets, where the pack has them. */
const TOILETS = 'practical/toilets.json';

/**
 * Reads all files of a pack: `city.json`, `districts.geojson`, `places/*.json`, `transit/*.json`, `transit/lines/*.json`,
 * `practical/*.json`, `practical/cards/*.json`, `sources.json` and `sources/*.json`. Never throws for what a file holds: that is in `problems`.
 */
export async function readPack(dir: string): Promise<Pack> {
  const problems: PackProblem[] = [];
  const read = async <Schema extends z.ZodType>(file: string, schema: Schema) =>
    parse(file, await readJson(dir, file, problems), schema, problems);

  const [
    city,
    districts,
    sources,
    sourceFiles,
    placeFiles,
    transitFiles,
    lineFiles,
    practicalFiles,
    cardFiles,
  ] = await Promise.all([
    read('city.json', citySchema),
    read('districts.geojson', districtsSchema),
    read('sources.json', sourcesSchema),
    jsonFiles(dir, 'sources'),
    jsonFiles(dir, 'places'),
    jsonFiles(dir, 'transit'),
    jsonFiles(dir, 'transit/lines'),
    jsonFiles(dir, 'practical'),
    jsonFiles(dir, 'practical/cards'),
  ]);
  const cards = new Map<string, Card>();
  for (const file of cardFiles) {
    const card = await read(file, cardSchema);
    if (card) cards.set(file.slice('practical/cards/'.length, -'.json'.length), card);
  }
  const toilets = practicalFiles.includes(TOILETS) ? await read(TOILETS, toiletsSchema) : undefined;
  const pack: Pack = {
    city,
    districts: districts?.features ?? [],
    places: [],
    files: new Map(),
    sources: { ...(sources as Record<string, SourceDocument> | undefined) },
    lines: [],
    practical: {
      cards,
      ...(toilets ? { toilets: { source: toilets.source as SourceDocument, all: toilets.toilets } } : {}),
    },
    problems,
  };
  if (placeFiles.length + transitFiles.length === 0) {
    problems.push({
      file: 'places',
      id: '-',
      field: '-',
      message: 'must be a folder with at least one .json file',
    });
  }
  for (const file of sourceFiles) {
    const more = (await read(file, sourcesSchema)) as Record<string, SourceDocument> | undefined;
    for (const [key, document] of Object.entries(more ?? {})) {
      if (Object.hasOwn(pack.sources, key)) {
        problems.push({
          file,
          id: '-',
          field: key,
          message: 'is a source key that another file has already: give it another name',
        });
      } else pack.sources[key] = document;
    }
  }
  for (const file of [...placeFiles, ...transitFiles]) {
    const content = await readJson(dir, file, problems);
    if (content !== undefined) addPlaces(file, content, pack);
  }
  for (const file of lineFiles) {
    const content = await readJson(dir, file, problems);
    const parsed = content === undefined ? { problems: [] } : parseLine(file, content, pack);
    if ('problems' in parsed) problems.push(...parsed.problems);
    else pack.lines.push(parsed.line);
  }
  return pack;
}

function addPlaces(file: string, content: unknown, pack: Pack): void {
  if (!Array.isArray(content)) {
    pack.problems.push({ file, id: '-', field: '-', message: 'must be a list of places: [ {…}, {…} ]' });
    return;
  }
  for (const [index, entry] of content.entries()) {
    const given = (entry as { id?: unknown } | null)?.id;
    const label = typeof given === 'string' && given !== '' ? given : `#${index + 1}`;
    const place = parse(file, entry, placeSchema, pack.problems, label) as Place | undefined;
    if (!place) continue;
    const other = pack.files.get(place.id);
    if (other !== undefined) {
      pack.problems.push({
        file,
        id: label,
        field: 'id',
        message: `is taken by a place in ${other}: ids are unique over all files`,
      });
      continue;
    }
    pack.files.set(place.id, file);
    pack.places.push(place);
    checkFacts(file, place, pack);
  }
}

/** Checks what the schema of a place cannot: values by their field, and that their documents are listed. */
function checkFacts(file: string, place: Place, pack: Pack): void {
  for (const [number, { field, value, source }] of place.facts.entries()) {
    const fault = (path: string, message: string) =>
      pack.problems.push({ file, id: place.id, field: `facts.${number}.${path}`, message });
    for (const { path, message } of valueFaults(field, value)) {
      fault(path ? `value.${path}` : 'value', message);
    }
    for (const key of [source].flat()) {
      if (!Object.hasOwn(pack.sources, key)) {
        fault(
          'source',
          `"${key}" (of ${field}) is no key of sources.json or sources/*.json: add the document there`,
        );
      }
    }
  }
}

function parse<Schema extends z.ZodType>(
  file: string,
  content: unknown,
  schema: Schema,
  problems: PackProblem[],
  id = '-',
): z.output<Schema> | undefined {
  if (content === undefined) return undefined;
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    problems.push({ file, id, field: issue.path.join('.') || '-', message: issue.message });
  }
  return undefined;
}

async function readJson(dir: string, file: string, problems: PackProblem[]): Promise<unknown> {
  const fault = (message: string): undefined => {
    problems.push({ file, id: '-', field: '-', message });
    return undefined;
  };
  let text: string;
  try {
    text = await readFile(join(dir, file), 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return fault(code === 'ENOENT' ? 'is missing: every pack has it' : `cannot be read (${code})`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    return fault(`is not valid JSON: ${(error as Error).message}`);
  }
}

async function jsonFiles(dir: string, folder: string): Promise<string[]> {
  try {
    const names = await readdir(join(dir, folder));
    return names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => `${folder}/${name}`);
  } catch {
    return [];
  }
}
