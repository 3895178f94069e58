import { isDuplicateKey } from '../store/duplicate-key.ts';
import { bytes } from '../store/bytes.ts';
import { ChatMessage } from '../store/models/chat-message.ts';
import type { ChatEntry, ChatLine } from './chat-protocol.ts';
import { isToken, sessionOf, type ChatSession } from './chat-session.ts';

/** Lines that a page gets at once. */
const PAGE_LINES = 200;
/** Tries to take the next number while others of the same session do. */
const MAX_TRIES = 20;
const DAY_MS = 24 * 60 * 60 * 1_000;
/** More lines than a session can gather in a day. */
const NUMBERS_PER_DAY = 1_000_000;

interface Row {
  number: number;
  sealed: Parameters<typeof bytes>[0];
  at: Date;
}

/**
 * Stores a line and gives its number; a line whose key is stored already is left as it is.
 * Numbers are taken one after the other, so that whoever reads on from a number misses none.
 */
export async function appendLine(session: ChatSession, key: string, line: ChatLine): Promise<number> {
  const sealed = session.vault.seal(JSON.stringify(line));
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const number = (await lastNumber(session)) + 1;
    try {
      await ChatMessage.create({ session: session.id, number, key, kind: line.kind, sealed, at: new Date() });
      return number;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    const stored = await ChatMessage.findOne({ session: session.id, key }, { number: 1 }).lean();
    if (stored) return stored.number;
  }
  throw new Error('A line of a web chat could not be numbered: too many are written at the same time.');
}

/** The lines after a number, oldest first, at most 200. */
export async function linesAfter(session: ChatSession, number: number): Promise<ChatEntry[]> {
  const rows = await ChatMessage.find({ session: session.id, number: { $gt: number } })
    .sort({ number: 1 })
    .limit(PAGE_LINES)
    .lean();
  return rows.map((row) => open(row, session));
}

/** The newest lines, oldest first, at most 200. */
export async function latestLines(session: ChatSession): Promise<ChatEntry[]> {
  const rows = await ChatMessage.find({ session: session.id }).sort({ number: -1 }).limit(PAGE_LINES).lean();
  return rows.toReversed().map((row) => open(row, session));
}

/** Deletes the conversation of a person of the web chat, whose id is the session's secret. Others have none. */
export async function eraseWebChat({ user }: { user: string }): Promise<number> {
  if (!isToken(user)) return 0;
  return (await ChatMessage.deleteMany({ session: sessionOf(user).id })).deletedCount;
}

/** Once all lines have expired, counting goes on above them, so that an open page's place in the log stays right. */
async function lastNumber(session: ChatSession): Promise<number> {
  const last = await ChatMessage.findOne({ session: session.id }, { number: 1 }).sort({ number: -1 }).lean();
  return last?.number ?? Math.floor(Date.now() / DAY_MS) * NUMBERS_PER_DAY;
}

function open(row: Row, session: ChatSession): ChatEntry {
  const line = JSON.parse(session.vault.open(bytes(row.sealed))) as ChatLine;
  return { ...line, number: row.number, at: row.at.toISOString() };
}
