import { Broadcast, type BroadcastRow, type BroadcastState } from '../store/models/broadcast.ts';
import { Delivery } from '../store/models/delivery.ts';
import { findBroadcast } from './life.ts';

/** States that are counted; what is being sent at this moment counts as waiting. */
export const COUNTED = ['waiting', 'sent', 'delivered', 'read', 'failed', 'uncertain', 'skipped'] as const;
export type Counts = Record<(typeof COUNTED)[number], number>;

const EXPLAINED: ReadonlySet<string> = new Set(['waiting', 'failed', 'skipped', 'uncertain']);

/** How far a promo is. Each of its rows is counted once, under its furthest state. */
export interface BroadcastStatus {
  id: string;
  name: string;
  state: BroadcastState;
  total: number;
  counts: Counts;
  /** Of what failed, was skipped, is uncertain or has to wait: why, as `STATE.REASON`. */
  reasons: Record<string, number>;
  at: string | null;
  startedAt: string | null;
  endedAt: string | null;
  /** Why it is paused, where the guide paused it by itself. */
  pauseReason: string | null;
}

/** @throws BroadcastError where there is none of this id */
export async function broadcastStatus(id: string): Promise<BroadcastStatus> {
  return statusOf(await findBroadcast(id));
}

/** The newest first. */
export async function listBroadcasts(limit = 100): Promise<BroadcastStatus[]> {
  const rows = await Broadcast.find().sort({ _id: -1 }).limit(limit).lean<BroadcastRow[]>();
  return Promise.all(rows.map(statusOf));
}

/** Promos that the guide paused by itself, and why. */
export async function pausedByGuide(): Promise<{ id: string; name: string; reason: string }[]> {
  const rows = await Broadcast.find({ state: 'paused', pauseReason: { $exists: true } }).lean<
    BroadcastRow[]
  >();
  return rows.map(({ _id, name, pauseReason }) => ({ id: String(_id), name, reason: pauseReason ?? '' }));
}

async function statusOf(row: BroadcastRow): Promise<BroadcastStatus> {
  const groups = await Delivery.aggregate<{ _id: { state: string; reason?: string }; n: number }>([
    { $match: { broadcast: row._id } },
    { $group: { _id: { state: '$state', reason: '$reason' }, n: { $sum: 1 } } },
  ]);
  const counts = Object.fromEntries(COUNTED.map((state) => [state, 0])) as Counts;
  const reasons: Record<string, number> = {};
  for (const { _id, n } of groups) {
    const state = _id.state === 'sending' ? 'waiting' : (_id.state as keyof Counts);
    counts[state] += n;
    if (!_id.reason || !EXPLAINED.has(state)) continue;
    const key = `${state}.${_id.reason}`;
    reasons[key] = (reasons[key] ?? 0) + n;
  }
  const iso = (date: Date | null | undefined): string | null => date?.toISOString() ?? null;
  return {
    id: String(row._id),
    name: row.name,
    state: row.state,
    total: Object.values(counts).reduce((sum, n) => sum + n, 0),
    counts,
    reasons,
    at: iso(row.at),
    startedAt: iso(row.startedAt),
    endedAt: iso(row.endedAt),
    pauseReason: row.pauseReason ?? null,
  };
}
