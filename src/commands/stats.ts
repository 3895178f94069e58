import type { Command } from 'commander';
import { readStats, type Stats } from '../store/stats.ts';
import { withStore } from './with-store.ts';

export function define(command: Command): void {
  command.option('--json', 'print one JSON object').action(async (options: { json?: boolean }) => {
    const stats = await withStore(async () => readStats());
    process.stdout.write(options.json ? `${JSON.stringify(stats)}\n` : describe(stats));
  });
}

function describe(stats: Stats): string {
  const { feedback, inbox } = stats;
  const lines = [
    `Turns      ${stats.turns}, ${stats.answered} answered`,
    `Feedback   👍 ${feedback.up}  👎 ${feedback.down}  rated ${percent(feedback.rate)}, positive ${percent(feedback.positiveRate)}`,
    `Inbox      ${inbox.waiting} waiting, ${inbox.working} at work, ${inbox.poison} set aside`,
    ...bars('By channel', stats.byPlatform),
    ...bars('By language', stats.byLanguage),
    ...bars('By intent', stats.byIntent),
  ];
  return `${lines.join('\n')}\n`;
}

function percent(rate: number | null): string {
  return rate === null ? 'no data yet' : `${(rate * 100).toFixed(1)} %`;
}

/** Characters of the longest bar. */
const BAR = 30;

function bars(title: string, counts: Record<string, number>): string[] {
  const entries = Object.entries(counts);
  const most = Math.max(...Object.values(counts));
  const rows = entries.map(
    ([name, n]) => `  ${name.padEnd(10)} ${'█'.repeat(Math.ceil((n / most) * BAR))} ${n}`,
  );
  return entries.length > 0 ? ['', title, ...rows] : [];
}
