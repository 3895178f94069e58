import { model, Schema, type InferSchemaType } from 'mongoose';
import { DELIVERY_STATES, INTENTS, LANGUAGES } from '../../messages.ts';

/** Version of the shape below. Raise it with each change that a reader of old rows must know of. */
export const TURN_SCHEMA_VERSION = 1;

/** The reasons that a person can give for a thumb down. */
export const REASONS = ['wrong', 'outdated', 'not_near', 'language', 'too_long'] as const;
export type Reason = (typeof REASONS)[number];

const feedback = new Schema(
  {
    /** The vote that stands; null after it was taken back. */
    rating: { type: String, enum: ['up', 'down', null], default: null },
    reason: { type: String, enum: REASONS },
    /** What the person says is right: redacted, sealed. */
    correction: Buffer,
    at: { type: Date, required: true },
    /** The thumb pressed last and when, to tell a double click from a second press. */
    thumb: { type: String, enum: ['up', 'down'] },
    /** Keyed delivery id of the event that made the last change: a repeated event changes nothing. */
    by: String,
  },
  { _id: false },
);

/** One question and its answer, with everything needed to learn from it. */
const turn = new Schema(
  {
    schemaVersion: { type: Number, required: true },
    /** When the question reached us. */
    at: { type: Date, required: true },
    /** When anything of the turn last changed: an export goes on from here. */
    changedAt: { type: Date, required: true },
    /** Pseudonyms. */
    person: { type: String, required: true },
    conversation: { type: String, required: true },
    platform: { type: String, required: true },
    /** Keyed id of our message, once the platform took it. */
    message: String,
    deliveredAt: Date,
    /** How far the answer has come since, where the platform tells. */
    delivery: {
      type: new Schema({ state: { type: String, enum: DELIVERY_STATES }, at: Date }, { _id: false }),
      default: undefined,
    },
    language: { type: String, enum: LANGUAGES, required: true },
    intent: { type: String, enum: INTENTS, required: true },
    /** Cell of 0.01 degrees (about 1 km) that the person was in: its south-west corner. */
    cell: String,
    /** Redacted and sealed. */
    question: { type: Buffer, required: true },
    answer: { type: Buffer, required: true },
    redactorVersion: { type: Number, required: true },
    /** The facts that were retrieved, a line each. */
    facts: { type: [String], required: true },
    places: { type: [String], required: true },
    /** There was more to show. */
    more: { type: Boolean, required: true },
    /** The text was written from the facts alone. */
    grounded: { type: Boolean, required: true },
    /** Why a model's text did not leave. */
    rejected: { type: [String], default: undefined },
    variant: { type: String, required: true },
    model: String,
    promptVersion: { type: String, required: true },
    codeVersion: { type: String, required: true },
    tokens: { type: new Schema({ prompt: Number, completion: Number }, { _id: false }), default: undefined },
    /** Milliseconds. */
    latencyMs: {
      type: new Schema(
        { understand: Number, retrieve: Number, compose: Number, check: Number, total: Number },
        { _id: false },
      ),
      required: true,
    },
    /** Characters of the answer. */
    length: { type: Number, required: true },
    /** On what ground the turn may be used: `yes` to improve the guide; else for operation only. */
    consent: { type: String, enum: ['yes', 'no', 'none'], required: true },
    feedback: { type: feedback, default: undefined },
  },
  { collection: 'turns', versionKey: false },
);
// What an export reads, in its order
turn.index({ consent: 1, changedAt: 1, _id: 1 });
turn.index({ person: 1 });
turn.index({ message: 1 }, { sparse: true });

export type TurnRow = InferSchemaType<typeof turn>;
export const Turn = model('Turn', turn);
