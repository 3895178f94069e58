import type { Adapter, Recipient } from '../../adapters/adapter.ts';
import { DeliveryError } from '../../adapters/errors.ts';
import type { Outgoing } from '../conversation/outgoing.ts';
import type { InboundEvent } from '../messages.ts';
import type { Guide } from './guide.ts';
import { LeaseLost, partiesOf, write, type Work } from './work.ts';

/** Milliseconds between signs of typing: Telegram shows one for five seconds. */
const TYPING_MS = 4_000;

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

/** Sends what answers an event. */
export class Sender {
  readonly #guide: Guide;
  readonly #turns: Turns | undefined;
  readonly #unauthorized: Set<string>;

  /** @param parts.unauthorized platforms whose token was refused; one that takes a message is taken out */
  constructor(parts: { guide: Guide; turns?: Turns; unauthorized: Set<string> }) {
    this.#guide = parts.guide;
    this.#turns = parts.turns;
    this.#unauthorized = parts.unauthorized;
  }

  /**
   * Sends what is not sent yet, in its order.
   * @returns the platform's id of the turn's answer, where that was the last message
   * @throws DeliveryError as the platform answers
   */
  async send(work: Work, outbox: Outgoing[]): Promise<string | undefined> {
    const { row, event, adapter, lease } = work;
    if (outbox.length > 0) await this.#checkWindow(work);
    let answerId: string | undefined;
    for (const [index, item] of outbox.entries()) {
      if (row.outbox?.[index]?.sentAt) continue;
      if (!lease.held) throw new LeaseLost();
      const ended = item.op === 'send' ? await this.#turns?.reply(row.platform) : undefined;
      const messageId = await perform(adapter, event, item, `${row._id}:${index}`).finally(ended);
      this.#unauthorized.delete(row.platform);
      if (item.op === 'send' && item.answersTurn) answerId = messageId;
      // The one window in which a kill can repeat a message: the platform has it, and we have not marked it yet.
      // The last one is marked by the event itself being done.
      if (index < outbox.length - 1) {
        await Promise.all([
          write(work, { $set: { [`outbox.${index}.sentAt`]: new Date() } }),
          answerId && this.#guide.delivered(event, partiesOf(work), String(row.turnId), answerId),
        ]);
        answerId = undefined;
      }
    }
    return answerId;
  }

  /** @throws DeliveryError `window_closed` where the platform would refuse a free answer by now */
  async #checkWindow(work: Work): Promise<void> {
    const { replyWindowMs } = work.adapter.capabilities;
    if (replyWindowMs === undefined) return;
    const heard = await this.#guide.lastHeardFrom(work.event, partiesOf(work));
    if (Date.now() - heard.getTime() < replyWindowMs) return;
    throw new DeliveryError(
      'window_closed',
      `${work.row.platform}: the person wrote too long ago to be answered freely`,
    );
  }
}

/**
 * Does one thing on a platform.
 * @param key the same for each try
 * @returns the platform's id of a new message
 */
export async function perform(
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

/** Shows that an answer is being written, where the platform can. @returns to be called when it is */
export function startTyping(event: InboundEvent, adapter: Adapter): () => void {
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
