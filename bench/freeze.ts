import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createBroadcast } from '../src/broadcast/compose.ts';
import { broadcastStatus } from '../src/broadcast/counts.ts';
import { start } from '../src/broadcast/life.ts';
import { addPeople } from '../tests/broadcast/people.ts';
import { withBroadcasts } from './broadcast-parts.ts';

const FIRST = 1_000_000;
/** People in the store when recipients are written down; 20,000 unless `BENCH_PEOPLE` says otherwise. */
const PEOPLE = Number(process.env['BENCH_PEOPLE'] ?? 20_000);
const SHARES = [0.01, 0.1, 1];
/** People that are put into the store at a time. */
const BATCH = 10_000;

/**
 * How long it takes to write down who gets a promo, and how much memory the process that does it, for a few of the people and
 * for all of them. It may have no more heap than `freeze-process.ts` is started with, so that it fails where it needs more.
 */
export async function benchFreeze(): Promise<Record<string, string>> {
  return withBroadcasts(async ({ env, parts }) => {
    const figures: Record<string, string> = {};
    let added = 0;
    for (const share of SHARES) {
      for (let left = PEOPLE * share - added; left > 0; left = PEOPLE * share - added) {
        const count = Math.min(BATCH, left);
        await addPeople({ first: FIRST + added, count }, parts);
        added += count;
      }
      const id = await createBroadcast({ name: 'bench', texts: { en: 'PROMO' } }, 'bench', parts);
      await start(id, 'bench', { config: parts.config, now: new Date() });
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [
          '--disable-warning=ExperimentalWarning',
          '--max-old-space-size=96',
          new URL('freeze-process.ts', import.meta.url).pathname,
          id,
        ],
        { env: { ...process.env, ...env } },
      );
      const { mostMegabytes, seconds } = JSON.parse(stdout) as { mostMegabytes: number; seconds: number };
      const { total } = await broadcastStatus(id);
      figures[`${total} recipients written down`] =
        `${seconds.toFixed(1)} s (${(total / seconds).toFixed(0)} a second), ${mostMegabytes.toFixed(0)} MB at most`;
    }
    return figures;
  });
}
