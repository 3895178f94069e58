import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { BOT, DIRECT, TEAM, TOURIST, type RawPayload } from './slack-payloads.ts';
import type { RawUpdate } from './telegram-updates.ts';
import { PHONE_NUMBER_ID } from './whatsapp-graph.ts';

/** A person's number in the recorded deliveries, where the recording left it blank. */
export const RECORDED_PHONE = '972987654321';

/** Where recorded payloads lie; undefined where they are not at hand. */
export const FIXTURES = process.env['REHBER_FIXTURES'];

/** For `skip`: why a test that needs them cannot run. */
export function needsRecorded(): string | false {
  return FIXTURES ? false : 'REHBER_FIXTURES is not set: recorded payloads are not at hand';
}

/** The recorded deliveries of WhatsApp for our number, each message with an id of its own, as Meta's have. */
export async function recordedDeliveries(): Promise<string[]> {
  const folder = path.join(FIXTURES ?? '', 'payloads', 'whatsapp-pywa');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const files = await Promise.all(names.map(async (name) => readFile(path.join(folder, name), 'utf8')));
  const recorded = files.flatMap((text) => Object.values(JSON.parse(text) as Record<string, unknown>));
  return recorded.map((body, index) =>
    JSON.stringify(body)
      .replaceAll(/"id":"(?:wamid\.[^"]*|<WHATSAPP_MESSAGE_ID>)"/g, `"id":"wamid.recorded${index}"`)
      .replaceAll(/"phone_number_id":"[^"]*"/g, `"phone_number_id":"${PHONE_NUMBER_ID}"`)
      .replaceAll(/<(?:WHATSAPP_USER_PHONE_NUMBER|USER_PHONE_NUMBER)>/g, RECORDED_PHONE),
  );
}

/** Telegram's recorded updates; recorded messages and presses are put into updates. */
export async function recordedUpdates(): Promise<RawUpdate[]> {
  const read = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(path.join(FIXTURES ?? '', 'payloads', name), 'utf8')) as unknown;
  const objects = (await read('telegram/updates.json')) as { json: Record<string, unknown> }[];
  const replay = (await read('vercel-chat-replay/telegram.json')) as Record<string, RawUpdate>;
  return [
    ...objects.map(({ json }, index) => {
      if ('update_id' in json) return json as RawUpdate;
      const kind = 'chat_instance' in json ? 'callback_query' : 'message';
      return { update_id: 700_000_000 + index, [kind]: json };
    }),
    ...Object.values(replay).filter((each) => typeof each === 'object'),
  ];
}

const OTHER_TS = '1790000000.000100';
/** What recordings leave blank, by the name of the field. */
const BLANKS: Record<string, string> = {
  team_id: TEAM,
  user: TOURIST,
  user_id: TOURIST,
  item_user: BOT,
  channel: DIRECT,
  channel_id: DIRECT,
  trigger_id: 'trigger-of-a-recording',
  callback_id: 'of-a-recording',
  command: '/guide',
  text: 'recorded',
  value: 'up:1',
  action_id: 'vote',
  ts: OTHER_TS,
  message_ts: OTHER_TS,
  action_ts: OTHER_TS,
  event_ts: OTHER_TS,
  thread_ts: OTHER_TS,
  id: 'X0RECORDED',
};

function filled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      inner === '' || inner === '0000000000.000000' ? (BLANKS[name] ?? inner) : filled(inner),
    ]),
  );
}

/** Slack's recordings that are deliveries to a webhook, by their files, blank ids filled in. */
export async function recordedSlack(): Promise<[name: string, payload: RawPayload][]> {
  const root = path.join(FIXTURES ?? '', 'payloads');
  const files = ['slack-events/events', 'slack-events/app-backend', 'vercel-chat-replay'];
  const payloads: [string, RawPayload][] = [];
  for (const folder of files) {
    for (const file of await readdir(path.join(root, folder), { recursive: true })) {
      const isSlack =
        folder !== 'vercel-chat-replay' || path.basename(file).startsWith('slack') || /team\d/.test(file);
      if (!file.endsWith('.json') || !isSlack) continue;
      const recorded = JSON.parse(await readFile(path.join(root, folder, file), 'utf8')) as RawPayload;
      const each = folder === 'vercel-chat-replay' ? Object.values(recorded) : [recorded];
      for (const one of each) {
        const payload = (Array.isArray(one) ? one : [one]).filter(isDelivery);
        payloads.push(...payload.map((raw): [string, RawPayload] => [file, filled(raw) as RawPayload]));
      }
    }
  }
  assert.ok(payloads.length > 120, `${payloads.length} recorded deliveries`);
  return payloads;
}

function isDelivery(value: unknown): value is RawPayload {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  return ['event', 'actions', 'command', 'view', 'callback_id'].some((key) => keys.includes(key));
}
