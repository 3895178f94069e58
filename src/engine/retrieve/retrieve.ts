import { distanceMeters } from '../../knowledge/distance.ts';
import type { Knowledge, Place } from '../../knowledge/types.ts';
import type { Point } from '../../messages.ts';
import type { Question, Understanding } from '../types.ts';
import { isSight, isTransit, transitMode } from './categories.ts';
import { chooseList } from './list.ts';
import { planDays } from './plan.ts';
import { scopeOf } from './scope.ts';
import type { Item, Remark, Retrieved } from './types.ts';
import { wayOf, type Way } from './way.ts';

/** Places in one answer. */
const MAX_ITEMS = 3;
/** Stops named near a place, and how far they may be, in metres. */
const MAX_STOPS = 3;
const STOP_METERS = 1_500;
/** How far from the middle of a neighbourhood, in metres, a sight still counts as there. */
const SIGHT_METERS = 700;

/** Looks up what an understood question asks for. Reads the question's point, moment and history, never its text. */
export function retrieve(question: Question, understood: Understanding, knowledge: Knowledge): Retrieved {
  const at = understood.when ?? question.at;
  const person = question.point && knowledge.contains(question.point) ? question.point : undefined;
  const parts: Parts = { question, understood, knowledge, at, person };
  const remarks: Remark[] = question.point && !person ? ['outside'] : [];
  const way = understood.intent === 'route' ? wayOf(question, understood, knowledge, person) : undefined;
  const named = way?.to ? way.to.place : namedPlace(parts);
  const { openOnly } = understood;
  const freeOnly = understood.budget === 'free';
  const about = { at, openOnly, freeOnly, remarks, stops: [], within: [], stopsFromPerson: [], more: false };
  const isAboutOne = ['place', 'hours', 'route'].includes(understood.intent);
  if (named && isAboutOne) {
    const one = single(parts, named);
    return { ...about, ...one, ...(way ? { way, stops: stopsOf(parts, way, one.stops) } : {}) };
  }
  if (way) {
    if (!way.to?.name) return { ...about, selection: 'named', items: [], way };
    const stops = stopsOf(parts, way, stopsNear(parts, way.to.end));
    return { ...about, selection: 'in_area', area: way.to.name, items: [], stops, way };
  }
  if (understood.intent === 'plan') return { ...about, ...plan(parts, named) };
  return { ...about, ...list(parts, named, remarks) };
}

interface Parts {
  question: Question;
  understood: Understanding;
  knowledge: Knowledge;
  at: Date;
  /** Where the person is, if in the city. */
  person: Point | undefined;
}

function itemOf({ knowledge, at, person }: Parts, place: Place, meters?: number): Item {
  return {
    place,
    open: knowledge.openState(place, at),
    ...(person ? { distanceMeters: distanceMeters(person, place) } : {}),
    ...(meters === undefined ? {} : { meters }),
  };
}

/** The place that the question names, leans back on, or whose neighbourhood it names. */
function namedPlace({ question, understood, knowledge }: Parts): Place | undefined {
  const named = understood.placeIds.map((id) => knowledge.place(id)).find((place) => place !== undefined);
  if (named) return named;
  if (understood.followUp === 'same_place' || understood.followUp === 'near_place') {
    const before = question.history.findLast((turn) => turn.places.length > 0);
    return knowledge.place(before?.places[0] ?? '');
  }
  const isAboutOne = ['place', 'hours', 'route'].includes(understood.intent);
  return isAboutOne && understood.categories.length === 0
    ? knowledge.place(understood.areaId ?? '')
    : undefined;
}

function single(
  parts: Parts,
  place: Place,
): Omit<Retrieved, 'at' | 'openOnly' | 'freeOnly' | 'remarks' | 'more'> {
  const { person, understood } = parts;
  const item = itemOf(parts, place);
  return {
    selection: 'named',
    items: [{ ...item, ...(item.distanceMeters === undefined ? {} : { meters: item.distanceMeters }) }],
    stops: isTransit(place) ? [] : stopsNear(parts, place),
    within: understood.intent === 'place' ? worthSeeing(parts, place) : [],
    stopsFromPerson: person && understood.intent === 'route' ? stopsNear(parts, person, place) : [],
  };
}

/** The best-known sights of a neighbourhood. */
function worthSeeing(parts: Parts, area: Place): Item[] {
  const { id, categories } = area;
  if (!categories.includes('neighbourhood')) return [];
  const { knowledge } = parts;
  const inside = knowledge.inArea(id, isSight);
  const sights =
    inside.length > 0
      ? inside
      : knowledge.nearest(area, { maxMeters: SIGHT_METERS, where: isSight }).map(({ place }) => place);
  return sights.slice(0, MAX_ITEMS).map((place) => itemOf(parts, place));
}

/** The stops that bear the name of a way's end, before those that are only near it. */
function stopsOf(parts: Parts, { to }: Way, near: Item[]): Item[] {
  const own = (to?.end.stations ?? []).flatMap(({ id }) => parts.knowledge.place(id) ?? []);
  const items = own.slice(0, MAX_STOPS).map((place) => itemOf(parts, place));
  return items.length > 0 ? items : near;
}

/** The nearest stop of each way to travel. */
function stopsNear(parts: Parts, point: Point, except?: Place): Item[] {
  const where = (place: Place): boolean => isTransit(place) && place !== except && place !== point;
  const near = parts.knowledge.nearest(point, { maxMeters: STOP_METERS, where });
  const modes = near.map(({ place }) => transitMode(place));
  return near
    .filter((_, index) => modes.indexOf(modes[index] ?? '') === index)
    .slice(0, MAX_STOPS)
    .map((found) => itemOf(parts, found.place, found.distanceMeters));
}

function plan(
  parts: Parts,
  named: Place | undefined,
): Pick<Retrieved, 'selection' | 'items' | 'area' | 'plan'> {
  const { understood, knowledge, person, at, question } = parts;
  const scope = scopeOf(understood, knowledge, person, named);
  const planned = planDays({ understood, knowledge, scope, person, at, asked: question.at });
  const items = planned.days.flatMap(({ stops }) => stops.map(({ item }) => item));
  return { selection: 'walk', items, plan: planned, ...(scope.area ? { area: scope.area } : {}) };
}

function list(
  parts: Parts,
  named: Place | undefined,
  remarks: Remark[],
): Omit<Retrieved, 'at' | 'openOnly' | 'freeOnly' | 'within' | 'stopsFromPerson'> {
  const scope = scopeOf(parts.understood, parts.knowledge, parts.person, named);
  const { places, remarks: said, ...chosen } = chooseList(parts, scope);
  const [only] = places;
  return {
    ...chosen,
    selection: scope.selection,
    ...(scope.anchor ? { anchor: scope.anchor } : {}),
    ...(scope.area ? { area: scope.area } : {}),
    items: places.slice(0, MAX_ITEMS).map((each) => itemOf(parts, each.place, each.distanceMeters)),
    stops: only && places.length === 1 && !isTransit(only.place) ? stopsNear(parts, only.place) : [],
    more: places.length > MAX_ITEMS,
    remarks: [...remarks, ...said],
  };
}
