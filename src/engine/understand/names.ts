import { FOOD, TRANSIT } from '../lexicon/categories.ts';
import { CITY_NAMES, EXONYMS } from '../lexicon/exonyms.ts';
import { SIDES } from '../lexicon/sides.ts';
import type { Knowledge, Names, Place } from '../../knowledge/types.ts';
import { isTurkishEnding, russianStem, turkishStems } from './endings.ts';
import { tokenize, type Token } from './tokens.ts';
import { KINDS_FIRST } from './kind-first.ts';
import { split } from './phrases.ts';
import { fromRussian } from './transliterate.ts';
import { isEveryday, isKnown, isWord } from './vocabulary.ts';
import { difference, letterSet, mistakes, tolerance } from './typos.ts';

/** Most tokens (words, or characters of a script without spaces) of a name; of one that may be misspelled. */
const MAX_NAME = 16;
const MAX_FUZZY_NAME = 5;
/** Words of a message in which misspelled names are looked for; exact ones are found anywhere. */
const MAX_FUZZY_TOKENS = 40;

/** What a name stands for. The city itself has no id: naming it asks for nothing. */
export interface Named {
  id?: string;
  kind: 'place' | 'area' | 'district' | 'city';
  transit: boolean;
  /** One eats or drinks there. */
  food: boolean;
  /** 0: the whole name; 1: a name without its kind ("Süleymaniye" for the mosque). */
  shortened: 0 | 1;
  rank: number;
}

/** A name found in the message, tokens `start` up to, not including, `end`. */
export interface NameMatch {
  start: number;
  end: number;
  named: Named[];
  /** A Turkish ending stood on it, with or without apostrophe. */
  turkishEnding: boolean;
}

interface NameKey {
  key: string;
  letters: number;
  named: Named[];
}

/** Words that say the kind of place at the end of its name, folded. */
const KINDS = new Set(
  `camii cami camisi mosque muzesi museum museums muzeleri sarayi palace kulesi tower meydani square hamami hammam hamam bath baths carsisi bazaar
  pazari market koprusu bridge kilisesi church parki park korusu grove sarnici cistern turbesi tomb kalesi hisari fortress castle istasyonu station
  iskelesi pier sokagi street caddesi avenue adasi island plaji beach semti mahallesi neighbourhood neighborhood quarter havalimani airport kosku kasri pavilion
  yalisi mansion restaurant restoran restorani lokantasi cafe kafe kulliyesi complex tepesi hill stop duragi`.split(
    /\s+/u,
  ),
);

/** The word as names are indexed by: Russian without case ending, Arabic without article. */
function keyWord(word: string): string {
  if (/^\p{Script=Cyrillic}/u.test(word)) return russianStem(word);
  if (/^\p{Script=Arabic}/u.test(word)) return word.replace(/^ال(?=\p{L}{2})/u, '');
  return word;
}

function keyOf(tokens: readonly Token[]): string {
  return tokens.map((token) => keyWord(token.word)).join('');
}

/** How words in Russian letters sound in Turkish ones, as written and without the case ending. */
function soundsOf(tokens: readonly Token[]): string[] {
  if (!tokens.every((token) => /^\p{Script=Cyrillic}/u.test(token.word)) || tokens.every(isKnown)) return [];
  const words = tokens.map((token) => token.word).join('');
  return [...new Set([fromRussian(words), fromRussian(keyOf(tokens))])];
}

/** What stands in brackets at the end tells places of one name apart and names nothing itself, but for codes ("IST"). */
const WHERE = /\((?!\p{Lu}{2,4}\))[^)]*\)\s*$/u;

/** The spellings under which something is known, "A (B)" and "A / B" taken apart. */
function spellings(names: Names, aliases: readonly string[] = []): string[] {
  const all = [...Object.values(names), ...aliases].filter(
    (name): name is string => typeof name === 'string',
  );
  return all
    .flatMap((name) => [name, ...name.replace(WHERE, '').split(/[()/]/u)])
    .filter((name) => name.trim() !== '');
}

/** Finds the names of a city pack in messages: folded, inflected, run together or misspelled. */
export class NameIndex {
  readonly #exact = new Map<string, NameKey>();
  /** Names by first letter and length, for misspelled ones. */
  readonly #byShape = new Map<string, NameKey[]>();

