import { styleText } from 'node:util';
import type { Command } from 'commander';
import { CITY } from '../city.ts';
import { readConfig, type Config } from '../config.ts';
import { loadKnowledge } from '../knowledge/knowledge.ts';
import { lastRetention } from '../privacy/retention.ts';
import { pausedByGuide } from '../broadcast/counts.ts';
import { poisonReasons, readStats, unauthorizedPlatforms } from '../store/stats.ts';
import { slackSettings } from '../slack-settings.ts';
import { whatsAppSettings } from '../whatsapp-settings.ts';
import { withStore } from './with-store.ts';

/** What the doctor found. */
interface Report {
  ok: boolean;
  store?: { kind: string; uri: string };
  channels: Record<string, string>;
  model: string;
  knowledge: string;
  inbox?: { waiting: number; working: number; poison: number };
  /** What is wrong, each with what to do about it. */
  problems: string[];
}

export function define(command: Command): void {
  command.option('--json', 'print one JSON object').action(async (options: { json?: boolean }) => {
    const report = await examine();
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : describe(report));
    if (!report.ok) process.exitCode = 1;
  });
}

async function examine(): Promise<Report> {
  const problems: string[] = [];
  const attempt = async <T>(run: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await run();
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  };
  const config = await attempt(async () => readConfig(process.env));
  const knowledge = await attempt(async () => loadKnowledge(CITY));
  const whatsApp = await attempt(async () => config && whatsAppSettings(config));
  const slack = await attempt(async () => config && slackSettings(config));
  const stored = config && (await attempt(examineStore));
  problems.push(...(stored?.problems ?? []));
  return {
    ok: problems.length === 0,
    ...(stored ? { store: stored.store, inbox: stored.inbox } : {}),
    channels: config
      ? channelsOf(config, { whatsApp: whatsApp !== undefined, slack: slack !== undefined })
      : {},
    model: config ? modelOf(config) : 'unknown',
    knowledge: knowledge
      ? `${knowledge.places.length} places of ${knowledge.city.name.en}`
      : 'cannot be read',
    problems,
  };
}

async function examineStore(): Promise<{
  store: { kind: string; uri: string };
  inbox: { waiting: number; working: number; poison: number };
  problems: string[];
}> {
  return withStore(async ({ store }) => {
    const [stats, poison, unauthorized, retention, paused] = await Promise.all([
      readStats(),
      poisonReasons(),
      unauthorizedPlatforms(),
      lastRetention(),
      pausedByGuide(),
    ]);
    return {
      store: { kind: store.kind, uri: store.uri },
      inbox: stats.inbox,
      problems: [
        ...poison.map(
          ({ reason, events }) => `${events} events were set aside: ${reason}. They are kept for eight days.`,
        ),
        ...unauthorized.map(
          (platform) =>
            `${platform} refuses our token, and answers wait: put a valid one into the environment.`,
        ),
        ...paused.map(
          ({ id, name, reason }) =>
            `The broadcast ${name} (${id}) is paused: ${reason}. Mend it, then resume it.`,
        ),
        ...(retention?.tooOld ?? []).map(
          (what) => `${what} are older than they may be: check that the store's TTL indexes work.`,
        ),
      ],
    };
  });
}

function channelsOf(config: Config, complete: { whatsApp: boolean; slack: boolean }): Record<string, string> {
  const web = `http://${config.HOST}:${config.PORT}`;
  const telegram = config.PUBLIC_URL ? 'takes a webhook' : 'polls';
  return {
    web: config.PUBLIC_URL ?? web,
    telegram: config.TELEGRAM_BOT_TOKEN ? telegram : 'off: TELEGRAM_BOT_TOKEN is not set',
    whatsapp: config.WHATSAPP_TOKEN
      ? whatsAppState(config, complete.whatsApp)
      : 'off: WHATSAPP_TOKEN is not set',
    slack: config.SLACK_BOT_TOKEN ? slackState(config, complete.slack) : 'off: SLACK_BOT_TOKEN is not set',
  };
}

function whatsAppState({ PUBLIC_URL: url }: Config, isComplete: boolean): string {
  if (!isComplete) return 'cannot be used: its settings are not complete';
  // Meta calls nobody but a public https address
  return url?.startsWith('https:')
    ? `takes a webhook at ${url.replace(/\/+$/, '')}/whatsapp/webhook`
    : 'takes a webhook, but PUBLIC_URL is no https address that Meta could call';
}

function slackState(config: Config, isComplete: boolean): string {
  if (!isComplete) return 'cannot be used: its settings are not complete';
  const ways = [
    ...(config.SLACK_APP_TOKEN ? ['connects by Socket Mode'] : []),
    ...(config.SLACK_SIGNING_SECRET ? ['takes events at /slack/events'] : []),
  ];
  return ways.join(' and ');
}

function modelOf(config: Config): string {
  const isSet = config.OPENAI_API_KEY !== undefined || process.env['OPENAI_BASE_URL'];
  return isSet
    ? `${config.OPENAI_MODEL} at ${new URL(config.OPENAI_BASE_URL).host}`
    : 'none: answers are written from the facts';
}

function describe(report: Report): string {
  const lines = [
    `Store      ${report.store ? `${report.store.kind}, connect with mongosh "${report.store.uri}"` : 'cannot be used'}`,
    ...Object.entries(report.channels).map(([name, state]) => `${name.padEnd(10)} ${state}`),
    `Model      ${report.model}`,
    `Knowledge  ${report.knowledge}`,
    ...(report.inbox
      ? [
          `Inbox      ${report.inbox.waiting} waiting, ${report.inbox.working} at work, ${report.inbox.poison} set aside`,
        ]
      : []),
    '',
    ...(report.ok
      ? [styleText('green', 'All is well.')]
      : report.problems.map((problem) => styleText('red', `✗ ${problem}`))),
  ];
  return `${lines.join('\n')}\n`;
}
