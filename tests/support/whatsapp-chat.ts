import type { FakeGraph, Screen } from './whatsapp-graph.ts';
import { PHONE_NUMBER_ID, screenOf, TOKEN } from './whatsapp-graph.ts';
import { eventually } from './store.ts';
import { APP_SECRET, VERIFY_TOKEN } from './whatsapp-webhooks.ts';

/** Environment of a guide on WhatsApp with a local Graph API. */
export function whatsAppEnvironment(graph: FakeGraph, dir: string): Record<string, string> {
  return {
    DATA_DIR: dir,
    WHATSAPP_TOKEN: TOKEN,
    WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID,
    WHATSAPP_APP_SECRET: APP_SECRET,
    WHATSAPP_VERIFY_TOKEN: VERIFY_TOKEN,
    WHATSAPP_API_ROOT: graph.apiRoot,
    OPERATOR_NAME: 'Test Tours',
    LOG_LEVEL: 'info',
  };
}

/** Waits until a person has so many messages in all; resolves with what they see, oldest first. */
export async function seenBy(graph: FakeGraph, person: string, count: number): Promise<Screen[]> {
  await eventually(`${person} sees ${count} messages`, () => graph.to(person).length >= count);
  return graph.to(person).map(screenOf);
}
