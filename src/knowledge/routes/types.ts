import type { Point } from '../../messages.ts';

/** How one travels on a line. */
export const MODES = [
  'metro',
  'tram',
  'funicular',
  'cable_car',
  'marmaray',
  'metrobus',
  'ferry',
  'bus',
] as const;
export type Mode = (typeof MODES)[number];

/** The document behind a part of a line, by its key of the pack's sources, and that document's date. */
export interface Sourced {
  source: string;
  /** Date of the document, YYYY-MM-DD. */
  checkedOn: string;
}

/** When a service runs: from the first to the last departure, `HH:MM`. A last one before the first is past midnight. */
export interface ServiceHours {
  /** OSM weekday list: `Mo-Su`, `Sa,Su`. */
  days: string;
  first: string;
  last: string;
  /** Minutes between departures, where they differ from the service's. */
  headway?: number;
}

/** Where a line calls: a station or pier of the pack, or a stop that its line's file describes. */
export interface Stop extends Point {
  id: string;
  name: { tr: string; en: string };
}

/** Vehicles that call at the same stops in the same order. */
export interface Service {
  /** Signs at the end: of the way back to the first stop, and of the way to the last one. */
  towards: [string, string];
  /** Ids of the pack's stations and piers, or of the line's own stops, in order. */
  stops: string[];
  /** Seconds from each stop to the next, the time at the stop included. */
  seconds: number[];
  /**
   * Where the seconds come from: a timetable's departures; the operator's minutes from end to end, spread over the
   * stretches by their length; or an estimate from length and speed.
   */
  timing: 'timetable' | 'operator' | 'estimate';
  /** Runs in the order of the stops only. */
  oneWay?: boolean;
  /** Stop behind which the sign is that of the way back: of a ring that is run one way. */
  turn?: string;
  /** Minutes between departures by day. */
  headway: number;
  /** Empty: day and night. Absent: no document tells. */
  hours?: ServiceHours[];
}

/** A line as its file has it. */
export interface Line {
  /** The code or name on the sign: `M2`, `Marmaray`, `Kadıköy–Beşiktaş`. */
  id: string;
  mode: Mode;
  /** Stops that are no places of the pack. */
  stops?: Stop[];
  services: Service[];
  /** The documents behind stops, minutes and hours. */
  facts: { stops: Sourced; minutes: Sourced; hours?: Sourced };
}

/** Where a way begins or ends. */
export interface Endpoint extends Point {
  /** Stations that the name itself means: no way to walk there. */
  stations?: Stop[];
}

/** A stretch of a way: on one vehicle, or on foot. */
export interface Leg {
  mode: Mode | 'walk';
  /** Empty on foot. */
  line: string;
  /** Absent where it is the beginning or the end of the whole way. */
  from?: Stop;
  to?: Stop;
  /** The sign of the vehicle; empty on foot. */
  towards: string;
  /** Stops from the first to the last, the first not counted; 0 on foot. */
  stops: number;
  /** Whole minutes on the way, waiting not counted. */
  minutes: number;
  /** Minutes between departures; absent on foot. */
  every?: number;
}

/** A line that does not run when one gets there. */
export interface ClosedLine {
  line: string;
  mode: Mode;
  /** When it next begins, `HH:MM`; absent where no document tells. */
  first?: string;
  /** The day on which that is, 0 = Sunday; absent where it is the day asked about. */
  weekday?: number;
}

/** A way from door to door. */
export interface Route {
  legs: Leg[];
  /** Whole minutes in all, with the usual waiting, from the first stop to the last where a taxi is needed. */
  minutes: number;
  transfers: number;
  /** Lines of the way that do not run then. Not empty only where nothing that runs leads there in fair time. */
  closed: ClosedLine[];
  /** Metres as the crow flies that are left from the last stop where that is too far to walk. */
  farFromStop?: number;
  /** The same from the beginning to the first stop. */
  farToStop?: number;
  /** Stations where one boards or alights, by whether a document tells of a way without steps. Only where asked. */
  stepFree?: { known: Stop[]; unknown: Stop[] };
  /** The documents behind the lines. */
  sources: ({ line: string; part: 'stops' | 'minutes' | 'hours' } & Sourced)[];
}

/** What is wanted of a way. */
export interface RouteOptions {
  /** When it begins: only what runs as one gets there is taken, as far as documents tell. Absent: by day. */
  at?: Date;
  /** Stations without a known way free of steps are avoided as far as possible. */
  stepFree?: boolean;
  /** How the person likes to travel: other modes count as slower, but for the short ones up a hill. */
  by?: readonly Mode[];
}
