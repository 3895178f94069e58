import type { InboundEvent } from '../messages.ts';
import { bytes } from '../store/bytes.ts';
import { Person, type PersonRow } from '../store/models/person.ts';
import type { Vault } from './encryption.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** The platform's own ids by which a person is reached. Kept sealed, and apart from what the person said. */
export interface Contact {
  user: string;
  /** Other ids of theirs; present where a platform may know a person by several. */
  aliases?: string[];
  /** The direct conversation with them; absent while they were met in groups alone. */
  conversation?: string;
}

/** Keeps where the person of an event is reached, where that changed. */
export async function keepContact(
  person: PersonRow,
  event: InboundEvent,
  { vault, pseudonyms }: { vault: Vault; pseudonyms: Pseudonyms },
): Promise<void> {
  // A group says nothing of where the person is reached alone
  if (event.shared && person.contact) return;
  const contact: Contact = {
    user: event.user.id,
    ...(event.user.aliases ? { aliases: event.user.aliases } : {}),
    ...(event.shared ? {} : { conversation: event.conversation }),
  };
  const text = JSON.stringify(contact);
  const contactMark = pseudonyms.mark(text);
  if (person.contactMark === contactMark) return;
  await Person.updateOne({ _id: person._id }, { $set: { contact: vault.seal(text), contactMark } });
}

/** Opens what `keepContact` sealed. */
export function openContact(
  { contact }: { contact?: Parameters<typeof bytes>[0] | null },
  vault: Vault,
): Contact | undefined {
  return contact ? (JSON.parse(vault.open(bytes(contact))) as Contact) : undefined;
}
