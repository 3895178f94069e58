/**
 * For a write that need not be on disk when it is answered: one whose loss in a power cut is harmless, or one that is
 * followed by a write that waits for the disk before anything is made of it. The store keeps its writes in their order, so
 * that what comes before such a write is on disk with it. Whoever else reads the store sees the write, and no `kill -9`
 * undoes it.
 */
export const RELAXED = { w: 'majority', journal: false } as const;
