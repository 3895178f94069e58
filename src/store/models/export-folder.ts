import { model, Schema } from 'mongoose';

/** A folder that turns were exported to. Its salt makes the ids of its rows, so that they tell nothing elsewhere. */
const exportFolder = new Schema(
  {
    _id: { type: String, required: true },
    salt: { type: String, required: true },
    createdAt: { type: Date, required: true },
  },
  { collection: 'export_folders', versionKey: false },
);

export const ExportFolder = model('ExportFolder', exportFolder);
