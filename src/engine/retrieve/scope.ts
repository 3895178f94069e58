import type { Found, Knowledge, Names, Place } from '../../knowledge/types.ts';
import type { Point } from '../../messages.ts';
import { SIDES } from '../lexicon/sides.ts';
import type { Understanding } from '../types.ts';
import type { Selection } from './types.ts';

/** Metres within which a place counts as near. */
export const NEAR_METERS = 3_000;

/** Where a list is chosen from. */
export interface Scope {
  selection: Selection;
  /** All places that pass, in the order in which they are shown. */
  ordered: (where: (place: Place) => boolean) => Found[];
  /** What lies farther, in metres, is not offered as near. */
  limit: number;
  anchor?: Place;
  area?: Names;
  /** The middle of the area. */
  centre?: Point;
}

/** The narrowest scope that the question gives: near a named place, in an area, near the person, or the whole city. */
export function scopeOf(
  understood: Understanding,
  knowledge: Knowledge,
  person: Point | undefined,
  anchor: Place | undefined,
): Scope {
  const side = SIDES[understood.areaId ?? ''];
  if (side) {
    return {
      selection: 'in_area',
      ordered: (where) =>
        knowledge.places
          .filter((place) => side.districts.includes(place.district) && where(place))
          .sort(byRank)
          .map((place) => ({ place })),
      limit: Infinity,
    };
  }
  const areaId = anchor ? areaOf(knowledge, anchor) : understood.areaId;
  const area = areaId ? areaAt(knowledge, areaId) : undefined;
  if (areaId && area) {
    return {
      selection: 'in_area',
      ordered: (where) =>
        knowledge.inArea(areaId, (place) => place.id !== areaId && where(place)).map((place) => ({ place })),
      limit: Infinity,
      area: area.name,
      centre: area.centre,
    };
  }
  if (anchor) {
    return {
      selection: 'near_place',
      ordered: (where) =>
        knowledge.nearest(anchor, { limit: Infinity, where: (place) => place !== anchor && where(place) }),
      limit: NEAR_METERS,
      anchor,
    };
  }
  if (person) {
    return {
      selection: 'near_person',
      ordered: (where) => knowledge.nearest(person, { limit: Infinity, where }),
      limit: NEAR_METERS,
    };
  }
  return {
    selection: 'city',
    ordered: (where) =>
      knowledge.places
        .filter(where)
        .sort(byRank)
        .map((place) => ({ place })),
    limit: Infinity,
  };
}

/** What more visitors look for comes first; the same order each time. */
export function byRank(a: Place, b: Place): number {
  return a.rank - b.rank || (a.id < b.id ? -1 : 1);
}

/** The area that a named place is: the district of that name, or a neighbourhood whose places we know. */
function areaOf(knowledge: Knowledge, { id, name, categories }: Place): string | undefined {
  if (!categories.includes('neighbourhood')) return undefined;
  const district = knowledge.districts.find((each) => each.name.tr === name.tr);
  return district?.id ?? (knowledge.inArea(id).length > 2 ? id : undefined);
}

function areaAt(knowledge: Knowledge, areaId: string): { name: Names; centre: Point } | undefined {
  const district = knowledge.districts.find(({ id }) => id === areaId);
  if (district) return district;
  const place = knowledge.place(areaId);
  return place && { name: place.name, centre: place };
}
