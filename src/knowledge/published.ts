import type { Category, Knowledge, Place, SourceDocument } from './types.ts';
import type { Point } from '../messages.ts';

/** A place as programs read it: the JSON of `knowledge list` and `knowledge search`. */
export interface PublishedPlace extends Point {
  id: string;
  name: { tr: string; en: string };
  categories: Category[];
  /** `source` is the address of the document, or its title where it has none; several are joined by a space. */
  facts: { field: string; value: unknown; source: string; checkedOn: string }[];
  /** Whole metres as the crow flies from the point that was asked from. */
  distanceMeters?: number;
}

/** Every place of the pack, in the order of its files. */
export function listPlaces(knowledge: Knowledge): PublishedPlace[] {
  return knowledge.places.map((place) => publish(place, knowledge.sources));
}

/** Places by name, alias, dish or category word, best first; with `at`, distances are filled in. */
export function searchPlaces(
  knowledge: Knowledge,
  text: string,
  { at, limit = 10 }: { at?: Point; limit?: number } = {},
): PublishedPlace[] {
  return knowledge
    .search(text, { limit, ...(at ? { near: at } : {}) })
    .map(({ place, distanceMeters }) => publish(place, knowledge.sources, distanceMeters));
}

function publish(
  { id, name, lat, lon, categories, facts }: Place,
  sources: Readonly<Record<string, SourceDocument>>,
  meters?: number,
): PublishedPlace {
  const address = (key: string) => sources[key]?.url ?? sources[key]?.title ?? key;
  return {
    id,
    name: { tr: name.tr, en: name.en },
    lat,
    lon,
    categories,
    facts: facts.map(({ field, value, source, checkedOn }) => {
      return { field, value, source: [source].flat().map(address).join(' '), checkedOn };
    }),
    ...(meters === undefined ? {} : { distanceMeters: Math.round(meters) }),
  };
}
