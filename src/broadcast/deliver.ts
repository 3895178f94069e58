import type { Types } from 'mongoose';
import type { Adapter } from '../../adapters/adapter.ts';
import { DeliveryError } from '../../adapters/errors.ts';
import { markUnreachable } from '../conversation/people.ts';
import { OWNER } from '../inbox/lease.ts';
import type { Reply } from '../messages.ts';
import { recordOffers } from '../privacy/consent.ts';
import type { Pseudonyms } from '../privacy/pseudonyms.ts';
import { Broadcast, type BroadcastRow } from '../store/models/broadcast.ts';
import { Delivery, type DeliveryRow } from '../store/models/delivery.ts';
import { Person, type PersonRow } from '../store/models/person.ts';
import { receivedBefore } from './audience.ts';
import { wayTo, type Rules, type Way } from './exclusion.ts';
import { isOpen, type Hours } from './hours.ts';
import { promoFor, type RenderParts } from './render.ts';

/** Tries after which a row that the platform refuses for trouble of its own is given up. */
const MAX_ATTEMPTS = 6;
/** Milliseconds before the second try; each later one waits twice as long. */
const FIRST_RETRY_MS = 1_000;
/** A mark must outlive a crash of the store, too. */
const DURABLE = { w: 'majority', journal: true } as const;

/** What sending needs. */
export interface DeliverParts extends RenderParts {
  pseudonyms: Pseudonyms;
  hours: Hours;
  rules: Omit<Rules, 'now'>;
  now: () => Date;
}

/** A row that is marked as being sent, by us. */
export type MarkedRow = DeliveryRow & { sendingAt: Date };

/**
 * What came of a row. `ok` and `error` count for the rate of errors; `blocked` does not, and `none` says that nothing was
 * sent, so that the turn is free for another row.
 */
export type Outcome =
  | { kind: 'ok' | 'blocked' | 'none' }
  /** The promo does not run at this moment. */
  | { kind: 'resting' }
  | { kind: 'error'; message: string }
  /** The platform asks for a pause. */
  | { kind: 'limited'; ms: number }
  /** Nothing more of this broadcast may go out until an operator has mended something. */
  | { kind: 'halt'; message: string };

/** Marks the next waiting row of a broadcast as being sent, and gives it; null where none is due. */
export async function markNext(
  broadcast: Types.ObjectId,
  platform: string,
  now: Date,
): Promise<MarkedRow | null> {
  return Delivery.findOneAndUpdate(
    { broadcast, state: 'waiting', platform, notBefore: { $lte: now } },
    { $set: { state: 'sending', owner: OWNER, sendingAt: now } },
    { sort: { notBefore: 1 }, returnDocument: 'after', writeConcern: DURABLE },
  ).lean<MarkedRow>();
}

/**
 * Sends a marked row, after a last look at whether it may be. The row ends in a state that says what is known: it is never
 * sent twice, since only a definite no puts it back among those that wait.
 * @param turn resolves at the moment at which it may be sent, with what is to be called once the platform has answered;
 *   with undefined where it is not to be sent any more
 */
export async function deliver(
  row: MarkedRow,
  adapter: Adapter,
  parts: DeliverParts,
  turn: () => Promise<(() => void) | undefined> = async () => () => {},
): Promise<Outcome> {
  const now = parts.now();
  const rules: Rules = { ...parts.rules, now };
  const [broadcast, person, before] = await Promise.all([
    Broadcast.findById(row.broadcast).lean<BroadcastRow>(),
    Person.findById(row.person).lean<PersonRow>(),
    receivedBefore(row, rules),
  ]);
  if (!broadcast || broadcast.state === 'cancelled') return skip(row, 'cancelled');
  if (broadcast.state !== 'running' || !isOpen(parts.hours, now)) {
    await putBack(row, row.notBefore);
    return { kind: 'resting' };
  }
  if (!person) return skip(row, 'erased');
  const way = wayTo(person, broadcast, before, rules);
  if ('reason' in way) return skip(row, way.reason);
  const promo = promoFor(
    broadcast,
    { delivery: row._id, arm: row.arm, language: way.language, form: way.form },
    parts,
  );
  const answered = await turn();
  if (!answered) return putBack(row, row.notBefore);
  return send(row, { promo, way, person, answered }, adapter, parts);
}

interface Sending {
  promo: Reply;
  person: PersonRow;
  way: Way;
  answered: () => void;
}

