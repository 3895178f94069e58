import { model, Schema, type InferSchemaType } from 'mongoose';

/** Who did what to what, and when. Rows are only ever added. */
const audit = new Schema(
  {
    at: { type: Date, required: true },
    /** `cli`, `cli:NAME`, `dashboard`, `slack:…` or `rehber` itself. */
    actor: { type: String, required: true },
    action: { type: String, required: true },
    /** Id of what it was done to. */
    subject: { type: String, required: true },
    /** Never a person's id or text. */
    details: Schema.Types.Mixed,
  },
  { collection: 'audit', versionKey: false },
);
audit.index({ subject: 1, at: 1 });
audit.index({ at: 1 });

export type AuditRow = InferSchemaType<typeof audit>;
export const Audit = model('Audit', audit);
