import MiniSearch from 'minisearch';
import type { Point } from '../messages.ts';
import { distanceMeters } from './distance.ts';
import { fold } from './fold.ts';
import { words } from './words.ts';
import type { Found, Place } from './types.ts';

/** Longest query that is looked at, in characters: a name is shorter, a pasted page would only cost time. */
const MAX_QUERY = 200;

/** Added to the score of a place whose name or alias is the query: more than any sum of word scores. */
const EXACT = 10_000;

/** Builds the text search over places: see `Knowledge.search`. */
export function createTextSearch(
  places: readonly Place[],
): (text: string, options?: { near?: Point; limit?: number }) => Found[] {
  const index = new MiniSearch<{ id: number; name: string; aliases: string; dish: string; category: string }>(
    {
      fields: ['name', 'aliases', 'dish', 'category'],
      tokenize: words,
      // Folding is done by `words`, over the whole text, before it is cut.
      processTerm: (term) => term,
      searchOptions: {
        boost: { name: 3, aliases: 2.5, dish: 1.5, category: 1 },
        prefix: (term) => term.length > 2,
        // Edits allowed: measured on names of places, a wider net finds more than it confuses
        fuzzy: (term) => (term.length > 5 ? 2 : term.length > 3 ? 1 : 0),
        // MiniSearch's own k and d; no penalty for length (b), which here would fall on places known in many languages
        bm25: { k: 1.2, b: 0, d: 0.5 },
        boostDocument: (id) => 1 + (5 - (places[id as number]?.rank ?? 5)) * 0.1,
      },
    },
  );
  index.addAll(
    places.map((place, id) => ({
      id,
      name: Object.values(place.name).join(' \n '),
      aliases: (place.aliases ?? []).join(' \n '),
      dish: dishes(place).join(' \n '),
      category: place.categories.join(' ').replaceAll('_', ' '),
    })),
  );
  const named = new Map<string, Set<number>>();
  for (const [number, place] of places.entries()) {
    for (const name of [...Object.values(place.name), ...(place.aliases ?? [])]) {
      const key = fold(name ?? '');
      const holders = named.get(key) ?? new Set();
      named.set(key, holders.add(number));
    }
  }

  return (text, { near, limit = 10 } = {}) => {
    const query = text.slice(0, MAX_QUERY);
    let hits = index.search(query, { combineWith: 'AND' });
    if (hits.length === 0) hits = index.search(query, { combineWith: 'OR' });
    const exact = named.get(fold(query));
    const found = hits.map(({ id, score }) => {
      const place = places[id as number] as Place;
      return {
        place,
        // The very name asked for stands before all that only holds its words
        score: exact?.has(id as number) ? score + EXACT : score,
        ...(near ? { distanceMeters: distanceMeters(near, place) } : {}),
      };
    });
    found.sort(
      (a, b) =>
        b.score - a.score ||
        (a.distanceMeters ?? 0) - (b.distanceMeters ?? 0) ||
        (a.place.id < b.place.id ? -1 : 1),
    );
    if (near) nearerNamesakesFirst(found);
    return found.slice(0, limit);
  };
}

function dishes(place: Place): string[] {
  return place.facts
    .filter((fact) => fact.field === 'dish' || fact.field === 'cuisine')
    .flatMap((fact) => fact.value)
    .filter((value): value is string => typeof value === 'string');
}

/** Keeps the slots that places of one name hold between them, and fills them from near to far. */
function nearerNamesakesFirst(found: Found[]): void {
  const slots = new Map<string, number[]>();
  for (const [slot, { place }] of found.entries()) {
    const name = fold(place.name.tr);
    slots.set(name, [...(slots.get(name) ?? []), slot]);
  }
  for (const held of slots.values()) {
    if (held.length < 2) continue;
    const sorted = held
      .map((slot) => found[slot] as Found)
      .sort((a, b) => (a.distanceMeters ?? 0) - (b.distanceMeters ?? 0));
    for (const [order, slot] of held.entries()) found[slot] = sorted[order] as Found;
  }
}
