import type { Point } from '../messages.ts';
import type { Holiday, HolidayId } from './holidays.ts';
import type { Practical } from './practical.ts';
import type { Endpoint, Line, Route, RouteOptions } from './routes/types.ts';

/** What kinds of place there are. The words of each language for them are in `src/engine/lexicon/`. */
export const CATEGORIES = [
  'sight',
  'museum',
  'palace',
  'mosque',
  'church',
  'synagogue',
  'tower',
  'bridge',
  'historic',
  'square',
  'street',
  'neighbourhood',
  'viewpoint',
  'park',
  'beach',
  'island',
  'market',
  'shopping',
  'hammam',
  'restaurant',
  'kebab',
  'fish',
  'breakfast',
  'meze',
  'street_food',
  'soup',
  'dessert',
  'bakery',
  'cafe',
  'coffee',
  'tea_garden',
  'vegetarian',
  'bar',
  'nightlife',
  'theatre',
  'aquarium',
  'cistern',
  'cemetery',
  'airport',
  'metro_station',
  'tram_stop',
  'funicular_station',
  'cable_car_station',
  'marmaray_station',
  'metrobus_stop',
  'ferry_pier',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** Names by language; Turkish (the form on the sign) and English are always there. */
export type Names = { tr: string; en: string } & Partial<Record<string, string>>;

/**
 * Fields of facts and their values:
 * - `name`: `{tr, en}`; `coordinates`: `[lat, lon]`; `categories`: list of categories; `district`: one of the 39 districts
 * - `opening_hours`: OSM `opening_hours` syntax, Europe/Istanbul wall clock
 * - `closed_on`: OSM weekday list (`Mo,Tu` or `["Mo", "Tu"]`) where the document tells the closed days but not the hours
 * - `admission`: `free` | `ticket` | `combined_ticket`; `price`: `{amount, currency, for?}`
 * - `dress_code`: `modest` | `headscarf`; `prayer_closed`: true (closed to visitors at prayer times)
 * - `prayer_minutes`: `{before?, length?}`, minutes before the call at which it closes and for which it is closed
 * - `holiday_hours`: what it does on holidays (`HOLIDAY_KEYS`): `off`, `usual`, or hours such as `13:00-18:00`
 * - `dish`: list of dish names as on the menu; `cuisine`: OSM cuisine word; `price_level`: 1..4
 * - `visit_minutes`: number; `last_entry`: `HH:MM`; `built`: year or period as text; `website`: URL; `phone`: E.164; `address`: text
 * - `lines`: list of line codes at a station; `accessible`: `yes` | `no` | `limited`
 * - `note`: `{tr, en}`, one short sentence for visitors (each at most 90 characters)
 */
export interface Fact {
  field: string;
  value: unknown;
  /** Key of `sources.json` of the pack; several where independent documents agree. */
  source: string | string[];
  /** Date of the document, YYYY-MM-DD: never the day we looked. */
  checkedOn: string;
}

/** A place of a city pack, as its file has it. */
export interface Place extends Point {
  /** Lower-case ASCII words joined by hyphens; stable for ever. */
  id: string;
  name: Names;
  /** Other names, spellings and nicknames by which people ask, in any language. */
  aliases?: string[];
  categories: Category[];
  /** Name of the district (ilçe) in Turkish. */
  district: string;
  /** Ids of the neighbourhoods (places of category `neighbourhood`) that it lies in. */
  neighbourhoods?: string[];
  /** How much visitors look for it: 1 (everyone) to 5 (few). Orders answers where no distance does. */
  rank: number;
  facts: Fact[];
}

/** A document that facts come from. */
export interface SourceDocument {
  title: string;
  url?: string;
  /** Date of the document, YYYY-MM-DD. */
  date: string;
  licence?: string;
}

/** Whether a place is open at a moment, as far as its facts tell. */
export interface OpenState {
  state: 'open' | 'closed' | 'unknown';
  /** Today's opening and closing times, `HH:MM`, in order; empty when closed all day. */
  today: { from: string; to: string }[];
  /** When it closes, if open; when it next opens, if closed. */
  until?: Date;
  /** Open day and night. */
  always?: boolean;
  /** The closing to visitors for a prayer that it is in, or, if open, the next one of that day. Both ends are about. */
  prayer?: { from: Date; to: Date };
  /** The holiday that the day is; `known`: its hours take that into account. */
  holiday?: Holiday & { known: boolean };
  /** Weekdays on which it never opens, 0 = Sunday … 6 = Saturday. */
  closedDays: number[];
  /** The fact it rests on. */
  fact?: Fact;
}

/** A place that a search found. */
export interface Found {
  place: Place;
  /** As the crow flies, in metres; absent where the search had no point. */
  distanceMeters?: number;
  /** Text match, higher is better; absent where the search had no text. */
  score?: number;
}

/** A district (ilçe): its outline in the pack answers "where is this point". */
export interface District {
  id: string;
  name: Names;
  aliases?: string[];
  centre: Point;
}

/** What can be asked of a loaded city pack. Built by `loadKnowledge` in `knowledge.ts`; in memory, read only. */
export interface Knowledge {
  /** Display names of the city, its middle, and the documents behind the facts by key. */
  readonly city: { id: string; name: Names; centre: Point; timezone: string };
  readonly places: readonly Place[];
  readonly districts: readonly District[];
  readonly sources: Readonly<Record<string, SourceDocument>>;
  /** Notes on practical matters, and public toilets. */
  readonly practical: Practical;
  /** The lines of public transport. */
  readonly lines: readonly Line[];
  place(id: string): Place | undefined;
  /**
   * Places by name, alias, dish or category word, folded, with prefixes and typos; best first. With `near`, ties and
   * equal names go to the nearer one and distances are filled in.
   */
  search(text: string, options?: { near?: Point; limit?: number }): Found[];
  /** The nearest places first, exactly as brute force would order them. */
  nearest(
    point: Point,
    options?: { limit?: number; maxMeters?: number; where?: (place: Place) => boolean },
  ): Found[];
  /** Places in a district or neighbourhood (by id), by rank. */
  inArea(areaId: string, where?: (place: Place) => boolean): Place[];
  /** Whether the point lies within the province. */
  contains(point: Point): boolean;
  /** The district that the point lies in. */
  districtAt(point: Point): District | undefined;
  openState(place: Place, at: Date): OpenState;
  /** The public holiday that the day of a moment is, or the eve of one. */
  holidayAt(at: Date): Holiday | undefined;
  /** Noon of the first day of the next of these holidays, or of this day where it is one of them. */
  nextHoliday(ids: readonly HolidayId[], at: Date): Date | undefined;
  /** When the sun sets at a point, on the day of a moment. */
  sunset(point: Point, at: Date): Date | undefined;
  /**
   * The quickest way from door to door by the pack's lines and on foot, with what it changes at, or on foot alone where
   * that is quicker; undefined where none is known.
   */
  route(from: Endpoint, to: Endpoint, options?: RouteOptions): Route | undefined;
  /** The first fact of a field. */
  fact(place: Place, field: string): Fact | undefined;
}