  constructor(knowledge: Pick<Knowledge, 'city' | 'places' | 'districts'>) {
    for (const spelling of [...spellings(knowledge.city.name), ...split(CITY_NAMES)]) {
      this.#add(tokenize(spelling), { kind: 'city', transit: false, food: false, shortened: 0, rank: 0 });
    }
    for (const district of knowledge.districts) {
      const named: Named = {
        id: district.id,
        kind: 'district',
        transit: false,
        food: false,
        shortened: 0,
        rank: 2,
      };
      for (const spelling of spellings(district.name, district.aliases)) {
        this.#add(tokenize(spelling), named);
      }
    }
    for (const place of knowledge.places) this.#addPlace(place);
    for (const [id, side] of Object.entries(SIDES)) {
      if (!side || !knowledge.places.some((place) => place.id === side.middle)) continue;
      const named = { kind: 'area', transit: false, food: false, shortened: 0 } as const;
      for (const phrase of split(side.phrases)) {
        this.#add(tokenize(phrase), { ...named, id, rank: 0 });
        this.#add(tokenize(phrase), { ...named, id: side.middle, rank: 1 });
      }
    }
    for (const [name, phrases] of Object.entries(EXONYMS)) {
      const known = this.#exact.get(keyOf(tokenize(name)));
      if (!known) continue;
      const whole = known.named.filter((one) => one.shortened === 0 || known.named.length === 1);
      for (const phrase of split(phrases)) for (const one of whole) this.#add(tokenize(phrase), one);
    }
    for (const entry of this.#exact.values()) {
      const shape = `${entry.key[0] ?? ''}${entry.key.length}`;
      const same = this.#byShape.get(shape);
      if (same) same.push(entry);
      else this.#byShape.set(shape, [entry]);
    }
  }

