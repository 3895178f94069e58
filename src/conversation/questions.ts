import { noteReply } from '../broadcast/effects.ts';
import type { Question } from '../engine/types.ts';
import { consentBasis } from '../privacy/consent.ts';
import type { Context, GuideParts } from './context.ts';
import { freshPoint, history, remember, withTurn } from './memory.ts';
import type { Outgoing } from './outgoing.ts';
import { keepLanguage } from './people.ts';
import { answerReply } from './replies.ts';
import { hideLoggedNames, logTurn, type AnsweredQuestion } from './turns.ts';

/** Asks the engine, and has the turn logged and remembered for follow-ups. */
export async function answerQuestion(
  context: Context,
  asked: Pick<Question, 'text' | 'ask' | 'about'>,
): Promise<Outgoing[]> {
  const { event, turnId, parts, conversation, memory, language, known } = context;
  const point = freshPoint(memory, event.at);
  const answer = await parts.engine.answer({
    ...asked,
    at: event.at,
    history: history(memory),
    turnId,
    waitsSince: context.receivedAt,
    ...(known.chosenLanguage ? { chosenLanguage: known.chosenLanguage } : {}),
    ...(event.user.languageTag ? { profileLanguage: event.user.languageTag } : {}),
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
  const asking: AnsweredQuestion = {
    turnId,
    event,
    person: context.person,
    conversation,
    text: asked.text,
    point,
    answer,
    consent: consentBasis(known.consent?.state),
  };
  const awaitingPoint = answer.wantsLocation ? { text: asked.text, at: event.at.getTime() } : undefined;
  context.writes.push(
    async () => keepTurn(asking, parts),
    async () =>
      remember(conversation, { ...remembered, ...(awaitingPoint ? { awaitingPoint } : {}) }, parts.vault),
  );
  // Who never said whether they want offers was never sent one
  if (known.offers) context.writes.push(async () => noteReply(context.person, event.at));
  if (asked.text !== '' && known.language !== answer.language)
    context.writes.push(async () => keepLanguage(known._id, 'language', answer.language));
  return [{ op: 'send', reply: answerReply(answer, !event.shared), answersTurn: true }];
}

async function keepTurn(asked: AnsweredQuestion, { hideNames, vault }: GuideParts): Promise<void> {
  await logTurn(asked, vault);
  if (hideNames) void hideLoggedNames(asked, vault, hideNames).catch(() => {});
}
