/** A moment on the city's wall clock. */
export interface WallClock {
  /** YYYY-MM-DD */
  day: string;
  /** 0 = Sunday … 6 = Saturday */
  weekday: number;
  /** HH:MM */
  time: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall shows at a moment, whatever the zone of this machine. */
export function wallClock(at: Date, timezone: string): WallClock {
  let format = formats.get(timezone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: timezone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timezone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const day = `${parts['year']}-${parts['month']}-${parts['day']}`;
  return {
    day,
    weekday: new Date(`${day}T00:00:00Z`).getUTCDay(),
    time: `${parts['hour']}:${parts['minute']}`,
  };
}
