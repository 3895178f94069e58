import { fold } from '../../knowledge/fold.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import type { Evidence, PlaceEvidence } from '../evidence.ts';

/** Where a folded text names something. */
export interface Mention<T> {
  at: number;
  end: number;
  what: T;
}

/** Scripts that write without spaces between words. */
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** The places of the evidence that a folded text names, in order. A name may carry an ending: "Ayasofya'ya". */
export function mentionsOf(folded: string, places: PlaceEvidence[]): Mention<PlaceEvidence>[] {
  const names = places.flatMap((what) =>
    what.names.map((name) => ({ name: fold(name), what })).filter(({ name }) => name.length > 1),
  );
  return find(folded, names).mentions;
}

/** Blanks what the evidence names, its context and its districts, so that what is left is foreign to it. */
export function withoutKnownNames(folded: string, evidence: Evidence, districts: string[]): string {
  const names = [...evidence.places.flatMap((place) => place.names), ...evidence.context, ...districts];
  return find(
    folded,
    names.map((name) => ({ name: fold(name), what: name })).filter(({ name }) => name.length > 1),
  ).left;
}

function find<T>(
  folded: string,
  names: { name: string; what: T }[],
): { mentions: Mention<T>[]; left: string } {
  const mentions: Mention<T>[] = [];
  let left = folded;
  for (const { name, what } of names.toSorted((a, b) => b.name.length - a.name.length)) {
    for (let at = left.indexOf(name); at !== -1; at = left.indexOf(name, at + 1)) {
      const end = at + name.length;
      if (!DENSE.test(name) && isLetter(left[at - 1]) && !isArabicPrefix(left, at)) continue;
      // Behind the name an ending of a few letters may stand, but no longer word
      if (!DENSE.test(name) && /^\p{L}{6}/u.test(left.slice(end, end + 6))) continue;
      mentions.push({ at, end, what });
      left = left.slice(0, at) + '\u0000'.repeat(end - at) + left.slice(end);
    }
  }
  return { mentions: mentions.sort((a, b) => a.at - b.at), left };
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /\p{L}/u.test(character);
}

/** Arabic joins "the", "and", "in", "to" to the word behind. */
function isArabicPrefix(text: string, at: number): boolean {
  return /(?<!\p{L})(?:ال|و|ب|ل|وال|بال|لل|ف|ك)$/u.test(text.slice(Math.max(0, at - 4), at));
}

/** Finds places of the city in a text: what is named but not in the evidence is foreign to it. */
export type Gazetteer = (left: string, original: string) => string[];

/** Names shorter than this, or common words among them, tell too little. */
const MIN_NAME = 4;

/** Builds the search for any name of the city's places, districts and neighbourhoods. */
export function createGazetteer(knowledge: Knowledge): Gazetteer {
  const byFirstWord = new Map<string, string[]>();
  const dense: string[] = [];
  for (const { name, aliases = [] } of [...knowledge.places, ...knowledge.districts]) {
    for (const each of [...Object.values(name), ...aliases]) {
      const folded = each === undefined ? '' : fold(each);
      if (DENSE.test(folded) && folded.length > 1) dense.push(folded);
      else if (folded.length >= MIN_NAME) {
        const first = wordsOf(folded)[0] ?? folded;
        byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), folded]);
      }
    }
  }
  return (left, original) => {
    const capitals = new Set(original.match(/\p{Lu}[\p{L}\p{M}]*/gu)?.map((word) => fold(word)) ?? []);
    const hasCase = /\p{Lu}|\p{Ll}/u;
    const words = wordsOf(left);
    const named = new Set<string>();
    for (const word of words) {
      for (const name of byFirstWord.get(word) ?? []) {
        // One common word in small letters names nothing: "moda" is fashion in Italian
        if (!name.includes(' ') && hasCase.test(name) && !capitals.has(name)) continue;
        if (new RegExp(`(?<!\\p{L})${escape(name)}(?!\\p{L})`, 'u').test(left)) named.add(name);
      }
    }
    for (const name of dense) if (left.includes(name)) named.add(name);
    return [...named];
  };
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
