import { setTimeout as sleep } from 'node:timers/promises';
import type { QueryFilter, Types } from 'mongoose';
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
import { DURABLE } from '../store/write-concern.ts';
import type { DayAllowance } from './allowance.ts';
import { receivedBefore } from './audience.ts';
import { wayTo, type Rules, type Way } from './exclusion.ts';
import { isOpen, type Hours } from './hours.ts';
import { AT_ONCE, type PromoTurn } from './pace/shared-pace.ts';
import { promoFor, type RenderParts } from './render.ts';

/** Tries after which a row that the platform refuses for trouble of its own is given up. */
const MAX_ATTEMPTS = 6;
/** Milliseconds before the second try; each later one waits twice as long. */
const FIRST_RETRY_MS = 1_000;
/** Milliseconds for which a row is taken: long enough to wait for its turn; that of a killed process is free after it. */
const TAKEN_MS = 5_000;
/** Milliseconds after a message of theirs in which a promo does not cut in on a person. */
const IN_CONVERSATION_MS = 3_000;
/** Milliseconds between two promos to one person: Telegram and Slack take a message a second in a chat, over all processes. */
const PER_PERSON_MS = 1_100;
/** Why somebody waits whom we may not write to today. */
const DAILY_LIMIT = 'daily_limit';

/** What sending needs. */
export interface DeliverParts extends RenderParts {
  pseudonyms: Pseudonyms;
  hours: Hours;
  rules: Omit<Rules, 'now'>;
  /** What the platform grants a day, where it tells. */
  allowance?: DayAllowance;
  now: () => Date;
}

/** A row that is ours: taken until `notBefore`, or marked as being sent since `sendingAt`. */
export type OwnRow = DeliveryRow;

/**
 * What came of a row. `ok` and `error` count for the rate of errors; `blocked` does not, and `none` says that nothing was
 * sent.
 */
export type Outcome =
  | { kind: 'ok' | 'blocked' | 'none' }
  /** Nobody may be written to outside their window on this platform until then. */
  | { kind: 'full'; until: Date }
  /** The promo does not run at this moment. */
  | { kind: 'resting' }
  | { kind: 'error'; message: string }
  /** The platform asks for a pause. */
  | { kind: 'limited'; ms: number }
  /** Nothing more of this broadcast may go out until an operator has mended something. */
  | { kind: 'halt'; message: string; unauthorized: boolean };

/** Takes the next waiting row of a broadcast for a while; null where none is due. It is not marked, and nothing is sent. */
export async function takeNext(
  broadcast: Types.ObjectId,
  platform: string,
  now: Date,
): Promise<OwnRow | null> {
  return Delivery.findOneAndUpdate(
    { broadcast, state: 'waiting', platform, notBefore: { $lte: now } },
    { $set: { owner: OWNER, notBefore: new Date(now.getTime() + TAKEN_MS) } },
    { sort: { notBefore: 1 }, returnDocument: 'after' },
  ).lean<OwnRow>();
}

/** When a row was taken. */
export function takenAt({ notBefore }: OwnRow): Date {
  return new Date(notBefore.getTime() - TAKEN_MS);
}

/** What one person is to get, and how. */
interface Errand {
  promo: Reply;
  person: PersonRow;
  way: Way;
}

/**
 * Looks whether a row may be sent at this moment: a stop, a block, a pause or another promo since it was written down counts.
 * Where it may not, it is skipped or waits on.
 */
export async function check(row: OwnRow, parts: DeliverParts): Promise<Errand | Outcome> {
  const now = parts.now();
  const rules: Rules = { ...parts.rules, now };
  const [broadcast, person, lately] = await Promise.all([
    Broadcast.findById(row.broadcast).lean<BroadcastRow>(),
    Person.findById(row.person).lean<PersonRow>(),
    receivedBefore(row, rules),
  ]);
  if (!broadcast || broadcast.state === 'cancelled') return skip(row, 'cancelled');
  if (broadcast.state !== 'running' || !isOpen(parts.hours, now)) {
    await putBack(row, now);
    return { kind: 'resting' };
  }
  if (!person) return skip(row, 'erased');
  const way = wayTo(person, broadcast, lately.count, rules);
  if ('reason' in way) return skip(row, way.reason);
  const quietAt = whenQuiet(person, lately.lastAt, now);
  if (quietAt > now) {
    await putBack(row, quietAt);
    return { kind: 'none' };
  }
  const { arm } = row;
  const { form, language } = way;
  const until = await outside(row, form === 'template', parts.allowance, now);
  if (until) return { kind: 'full', until };
  return { promo: promoFor(broadcast, { delivery: row._id, arm, language, form }, parts), person, way };
}

