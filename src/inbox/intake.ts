import { Types } from 'mongoose';
import type { InboundEvent } from '../messages.ts';
import type { Vault } from '../privacy/encryption.ts';
import { partiesOf } from '../privacy/identities.ts';
import type { Pseudonyms } from '../privacy/pseudonyms.ts';
import { onlyDuplicates } from '../store/duplicate-key.ts';
import { InboxEvent } from '../store/models/inbox-event.ts';
import { DURABLE } from '../store/write-concern.ts';

let lastOrder = 0;

/** Milliseconds now, a little more with each call, so that events received together keep their order. */
function nextOrder(): number {
  lastOrder = Math.max(Date.now(), lastOrder + 0.001);
  return lastOrder;
}

/**
 * Stores events, each under its delivery id; those that are stored already are left as they are. Resolves once they are on
 * disk.
 * @param onStoring is told each conversation that they belong to while they are being stored, with a promise that never
 *   rejects and resolves when that has ended
 * @throws whatever the store threw; nothing may be acknowledged then.
 */
export async function storeEvents(
  events: InboundEvent[],
  pseudonyms: Pseudonyms,
  vault: Vault,
  onStoring: (conversation: string, stored: Promise<unknown>) => void = () => {},
): Promise<void> {
  const receivedAt = new Date();
  const fresh = await withoutKnown(events, pseudonyms);
  const parties = await Promise.all(fresh.map(async (event) => partiesOf(event, pseudonyms)));
  const rows = fresh.map((event, index) => ({
    _id: pseudonyms.delivery(event.platform, event.id) as never,
    platform: event.platform,
    conversation: parties[index]?.conversation ?? '',
    person: parties[index]?.person ?? '',
    order: event.sequence ?? nextOrder(),
    state: 'waiting',
    event: vault.seal(JSON.stringify(event)),
    turnId: new Types.ObjectId(),
    receivedAt,
    notBefore: receivedAt,
    attempts: 0,
  }));
  if (rows.length === 0) return;
  const stored = insert(rows);
  const ended = stored.catch(() => {});
  for (const conversation of new Set(rows.map((row) => row.conversation))) onStoring(conversation, ended);
  await stored;
}

async function insert(rows: object[]): Promise<void> {
  try {
    await InboxEvent.collection.insertMany(rows, { ordered: false, writeConcern: DURABLE });
  } catch (error) {
    if (!onlyDuplicates(error)) throw error;
  }
}

/** While the key of pseudonyms is replaced: leaves out what came before under the previous one. */
async function withoutKnown(events: InboundEvent[], pseudonyms: Pseudonyms): Promise<InboundEvent[]> {
  const { previous } = pseudonyms;
  if (!previous) return events;
  const idOf = ({ id, platform }: InboundEvent): string => previous.delivery(platform, id);
  const known = await InboxEvent.find({ _id: { $in: events.map(idOf) } }, { _id: 1 }).lean();
  const ids = new Set(known.map(({ _id }) => _id));
  return events.filter((event) => !ids.has(idOf(event)));
}

/** Reads back what `storeEvents` sealed. */
export function openEvent(sealed: Uint8Array, vault: Vault): InboundEvent {
  const event = JSON.parse(vault.open(sealed)) as Omit<InboundEvent, 'at'> & { at: string };
  return { ...event, at: new Date(event.at) } as InboundEvent;
}
