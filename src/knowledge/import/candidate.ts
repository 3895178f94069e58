import type { Point } from '../../messages.ts';
import type { Category } from '../types.ts';
import type { Tags } from './osm-categories.ts';

/** A file that cannot be imported. Its message says what is wrong with it and what to do. */
export class ImportError extends Error {
  constructor(file: string, fault: string) {
    super(`${file} cannot be imported: ${fault}`);
    this.name = 'ImportError';
  }
}

/** A place as a foreign file has it, before it is held against the pack. */
export interface Candidate extends Point {
  /** How the file names it (`node/123`, a stop's id, `feature 7`), for the reader of a review. */
  ref: string;
  tags: Tags;
  categories: Category[];
  /** Codes of the lines that stop there. */
  lines?: string[];
}

/** What a file holds. */
export interface Candidates {
  found: Candidate[];
  /** Entries of the file that are no place, by reason. */
  leftOut: { ref: string; reason: string }[];
  /** Date that the file itself bears, YYYY-MM-DD. */
  date?: string;
  licence?: string;
}

/** Kinds of stop. */
export const STOP_CATEGORIES: readonly Category[] = [
  'metro_station',
  'tram_stop',
  'funicular_station',
  'cable_car_station',
  'marmaray_station',
  'metrobus_stop',
  'ferry_pier',
];

export const OSM_LICENCE = 'ODbL 1.0, © OpenStreetMap contributors';

/** Whether these are a latitude and a longitude in degrees. */
export function isPoint(lat: unknown, lon: unknown): boolean {
  return (
    typeof lat === 'number' &&
    typeof lon === 'number' &&
    Math.abs(lat) <= 90 &&
    Math.abs(lon) <= 180 &&
    !(lat === 0 && lon === 0)
  );
}
