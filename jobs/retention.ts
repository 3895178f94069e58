import type { Config } from '../src/config.ts';
import { keepNoLonger } from '../src/privacy/retention.ts';
import type { Job } from './schedule.ts';

/** Each night, before the export: what is older than it may be goes. */
export function retentionJob(config: Config): Job {
  return {
    name: 'retention',
    schedule: '0 3 * * *',
    variable: 'the schedule of retention',
    run: async () => keepNoLonger({ turnDays: config.RETENTION_DAYS }),
  };
}
