import { model, Schema, type InferSchemaType } from 'mongoose';

/** The pace of a platform, for all processes together: see src/broadcast/pace/. */
const pace = new Schema(
  {
    /** The platform. */
    _id: { type: String, required: true },
    /** Counts the changes: of two processes that change it at once, one does so anew. */
    version: { type: Number, required: true },
    /** A `PaceState`. */
    state: { type: Schema.Types.Mixed, required: true },
  },
  { collection: 'paces', versionKey: false, minimize: false },
);

export type PaceRow = InferSchemaType<typeof pace>;
export const SharedPaceRow = model('Pace', pace);
