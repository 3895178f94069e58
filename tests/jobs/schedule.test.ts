import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { checkSchedules, startJobs, type Job } from '../../jobs/schedule.ts';
import { ConfigError } from '../../src/config.ts';
import { JobRun } from '../../src/store/models/job-run.ts';
import { Setting } from '../../src/store/models/setting.ts';
import type { Store } from '../../src/store/store.ts';
import { eventually, openTestStore } from '../support/store.ts';

const options = { timezone: 'Europe/Istanbul', log: pino({ level: 'silent' }) };

describe('jobs', () => {
  let store: Store;
  let runs = 0;
  let stop: () => Promise<void> = async () => {};

  const job = (schedule: string): Job => ({
    name: 'counted',
    schedule,
    variable: 'EXPORT_SCHEDULE',
    run: async () => void (runs += 1),
  });

  before(async () => {
    store = await openTestStore();
  });
  after(async () => store.close());
  afterEach(async () => {
    await stop();
    runs = 0;
    await Promise.all([JobRun.deleteMany({}), Setting.deleteMany({})]);
  });

  it('run on their schedule, and remember when they are due next', async () => {
    stop = await startJobs([job('* * * * * *')], options);
    await eventually('the job ran', () => runs > 0);
    const due = await Setting.findById('next-run:counted').lean();
    assert.equal(Number.isNaN(Date.parse(String(due?.value))), false);
  });

  it('run once a slot, whoever else has the same schedule', async () => {
    stop = await startJobs([job('* * * * * *'), job('* * * * * *')], options);
    await eventually('three slots have passed', async () => (await JobRun.countDocuments()) >= 3);
    const slots = await JobRun.distinct('_id');
    assert.ok(runs <= slots.length, `${runs} runs in ${slots.length} slots`);
  });

  it('are caught up at the start when their time passed while nobody was there', async () => {
    await Setting.create({ _id: 'next-run:counted', value: '2026-01-01T00:30:00.000Z' });
    stop = await startJobs([job('30 3 1 1 *')], options);
    assert.equal(runs, 1);
    await stop();
    stop = await startJobs([job('30 3 1 1 *')], options);
    assert.equal(runs, 1, 'not a second time');
  });

  it('do not run at a first start', async () => {
    stop = await startJobs([job('30 3 1 1 *')], options);
    assert.equal(runs, 0);
  });

  it('refuse values that no clock shows', () => {
    assert.throws(() => checkSchedules([job('99 99 * * *')]), /EXPORT_SCHEDULE: "99 99 .*minute/);
  });

  it('refuse a schedule that is none, naming its variable', async () => {
    await assert.rejects(startJobs([job('every night')], options), (error: Error) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, /^EXPORT_SCHEDULE: "every night" is no cron expression/);
      return true;
    });
  });
});
