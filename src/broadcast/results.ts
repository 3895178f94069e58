import type { BroadcastRow } from '../store/models/broadcast.ts';
import { Delivery, type Arm, type DeliveryRow } from '../store/models/delivery.ts';
import { Turn } from '../store/models/turn.ts';
import { REPLY_MS } from './effects.ts';
import { findBroadcast } from './life.ts';
import { compareShares, type Difference, type Share } from './statistics.ts';

/** Milliseconds before and after a promo in which votes are compared. */
const FEEDBACK_MS = 7 * 24 * 60 * 60 * 1_000;
const BATCH = 500;
const REACHED = new Set<DeliveryRow['state']>(['sent', 'delivered', 'read', 'uncertain']);

/** What came of a promo among the people of one arm. */
export interface ArmResults {
  /** Who got it; in the hold-out, who did not. */
  people: number;
  delivered: number;
  read: number;
  clicked: number;
  /** Asked something within a day. */
  replied: number;
  optedOut: number;
}

/** A comparison of two arms, and what it says in a sentence. */
export interface Comparison extends Difference {
  what: 'clicked' | 'replied' | 'optedOut';
  first: Arm;
  second: Arm;
  said: string;
}

export interface BroadcastResults {
  arms: Partial<Record<Arm, ArmResults>>;
  comparisons: Comparison[];
  /** Thumbs up among the votes of those who got it, in the week before and the week after. */
  feedback: { before: Share; after: Share; holdout: Share; said: string };
}

/** What came of a promo. @throws BroadcastError where there is none of this id */
export async function broadcastResults(id: string): Promise<BroadcastResults> {
  const broadcast = await findBroadcast(id);
  const arms: Partial<Record<Arm, ArmResults>> = {};
  const votes = { before: { hits: 0, of: 0 }, after: { hits: 0, of: 0 }, holdout: { hits: 0, of: 0 } };
  let batch: DeliveryRow[] = [];
  const take = async (): Promise<void> => {
    await addBatch(batch, broadcast, arms, votes);
    batch = [];
  };
  for await (const row of Delivery.find({ broadcast: id }).lean<DeliveryRow>().cursor({ batchSize: BATCH })) {
    if (!REACHED.has(row.state) && row.arm !== 'holdout') continue;
    batch.push(row);
    if (batch.length === BATCH) await take();
  }
  await take();
  return { arms, comparisons: comparisonsOf(arms), feedback: { ...votes, said: sayFeedback(votes) } };
}

type Votes = Omit<BroadcastResults['feedback'], 'said'>;

async function addBatch(
  rows: DeliveryRow[],
  { startedAt }: BroadcastRow,
  arms: BroadcastResults['arms'],
  votes: Votes,
): Promise<void> {
  const since = new Map(
    rows.map((row) => [row.person, row.sentAt ?? row.sendingAt ?? startedAt ?? new Date()]),
  );
  const moments = [...since.values()].map((at) => at.getTime());
  const turns = await Turn.find(
    {
      person: { $in: [...since.keys()] },
      at: {
        $gte: new Date(Math.min(...moments) - FEEDBACK_MS),
        $lt: new Date(Math.max(...moments) + FEEDBACK_MS),
      },
    },
    { person: 1, at: 1, feedback: 1 },
  ).lean();
  const held = new Set(rows.filter(({ arm }) => arm === 'holdout').map(({ person }) => person));
  const asked = new Set<string>();
  for (const { at, feedback, person } of turns) {
    const after = at.getTime() - (since.get(person)?.getTime() ?? 0);
    if (held.has(person) && after >= 0 && after < REPLY_MS) asked.add(person);
    if (!feedback?.rating || Math.abs(after) > FEEDBACK_MS) continue;
    if (held.has(person) && after < 0) continue;
    const share = held.has(person) ? votes.holdout : after < 0 ? votes.before : votes.after;
    share.of += 1;
    if (feedback.rating === 'up') share.hits += 1;
  }
  for (const row of rows) {
    const sums = (arms[row.arm] ??= {
      people: 0,
      delivered: 0,
      read: 0,
      clicked: 0,
      replied: 0,
      optedOut: 0,
    });
    sums.people += 1;
    if (row.state === 'delivered' || row.state === 'read') sums.delivered += 1;
    if (row.state === 'read') sums.read += 1;
    if (row.clickedAt) sums.clicked += 1;
    if (row.repliedAt || asked.has(row.person)) sums.replied += 1;
    if (row.optedOutAt) sums.optedOut += 1;
  }
}

function comparisonsOf(arms: BroadcastResults['arms']): Comparison[] {
  const pairs: [Arm, Arm, Comparison['what'][]][] = [
    ['a', 'b', ['clicked', 'replied', 'optedOut']],
    // Whoever got nothing could click nothing
    ['holdout', 'a', ['replied']],
    ['holdout', 'b', ['replied']],
  ];
  return pairs.flatMap(([first, second, whats]) => {
    const [one, other] = [arms[first], arms[second]];
    if (!one || !other) return [];
    return whats.map((what) => {
      const difference = compareShares(
        { hits: one[what], of: one.people },
        { hits: other[what], of: other.people },
      );
      return { what, first, second, ...difference, said: say(what, first, second, difference) };
    });
  });
}

const WORDS: Record<Comparison['what'], string> = {
  clicked: 'clicked',
  replied: 'asked something within a day',
  optedOut: 'opted out',
};

/** What a comparison says; that it says nothing, where it does not. */
function say(
  what: Comparison['what'],
  first: Arm,
  second: Arm,
  { difference, interval, p, test }: Difference,
): string {
  if (difference === null || interval === null || p === null) return `${WORDS[what]}: nobody to compare yet.`;
  const [low, high] = interval.map(points);
  const verdict =
    p < 0.05
      ? 'more than chance makes likely'
      : 'no difference that could not be chance; more people would tell more';
  return (
    `${WORDS[what]}: ${second} ${points(difference)} points against ${first} ` +
    `(95 % from ${low} to ${high}; p = ${p.toFixed(3)}, ${test === 'z' ? 'z-test' : 'Fisher’s exact test'}): ${verdict}.`
  );
}

function points(fraction: number): string {
  const value = (fraction * 100).toFixed(1);
  return fraction > 0 ? `+${value}` : value;
}

function sayFeedback({ after, before, holdout }: Votes): string {
  const { difference, interval } = compareShares(before, after);
  if (difference === null || interval === null) return 'Votes: too few to compare before and after.';
  const [low, high] = interval.map(points);
  const held = holdout.of > 0 ? ` In the hold-out ${holdout.hits} of ${holdout.of} were up.` : '';
  return (
    `Votes: ${before.hits} of ${before.of} were up in the week before, ${after.hits} of ${after.of} in the week after ` +
    `(${points(difference)} points, 95 % from ${low} to ${high}).${held}`
  );
}
