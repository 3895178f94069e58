import { noteOptOut, notePress, placeOfPromo } from '../broadcast/effects.ts';
import { recordConsent, recordOffers } from '../privacy/consent.ts';
import { erasePerson } from '../privacy/erasure.ts';
import { phrase } from '../engine/compose/phrases.ts';
import { LANGUAGES, type Button, type InboundEvent, type Language, type Reply } from '../messages.ts';
import { findTurn, giveCorrection, giveReason, vote, type Rating } from './feedback.ts';
import type { Context } from './context.ts';
import { answerQuestion } from './questions.ts';
import { remember } from './memory.ts';
import type { Outgoing } from './outgoing.ts';
import { keepLanguage } from './people.ts';
import { askConsent, askReason, languageName, plain, votedButtons } from './replies.ts';
import { answerButtons } from '../engine/compose/buttons.ts';

type Press = Extract<InboundEvent, { kind: 'press' }>;

/** Answers a pressed button. What a button sends is untrusted: an action that is none of ours is confirmed and no more. */
export async function answerPress(context: Context, press: Press): Promise<Outgoing[]> {
  const [verb = '', subject = '', detail = ''] = press.action.split(':');
  switch (verb) {
    case 'up':
    case 'down':
      return answerVote(context, press, subject, verb);
    case 'why':
      return answerReason(context, press, subject, detail);
    case 'fix':
      return press.text === undefined
        ? askCorrection(context, press, subject)
        : takeCorrection(context, press, subject, press.text);
    case 'map':
      return showMap(context, press, subject);
    case 'more':
      return showMore(context, press);
    case 'consent':
      return answerConsent(context, press, subject);
    case 'offers':
      return answerOffers(context, press, subject, detail);
    case 'promo':
      return answerPromo(context, press, subject);
    case 'forget':
      return answerForget(context, press, subject);
    case 'lang':
      return chooseLanguage(context, press, subject);
    default:
      return confirm(context, press, phrase(context.language, 'unknownCommand'));
  }
}

/** A notice where the platform has them. */
function notice({ capabilities }: Context, press: Press, text: string): Outgoing[] {
  return press.pressId && capabilities.notices ? [{ op: 'notice', pressId: press.pressId, text }] : [];
}

/** A notice beside something that shows the effect by itself: none where it would stay and say it again. */
function aside(context: Context, press: Press, text: string): Outgoing[] {
  return context.capabilities.noticesStay ? [] : notice(context, press, text);
}

/** A notice, or a message where nothing else would tell the person. */
function confirm(
  context: Context,
  press: Press,
  text: string,
  language: Language = context.language,
): Outgoing[] {
  const noticed = notice(context, press, text);
  return noticed.length > 0 ? noticed : [{ op: 'send', reply: { text, language, buttons: [] } }];
}

async function answerVote(
  context: Context,
  press: Press,
  turnId: string,
  thumb: Rating,
): Promise<Outgoing[]> {
  const { conversation, key, language } = context;
  const voted = await vote({ turnId, conversation, thumb, person: context.person, at: press.at, key });
  if (!voted) return confirm(context, press, phrase(language, 'apology'));
  const { rating, turn } = voted;
  const thanks = { up: 'feedbackThanksUp', down: 'feedbackThanksDown' } as const;
  const text = phrase(turn.language, rating ? thanks[rating] : 'feedbackTakenBack');
  if (voted.repeated) return aside(context, press, text);
  // The question for the reason confirms a thumb down by itself
  const tell = rating === 'down' ? aside(context, press, text) : confirm(context, press, text, turn.language);
  const buttons = votedButtons(
    answerButtons(turn.language, turnId, { map: turn.places.length > 0, more: turn.more }),
    rating,
  );
  return [
    ...tell,
    ...editButtons(context, press, buttons, turn.language),
    ...(rating === 'down' && !context.capabilities.reasonForm
      ? [{ op: 'send' as const, reply: askReason(turn.language, turnId) }]
      : []),
  ];
}

async function answerReason(
  context: Context,
  press: Press,
  turnId: string,
  reason: string,
): Promise<Outgoing[]> {
  const given = await giveReason(turnId, context.conversation, reason);
  const text = phrase(context.language, given ? 'reasonThanks' : 'feedbackTakenBack');
  // A form leaves no message whose place the thanks could take
  if (context.capabilities.reasonForm) return confirm(context, press, text);
  const thanks = { text, language: context.language, buttons: [] };
  return [...aside(context, press, text), ...replaceMessage(context, press, thanks)];
}

async function askCorrection(context: Context, press: Press, turnId: string): Promise<Outgoing[]> {
  const { conversation, event, language, memory, parts } = context;
  if (!(await findTurn(turnId, conversation))) return confirm(context, press, phrase(language, 'apology'));
  const awaitingCorrection = { turnId, at: event.at.getTime() };
  await remember(conversation, { ...memory, awaitingCorrection }, parts.vault);
  return [
    ...aside(context, press, phrase(language, 'writeCorrection')),
    { op: 'send', reply: plain(language, 'correctionAsk') },
  ];
}

