import { phrase } from '../engine/compose/phrases.ts';
import { noteOptOut } from '../broadcast/effects.ts';
import type { InboundEvent, Language } from '../messages.ts';
import { recordOffers } from '../privacy/consent.ts';
import { createDataLink, dataOf } from '../privacy/my-data.ts';
import { myDataPath } from '../web/my-data.ts';
import type { Context, GuideParts } from './context.ts';
import type { Outgoing } from './outgoing.ts';
import { keepLanguage } from './people.ts';
import { languageName, plain } from './replies.ts';

/** Address of one of our pages, where people reach them. */
export function pageOf(parts: Pick<GuideParts, 'pages'>, path: string): string | undefined {
  const root = parts.pages();
  return root && new URL(path, root).href;
}

/** No offers from now on; questions are answered as before. */
export async function stopOffers({ event, language, person }: Context): Promise<Outgoing[]> {
  const words = phrase(language, 'stopped');
  await recordOffers({ person, state: 'no', at: event.at, words, language, platform: event.platform });
  await noteOptOut(person, event.at);
  return [{ op: 'send', reply: plain(language, 'stopped') }];
}

/** The person told the platform itself that they want no offers, and needs no answer. */
export async function stopOffersQuietly(
  person: string,
  { at, platform }: Pick<InboundEvent, 'at' | 'platform'>,
): Promise<void> {
  const words = 'The platform says that the person stopped promos there.';
  await recordOffers({ person, state: 'no', at, words, language: 'en', platform });
  await noteOptOut(person, at);
}

/** Speaks another language from now on, where a message does not tell its own. */
export async function setLanguage({ person }: Context, language: Language): Promise<Outgoing[]> {
  await keepLanguage(person, 'chosenLanguage', language);
  return [{ op: 'send', reply: plain(language, 'language', { language: languageName(language) }) }];
}

/** Everything that is kept of the person: as a file where the platform takes one, else under a link that expires. */
export async function showMyData({ capabilities, language, parts, person }: Context): Promise<Outgoing[]> {
  const data = await dataOf(person, parts.vault);
  if (!data) return [{ op: 'send', reply: plain(language, 'mydataNone') }];
  if (capabilities.files) {
    const file = { name: 'rehber-my-data.json', content: JSON.stringify(data, null, 2) };
    return [{ op: 'send', reply: { ...plain(language, 'mydataFile'), file } }];
  }
  if (!parts.pages()) {
    const { contact = '', name = '' } = parts.operator;
    return [{ op: 'send', reply: plain(language, 'mydataNoLink', { contact: contact || name }) }];
  }
  const url = pageOf(parts, myDataPath(await createDataLink(person))) ?? '';
  const buttons = [[{ label: phrase(language, 'mydataOpen'), url }]];
  return [{ op: 'send', reply: { ...plain(language, 'mydata'), buttons } }];
}
