import type { Command } from 'commander';
import { startApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';

/** Milliseconds after which a stop that hangs is ended: what was accepted is stored, and taken up at the next start. */
const STOP_MS = 20_000;

export function define(command: Command): void {
  command.action(async () => {
    const config = readConfig(process.env);
    const log = createLog(config, process.stdout);
    // The runtime's own warnings are switched off on the command line, so that output stays JSON lines
    process.on('warning', (warning) => log.debug({ warning: warning.name }, warning.message));
    process.on('unhandledRejection', (reason) =>
      log.error({ err: reason }, 'something failed that nobody waited for'),
    );
    const app = await startApp(config, log);
    // Where it is open is told at every level but silence
    const told = config.LOG_LEVEL === 'silent' ? log : createLog({ LOG_LEVEL: 'info' }, process.stdout);
    told.info(
      {
        url: app.url,
        dashboard: new URL('/dashboard', app.url).href,
        address: app.address,
        store: app.storeUri,
        channels: app.channels,
      },
      `Rehber is open at ${app.url}`,
    );
    const stop = async (signal: string): Promise<void> => {
      log.info({ signal }, 'stopping: finishing what is at work');
      setTimeout(() => process.exit(1), STOP_MS).unref();
      await app.stop();
      log.info('stopped');
      process.exit(0);
    };
    process.once('SIGTERM', (signal) => void stop(signal));
    process.once('SIGINT', (signal) => void stop(signal));
  });
}