/** A correction that came with the press, from a form. */
async function takeCorrection(
  context: Context,
  press: Press,
  turnId: string,
  correction: string,
): Promise<Outgoing[]> {
  const { conversation, language, parts } = context;
  const taken = await giveCorrection(turnId, conversation, correction, parts.vault);
  return confirm(context, press, phrase(language, taken ? 'correctionThanks' : 'feedbackTakenBack'));
}

async function showMap(context: Context, press: Press, turnId: string): Promise<Outgoing[]> {
  const { conversation, language, parts } = context;
  const turn = await findTurn(turnId, conversation);
  const place = parts.knowledge.place(turn?.places[0] ?? '');
  if (!turn || !place) return confirm(context, press, phrase(language, 'apology'));
  const name = place.name.tr === place.name.en ? place.name.tr : `${place.name.tr} / ${place.name.en}`;
  const address = parts.knowledge.fact(place, 'address')?.value;
  const point = {
    lat: place.lat,
    lon: place.lon,
    name,
    address: typeof address === 'string' ? address : place.district,
  };
  return [
    ...aside(context, press, name),
    { op: 'send', reply: { text: name, language: turn.language, buttons: [], place: point } },
  ];
}

async function showMore(context: Context, press: Press): Promise<Outgoing[]> {
  const answer = await answerQuestion(context, { text: '', ask: 'more' });
  return [...aside(context, press, phrase(context.language, 'more')), ...answer];
}

async function answerConsent(context: Context, press: Press, answer: string): Promise<Outgoing[]> {
  if (answer !== 'yes' && answer !== 'no')
    return confirm(context, press, phrase(context.language, 'apology'));
  const { event, language, person } = context;
  await recordConsent({
    person,
    state: answer,
    at: press.at,
    words: askConsent(language, context.parts.retentionDays).text,
    language,
    platform: event.platform,
  });
  const text = phrase(language, answer === 'yes' ? 'consentThanks' : 'consentDeclined');
  return [...aside(context, press, text), ...replaceMessage(context, press, { text, language, buttons: [] })];
}

async function answerOffers(
  context: Context,
  press: Press,
  answer: string,
  promo: string,
): Promise<Outgoing[]> {
  if (answer !== 'yes' && answer !== 'no')
    return confirm(context, press, phrase(context.language, 'apology'));
  const { event, language, person } = context;
  const words = phrase(language, 'offersAsk');
  await recordOffers({ person, state: answer, at: press.at, words, language, platform: event.platform });
  if (answer === 'no') await noteOptOut(person, press.at, promo || undefined);
  const text = phrase(language, answer === 'yes' ? 'offersThanks' : 'offersDeclined');
  // What a promo says stays to be read
  if (promo) return [...aside(context, press, text), { op: 'send', reply: { text, language, buttons: [] } }];
  return [...aside(context, press, text), ...replaceMessage(context, press, { text, language, buttons: [] })];
}

/** The button of a promo that asks about its place. */
async function answerPromo(context: Context, press: Press, promo: string): Promise<Outgoing[]> {
  await notePress(promo, context.person, press.at);
  const about = await placeOfPromo(promo);
  if (!about || !context.parts.knowledge.place(about))
    return confirm(context, press, phrase(context.language, 'apology'));
  const answer = await answerQuestion(context, { text: '', about });
  return [...aside(context, press, context.parts.knowledge.place(about)?.name.tr ?? ''), ...answer];
}

async function answerForget(context: Context, press: Press, answer: string): Promise<Outgoing[]> {
  const { key, language, parts, person } = context;
  if (answer === 'yes') await erasePerson(person, { vault: parts.vault, except: key });
  const text = phrase(language, answer === 'yes' ? 'forgotten' : 'notForgotten');
  return [...aside(context, press, text), ...replaceMessage(context, press, { text, language, buttons: [] })];
}

async function chooseLanguage(context: Context, press: Press, chosen: string): Promise<Outgoing[]> {
  const language = LANGUAGES.find((each) => each === chosen);
  if (!language) return confirm(context, press, phrase(context.language, 'apology'));
  await keepLanguage(context.person, 'chosenLanguage', language);
  const text = phrase(language, 'language', { language: languageName(language) });
  return [...aside(context, press, text), ...replaceMessage(context, press, { text, language, buttons: [] })];
}

/** Puts the confirmation where the question stood; as a message of its own where that cannot be. */
function replaceMessage({ capabilities }: Context, press: Press, reply: Reply): Outgoing[] {
  if (!press.messageId || !capabilities.editing) return [{ op: 'send', reply }];
  return [{ op: 'edit', messageId: press.messageId, reply }];
}

function editButtons(
  { capabilities }: Context,
  press: Press,
  buttons: Button[][],
  language: Language,
): Outgoing[] {
  if (!press.messageId || !capabilities.editing) return [];
  return [{ op: 'buttons', messageId: press.messageId, buttons, language }];
}
