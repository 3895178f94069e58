import { CommandError } from './errors.ts';

/** Milliseconds of units that are of one length. */
export const UNIT_MS = {
  week: 604_800_000,
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1_000,
  millisecond: 1,
} as const;

/** Since then clocks have been changed at quarters of an hour only; before, also in between. */
const QUARTERS_SINCE = Date.UTC(1973, 0, 1);
const QUARTER_MS = 15 * UNIT_MS.minute;
/** Offsets that one zone remembers. */
const MAX_KNOWN = 10_000;

/**
 * A time zone as MongoDB takes it: an Olson name, `UTC`, or an offset such as `+03`, `+03:00`, `+0300`. Wall time is
 * what its clocks show, written as if it were milliseconds since 1970 in UTC.
 */
export class Zone {
  readonly isUtc: boolean;
  readonly #fixed: number | undefined;
  readonly #format: Intl.DateTimeFormat | undefined;
  /** Offsets by the quarter of an hour: looking them up takes long. */
  readonly #known = new Map<number, number>();

  /** @throws CommandError for a zone that is not known. */
  constructor(name: string) {
    this.isUtc = /^(?:utc|gmt|z)$/i.test(name);
    const offset = /^([+-])(\d{2})(?::?(\d{2}))?$/.exec(name);
    if (this.isUtc) this.#fixed = 0;
    else if (offset) {
      const [, sign, hours, minutes = '0'] = offset;
      this.#fixed =
        (sign === '-' ? -1 : 1) * (Number(hours) * UNIT_MS.hour + Number(minutes) * UNIT_MS.minute);
    } else this.#format = formatOf(name);
  }

  /** Milliseconds by which the zone's clocks are ahead of UTC at a time. */
  offsetAt(time: number): number {
    if (!this.#format) return this.#fixed!;
    if (time < QUARTERS_SINCE) return this.#lookUp(this.#format, time);
    const quarter = Math.floor(time / QUARTER_MS);
    let offset = this.#known.get(quarter);
    if (offset === undefined) {
      offset = this.#lookUp(this.#format, time);
      if (this.#known.size >= MAX_KNOWN) this.#known.clear();
      this.#known.set(quarter, offset);
    }
    return offset;
  }

  #lookUp(format: Intl.DateTimeFormat, time: number): number {
    const parts: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(time)) parts[type] = Number(value);
    const { year, month, day, hour, minute, second } = parts;
    return Date.UTC(year!, month! - 1, day, hour, minute, second) - Math.floor(time / 1_000) * 1_000;
  }

  toWall(time: number): number {
    return time + this.offsetAt(time);
  }

  /** The time at which clocks show `wall`: the first of two, and after a gap what they show instead. */
  fromWall(wall: number): number {
    const first = this.offsetAt(wall);
    const second = this.offsetAt(wall - first);
    if (first === second) return wall - first;
    const later = this.offsetAt(wall - second);
    return wall - (later === second ? second : Math.min(first, second));
  }
}

const UTC = new Zone('UTC');
const zones = new Map<string, Zone>();
/** Zones that are remembered: a client can name many. */
const MAX_ZONES = 500;

/** The zone of a name; without one, UTC. */
export function zoneOf(name: unknown): Zone {
  if (name === undefined) return UTC;
  if (typeof name !== 'string') throw new CommandError(40517, 'timezone must evaluate to a string');
  let zone = zones.get(name);
  if (!zone) {
    zone = new Zone(name);
    if (zones.size >= MAX_ZONES) zones.clear();
    zones.set(name, zone);
  }
  return zone;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw new CommandError(40485, `unrecognized time zone identifier: "${timeZone}"`);
  }
}
