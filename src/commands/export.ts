import { progress } from '@clack/prompts';
import { Option, type Command } from 'commander';
import { CITY } from '../city.ts';
import { exportFolder } from '../../jobs/export.ts';
import { exportTurns, FILTERS, type Filter } from '../dataset/export.ts';
import { FORMATS, type Format } from '../dataset/formats.ts';
import { loadKnowledge } from '../knowledge/knowledge.ts';
import { parseMoment } from './arguments.ts';
import { withStore } from './with-store.ts';

interface Options {
  format: Format;
  filter: Filter;
  since?: Date;
  until?: Date;
  out?: string;
  json?: boolean;
}

export function define(command: Command): void {
  command
    .addOption(
      new Option('--format <format>', 'format of the lines').choices(Object.keys(FORMATS)).default('openai'),
    )
    .addOption(new Option('--filter <filter>', 'which turns').choices([...FILTERS]).default('all'))
    .option(
      '--since <time>',
      'turns changed since this moment, rather than since the last export into the folder',
      parseMoment,
    )
    .option('--until <time>', 'turns changed before this moment', parseMoment)
    .option('--out <folder>', 'folder to write to (default: exports/ in DATA_DIR)')
    .option('--json', 'print one JSON object')
    .action(async (options: Options) => {
      const exported = await withStore(async ({ vault }, config) => {
        const { format, filter, since, until } = options;
        const bar = process.stdout.isTTY && !options.json ? progressBar() : undefined;
        const done = await exportTurns({
          format,
          filter,
          vault,
          knowledge: await loadKnowledge(CITY),
          minPeople: config.EXPORT_MIN_PEOPLE,
          out: options.out ?? exportFolder(config),
          ...(since ? { since } : {}),
          ...(until ? { until } : {}),
          ...(bar ? { onProgress: bar.show } : {}),
        });
        bar?.end(`${done.rows} rows`);
        return done;
      });
      const text = `${exported.rows} rows in ${exported.file}\nManifest: ${exported.manifest}`;
      process.stdout.write(`${options.json ? JSON.stringify(exported) : text}\n`);
    });
}

function progressBar(): { show: (read: number, total: number) => void; end: (message: string) => void } {
  let bar: ReturnType<typeof progress> | undefined;
  let shown = 0;
  return {
    show(read, total) {
      if (!bar) {
        bar = progress({ max: total });
        bar.start('Exporting');
      }
      bar.advance(read - shown, `Exporting ${read} of ${total}`);
      shown = read;
    },
    end(message) {
      bar?.stop(message);
    },
  };
}
