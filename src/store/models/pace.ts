import { model, Schema, type InferSchemaType } from 'mongoose';

/** How far the turns of a platform are given away, for all processes together. */
const pace = new Schema(
  {
    /** The platform. */
    _id: { type: String, required: true },
    /** Milliseconds since 1970 at which the next turn is free. */
    freeAt: { type: Number, required: true },
    /** Until when the platform asked for a pause. */
    heldUntil: Number,
    /** When the last answers really left: late ones come close to the turns behind them. */
    answers: { type: [Number], default: undefined },
  },
  { collection: 'paces', versionKey: false },
);

export type PaceRow = InferSchemaType<typeof pace>;
export const SharedPaceRow = model('Pace', pace);
