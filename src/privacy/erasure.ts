import mongoose from 'mongoose';
import { forgetDeliveries } from '../broadcast/effects.ts';
import { bury } from '../dataset/tombstones.ts';
import { Conversation } from '../store/models/conversation.ts';
import { DataLink } from '../store/models/data-link.ts';
import { Identity } from '../store/models/identity.ts';
import { InboxEvent } from '../store/models/inbox-event.ts';
import { Person } from '../store/models/person.ts';
import { Turn } from '../store/models/turn.ts';
import { eraseWebChat } from '../web/chat-log.ts';
import { openContact } from './contacts.ts';
import type { Vault } from './encryption.ts';

/** How many rows of each kind were deleted. */
export interface Erased {
  people: number;
  turns: number;
  conversations: number;
  events: number;
  other: number;
}

/**
 * Deletes everything that is kept of a person, and has the store write over it. Rows of past exports get tombstones.
 * Safe to repeat: what is gone is not missed.
 * @param person pseudonym
 * @param options.except keyed delivery id of the event that asks for it: it still has to be answered
 */
export async function erasePerson(
  person: string,
  options: { vault: Vault; except?: string },
): Promise<Erased> {
  const { except, vault } = options;
  const [row, turns, events] = await Promise.all([
    Person.findById(person).lean(),
    Turn.find({ person }, { conversation: 1 }).lean(),
    InboxEvent.find({ person }, { conversation: 1 }).lean(),
  ]);
  await bury(turns.map(({ _id }) => String(_id)));
  const contact = row && openContact(row, vault);
  const chatLines = contact ? await eraseWebChat(contact) : 0;
  const conversations = [...new Set([...turns, ...events].map(({ conversation }) => conversation))];
  const [conversationCount, eventCount, links, identities, turnCount, deliveries] = await Promise.all([
    Conversation.deleteMany({ _id: { $in: conversations } }),
    // What waits to be answered came after this; it is a new beginning
    InboxEvent.deleteMany({
      person,
      state: { $in: ['done', 'poison'] },
      ...(except ? { _id: { $ne: except } } : {}),
    }),
    DataLink.deleteMany({ person }),
    Identity.deleteMany({ person }),
    Turn.deleteMany({ person }),
    forgetDeliveries(person),
  ]);
  // Last, so that an erasure that was interrupted finds its way again
  const people = await Person.deleteOne({ _id: person });
  await writeThrough();
  return {
    people: people.deletedCount,
    turns: turnCount.deletedCount,
    conversations: conversationCount.deletedCount,
    events: eventCount.deletedCount,
    other: deliveries + links.deletedCount + identities.deletedCount + chatLines,
  };
}

/** Has the store put its journal into its files, so that what was deleted is in neither. */
async function writeThrough(): Promise<void> {
  try {
    await mongoose.connection.db?.admin().command({ fsync: 1 });
  } catch {
    // A MongoDB whose users may not ask for it does so by itself, once a minute
  }
}
