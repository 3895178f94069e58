import { model, Schema } from 'mongoose';

/** A link under which a person sees what is kept of them, until it expires. Only the link itself opens it. */
const dataLink = new Schema(
  {
    /** SHA-256 of the link's secret. */
    _id: { type: String, required: true },
    /** Pseudonym. */
    person: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'data_links', versionKey: false },
);
dataLink.index({ person: 1 });
dataLink.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const DataLink = model('DataLink', dataLink);
