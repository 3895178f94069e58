import { InvalidArgumentError, type Command } from 'commander';
import { CITY } from '../answering.ts';
import { checkPack } from '../knowledge/check.ts';
import { listPlaces, searchPlaces, type PublishedPlace } from '../knowledge/published.ts';
import { loadKnowledge } from '../knowledge/knowledge.ts';
import { parsePoint } from './arguments.ts';

export function define(command: Command): void {
  command
    .command('list')
    .description('every place with its facts')
    .option('--json', 'print one JSON array')
    .action(async (options: { json?: boolean }) => print(listPlaces(await loadKnowledge(CITY)), options));
  command
    .command('search')
    .description('places by name, dish or kind')
    .argument('<text>')
    .option('--at <lat,lon>', 'where to search from', parsePoint)
    .option('--limit <n>', 'at most so many places', limit, 10)
    .option('--json', 'print one JSON array')
    .action(
      async (text: string, options: { at?: { lat: number; lon: number }; limit: number; json?: boolean }) => {
        const { at, limit: most } = options;
        print(searchPlaces(await loadKnowledge(CITY), text, { limit: most, ...(at ? { at } : {}) }), options);
      },
    );
  command
    .command('check')
    .description('check the pack, with a reference folder against it too')
    .option('--reference <folder>', 'folder of reference data')
    .option('--json', 'print one JSON object')
    .action(async (options: { reference?: string; json?: boolean }) => {
      const report = await checkPack(CITY, options.reference ? { reference: options.reference } : {});
      if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
      else {
        for (const problem of report.problems) {
          process.stdout.write(`${problem.file} ${problem.id} ${problem.field}: ${problem.message}\n`);
        }
        process.stdout.write(`${report.places} places, ${report.problems.length} problems\n`);
      }
      if (!report.ok) process.exitCode = 1;
    });
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
