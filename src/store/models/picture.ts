import { model, Schema } from 'mongoose';

/** A picture of a promo, in the store so that every process has it. */
const picture = new Schema(
  {
    /** SHA-256 of the bytes, in base64url. */
    _id: { type: String, required: true },
    mimeType: { type: String, enum: ['image/jpeg', 'image/png'], required: true },
    data: { type: Buffer, required: true },
  },
  { collection: 'pictures', versionKey: false },
);

export const StoredPicture = model('Picture', picture);
