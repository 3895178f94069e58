import { isValidObjectId, type QueryFilter } from 'mongoose';
import { z } from 'zod';
import { CATEGORIES, type Category, type Knowledge } from '../knowledge/types.ts';
import { fold } from '../knowledge/fold.ts';
import { LANGUAGES, PLATFORMS } from '../messages.ts';
import type { PersonRow } from '../store/models/person.ts';
import { BroadcastError } from './errors.ts';
import { languageOf } from './exclusion.ts';

/** Fields of a segment, in the order in which errors list them. */
const FIELDS = [
  'platform',
  'language',
  'interest',
  'district',
  'lastSeenDays',
  'cameFrom',
  'rated',
  'notReachedBy',
  'not',
  'any',
] as const;
const RATINGS = ['up', 'down', 'none'] as const;
const DAY_MS = 24 * 60 * 60 * 1_000;
/** Segments within segments: more is a mistake, or an attack. */
const MAX_DEPTH = 8;

/**
 * Which people: all conditions of an object hold, a field with a list holds where one of
 * its values does (`notReachedBy`: where each does). `not` turns a segment
 * around, `any` holds where one of several does. An empty object is everybody.
 */
export interface Segment {
  platform?: OneOrMore<(typeof PLATFORMS)[number]>;
  /** Chosen by the person, or what they wrote last. */
  language?: OneOrMore<(typeof LANGUAGES)[number]>;
  /** Kinds of the places in answers to them. */
  interest?: OneOrMore<Category>;
  /** Districts of those places, or ids of the places themselves. */
  district?: OneOrMore<string>;
  /** Wrote within so many days. */
  lastSeenDays?: number;
  /** Payload of the link by which they first came. */
  cameFrom?: OneOrMore<string>;
  /** Votes that stand; `none` for who never voted. */
  rated?: OneOrMore<(typeof RATINGS)[number]>;
  /** Ids of broadcasts that did not reach them. */
  notReachedBy?: OneOrMore<string>;
  not?: Segment | Segment[];
  any?: Segment[];
}
type OneOrMore<T> = T | T[];

/** What is known of a person beyond their own row, as far as the segment asks for it. */
export interface PersonFacts {
  places: ReadonlySet<string>;
  ratings: ReadonlySet<string>;
  /** Broadcasts that reached them. */
  reachedBy: ReadonlySet<string>;
}

/** A segment made ready to look for people. */
export interface CompiledSegment {
  /** Finds all people of the segment, and perhaps others: `matches` decides. */
  filter: QueryFilter<PersonRow>;
  matches: (person: PersonRow, facts: PersonFacts) => boolean;
  needsTurns: boolean;
  /** Broadcasts that it asks about. */
  broadcasts: string[];
}

const many = <T extends z.ZodType>(value: T) => z.union([value, z.array(value).min(1)]);
const word = z.string().min(1).max(200);
const VALUES: Record<Exclude<(typeof FIELDS)[number], 'not' | 'any'>, [schema: z.ZodType, must: string]> = {
  platform: [many(z.enum(PLATFORMS)), `of ${PLATFORMS.join(' ')}`],
  language: [many(z.enum(LANGUAGES)), `of ${LANGUAGES.join(' ')}`],
  interest: [many(z.enum(CATEGORIES)), `of ${CATEGORIES.join(' ')}`],
  district: [many(word), 'a district or the id of a place'],
  lastSeenDays: [z.number().min(0).max(36_500), 'a number of days'],
  cameFrom: [many(word), 'the payload of a link'],
  rated: [many(z.enum(RATINGS)), `of ${RATINGS.join(' ')}`],
  notReachedBy: [many(z.string().refine(isValidObjectId)), 'the id of a broadcast'],
};

/**
 * Checks a segment as it was given, in JSON or as an object.
 * @throws BroadcastError that names the field and what it may be
 */
export function readSegment(given: unknown, knowledge: Knowledge): Segment {
  check(typeof given === 'string' ? parse(given) : given, 'the segment', 0, knowledge);
  return (typeof given === 'string' ? parse(given) : given) as Segment;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BroadcastError(
      'The segment is no JSON. Example: {"platform":["telegram","web"],"language":"de","not":{"interest":"museum"}}',
    );
  }
}

function check(given: unknown, where: string, depth: number, knowledge: Knowledge): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new BroadcastError(`${where} must be an object of ${FIELDS.join(', ')}.`);
  if (depth > MAX_DEPTH) throw new BroadcastError(`${where} is nested more than ${MAX_DEPTH} deep.`);
  for (const [field, value] of Object.entries(given as Record<string, unknown>)) {
    if (field === 'any' || (field === 'not' && Array.isArray(value))) {
      if (!Array.isArray(value) || value.length === 0)
        throw new BroadcastError(`${where}: any must be a list of segments.`);
      for (const each of value as unknown[]) check(each, `${where}: ${field}`, depth + 1, knowledge);
    } else if (field === 'not') {
      check(value, `${where}: not`, depth + 1, knowledge);
    } else {
      checkField(field, value, where, knowledge);
    }
  }
}

function checkField(field: string, value: unknown, where: string, knowledge: Knowledge): void {
  const known = VALUES[field as keyof typeof VALUES] as (typeof VALUES)['platform'] | undefined;
  if (!known)
    throw new BroadcastError(`${where}: there is no field ${field}. There are ${FIELDS.join(', ')}.`);
  const [schema, must] = known;
  if (!schema.safeParse(value).success)
    throw new BroadcastError(
      `${where}: ${field} must be ${must}${field === 'lastSeenDays' ? '' : ', or a list of such'}.`,
    );
  if (field !== 'district') return;
  for (const each of list(value as OneOrMore<string>)) {
    if (placesOf(each, knowledge).size === 0)
      throw new BroadcastError(
        `${where}: no place of the guide lies in a district “${each}”, and none has that id.`,
        'rehber knowledge list',
      );
  }
}

