import { model, Schema } from 'mongoose';

/** How far the turns of a platform are given away, for all processes together. */
const pace = new Schema(
  {
    /** The platform. */
    _id: { type: String, required: true },
    /** Milliseconds since 1970 at which the next turn is free. */
    freeAt: { type: Number, required: true },
  },
  { collection: 'paces', versionKey: false },
);

export const SharedPaceRow = model('Pace', pace);
