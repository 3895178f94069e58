import { InboxEvent } from './models/inbox-event.ts';
import { Turn } from './models/turn.ts';

/** The numbers that Rehber steers by, counted from the log. Rates are fractions, null without data. */
export interface Stats {
  turns: number;
  /** Turns whose answer the platform took. */
  answered: number;
  feedback: {
    up: number;
    down: number;
    /** Rated turns among answered ones. */
    rate: number | null;
    /** Thumbs up among rated turns. */
    positiveRate: number | null;
  };
  byPlatform: Record<string, number>;
  byLanguage: Record<string, number>;
  byIntent: Record<string, number>;
  inbox: { waiting: number; working: number; poison: number };
}

/** Counts everything from the turn log and the inbox. */
export async function readStats(): Promise<Stats> {
  const [turns, answered, up, down, byPlatform, byLanguage, byIntent, inbox] = await Promise.all([
    Turn.countDocuments(),
    Turn.countDocuments({ deliveredAt: { $exists: true } }),
    Turn.countDocuments({ 'feedback.rating': 'up' }),
    Turn.countDocuments({ 'feedback.rating': 'down' }),
    countBy('platform'),
    countBy('language'),
    countBy('intent'),
    inboxCounts(),
  ]);
  const rated = up + down;
  return {
    turns,
    answered,
    feedback: {
      up,
      down,
      rate: answered > 0 ? rated / answered : null,
      positiveRate: rated > 0 ? up / rated : null,
    },
    byPlatform,
    byLanguage,
    byIntent,
    inbox,
  };
}

async function countBy(field: 'platform' | 'language' | 'intent'): Promise<Record<string, number>> {
  const rows = await Turn.aggregate<{ _id: string; n: number }>([
    { $group: { _id: `$${field}`, n: { $sum: 1 } } },
    { $sort: { n: -1, _id: 1 } },
  ]);
  return Object.fromEntries(rows.map((row) => [row._id, row.n]));
}

async function inboxCounts(): Promise<Stats['inbox']> {
  const [waiting, working, poison] = await Promise.all(
    (['waiting', 'working', 'poison'] as const).map(async (state) => InboxEvent.countDocuments({ state })),
  );
  return { waiting: waiting ?? 0, working: working ?? 0, poison: poison ?? 0 };
}

/** Why events were set aside, with how many. */
export async function poisonReasons(): Promise<{ reason: string; events: number }[]> {
  const rows = await InboxEvent.aggregate<{ _id: string; n: number }>([
    { $match: { state: 'poison' } },
    { $group: { _id: '$error', n: { $sum: 1 } } },
    { $sort: { n: -1 } },
  ]);
  return rows.map((row) => ({ reason: row._id, events: row.n }));
}

/** Platforms whose answers wait because our token was refused. */
export async function unauthorizedPlatforms(): Promise<string[]> {
  const rows = await InboxEvent.aggregate<{ _id: string }>([
    { $match: { state: 'waiting', error: 'unauthorized' } },
    { $group: { _id: '$platform' } },
  ]);
  return rows.map((row) => row._id);
}
