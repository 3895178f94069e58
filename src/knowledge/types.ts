import type { Point } from '../messages.ts';

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
 * - `closed_on`: OSM weekday list (`Mo`) where the document tells the closed days but not the hours
 * - `admission`: `free` | `ticket` | `combined_ticket`; `price`: `{amount, currency, for?}`
 * - `dress_code`: `modest` | `headscarf`; `prayer_closed`: true (closed to visitors at prayer times)
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
