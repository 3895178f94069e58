import { progress } from '@clack/prompts';
import { broadcastStatus, type BroadcastStatus } from '../../broadcast/counts.ts';
import { describeStatus } from './describe.ts';

/** Milliseconds between looks, at least. */
const LOOK_MS = 500;
/** Looks take at most this share of the time: counting many rows is work for the store. */
const LOOK_SHARE = 0.1;
/** States in which nothing more happens by itself soon. */
const RESTING = new Set(['done', 'cancelled', 'paused', 'draft', 'approved']);

/** Shows how a broadcast goes on until it rests: a bar on a terminal, else a line for each change. */
export async function watchStatus(id: string, { json }: { json?: boolean }): Promise<void> {
  let status = await broadcastStatus(id);
  const bar = process.stdout.isTTY && !json ? progress({ max: Math.max(1, status.total) }) : undefined;
  bar?.start(line(status));
  let shown = 0;
  let last = '';
  let lookMs = 0;
  for (;;) {
    const through = status.total - status.counts.waiting;
    if (bar) bar.advance(Math.max(0, through - shown), line(status));
    else {
      const text = json ? JSON.stringify(status) : line(status);
      if (text !== last) process.stdout.write(`${text}\n`);
      last = text;
    }
    shown = Math.max(shown, through);
    if (RESTING.has(status.state)) break;
    await new Promise((resolve) => setTimeout(resolve, Math.max(LOOK_MS, lookMs / LOOK_SHARE)));
    const begun = performance.now();
    status = await broadcastStatus(id);
    lookMs = performance.now() - begun;
  }
  bar?.stop(line(status));
  if (!json) process.stdout.write(`${describeStatus(status)}\n`);
}

function line({ counts, state, total }: BroadcastStatus): string {
  const shown = Object.entries(counts).filter(([, n]) => n > 0);
  return `${state}, ${total} in all: ${shown.map(([name, n]) => `${n} ${name}`).join(', ') || 'nobody yet'}`;
}
