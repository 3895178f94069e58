import { model, Schema } from 'mongoose';

/** A row of past exports that may not be used any more: its person was erased, or took the consent back. */
const tombstone = new Schema(
  {
    /** Id of the export folder, and the row's salted id: neither leads to a person. */
    folder: { type: String, required: true },
    row: { type: String, required: true },
    /** Rows exported after this moment were exported with a new consent. */
    at: { type: Date, required: true },
  },
  { collection: 'tombstones', versionKey: false },
);
tombstone.index({ folder: 1, row: 1 }, { unique: true });

export const Tombstone = model('Tombstone', tombstone);
