import { model, Schema } from 'mongoose';

/** Seconds that a run is remembered. */
const KEEP_SECONDS = 30 * 24 * 60 * 60;

/** One slot of one job: whoever inserts it runs it. */
const jobRun = new Schema(
  {
    /** `<job>:<slot>` as node-cron makes it, or of a run that was caught up. */
    _id: { type: String, required: true },
    job: { type: String, required: true },
    startedAt: { type: Date, required: true },
    finishedAt: Date,
    error: String,
  },
  { collection: 'job_runs', versionKey: false },
);
jobRun.index({ job: 1, startedAt: -1 });
jobRun.index({ startedAt: 1 }, { expireAfterSeconds: KEEP_SECONDS });

export const JobRun = model('JobRun', jobRun);
