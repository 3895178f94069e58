import type { InboundEvent, Language } from '../messages.ts';
import { sealContact } from '../privacy/contacts.ts';
import type { Vault } from '../privacy/encryption.ts';
import type { Pseudonyms } from '../privacy/pseudonyms.ts';
import { Person, type PersonRow } from '../store/models/person.ts';
import { RELAXED } from '../store/write-concern.ts';

/** Notes that a person wrote, and gives what is known of them. */
export async function seePerson(
  id: string,
  event: InboundEvent,
  secrets: { vault: Vault; pseudonyms: Pseudonyms },
  cameFrom?: string,
): Promise<PersonRow> {
  const contact = sealContact(event, secrets);
  const person = (await Person.collection.findOneAndUpdate(
    { _id: id as never },
    {
      // Events can come out of order. Emoji and new numbers are no words to answer to: they open no window
      ...(isWord(event) ? { $max: { lastSeenAt: event.at } } : {}),
      // Who writes to us can be reached
      $unset: { unreachableSince: 1 },
      $setOnInsert: {
        platform: event.platform,
        firstSeenAt: event.at,
        ...(isWord(event) ? {} : { lastSeenAt: event.at }),
        ...(cameFrom ? { cameFrom } : {}),
        ...contact,
      },
    },
    // The answer to the event is written after it, and waits for the disk
    { upsert: true, returnDocument: 'after', writeConcern: RELAXED },
  )) as unknown as PersonRow;
  const isElsewhere = person.contactMark !== contact.contactMark && !(event.shared && person.contact);
  if (isElsewhere) await Person.updateOne({ _id: id }, { $set: contact });
  return person;
}

function isWord({ kind }: InboundEvent): boolean {
  return kind !== 'reaction' && kind !== 'member' && kind !== 'status';
}

/** Keeps the language of a person, as they wrote it or chose it. */
export async function keepLanguage(
  id: string,
  field: 'language' | 'chosenLanguage',
  language: Language,
): Promise<void> {
  await Person.updateOne(
    { _id: id, [field]: { $ne: language } },
    { $set: { [field]: language } },
    { writeConcern: RELAXED },
  );
}

/** When the person last wrote; the event itself where nothing else is known. */
export async function lastHeardFrom(id: string, event: InboundEvent): Promise<Date> {
  const person = await Person.findById(id, { lastSeenAt: 1 }).lean();
  return person && person.lastSeenAt > event.at ? person.lastSeenAt : event.at;
}

/**
 * Claims the one question for a consent of this person for an event. True for the event that puts it, again and again
 * should that event be worked anew.
 */
export async function claimQuestion(
  person: PersonRow,
  what: 'consent' | 'offers',
  key: string,
): Promise<boolean> {
  const askedBy = `${what}AskedBy` as const;
  if (person[what]) return false;
  if (person[askedBy]) return person[askedBy] === key;
  const claimed = await Person.updateOne(
    { _id: person._id, [askedBy]: { $exists: false } },
    { $set: { [askedBy]: key } },
    // The question is written after it, and waits for the disk
    { writeConcern: RELAXED },
  );
  return claimed.modifiedCount === 1;
}

/** The person blocked us or is gone; nothing is sent to them of our own accord. */
export async function markUnreachable(id: string, platform: string): Promise<void> {
  const now = new Date();
  await Person.updateOne(
    { _id: id },
    { $set: { unreachableSince: now }, $setOnInsert: { platform, firstSeenAt: now, lastSeenAt: now } },
    { upsert: true },
  );
}
