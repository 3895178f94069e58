import type { InboundEvent } from '../messages.ts';
import { Person, type PersonRow } from '../store/models/person.ts';

/** Notes that a person wrote, and gives what is known of them. */
export async function seePerson(id: string, event: InboundEvent, cameFrom?: string): Promise<PersonRow> {
  return Person.findOneAndUpdate(
    { _id: id },
    {
      // Events can come out of order
      $max: { lastSeenAt: event.at },
      // Who writes to us can be reached
      $unset: { unreachableSince: 1 },
      $setOnInsert: { platform: event.platform, firstSeenAt: event.at, ...(cameFrom ? { cameFrom } : {}) },
    },
    { upsert: true, returnDocument: 'after' },
  ).lean<PersonRow>();
}

/** When the person last wrote; the event itself where nothing else is known. */
export async function lastHeardFrom(id: string, event: InboundEvent): Promise<Date> {
  const person = await Person.findById(id, { lastSeenAt: 1 }).lean();
  return person && person.lastSeenAt > event.at ? person.lastSeenAt : event.at;
}

/**
 * Claims the one question for consent of this person for an event. True for the event that puts it, again and again
 * should that event be worked anew.
 */
export async function claimConsentQuestion(person: PersonRow, key: string): Promise<boolean> {
  if (person.consent) return false;
  if (person.consentAskedBy) return person.consentAskedBy === key;
  const claimed = await Person.updateOne(
    { _id: person._id, consentAskedBy: { $exists: false } },
    { $set: { consentAskedBy: key } },
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
