import { DeliveryError } from '../../../adapters/errors.ts';
import { BroadcastError } from '../../broadcast/errors.ts';
import { broadcastParts, type BroadcastParts } from '../../broadcast/parts.ts';
import { CITY } from '../../city.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import { createLog } from '../../log.ts';
import { withStore } from '../with-store.ts';

/** Runs a verb on the store, with the channels that the environment configures; none of them receives anything. */
export async function withBroadcasts<T>(run: (parts: BroadcastParts) => Promise<T>): Promise<T> {
  return withStore(async (data, config) => {
    const log = createLog({ LOG_LEVEL: 'error' }, process.stderr);
    // Half a second that other verbs need not wait
    const { configuredAdapters } = await import('../../channels.ts');
    const [knowledge, adapters] = await Promise.all([
      loadCity(),
      configuredAdapters(config, data.pseudonyms, log),
    ]);
    try {
      return await run(broadcastParts({ config, data, knowledge, adapters }));
    } catch (error) {
      if (error instanceof DeliveryError) throw new BroadcastError(error.message);
      throw error;
    }
  });
}

/** The city pack. */
export async function loadCity(): Promise<Knowledge> {
  const { loadKnowledge } = await import('../../knowledge/knowledge.ts');
  return loadKnowledge(CITY);
}

/** Who acts on the command line. */
export function actorOf({ by }: { by?: string }): string {
  return by ? `cli:${by}` : 'cli';
}
