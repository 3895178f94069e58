import { createHmac } from 'node:crypto';
import { ExportFolder } from '../store/models/export-folder.ts';
import { Tombstone } from '../store/models/tombstone.ts';

/** Rows written to the store at a time. */
const BATCH = 1_000;

/**
 * The id of a turn, person or conversation within one export folder: 22 characters of base64url (128 bits of
 * HMAC-SHA-256 under the folder's salt). The same in each export into the folder, and in no other.
 */
export function exportedId(salt: string, id: string): string {
  return createHmac('sha256', salt).update(id).digest().subarray(0, 16).toString('base64url');
}

/** Marks turns as not to be used any more in every export that may hold them. */
export async function bury(turnIds: string[]): Promise<void> {
  const at = new Date();
  for (const folder of await ExportFolder.find().lean()) {
    for (let from = 0; from < turnIds.length; from += BATCH) {
      await Tombstone.bulkWrite(
        turnIds.slice(from, from + BATCH).map((id) => ({
          updateOne: {
            filter: { folder: folder._id, row: exportedId(folder.salt, id) },
            update: { $set: { at } },
            upsert: true,
          },
        })),
        { ordered: false },
      );
    }
  }
}

/** The rows of a folder that may not be used any more, with the moment from which that holds. */
export async function buriedRows(folder: string): Promise<Map<string, Date>> {
  const rows = await Tombstone.find({ folder }).lean();
  return new Map(rows.map(({ at, row }) => [row, at]));
}
