import { statSync } from 'node:fs';
import { styleText } from 'node:util';
import { InvalidArgumentError, type Command } from 'commander';
import { checkExports, type DatasetReport } from '../dataset/check.ts';
import { withStore } from './with-store.ts';

export function define(command: Command): void {
  command
    .command('check')
    .description('name the rows of exports that may not be used any more, and what else is wrong')
    .argument('<dir>', 'folder of exports', parseFolder)
    .option('--fix', 'rewrite the files without the rows at fault')
    .option('--json', 'print one JSON object')
    .action(async (dir: string, options: { fix?: boolean; json?: boolean }) => {
      const report = await withStore(async () => checkExports(dir, options.fix ? { fix: true } : {}));
      process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : describe(report));
      if (!report.ok) process.exitCode = 1;
    });
}

function parseFolder(path: string): string {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new InvalidArgumentError('There is no such folder.');
  return path;
}

function describe({ files, problems, removed, rows }: DatasetReport): string {
  const lines = problems.map(
    ({ file, line, mended, message, row }) =>
      `${file}${line === undefined ? '' : `:${line}`}${row === undefined ? '' : ` ${row}`}: ${message}${mended ? ' (mended)' : ''}`,
  );
  const summary = `${rows} rows in ${files} files, ${problems.length} problems, ${removed} rows taken out`;
  return `${[...lines, problems.length === 0 ? styleText('green', summary) : summary].join('\n')}\n`;
}
