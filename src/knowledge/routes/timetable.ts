import { serviceDay } from './service-hours.ts';
import type { Line, Mode, Service, ServiceHours } from './types.ts';

/** Departures before this time belong to the night of the day before. */
export const DAY_BEGINS = '04:00';

/** From the first to the last departure of a day. */
type Range = Pick<ServiceHours, 'first' | 'last'>;

/** When a line departs from its ends on a day, as far as documents tell. */
export interface Departures {
  line: Line;
  /** The sign, where the two directions have services of their own. */
  towards?: string;
  /** Empty: day and night. */
  ranges: Range[];
}

/** What departures are asked for: all of what is absent. */
export interface Wanted {
  lines?: readonly string[];
  modes?: readonly Mode[];
  /** Ids of stops of which one has to be departed from. */
  from?: readonly string[];
  /** Ids of stops of which one has to be called at afterwards. */
  to?: readonly string[];
}

/**
 * First and last departures of lines on a day.
 * @param weekday 0 = Sunday
 */
export function departuresOn(lines: readonly Line[], wanted: Wanted, weekday: number): Departures[] {
  const found = new Map<string, Departures>();
  for (const line of lines) {
    if (wanted.lines && !wanted.lines.includes(line.id)) continue;
    if (wanted.modes && !wanted.modes.includes(line.mode)) continue;
    for (const service of line.services) {
      const ranges = serviceDay(service, weekday);
      if (!ranges || !calls(service, wanted)) continue;
      const towards = service.oneWay ? service.towards[1] : undefined;
      const key = `${line.id} ${towards ?? ''}`;
      const before = found.get(key);
      found.set(key, {
        line,
        ...(towards === undefined ? {} : { towards }),
        ranges: before ? merged([...before.ranges, ...ranges]) : ranges,
      });
    }
  }
  return [...found.values()];
}

/** Whether a service goes from one of the stops wanted to another one. */
function calls({ stops, oneWay }: Service, { from, to }: Wanted): boolean {
  const at = (ids: readonly string[] = stops) =>
    stops.flatMap((id, index) => (ids.includes(id) ? [index] : []));
  return at(from).some((start) => at(to).some((end) => (oneWay ? start < end : start !== end)));
}

/** Services to one end are as one: from the earliest to the latest departure, those of the night by themselves. */
function merged(ranges: readonly Range[]): Range[] {
  const groups = Map.groupBy(ranges, ({ first }) => first < DAY_BEGINS);
  return [groups.get(false) ?? [], groups.get(true) ?? []]
    .filter((group) => group.length > 0)
    .map((group) => ({
      first: group.map(({ first }) => first).sort()[0] ?? '',
      last: group.map(({ last }) => last).sort((a, b) => (late(a) < late(b) ? 1 : -1))[0] ?? '',
    }));
}

/** Past midnight is later than before it. */
function late(time: string): string {
  return time < DAY_BEGINS ? `3${time}` : time;
}
