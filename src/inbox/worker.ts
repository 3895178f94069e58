import PQueue from 'p-queue';
import type { Logger } from 'pino';
import type { Adapter } from '../../adapters/adapter.ts';
import type { Outgoing } from '../conversation/outgoing.ts';
import type { Vault } from '../privacy/encryption.ts';
import { bytes } from '../store/bytes.ts';
import { InboxEvent, type InboxRow } from '../store/models/inbox-event.ts';
import { Failures, forLog } from './failing.ts';
import type { Guide } from './guide.ts';
import { openEvent } from './intake.ts';
import { ConversationLease, releaseLeasesOfTheDead } from './lease.ts';
import { Sender, startTyping, type Turns } from './sending.ts';
import { claimNext, finish, LeaseLost, partiesOf, write, type Work } from './work.ts';

/** Conversations worked at the same time by one process. */
const CONCURRENCY = 512;
/** Milliseconds between looks for work that nobody woke us for: other processes' events, expired leases. */
const SWEEP_MS = 1_000;
/** Conversations taken up in one look. */
const SWEEP_LIMIT = 1_000;
/** Tries after which an event is set aside over which the process itself keeps dying. */
const MAX_CLAIMS = 20;

/** Works stored events: each conversation in order under a lease, different conversations side by side. */
export class InboxWorker {
  /** Platforms whose token was refused, until a message goes through again. */
  readonly unauthorized: Set<string>;
  readonly #adapters: ReadonlyMap<string, Adapter>;
  readonly #guide: Guide;
  readonly #vault: Vault;
  readonly #log: Logger;
  readonly #sender: Sender;
  readonly #failures: Failures;
  /** Conversations at work here, and the events that came meanwhile: settled once they are stored. */
  readonly #lanes = new Map<string, Promise<unknown> | undefined>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #queue = new PQueue({ concurrency: CONCURRENCY });
  #sweeper: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(parts: {
    adapters: ReadonlyMap<string, Adapter>;
    guide: Guide;
    vault: Vault;
    log: Logger;
    turns?: Turns;
    unauthorized?: Set<string>;
  }) {
    this.unauthorized = parts.unauthorized ?? new Set();
    this.#adapters = parts.adapters;
    this.#guide = parts.guide;
    this.#vault = parts.vault;
    this.#log = parts.log;
    this.#sender = new Sender({ ...parts, unauthorized: this.unauthorized });
    this.#failures = new Failures({ ...parts, unauthorized: this.unauthorized });
  }

  /** Takes up what was left, and goes on looking. */
  async start(): Promise<void> {
    await releaseLeasesOfTheDead();
    await this.#sweep();
    this.#sweeper = setInterval(() => {
      this.#sweep().catch((error: unknown) =>
        this.#log.warn({ err: forLog(error) }, 'the inbox cannot be read; trying again'),
      );
    }, SWEEP_MS);
  }

  /** Lets running work end, for at most `patienceMs`; the rest stays stored. */
  async stop(patienceMs = 10_000): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#sweeper);
    for (const timer of this.#timers) clearTimeout(timer);
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => (timer = setTimeout(resolve, patienceMs)));
    await Promise.race([this.#queue.onIdle(), patience]);
    clearTimeout(timer);
  }

  /**
   * Works a conversation that has new events.
   * @param stored resolves once they are stored, or could not be, and never rejects; the lease is taken meanwhile
   */
  wake(conversation: string, stored: Promise<unknown> = Promise.resolve()): void {
    if (this.#stopping) return;
    const atWork = this.#lanes.has(conversation);
    this.#lanes.set(conversation, Promise.all([this.#lanes.get(conversation), stored]));
    if (!atWork) void this.#queue.add(async () => this.#runLane(conversation));
  }

  async #sweep(): Promise<void> {
    const rows = await InboxEvent.find(
      {
        state: { $in: ['waiting', 'working'] },
        notBefore: { $lte: new Date() },
        platform: { $in: [...this.#adapters.keys()] },
      },
      { conversation: 1 },
    )
      .limit(SWEEP_LIMIT)
      .lean();
    for (const row of rows) this.wake(row.conversation);
  }

  async #runLane(conversation: string): Promise<void> {
    try {
      for (;;) {
        const stored = this.#lanes.get(conversation);
        if (!stored || this.#stopping) return;
        this.#lanes.set(conversation, undefined);
        await this.#workConversation(conversation, stored);
      }
    } catch (error) {
      // The store is out of reach, or the lease went to another process: the sweep comes back to it
      if (!(error instanceof LeaseLost))
        this.#log.warn({ err: forLog(error) }, 'a conversation had to be left; trying again');
    } finally {
      this.#lanes.delete(conversation);
    }
  }

  async #workConversation(conversation: string, stored: Promise<unknown>): Promise<void> {
    let isStored = false;
    const storing = stored.then(() => (isStored = true));
    const lease = await ConversationLease.acquire(conversation);
    if (!lease) return;
    try {
      while (!this.#stopping) {
        const wasStored = isStored;
        const row = await claimNext(conversation, lease);
        if (!row && wasStored) return;
        if (!row) {
          await storing;
          continue;
        }
        const waitMs = row.notBefore.getTime() - Date.now();
        if (waitMs > 0) {
          await write({ row, lease }, { $set: { state: 'waiting' }, $inc: { attempts: -1 } });
          this.#wakeIn(conversation, waitMs);
          return;
        }
        if (!(await this.#workEvent(row, lease))) return;
      }
    } finally {
      await lease.release();
    }
  }

  /** Whether the conversation can go on to its next event. */
  async #workEvent(row: InboxRow, lease: ConversationLease): Promise<boolean> {
    const adapter = this.#adapters.get(row.platform);
    if (!adapter || !row.event) return false;
    const event = openEvent(bytes(row.event), this.#vault);
    const work: Work = { row, event, adapter, lease };
    try {
      if (row.attempts > MAX_CLAIMS) throw new Error('the process ended each time that it worked this event');
      const answerId = await this.#sender.send(work, await this.#outbox(work));
      await Promise.all([
        finish(work),
        answerId && this.#guide.delivered(event, partiesOf(work), String(row.turnId), answerId),
      ]);
      return true;
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      const waitMs = await this.#failures.settle(work, error);
      if (waitMs !== undefined) this.#wakeIn(row.conversation, waitMs);
      return waitMs === undefined;
    }
  }

  /** What to send: as stored by an earlier try, or worked out and stored now. */
  async #outbox(work: Work): Promise<Outgoing[]> {
    const { row, event, adapter } = work;
    if (row.outbox)
      return row.outbox.map((item) => JSON.parse(this.#vault.open(bytes(item.sealed))) as Outgoing);
    const stopTyping = startTyping(event, adapter);
    try {
      const { capabilities } = adapter;
      const voice = event.kind === 'media' ? event.voice : undefined;
      const fetchMedia = adapter.fetchMedia?.bind(adapter);
      const outbox = await this.#guide.handle(event, {
        turnId: String(row.turnId),
        key: row._id,
        capabilities,
        receivedAt: row.receivedAt,
        ...partiesOf(work),
        ...(voice && fetchMedia ? { fetchVoice: async () => fetchMedia(voice) } : {}),
      });
      if (outbox.length > 0) {
        const sealed = outbox.map((item) => ({ sealed: this.#vault.seal(JSON.stringify(item)) }));
        await write(work, { $set: { outbox: sealed } });
      }
      return outbox;
    } finally {
      stopTyping();
    }
  }

  #wakeIn(conversation: string, ms: number): void {
    if (this.#stopping) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.wake(conversation);
    }, ms);
    this.#timers.add(timer);
  }
}
