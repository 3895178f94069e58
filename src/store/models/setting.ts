import { model, Schema } from 'mongoose';

/** What an installation knows of itself: fingerprints of its keys, the last run of each job. */
const setting = new Schema(
  { _id: { type: String, required: true }, value: { type: Schema.Types.Mixed, required: true } },
  { collection: 'settings', versionKey: false },
);

export const Setting = model('Setting', setting);
