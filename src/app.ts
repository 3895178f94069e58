import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Accept, Adapter } from '../adapters/adapter.ts';
import { createTelegramAdapter } from '../adapters/telegram.ts';
import { createWebAdapter } from '../adapters/web.ts';
import { exportJob } from '../jobs/export.ts';
import { startJobs } from '../jobs/schedule.ts';
import { ConfigError, type Config } from './config.ts';
import { createGuide } from './conversation/guide.ts';
import { createEngine, type Engine } from './engine/engine.ts';
import { storeEvents } from './inbox/intake.ts';
import { InboxWorker } from './inbox/worker.ts';
import { loadKnowledge } from './knowledge/knowledge.ts';
import type { Knowledge } from './knowledge/types.ts';
import { createModel } from './llm/model.ts';
import { Vault } from './privacy/encryption.ts';
import { loadKeys } from './privacy/keys.ts';
import { Pseudonyms } from './privacy/pseudonyms.ts';
import { checkKeys, openStore, storeAnswers, type Store } from './store/store.ts';
import { createServer } from './web/server.ts';

/** Folder of the city pack. */
export const CITY = fileURLToPath(new URL('../cities/istanbul', import.meta.url));

/** The part that answers: needs no store and no platform. */
export async function createAnswering(config: Config): Promise<{ engine: Engine; knowledge: Knowledge }> {
  const knowledge = await loadKnowledge(CITY);
  const model = createModel(config);
  const operator = {
    ...(config.OPERATOR_NAME ? { name: config.OPERATOR_NAME } : {}),
    ...(config.OPERATOR_CONTACT ? { contact: config.OPERATOR_CONTACT } : {}),
  };
  return { engine: createEngine({ knowledge, operator, ...(model ? { model } : {}) }), knowledge };
}

/** A connected store with the secrets that its data was written with. */
export interface OpenedStore {
  store: Store;
  vault: Vault;
  pseudonyms: Pseudonyms;
}

/** Opens the store and checks the keys. With `own`, this process must own the data folder. */
export async function openData(
  config: Config,
  log: Logger,
  options: { own?: boolean } = {},
): Promise<OpenedStore> {
  const onNotice = (message: string): void => log.info(message);
  const keys = await loadKeys(config, onNotice);
  const store = await openStore(config, { ...options, onNotice });
  try {
    await checkKeys(keys);
  } catch (error) {
    await store.close();
    throw error;
  }
  return { store, vault: new Vault(keys.data), pseudonyms: new Pseudonyms(keys.pseudonym) };
}

/** Channels and the inbox between them and the guide. */
export interface Conversations {
  accept: Accept;
  worker: InboxWorker;
}

/** Puts the guide behind channels. */
export function connectChannels(
  adapters: Adapter[],
  data: OpenedStore,
  answering: { engine: Engine; knowledge: Knowledge },
  log: Logger,
): Conversations {
  const { vault, pseudonyms } = data;
  const guide = createGuide({ ...answering, vault, pseudonyms });
  const byPlatform = new Map(adapters.map((adapter) => [adapter.platform, adapter]));
  const worker = new InboxWorker({ adapters: byPlatform, guide, vault, log });
  const accept: Accept = async (events) => {
    for (const conversation of await storeEvents(events, pseudonyms, vault)) worker.wake(conversation);
  };
  return { accept, worker };
}

/** A serving process. */
export interface App {
  /** Where the world finds the web chat. */
  url: string;
  /** Where this process listens. */
  address: string;
  storeUri: string;
  channels: string[];
  stop(): Promise<void>;
}

/**
 * Starts everything that the environment configures: channels, web, jobs.
 * @throws ConfigError, PackError with the remedy
 */
export async function startApp(config: Config, log: Logger): Promise<App> {
  const [data, answering] = await Promise.all([
    openData(config, log, { own: true }),
    createAnswering(config),
  ]);
  try {
    return await serve(config, log, data, answering);
  } catch (error) {
    await data.store.close();
    throw error;
  }
}

async function serve(
  config: Config,
  log: Logger,
  data: OpenedStore,
  answering: { engine: Engine; knowledge: Knowledge },
): Promise<App> {
  const adapters = configuredAdapters(config, data.pseudonyms, log);
  const { accept, worker } = connectChannels(adapters, data, answering, log);
  const server = await createServer({
    log,
    ...(config.PUBLIC_URL ? { publicUrl: config.PUBLIC_URL } : {}),
    checks: async () => ({
      store: await storeAnswers(),
      ...Object.fromEntries(adapters.map(({ platform }) => [platform, !worker.unauthorized.has(platform)])),
    }),
  });
  for (const adapter of adapters) await adapter.routes?.(server, accept);
  const address = await listen(server, config);
  await worker.start();
  const stopJobs = await startJobs([exportJob(config, data.vault)], { timezone: config.TIMEZONE, log });
  for (const adapter of adapters) await adapter.start(accept);
  return {
    url: config.PUBLIC_URL ?? address,
    address,
    storeUri: data.store.uri,
    channels: adapters.map((adapter) => adapter.platform),
    async stop() {
      await Promise.all(adapters.map(async (adapter) => adapter.stop()));
      await server.close();
      await worker.stop();
      await stopJobs();
      await data.store.close();
    },
  };
}

function configuredAdapters(config: Config, pseudonyms: Pseudonyms, log: Logger): Adapter[] {
  const adapters: Adapter[] = [
    createWebAdapter({ log, ...(config.PUBLIC_URL ? { publicUrl: config.PUBLIC_URL } : {}) }),
  ];
  if (config.TELEGRAM_BOT_TOKEN) {
    adapters.push(
      createTelegramAdapter({
        token: config.TELEGRAM_BOT_TOKEN,
        apiRoot: config.TELEGRAM_API_ROOT,
        webhookSecret: config.TELEGRAM_WEBHOOK_SECRET ?? pseudonyms.secret('telegram webhook'),
        ...(config.PUBLIC_URL ? { publicUrl: config.PUBLIC_URL } : {}),
        log,
      }),
    );
  }
  return adapters;
}

async function listen(server: FastifyInstance, config: Config): Promise<string> {
  try {
    return await server.listen({ host: config.HOST, port: config.PORT });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new ConfigError(
        `PORT: ${config.PORT} is taken by another program; set PORT to a free one, or 0 for any.`,
      );
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new ConfigError(`HOST: ${config.HOST} is no address of this machine; use 127.0.0.1 or 0.0.0.0.`);
    }
    throw error;
  }
}
