import { styleText } from 'node:util';
import type { Command } from 'commander';
import { checkExports, type DatasetReport } from '../dataset/check.ts';
import { withStore } from './with-store.ts';

export function define(command: Command): void {
  command
    .command('check')
    .description('name the rows of exports that may not be used any more, and what else is wrong')
    .argument('<dir>', 'folder of exports')
    .option('--fix', 'rewrite the files without the rows at fault')
    .option('--json', 'print one JSON object')
    .action(async (dir: string, options: { fix?: boolean; json?: boolean }) => {
      const report = await withStore(async () => checkExports(dir, options.fix ? { fix: true } : {}));
      process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : describe(report));
      if (!report.ok && !options.fix) process.exitCode = 1;
    });
}

function describe({ files, problems, removed, rows }: DatasetReport): string {
  const lines = problems.map(
    ({ file, line, message, row }) =>
      `${file}${line === undefined ? '' : `:${line}`}${row === undefined ? '' : ` ${row}`}: ${message}`,
  );
  const summary = `${rows} rows in ${files} files, ${problems.length} problems, ${removed} rows taken out`;
  return `${[...lines, problems.length === 0 ? styleText('green', summary) : summary].join('\n')}\n`;
}
