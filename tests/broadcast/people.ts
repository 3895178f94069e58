import type { Language } from '../../src/messages.ts';
import type { Vault } from '../../src/privacy/encryption.ts';
import type { Pseudonyms } from '../../src/privacy/pseudonyms.ts';
import { Person } from '../../src/store/models/person.ts';

/** How some people are. */
export interface Crowd {
  /** Platform's ids: from `first` on, `count` of them. */
  first: number;
  count: number;
  platform?: string;
  language?: Language;
  /** Their answer to the question for offers; undefined where it was not put. */
  offers?: 'yes' | 'no' | undefined;
  lastSeenAt?: Date;
  more?: object;
}

/** Writes people into the store as conversations leave them: where few are needed, they converse. */
export async function addPeople(
  crowd: Crowd,
  { pseudonyms, vault }: { pseudonyms: Pseudonyms; vault: Vault },
): Promise<void> {
  const { count, first, language = 'en', platform = 'telegram' } = crowd;
  const offers = 'offers' in crowd ? crowd.offers : 'yes';
  const at = crowd.lastSeenAt ?? new Date();
  const rows = Array.from({ length: count }, (_, n) => {
    const user = String(first + n);
    return {
      _id: pseudonyms.person(platform, user) as never,
      platform,
      contact: vault.seal(JSON.stringify({ user, conversation: user })),
      language,
      firstSeenAt: at,
      lastSeenAt: at,
      ...(offers ? { offers: { state: offers, at, version: 1, words: 'May I?', language, platform } } : {}),
      ...crowd.more,
    };
  });
  for (let n = 0; n < rows.length; n += 1_000) await Person.collection.insertMany(rows.slice(n, n + 1_000));
}
