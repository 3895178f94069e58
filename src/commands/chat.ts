import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { createTerminalAdapter } from '../../adapters/terminal.ts';
import { createAnswering } from '../answering.ts';
import { connectChannels } from '../app.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { withStore } from './with-store.ts';

export function define(command: Command): void {
  command.action(async () => {
    const answering = await createAnswering(readConfig(process.env));
    const log = createLog({ LOG_LEVEL: 'error' }, process.stderr);
    await withStore(async (data, config) => {
      const adapter = createTerminalAdapter({
        input: process.stdin,
        output: process.stdout,
        log,
        user: userInfo().username,
      });
      const { accept, worker } = connectChannels([adapter], { config, data, answering, log });
      await worker.start();
      await adapter.start(accept);
      await adapter.ended;
      await worker.stop();
      await adapter.stop();
    });
  });
}
