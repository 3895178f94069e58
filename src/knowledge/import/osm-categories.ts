import type { Category } from '../types.ts';

/** Tags of OpenStreetMap by key and value. */
export type Tags = Readonly<Record<string, string>>;

/**
 * What tags of OpenStreetMap make of a place, in the order in which its categories are listed: the most telling first.
 * A rule holds where all its tags are there; `*` is any value.
 */
const RULES: readonly [tags: Tags, categories: readonly Category[]][] = [
  [{ aeroway: 'aerodrome' }, ['airport']],
  [{ railway: 'station', station: 'subway' }, ['metro_station']],
  [{ railway: 'station', station: 'light_rail' }, ['metro_station']],
  [{ railway: 'tram_stop' }, ['tram_stop']],
  [{ railway: 'station', station: 'funicular' }, ['funicular_station']],
  [{ aerialway: 'station' }, ['cable_car_station']],
  [{ amenity: 'ferry_terminal' }, ['ferry_pier']],
  [{ tourism: 'museum' }, ['museum']],
  [{ tourism: 'gallery' }, ['museum']],
  [{ tourism: 'aquarium' }, ['aquarium']],
  [{ historic: 'castle', castle_type: 'palace' }, ['palace', 'historic', 'sight']],
  [{ historic: 'palace' }, ['palace', 'historic', 'sight']],
  [{ amenity: 'place_of_worship', religion: 'muslim' }, ['mosque']],
  [{ historic: 'mosque' }, ['mosque', 'historic', 'sight']],
  [{ amenity: 'place_of_worship', religion: 'christian' }, ['church']],
  [{ historic: 'church' }, ['church', 'historic', 'sight']],
  [{ amenity: 'place_of_worship', religion: 'jewish' }, ['synagogue']],
  [{ amenity: 'public_bath' }, ['hammam']],
  [{ leisure: 'hammam' }, ['hammam']],
  [{ leisure: 'sauna', sauna: 'hammam' }, ['hammam']],
  [{ man_made: 'tower', 'tower:type': 'clock' }, ['tower', 'sight']],
  [{ man_made: 'tower', tourism: 'attraction' }, ['tower', 'sight']],
  [{ man_made: 'bridge' }, ['bridge']],
  [{ historic: 'bridge' }, ['bridge', 'historic', 'sight']],
  [{ building: 'bridge' }, ['bridge', 'sight']],
  [{ man_made: 'reservoir_covered', historic: '*' }, ['cistern', 'historic', 'sight']],
  [{ tourism: 'viewpoint' }, ['viewpoint']],
  [{ amenity: 'marketplace' }, ['market', 'shopping']],
  [{ shop: 'mall' }, ['shopping']],
  [{ historic: 'caravanserai' }, ['market', 'historic', 'sight']],
  [{ historic: 'tomb' }, ['historic', 'sight']],
  [{ historic: 'castle' }, ['historic', 'sight']],
  [{ historic: 'fort' }, ['historic', 'sight']],
  [{ historic: 'city_gate' }, ['historic', 'sight']],
  [{ historic: 'citywalls' }, ['historic', 'sight']],
  [{ historic: 'ruins' }, ['historic', 'sight']],
  [{ historic: 'archaeological_site' }, ['historic', 'sight']],
  [{ historic: 'monument' }, ['historic', 'sight']],
  [{ historic: 'building' }, ['historic', 'sight']],
  [{ tourism: 'attraction' }, ['sight']],
  [{ tourism: 'theme_park' }, ['sight']],
  [{ tourism: 'zoo' }, ['park', 'sight']],
  [{ leisure: 'park' }, ['park']],
  [{ leisure: 'garden' }, ['park']],
  [{ leisure: 'beach_resort' }, ['beach']],
  [{ natural: 'beach' }, ['beach']],
  [{ place: 'island' }, ['island']],
  [{ place: 'square' }, ['square']],
  [{ place: 'suburb' }, ['neighbourhood']],
  [{ place: 'quarter' }, ['neighbourhood']],
  [{ place: 'neighbourhood' }, ['neighbourhood']],
  [{ highway: 'pedestrian' }, ['street']],
  [{ landuse: 'cemetery' }, ['cemetery']],
  [{ amenity: 'grave_yard' }, ['cemetery']],
  [{ amenity: 'restaurant', cuisine: 'kebab' }, ['kebab', 'restaurant']],
  [{ amenity: 'restaurant', cuisine: 'fish' }, ['fish', 'restaurant']],
  [{ amenity: 'restaurant', cuisine: 'seafood' }, ['fish', 'restaurant']],
  [{ amenity: 'restaurant', cuisine: 'breakfast' }, ['breakfast', 'restaurant']],
  [{ amenity: 'restaurant', cuisine: 'soup' }, ['soup', 'restaurant']],
  [{ amenity: 'restaurant', cuisine: 'meze' }, ['meze', 'restaurant']],
  [{ amenity: 'restaurant', 'diet:vegetarian': 'only' }, ['vegetarian', 'restaurant']],
  [{ amenity: 'restaurant', 'diet:vegan': 'only' }, ['vegetarian', 'restaurant']],
  [{ amenity: 'restaurant' }, ['restaurant']],
  [{ amenity: 'fast_food', cuisine: 'kebab' }, ['kebab', 'street_food']],
  [{ amenity: 'fast_food' }, ['street_food']],
  [{ amenity: 'cafe', cuisine: 'coffee_shop' }, ['coffee', 'cafe']],
  [{ amenity: 'cafe', cuisine: 'tea' }, ['tea_garden', 'cafe']],
  [{ amenity: 'cafe' }, ['cafe']],
  [{ amenity: 'ice_cream' }, ['dessert']],
  [{ shop: 'pastry' }, ['dessert']],
  [{ shop: 'confectionery' }, ['dessert']],
  [{ shop: 'bakery' }, ['bakery']],
  [{ amenity: 'bar' }, ['bar']],
  [{ amenity: 'pub' }, ['bar']],
  [{ amenity: 'nightclub' }, ['nightlife']],
  [{ amenity: 'theatre' }, ['theatre']],
];

/** The categories that tags stand for, the most telling first; empty where the table has none. */
export function categoriesOf(tags: Tags): Category[] {
  const found = RULES.filter(([rule]) => holds(rule, tags)).flatMap(([, categories]) => categories);
  return [...new Set(found)];
}

function holds(rule: Tags, tags: Tags): boolean {
  return Object.entries(rule).every(([key, value]) => {
    const given = tags[key];
    // Values of one key stand apart by semicolons
    return given !== undefined && (value === '*' || given.split(';').some((each) => each.trim() === value));
  });
}
