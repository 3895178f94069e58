import type { Capabilities } from '../../adapters/adapter.ts';
import { phrase } from '../engine/compose/phrases.ts';
import type { Answer, Question } from '../engine/types.ts';
import type { Guide } from '../inbox/worker.ts';
import type { Knowledge } from '../knowledge/types.ts';
import { LANGUAGES, type InboundEvent, type Language } from '../messages.ts';
import type { Vault } from '../privacy/encryption.ts';
import type { Pseudonyms } from '../privacy/pseudonyms.ts';
import { consentBasis } from '../privacy/consent.ts';
import type { PersonRow } from '../store/models/person.ts';
import { commandOf, type GivenCommand } from './commands.ts';
import { giveCorrection, react } from './feedback.ts';
import {
  awaitedCorrectionOf,
  awaitedPointFor,
  freshPoint,
  history,
  recall,
  remember,
  withTurn,
  type Memory,
} from './memory.ts';
import type { Outgoing } from './outgoing.ts';
import { claimConsentQuestion, markUnreachable, seePerson } from './people.ts';
import { answerPress } from './presses.ts';
import { answerReply, askConsent, askLanguage, plain, privacyReply } from './replies.ts';
import { logTurn, markDelivered } from './turns.ts';

/** Longest question that is read, in characters; a longer one is no question to a guide. */
const MAX_QUESTION = 2_000;

/** What the conversation is made of. */
export interface GuideParts {
  engine: { answer(question: Question): Promise<Answer> };
  knowledge: Knowledge;
  vault: Vault;
  pseudonyms: Pseudonyms;
}

/** An event with everything that answering it needs. */
export interface Context {
  parts: GuideParts;
  event: InboundEvent;
  turnId: string;
  /** Keyed delivery id. */
  key: string;
  capabilities: Capabilities;
  /** Pseudonyms. */
  conversation: string;
  person: string;
  memory: Memory;
  /** The language to speak where the event holds no words. */
  language: Language;
}

/** The guide as the inbox drives it: one event in, messages out, everything worth keeping written. */
export function createGuide(parts: GuideParts): Guide {
  const personOf = (event: InboundEvent): string => parts.pseudonyms.person(event.platform, event.user.id);
  return {
    async handle(event, { turnId, key, capabilities }) {
      const conversation = parts.pseudonyms.conversation(event.platform, event.conversation);
      const memory = await recall(conversation, parts.vault);
      const language = languageOf(event, memory);
      const person = personOf(event);
      return respond({ parts, event, turnId, key, capabilities, conversation, person, memory, language });
    },
    async delivered(event, turnId, messageId) {
      await markDelivered(turnId, parts.pseudonyms.message(event.platform, event.conversation, messageId));
    },
    async unreachable(event) {
      await markUnreachable(personOf(event), event.platform);
    },
    async apology(event) {
      const memory = await recall(
        parts.pseudonyms.conversation(event.platform, event.conversation),
        parts.vault,
      );
      return { op: 'send', reply: plain(languageOf(event, memory), 'apology') };
    },
  };
}

async function respond(context: Context): Promise<Outgoing[]> {
  const { event, key, parts } = context;
  switch (event.kind) {
    case 'press':
      return answerPress(context, event);
    case 'reaction': {
      const message = parts.pseudonyms.message(event.platform, event.conversation, event.messageId);
      await react(message, event.vote, event.at, key);
      return [];
    }
    case 'member':
      if (event.change === 'blocked') await markUnreachable(context.person, event.platform);
      else await seePerson(context.person, event);
      return [];
    default: {
      const command = commandOf(event);
      const cameFrom = command?.name === 'start' && command.args ? command.args.slice(0, 64) : undefined;
      const person = await seePerson(context.person, event, cameFrom);
      const messages = await answerMessage(context, event, person, command);
      if (messages.length === 0 || event.shared || !(await claimConsentQuestion(person, key)))
        return messages;
      const last = messages.findLast((message) => message.op === 'send');
      return [...messages, { op: 'send', reply: askConsent(last?.reply.language ?? context.language) }];
    }
  }
}

async function answerMessage(
  context: Context,
  event: Extract<InboundEvent, { kind: 'text' | 'location' | 'command' | 'media' }>,
  person: PersonRow,
  command: GivenCommand | undefined,
): Promise<Outgoing[]> {
  const { language } = context;
  if (command) return [{ op: 'send', reply: await answerCommand(context, person, command) }];
  switch (event.kind) {
    case 'location':
      return answerLocation(context, event, person);
    case 'media':
      if (!event.caption?.trim()) return [{ op: 'send', reply: plain(language, 'mediaSorry') }];
      return answerText(context, event.caption, person);
    case 'text':
      return answerText(context, event.text, person);
    case 'command':
      throw new Error('A command event is always read as a command.');
  }
}

