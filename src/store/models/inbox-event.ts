import { model, Schema, type InferSchemaType } from 'mongoose';

/** Seconds that a worked event's keyed id is kept: WhatsApp redelivers for seven days. */
const KEEP_DONE_SECONDS = 8 * 24 * 60 * 60;

/** One message of ours that answers the event, or a change to one. */
const outgoing = new Schema(
  {
    /** Sealed JSON of an `Outgoing` (src/conversation/outgoing.ts). */
    sealed: { type: Buffer, required: true },
    /** Set once the platform took it. */
    sentAt: Date,
  },
  { _id: false },
);

const inboxEvent = new Schema(
  {
    /** Keyed delivery id: a second delivery of the same event meets this one. */
    _id: { type: String, required: true },
    platform: { type: String, required: true },
    /** Pseudonyms. */
    conversation: { type: String, required: true },
    person: { type: String, required: true },
    /** Place in the conversation: events are worked from low to high. */
    order: { type: Number, required: true },
    state: { type: String, enum: ['waiting', 'working', 'done', 'poison'], required: true },
    /** Sealed JSON of the `InboundEvent`; removed when done. */
    event: Buffer,
    /** Id of the turn that the event becomes, should it become one. */
    turnId: { type: Schema.Types.ObjectId, required: true },
    receivedAt: { type: Date, required: true },
    /** Not before this moment is it tried (again). */
    notBefore: { type: Date, required: true },
    /** Failed tries. */
    attempts: { type: Number, default: 0 },
    /** Token of the lease under which it is worked: a write under an older lease misses. */
    fence: String,
    /** What answers it, stored before the first of it is sent. */
    outbox: { type: [outgoing], default: undefined },
    /** Why it was set aside; holds no text and no id. */
    error: String,
    doneAt: Date,
  },
  { collection: 'inbox', versionKey: false },
);
inboxEvent.index({ conversation: 1, state: 1, order: 1 });
inboxEvent.index({ state: 1, notBefore: 1 });
inboxEvent.index({ doneAt: 1 }, { expireAfterSeconds: KEEP_DONE_SECONDS });

export type InboxRow = InferSchemaType<typeof inboxEvent>;
export const InboxEvent = model('InboxEvent', inboxEvent);
