import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { createTerminalAdapter } from '../../adapters/terminal.ts';
import type { InboundEvent } from '../../src/messages.ts';
import { recordLog } from '../support/log.ts';
import { adapterContract, type Act, type Harness, type ShownMessage } from './contract.ts';

const USER = 'tourist-at-the-keyboard';

/** The line that a person types for an act; nothing where a terminal has no such act or reads the text as another. */
function lineOf(act: Act): string | undefined {
  switch (act.kind) {
    case 'text':
      return /[\r\n\u2028\u2029]|^\s*\d*\s*$/u.test(act.text) ? undefined : act.text;
    case 'location':
      return `/at ${act.point.lat},${act.point.lon}`;
    case 'command':
      return `/${act.name} ${act.args}`;
    default:
      return undefined;
  }
}

function parseMessage(written: string, index: number): ShownMessage {
  const lines = written.slice(0, -1).split('\n');
  const rows: string[] = [];
  while (/^ {2}\[\d+\] /.test(lines.at(-1) ?? '')) rows.unshift(lines.pop() ?? '');
  const buttons = rows
    .flatMap((row) => row.trim().split(/ {3}(?=\[)/))
    .map((button) => /^\[\d+\] (✓ )?(.*)$/u.exec(button))
    .map((found) => ({ label: found?.[2] ?? '', chosen: found?.[1] !== undefined }));
  return { id: String(index + 1), text: lines.join('\n'), buttons };
}

async function openHarness(): Promise<Harness> {
  const input = new PassThrough();
  const written: string[] = [];
  const output = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      written.push(chunk);
      output.emit('printed');
      done();
    },
  });
  const { log, text: logText } = recordLog();
  const adapter = createTerminalAdapter({ input, output, log, user: USER, quietMs: 0 });
  const to = { conversation: USER, user: USER };
  const events: InboundEvent[] = [];
  let failing = false;
  await adapter.start(async (accepted) => {
    if (failing) throw new Error('the store is away');
    events.push(...accepted);
    // A guide always answers; the terminal reads no further before
    setImmediate(() => void adapter.notice?.(to, '', 'heard'));
  });

  /** Types a line and waits for what is printed for it. */
  const type = async (line: string): Promise<boolean> => {
    const count = events.length;
    const printed = once(output, 'printed');
    input.write(`${line}\n`);
    await printed;
    return events.length > count;
  };
  return {
    adapter,
    to,
    events,
    failAccept: (fail) => (failing = fail),
    delivery(act) {
      if (act.kind === 'press') {
        return async () => {
          await adapter.send(
            to,
            { text: '?', language: 'en', buttons: [[{ label: 'x', action: act.action }]] },
            'p',
          );
          return type(/\[(\d+)\]/.exec(written.at(-1) ?? '')?.[1] ?? '');
        };
      }
      const line = lineOf(act);
      return line === undefined ? undefined : async () => type(line);
    },
    redelivers: false,
    shown: async () => written.map(parseMessage),
    log: logText,
    async close() {
      input.end();
      await adapter.ended;
      await adapter.stop();
    },
  };
}

adapterContract('terminal', openHarness);