async function answerCommand(
  context: Context,
  person: PersonRow,
  command: GivenCommand,
): Promise<ReturnType<typeof plain>> {
  const { language } = context;
  switch (command.name) {
    case 'start':
      return { ...plain(language, 'welcome'), locationRequest: phrase(language, 'shareLocation') };
    case 'help':
      return plain(language, 'help');
    case 'privacy':
      return privacyReply(language, person.consent?.state);
    case 'language':
      return askLanguage(language);
    case 'unknown':
      return plain(language, 'unknownCommand');
  }
}

async function answerText(context: Context, text: string, person: PersonRow): Promise<Outgoing[]> {
  const { event, language, memory, parts, conversation } = context;
  const words = text.trim();
  if (words === '') return [{ op: 'send', reply: plain(language, 'emptySorry') }];
  if (words.length > MAX_QUESTION) return [{ op: 'send', reply: plain(language, 'tooLongSorry') }];
  const corrected = awaitedCorrectionOf(memory, event.at);
  if (corrected) {
    const { awaitingCorrection: _, ...rest } = memory;
    const taken = await giveCorrection(corrected, conversation, words, parts.vault);
    await remember(conversation, rest, parts.vault);
    if (taken) return [{ op: 'send', reply: plain(language, 'correctionThanks') }];
  }
  return answerQuestion(context, { text: words }, person);
}

async function answerLocation(
  context: Context,
  event: Extract<InboundEvent, { kind: 'location' }>,
  person: PersonRow,
): Promise<Outgoing[]> {
  const { language, memory, parts, conversation } = context;
  const { point } = event;
  const onGlobe = Math.abs(point.lat) <= 90 && Math.abs(point.lon) <= 180;
  if (!onGlobe || !parts.knowledge.contains(point)) {
    return event.live ? [] : [{ op: 'send', reply: plain(language, 'locationOutside') }];
  }
  context.memory = { ...memory, point: { ...point, at: event.at.getTime() } };
  if (event.live) {
    await remember(conversation, context.memory, parts.vault);
    return [];
  }
  const awaited = awaitedPointFor(memory, event.at);
  return answerQuestion(context, awaited ? { text: awaited } : { text: '', ask: 'nearby' }, person);
}

/** Asks the engine, logs the turn and remembers it for follow-ups. */
export async function answerQuestion(
  context: Context,
  asked: Pick<Question, 'text' | 'ask'>,
  person: Pick<PersonRow, 'consent'> | null,
): Promise<Outgoing[]> {
  const { event, turnId, parts, conversation, memory, language } = context;
  const point = freshPoint(memory, event.at);
  const profileLanguage = memory.language ?? event.user.languageTag;
  const answer = await parts.engine.answer({
    ...asked,
    at: event.at,
    history: history(memory),
    turnId,
    ...(profileLanguage ? { profileLanguage } : {}),
    ...(point ? { point } : {}),
  });
  const { awaitingPoint: _, awaitingCorrection: __, ...kept } = memory;
  const remembered = withTurn(kept, {
    turnId,
    // A follow-up to a location that came without words still needs its language
    text: asked.text,
    at: event.at,
    language: asked.text === '' ? language : answer.language,
    intent: answer.intent,
    places: answer.places.map((place) => place.id),
  });
  const awaitingPoint = answer.wantsLocation ? { text: asked.text, at: event.at.getTime() } : undefined;
  await Promise.all([
    logTurn(
      {
        turnId,
        event,
        person: context.person,
        conversation,
        text: asked.text,
        point,
        answer,
        consent: consentBasis(person?.consent?.state),
      },
      parts.vault,
    ),
    remember(conversation, { ...remembered, ...(awaitingPoint ? { awaitingPoint } : {}) }, parts.vault),
  ]);
  return [{ op: 'send', reply: answerReply(answer, !event.shared), answersTurn: true }];
}

function languageOf(event: InboundEvent, memory: Memory): Language {
  const hint = event.user.languageTag?.split('-')[0]?.toLowerCase();
  const known = LANGUAGES.find((language) => language === hint);
  return memory.turns.at(-1)?.language ?? memory.language ?? known ?? 'en';
}
