import { distanceMeters } from '../../knowledge/distance.ts';
import type { Knowledge, Names, Place } from '../../knowledge/types.ts';
import type { Point } from '../../messages.ts';
import type { Question, Understanding } from '../types.ts';
import { isTransit, transitMode } from './categories.ts';
import { matching } from './match.ts';
import { scopeOf } from './scope.ts';
import type { Item, Kind, Remark, Retrieved } from './types.ts';
import { walk } from './walk.ts';

/** Places in one answer. */
const MAX_ITEMS = 3;
/** Stops named near a place, and how far they may be, in metres. */
const MAX_STOPS = 3;
const STOP_METERS = 1_500;

/** Looks up what an understood question asks for. Reads the question's point, moment and history, never its text. */
export function retrieve(question: Question, understood: Understanding, knowledge: Knowledge): Retrieved {
  const at = understood.when ?? question.at;
  const person = question.point && knowledge.contains(question.point) ? question.point : undefined;
  const parts: Parts = { question, understood, knowledge, at, person };
  const remarks: Remark[] = question.point && !person ? ['outside'] : [];
  const named = namedPlace(parts);
  const { openOnly } = understood;
  const about = { at, openOnly, remarks, stops: [], stopsFromPerson: [], more: false };
  const isAboutOne = ['place', 'hours', 'route'].includes(understood.intent);
  if (named && isAboutOne) return { ...about, ...single(parts, named) };
  const district = knowledge.districts.find(({ id }) => id === understood.areaId);
  if (understood.intent === 'route') {
    if (!district) return { ...about, selection: 'named', items: [] };
    const stops = stopsNear(parts, district.centre);
    return { ...about, selection: 'in_area', area: district.name, items: [], stops };
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

function single(parts: Parts, place: Place): Omit<Retrieved, 'at' | 'openOnly' | 'remarks' | 'more'> {
  const { person, understood } = parts;
  const item = itemOf(parts, place);
  return {
    selection: 'named',
    items: [{ ...item, ...(item.distanceMeters === undefined ? {} : { meters: item.distanceMeters }) }],
    stops: isTransit(place) ? [] : stopsNear(parts, place),
    stopsFromPerson: person && understood.intent === 'route' ? stopsNear(parts, person, place) : [],
  };
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

function plan(parts: Parts, named: Place | undefined): Pick<Retrieved, 'selection' | 'items' | 'area'> {
  const { understood, knowledge, person, at } = parts;
  const scope = scopeOf(understood, knowledge, person, named);
  const stops = walk(scope, understood.categories, knowledge, at);
  const items = stops.map((place, index) => {
    const before = stops[index - 1];
    return itemOf(parts, place, before ? distanceMeters(before, place) : undefined);
  });
  return { selection: 'walk', items, ...(scope.area ? { area: scope.area } : {}) };
}

function list(
  parts: Parts,
  named: Place | undefined,
  remarks: Remark[],
): Pick<Retrieved, 'selection' | 'items' | 'more' | 'remarks'> & {
  kind?: Kind;
  anchor?: Place;
  area?: Names;
} {
  const { understood, knowledge, person, question, at } = parts;
  const scope = scopeOf(understood, knowledge, person, named);
  const { kind, found } = matching(understood, knowledge, scope);
  const said = [...remarks];
  let fitting = found.filter(({ distanceMeters: meters }) => (meters ?? 0) <= scope.limit);
  if (fitting.length === 0 && found.length > 0) {
    said.push('too_far');
    fitting = found.slice(0, 1);
  }
  if (understood.openOnly && fitting.length > 0) {
    const open = fitting.filter(({ place }) => knowledge.openState(place, at).state === 'open');
    if (open.length > 0) fitting = open;
    else said.push('none_open');
  }
  if (understood.followUp === 'more') {
    fitting = afterShown(fitting, question);
    if (fitting.length === 0) said.push('no_more');
  } else if (fitting.length === 0) said.push('no_match');
  return {
    selection: scope.selection,
    ...(kind ? { kind } : {}),
    ...(scope.anchor ? { anchor: scope.anchor } : {}),
    ...(scope.area ? { area: scope.area } : {}),
    items: fitting.slice(0, MAX_ITEMS).map((each) => itemOf(parts, each.place, each.distanceMeters)),
    more: fitting.length > MAX_ITEMS,
    remarks: said,
  };
}

/** The order is the same each time, so what comes behind the last one shown was not shown yet. */
function afterShown<T extends { place: Place }>(items: T[], question: Question): T[] {
  const shown = new Set(question.history.flatMap((turn) => turn.places));
  return items.slice(items.findLastIndex(({ place }) => shown.has(place.id)) + 1);
}
