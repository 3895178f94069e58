import { createHash, randomBytes } from 'node:crypto';
import { bytes } from '../store/bytes.ts';
import { Conversation } from '../store/models/conversation.ts';
import { DataLink } from '../store/models/data-link.ts';
import { Delivery } from '../store/models/delivery.ts';
import { Person } from '../store/models/person.ts';
import { Turn } from '../store/models/turn.ts';
import { openContact } from './contacts.ts';
import type { Vault } from './encryption.ts';

/** Milliseconds that a link to a person's data works. */
const LINK_MS = 60 * 60 * 1_000;

/**
 * Everything that is kept of a person, opened (GDPR, article 15). Undefined where nothing is.
 * @param person pseudonym
 */
export async function dataOf(person: string, vault: Vault): Promise<object | undefined> {
  const row = await Person.findById(person).lean();
  if (!row) return undefined;
  const turns = await Turn.find({ person }).sort({ at: 1 }).lean();
  const conversations = [...new Set(turns.map(({ conversation }) => conversation))];
  const memories = await Conversation.find({ _id: { $in: conversations } }).lean();
  const promos = await Delivery.find({ person }).sort({ sendingAt: 1 }).lean();
  const { contact: _, contactMark: __, _id, ...known } = row;
  return {
    person: { pseudonym: _id, ...known, contact: openContact(row, vault) ?? null },
    turns: turns.map(({ _id: id, feedback, message: ___, ...turn }) => ({
      id: String(id),
      ...turn,
      question: vault.open(bytes(turn.question)),
      answer: vault.open(bytes(turn.answer)),
      feedback: feedback
        ? {
            rating: feedback.rating ?? null,
            reason: feedback.reason ?? null,
            correction: feedback.correction ? vault.open(bytes(feedback.correction)) : null,
            at: feedback.at,
          }
        : null,
    })),
    memory: memories.map(({ memory }) => JSON.parse(vault.open(bytes(memory))) as unknown),
    promos: promos.map(({ _id: id, message: ___, owner: ____, person: _____, ...promo }) => ({
      id: String(id),
      ...promo,
    })),
  };
}

/** Makes a link to a person's data and gives its secret: 43 characters of base64url. */
export async function createDataLink(person: string): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await DataLink.create({ _id: hash(secret), person, expiresAt: new Date(Date.now() + LINK_MS) });
  return secret;
}

/** Whose data a link shows; undefined for one that never was, or is no more. */
export async function personOfLink(secret: string): Promise<string | undefined> {
  const link = await DataLink.findOne({ _id: hash(secret), expiresAt: { $gt: new Date() } }).lean();
  return link?.person;
}

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
