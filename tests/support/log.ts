import { Writable } from 'node:stream';
import { pino, type Logger } from 'pino';

/** A log at its most talkative that can be read back as one text. */
export function recordLog(): { log: Logger; text: () => string } {
  const lines: string[] = [];
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return { log: pino({ level: 'trace' }, output), text: () => lines.join('') };
}
