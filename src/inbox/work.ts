import type { Adapter } from '../../adapters/adapter.ts';
import type { InboundEvent } from '../messages.ts';
import type { Parties } from '../privacy/identities.ts';
import { InboxEvent, type InboxRow } from '../store/models/inbox-event.ts';
import { DURABLE, RELAXED } from '../store/write-concern.ts';
import type { ConversationLease } from './lease.ts';

/** An event that is being worked, under the lease of its conversation. */
export interface Work {
  row: InboxRow;
  event: InboundEvent;
  adapter: Adapter;
  lease: ConversationLease;
}

/** What a worked event loses: all that is left is its keyed delivery id, against deliveries that come late. */
const PERSONAL = { event: 1, outbox: 1, person: 1, conversation: 1 } as const;

/** Another process took the conversation over: nothing more may be done under the old lease. */
export class LeaseLost extends Error {}

/** Takes the conversation's first unfinished event under the lease. A claim that a power cut undoes is made anew. */
export async function claimNext(conversation: string, lease: ConversationLease): Promise<InboxRow | null> {
  return (await InboxEvent.collection.findOneAndUpdate(
    { conversation, state: { $in: ['waiting', 'working'] } },
    { $set: { state: 'working', fence: lease.token }, $inc: { attempts: 1 } },
    { sort: { order: 1 }, returnDocument: 'after', writeConcern: RELAXED },
  )) as InboxRow | null;
}

/**
 * Changes the event's row, on disk once it resolves: with it is everything that was written for the event before.
 * @throws LeaseLost when the event is worked under another lease by now
 */
export async function write({ row, lease }: Pick<Work, 'row' | 'lease'>, update: object): Promise<void> {
  const result = await InboxEvent.collection.updateOne(
    { _id: row._id as never, fence: lease.token },
    update,
    { writeConcern: DURABLE },
  );
  if (result.matchedCount === 0) throw new LeaseLost();
}

/** Marks the event done. @param error why it has no answer, where that is so */
export async function finish(work: Work, error?: string): Promise<void> {
  await write(work, {
    $set: { state: 'done', doneAt: new Date(), ...(error === undefined ? {} : { error }) },
    $unset: { ...PERSONAL, ...(error === undefined ? { error: 1 } : {}) },
  });
}

/** Whose event it is, as it was found out when the event came. */
export function partiesOf({ row: { person, conversation } }: Pick<Work, 'row'>): Parties {
  return { person, conversation };
}
