import type { Hop } from './network.ts';
import type { Step } from './legs.ts';
import { clockAfter, headwayAt, LONGEST_WAIT, nextDeparture, type Clock } from './service-hours.ts';
import type { ClosedLine } from './types.ts';

type Boarding = Extract<Hop, { kind: 'board' }>;

/**
 * Where a way boards what does not run when one gets there.
 * @param clock when one sets out
 */
export function notRunning(
  steps: readonly Step[],
  clock: Clock,
): (Boarding & { /** When one is there. */ reached: Clock })[] {
  let minutes = 0;
  return steps.flatMap(({ hop }) => {
    minutes += hop.minutes;
    if (hop.kind !== 'board') return [];
    const reached = clockAfter(clock, minutes);
    const headway = headwayAt(hop.service, reached);
    minutes += Math.min(LONGEST_WAIT, (headway ?? hop.service.headway) / 2);
    return headway === undefined ? [{ ...hop, reached }] : [];
  });
}

/** The lines of a way that do not run when one gets there, with their next first departure where it is known. */
export function closedLines(steps: readonly Step[], clock: Clock): ClosedLine[] {
  const closed = new Map<string, ClosedLine>();
  for (const { line, service, reached } of notRunning(steps, clock)) {
    const next = nextDeparture(service, reached);
    const isToday = next?.weekday === clock.weekday;
    closed.set(line.id, {
      line: line.id,
      mode: line.mode,
      ...(next ? { first: next.first, ...(isToday ? {} : { weekday: next.weekday }) } : {}),
    });
  }
  return [...closed.values()];
}
