import PQueue from 'p-queue';
import type { Logger } from 'pino';
import type { Adapter, Capabilities, Media, Recipient } from '../../adapters/adapter.ts';
import { DeliveryError } from '../../adapters/errors.ts';
import type { Outgoing } from '../conversation/outgoing.ts';
import type { InboundEvent } from '../messages.ts';
import type { Parties } from '../privacy/identities.ts';
import type { Vault } from '../privacy/encryption.ts';
import { bytes } from '../store/bytes.ts';
import { redact } from '../privacy/redact.ts';
import { InboxEvent, type InboxRow } from '../store/models/inbox-event.ts';
import { openEvent } from './intake.ts';
import { ConversationLease, releaseLeasesOfTheDead } from './lease.ts';

/** Conversations worked at the same time by one process. */
const CONCURRENCY = 512;
/** Milliseconds between looks for work that nobody woke us for: other processes' events, expired leases. */
const SWEEP_MS = 1_000;
/** Conversations taken up in one look. */
const SWEEP_LIMIT = 1_000;
/** Milliseconds between signs of typing: Telegram shows one for five seconds. */
const TYPING_MS = 4_000;
/** Tries after which an event that our code fails on is set aside. */
const MAX_FAILURES = 4;
/** Tries after which an event is set aside over which the process itself keeps dying. */
const MAX_CLAIMS = 20;
/** Milliseconds that an unavailable platform is tried for; Telegram itself forgets after as long. */
const GIVE_UP_MS = 24 * 60 * 60 * 1_000;
/** Milliseconds of the first back-off; each later one is twice as long. */
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 5 * 60 * 1_000;
/** What a worked event loses: all that is left is its keyed delivery id, against deliveries that come late. */
const PERSONAL = { event: 1, outbox: 1, person: 1, conversation: 1 } as const;
/** Milliseconds between tries while our token is refused. */
const UNAUTHORIZED_MS = 30_000;

/** What goes with an event that is worked. */
export interface HandlingContext extends Parties {
  turnId: string;
  /** Keyed delivery id: the same for each try. */
  key: string;
  capabilities: Capabilities;
  /** Brings the event's voice message, where the platform can. */
  fetchVoice?: () => Promise<Media>;
}

/** What the worker asks of the guide. */
export interface Guide {
  /** Works one event: writes what is to be remembered and says what to send. Safe to repeat for the same `key`. */
  handle(event: InboundEvent, context: HandlingContext): Promise<Outgoing[]>;
  /** The platform took the answer of a turn. */
  delivered(event: InboundEvent, parties: Parties, turnId: string, messageId: string): Promise<void>;
  /** The platform says that the person cannot be reached any more. */
  unreachable(event: InboundEvent, parties: Parties): Promise<void>;
  /** When the person last wrote, by the platform's clock. */
  lastHeardFrom(event: InboundEvent, parties: Parties): Promise<Date>;
  /** What to say after an event was set aside. */
  apology(event: InboundEvent, parties: Parties): Promise<Outgoing>;
}

/** What promos and answers share: the platform's limit. Answers go first. */
export interface Turns {
  /**
   * Takes the turn of an answer, and waits for it for a moment at most.
   * @returns to be called once the platform has answered
   */
  reply(platform: string): Promise<() => void>;
  /** The platform asked for a pause. */
  limited(platform: string, ms: number): Promise<void>;
}

/** Another process took the conversation over: nothing more may be done under the old lease. */
class LeaseLost extends Error {}

