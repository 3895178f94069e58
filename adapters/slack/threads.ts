import type { SlackClient } from './client.ts';
import { NotStored } from './bolt.ts';
import type { ThreadOf } from './parse.ts';

/** Messages of ours whose thread is remembered. */
const MAX_KNOWN = 10_000;

/** The threads of our own messages: Slack tells of a reaction to one without its thread. */
export class Threads {
  readonly #client: SlackClient;
  readonly #known = new Map<string, string | undefined>();

  constructor(client: SlackClient) {
    this.#client = client;
  }

  /** Notes where a message of ours was posted. */
  note(channel: string, ts: string, thread: string | undefined): void {
    this.#known.set(`${channel}:${ts}`, thread);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest);
  }

  /** Asks Slack for what this process did not post itself. @throws NotStored where Slack does not say */
  readonly of: ThreadOf = async (channel, ts) => {
    const key = `${channel}:${ts}`;
    if (this.#known.has(key)) return this.#known.get(key);
    try {
      const harmless = ['thread_not_found', 'message_not_found', 'channel_not_found', 'missing_scope'];
      const answer = await this.#client.call(
        'conversations.replies',
        { channel, ts, limit: 1 },
        { harmless },
      );
      const [first] = Array.isArray(answer['messages']) ? (answer['messages'] as unknown[]) : [];
      const { thread_ts: thread } = (first ?? {}) as { thread_ts?: unknown };
      const known = typeof thread === 'string' ? thread : undefined;
      this.note(channel, ts, known);
      return known;
    } catch (error) {
      throw new NotStored({ cause: error });
    }
  };
}
