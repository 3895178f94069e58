import type { Category, Names, OpenState, Place } from '../../knowledge/types.ts';
import type { Plan } from './plan-day.ts';
import type { Way } from './way.ts';

/** A place that fits, with what an answer says of it. */
export interface Item {
  place: Place;
  /** At the moment asked about. */
  open: OpenState;
  /** As the crow flies from the person; absent when we do not know where they are. */
  distanceMeters?: number;
  /** As the crow flies from what the answer measures from: the person, the named place, or the stop before. */
  meters?: number;
}

/** How the items were chosen, which is what the answer begins with. */
export type Selection = 'named' | 'near_person' | 'near_place' | 'in_area' | 'city' | 'walk';

/**
 * What has to be said beside the items: the person is outside the city; nothing lies near, or none in the area, and the
 * nearest is given; none is known to be open; nothing fits at all; everything of the kind was shown, and
 * what follows lies farther away; no prices are known
 * to choose cheap ones by; none is known to be free; whether a diet is catered for is not known; when the
 * sun sets.
 */
export type Remark =
  | 'outside'
  | 'too_far'
  | 'elsewhere'
  | 'none_open'
  | 'no_match'
  | 'no_more'
  | 'farther'
  | 'no_prices'
  | 'none_free'
  | 'diet'
  | 'sunset';

/** What a list was chosen by. */
export type Kind = { category: Category } | { dish: string };

/** What was found for a question. */
export interface Retrieved {
  selection: Selection;
  items: Item[];
  /** There are more that fit and were not shown yet. */
  more: boolean;
  remarks: Remark[];
  /** Absent where any place fits. */
  kind?: Kind;
  /** What was asked for, where none of it is known and `kind` is the next best; `near`: there is some farther away. */
  missing?: { kind: Kind; near: boolean };
  /** The place that the items are near to. */
  anchor?: Place;
  /** The district or neighbourhood that the items lie in. */
  area?: Names;
  /** Stops near the named place or area, nearest first. */
  stops: Item[];
  /** What is worth seeing in the named neighbourhood, best known first. */
  within: Item[];
  /** Stops near the person. */
  stopsFromPerson: Item[];
  /** Only what is free was asked for. */
  freeOnly: boolean;
  /** What is open was asked for. */
  openOnly: boolean;
  /** The moment asked about. */
  at: Date;
  /** The days asked for, where they are. */
  plan?: Plan;
  /** The way asked for, where one is. */
  way?: Way;
}
