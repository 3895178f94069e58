import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { CITY } from '../src/city.ts';
import { configuredAdapters } from '../src/channels.ts';
import { broadcastParts, type BroadcastParts } from '../src/broadcast/parts.ts';
import { readConfig } from '../src/config.ts';
import { loadKnowledge } from '../src/knowledge/knowledge.ts';
import { openData } from '../src/store/data.ts';
import { startEmbedded } from '../src/store/embedded/server.ts';
import { FakeTelegram } from '../tests/support/fake-telegram.ts';
import { dataFolder, removeFolder } from '../tests/support/rehber.ts';
import { webhookEnvironment } from '../tests/support/telegram-chat.ts';

/** What broadcasts need, on a store of its own. */
export interface Bench {
  /** For other processes on the same store. */
  env: Record<string, string>;
  parts: BroadcastParts;
  telegram: FakeTelegram;
}

export async function withBroadcasts(
  run: (bench: Bench) => Promise<Record<string, string>>,
): Promise<Record<string, string>> {
  const dir = await dataFolder();
  const store = await startEmbedded({ dir });
  const telegram = await FakeTelegram.start();
  const env = {
    ...webhookEnvironment(telegram, dir),
    MONGODB_URI: store.uri,
    PSEUDONYM_KEY: randomBytes(32).toString('base64'),
    DATA_KEY: randomBytes(32).toString('base64'),
    PROMO_HOURS: '0-24',
    PROMO_CAP: '0',
    LOG_LEVEL: 'info',
  };
  try {
    return await withParts(env, async (parts) => run({ env, parts, telegram }));
  } finally {
    await telegram.close();
    await store.close();
    await removeFolder(dir);
  }
}

/** What broadcasts need, on the store that an environment names. */
export async function withParts<Result>(
  env: Record<string, string | undefined>,
  run: (parts: BroadcastParts) => Promise<Result>,
): Promise<Result> {
  const config = readConfig(env);
  const log = pino({ level: 'silent' });
  const data = await openData(config, log);
  try {
    const adapters = await configuredAdapters(config, data.pseudonyms, log);
    return await run(broadcastParts({ config, data, knowledge: await loadKnowledge(CITY), adapters }));
  } finally {
    await data.store.close();
  }
}
