import { isDead } from '../inbox/lease.ts';
import { Broadcast } from '../store/models/broadcast.ts';
import { Delivery, type DeliveryRow } from '../store/models/delivery.ts';
import { skipWaiting } from './life.ts';

/** Milliseconds after which a row that another machine is sending counts as uncertain: longer than any call may take. */
const SENDING_MS = 120_000;
/** Milliseconds after a cancellation in which rows may still be put back that were just being sent. */
const CANCELLED_MS = 10 * 60 * 1_000;

/**
 * Takes care of what nobody works any more. Nobody knows what became of rows whose sender is no more: they are uncertain, and
 * never sent again. What came back to a cancelled promo is skipped.
 * @returns how many became uncertain
 */
export async function settleLost(now: Date): Promise<number> {
  const ended = { $gte: new Date(now.getTime() - CANCELLED_MS) };
  const begun = await Broadcast.find(
    {
      $or: [
        { state: { $in: ['running', 'paused', 'scheduled'] } },
        { state: { $in: ['done', 'cancelled'] }, endedAt: ended },
      ],
    },
    { state: 1 },
  ).lean();
  if (begun.length === 0) return 0;
  for (const { _id, state } of begun) if (state === 'cancelled') await skipWaiting(_id);
  const ids = begun.map(({ _id }) => _id);
  const sending = await Delivery.find({ broadcast: { $in: ids }, state: 'sending' }).lean<DeliveryRow[]>();
  const old = new Date(now.getTime() - SENDING_MS);
  const lost = sending.filter(({ owner, sendingAt }) => isDead(owner ?? '') || (sendingAt ?? now) < old);
  for (const { _id, owner } of lost)
    await Delivery.updateOne(
      { _id, state: 'sending', ...(owner ? { owner } : {}) },
      { $set: { state: 'uncertain', reason: 'interrupted' } },
    );
  return lost.length;
}
