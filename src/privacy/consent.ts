import { bury } from '../dataset/tombstones.ts';
import { Person } from '../store/models/person.ts';
import { Turn, type TurnRow } from '../store/models/turn.ts';
import type { Language } from '../messages.ts';

/** Version of the question for consent: raise it when its meaning changes. */
const CONSENT_VERSION = 2;
/** Version of the question for offers. */
const OFFERS_VERSION = 1;

/** An answer to a question for consent. */
export interface ConsentAnswer {
  person: string;
  state: 'yes' | 'no';
  at: Date;
  /** The words that were shown, and where. */
  words: string;
  language: Language;
  platform: string;
}

/** Records the answer, for everything that was collected before as well: no answer is no. */
export async function recordConsent(answer: ConsentAnswer): Promise<void> {
  const { person, ...consent } = answer;
  await Person.updateOne(
    { _id: person },
    {
      $set: { consent: { ...consent, version: CONSENT_VERSION } },
      $max: { lastSeenAt: answer.at },
      $setOnInsert: { platform: answer.platform, firstSeenAt: answer.at },
    },
    { upsert: true },
  );
  await applyConsent(person, answer.state);
}

/** Has an answer hold for all of a person's turns. Safe to repeat: an interrupted withdrawal is completed. */
export async function applyConsent(person: string, state: ConsentAnswer['state']): Promise<void> {
  await Turn.updateMany(
    { person, consent: { $ne: state } },
    { $set: { consent: state, changedAt: new Date() } },
  );
  if (state === 'yes') return;
  // What was exported with an earlier yes may not be used any more
  const turns = await Turn.find({ person }, { _id: 1 }).lean();
  await bury(turns.map(({ _id }) => String(_id)));
}

/** Records whether the person wants offers. */
export async function recordOffers(answer: ConsentAnswer): Promise<void> {
  const { person, ...offers } = answer;
  await Person.updateOne(
    { _id: person },
    {
      $set: { offers: { ...offers, version: OFFERS_VERSION } },
      $setOnInsert: { platform: answer.platform, firstSeenAt: answer.at, lastSeenAt: answer.at },
    },
    { upsert: true },
  );
}

/** On what ground a turn of this person may be used. */
export function consentBasis(state: 'yes' | 'no' | undefined): TurnRow['consent'] {
  return state ?? 'none';
}
