import { model, Schema, type InferSchemaType } from 'mongoose';
import { LANGUAGES } from '../../messages.ts';

/** A yes or no of a person, and how we know. */
const consent = new Schema(
  {
    state: { type: String, enum: ['yes', 'no'], required: true },
    at: { type: Date, required: true },
    /** Version and words of the question that was answered, and where. */
    version: { type: Number, required: true },
    words: { type: String, required: true },
    language: { type: String, required: true },
    platform: { type: String, required: true },
  },
  { _id: false },
);

const person = new Schema(
  {
    /** Pseudonym. */
    _id: { type: String, required: true },
    platform: { type: String, required: true },
    /** Where the platform reaches them: sealed JSON of a `Contact` (src/privacy/contacts.ts). */
    contact: Buffer,
    /** Keyed hash of the contact: tells whether it changed without opening it. */
    contactMark: String,
    /** The language that they wrote last, and the one that they chose with /language. */
    language: { type: String, enum: LANGUAGES },
    chosenLanguage: { type: String, enum: LANGUAGES },
    firstSeenAt: { type: Date, required: true },
    lastSeenAt: { type: Date, required: true },
    /** Keyed delivery id of the event after which the question for consent was put: it is put once. */
    consentAskedBy: String,
    consent: { type: consent, default: undefined },
    /** Whether they want offers: a consent of its own. The question is put once by itself. */
    offers: { type: consent, default: undefined },
    offersAskedBy: String,
    /** The platform told us that they blocked us or are gone. */
    unreachableSince: Date,
    /** Payload of the link by which they first came. */
    cameFrom: String,
  },
  { collection: 'people', versionKey: false },
);

export type PersonRow = InferSchemaType<typeof person>;
export const Person = model('Person', person);
