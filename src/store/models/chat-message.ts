import { model, Schema } from 'mongoose';

/** Seconds that a conversation of the web chat can be shown again after a reload. */
const KEEP_SECONDS = 24 * 60 * 60;

/** One line of a web chat's log: what was said, or a change to it. Only the browser's cookie opens it. */
const chatMessage = new Schema(
  {
    /** Id of the session, derived from its cookie. */
    session: { type: String, required: true },
    /** Running number within the session: a browser asks for what came after the last that it saw. */
    number: { type: Number, required: true },
    /** The same for each try of the same message: it is stored once. */
    key: { type: String, required: true },
    kind: { type: String, enum: ['own', 'message', 'edit', 'buttons', 'notice'], required: true },
    /** JSON of a `ChatLine` (src/web/chat-protocol.ts), sealed with a key derived from the cookie. */
    sealed: { type: Buffer, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'chat_messages', versionKey: false },
);
chatMessage.index({ session: 1, number: 1 }, { unique: true });
chatMessage.index({ session: 1, key: 1 }, { unique: true });
chatMessage.index({ at: 1 }, { expireAfterSeconds: KEEP_SECONDS });

export const ChatMessage = model('ChatMessage', chatMessage);
