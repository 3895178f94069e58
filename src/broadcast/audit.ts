import { Audit, type AuditRow } from '../store/models/audit.ts';

/** The actor where no person acted. */
export const REHBER = 'rehber';

/** Writes down what was done. @param details never a person's id or text */
export async function record(
  actor: string,
  action: string,
  subject: string,
  details?: Record<string, unknown>,
): Promise<void> {
  await Audit.create({ at: new Date(), actor, action, subject, ...(details ? { details } : {}) });
}

/** What was done to a subject, oldest first; of everything, the newest so many. */
export async function auditLog(subject?: string, limit = 1_000): Promise<AuditRow[]> {
  if (subject !== undefined) return Audit.find({ subject }).sort({ at: 1, _id: 1 }).limit(limit).lean();
  const newest = await Audit.find().sort({ at: -1 }).limit(limit).lean();
  return newest.toReversed();
}
