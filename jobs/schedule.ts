import { setImmediate } from 'node:timers/promises';
import {
  createTask,
  setLogger,
  shutdown,
  validateDetailed,
  type RunCoordinator,
  type ScheduledTask,
} from 'node-cron';
import type { Logger } from 'pino';
import { ConfigError } from '../src/config.ts';
import { isDuplicateKey } from '../src/store/duplicate-key.ts';
import { JobRun } from '../src/store/models/job-run.ts';
import { Setting } from '../src/store/models/setting.ts';

/** Work that runs on a schedule, in one process at a time however many there are. */
export interface Job {
  name: string;
  /** Cron expression, and the environment variable that it came from. */
  schedule: string;
  variable: string;
  run(): Promise<void>;
}

/** Claims the slots of jobs until it is ended. */
class Coordinator implements RunCoordinator {
  readonly #claims = new Set<Promise<boolean>>();
  #ended = false;

  async shouldRun(key: string): Promise<boolean> {
    if (this.#ended) return false;
    const claim = claimSlot(key);
    this.#claims.add(claim);
    return claim.finally(() => this.#claims.delete(claim));
  }

  /** Claims no more; resolves once what was claimed has begun: node-cron waits for what runs, not for what is about to. */
  async end(): Promise<void> {
    this.#ended = true;
    await Promise.allSettled(this.#claims);
    await setImmediate();
  }
}

/** Whoever inserts a slot of a job runs it: the unique `_id` decides between processes. */
async function claimSlot(key: string): Promise<boolean> {
  try {
    await JobRun.create({ _id: key, job: key.slice(0, key.indexOf(':')), startedAt: new Date() });
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

/** @throws ConfigError naming the variable of a cron expression that cannot be read */
export function checkSchedules(jobs: Job[]): void {
  for (const { schedule, variable } of jobs) {
    const { errors, valid } = validateDetailed(schedule);
    if (!valid)
      throw new ConfigError(
        `${variable}: "${schedule}" is no cron expression (${errors.map(({ message }) => message).join(', ')}). Example: 30 3 * * *`,
      );
  }
}

/**
 * Starts the jobs, and runs at once those whose last slot passed while nobody was there.
 * @returns ends the schedule, waiting for running jobs
 * @throws ConfigError naming the variable of a cron expression that cannot be read
 */
export async function startJobs(
  jobs: Job[],
  options: { timezone: string; log: Logger },
): Promise<() => Promise<void>> {
  const { log, timezone } = options;
  checkSchedules(jobs);
  setLogger({
    info: (message) => log.debug(message),
    warn: (message) => log.warn(message),
    error: (message) => log.error(message instanceof Error ? message.message : message),
    debug: () => {},
  });
  const coordinator = new Coordinator();
  for (const job of jobs) {
    const task = taskOf(job, { timezone, coordinator }, async () => runJob(job, task, log));
    await catchUp(job, task, log);
    await task.start();
  }
  return async () => {
    await coordinator.end();
    await shutdown();
  };
}

function taskOf(
  job: Job,
  { coordinator, timezone }: { coordinator: RunCoordinator; timezone: string },
  run: () => Promise<void>,
): ScheduledTask {
  return createTask(job.schedule, run, {
    name: job.name,
    timezone,
    noOverlap: true,
    distributed: true,
    runCoordinator: coordinator,
  });
}

async function runJob(job: Job, task: ScheduledTask, log: Logger): Promise<void> {
  const startedAt = Date.now();
  try {
    await job.run();
    log.info({ job: job.name, ms: Date.now() - startedAt }, 'job done');
  } catch (error) {
    log.error({ job: job.name, err: error }, 'job failed; it runs again at its next time');
  }
  await keepNextRun(job, task);
}

/** node-cron keeps nothing, so the next slot is kept here: if it has passed at the next start, it was missed. */
async function keepNextRun(job: Job, task: ScheduledTask): Promise<void> {
  const next = task.getNextRun();
  if (next)
    await Setting.updateOne(
      { _id: settingOf(job) },
      { $set: { value: next.toISOString() } },
      { upsert: true },
    );
}

async function catchUp(job: Job, task: ScheduledTask, log: Logger): Promise<void> {
  const due = await Setting.findById(settingOf(job)).lean();
  const missed = typeof due?.value === 'string' && Date.parse(due.value) < Date.now() ? due.value : undefined;
  if (missed && (await claimSlot(`${job.name}:${missed}:caught-up`))) {
    log.info({ job: job.name, due: missed }, 'a run was missed; catching up');
    await runJob(job, task, log);
  } else {
    await keepNextRun(job, task);
  }
}

function settingOf(job: Job): string {
  return `next-run:${job.name}`;
}
