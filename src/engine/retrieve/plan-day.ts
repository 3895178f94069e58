import type { Mode } from '../../knowledge/routes/types.ts';
import type { Item } from './types.ts';
import type { DayWishes, Wish } from '../types.ts';

/** What a stop of a day is for. `late` is a drink or something sweet after dinner. */
export type StopPart = 'visit' | 'breakfast' | 'lunch' | 'dinner' | 'late';

/** The way to a stop from the one before it, or from the person to the first. */
export interface StopWay {
  minutes: number;
  /** What one rides most of it on; absent on foot. */
  ride?: { mode: Mode; line: string };
}

/** A stop of a day. */
export interface PlannedStop {
  item: Item;
  part: StopPart;
  /** When one gets there. */
  at: Date;
  way?: StopWay;
}

export interface PlannedDay {
  /** Noon of the day. */
  at: Date;
  stops: PlannedStop[];
}

/** Days with their stops, in the order in which one goes. */
export interface Plan {
  days: PlannedDay[];
  asked: DayWishes;
  /** Wishes that could not be kept. */
  loosened: (Wish | 'area')[];
  /** Meals for which no place was found that is known to be open. */
  unfed: ('lunch' | 'dinner')[];
  /** More days were asked for than are planned. */
  fewerDays: boolean;
}
