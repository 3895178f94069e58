import type { InboundEvent } from '../../src/messages.ts';
import type { Contact } from './delivery.ts';

/**
 * An id by which one business knows a person whose phone number it may not see, e.g. `US.13491208655302741918`.
 * @see https://developers.facebook.com/docs/whatsapp/business-scoped-user-ids
 */
const BUSINESS_SCOPED = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;
const PHONE = /^\d{5,20}$/;

/** How Graph is told whom to send to: a business-scoped id in `to` gets lost without a word. */
export type Address = { to: string } | { recipient: string };

export function addressOf(user: string): Address {
  return BUSINESS_SCOPED.test(user) ? { recipient: user } : { to: user };
}

/** Whether a word of a text can be a person's id. */
export function isPersonId(word: string): boolean {
  return BUSINESS_SCOPED.test(word) || PHONE.test(word);
}

type User = InboundEvent['user'];

/** A person by all ids that are told, the first of them to answer to; undefined where there is none. */
export function userOf(...ids: (string | undefined)[]): User | undefined {
  const [id, ...aliases] = new Set(ids.filter((each) => each !== undefined));
  return id === undefined ? undefined : { id, aliases };
}

/**
 * The person of a message or status. Which id goes with which is told by the contacts of the delivery: of several,
 * only the one that shares an id with the person; a lone one too, unless it says otherwise.
 */
export function personOf(
  phone: string | undefined,
  userId: string | undefined,
  contacts: Contact[],
): User | undefined {
  const contact =
    contacts.find(({ user_id, wa_id }) => isSame(phone, wa_id) || isSame(userId, user_id)) ??
    loneContact(phone, userId, contacts);
  return userOf(phone ?? contact?.wa_id, userId ?? contact?.user_id);
}

function loneContact(
  phone: string | undefined,
  userId: string | undefined,
  [contact, ...others]: Contact[],
): Contact | undefined {
  if (!contact || others.length > 0) return undefined;
  const isAnother = (phone && contact.wa_id) || (userId && contact.user_id);
  return isAnother ? undefined : contact;
}

function isSame(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && a === b;
}
