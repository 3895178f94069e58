import { writeFile } from 'node:fs/promises';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { CITY } from '../city.ts';
import { checkPack } from '../knowledge/check.ts';
import { STOP_CATEGORIES } from '../knowledge/import/candidate.ts';
import { importFile, type ImportOptions } from '../knowledge/import/import-file.ts';
import type { Review } from '../knowledge/import/review.ts';
import { listPlaces, searchPlaces, type PublishedPlace } from '../knowledge/published.ts';
import { loadKnowledge } from '../knowledge/knowledge.ts';
import { parseDay, parsePoint } from './arguments.ts';

interface Options {
  city: string;
  json?: boolean;
}

export function define(command: Command): void {
  cityOption(command.command('list'))
    .description('every place with its facts')
    .option('--json', 'print one JSON array')
    .action(async (options: Options) => print(listPlaces(await loadKnowledge(options.city)), options));
  cityOption(command.command('search'))
    .description('places by name, dish or kind')
    .argument('<text>')
    .option('--at <lat,lon>', 'where to search from', parsePoint)
    .option('--limit <n>', 'at most so many places', limit, 10)
    .option('--json', 'print one JSON array')
    .action(async (text: string, options: Options & { at?: { lat: number; lon: number }; limit: number }) => {
      const { at, limit: most, city } = options;
      print(searchPlaces(await loadKnowledge(city), text, { limit: most, ...(at ? { at } : {}) }), options);
    });
  cityOption(command.command('check'))
    .description('check the pack, with a reference folder against it too')
    .option('--reference <folder>', 'folder of reference data')
    .option('--json', 'print one JSON object')
    .action(async (options: Options & { reference?: string }) => {
      const report = await checkPack(options.city, options.reference ? { reference: options.reference } : {});
      if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
      else {
        for (const problem of report.problems) {
          process.stdout.write(`${problem.file} ${problem.id} ${problem.field}: ${problem.message}\n`);
        }
        process.stdout.write(`${report.places} places, ${report.problems.length} problems\n`);
      }
      if (!report.ok) process.exitCode = 1;
    });
  cityOption(command.command('import'))
    .description('places for review out of GeoJSON or Overpass JSON (OSM tags), or a GTFS feed')
    .argument('<file>', 'GeoJSON, Overpass JSON, stops.txt, or the folder of an unpacked GTFS feed')
    .option('--out <file>', 'write the review there instead of to standard output')
    .option('--json', 'no summary beside the review, which is JSON in any case')
    .option('--date <day>', 'day of the data, YYYY-MM-DD, where the file bears none', parseDay)
    .option('--key <key>', 'key of the document among the sources')
    .option('--title <text>', 'title of the document')
    .option('--url <address>', 'where the document can be retrieved')
    .option('--licence <text>', 'its licence')
    .addOption(new Option('--stops-are <category>', 'what all stops are').choices(STOP_CATEGORIES))
    .action(
      async (file: string, { city, out, json, ...options }: ImportOptions & Options & { out?: string }) => {
        const review = await importFile(file, city, options);
        const text = `${JSON.stringify(review, null, 2)}\n`;
        if (out === undefined) process.stdout.write(text);
        else await writeFile(out, text);
        if (!json) process.stderr.write(summary(review));
      },
    );
}

function cityOption(command: Command): Command {
  return command.option('--city <folder>', 'folder of the city pack', CITY);
}

function summary({ places, missing, duplicates, leftOut }: Review): string {
  const withDuplicates = duplicates.map(
    ({ ref, name, of, meters }) => `  ${ref} "${name}": as ${of}, ${meters} m away\n`,
  );
  return (
    `${places.length} places to review, ${duplicates.length} there already, ${leftOut.length} left out\n` +
    withDuplicates.slice(0, 20).join('') +
    (missing.length > 0 ? 'What is missing of each place stands under "missing".\n' : '')
  );
}

function print(places: PublishedPlace[], options: { json?: boolean }): void {
  if (options.json) {
    process.stdout.write(`${JSON.stringify(places)}\n`);
    return;
  }
  for (const place of places) {
    const distance = place.distanceMeters === undefined ? '' : `  ${place.distanceMeters} m`;
    process.stdout.write(
      `${place.id}  ${place.name.tr} / ${place.name.en}  ${place.categories.join(', ')}${distance}\n`,
    );
  }
}

function limit(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('It must be a whole number from 1.');
  return number;
}
