import type { Category } from '../../knowledge/types.ts';

/** What also serves who asks for a category, in order of preference: looked at where the category itself has too little. */
export const BROADER: Partial<Record<Category, Category[]>> = {
  kebab: ['restaurant'],
  fish: ['restaurant'],
  meze: ['restaurant'],
  soup: ['restaurant'],
  vegetarian: ['restaurant'],
  breakfast: ['cafe'],
  street_food: ['restaurant'],
  dessert: ['bakery'],
  coffee: ['cafe'],
  tea_garden: ['cafe'],
  nightlife: ['bar'],
};

/** Categories that also give what is asked for: no word is needed where they are offered instead. */
export const SERVED_BY: Partial<Record<Category, Category[]>> = {
  coffee: ['cafe'],
  tea_garden: ['cafe'],
  dessert: ['bakery'],
  nightlife: ['bar'],
};

/** Categories that say little beside another one: "fish restaurant" asks for fish first. */
export const GENERAL: ReadonlySet<Category> = new Set<Category>([
  'restaurant',
  'sight',
  'historic',
  'cafe',
  'shopping',
]);

/** Kinds of place where one eats or drinks: what else a message holds ("wifi", "alcohol") only narrows them. */
export const FOOD: ReadonlySet<Category> = new Set<Category>([
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
]);

/** Stations, stops and piers: of two places with one name, the sight is meant unless such a word stands with it. */
export const TRANSIT: ReadonlySet<Category> = new Set<Category>([
  'metro_station',
  'tram_stop',
  'funicular_station',
  'cable_car_station',
  'marmaray_station',
  'metrobus_stop',
  'ferry_pier',
]);
