/** For a write that has to be on disk when it is answered: no power cut undoes it. */
export const DURABLE = { w: 'majority', journal: true } as const;

/**
 * For a write that need not be: one whose loss in a power cut is harmless, or one that a durable write follows before
 * anything is made of it. The store keeps its writes in their order, so that what comes before a durable one is on disk with
 * it. Whoever else reads the store sees the write, and no `kill -9` undoes it.
 */
export const RELAXED = { w: 'majority', journal: false } as const;
