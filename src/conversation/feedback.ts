import { isValidObjectId } from 'mongoose';
import { REASONS, Turn, type Reason, type TurnRow } from '../store/models/turn.ts';
import type { Vault } from '../privacy/encryption.ts';
import { redact } from '../privacy/redact.ts';

/** Two presses on the same thumb within this time are one (a double click). */
const DOUBLE_CLICK_MS = 2_000;

export type Rating = 'up' | 'down';

/** A press or a reaction on the answer of a turn. */
export interface Vote {
  turnId: string;
  /** Only who is in the conversation can vote in it. */
  conversation: string;
  thumb: Rating;
  /** Pseudonym of who presses: in a group others than who asked can. */
  person: string;
  at: Date;
  /** Keyed delivery id of the event: the same event counts once, however often it is worked. */
  key: string;
}

/** The turn as the vote left it, and whether the vote was the second of a double click. */
export interface Voted {
  turn: StoredTurn;
  rating: Rating | null;
  repeated: boolean;
}

type StoredTurn = TurnRow & { _id: unknown };

/** The turn of an answer in this conversation; undefined for an id that is none. */
export async function findTurn(turnId: string, conversation: string): Promise<StoredTurn | undefined> {
  if (!isValidObjectId(turnId)) return undefined;
  return (await Turn.findOne({ _id: turnId, conversation }).lean<StoredTurn>()) ?? undefined;
}

/**
 * Counts a press: the last vote wins, a second press of the person who asked on the same thumb takes it back, a double click
 * is one press.
 * Undefined when the conversation has no such turn.
 */
export async function vote(press: Vote): Promise<Voted | undefined> {
  const turn = await findTurn(press.turnId, press.conversation);
  if (!turn) return undefined;
  const before = turn.feedback;
  if (before?.by === press.key) return { turn, rating: before.rating ?? null, repeated: false };
  const sameThumb = before?.thumb === press.thumb;
  if (sameThumb && press.at.getTime() - before.at.getTime() < DOUBLE_CLICK_MS) {
    return { turn, rating: before.rating ?? null, repeated: true };
  }
  // Nobody takes back what another pressed
  const takesBack = sameThumb && before.rating === press.thumb && press.person === turn.person;
  const rating = takesBack ? null : press.thumb;
  await setRating(press, rating);
  return { turn, rating, repeated: false };
}

/** Sets or takes back the vote of a reaction; false when the message is the answer of no turn. */
export async function react(
  message: string,
  thumb: Rating | null,
  { at, key, person }: { at: Date; key: string; person: string },
): Promise<boolean> {
  const turn = await Turn.findOne({ message }).lean<StoredTurn>();
  if (!turn) return false;
  // Nobody takes back what another pressed
  if (thumb === null && person !== turn.person) return true;
  await setRating({ turnId: String(turn._id), at, key, ...(thumb ? { thumb } : {}) }, thumb);
  return true;
}

async function setRating(
  press: { turnId: string; thumb?: Rating; at: Date; key: string },
  rating: Rating | null,
): Promise<void> {
  await Turn.updateOne(
    { _id: press.turnId },
    {
      $set: {
        'feedback.rating': rating,
        'feedback.at': press.at,
        'feedback.by': press.key,
        ...(press.thumb ? { 'feedback.thumb': press.thumb } : {}),
        changedAt: new Date(),
      },
      // A reason and a correction belong to a thumb down
      ...(rating === 'down' ? {} : { $unset: { 'feedback.reason': 1, 'feedback.correction': 1 } }),
    },
  );
}

/** Records why the answer was no good. False when there is no such turn or reason, or the vote is no thumb down any more. */
export async function giveReason(turnId: string, conversation: string, reason: string): Promise<boolean> {
  if (!isValidObjectId(turnId) || !REASONS.includes(reason as Reason)) return false;
  const given = await Turn.updateOne(
    { _id: turnId, conversation, 'feedback.rating': 'down' },
    { $set: { 'feedback.reason': reason, changedAt: new Date() } },
  );
  return given.matchedCount === 1;
}

/** Records what the person says is right, redacted. False when the vote is no thumb down any more. */
export async function giveCorrection(
  turnId: string,
  conversation: string,
  text: string,
  vault: Vault,
): Promise<boolean> {
  if (!isValidObjectId(turnId)) return false;
  const given = await Turn.updateOne(
    { _id: turnId, conversation, 'feedback.rating': 'down' },
    { $set: { 'feedback.correction': vault.seal(redact(text)), changedAt: new Date() } },
  );
  return given.matchedCount === 1;
}
