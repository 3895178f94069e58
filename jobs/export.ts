import { join } from 'node:path';
import type { Config } from '../src/config.ts';
import { exportTurns, type ExportOptions } from '../src/dataset/export.ts';
import type { Job } from './schedule.ts';

/** Folder that exports go to where none is named. */
export function exportFolder(config: Config): string {
  return join(config.DATA_DIR, 'exports');
}

/** Each night: what changed since the last export, as turns and as lines to train on. */
export function exportJob(
  config: Config,
  { knowledge, vault }: Pick<ExportOptions, 'knowledge' | 'vault'>,
): Job {
  return {
    name: 'export',
    schedule: config.EXPORT_SCHEDULE,
    variable: 'EXPORT_SCHEDULE',
    async run() {
      const minPeople = config.EXPORT_MIN_PEOPLE;
      const given = { filter: 'all', out: exportFolder(config), knowledge, vault, minPeople } as const;
      await exportTurns({ ...given, format: 'turns' });
      await exportTurns({ ...given, format: 'openai' });
    },
  };
}
