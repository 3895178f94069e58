import type { Model } from 'mongoose';
import { bytes } from '../store/bytes.ts';
import { Conversation } from '../store/models/conversation.ts';
import { DataLink } from '../store/models/data-link.ts';
import { Delivery } from '../store/models/delivery.ts';
import { Identity } from '../store/models/identity.ts';
import { InboxEvent } from '../store/models/inbox-event.ts';
import { Person } from '../store/models/person.ts';
import { Turn } from '../store/models/turn.ts';
import { openContact } from './contacts.ts';
import type { Vault } from './encryption.ts';
import type { Pseudonyms } from './pseudonyms.ts';

type Sealed = Parameters<typeof bytes>[0];

/**
 * Seals anew, with the current key, every stored value that another key sealed. Safe to repeat, and to run while others
 * write.
 * @returns how many values were sealed anew
 */
export async function resealAll(vault: Vault): Promise<number> {
  let resealed = 0;
  /** The value under the current key; undefined where it is already, or there is none. */
  const renew = (sealed: Sealed | null | undefined): Buffer | undefined => {
    if (!sealed || vault.isCurrent(bytes(sealed))) return undefined;
    resealed += 1;
    return vault.seal(vault.open(bytes(sealed)));
  };
  /** Writes a change unless the value was changed meanwhile: whoever did sealed it with the current key. */
  const write = async (
    { collection }: Pick<Model<unknown>, 'collection'>,
    row: object,
    change: Record<string, Buffer> | undefined,
  ): Promise<void> => {
    if (change) await collection.updateOne(row, { $set: change });
  };
  for await (const turn of Turn.find().lean().cursor()) {
    const change = compact({
      question: renew(turn.question),
      answer: renew(turn.answer),
      'feedback.correction': renew(turn.feedback?.correction),
    });
    await write(Turn, { _id: turn._id, question: turn.question }, change);
  }
  for await (const { _id, memory, updatedAt } of Conversation.find().lean().cursor()) {
    await write(Conversation, { _id, updatedAt }, compact({ memory: renew(memory) }));
  }
  for await (const { _id, contact } of Person.find({ contact: { $exists: true } })
    .lean()
    .cursor()) {
    await write(Person, { _id, contact }, compact({ contact: renew(contact) }));
  }
  for await (const row of InboxEvent.find({ event: { $exists: true } })
    .lean()
    .cursor()) {
    const outbox = (row.outbox ?? []).map(({ sealed }, index) => [`outbox.${index}.sealed`, renew(sealed)]);
    const change = compact({ event: renew(row.event), ...Object.fromEntries(outbox) });
    await write(InboxEvent, { _id: row._id, event: row.event }, change);
  }
  return resealed;
}

function compact(fields: Record<string, Buffer | undefined>): Record<string, Buffer> | undefined {
  const given = Object.entries(fields).filter((entry): entry is [string, Buffer] => entry[1] !== undefined);
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}

/** Collections whose rows name a person by pseudonym. */
const OF_PEOPLE = [Turn, InboxEvent, DataLink, Delivery] as unknown as Model<{ person: string }>[];

/**
 * Gives every person the pseudonym under the current key, by the contact that is kept of them. Nobody else may write
 * meanwhile. Safe to repeat.
 * @returns how many people were renamed
 */
export async function renameAll(pseudonyms: Pseudonyms, vault: Vault): Promise<number> {
  const { previous } = pseudonyms;
  if (!previous) return 0;
  let renamed = 0;
  for await (const row of Person.find().lean().cursor()) {
    const contact = openContact(row, vault);
    if (!contact) continue;
    const { aliases, conversation, user } = contact;
    const person = pseudonyms.person(row.platform, user);
    if (row._id === person) continue;
    const conversationOf = (by: Pseudonyms, whose: string): string | undefined =>
      aliases
        ? by.conversation(row.platform, whose)
        : conversation && by.conversation(row.platform, conversation);
    const [from, to] = [conversationOf(previous, row._id), conversationOf(pseudonyms, person)];
    if (from && to) await renameConversation(from, to);
    for (const collection of OF_PEOPLE)
      await collection.updateMany({ person: row._id }, { $set: { person } });
    await Identity.deleteMany({ person: row._id });
    if (aliases) {
      const ids = [user, ...aliases].map((id) => pseudonyms.person(row.platform, id));
      await Identity.bulkWrite(
        ids.map((_id) => ({ updateOne: { filter: { _id }, update: { $set: { person } }, upsert: true } })),
      );
    }
    const { _id: old, contactMark: _, ...rest } = row;
    await Person.replaceOne({ _id: person }, rest, { upsert: true });
    // Last, so that a renaming that was interrupted is taken up again
    await Person.deleteOne({ _id: old });
    renamed += 1;
  }
  return renamed;
}

async function renameConversation(from: string, to: string): Promise<void> {
  const memory = await Conversation.findById(from).lean();
  if (memory) {
    const { _id: _, ...rest } = memory;
    await Conversation.replaceOne({ _id: to }, rest, { upsert: true });
    await Conversation.deleteOne({ _id: from });
  }
  await Turn.updateMany({ conversation: from }, { $set: { conversation: to } });
  await InboxEvent.updateMany({ conversation: from }, { $set: { conversation: to } });
}