/**
 * Notes whether a row goes outside its person's window, which may have closed since it was written down.
 * @returns when to try again, where too many were written to outside theirs today; the row then waits for it
 */
async function outside(
  row: OwnRow,
  isOutside: boolean,
  allowance: DayAllowance | undefined,
  now: Date,
): Promise<Date | undefined> {
  if (isOutside !== (row.outside ?? false))
    await Delivery.updateOne({ _id: row._id, owner: OWNER }, { $set: { outside: isOutside } });
  // What is marked as being sent is counted already
  const until = isOutside && !row.sendingAt ? await allowance?.useOne(now) : undefined;
  if (until) await settle(row, { state: 'waiting', reason: DAILY_LIMIT, notBefore: until }, WHOSE);
  return until;
}

/**
 * Has everybody else wait, too, who would be written to outside their window on a platform.
 * @returns how many of them wait for it now
 */
export async function waitForAllowance(
  broadcasts: Types.ObjectId[],
  platform: string,
  until: Date,
): Promise<number> {
  const changed = await Delivery.updateMany(
    { broadcast: { $in: broadcasts }, platform, state: 'waiting', outside: true, notBefore: { $lt: until } },
    { $set: { notBefore: until, reason: DAILY_LIMIT } },
  );
  return changed.modifiedCount;
}

/** When a person may get a promo: not in the midst of a conversation, nor together with another promo. */
function whenQuiet({ lastSeenAt }: PersonRow, lastPromoAt: number, now: Date): Date {
  const seenAt = lastSeenAt.getTime();
  // Whose clock runs ahead of ours is not in conversation for ever
  const heardAt = seenAt <= now.getTime() ? seenAt : 0;
  return new Date(Math.max(heardAt + IN_CONVERSATION_MS, lastPromoAt + PER_PERSON_MS));
}

/**
 * Marks a row that we took as being sent, and sends it after a last look. It ends in a state that says what is known: it is
 * never sent twice, since only a definite no puts it back among those that wait.
 */
export async function deliver(
  taken: OwnRow,
  adapter: Adapter,
  parts: DeliverParts,
  turn: PromoTurn = AT_ONCE,
): Promise<Outcome> {
  const row = await Delivery.findOneAndUpdate(
    mine(taken),
    { $set: { state: 'sending', sendingAt: parts.now() } },
    { returnDocument: 'after', writeConcern: DURABLE },
  ).lean<OwnRow>();
  if (!row) return { kind: 'none' };
  const errand = await check(row, parts);
  if ('kind' in errand) return errand;
  const { person, promo, way } = errand;
  const { conversation, language, user } = way;
  const earlyMs = turn.leaveAt - Date.now();
  if (earlyMs > 0) await sleep(earlyMs);
  const answered = turn.leaving();
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

async function refused(row: OwnRow, person: PersonRow, error: unknown, now: Date): Promise<Outcome> {
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
      await putBack(row, now);
      return { kind: 'halt', message, unauthorized: problem === 'unauthorized' };
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

async function tryAgain(row: OwnRow, now: Date): Promise<void> {
  const waitMs = FIRST_RETRY_MS * 2 ** row.attempts;
  const notBefore = new Date(now.getTime() + waitMs);
  const attempts = row.attempts + 1;
  await settle(row, { state: 'waiting', reason: 'unavailable', notBefore, attempts }, WHOSE);
}

/** Nothing was sent: the row waits again. */
export async function putBack(row: OwnRow, notBefore: Date): Promise<void> {
  await settle(row, { state: 'waiting', notBefore }, WHOSE);
}

async function skip(row: OwnRow, reason: string): Promise<Outcome> {
  await settle(row, { state: 'skipped', reason }, WHOSE);
  return { kind: 'none' };
}

/** What a row loses that was not sent after all. */
const WHOSE = { owner: 1, sendingAt: 1 } as const;

async function settle(row: OwnRow, fields: object, unset?: typeof WHOSE): Promise<boolean> {
  const done = await Delivery.updateOne(mine(row), {
    $set: fields,
    ...(unset ? { $unset: unset } : {}),
  });
  return done.matchedCount === 1;
}

/** A row as long as it is ours. Another process may have taken us for dead, and it for uncertain: what we know is more. */
function mine({ _id, notBefore, sendingAt }: OwnRow): QueryFilter<DeliveryRow> {
  return sendingAt
    ? { _id, owner: OWNER, sendingAt, state: { $in: ['sending', 'uncertain'] } }
    : { _id, owner: OWNER, notBefore, state: 'waiting' };
}

async function settleSent(row: OwnRow, fields: object): Promise<void> {
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
