import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
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
