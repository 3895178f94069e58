import { randomUUID } from 'node:crypto';
import { clearLine, createInterface, cursorTo, type Interface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { styleText } from 'node:util';
import type { Logger } from 'pino';
import type { InboundEvent, Reply } from '../src/messages.ts';
import type { Accept, Adapter, Capabilities, Recipient } from './adapter.ts';
import { readCommand } from './command.ts';
import { DeliveryError } from './errors.ts';
import { cutText, fitButtons } from './fit.ts';

const PLATFORM = 'terminal';
const CAPABILITIES: Capabilities = {
  buttons: 24,
  buttonLabel: 80,
  // What is printed stays as it is
  editing: false,
  notices: true,
  typing: false,
  location: true,
  mapPoint: true,
  files: true,
  maxText: 1_000_000,
  footer: 0,
  markup: 'none',
};
/** Milliseconds to wait for the answer to a line before the next is read. */
const PATIENCE_MS = 15_000;
/** As `TerminalOptions.quietMs`: the messages of one answer come closer together. */
const QUIET_MS = 250;
const HINT =
  'Type a question. /at LAT,LON shares a location, a number presses a button, /help tells more, Ctrl-D ends.';

export interface TerminalOptions {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream & { isTTY?: boolean };
  log: Logger;
  /** Who is talking: their conversation goes on where it ended. */
  user: string;
  /** Milliseconds without output after which an answer of several messages counts as whole. */
  quietMs?: number;
}

export interface TerminalAdapter extends Adapter {
  /** Resolves when the input has ended and every line was answered. */
  readonly ended: Promise<void>;
}

/** A chat by lines: typed, or piped in, in which case each line is answered before the next is read. */
export function createTerminalAdapter(options: TerminalOptions): TerminalAdapter {
  return new Terminal(options);
}

class Terminal implements TerminalAdapter {
  readonly platform = PLATFORM;
  readonly capabilities = CAPABILITIES;
  readonly ended: Promise<void>;
  readonly #output: TerminalOptions['output'];
  readonly #log: Logger;
  readonly #user: string;
  readonly #quietMs: number;
  readonly #input: TerminalOptions['input'];
  #lines: Interface | undefined;
  readonly #isTTY: boolean;
  /** A person is typing, rather than a file being read. */
  readonly #interactive: boolean;
  #atPrompt = false;
  #closed = false;
  /** Actions of the buttons shown since the last line that was typed, by their number less one. */
  #actions: string[] = [];
  #actionsAreOld = true;
  #printed = 0;
  #printedAt = 0;
  #answered: () => void = () => {};
  #end: () => void = () => {};

  constructor({ input, log, output, quietMs, user }: TerminalOptions) {
    this.#quietMs = quietMs ?? QUIET_MS;
    this.#output = output;
    this.#log = log.child({ platform: PLATFORM });
    this.#user = user;
    this.#isTTY = output.isTTY === true;
    this.#interactive = this.#isTTY && input.isTTY === true;
    this.#input = input;
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  async start(accept: Accept): Promise<void> {
    // Not earlier: what it reads before anybody waits for its lines is lost
    const lines = createInterface({
      input: this.#input,
      output: this.#output,
      terminal: this.#interactive,
      crlfDelay: Infinity,
    });
    this.#lines = lines;
    lines.once('close', () => (this.#closed = true));
    // Who reads our output may stop to (`| head`): that ends the chat
    this.#output.on('error', () => lines.close());
    if (this.#interactive) this.#print(styleText('dim', HINT));
    void this.#readLines(lines, accept);
  }

  async stop(): Promise<void> {
    this.#lines?.close();
  }

  async send(_to: Recipient, reply: Reply): Promise<string> {
    const { rows, dropped } = fitButtons(reply.buttons, CAPABILITIES);
    if (dropped > 0) {
      this.#log.warn({ droppedButtons: dropped }, 'buttons that a terminal cannot show were left out');
    }
    if (rows.length > 0 && this.#actionsAreOld) {
      this.#actions = [];
      this.#actionsAreOld = false;
    }
    const lines = [
      cutText(this.#printable(reply.text), CAPABILITIES.maxText),
      ...(reply.file ? [this.#printable(reply.file.content)] : []),
      ...(reply.place ? [`  ${mapAddress(reply.place)}`] : []),
      ...rows.map((row) => `  ${row.map((button) => this.#renderButton(button)).join('   ')}`),
      ...(reply.locationRequest ? [`  ${reply.locationRequest}: /at LAT,LON`] : []),
    ];
    return this.#print(lines.join('\n'));
  }

  async notice(_to: Recipient, _pressId: string, text: string): Promise<void> {
    const notice = `  ${this.#printable(text)}`;
    this.#print(this.#isTTY ? styleText('dim', notice) : notice);
  }

  async #readLines(lines: Interface, accept: Accept): Promise<void> {
    try {
      this.#prompt();
      for await (const line of lines) {
        this.#atPrompt = false;
        if (line.trim() !== '') await this.#take(line, accept);
        this.#prompt();
      }
      await this.#quiet();
    } finally {
      this.#end();
    }
  }

  /** Has a line stored and waits for what it brings. */
  async #take(line: string, accept: Accept): Promise<void> {
    // A number means a button of the whole answer, which may come as more than one message
    if (/^\s*\d+\s*$/.test(line)) await this.#quiet();
    const event = this.#eventOf(line);
    if (!event) {
      this.#print('A location is written as /at LAT,LON, for example: /at 41.0082,28.9784');
      return;
    }
    this.#actionsAreOld = true;
    const answered = new Promise<boolean>((resolve) => (this.#answered = () => resolve(true)));
    try {
      await accept([event]);
    } catch (error) {
      this.#log.error(
        { problem: error instanceof Error ? error.name : 'failure' },
        'a line could not be stored',
      );
      this.#print('That could not be stored. Please type it again; `rehber doctor` tells what is wrong.');
      return;
    }
    const patience = new AbortController();
    const gaveUp = sleep(PATIENCE_MS, false, { signal: patience.signal }).catch(() => false);
    if (!(await Promise.race([answered, gaveUp]))) {
      this.#print('No answer has come yet. It is printed here when it does.');
    }
    patience.abort();
    // An answer may be of several messages; who reads from a file waits for the last of them
    if (!this.#interactive) await this.#quiet();
  }

  #eventOf(line: string): InboundEvent | undefined {
    const base = {
      id: randomUUID(),
      platform: PLATFORM,
      conversation: this.#user,
      user: { id: this.#user },
      at: new Date(),
    };
    const action = /^\s*\d{1,3}\s*$/.test(line) ? this.#actions[Number(line) - 1] : undefined;
    if (action !== undefined) return { ...base, kind: 'press', action, pressId: base.id };
    const command = readCommand(line.trim());
    if (command?.name === 'at') {
      const [lat, lon, ...more] = command.args
        .split(/[\s,]+/)
        .map((part) => (part ? Number(part) : Number.NaN));
      if (lat === undefined || lon === undefined || more.length > 0) return undefined;
      return Number.isFinite(lat) && Number.isFinite(lon)
        ? { ...base, kind: 'location', point: { lat, lon } }
        : undefined;
    }
    if (command) return { ...base, kind: 'command', name: command.name, args: command.args };
    return { ...base, kind: 'text', text: line };
  }

  #renderButton(button: Reply['buttons'][number][number]): string {
    const label = this.#printable(button.label);
    if ('url' in button) return `${label}: ${button.url}`;
    this.#actions.push(button.action);
    const number = `[${this.#actions.length}]`;
    const shown = `${number} ${button.chosen ? '✓ ' : ''}${label}`;
    return this.#isTTY ? styleText('cyan', shown) : shown;
  }

  /** Prints one message as one write; resolves with its number. */
  #print(text: string): string {
    if (this.#interactive) {
      clearLine(this.#output, 0);
      cursorTo(this.#output, 0);
    }
    try {
      this.#output.write(`${text}\n`);
    } catch (error) {
      throw new DeliveryError('unavailable', 'Terminal: the output is closed', { cause: error });
    }
    this.#printed += 1;
    this.#printedAt = performance.now();
    this.#answered();
    // What the person is typing meanwhile is shown again below
    if (this.#atPrompt) this.#prompt();
    return String(this.#printed);
  }

  #prompt(): void {
    if (!this.#interactive || this.#closed) return;
    this.#atPrompt = true;
    this.#lines?.prompt(true);
  }

  /** Resolves when nothing was printed for a moment. */
  async #quiet(): Promise<void> {
    for (;;) {
      const wait = this.#printedAt + this.#quietMs - performance.now();
      if (wait <= 0) return;
      await sleep(wait);
    }
  }

  /** On a terminal a text is text: nothing in it may move the cursor or change colours. */
  #printable(text: string): string {
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    return this.#isTTY ? text.replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, '') : text;
  }
}

function mapAddress({ lat, lon }: { lat: number; lon: number }): string {
  return `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=17/${lat}/${lon}`;
}
