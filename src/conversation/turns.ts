import { Types } from 'mongoose';
import type { Answer } from '../engine/types.ts';
import { DELIVERY_STATES, type DeliveryState, type InboundEvent, type Point } from '../messages.ts';
import { cellOf } from '../privacy/cell.ts';
import type { Vault } from '../privacy/encryption.ts';
import { redact, REDACTOR_VERSION } from '../privacy/redact.ts';
import type { HideNames } from '../privacy/redact/name-finder.ts';
import { RELAXED } from '../store/write-concern.ts';
import { Turn, TURN_SCHEMA_VERSION, type TurnRow } from '../store/models/turn.ts';
import { CODE_VERSION } from '../version.ts';

/** What a turn is logged from. */
export interface AnsweredQuestion {
  turnId: string;
  event: InboundEvent;
  /** Pseudonyms. */
  person: string;
  conversation: string;
  text: string;
  point: Point | undefined;
  answer: Answer;
  consent: TurnRow['consent'];
}

/** Writes the turn; a turn that is answered again replaces the one that never left. */
export async function logTurn(asked: AnsweredQuestion, vault: Vault): Promise<void> {
  const { answer, event } = asked;
  const now = new Date();
  await Turn.collection.replaceOne(
    { _id: new Types.ObjectId(asked.turnId) },
    {
      schemaVersion: TURN_SCHEMA_VERSION,
      at: event.at,
      changedAt: now,
      person: asked.person,
      conversation: asked.conversation,
      platform: event.platform,
      language: answer.language,
      intent: answer.intent,
      ...(asked.point ? { cell: cellOf(asked.point) } : {}),
      question: vault.seal(redact(asked.text)),
      // What is written from the facts alone holds nothing of the person's
      answer: vault.seal(answer.grounded ? answer.text : redact(answer.text)),
      redactorVersion: REDACTOR_VERSION,
      facts: answer.facts,
      places: answer.places.map((place) => place.id),
      more: answer.buttons.flat().some((button) => 'action' in button && button.action.startsWith('more:')),
      grounded: answer.grounded,
      ...(answer.rejected ? { rejected: answer.rejected } : {}),
      variant: answer.variant,
      ...(answer.model ? { model: answer.model } : {}),
      promptVersion: answer.promptVersion,
      codeVersion: CODE_VERSION,
      ...(answer.tokens ? { tokens: answer.tokens } : {}),
      latencyMs: answer.latencyMs,
      length: characters(answer.text),
      consent: asked.consent,
    } satisfies TurnRow,
    // The answer is written after its turn, and waits for the disk
    { upsert: true, writeConcern: RELAXED },
  );
}

/** Has the names of people taken out of a logged question, in its own time: the answer does not wait for it. */
export async function hideLoggedNames(
  { answer, text, turnId }: AnsweredQuestion,
  vault: Vault,
  hideNames: HideNames,
): Promise<void> {
  const redacted = redact(text);
  const hidden = await hideNames(redacted, answer.language);
  if (hidden === redacted) return;
  await Turn.updateOne({ _id: turnId }, { $set: { question: vault.seal(hidden), changedAt: new Date() } });
}

/** How many turns are logged of a person beside one. */
export async function countOtherTurns(person: string, turnId: string): Promise<number> {
  return Turn.countDocuments({ person, _id: { $ne: turnId } });
}

/** The platform took the answer. */
export async function markDelivered(turnId: string, message: string): Promise<void> {
  const now = new Date();
  await Turn.updateOne({ _id: turnId }, { $set: { message, deliveredAt: now, changedAt: now } });
}

/** Notes how far the answer has come: a state never goes back to one before it, whatever order they arrive in. */
export async function noteStatus(
  message: string,
  { state, at }: { state: DeliveryState; at: Date },
): Promise<void> {
  const earlier = DELIVERY_STATES.slice(0, DELIVERY_STATES.indexOf(state));
  await Turn.updateOne(
    { message, $or: [{ delivery: { $exists: false } }, { 'delivery.state': { $in: earlier } }] },
    { $set: { delivery: { state, at }, changedAt: new Date() } },
  );
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Characters as a person counts them. */
function characters(text: string): number {
  return [...graphemes.segment(text)].length;
}
