import { model, Schema } from 'mongoose';

/** A process's right to work one conversation, until `expiresAt` unless renewed. Gone when released. */
const lease = new Schema(
  {
    /** Pseudonym of the conversation. */
    _id: { type: String, required: true },
    /** Who holds it: `<host>:<pid>:<random>`. */
    owner: { type: String, required: true },
    /** New with each acquisition; writes made under it carry it. */
    token: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'leases', versionKey: false },
);
// What a killed process left behind; long after anyone may have taken it over
lease.index({ expiresAt: 1 }, { expireAfterSeconds: 60 * 60 });

export const Lease = model('Lease', lease);
