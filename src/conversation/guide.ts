import { DeliveryError } from '../../adapters/errors.ts';
import { noteClick, noteDeliveryStatus } from '../broadcast/effects.ts';
import { LinkSigner } from '../broadcast/links.ts';
import { phrase } from '../engine/compose/phrases.ts';
import type { Guide, HandlingContext } from '../inbox/guide.ts';
import { LANGUAGES, type InboundEvent, type Language, type Reply } from '../messages.ts';
import { PRIVACY_PATH } from '../web/privacy-page.ts';
import type { PersonRow } from '../store/models/person.ts';
import { commandOf, type GivenCommand } from './commands.ts';
import type { Context, GuideParts } from './context.ts';
import { giveCorrection, react } from './feedback.ts';
import { awaitedCorrectionOf, awaitedPointFor, recall, remember, type Memory } from './memory.ts';
import type { Outgoing } from './outgoing.ts';
import { claimQuestion, lastHeardFrom, markUnreachable, seePerson } from './people.ts';
import { answerPress } from './presses.ts';
import {
  askConsent,
  askForget,
  askLanguage,
  askOffers,
  languageNamed,
  plain,
  privacyReply,
} from './replies.ts';
import { pageOf, setLanguage, showMyData, stopOffers, stopOffersQuietly } from './rights.ts';
import { answerQuestion } from './questions.ts';
import { countOtherTurns, markDelivered, noteStatus } from './turns.ts';

/** Longest question that is read, in characters; a longer one is no question to a guide. */
const MAX_QUESTION = 2_000;
/** Answers after which a person is asked once, by itself, whether they want offers. */
const ANSWERS_BEFORE_OFFERS = 3;

/** The guide as the inbox drives it: one event in, messages out, everything worth keeping written. */
export function createGuide(parts: GuideParts): Guide {
  return {
    async handle(event, handling) {
      return respond(parts, event, handling);
    },
    async delivered(event, { conversation }, turnId, messageId) {
      await markDelivered(turnId, parts.pseudonyms.message(event.platform, conversation, messageId));
    },
    async unreachable(event, { person }) {
      await markUnreachable(person, event.platform);
    },
    async lastHeardFrom(event, { person }) {
      return lastHeardFrom(person, event);
    },
    async apology(event, { conversation }) {
      const memory = await recall(conversation, parts.vault);
      return { op: 'send', reply: plain(languageOf(event, memory, undefined), 'apology') };
    },
  };
}

async function respond(
  parts: GuideParts,
  event: InboundEvent,
  handling: HandlingContext,
): Promise<Outgoing[]> {
  const { conversation, person } = handling;
  if (event.kind === 'status') {
    await Promise.all([
      noteStatus(parts.pseudonyms.message(event.platform, conversation, event.messageId), event),
      noteDeliveryStatus(parts.pseudonyms.message(event.platform, person, event.messageId), event),
    ]);
    if (event.problem === 'unreachable') await markUnreachable(person, event.platform);
    if (event.problem === 'stopped') await stopOffersQuietly(person, event);
    return [];
  }
  if (event.kind === 'member' && event.change === 'blocked') {
    await markUnreachable(person, event.platform);
    return [];
  }
  if (event.kind === 'member' && event.change === 'stopped') {
    await stopOffersQuietly(person, event);
    return [];
  }
  const command = commandOf(event);
  const payload = command?.name === 'start' && command.args ? command.args.slice(0, 64) : undefined;
  // Which of whose promos it was leads to a person
  const cameFrom = payload?.startsWith('promo_') ? 'promo' : payload;
  const [known, memory] = await Promise.all([
    seePerson(person, event, parts, cameFrom),
    recall(conversation, parts.vault),
  ]);
  const language = languageOf(event, memory, known);
  const context: Context = { ...handling, parts, event, memory, known, language, writes: [] };
  switch (event.kind) {
    case 'press':
      return written(context, await answerPress(context, event));
    case 'reaction':
      await react(parts.pseudonyms.message(event.platform, conversation, event.messageId), event.vote, {
        at: event.at,
        key: handling.key,
        person,
      });
      return [];
    case 'member':
      return [];
    default: {
      const messages = await answerMessage(context, event, command);
      return written(context, withQuestions(context, messages));
    }
  }
}

/** The messages, once everything that has to be written before them is. */
async function written({ writes }: Context, messages: Outgoing[] | Promise<Outgoing[]>): Promise<Outgoing[]> {
  const [all] = await Promise.all([messages, ...writes.map(async (write) => write())]);
  return all;
}

