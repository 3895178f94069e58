import type { Logger } from 'pino';
import type { Adapter } from '../adapters/adapter.ts';
import { createTelegramAdapter } from '../adapters/telegram.ts';
import { createWebAdapter } from '../adapters/web.ts';
import { createWhatsAppAdapter } from '../adapters/whatsapp.ts';
import type { Config } from './config.ts';
import type { Pseudonyms } from './privacy/pseudonyms.ts';
import { slackSettings } from './slack-settings.ts';
import { whatsAppSettings } from './whatsapp-settings.ts';

/**
 * The channels that the environment configures; none of them receives before it is started.
 * @throws ConfigError that names what is missing beside a token
 */
export async function configuredAdapters(
  config: Config,
  pseudonyms: Pseudonyms,
  log: Logger,
): Promise<Adapter[]> {
  const adapters: Adapter[] = [
    createWebAdapter({
      log,
      ...(config.PUBLIC_URL ? { publicUrl: config.PUBLIC_URL } : {}),
      embedded: config.EMBED_ORIGINS.length > 0,
    }),
  ];
  if (config.TELEGRAM_BOT_TOKEN) {
    adapters.push(
      createTelegramAdapter({
        token: config.TELEGRAM_BOT_TOKEN,
        apiRoot: config.TELEGRAM_API_ROOT,
        webhookSecret: config.TELEGRAM_WEBHOOK_SECRET ?? pseudonyms.secret('telegram webhook'),
        ...(config.PUBLIC_URL ? { publicUrl: config.PUBLIC_URL } : {}),
        paidBroadcasts: config.TELEGRAM_PAID_BROADCASTS === 'on',
        log,
      }),
    );
  }
  const whatsApp = whatsAppSettings(config);
  if (whatsApp) adapters.push(createWhatsAppAdapter({ ...whatsApp, log }));
  const slack = slackSettings(config);
  if (slack) {
    // Bolt takes 40 MB and a third of a second: only who is on Slack pays for it
    const { createSlackAdapter } = await import('../adapters/slack.ts');
    adapters.push(createSlackAdapter({ ...slack, log }));
  }
  return adapters;
}