/** Makes a segment ready. @param now counts `lastSeenDays` from */
export function compileSegment(segment: Segment, knowledge: Knowledge, now: Date): CompiledSegment {
  const { filter, matches } = conjunction(segment, knowledge, now);
  const fields = fieldsOf(segment);
  return {
    filter,
    matches,
    needsTurns: fields.some(([field]) => field === 'interest' || field === 'district' || field === 'rated'),
    broadcasts: fields.flatMap(([field, value]) =>
      field === 'notReachedBy' ? list(value as OneOrMore<string>) : [],
    ),
  };
}

function fieldsOf(segment: Segment): [string, unknown][] {
  return Object.entries(segment).flatMap(([field, value]): [string, unknown][] =>
    field === 'not' || field === 'any'
      ? list(value as OneOrMore<Segment>).flatMap(fieldsOf)
      : [[field, value]],
  );
}

interface Condition {
  filter: QueryFilter<PersonRow>;
  /** The filter says it all: what it finds matches. */
  exact: boolean;
  matches: (person: PersonRow, facts: PersonFacts) => boolean;
}

function conjunction(segment: Segment, knowledge: Knowledge, now: Date): Condition {
  const parts = (Object.keys(segment) as (keyof Segment)[]).map((field) =>
    condition(field, segment, knowledge, now),
  );
  const filters = parts.map(({ filter }) => filter).filter((each) => Object.keys(each).length > 0);
  return {
    filter: filters.length > 0 ? { $and: filters } : {},
    exact: parts.every(({ exact }) => exact),
    matches: (person, facts) => parts.every((part) => part.matches(person, facts)),
  };
}

function condition(field: keyof Segment, segment: Segment, knowledge: Knowledge, now: Date): Condition {
  switch (field) {
    case 'not':
      return negation(list(segment.not ?? []).map((each) => conjunction(each, knowledge, now)));
    case 'any':
      return disjunction((segment.any ?? []).map((each) => conjunction(each, knowledge, now)));
    case 'platform': {
      const platforms = list(segment.platform ?? []);
      return ofPerson({ platform: { $in: platforms } }, ({ platform }) =>
        (platforms as string[]).includes(platform),
      );
    }
    case 'language': {
      const languages = list(segment.language ?? []);
      const filter = {
        $or: [
          { chosenLanguage: { $in: languages } },
          { chosenLanguage: { $exists: false }, language: { $in: languages } },
          {
            chosenLanguage: { $exists: false },
            language: { $exists: false },
            'offers.language': { $in: languages },
          },
        ],
      };
      return ofPerson(filter, (person) => (languages as string[]).includes(languageOf(person) ?? ''));
    }
    case 'lastSeenDays': {
      const since = new Date(now.getTime() - (segment.lastSeenDays ?? 0) * DAY_MS);
      return ofPerson({ lastSeenAt: { $gte: since } }, ({ lastSeenAt }) => lastSeenAt >= since);
    }
    case 'cameFrom': {
      const payloads = list(segment.cameFrom ?? []);
      return ofPerson({ cameFrom: { $in: payloads } }, ({ cameFrom }) => payloads.includes(cameFrom ?? ''));
    }
    case 'interest': {
      const wanted = new Set<string>(list(segment.interest ?? []));
      const places = new Set(
        knowledge.places
          .filter((each) => each.categories.some((name) => wanted.has(name)))
          .map(({ id }) => id),
      );
      return ofFacts((facts) => meet(facts.places, places));
    }
    case 'district': {
      const places = list(segment.district ?? []).map((each) => placesOf(each, knowledge));
      return ofFacts((facts) => places.some((each) => meet(facts.places, each)));
    }
    case 'rated': {
      const ratings = list(segment.rated ?? []);
      return ofFacts((facts) =>
        ratings.some((each) => (each === 'none' ? facts.ratings.size === 0 : facts.ratings.has(each))),
      );
    }
    case 'notReachedBy': {
      const ids = list(segment.notReachedBy ?? []);
      return ofFacts((facts) => ids.every((id) => !facts.reachedBy.has(id)));
    }
  }
}

function ofPerson(filter: QueryFilter<PersonRow>, matches: (person: PersonRow) => boolean): Condition {
  return { filter, exact: true, matches };
}

function ofFacts(matches: (facts: PersonFacts) => boolean): Condition {
  return { filter: {}, exact: false, matches: (_person, facts) => matches(facts) };
}

function negation(parts: Condition[]): Condition {
  const matches: Condition['matches'] = (person, facts) =>
    parts.every((part) => !part.matches(person, facts));
  const exact = parts.every((part) => part.exact);
  // Turned around, a filter that finds too many would find too few
  const filters = parts.filter((part) => part.exact).map(({ filter }) => filter);
  return { filter: filters.length > 0 ? { $nor: filters } : {}, exact, matches };
}

function disjunction(parts: Condition[]): Condition {
  const filters = parts.map(({ filter }) => filter);
  const anything = filters.some((filter) => Object.keys(filter).length === 0);
  return {
    filter: anything ? {} : { $or: filters },
    exact: parts.every(({ exact }) => exact),
    matches: (person, facts) => parts.some((part) => part.matches(person, facts)),
  };
}

function placesOf(district: string, knowledge: Knowledge): Set<string> {
  const name = fold(district);
  return new Set(
    knowledge.places
      .filter((place) => place.id === district || fold(place.district) === name)
      .map(({ id }) => id),
  );
}

function meet(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return [...some].some((each) => others.has(each));
}

function list<T>(value: OneOrMore<T>): T[] {
  return Array.isArray(value) ? value : [value];
}
