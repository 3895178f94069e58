import { pino, type Logger } from 'pino';
import pretty from 'pino-pretty';
import type { Config } from './config.ts';

/**
 * The log: JSON lines, or lines for people on a terminal. It never holds a message text, a name, a person's id or a
 * coordinate; what callers pass is theirs to keep to that.
 */
export function createLog(config: Pick<Config, 'LOG_LEVEL'>, output: NodeJS.WriteStream): Logger {
  const options = { level: config.LOG_LEVEL, base: {}, timestamp: pino.stdTimeFunctions.isoTime };
  return output.isTTY
    ? pino(options, pretty({ ignore: 'pid,hostname', destination: output }))
    : pino(options, output);
}
