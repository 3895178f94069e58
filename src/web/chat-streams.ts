import { PassThrough, type Readable } from 'node:stream';
import type { Logger } from 'pino';
import { linesAfter } from './chat-log.ts';
import type { ChatSession } from './chat-session.ts';

/** Milliseconds between looks for what another process wrote. */
const POLL_MS = 1_000;
/** Looks between signs of life, by which proxies and pages see that a quiet stream still stands. */
const POLLS_PER_HEARTBEAT = 15;
/** Open streams that are looked after at the same time. */
const POLL_CONCURRENCY = 16;
/** Tabs of one browser that can be open at the same time. */
const MAX_PER_SESSION = 12;
/** Bytes that may wait for a slow reader; past that its stream ends, and it goes on later from what it saw last. */
const MAX_WAITING_BYTES = 1_000_000;

/** One open tab. */
interface Tab {
  session: ChatSession;
  out: PassThrough;
  /** Number of the last line sent. */
  last: number;
  /** Reading for it now. */
  busy: boolean;
  /** New lines came while reading. */
  again: boolean;
}

/** Server-sent events to every open tab: new lines of its conversation, by whichever process wrote them. */
export class ChatStreams {
  readonly #log: Logger;
  readonly #tabs = new Map<string, Set<Tab>>();
  #timer: NodeJS.Timeout | undefined;
  #polls = 0;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** A stream of the lines after `last`; undefined when the session has too many open. */
  open(session: ChatSession, last: number): Readable | undefined {
    const tabs = this.#tabs.get(session.id) ?? new Set();
    if (tabs.size >= MAX_PER_SESSION) return undefined;
    const tab: Tab = { session, out: new PassThrough(), last, busy: false, again: false };
    tabs.add(tab);
    this.#tabs.set(session.id, tabs);
    tab.out.once('close', () => {
      tabs.delete(tab);
      if (tabs.size === 0) this.#tabs.delete(session.id);
      if (this.#tabs.size === 0) this.#stopPolling();
    });
    tab.out.write('retry: 1000\n\n');
    void this.#pump(tab);
    if (!this.#timer) this.#schedule();
    return tab.out;
  }

  /** Sends what is new in a conversation. */
  wake(session: ChatSession): void {
    for (const tab of this.#tabs.get(session.id) ?? []) void this.#pump(tab);
  }

  /** Shows that an answer is on its way; kept nowhere. */
  typing(session: ChatSession): void {
    for (const tab of this.#tabs.get(session.id) ?? []) this.#write(tab, 'event: typing\ndata: {}\n\n');
  }

  /** Ends all streams. */
  close(): void {
    this.#stopPolling();
    for (const tab of this.#all()) tab.out.end();
  }

  #all(): Tab[] {
    return [...this.#tabs.values()].flatMap((tabs) => [...tabs]);
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      void this.#poll().then(() => {
        if (this.#timer) this.#schedule();
      });
    }, POLL_MS);
  }

  #stopPolling(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #poll(): Promise<void> {
    this.#polls += 1;
    const tabs = this.#all();
    if (this.#polls % POLLS_PER_HEARTBEAT === 0)
      for (const tab of tabs) this.#write(tab, 'event: alive\ndata: {}\n\n');
    for (let start = 0; start < tabs.length; start += POLL_CONCURRENCY) {
      await Promise.all(tabs.slice(start, start + POLL_CONCURRENCY).map(async (tab) => this.#pump(tab)));
    }
  }

  async #pump(tab: Tab): Promise<void> {
    if (tab.busy) {
      tab.again = true;
      return;
    }
    tab.busy = true;
    try {
      do {
        tab.again = false;
        const entries = await linesAfter(tab.session, tab.last);
        for (const entry of entries) {
          this.#write(tab, `id: ${entry.number}\nevent: line\ndata: ${JSON.stringify(entry)}\n\n`);
          tab.last = entry.number;
        }
      } while (tab.again && tab.out.writable);
    } catch (error) {
      // The next look tries again
      this.#log.warn({ err: error }, 'lines of a web chat cannot be read');
    } finally {
      tab.busy = false;
    }
  }

  #write(tab: Tab, text: string): void {
    if (!tab.out.writable) return;
    tab.out.write(text);
    if (tab.out.writableLength + tab.out.readableLength > MAX_WAITING_BYTES) tab.out.destroy();
  }
}
