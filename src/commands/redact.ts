import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { redact } from '../privacy/redact.ts';

export function define(command: Command): void {
  command.action(async () => {
    process.stdin.setEncoding('utf8');
    try {
      await pipeline(process.stdin, redactedLines, process.stdout, { end: false });
    } catch (error) {
      // The reader has seen enough (`| head`)
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
    }
  });
}

/** Each line as soon as it is whole, with the line end that it had: as many lines go out as came in. */
async function* redactedLines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest: string[] = [];
  for await (const chunk of chunks) {
    const lines = chunk.split('\n');
    rest.push(lines.shift() ?? '');
    for (const line of lines) {
      yield `${redactedLine(rest.join(''))}\n`;
      rest = [line];
    }
  }
  const last = rest.join('');
  if (last !== '') yield redactedLine(last);
}

function redactedLine(line: string): string {
  return line.endsWith('\r') ? `${redact(line.slice(0, -1))}\r` : redact(line);
}
