/** Hours of the day in a time zone: from the first, up to and without the last. */
export interface Hours {
  from: number;
  to: number;
  timezone: string;
}

const HOUR_MS = 60 * 60 * 1_000;
const MINUTE_MS = 60 * 1_000;

/** Milliseconds since the zone's midnight, by its clock. */
function clockOf(at: Date, timezone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value);
  return ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1_000 + at.getMilliseconds();
}

/** Whether promos may go out at this moment. */
export function isOpen({ from, timezone, to }: Hours, at: Date): boolean {
  const clock = clockOf(at, timezone);
  return clock >= from * HOUR_MS && clock < to * HOUR_MS;
}

/** The first moment from `at` on in which promos may go out. */
export function nextOpening(hours: Hours, at: Date): Date {
  if (isOpen(hours, at)) return at;
  const clock = clockOf(at, hours.timezone);
  const waitMs = (hours.from * HOUR_MS - clock + 24 * HOUR_MS) % (24 * HOUR_MS);
  let opening = new Date(at.getTime() + waitMs);
  // A night in which the clocks change is an hour longer or shorter
  while (!isOpen(hours, opening)) opening = new Date(opening.getTime() + 15 * MINUTE_MS);
  const early = new Date(opening.getTime() - HOUR_MS);
  return early > at && isOpen(hours, early) ? early : opening;
}
