import type { InboundEvent } from '../messages.ts';
import { bytes } from '../store/bytes.ts';
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

/** Where the person of an event is reached, as it is kept. */
export function sealContact(
  event: InboundEvent,
  { vault, pseudonyms }: { vault: Vault; pseudonyms: Pseudonyms },
): { contact: Buffer; contactMark: string } {
  const contact: Contact = {
    user: event.user.id,
    ...(event.user.aliases ? { aliases: event.user.aliases } : {}),
    // A group says nothing of where the person is reached alone
    ...(event.shared ? {} : { conversation: event.conversation }),
  };
  const text = JSON.stringify(contact);
  return { contact: vault.seal(text), contactMark: pseudonyms.mark(text) };
}

/** Opens what `sealContact` sealed. */
export function openContact(
  { contact }: { contact?: Parameters<typeof bytes>[0] | null },
  vault: Vault,
): Contact | undefined {
  return contact ? (JSON.parse(vault.open(bytes(contact))) as Contact) : undefined;
}
