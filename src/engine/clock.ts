import { dateOf, inTimeZone } from '../knowledge/time-zone.ts';

/** A moment on the city's wall clock. */
export interface WallClock {
  /** YYYY-MM-DD */
  day: string;
  /** 0 = Sunday … 6 = Saturday */
  weekday: number;
  /** HH:MM */
  time: string;
}

/** What the clock on the wall shows at a moment, whatever the zone of this machine. */
export function wallClock(at: Date, timezone: string): WallClock {
  return inTimeZone(timezone, () => {
    const [hours, minutes] = [at.getHours(), at.getMinutes()].map((each) => String(each).padStart(2, '0'));
    return { day: dateOf(at), weekday: at.getDay(), time: `${hours}:${minutes}` };
  });
}
