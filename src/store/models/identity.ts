import { model, Schema } from 'mongoose';

/** One of the ids by which a platform knows a person, where it may know them by several. */
const identity = new Schema(
  {
    /** Pseudonym of the platform's id. */
    _id: { type: String, required: true },
    /** Pseudonym under which everything of the person is kept: that of the id which we met first. */
    person: { type: String, required: true },
  },
  { collection: 'identities', versionKey: false },
);
identity.index({ person: 1 });

export const Identity = model('Identity', identity);
