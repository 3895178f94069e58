import { fold } from '../../knowledge/fold.ts';
import type { Endpoint, Mode, Route } from '../../knowledge/routes/types.ts';
import type { Category, Knowledge, Names, Place } from '../../knowledge/types.ts';
import type { Point } from '../../messages.ts';
import type { Question, Understanding } from '../types.ts';
import { isTransit } from './categories.ts';

/** The mode that is meant where a kind of stop is named: "by ferry", "which tram". */
const MODES: Partial<Record<Category, Mode>> = {
  metro_station: 'metro',
  tram_stop: 'tram',
  funicular_station: 'funicular',
  cable_car_station: 'cable_car',
  marmaray_station: 'marmaray',
  metrobus_stop: 'metrobus',
  ferry_pier: 'ferry',
};
/** Metres within which a station is the one of its place's name. */
const NAMESAKE_METERS = 800;
/** The same for islands and airports, which are large. */
const LARGE_METERS = 1_500;
/** The same for districts, whose middle may be anywhere. */
const DISTRICT_METERS = 4_000;
/** Stations that may bear one name. */
const MAX_NAMESAKES = 12;

/** Where a way begins or ends, as the question names it. */
export interface WayEnd {
  /** Absent where it is where the person stands. */
  name?: Names;
  place?: Place;
  end: Endpoint;
}

/** The way that a question asks for, as far as it says from where to where. */
export interface Way {
  from?: WayEnd;
  to?: WayEnd;
  /** Absent where an end is missing, or none is known. */
  route?: Route;
}

/** Looks up the way that a question asks for: from where it says, or from where the person stands. */
export function wayOf(
  question: Question,
  understood: Understanding,
  knowledge: Knowledge,
  person: Point | undefined,
): Way {
  const to = endOf(knowledge, destinationIds(question, understood));
  const named = endOf(knowledge, understood.origin ?? []);
  const from = named ?? (person && { end: person });
  if (!from || !to) return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
  const at = understood.when ?? question.at;
  const by = modesOf(understood);
  const route = knowledge.route(from.end, to.end, {
    at,
    by,
    ...(understood.stepFree ? { stepFree: true } : {}),
  });
  return { from, to, ...(route ? { route } : {}) };
}

/** The modes of the kinds of stop that a question names. */
export function modesOf({ categories }: Pick<Understanding, 'categories'>): Mode[] {
  return categories.flatMap((category) => MODES[category] ?? []);
}

/** What the question names as its end, else what it leans back on: "how do I get there?" */
function destinationIds(question: Question, understood: Understanding): string[] {
  const { destination, placeIds, areaId, origin, followUp } = understood;
  if (destination) return destination;
  const shown = question.history.findLast((turn) => turn.places.length > 0)?.places ?? [];
  if (followUp === 'same_place') return [...placeIds, ...shown];
  // A name that is the origin is no destination, however many things it stands for
  if (origin) return shown.slice(0, 1);
  return [...placeIds, ...(areaId === undefined ? [] : [areaId])];
}

function endOf(knowledge: Knowledge, ids: readonly string[]): WayEnd | undefined {
  for (const id of ids) {
    const place = knowledge.place(id);
    if (place) return { place, name: place.name, end: stationsOf(knowledge, place) };
    const district = knowledge.districts.find((each) => each.id === id);
    if (district) {
      const { name, centre } = district;
      return { name, end: { ...centre, stations: namesakes(knowledge, centre, name.tr, DISTRICT_METERS) } };
    }
  }
  return undefined;
}

/** The stations that bear the place's own name: whoever says "Taksim" is at Taksim station. */
function stationsOf(knowledge: Knowledge, place: Place): Endpoint {
  const { lat, lon, categories } = place;
  const isStation = isTransit(place);
  const isArea = categories.some((each) => ['neighbourhood', 'square', 'island', 'airport'].includes(each));
  if (!isStation && !isArea) return { lat, lon };
  const isLarge = categories.includes('island') || categories.includes('airport');
  const stations = namesakes(knowledge, place, place.name.tr, isLarge ? LARGE_METERS : NAMESAKE_METERS);
  return { lat, lon, stations: isStation ? [...new Set([place, ...stations])] : stations };
}

function namesakes(knowledge: Knowledge, point: Point, name: string, maxMeters: number): Place[] {
  const wanted = bare(name);
  const where = (other: Place): boolean => isTransit(other) && isNamedAfter(bare(other.name.tr), wanted);
  return knowledge.nearest(point, { limit: MAX_NAMESAKES, maxMeters, where }).map(({ place }) => place);
}

/** "Eminönü İskelesi" and "Beyazıt-Kapalıçarşı" belong to Eminönü and Beyazıt. */
function isNamedAfter(station: string, name: string): boolean {
  return station === name || station.startsWith(`${name} `) || station.startsWith(`${name}-`);
}

function bare(name: string): string {
  return fold(name).replace(/ (meydani|iskelesi)$/u, '');
}
