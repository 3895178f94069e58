import type { Hop, Spot } from './network.ts';
import type { Leg, Line, Route, Service, Stop } from './types.ts';

/** A walk of fewer minutes is not worth telling. */
const SHORT_WALK_MINUTES = 2;

/** One link of a way through the network. */
export interface Step {
  from: Spot;
  to: Spot;
  hop: Hop;
}

/** The stretches of a way: rides, and the walks between them that are worth telling. */
export function legsOf(
  steps: readonly Step[],
  { skipFirst, skipLast }: { skipFirst: boolean; skipLast: boolean },
): Leg[] {
  const legs: Leg[] = [];
  for (let index = 0; index < steps.length;) {
    const end = runEnd(steps, index);
    const run = steps.slice(index, end);
    const isOmitted = (skipFirst && index === 0) || (skipLast && end === steps.length);
    const leg = run[0]?.hop.kind === 'board' ? rideLeg(run) : walkLeg(run);
    if (!isOmitted && (leg.mode !== 'walk' || leg.minutes >= SHORT_WALK_MINUTES)) legs.push(leg);
    index = end;
  }
  return legs;
}

/** Steps from one boarding to its alighting are a run, and so are walks in a row. */
function runEnd(steps: readonly Step[], start: number): number {
  const isRide = steps[start]?.hop.kind === 'board';
  const length = steps
    .slice(start)
    .findIndex(({ hop }, index) => (isRide ? hop.kind === 'alight' : index > 0 && hop.kind !== 'walk'));
  if (length < 0) return steps.length;
  return start + length + (isRide ? 1 : 0);
}

function rideLeg(run: readonly Step[]): Leg {
  const first = run[0]?.to as Extract<Spot, { kind: 'vehicle' }>;
  const last = run.at(-1)?.from as Extract<Spot, { kind: 'vehicle' }>;
  const rides = run.filter(({ hop }) => hop.kind === 'ride');
  return {
    mode: first.line.mode,
    line: first.line.id,
    from: first.stop,
    to: last.stop,
    towards: signOf(first.service, last.index, first.back),
    stops: rides.length,
    minutes: wholeMinutes(rides),
    every: first.service.headway,
  };
}

/** What stands on the vehicle: on a ring, the far end until it is passed. */
function signOf({ towards, turn, stops }: Service, lastIndex: number, back: boolean): string {
  if (turn === undefined) return towards[back ? 0 : 1];
  return lastIndex <= stops.indexOf(turn) ? towards[1] : towards[0];
}

function walkLeg(run: readonly Step[]): Leg {
  const [from] = run.flatMap(({ from: spot }) => (spot.kind === 'stop' ? [spot.stop] : []));
  const last = run.at(-1)?.to;
  return {
    mode: 'walk',
    line: '',
    ...(run[0]?.from.kind === 'stop' && from ? { from } : {}),
    ...(last?.kind === 'stop' ? { to: last.stop } : {}),
    towards: '',
    stops: 0,
    minutes: wholeMinutes(run),
  };
}

function wholeMinutes(run: readonly Step[]): number {
  return Math.max(1, Math.round(run.reduce((sum, { hop }) => sum + hop.minutes, 0)));
}

/** Where one boards and alights, by whether a way without steps is known. */
export function stopsUsed(
  steps: readonly Step[],
  isStepFree: (stop: Stop) => boolean,
): { known: Stop[]; unknown: Stop[] } {
  const used = new Set(
    steps.flatMap(({ hop }) => (hop.kind === 'board' || hop.kind === 'alight' ? [hop.stop] : [])),
  );
  const known = [...used].filter(isStepFree);
  return { known, unknown: [...used].filter((stop) => !known.includes(stop)) };
}

/** The documents behind the lines of a way. */
export function sourcesOf(boardings: readonly { line: Line }[]): Route['sources'] {
  const lines = new Set(boardings.map(({ line }) => line));
  return [...lines].flatMap(({ id, facts }) => [
    { line: id, part: 'stops' as const, ...facts.stops },
    { line: id, part: 'minutes' as const, ...facts.minutes },
    ...(facts.hours ? [{ line: id, part: 'hours' as const, ...facts.hours }] : []),
  ]);
}
