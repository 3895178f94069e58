import { createHash } from 'node:crypto';
import type { Types } from 'mongoose';
import { onlyDuplicates } from '../store/duplicate-key.ts';
import { Broadcast, type BroadcastRow } from '../store/models/broadcast.ts';
import { Delivery, type Arm } from '../store/models/delivery.ts';
import { audience, type Candidate } from './audience.ts';
import { skipWaiting } from './life.ts';
import { rulesOf, type BroadcastParts } from './parts.ts';

/** Milliseconds that a process may take for one batch before another takes over. */
const LEASE_MS = 30_000;

/**
 * Writes down who gets a running promo: from then on nobody is added. One process does it; should it end, another begins
 * anew, and who is written down already stays as they are. Resolves with whether they are all written down now.
 * @param now from when on the rows wait to be sent
 */
export async function freezeRecipients(
  id: Types.ObjectId | string,
  parts: BroadcastParts,
  now = new Date(),
): Promise<boolean> {
  const lease = (): Date => new Date(Date.now() + LEASE_MS);
  const broadcast = await Broadcast.findOneAndUpdate(
    {
      _id: id,
      state: 'running',
      frozenAt: { $exists: false },
      $or: [{ freezingUntil: { $exists: false } }, { freezingUntil: { $lte: new Date() } }],
    },
    { $set: { freezingUntil: lease() } },
    { returnDocument: 'after' },
  ).lean<BroadcastRow>();
  if (!broadcast) return false;
  for await (const batch of audience(broadcast, rulesOf(parts, now), parts.knowledge)) {
    await writeRows(batch, broadcast, now);
    const kept = await Broadcast.updateOne(
      { _id: id, state: { $ne: 'cancelled' } },
      { $set: { freezingUntil: lease() } },
    );
    if (kept.matchedCount === 0) {
      await skipWaiting(broadcast._id);
      return false;
    }
  }
  const total = await Delivery.countDocuments({ broadcast: id });
  await Broadcast.updateOne(
    { _id: id },
    { $set: { frozenAt: new Date(), total }, $unset: { freezingUntil: 1 } },
  );
  return true;
}

async function writeRows(batch: Candidate[], broadcast: BroadcastRow, now: Date): Promise<void> {
  const operations = batch.flatMap(({ person, way }) => {
    if ('reason' in way) return [];
    const arm = armOf(broadcast, person._id);
    const row = {
      platform: person.platform,
      arm,
      notBefore: now,
      attempts: 0,
      ...(way.form === 'template' ? { outside: true } : {}),
      ...(arm === 'holdout' ? { state: 'skipped', reason: 'holdout' } : { state: 'waiting' }),
    };
    return [{ broadcast: broadcast._id, person: person._id, ...row }];
  });
  if (operations.length === 0) return;
  try {
    await Delivery.collection.insertMany(operations, { ordered: false });
  } catch (error) {
    // Written down by an earlier try
    if (!onlyDuplicates(error)) throw error;
  }
}

/** The same for a person however often it is asked: by a hash of the two, as good as by lot. */
function armOf({ _id, holdout, textsB }: BroadcastRow, person: string): Arm {
  const hash = createHash('sha256')
    .update(`${String(_id)}\0${person}`)
    .digest();
  const lot = hash.readUInt32BE(0) / 2 ** 32;
  if (lot < holdout / 100) return 'holdout';
  return textsB && hash.readUInt32BE(4) % 2 === 1 ? 'b' : 'a';
}