async function send(
  row: MarkedRow,
  { answered, person, promo, way }: Sending,
  adapter: Adapter,
  parts: DeliverParts,
): Promise<Outcome> {
  const { conversation, language, user } = way;
  try {
    const id = await adapter.send({ conversation, user }, promo, keyOf(row._id)).finally(answered);
    const message = parts.pseudonyms.message(row.platform, row.person, id);
    await settleSent(row, { message, language, sentAt: parts.now() });
    return { kind: 'ok' };
  } catch (error) {
    return refused(row, person, error, parts.now());
  }
}

/** The key of a promo for its adapter: the platform may give it back with what becomes of the message. */
export function keyOf(delivery: Types.ObjectId): string {
  return `promo:${delivery.toHexString()}`;
}

async function refused(row: MarkedRow, person: PersonRow, error: unknown, now: Date): Promise<Outcome> {
  if (!(error instanceof DeliveryError)) {
    await settle(row, { state: 'uncertain', reason: 'error' });
    return { kind: 'error', message: error instanceof Error ? error.name : 'failure' };
  }
  const { maybeTaken, message, problem, retryAfterMs } = error;
  if (maybeTaken) {
    await settle(row, { state: 'uncertain', reason: 'no_answer' });
    return { kind: 'error', message };
  }
  switch (problem) {
    case 'rate_limited':
      await putBack(row, new Date(now.getTime() + retryAfterMs));
      return { kind: 'limited', ms: retryAfterMs };
    case 'unauthorized':
    case 'halted':
      await putBack(row, row.notBefore);
      return { kind: 'halt', message };
    case 'unreachable':
      await Promise.all([
        settle(row, { state: 'failed', reason: 'unreachable' }),
        markUnreachable(person._id, person.platform),
      ]);
      return { kind: 'blocked' };
    case 'stopped':
      await Promise.all([settle(row, { state: 'skipped', reason: 'stopped' }), keepStopped(person, now)]);
      return { kind: 'blocked' };
    case 'window_closed':
      await settle(row, { state: 'skipped', reason: 'window_closed' });
      return { kind: 'blocked' };
    case 'unavailable':
      if (row.attempts + 1 >= MAX_ATTEMPTS) await settle(row, { state: 'failed', reason: 'unavailable' });
      else await tryAgain(row, now);
      return { kind: 'error', message };
    case 'rejected':
      await settle(row, { state: 'failed', reason: 'rejected' });
      return { kind: 'error', message };
  }
}

async function tryAgain(row: MarkedRow, now: Date): Promise<void> {
  const waitMs = FIRST_RETRY_MS * 2 ** row.attempts;
  const notBefore = new Date(now.getTime() + waitMs);
  await settle(
    row,
    { state: 'waiting', reason: 'unavailable', notBefore, attempts: row.attempts + 1 },
    WHOSE,
  );
}

async function skip(row: MarkedRow, reason: string): Promise<Outcome> {
  await settle(row, { state: 'skipped', reason }, WHOSE);
  return { kind: 'none' };
}

async function putBack(row: MarkedRow, notBefore: Date): Promise<Outcome> {
  await settle(row, { state: 'waiting', notBefore }, WHOSE);
  return { kind: 'none' };
}

/** What a row loses that was not sent after all. */
const WHOSE = { owner: 1, sendingAt: 1 } as const;

/** Another process may have taken us for dead, and the row for uncertain: what we know is more. */
async function settle(row: MarkedRow, fields: object, unset?: typeof WHOSE): Promise<boolean> {
  const done = await Delivery.updateOne(
    { _id: row._id, owner: OWNER, sendingAt: row.sendingAt, state: { $in: ['sending', 'uncertain'] } },
    { $set: fields, ...(unset ? { $unset: unset } : {}) },
  );
  return done.matchedCount === 1;
}

async function settleSent(row: MarkedRow, fields: object): Promise<void> {
  if (await settle(row, { state: 'sent', ...fields }, undefined)) {
    if (row.reason) await Delivery.updateOne({ _id: row._id, state: 'sent' }, { $unset: { reason: 1 } });
    return;
  }
  // The platform told how far it has come before we wrote that it had left
  await Delivery.updateOne({ _id: row._id, owner: OWNER }, { $set: fields });
}

async function keepStopped(
  { _id: person, chosenLanguage, language, platform }: PersonRow,
  at: Date,
): Promise<void> {
  const words = 'The platform says that the person stopped promos there.';
  await recordOffers({
    person,
    state: 'no',
    at,
    words,
    language: chosenLanguage ?? language ?? 'en',
    platform,
  });
}