  #addPlace(place: Place): void {
    const area = place.categories.includes('neighbourhood');
    const transit = place.categories.every((category) => TRANSIT.has(category));
    const named: Named = {
      id: place.id,
      kind: area ? 'area' : 'place',
      transit,
      food: place.categories.some((category) => FOOD.has(category)),
      shortened: 0,
      rank: place.rank,
    };
    for (const spelling of spellings(place.name, place.aliases)) {
      const tokens = tokenize(spelling);
      this.#add(tokens, named);
      // "Topkapı" for the palace, "Archaeological Museums" for Istanbul's
      const start = tokens[0]?.word === 'istanbul' && tokens.length > 2 ? 1 : 0;
      if (start > 0) this.#add(tokens.slice(start), { ...named, shortened: 1 });
      let end = tokens.length;
      while (end > start + 1 && KINDS.has(tokens[end - 1]?.word ?? '')) end -= 1;
      const core = tokens.slice(start, end);
      if (end < tokens.length) this.#addKindFirst(core, tokens[end]?.word ?? '', named);
      if (
        end < tokens.length &&
        keyOf(core).length >= 5 &&
        !isEveryday(core.slice(-1)) &&
        !core.every(isWord)
      ) {
        this.#add(core, { ...named, shortened: 1 });
      }
    }
  }

  /** "Museo Pera" and "Palais de Topkapı": Romance languages put the kind first. */
  #addKindFirst(core: readonly Token[], kind: string, named: Named): void {
    const isVowel = /^[aeiou]/u.test(core[0]?.word ?? '');
    for (const { words, elided } of KINDS_FIRST.get(kind) ?? []) {
      if (!elided || isVowel) this.#add([...words, ...core], named);
    }
  }

  #add(tokens: readonly Token[], named: Named): void {
    const key = keyOf(tokens);
    if (key.length < 2 || (!tokens[0]?.dense && key.length < 3)) return;
    if (named.kind !== 'district' && isEveryday(tokens)) return;
    const entry = this.#exact.get(key);
    // "İstanbul Havalimanı" without its kind is the city
    if (named.shortened === 1 && entry?.named.some((other) => other.kind === 'city')) return;
    if (!entry) this.#exact.set(key, { key, letters: letterSet(key), named: [named] });
    else if (!entry.named.some((other) => other.id === named.id && other.kind === named.kind))
      entry.named.push(named);
  }

  /** The names in a message; where several overlap, the longest and best spelled one. */
  find(tokens: readonly Token[]): NameMatch[] {
    const candidates: { match: NameMatch; score: number }[] = [];
    for (let start = 0; start < tokens.length; start += 1) this.#candidatesAt(tokens, start, candidates);
    candidates.sort((a, b) => b.score - a.score || b.match.end - a.match.end);
    const taken = new Set<number>();
    const matches: NameMatch[] = [];
    for (const { match } of candidates) {
      let free = true;
      for (let at = match.start; at < match.end; at += 1) free &&= !taken.has(at);
      if (!free) continue;
      for (let at = match.start; at < match.end; at += 1) taken.add(at);
      matches.push(match);
    }
    return matches.toSorted((a, b) => a.start - b.start);
  }

  #candidatesAt(
    tokens: readonly Token[],
    start: number,
    candidates: { match: NameMatch; score: number }[],
  ): void {
    const first = tokens[start];
    if (!first || (first.afterApostrophe && (isTurkishEnding(first.word) || first.word === 's'))) return;
    const heads = [...new Set([first.word, ...first.forms].map(keyWord))];
    let rest = '';
    for (let end = start + 1; end <= Math.min(tokens.length, start + MAX_NAME); end += 1) {
      const token = tokens[end - 1];
      if (!token) break;
      if (end > start + 1) rest += keyWord(token.word);
      const next = tokens[end];
      const apostrophe = next?.afterApostrophe === true && isTurkishEnding(next.word);
      const push = (entry: NameKey, penalty: number, turkishEnding: boolean) => {
        candidates.push({
          match: { start, end: apostrophe ? end + 1 : end, named: entry.named, turkishEnding },
          score: entry.key.length - penalty,
        });
      };
      let found = false;
      // "Такси" is no "Таксим" whose ending was taken off
      if (end === start + 1 && isWord(first) && keyWord(first.word) !== first.word) continue;
      for (const head of heads) {
        const entry = this.#exact.get(head + rest);
        if (!entry) continue;
        push(entry, 0, apostrophe);
        found = true;
      }
      if (found || first.dense || token.dense) continue;
      const whole = (heads[0] ?? '') + rest;
      const sounds = soundsOf(tokens.slice(start, end));
      const inflected = this.#inflected(token, whole);
      const heard = sounds.map((sound) => this.#exact.get(sound)).find((entry) => entry !== undefined);
      if (inflected) push(inflected, 0.5, true);
      else if (heard) push(heard, 0.5, false);
      else if (
        start < MAX_FUZZY_TOKENS &&
        end - start <= MAX_FUZZY_NAME &&
        !this.#plain(tokens, start, end)
      ) {
        for (const spelling of [whole, ...sounds]) {
          for (const { entry, wrong } of this.#misspelled(spelling)) push(entry, 2 * wrong, apostrophe);
        }
      }
    }
  }

  #inflected(last: Token, key: string): NameKey | undefined {
    if (isWord(last) || !/^[a-z]/u.test(last.word)) return undefined;
    for (const stem of turkishStems(last.word)) {
      const entry = this.#exact.get(key.slice(0, key.length - last.word.length) + stem);
      if (entry) return entry;
    }
    return undefined;
  }

  /** Whether the words hold nothing that could be a misspelled name, or are no one name's. */
  #plain(tokens: readonly Token[], start: number, end: number): boolean {
    const words = tokens.slice(start, end);
    const edge = (token: Token | undefined) => !token || (token.word.length < 4 && isKnown(token));
    // "Beşiktaş to Kadıköy" is two names, not the pier of both misspelled
    const isJoined = words.slice(1, -1).some((token) => token.word.length < 4 && isKnown(token));
    const ending = words.some((token) => token.afterApostrophe && isTurkishEnding(token.word));
    return ending || isJoined || edge(words[0]) || edge(words.at(-1)) || words.every(isKnown);
  }

  #misspelled(key: string): { entry: NameKey; wrong: number }[] {
    const limit = tolerance(key.length);
    if (limit === 0) return [];
    const letters = letterSet(key);
    let best = limit;
    let found: { entry: NameKey; wrong: number }[] = [];
    for (let length = key.length - limit; length <= key.length + limit; length += 1) {
      for (const entry of this.#byShape.get(`${key[0] ?? ''}${length}`) ?? []) {
        const allowed = Math.min(best, tolerance(Math.min(key.length, entry.key.length)));
        if (allowed === 0 || difference(letters, entry.letters) > 2 * allowed) continue;
        const wrong = mistakes(key, entry.key, allowed);
        if (wrong > allowed) continue;
        if (wrong < best) found = [];
        best = wrong;
        found.push({ entry, wrong });
      }
    }
    return found;
  }
}
