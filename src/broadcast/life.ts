import { isValidObjectId } from 'mongoose';
import type { Config } from '../config.ts';
import { fold } from '../knowledge/fold.ts';
import {
  Broadcast,
  BROADCAST_STATES,
  type BroadcastRow,
  type BroadcastState,
} from '../store/models/broadcast.ts';
import { Delivery } from '../store/models/delivery.ts';
import { record } from './audit.ts';
import { BroadcastError } from './errors.ts';
import { nextOpening, type Hours } from './hours.ts';

/** The promo of an id. @throws BroadcastError where there is none */
export async function findBroadcast(id: string): Promise<BroadcastRow> {
  const row = isValidObjectId(id) ? await Broadcast.findById(id).lean<BroadcastRow>() : null;
  if (!row) throw new BroadcastError(`There is no broadcast ${id}.`, 'rehber broadcast list');
  return row;
}

/** A step of a promo's life: from which states it may be taken. */
const STEPS = {
  approve: ['draft'],
  start: ['draft', 'approved'],
  pause: ['scheduled', 'running'],
  resume: ['paused'],
  cancel: ['draft', 'approved', 'scheduled', 'running', 'paused'],
} as const satisfies Record<string, readonly BroadcastState[]>;
type Step = keyof typeof STEPS;

/**
 * Says that a promo may be sent.
 * @throws BroadcastError where approval by somebody else is asked for and the actor made it
 */
export async function approve(
  id: string,
  actor: string,
  config: Pick<Config, 'PROMO_APPROVAL'>,
): Promise<BroadcastState> {
  const { createdBy } = await findBroadcast(id);
  if (config.PROMO_APPROVAL === 'required' && isSamePerson(createdBy, actor))
    throw new BroadcastError(
      `${actor} made this broadcast: with PROMO_APPROVAL=required somebody else approves it.`,
    );
  return take('approve', id, actor, { state: 'approved', approvedAt: new Date(), approvedBy: actor });
}

/**
 * Whether two actors have one name, from wherever they act and however they write it. A command line without a name is nobody
 * in particular: whoever uses it may read and write everything anyway.
 */
function isSamePerson(one: string, other: string): boolean {
  const [nameOfOne, nameOfOther] = [one, other].map((actor) => fold(/:(.*)$/s.exec(actor)?.[1] ?? '').trim());
  return nameOfOne !== '' && nameOfOne === nameOfOther;
}

/** Begins to send: at once, at its time, or when promos may go out next. */
export async function start(
  id: string,
  actor: string,
  { config, now }: { config: Pick<Config, 'PROMO_APPROVAL' | 'PROMO_HOURS' | 'TIMEZONE'>; now: Date },
): Promise<BroadcastState> {
  const { at, state } = await findBroadcast(id);
  if (config.PROMO_APPROVAL === 'required' && state === 'draft')
    throw new BroadcastError(
      'PROMO_APPROVAL=required: this broadcast has to be approved first.',
      'rehber broadcast approve ID',
    );
  const wanted = at && at > now ? at : now;
  return take('start', id, actor, { ...whenOpen(wanted, now, config), startedAt: now });
}

/** Sends nothing more until it is resumed. @param reason why, in words for an operator */
export async function pause(id: string, actor: string, reason?: string): Promise<BroadcastState> {
  return take('pause', id, actor, { state: 'paused', ...(reason ? { pauseReason: reason } : {}) }, reason);
}

/** Goes on where it stopped. */
export async function resume(
  id: string,
  actor: string,
  { config, now }: { config: Pick<Config, 'PROMO_HOURS' | 'TIMEZONE'>; now: Date },
): Promise<BroadcastState> {
  const { at } = await findBroadcast(id);
  const wanted = at && at > now ? at : now;
  return take('resume', id, actor, whenOpen(wanted, now, config));
}

/** Ends it for good: who has not got it gets it no more. */
export async function cancel(id: string, actor: string): Promise<BroadcastState> {
  const state = await take('cancel', id, actor, { state: 'cancelled', endedAt: new Date() });
  await skipWaiting(id);
  return state;
}

/** What is waiting of a cancelled promo will not be sent. */
export async function skipWaiting(id: BroadcastRow['_id'] | string): Promise<void> {
  await Delivery.updateMany(
    { broadcast: id, state: 'waiting' },
    { $set: { state: 'skipped', reason: 'cancelled' } },
  );
}

/** The hours in which promos may go out. */
export function hoursOf({ PROMO_HOURS, TIMEZONE }: Pick<Config, 'PROMO_HOURS' | 'TIMEZONE'>): Hours {
  return { ...PROMO_HOURS, timezone: TIMEZONE };
}

/** It begins at the wanted time, or when promos may go out after it. */
function whenOpen(
  wanted: Date,
  now: Date,
  config: Pick<Config, 'PROMO_HOURS' | 'TIMEZONE'>,
): { state: BroadcastState; at?: Date; resting?: boolean } {
  const at = nextOpening(hoursOf(config), wanted);
  if (at <= now) return { state: 'running' };
  return { state: 'scheduled', at, ...(wanted <= now ? { resting: true } : {}) };
}

/** Takes a step, in one atomic change: of two who try at once, one does it and the other is told the state. */
async function take(
  step: Step,
  id: string,
  actor: string,
  fields: Partial<BroadcastRow> & { state: BroadcastState },
  reason?: string,
): Promise<BroadcastState> {
  const from: readonly BroadcastState[] = STEPS[step];
  const changed = await Broadcast.findOneAndUpdate(
    { _id: id, state: { $in: from } },
    {
      $set: fields,
      $unset: {
        ...(fields.state === 'paused' ? {} : { pauseReason: 1 }),
        ...(fields.resting ? {} : { resting: 1 }),
      },
    },
    { returnDocument: 'after' },
  ).lean<BroadcastRow>();
  if (!changed) {
    const { state } = await findBroadcast(id);
    throw new BroadcastError(`This broadcast is ${state}: ${step} ${adviceFor(step, state)}`);
  }
  await record(actor, `broadcast ${step}`, id, { state: changed.state, ...(reason ? { reason } : {}) });
  return changed.state;
}

function adviceFor(step: Step, state: BroadcastState): string {
  const from = STEPS[step] as readonly BroadcastState[];
  const names = BROADCAST_STATES.filter((each) => from.includes(each)).join(' or ');
  const over = state === 'done' || state === 'cancelled' ? ' Make a new one.' : '';
  return `takes one that is ${names}.${over}`;
}
