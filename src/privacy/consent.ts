import { Person } from '../store/models/person.ts';
import { Turn, type TurnRow } from '../store/models/turn.ts';
import type { Language } from '../messages.ts';

/** Version of the question for consent: raise it when its meaning changes. */
export const CONSENT_VERSION = 1;

/** An answer to the question for consent. */
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
  await Turn.updateMany(
    { person, consent: { $ne: answer.state } },
    { $set: { consent: answer.state, changedAt: new Date() } },
  );
}

/** On what ground a turn of this person may be used. */
export function consentBasis(state: 'yes' | 'no' | undefined): TurnRow['consent'] {
  return state ?? 'none';
}
