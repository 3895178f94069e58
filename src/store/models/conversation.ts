import { model, Schema } from 'mongoose';

/** Seconds that a memory is kept after its last change; with the six hours that it reaches back, a day in all. */
const KEEP_SECONDS = 18 * 60 * 60;

/** What a conversation is about right now: enough to understand a follow-up. */
const conversation = new Schema(
  {
    /** Pseudonym. */
    _id: { type: String, required: true },
    /** Sealed JSON of a `Memory` (src/conversation/memory.ts). */
    memory: { type: Buffer, required: true },
    updatedAt: { type: Date, required: true },
  },
  { collection: 'conversations', versionKey: false },
);
conversation.index({ updatedAt: 1 }, { expireAfterSeconds: KEEP_SECONDS });

export const Conversation = model('Conversation', conversation);
