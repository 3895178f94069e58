import { randomUUID } from 'node:crypto';
import { isValidObjectId, type Types } from 'mongoose';
import type { DeliveryState } from '../messages.ts';
import { Broadcast } from '../store/models/broadcast.ts';
import { Delivery, type DeliveryRow } from '../store/models/delivery.ts';

/** Milliseconds after a promo within which a question counts as its effect. */
export const REPLY_MS = 24 * 60 * 60 * 1_000;
/** The states that a message on its way goes through; it never goes back. */
const WAY: Record<DeliveryState, { from: DeliveryRow['state'][]; field?: string }> = {
  sent: { from: ['sending', 'uncertain'], field: 'sentAt' },
  delivered: { from: ['sending', 'uncertain', 'sent'], field: 'deliveredAt' },
  read: { from: ['sending', 'uncertain', 'sent', 'delivered'], field: 'readAt' },
  failed: { from: ['sending', 'uncertain', 'sent'] },
};

/** A person opened a promo's link, or came by it. */
export async function noteClick(delivery: Types.ObjectId, at: Date): Promise<void> {
  await Delivery.updateOne({ _id: delivery }, { $inc: { clicks: 1 }, $min: { clickedAt: at } });
}

/** A person pressed a promo's button for a place; it counts where the promo is theirs. */
export async function notePress(delivery: string, person: string, at: Date): Promise<void> {
  if (!isValidObjectId(delivery)) return;
  await Delivery.updateOne({ _id: delivery, person }, { $inc: { clicks: 1 }, $min: { clickedAt: at } });
}

/**
 * The place that a promo's button asks about, whoever presses it: also that of a test, which names the broadcast in place of
 * a delivery.
 */
export async function placeOfPromo(id: string): Promise<string | undefined> {
  if (!isValidObjectId(id)) return undefined;
  const row = await Delivery.findById(id, { broadcast: 1 }).lean();
  return (await Broadcast.findById(row?.broadcast ?? id, { place: 1 }).lean())?.place ?? undefined;
}

/** A person wants no more promos; it counts for the one whose button was pressed, else for the last that they got. */
export async function noteOptOut(person: string, at: Date, delivery?: string): Promise<void> {
  const filter = {
    person,
    sendingAt: { $gte: new Date(at.getTime() - REPLY_MS) },
    optedOutAt: { $exists: false },
  };
  if (delivery !== undefined && isValidObjectId(delivery)) {
    await Delivery.updateOne({ person, _id: delivery }, { $min: { optedOutAt: at } });
    return;
  }
  await Delivery.findOneAndUpdate(filter, { $set: { optedOutAt: at } }, { sort: { sendingAt: -1 } });
}

/** A person asked something: a reply to what they got within the last day. */
export async function noteReply(person: string, at: Date): Promise<void> {
  await Delivery.updateMany(
    {
      person,
      sendingAt: { $gte: new Date(at.getTime() - REPLY_MS), $lte: at },
      state: { $in: ['sent', 'delivered', 'read', 'uncertain'] },
      repliedAt: { $exists: false },
    },
    { $set: { repliedAt: at } },
  );
}

/**
 * The platform says how far a message has come: forward only, in whatever order it says so.
 * @param message keyed id of the message
 * @param status.problem why it failed; `stopped` where the person wants no promos
 * @param status.key of the promo, where the platform gives it back: it tells the row before we know the message's id, and
 *   what became of one that is uncertain
 */
export async function noteDeliveryStatus(
  message: string,
  { at, key, problem, state }: { at: Date; key?: string; problem?: string; state: DeliveryState },
): Promise<void> {
  const { field, from } = WAY[state];
  const isStopped = problem === 'stopped';
  const id = /^promo:([0-9a-f]{24})$/.exec(key ?? '')?.[1];
  await Delivery.updateOne(
    { ...(id ? { _id: id } : { message }), state: { $in: from } },
    {
      $set: {
        state: isStopped ? 'skipped' : state,
        ...(field ? { [field]: at } : {}),
        ...(state === 'failed' ? { reason: isStopped ? 'stopped' : 'not_delivered' } : {}),
      },
      ...(state === 'failed' ? {} : { $unset: { reason: 1 } }),
    },
  );
}

/**
 * Takes a person out of the promos that they got. Who got one is still counted, as nobody; what waits is not sent.
 * @returns how many there were
 */
export async function forgetDeliveries(person: string): Promise<number> {
  await Delivery.updateMany({ person, state: 'waiting' }, { $set: { state: 'skipped', reason: 'erased' } });
  const rows = await Delivery.find({ person }, { _id: 1 }).lean();
  for (const { _id } of rows)
    await Delivery.updateOne(
      { _id },
      { $set: { person: randomUUID() }, $unset: { message: 1, language: 1 } },
    );
  return rows.length;
}

/** Two people turned out to be one. Where both have a row of a broadcast, the one that got further stays. */
export async function mergeDeliveries(from: string, into: string): Promise<void> {
  for await (const row of Delivery.find({ person: from }).lean<DeliveryRow>().cursor()) {
    const other = await Delivery.findOne({ broadcast: row.broadcast, person: into }).lean<DeliveryRow>();
    if (other) {
      const isFurther = row.state !== 'waiting' && other.state === 'waiting';
      await Delivery.deleteOne({ _id: isFurther ? other._id : row._id });
      if (!isFurther) continue;
    }
    await Delivery.updateOne({ _id: row._id }, { $set: { person: into } });
  }
}
