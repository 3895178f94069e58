import { model, Schema, type InferSchemaType, type Types } from 'mongoose';
import { LANGUAGES } from '../../messages.ts';

/** The life of a promo. */
export const BROADCAST_STATES = [
  'draft',
  'approved',
  'scheduled',
  'running',
  'paused',
  'done',
  'cancelled',
] as const;
export type BroadcastState = (typeof BROADCAST_STATES)[number];

/** A promo: what it says, to whom, and how far it is. */
const broadcast = new Schema(
  {
    name: { type: String, required: true },
    state: { type: String, enum: BROADCAST_STATES, required: true },
    /** Texts by language; with `textsB`, half of the people get the one and half the other. */
    texts: { type: Schema.Types.Mixed, required: true },
    textsB: Schema.Types.Mixed,
    /** Language of the text for those whose language has none; without it they are left out. */
    fallback: { type: String, enum: LANGUAGES },
    /** See src/broadcast/segment.ts. */
    segment: { type: Schema.Types.Mixed, required: true },
    /** Percent of the people who get nothing, to compare with. */
    holdout: { type: Number, required: true },
    link: String,
    linkLabels: Schema.Types.Mixed,
    /** A place of the guide that a button asks about. */
    place: String,
    /** Id of a `Picture`. */
    picture: String,
    /** Approved template of platforms that want one, and its parameters by language. */
    template: String,
    templateParameters: Schema.Types.Mixed,
    /** The platform's codes of its languages by ours, where they differ or not all texts have one. */
    templateLanguages: Schema.Types.Mixed,
    /** Not before this moment. */
    at: Date,
    /** Waits for nothing but the hours of promos: it goes on whenever these are open. */
    resting: Boolean,
    createdAt: { type: Date, required: true },
    createdBy: { type: String, required: true },
    previewedAt: Date,
    testedAt: Date,
    approvedAt: Date,
    approvedBy: String,
    startedAt: Date,
    /** When its recipients were all written down; from then on nobody is added. */
    frozenAt: Date,
    /** Until when a process that writes them down has the right to. */
    freezingUntil: Date,
    total: Number,
    endedAt: Date,
    /** Why it was paused, in words for an operator. */
    pauseReason: String,
  },
  // A segment of everybody is an empty object
  { collection: 'broadcasts', versionKey: false, minimize: false },
);
broadcast.index({ state: 1, at: 1 });

/** By language. */
export type Texts = Partial<Record<(typeof LANGUAGES)[number], string>>;

type Row = InferSchemaType<typeof broadcast>;
export type BroadcastRow = Omit<
  Row,
  'texts' | 'textsB' | 'linkLabels' | 'templateParameters' | 'templateLanguages'
> & {
  _id: Types.ObjectId;
  texts: Texts;
  textsB?: Texts;
  linkLabels?: Texts;
  templateLanguages?: Texts;
  templateParameters?: Partial<Record<(typeof LANGUAGES)[number], string[]>>;
};
export const Broadcast = model('Broadcast', broadcast);
