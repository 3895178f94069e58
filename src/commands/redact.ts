import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { redact } from '../privacy/redact.ts';

export function define(command: Command): void {
  command.action(async () => {
    for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
      process.stdout.write(`${redact(line)}\n`);
    }
  });
}
