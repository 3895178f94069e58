import { join } from 'node:path';
import type { Config } from '../src/config.ts';
import { exportTurns } from '../src/dataset/export.ts';
import type { Vault } from '../src/privacy/encryption.ts';
import type { Job } from './schedule.ts';

/** Folder that exports go to where none is named. */
export function exportFolder(config: Config): string {
  return join(config.DATA_DIR, 'exports');
}

/** Each night: what changed since the last export, as turns and as lines to train on. */
export function exportJob(config: Config, vault: Vault): Job {
  return {
    name: 'export',
    schedule: config.EXPORT_SCHEDULE,
    variable: 'EXPORT_SCHEDULE',
    async run() {
      const out = exportFolder(config);
      await exportTurns({ format: 'turns', filter: 'all', out, vault });
      await exportTurns({ format: 'openai', filter: 'all', out, vault });
    },
  };
}
