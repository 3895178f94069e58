import { model, Schema, type InferSchemaType, type Types } from 'mongoose';
import { LANGUAGES } from '../../messages.ts';

/**
 * What can become of a promo for one person. `sending` is marked before anything is sent; where nobody can tell what became
 * of it after that, it is `uncertain`, and never sent again.
 */
export const DELIVERY_ROW_STATES = [
  'waiting',
  'sending',
  'sent',
  'delivered',
  'read',
  'failed',
  'uncertain',
  'skipped',
] as const;

/** Which text a person gets, or that they get none, to compare with. */
export const ARMS = ['a', 'b', 'holdout'] as const;
export type Arm = (typeof ARMS)[number];

/** One promo for one person. */
const delivery = new Schema(
  {
    broadcast: { type: Schema.Types.ObjectId, required: true },
    /** Pseudonym. */
    person: { type: String, required: true },
    platform: { type: String, required: true },
    arm: { type: String, enum: ARMS, required: true },
    state: { type: String, enum: DELIVERY_ROW_STATES, required: true },
    /** Why it failed, was skipped or has to wait. */
    reason: String,
    /** Not before this moment is it tried (again). */
    notBefore: { type: Date, required: true },
    /** Tries that the platform refused. */
    attempts: { type: Number, required: true },
    /** Who sends it, and since when. */
    owner: String,
    sendingAt: Date,
    /** Whether it goes to somebody whose window on the platform is over: of those there may be a limit a day. */
    outside: Boolean,
    language: { type: String, enum: LANGUAGES },
    /** Keyed id of the message. */
    message: String,
    sentAt: Date,
    deliveredAt: Date,
    readAt: Date,
    clicks: Number,
    clickedAt: Date,
    /** First question within a day. */
    repliedAt: Date,
    optedOutAt: Date,
  },
  { collection: 'deliveries', versionKey: false },
);
delivery.index({ broadcast: 1, person: 1 }, { unique: true });
// The next row to send, and the rows of a state
delivery.index({ broadcast: 1, state: 1, platform: 1, notBefore: 1 });
// What a person got lately
delivery.index({ person: 1, sendingAt: 1 });
// Who was written to outside their window lately
delivery.index({ platform: 1, sendingAt: 1 }, { partialFilterExpression: { outside: true } });
delivery.index({ message: 1 }, { sparse: true });

export type DeliveryRow = InferSchemaType<typeof delivery> & { _id: Types.ObjectId };
export const Delivery = model('Delivery', delivery);
