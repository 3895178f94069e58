import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Accept, Adapter } from '../adapters/adapter.ts';
import { exportJob } from '../jobs/export.ts';
import { retentionJob } from '../jobs/retention.ts';
import { checkSchedules, startJobs } from '../jobs/schedule.ts';
import { createDesk } from './broadcast/desk.ts';
import { addLinks } from './broadcast/links.ts';
import { broadcastParts } from './broadcast/parts.ts';
import { addPictures } from './broadcast/pictures.ts';
import { PromoSender } from './broadcast/sender.ts';
import { configuredAdapters } from './channels.ts';
import { ConfigError, type Config } from './config.ts';
import { createAnswering, type Answering } from './answering.ts';
import { createGuide } from './conversation/guide.ts';
import { storeEvents } from './inbox/intake.ts';
import type { Turns } from './inbox/sending.ts';
import { InboxWorker } from './inbox/worker.ts';
import { createNameFinder } from './privacy/redact/name-finder.ts';
import { openData, type OpenedStore } from './store/data.ts';
import { storeAnswers } from './store/store.ts';
import { addDashboard } from './web/admin/dashboard.ts';
import { addMyData } from './web/my-data.ts';
import { addPrivacyPage } from './web/privacy-page.ts';
import { createServer } from './web/server.ts';

/** Channels and the inbox between them and the guide. */
export interface Conversations {
  accept: Accept;
  worker: InboxWorker;
}

/**
 * Puts the guide behind channels.
 * @param pages tells the address under which people reach our pages, where they do
 */
export function connectChannels(
  adapters: Adapter[],
  parts: {
    config: Config;
    data: OpenedStore;
    answering: Answering;
    log: Logger;
    turns?: Turns;
    unauthorized?: Set<string>;
  },
  pages: () => string | undefined = () => undefined,
): Conversations {
  const { answering, config, data, log, turns, unauthorized } = parts;
  const { vault, pseudonyms } = data;
  const guide = createGuide({
    ...answering,
    vault,
    pseudonyms,
    pages,
    retentionDays: config.RETENTION_DAYS,
    ...(config.PRESIDIO_URL
      ? { hideNames: createNameFinder({ url: config.PRESIDIO_URL, knowledge: answering.knowledge, log }) }
      : {}),
  });
  const byPlatform = new Map(adapters.map((adapter) => [adapter.platform, adapter]));
  const worker = new InboxWorker({
    adapters: byPlatform,
    guide,
    vault,
    log,
    ...(turns ? { turns } : {}),
    ...(unauthorized ? { unauthorized } : {}),
  });
  const accept: Accept = async (events) =>
    storeEvents(events, pseudonyms, vault, (conversation, stored) => worker.wake(conversation, stored));
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
  const [data, answering] = await Promise.allSettled([
    openData(config, log, { own: true }),
    createAnswering(config),
  ]);
  if (data.status === 'rejected') throw data.reason;
  try {
    if (answering.status === 'rejected') throw answering.reason;
    return await serve(config, log, data.value, answering.value);
  } catch (error) {
    await data.value.store.close();
    throw error;
  }
}

async function serve(config: Config, log: Logger, data: OpenedStore, answering: Answering): Promise<App> {
  const jobs = [retentionJob(config), exportJob(config, { ...data, ...answering })];
  // Before anything is open to the world
  checkSchedules(jobs);
  const adapters = await configuredAdapters(config, data.pseudonyms, log);
  let listening: string | undefined;
  const pages = (): string | undefined => config.PUBLIC_URL ?? listening;
  const promos = broadcastParts({ config, data, knowledge: answering.knowledge, adapters });
  const unauthorized = new Set<string>();
  const sender = new PromoSender({ ...promos, log, unauthorized });
  for (const adapter of adapters) adapter.openDesk?.(createDesk(promos));
  const parts = { config, data, answering, log, turns: sender, unauthorized };
  const { accept, worker } = connectChannels(adapters, parts, pages);
  const server = await createServer({
    log,
    ...(config.PUBLIC_URL ? { publicUrl: config.PUBLIC_URL } : {}),
    embedOrigins: config.EMBED_ORIGINS,
    checks: async () => ({
      store: await storeAnswers(),
      ...Object.fromEntries(adapters.map(({ platform }) => [platform, !unauthorized.has(platform)])),
    }),
  });
  for (const adapter of adapters) await adapter.routes?.(server, accept);
  addMyData(server, data.vault);
  addLinks(server, promos.signer);
  addPictures(server);
  await addDashboard(server, promos);
  addPrivacyPage(server, { operator: answering.operator, retentionDays: config.RETENTION_DAYS });
  const address = await listen(server, config);
  listening = address;
  await worker.start();
  const stopJobs = await startJobs(jobs, { timezone: config.TIMEZONE, log });
  for (const adapter of adapters) await adapter.start(accept);
  sender.start();
  return {
    url: config.PUBLIC_URL ?? address,
    address,
    storeUri: data.store.uri,
    channels: adapters.map((adapter) => adapter.platform),
    async stop() {
      await Promise.all([sender.stop(), ...adapters.map(async (adapter) => adapter.stop())]);
      await server.close();
      await worker.stop();
      await stopJobs();
      await data.store.close();
    },
  };
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
