import { randomBytes } from 'node:crypto';
import { startApp, type App } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { Vault } from '../../src/privacy/encryption.ts';
import { Pseudonyms } from '../../src/privacy/pseudonyms.ts';
import { FakeTelegram, TOKEN } from './fake-telegram.ts';
import { recordLog } from './log.ts';
import { dataFolder, removeFolder } from './rehber.ts';

export const ADMIN_TOKEN = 'a-token-that-nobody-guesses';

/** Everything that serves, in this process, with a fake Telegram as its channel. */
export interface DashboardBench {
  app: App;
  telegram: FakeTelegram;
  /** Keys of its store. */
  data: { pseudonyms: Pseudonyms; vault: Vault };
  log: () => string;
  close(): Promise<void>;
}

export async function openDashboard(env: Record<string, string> = {}): Promise<DashboardBench> {
  const dir = await dataFolder();
  const telegram = await FakeTelegram.start();
  const keys = { pseudonym: randomBytes(32), data: randomBytes(32) };
  const { log, text } = recordLog();
  const config = readConfig({
    PORT: '0',
    DATA_DIR: dir,
    PSEUDONYM_KEY: keys.pseudonym.toString('base64'),
    DATA_KEY: keys.data.toString('base64'),
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    ADMIN_TOKEN,
    PROMO_HOURS: '0-24',
    ...env,
  });
  const app = await startApp(config, log);
  return {
    app,
    telegram,
    data: { pseudonyms: new Pseudonyms(keys.pseudonym), vault: new Vault(keys.data) },
    log: text,
    async close() {
      await app.stop();
      await telegram.close();
      await removeFolder(dir);
    },
  };
}
