import { model, Schema } from 'mongoose';

/** A session of the dashboard that was logged out before its time. Kept until its cookie is worth nothing anyway. */
const endedSession = new Schema(
  {
    /** The session's id, which opens nothing. */
    _id: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'ended_sessions', versionKey: false },
);
endedSession.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const EndedSession = model('EndedSession', endedSession);
