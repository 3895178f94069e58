import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Capabilities } from '../../adapters/adapter.ts';
import type { Language } from '../messages.ts';
import { openContact } from '../privacy/contacts.ts';
import type { Vault } from '../privacy/encryption.ts';
import type { BroadcastRow } from '../store/models/broadcast.ts';
import type { PersonRow } from '../store/models/person.ts';

/** Why a person of the segment gets nothing, in the order in which the reasons are looked for. */
export const REASONS = [
  'no_consent',
  'stopped',
  'unreachable',
  'window_closed',
  'no_template',
  'capped',
  'us_marketing',
  'no_text',
] as const;
export type Reason = (typeof REASONS)[number];

/** Milliseconds before the end of a platform's window in which nothing is begun any more. */
const WINDOW_SLACK_MS = 60_000;

/** What decides whether a person gets a promo. */
export interface Rules {
  vault: Vault;
  /** What the platforms that are set up can do. */
  channels: ReadonlyMap<string, Capabilities>;
  /** The most that one person gets; null is no limit. */
  cap: { count: number; ms: number } | null;
  now: Date;
}

/** How a person gets a promo. */
export interface Way {
  conversation: string;
  user: string;
  language: Language;
  /** A template is used where the platform's window is closed. */
  form: 'text' | 'template';
}

/**
 * The first reason for which a person gets nothing, or how they get it.
 * @param lately promos that they got within the cap's time
 */
export function wayTo(
  person: PersonRow,
  broadcast: Pick<BroadcastRow, 'texts' | 'fallback' | 'template' | 'templateLanguages'>,
  lately: number,
  { cap, channels, now, vault }: Rules,
): Way | { reason: Reason } {
  if (!person.offers) return { reason: 'no_consent' };
  if (person.offers.state !== 'yes') return { reason: 'stopped' };
  const channel = channels.get(person.platform);
  if (person.unreachableSince || !channel) return { reason: 'unreachable' };
  const contact = openContact(person, vault);
  if (contact?.conversation === undefined) return { reason: 'unreachable' };
  const language = languageFor(person, broadcast);
  const form = isWindowOpen(person, channel, now) ? 'text' : 'template';
  if (form === 'template') {
    if (!channel.templates || broadcast.template === undefined || broadcast.template === null)
      return { reason: 'window_closed' };
    const { templateLanguages } = broadcast;
    if (language && templateLanguages && templateLanguages[language] === undefined)
      return { reason: 'no_template' };
  }
  if (cap && lately >= cap.count) return { reason: 'capped' };
  // Meta delivers no marketing templates to numbers of the United States
  if (form === 'template' && isOfUnitedStates(contact.user)) return { reason: 'us_marketing' };
  if (!language) return { reason: 'no_text' };
  return { conversation: contact.conversation, user: contact.user, language, form };
}

/** What a person chose, else wrote last, else was asked in and understood. */
export function languageOf({ chosenLanguage, language, offers }: PersonRow): Language | undefined {
  return chosenLanguage ?? language ?? (offers?.language as Language | undefined);
}

/** The language in which a person gets it: theirs, or the fallback's. */
function languageFor(
  person: PersonRow,
  { fallback, texts }: Pick<BroadcastRow, 'texts' | 'fallback'>,
): Language | undefined {
  const own = languageOf(person);
  if (own && texts[own] !== undefined) return own;
  return fallback ?? undefined;
}

function isWindowOpen({ lastSeenAt }: PersonRow, { replyWindowMs }: Capabilities, now: Date): boolean {
  if (replyWindowMs === undefined) return true;
  return now.getTime() - lastSeenAt.getTime() < replyWindowMs - WINDOW_SLACK_MS;
}

/** By the phone number, or by the country that a business-scoped id begins with. */
function isOfUnitedStates(user: string): boolean {
  if (user.startsWith('US.')) return true;
  return /^\d{5,20}$/.test(user) && parsePhoneNumberFromString(`+${user}`)?.country === 'US';
}
