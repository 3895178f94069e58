import { createAreas } from './areas.ts';
import { createHolidays } from './holidays.ts';
import { createHours } from './hours.ts';
import { createNearest } from './nearest.ts';
import { PackError, readPack } from './pack.ts';
import { createRoutes } from './routes/routes.ts';
import { sunsetOn } from './sunset.ts';
import { createTextSearch } from './text-search.ts';
import { dayIn, noonIn } from './time-zone.ts';
import type { Knowledge, Place } from './types.ts';

/**
 * Loads a city pack into memory and builds its searches.
 * @param dir folder of the pack, for example `cities/istanbul`
 * @throws PackError that names each file, place and field at fault, and the remedy.
 */
export async function loadKnowledge(dir: string): Promise<Knowledge> {
  const pack = await readPack(dir);
  if (!pack.city || pack.problems.length > 0) throw new PackError(dir, pack.problems);
  const { city, places, sources } = pack;
  const byId = new Map(places.map((place) => [place.id, place]));
  const holidays = createHolidays(city.country);
  const areas = createAreas({ districts: pack.districts, waters: city.waters });
  const districtNames = new Map(areas.districts.map(({ id, name }) => [id, name.tr]));

  return {
    city: { id: city.id, name: city.name, centre: city.centre, timezone: city.timezone },
    places,
    districts: areas.districts,
    sources,
    practical: pack.practical,
    lines: pack.lines,
    place: (id) => byId.get(id),
    search: createTextSearch(places),
    nearest: createNearest(places),
    inArea(areaId, where = () => true) {
      const district = districtNames.get(areaId);
      return places
        .filter(
          (place) =>
            (district === undefined
              ? (place.neighbourhoods?.includes(areaId) ?? false)
              : place.district === district) && where(place),
        )
        .sort(byRank);
    },
    contains: (point) => areas.contains(point),
    districtAt: (point) => areas.districtAt(point),
    openState: createHours(city),
    holidayAt: (at) => holidays.on(dayIn(city.timezone, at)),
    nextHoliday(ids, at) {
      const day = holidays.next(ids, dayIn(city.timezone, at));
      return day === undefined ? undefined : noonIn(city.timezone, new Date(`${day}T12:00Z`));
    },
    sunset: (point, at) => sunsetOn(point, noonIn(city.timezone, at)),
    route: createRoutes({ lines: pack.lines, places, areas, timezone: city.timezone }),
    fact: (place, field) => place.facts.find((fact) => fact.field === field),
  };
}

function byRank(a: Place, b: Place): number {
  return a.rank - b.rank || (a.id < b.id ? -1 : 1);
}
