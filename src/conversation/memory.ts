import type { PastTurn } from '../engine/types.ts';
import type { Point } from '../messages.ts';
import type { Vault } from '../privacy/encryption.ts';
import { bytes } from '../store/bytes.ts';
import { Conversation } from '../store/models/conversation.ts';
import { RELAXED } from '../store/write-concern.ts';

/** Turns that a follow-up can lean on, and milliseconds for which it can: with the day's fourth part that a memory is kept
 * after its last change, no text is kept for more than a day. */
const MAX_TURNS = 3;
const TURN_FRESH_MS = 6 * 60 * 60 * 1_000;
/** Milliseconds after which a shared location no longer says where the person is. */
const POINT_FRESH_MS = 2 * 60 * 60 * 1_000;
/** Milliseconds in which a shared location still answers our asking for it. */
const AWAITING_POINT_MS = 15 * 60 * 1_000;
/** Milliseconds in which the next message still is the correction that we asked for. */
const AWAITING_CORRECTION_MS = 10 * 60 * 1_000;

type Remembered = PastTurn & { turnId: string };

/** What a conversation is about right now. Dates are milliseconds since 1970. */
export interface Memory {
  /** Last turns, newest last. */
  turns: (Omit<Remembered, 'at'> & { at: number })[];
  point?: Point & { at: number };
  /** A question that would be answered better with a location, which was asked for. */
  awaitingPoint?: { text: string; at: number };
  /** The turn whose correction the next message is. */
  awaitingCorrection?: { turnId: string; at: number };
}

/** What is remembered of a conversation; empty where nothing is. */
export async function recall(conversation: string, vault: Vault): Promise<Memory> {
  const row = await Conversation.findById(conversation).lean();
  return row ? (JSON.parse(vault.open(bytes(row.memory))) as Memory) : { turns: [] };
}

/** Keeps the memory for a day. */
export async function remember(conversation: string, memory: Memory, vault: Vault): Promise<void> {
  const fields = { memory: vault.seal(JSON.stringify(memory)), updatedAt: new Date() };
  // The answer to what is remembered is written after it, and waits for the disk
  await Conversation.collection.updateOne(
    { _id: conversation as never },
    { $set: fields },
    { upsert: true, writeConcern: RELAXED },
  );
}

/** The last turns as the engine takes them. */
export function history(memory: Memory): PastTurn[] {
  return memory.turns.map((turn) => ({ ...turn, at: new Date(turn.at) }));
}

/** The memory with one more turn; a turn that is answered again stands once. */
export function withTurn(memory: Memory, turn: Remembered): Memory {
  const oldest = turn.at.getTime() - TURN_FRESH_MS;
  const others = memory.turns.filter((each) => each.turnId !== turn.turnId && each.at >= oldest);
  return { ...memory, turns: [...others, { ...turn, at: turn.at.getTime() }].slice(-MAX_TURNS) };
}

/** Where the person is, while we can still believe it. */
export function freshPoint(memory: Memory, at: Date): Point | undefined {
  const { point } = memory;
  return point && at.getTime() - point.at < POINT_FRESH_MS ? { lat: point.lat, lon: point.lon } : undefined;
}

/** The question that a location shared now completes. */
export function awaitedPointFor(memory: Memory, at: Date): string | undefined {
  const { awaitingPoint } = memory;
  return awaitingPoint && at.getTime() - awaitingPoint.at < AWAITING_POINT_MS
    ? awaitingPoint.text
    : undefined;
}

/** The turn that a message written now corrects. */
export function awaitedCorrectionOf(memory: Memory, at: Date): string | undefined {
  const { awaitingCorrection } = memory;
  return awaitingCorrection && at.getTime() - awaitingCorrection.at < AWAITING_CORRECTION_MS
    ? awaitingCorrection.turnId
    : undefined;
}