/** Works stored events: each conversation in order under a lease, different conversations side by side. */
export class InboxWorker {
  /** Platforms whose token was refused, until a message goes through again. */
  readonly unauthorized = new Set<string>();
  readonly #adapters: ReadonlyMap<string, Adapter>;
  readonly #guide: Guide;
  readonly #vault: Vault;
  readonly #log: Logger;
  readonly #turns: Turns | undefined;
  /** Conversations at work here, and whether new events came meanwhile. */
  readonly #lanes = new Map<string, boolean>();
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
  }) {
    this.#adapters = parts.adapters;
    this.#guide = parts.guide;
    this.#vault = parts.vault;
    this.#log = parts.log;
    this.#turns = parts.turns;
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

  /** Works a conversation that has new events. */
  wake(conversation: string): void {
    if (this.#stopping) return;
    const atWork = this.#lanes.has(conversation);
    this.#lanes.set(conversation, atWork);
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
      do {
        this.#lanes.set(conversation, false);
        await this.#workConversation(conversation);
      } while (this.#lanes.get(conversation) && !this.#stopping);
    } catch (error) {
      // The store is out of reach, or the lease went to another process: the sweep comes back to it
      if (!(error instanceof LeaseLost))
        this.#log.warn({ err: forLog(error) }, 'a conversation had to be left; trying again');
    } finally {
      this.#lanes.delete(conversation);
    }
  }

  async #workConversation(conversation: string): Promise<void> {
    const lease = await ConversationLease.acquire(conversation);
    if (!lease) return;
    try {
      while (!this.#stopping) {
        const row = await claimNext(conversation, lease);
        if (!row) return;
        const waitMs = row.notBefore.getTime() - Date.now();
        if (waitMs > 0) {
          await write(row, lease, { $set: { state: 'waiting' }, $inc: { attempts: -1 } });
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
    try {
      if (row.attempts > MAX_CLAIMS) throw new Error('the process ended each time that it worked this event');
      const outbox = await this.#outbox(row, event, adapter, lease);
      if (outbox.length > 0) await this.#checkWindow(row, event, adapter);
      const delivered = await this.#send(row, outbox, event, adapter, lease);
      await Promise.all([
        write(row, lease, {
          $set: { state: 'done', doneAt: new Date() },
          $unset: { ...PERSONAL, error: 1 },
        }),
        delivered && this.#guide.delivered(event, partiesOf(row), String(row.turnId), delivered),
      ]);
      return true;
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      return this.#fail(row, event, adapter, lease, error);
    }
  }

  /** What to send: as stored by an earlier try, or worked out and stored now. */
  async #outbox(
    row: InboxRow,
    event: InboundEvent,
    adapter: Adapter,
    lease: ConversationLease,
  ): Promise<Outgoing[]> {
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
        ...partiesOf(row),
        ...(voice && fetchMedia ? { fetchVoice: async () => fetchMedia(voice) } : {}),
      });
      if (outbox.length > 0) {
        const sealed = outbox.map((item) => ({ sealed: this.#vault.seal(JSON.stringify(item)) }));
        await write(row, lease, { $set: { outbox: sealed } });
      }
      return outbox;
    } finally {
      stopTyping();
    }
  }

  /** @throws DeliveryError `window_closed` where the platform would refuse a free answer by now */
  async #checkWindow(row: InboxRow, event: InboundEvent, { capabilities }: Adapter): Promise<void> {
    const { replyWindowMs } = capabilities;
    if (replyWindowMs === undefined) return;
    const heard = await this.#guide.lastHeardFrom(event, partiesOf(row));
    if (Date.now() - heard.getTime() < replyWindowMs) return;
    throw new DeliveryError(
      'window_closed',
      `${row.platform}: the person wrote too long ago to be answered freely`,
    );
  }

  /** Sends what is not sent yet; resolves with the platform's id of the turn's answer. */
  async #send(
    row: InboxRow,
    outbox: Outgoing[],
    event: InboundEvent,
    adapter: Adapter,
    lease: ConversationLease,
  ): Promise<string | undefined> {
    let answerId: string | undefined;
    for (const [index, item] of outbox.entries()) {
      if (row.outbox?.[index]?.sentAt) continue;
      if (!lease.held) throw new LeaseLost();
      const ended = item.op === 'send' ? await this.#turns?.reply(row.platform) : undefined;
      const messageId = await perform(adapter, event, item, `${row._id}:${index}`).finally(ended);
      this.unauthorized.delete(row.platform);
      if (item.op === 'send' && item.answersTurn) answerId = messageId;
      // The one window in which a kill can repeat a message: the platform has it, and we have not marked it yet.
      // The last one is marked by the event itself being done.
      if (index < outbox.length - 1) {
        await Promise.all([
          write(row, lease, { $set: { [`outbox.${index}.sentAt`]: new Date() } }),
          answerId && this.#guide.delivered(event, partiesOf(row), String(row.turnId), answerId),
        ]);
        answerId = undefined;
      }
    }
    return answerId;
  }

  async #fail(
    row: InboxRow,
    event: InboundEvent,
    adapter: Adapter,
    lease: ConversationLease,
    error: unknown,
  ): Promise<boolean> {
    const problem = error instanceof DeliveryError ? error.problem : 'failure';
    if (problem === 'unreachable' || problem === 'window_closed') {
      if (problem === 'unreachable') await this.#guide.unreachable(event, partiesOf(row));
      else
        this.#log.warn({ event: row._id, platform: row.platform }, 'an answer came too late for its window');
      await write(row, lease, {
        $set: { state: 'done', doneAt: new Date(), error: problem },
        $unset: PERSONAL,
      });
      return true;
    }
    const age = Date.now() - row.receivedAt.getTime();
    const hopeless =
      problem === 'rejected' ||
      problem === 'stopped' ||
      problem === 'halted' ||
      (problem === 'failure' && row.attempts >= MAX_FAILURES) ||
      (problem === 'unavailable' && age > GIVE_UP_MS);
    if (hopeless) {
      await this.#setAside(row, event, adapter, lease, error);
      return true;
    }
    if (problem === 'unauthorized') this.unauthorized.add(row.platform);
    if (problem === 'rate_limited' && error instanceof DeliveryError)
      await this.#turns?.limited(row.platform, error.retryAfterMs);
    const waitMs = waitAfter(problem, row.attempts, error);
    this.#log.warn(
      { event: row._id, platform: row.platform, problem, waitMs, err: forLog(error) },
      'an event has to wait',
    );
    // Waiting for the platform is no failure of the event
    const attempts = problem === 'rate_limited' || problem === 'unauthorized' ? 0 : row.attempts;
    await write(row, lease, {
      $set: { state: 'waiting', notBefore: new Date(Date.now() + waitMs), attempts, error: problem },
    });
    this.#wakeIn(row.conversation, waitMs);
    return false;
  }

  async #setAside(
    row: InboxRow,
    event: InboundEvent,
    adapter: Adapter,
    lease: ConversationLease,
    error: unknown,
  ): Promise<void> {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    await write(row, lease, {
      $set: { state: 'poison', error: redact(reason).slice(0, 500), doneAt: new Date() },
    });
    this.#log.error({ event: row._id, platform: row.platform, err: forLog(error) }, 'an event was set aside');
    try {
      await perform(adapter, event, await this.#guide.apology(event, partiesOf(row)), `${row._id}:apology`);
    } catch (failure) {
      this.#log.warn({ event: row._id, err: forLog(failure) }, 'the apology could not be sent either');
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

/** Takes the conversation's first unfinished event under the lease. */
async function claimNext(conversation: string, lease: ConversationLease): Promise<InboxRow | null> {
  return InboxEvent.findOneAndUpdate(
    { conversation, state: { $in: ['waiting', 'working'] } },
    { $set: { state: 'working', fence: lease.token }, $inc: { attempts: 1 } },
    { sort: { order: 1 }, returnDocument: 'after' },
  ).lean<InboxRow>();
}

/** @throws LeaseLost when the event is worked under another lease by now. */
async function write(row: InboxRow, lease: ConversationLease, update: object): Promise<void> {
  const result = await InboxEvent.updateOne({ _id: row._id, fence: lease.token }, update);
  if (result.matchedCount === 0) throw new LeaseLost();
}

async function perform(
  adapter: Adapter,
  event: InboundEvent,
  item: Outgoing,
  key: string,
): Promise<string | undefined> {
  const to = recipientOf(event);
  switch (item.op) {
    case 'send':
      return adapter.send(to, item.reply, key);
    case 'edit':
      try {
        await adapter.edit?.(to, item.messageId, item.reply);
        return undefined;
      } catch (error) {
        // What it says is worth a message of its own
        if (!isRefusal(error)) throw error;
        return adapter.send(to, item.reply, key);
      }
    case 'buttons':
      await orNothing(adapter.editButtons?.(to, item.messageId, item.buttons, item.language));
      return undefined;
    case 'notice':
      await orNothing(adapter.notice?.(to, item.pressId, item.text));
      return undefined;
  }
}

function partiesOf({ person, conversation }: InboxRow): Parties {
  return { person, conversation };
}

function recipientOf({ conversation, user, via }: InboundEvent): Recipient {
  return { conversation, user: user.id, ...(via === undefined ? {} : { via }) };
}

/** Looks and notices that a platform will not take keep nothing else waiting. */
async function orNothing(done: Promise<void> | undefined): Promise<void> {
  try {
    await done;
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof DeliveryError && error.problem !== 'rate_limited' && error.problem !== 'unreachable'
  );
}

function startTyping(event: InboundEvent, adapter: Adapter): () => void {
  const takesTime = event.kind === 'text' || event.kind === 'location' || event.kind === 'media';
  if (!adapter.typing || !takesTime) return () => {};
  const show = (): void => {
    // A sign of typing that fails is not worth a word
    adapter.typing?.(recipientOf(event)).catch(() => {});
  };
  show();
  const timer = setInterval(show, TYPING_MS);
  return () => clearInterval(timer);
}

function waitAfter(problem: string, attempts: number, error: unknown): number {
  if (problem === 'rate_limited' && error instanceof DeliveryError) return Math.max(error.retryAfterMs, 100);
  if (problem === 'unauthorized') return UNAUTHORIZED_MS;
  const backoff = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempts - 1));
  // Spread out, so that what failed together does not come back together
  return backoff * (0.75 + Math.random() / 2);
}

/** Messages of errors can quote a text; where they came from never does. */
function forLog(error: unknown): unknown {
  if (error instanceof DeliveryError || !(error instanceof Error)) return error;
  return { type: error.name, at: error.stack?.split('\n').filter((line) => line.startsWith('    at ')) };
}
