import { mergeDeliveries } from '../broadcast/effects.ts';
import type { InboundEvent } from '../messages.ts';
import { Identity } from '../store/models/identity.ts';
import { InboxEvent } from '../store/models/inbox-event.ts';
import { Person, type PersonRow } from '../store/models/person.ts';
import { Turn } from '../store/models/turn.ts';
import { applyConsent } from './consent.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** Who is spoken with, as pseudonyms. */
export interface Parties {
  person: string;
  conversation: string;
}

/**
 * Whose event it is. Where a platform knows a person by several ids, all that an event brings are kept as the same
 * person's, and two people who turn out to be one become one.
 */
export async function partiesOf(event: InboundEvent, pseudonyms: Pseudonyms): Promise<Parties> {
  const { conversation, platform, shared, user } = event;
  if (user.aliases === undefined) {
    return {
      person: pseudonyms.person(platform, user.id),
      conversation: pseudonyms.conversation(platform, conversation),
    };
  }
  const ids = [user.id, ...user.aliases].map((id) => pseudonyms.person(platform, id));
  const conversationOf = (person: string): string => pseudonyms.conversation(platform, person);
  const person = await onePerson(ids, conversationOf);
  // A number given up may be given to somebody else, who is another person
  if (event.kind === 'member' && event.change === 'moved')
    await Identity.deleteMany({ _id: { $in: ids.slice(1) } });
  return {
    person,
    conversation: shared ? pseudonyms.conversation(platform, conversation) : conversationOf(person),
  };
}

/** The person behind one id of a platform. */
export async function personOf(platform: string, userId: string, pseudonyms: Pseudonyms): Promise<string> {
  const id = pseudonyms.person(platform, userId);
  return (await Identity.findById(id).lean())?.person ?? id;
}

type ConversationOf = (person: string) => string;

async function onePerson(ids: string[], conversationOf: ConversationOf): Promise<string> {
  const known = await Identity.find({ _id: { $in: ids } }).lean();
  const [first = ids[0] ?? ''] = known.map(({ person }) => person);
  const missing = ids.filter((id) => known.every(({ _id }) => _id !== id));
  if (missing.length > 0) {
    await Identity.bulkWrite(
      missing.map((id) => ({
        updateOne: { filter: { _id: id }, update: { $setOnInsert: { person: first } }, upsert: true },
      })),
    );
    // Another process may have met the same person at the same moment
    const all = await Identity.find({ _id: { $in: ids } }).lean();
    return mergeAll(
      all.map(({ person }) => person),
      conversationOf,
    );
  }
  return mergeAll(
    known.map(({ person }) => person),
    conversationOf,
  );
}

async function mergeAll(people: string[], conversationOf: ConversationOf): Promise<string> {
  // The same choice in every process, whatever order the rows came in
  const [into = '', ...others] = [...new Set(people)].sort();
  for (const other of others) await merge(other, into, conversationOf(into));
  return into;
}

async function merge(from: string, into: string, conversation: string): Promise<void> {
  const [gone, kept] = await Promise.all([Person.findById(from).lean(), Person.findById(into).lean()]);
  const consent = newest(gone?.consent, kept?.consent);
  const offers = newest(gone?.offers, kept?.offers);
  if (gone) {
    const { _id: _, consent: __, offers: ___, ...rest } = gone;
    await Person.updateOne(
      { _id: into },
      {
        $set: { ...(consent ? { consent } : {}), ...(offers ? { offers } : {}) },
        $setOnInsert: rest,
      },
      { upsert: true },
    );
  }
  await Turn.updateMany({ person: from }, { $set: { person: into, conversation, changedAt: new Date() } });
  if (consent) await applyConsent(into, consent.state);
  await InboxEvent.updateMany({ person: from }, { $set: { person: into } });
  await mergeDeliveries(from, into);
  // Last, so that whoever is interrupted before does it all again
  await Identity.updateMany({ person: from }, { $set: { person: into } });
  await Person.deleteOne({ _id: from });
}

type Consent = NonNullable<PersonRow['consent']>;

/** What the person said last holds for all that is theirs. */
function newest(a: Consent | undefined | null, b: Consent | undefined | null): Consent | undefined {
  if (!a || !b) return a ?? b ?? undefined;
  return a.at > b.at ? a : b;
}
