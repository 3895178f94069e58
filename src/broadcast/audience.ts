import type { Types } from 'mongoose';
import type { Knowledge } from '../knowledge/types.ts';
import type { BroadcastRow } from '../store/models/broadcast.ts';
import { Delivery } from '../store/models/delivery.ts';
import { Person, type PersonRow } from '../store/models/person.ts';
import { Turn } from '../store/models/turn.ts';
import { wayTo, type Reason, type Rules, type Way } from './exclusion.ts';
import { compileSegment, type CompiledSegment, type PersonFacts, type Segment } from './segment.ts';

/** People that are looked at together. */
const BATCH = 500;
/** States in which a promo reached a person, or may have. */
export const REACHED = ['sending', 'sent', 'delivered', 'read', 'uncertain'] as const;

/** Milliseconds within which it matters when a person got the last promo. */
const LATELY_MS = 60_000;

/** A person of the segment, and how they get the promo or why not. */
export interface Candidate {
  person: PersonRow;
  way: Way | { reason: Reason };
}

/** Everybody of a broadcast's segment, in batches: never all of them in memory. */
export async function* audience(
  broadcast: BroadcastRow,
  rules: Rules,
  knowledge: Knowledge,
): AsyncGenerator<Candidate[]> {
  const segment = compileSegment(broadcast.segment as Segment, knowledge, rules.now);
  let batch: PersonRow[] = [];
  for await (const person of Person.find(segment.filter).lean<PersonRow>().cursor({ batchSize: BATCH })) {
    batch.push(person);
    if (batch.length < BATCH) continue;
    yield await candidates(batch, segment, broadcast, rules);
    batch = [];
  }
  if (batch.length > 0) yield await candidates(batch, segment, broadcast, rules);
}

async function candidates(
  people: PersonRow[],
  segment: CompiledSegment,
  broadcast: BroadcastRow,
  rules: Rules,
): Promise<Candidate[]> {
  const ids = people.map(({ _id }) => _id);
  const [facts, lately] = await Promise.all([factsOf(ids, segment), receivedLately(ids, rules)]);
  return people
    .filter((person) => segment.matches(person, facts.get(person._id) ?? NOTHING))
    .map((person) => ({ person, way: wayTo(person, broadcast, lately.get(person._id) ?? 0, rules) }));
}

const NOTHING: PersonFacts = { places: new Set(), ratings: new Set(), reachedBy: new Set() };

async function factsOf(
  people: string[],
  { broadcasts, needsTurns }: CompiledSegment,
): Promise<Map<string, PersonFacts>> {
  const facts = new Map(
    people.map((id) => [
      id,
      { places: new Set<string>(), ratings: new Set<string>(), reachedBy: new Set<string>() },
    ]),
  );
  if (needsTurns) {
    const turns = Turn.find({ person: { $in: people } }, { person: 1, places: 1, feedback: 1 }).lean();
    for await (const turn of turns.cursor()) {
      const known = facts.get(turn.person);
      for (const place of turn.places) known?.places.add(place);
      if (turn.feedback?.rating) known?.ratings.add(turn.feedback.rating);
    }
  }
  if (broadcasts.length > 0) {
    const reached = await Delivery.find(
      { broadcast: { $in: broadcasts }, person: { $in: people }, state: { $in: REACHED } },
      { broadcast: 1, person: 1 },
    ).lean();
    for (const row of reached) facts.get(row.person)?.reachedBy.add(String(row.broadcast));
  }
  return facts;
}

/** How many promos each of some people got within the cap's time. */
async function receivedLately(people: string[], { cap, now }: Rules): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  if (!cap) return counts;
  const rows = await Delivery.find(
    {
      person: { $in: people },
      sendingAt: { $gte: new Date(now.getTime() - cap.ms) },
      state: { $in: REACHED },
    },
    { person: 1 },
  ).lean();
  for (const { person } of rows) counts.set(person, (counts.get(person) ?? 0) + 1);
  return counts;
}

/**
 * How many promos a person got within the cap's time before a certain one, and when the last of all in milliseconds (0: none
 * lately).
 */
export async function receivedBefore(
  row: { _id: Types.ObjectId; person: string; sendingAt?: Date | null },
  { cap, now }: Rules,
): Promise<{ count: number; lastAt: number }> {
  const since = new Date(now.getTime() - Math.max(cap?.ms ?? 0, LATELY_MS));
  const { _id, sendingAt } = row;
  const rows = await Delivery.find(
    {
      person: row.person,
      state: { $in: REACHED },
      sendingAt: { $gte: since },
      // Of two that are marked in the same moment, one is the first
      ...(sendingAt ? { $or: [{ sendingAt: { $lt: sendingAt } }, { sendingAt, _id: { $lt: _id } }] } : {}),
    },
    { sendingAt: 1 },
  ).lean();
  const times = rows.map((each) => each.sendingAt?.getTime() ?? 0);
  const counted = cap ? times.filter((at) => at >= now.getTime() - cap.ms) : [];
  return { count: counted.length, lastAt: Math.max(0, ...times) };
}
