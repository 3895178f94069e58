import type { Found, Knowledge } from '../../knowledge/types.ts';
import type { Question, Understanding } from '../types.ts';
import { bestMatch, isOf, matching, missingKind, serves, type Match } from './match.ts';
import type { Scope } from './scope.ts';
import type { Kind, Remark, Retrieved } from './types.ts';

/** Places named where none lies near, or in the area that was asked about. */
const MAX_ELSEWHERE = 2;

/** Open places that are looked for: one more than an answer names, so that it knows of more. */
const ENOUGH = 4;

/** What a list is chosen from. */
interface Asked {
  question: Question;
  understood: Understanding;
  knowledge: Knowledge;
  at: Date;
}

/** The places of a list in the order in which they are shown, and what has to be said of the choice. */
export interface Chosen extends Pick<Retrieved, 'kind' | 'missing' | 'remarks'> {
  places: Found[];
}

/** Chooses the places of a list: what was asked for where it is known, else the next best, with a remark. */
export function chooseList(asked: Asked, scope: Scope): Chosen {
  const { understood, knowledge } = asked;
  const remarks: Remark[] = [
    ...(understood.aspect === 'diet' ? (['diet'] as const) : []),
    ...(understood.aspect === 'sunset' ? (['sunset'] as const) : []),
  ];
  const matches = affordable(asked, scope, remarks);
  const best = bestMatch(matches);
  if (understood.followUp === 'more') return furtherOn(asked, scope, matches, remarks);
  if (!best || best.found.length === 0) return elsewhere(asked, scope, remarks);
  let places = best.near;
  if (places.length === 0) {
    remarks.push('too_far');
    places = best.found.slice(0, MAX_ELSEWHERE);
  }
  const missing = missingKind(matches, best, knowledge);
  return {
    ...(best.kind ? { kind: best.kind } : {}),
    ...(missing ? { missing } : {}),
    remarks,
    places: openFirst(asked, places, remarks),
  };
}

/** What fits the purse; everything, with a remark, where no document tells that anything does. */
function affordable({ question, understood, knowledge }: Asked, scope: Scope, remarks: Remark[]): Match[] {
  const matches = matching(understood, knowledge, scope);
  const { budget, ...rest } = understood;
  const isKnown = matches.some(({ near }) =>
    understood.followUp === 'more' ? notShown(near, question).length > 0 : near.length > 0,
  );
  if (!budget || isKnown) return matches;
  remarks.push(budget === 'free' ? 'none_free' : 'no_prices');
  return matching(rest, knowledge, scope);
}

/** What was not shown yet: more of the same kind, then of the next best, then farther away. */
function furtherOn(asked: Asked, scope: Scope, matches: Match[], remarks: Remark[]): Chosen {
  const { question } = asked;
  const best = bestMatch(matches);
  const same = best ? afterShown(best.near, question) : [];
  const chosen = (kind: Kind | undefined, places: Found[]): Chosen => ({
    ...(kind ? { kind } : {}),
    remarks,
    places: openFirst(asked, places, remarks),
  });
  if (best && same.length > 0) return chosen(best.kind, same);
  const others = matches.slice(best ? matches.indexOf(best) + 1 : 0);
  const next = others.find(({ near }) => notShown(near, question).length > 0);
  const isAsGood = next?.kind && best?.kind && serves(next.kind, best.kind);
  if (!isAsGood && !remarks.includes('no_prices')) remarks.push('no_more');
  if (next) return chosen(next.kind, notShown(next.near, question));
  const farther = fartherAway(asked, scope, best);
  if (farther.length > 0) remarks.push('farther');
  return chosen(best?.kind, farther);
}

/** Of the kind that was asked for, the nearest beyond what counts as near. */
function fartherAway({ question, knowledge }: Asked, { centre }: Scope, best: Match | undefined): Found[] {
  if (!best?.kind) return [];
  const { kind } = best;
  const beyond = centre
    ? knowledge
        .nearest(centre, { limit: Infinity, where: isOf(kind, knowledge) })
        .map(({ place }) => ({ place }))
    : best.found;
  return notShown(beyond, question).slice(0, MAX_ELSEWHERE);
}

/** None lies in the area: the nearest to its middle, which are told with their districts. */
function elsewhere({ understood, knowledge }: Asked, { centre, ...scope }: Scope, remarks: Remark[]): Chosen {
  const isKindAsked = understood.categories.length > 0 || understood.dishes.length > 0;
  if (!centre || !isKindAsked) return { remarks: [...remarks, 'no_match'], places: [] };
  const ordered: Scope['ordered'] = (where) => knowledge.nearest(centre, { limit: MAX_ELSEWHERE, where });
  const around = bestMatch(matching(understood, knowledge, { ...scope, ordered }));
  if (!around?.kind || around.found.length === 0) return { remarks: [...remarks, 'no_match'], places: [] };
  return {
    kind: around.kind,
    remarks: [...remarks, 'elsewhere'],
    places: around.found.map(({ place }) => ({ place })),
  };
}

/** Where only open places are wanted: those, or all with a remark where none is known to be open. */
function openFirst({ understood, knowledge, at }: Asked, places: Found[], remarks: Remark[]): Found[] {
  if (!understood.openOnly) return places;
  const open: Found[] = [];
  for (const each of places) {
    if (knowledge.openState(each.place, at).state === 'open') open.push(each);
    if (open.length === ENOUGH) return open;
  }
  if (open.length > 0) return open;
  remarks.push('none_open');
  return places;
}

/** The order is the same each time, so what comes behind the last one shown was not shown yet. */
function afterShown(places: Found[], { history }: Question): Found[] {
  const shown = shownIds(history);
  return places.slice(places.findLastIndex(({ place }) => shown.has(place.id)) + 1);
}

function notShown(places: Found[], { history }: Question): Found[] {
  const shown = shownIds(history);
  return places.filter(({ place }) => !shown.has(place.id));
}

function shownIds(history: Question['history']): Set<string> {
  return new Set(history.flatMap(({ places }) => places));
}
