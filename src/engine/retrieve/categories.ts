import type { Category, Place } from '../../knowledge/types.ts';

/** Where lines stop: what "nearest stop" means. */
const TRANSIT: ReadonlySet<Category> = new Set<Category>([
  'metro_station',
  'tram_stop',
  'funicular_station',
  'cable_car_station',
  'marmaray_station',
  'metrobus_stop',
  'ferry_pier',
]);

/** What a visitor comes to see. */
const SIGHTS: ReadonlySet<Category> = new Set<Category>([
  'sight',
  'museum',
  'palace',
  'mosque',
  'church',
  'tower',
  'historic',
  'cistern',
  'market',
  'viewpoint',
  'square',
]);

export function isTransit(place: Place): boolean {
  return place.categories.some((category) => TRANSIT.has(category));
}

/** How one travels from a stop: by rail, cable car, ferry or metrobüs. */
export function transitMode({ categories }: Place): string {
  if (categories.includes('ferry_pier')) return 'ferry';
  if (categories.includes('metrobus_stop')) return 'metrobus';
  return categories.includes('cable_car_station') ? 'cable_car' : 'rail';
}

export function isSight(place: Place): boolean {
  return !isTransit(place) && place.categories.some((category) => SIGHTS.has(category));
}
