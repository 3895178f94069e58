import { Delivery, DELIVERY_ROW_STATES } from '../store/models/delivery.ts';
import { BroadcastError } from './errors.ts';
import { findBroadcast } from './life.ts';

/** What became of a promo for one person, under their pseudonym. */
export interface RecipientLine {
  person: string;
  platform: string;
  arm: string;
  state: string;
  reason: string | null;
  language: string | null;
  sentAt: Date | null;
  deliveredAt: Date | null;
  readAt: Date | null;
  clicks: number;
  repliedAt: Date | null;
  optedOutAt: Date | null;
}

/** Every recipient of a broadcast, one at a time. @throws BroadcastError for an unknown id or state */
export async function* eachRecipient(id: string, state?: string): AsyncGenerator<RecipientLine> {
  await findBroadcast(id);
  if (state !== undefined && !(DELIVERY_ROW_STATES as readonly string[]).includes(state))
    throw new BroadcastError(`There is no state ${state}. There are ${DELIVERY_ROW_STATES.join(', ')}.`);
  const rows = Delivery.find({ broadcast: id, ...(state ? { state } : {}) } as object).lean();
  for await (const row of rows.cursor({ batchSize: 500 })) {
    yield {
      person: row.person,
      platform: row.platform,
      arm: row.arm,
      state: row.state,
      reason: row.reason ?? null,
      language: row.language ?? null,
      sentAt: row.sentAt ?? null,
      deliveredAt: row.deliveredAt ?? null,
      readAt: row.readAt ?? null,
      clicks: row.clicks ?? 0,
      repliedAt: row.repliedAt ?? null,
      optedOutAt: row.optedOutAt ?? null,
    };
  }
}