/** Puts the questions for consent behind an answer: the first at first contact, that for offers after the third answer. */
async function withQuestions(context: Context, messages: Outgoing[]): Promise<Outgoing[]> {
  const { event, key, known, turnId } = context;
  if (messages.length === 0 || event.shared) return messages;
  const last = messages.findLast((message) => message.op === 'send');
  const language = last?.reply.language ?? context.language;
  if (await claimQuestion(known, 'consent', key)) {
    const reply = askConsent(language, context.parts.retentionDays);
    return [...introduced(messages, context), { op: 'send', reply }];
  }
  const answers = messages.some((message) => message.op === 'send' && message.answersTurn);
  if (!answers || known.offers || (known.offersAskedBy && known.offersAskedBy !== key)) return messages;
  const enough = (await countOtherTurns(known._id, turnId)) + 1 >= ANSWERS_BEFORE_OFFERS;
  if (!enough || !(await claimQuestion(known, 'offers', key))) return messages;
  return [...messages, { op: 'send', reply: askOffers(language) }];
}

/** The first message of all says who runs the guide, where the platform has a line for it. */
function introduced(messages: Outgoing[], { capabilities, parts }: Context): Outgoing[] {
  const { name } = parts.operator;
  const first = messages.findIndex((message) => message.op === 'send');
  if (!name || capabilities.footer === 0) return messages;
  return messages.map((message, index) =>
    index === first && message.op === 'send'
      ? { ...message, reply: { ...message.reply, footer: name } }
      : message,
  );
}

async function answerMessage(
  context: Context,
  event: Extract<InboundEvent, { kind: 'text' | 'location' | 'command' | 'media' }>,
  command: GivenCommand | undefined,
): Promise<Outgoing[]> {
  if (command) return answerCommand(context, command);
  switch (event.kind) {
    case 'location':
      return answerLocation(context, event);
    case 'media':
      return answerMedia(context, event);
    case 'text':
      // A change that leaves the words alone asks nothing new
      if (event.edited && context.memory.turns.some((turn) => turn.text === event.text.trim())) return [];
      return answerText(context, event.text);
    case 'command':
      throw new Error('A command event is always read as a command.');
  }
}

async function answerCommand(context: Context, command: GivenCommand): Promise<Outgoing[]> {
  const { known, language, parts } = context;
  const say = (reply: Reply): Outgoing[] => [{ op: 'send', reply }];
  switch (command.name) {
    case 'start': {
      // A QR code at a sight: whoever scans it wants to know about that sight
      const sight = parts.knowledge.place(/^site_(.+)$/.exec(command.args)?.[1] ?? '');
      const promo = new LinkSigner(parts.pseudonyms).read(/^promo_(.+)$/.exec(command.args)?.[1] ?? '');
      if (promo) await noteClick(promo.delivery, context.event.at);
      if (sight) return answerQuestion(context, { text: '', about: sight.id });
      return say({ ...plain(language, 'welcome'), locationRequest: phrase(language, 'shareLocation') });
    }
    case 'help':
      return say(plain(language, 'help'));
    case 'privacy':
      return say(
        privacyReply(language, known.consent?.state, parts.retentionDays, pageOf(parts, PRIVACY_PATH)),
      );
    case 'offers':
      return say(askOffers(language));
    case 'stop':
      return stopOffers(context);
    case 'forget':
      return say(askForget(language));
    case 'mydata':
      return showMyData(context);
    case 'language': {
      const chosen = languageNamed(command.args);
      return chosen ? setLanguage(context, chosen) : say(askLanguage(language));
    }
    case 'unknown':
      return say(plain(language, 'unknownCommand'));
  }
}

async function answerText(context: Context, text: string): Promise<Outgoing[]> {
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
  return answerQuestion(context, { text: words });
}

/** A voice message is heard where it can be; of all else only the caption is read. */
async function answerMedia(
  context: Context,
  event: Extract<InboundEvent, { kind: 'media' }>,
): Promise<Outgoing[]> {
  if (event.caption?.trim()) return answerText(context, event.caption);
  const spoken = await hear(context);
  if (spoken) return answerText(context, spoken);
  return [{ op: 'send', reply: plain(context.language, 'mediaSorry') }];
}

/** What is said in a voice message. A file that does not come keeps the conversation from nothing else. */
async function hear({ fetchVoice, parts }: Context): Promise<string | undefined> {
  if (!fetchVoice || !parts.transcribe) return undefined;
  try {
    return await parts.transcribe(await fetchVoice());
  } catch (error) {
    const isFileLost = error instanceof DeliveryError && ['rejected', 'unavailable'].includes(error.problem);
    if (isFileLost) return undefined;
    throw error;
  }
}

async function answerLocation(
  context: Context,
  event: Extract<InboundEvent, { kind: 'location' }>,
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
  return answerQuestion(context, awaited ? { text: awaited } : { text: '', ask: 'nearby' });
}

function languageOf(event: InboundEvent, memory: Memory, known: PersonRow | undefined): Language {
  const hint = event.user.languageTag?.split('-')[0]?.toLowerCase();
  const profile = LANGUAGES.find((language) => language === hint);
  return known?.chosenLanguage ?? memory.turns.at(-1)?.language ?? known?.language ?? profile ?? 'en';
}
