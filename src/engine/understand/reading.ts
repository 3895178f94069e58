import { LANGUAGES, type Language } from '../../messages.ts';
import type { HolidayId } from '../../knowledge/holidays.ts';
import type { Category, Knowledge } from '../../knowledge/types.ts';
import { BROADER, FOOD, GENERAL, TRANSIT } from '../lexicon/categories.ts';
import type { Question, Understanding } from '../types.ts';
import { topicOf, type Topic } from '../topics.ts';
import { aspectOf } from './aspects.ts';
import {
  BOOKS,
  CITY_BOOK,
  DISH_BOOK,
  EMERGENCY_BOOK,
  ORDINAL_BOOK,
  type DishWord,
  type Mark,
  type Want,
} from './books.ts';
import { readDirection, type Direction } from './direction.ts';
import { judgeLanguage } from './language.ts';
import { longest, type Match } from './phrases.ts';
import { NameIndex, type Named, type NameMatch } from './names.ts';
import { holidaysIn } from './holidays.ts';
import { findMoment, type Moment } from './moments.ts';
import { tokenize, type Token } from './tokens.ts';
import { isKnown } from './vocabulary.ts';

/** Characters of a message that are looked at: what a person asks is said in them. */
const MAX_CHARACTERS = 1_000;
/** Words of a message whose phrases tell its language: a longer one tells it by its words. */
const MAX_PHRASED = 12;
/** Most places that one message is taken to name. */
const MAX_PLACES = 8;

/** What stands in a message, before it is decided what is meant. */
export interface Reading {
  language: Language;
  unsupported: boolean;
  wants: ReadonlySet<Want>;
  marks: ReadonlySet<Mark>;
  /** Most specific first, without the broader ones that also serve. */
  categories: Category[];
  dishes: string[];
  placeIds: string[];
  areaId: string | undefined;
  /** From where to where, as far as the message says. */
  direction: Direction;
  /** The place that is meant first is one where one eats or drinks. */
  eatery: boolean;
  /** Another city is asked about, and Istanbul not named beside it. */
  otherCity: boolean;
  /** An emergency in whatever language. */
  anyEmergency: boolean;
  moment: Moment | undefined;
  /** What of a place is asked about. */
  aspect: Understanding['aspect'];
  /** A public holiday is named. */
  holiday: boolean;
  /** What we have a note about. */
  topic: Topic | undefined;
  /** Which of the places shown before is meant, 0 for the first. */
  ordinal: number | undefined;
  /** Words (Chinese, Japanese and Korean: characters) in the message. */
  length: number;
  /** Words that no name, dish or phrase accounts for. */
  unread: number;
  /** Holds a sum to do: "2+2". */
  sum: boolean;
}

/** Languages whose words also stand in messages of others: what is written in a script is read by its languages. */
function booksFor(language: Language): Language[] {
  return [...new Set<Language>([language, 'en'])];
}

function cover(matches: readonly { start: number; end: number }[], into: Set<number>): void {
  for (const { start, end } of matches) for (let at = start; at < end; at += 1) into.add(at);
}

/** Orders categories as they were written, those that say more before those that say little. */
function bySpecificity(categories: readonly Category[]): Category[] {
  const unique = [...new Set(categories)];
  const hasFood = unique.some((category) => FOOD.has(category));
  // "Dinner with a view" asks where to eat
  const isGeneral = (category: Category): boolean =>
    GENERAL.has(category) || (hasFood && category === 'viewpoint');
  const first = unique.filter((category) => !isGeneral(category));
  const last = unique.filter(isGeneral);
  return [
    ...first,
    ...last.filter((category) => category !== 'viewpoint'),
    ...last.filter((category) => category === 'viewpoint'),
  ];
}

/** Adds what also serves: "kebab" gives kebab, then restaurant. */
export function withBroader(categories: readonly Category[]): Category[] {
  const general = categories.findIndex((category) => GENERAL.has(category));
  const head = general < 0 ? categories : categories.slice(0, general);
  const tail = general < 0 ? [] : categories.slice(general);
  return [...new Set([...head, ...categories.flatMap((category) => BROADER[category] ?? []), ...tail])];
}

/** Reads messages against the lexicons and one city pack. */
export class Reader {
  readonly #names: NameIndex;
  readonly #timezone: string;
  readonly #nextHoliday: Knowledge['nextHoliday'];
  /** The airports, first what "the airport" means where none is named. */
  readonly #airports: Named[];

  constructor(knowledge: Knowledge) {
    this.#timezone = knowledge.city.timezone;
    this.#nextHoliday = (ids, at) => knowledge.nextHoliday(ids, at);
    this.#names = new NameIndex(knowledge);
    this.#airports = knowledge.places
      .filter(({ categories }) => categories.includes('airport'))
      .sort((a, b) => a.rank - b.rank)
      .map(({ id, rank }) => ({ id, kind: 'place', transit: false, food: false, shortened: 0, rank }));
  }

  read(question: Pick<Question, 'text' | 'at' | 'history' | 'profileLanguage'>): Reading {
    const text = question.text.slice(0, MAX_CHARACTERS).toWellFormed();
    const tokens = tokenize(text);
    const names = this.#names.find(tokens);
    const named = new Set<number>();
    cover(names, named);
    const dishes = longest(DISH_BOOK.find(tokens, named));
    const { language, unsupported } = judge(question, text, tokens, names, dishes);

    const books = booksFor(language);
    const weekdays = longest(BOOKS[language].weekdays.find(tokens, named));
    const taken = new Set(named);
    cover(weekdays, taken);
    const categories = readCategories(language, tokens, taken, dishes);
    cover(dishes, taken);
    const wantMatches = longest(
      books.flatMap((book) => BOOKS[book].wants.find(tokens, foreignTo(book, language, tokens, named))),
    ).filter((match) => !isWithin(match, categories));
    const greetings = wantMatches.filter((match) => match.value === 'smalltalk');
    cover([...categories, ...greetings], taken);
    const markMatches = books.flatMap((book) => BOOKS[book].marks.find(tokens, taken));
    const marks = new Set(markMatches.map((match) => match.value));
    cover([...wantMatches, ...markMatches], taken);

    const holidays = holidaysIn(text);
    const asked = categories.map((match) => match.value);
    const wanted = bySpecificity([...dishes.flatMap((match) => match.value.categories[0] ?? []), ...asked]);
    return {
      language,
      unsupported,
      wants: new Set(wantMatches.map((match) => match.value)),
      marks,
      categories: wanted,
      dishes: [...new Set(dishes.map((match) => match.value.dish))],
      ...namedThings(
        destinationFirst(names, tokens, markMatches, language),
        wanted.some((category) => TRANSIT.has(category)),
      ),
      direction: readDirection(this.#ends(names, categories, language), tokens, language),
      otherCity:
        names.length === 0 &&
        CITY_BOOK.find(tokens, named).some((match) => !isOrigin(match, markMatches, language)),
      anyEmergency: EMERGENCY_BOOK.has(tokens, named),
      aspect: aspectOf(text),
      topic: topicOf(text),
      ordinal: ORDINAL_BOOK.find(tokens, named)[0]?.value,
      moment:
        findMoment(text, marks, weekdays[0]?.value, question.at, this.#timezone) ??
        this.#holiday(holidays, question.at),
      holiday: holidays.length > 0,
      length: tokens.length,
      unread: tokens.filter((token, index) => !taken.has(index) && !isKnown(token)).length,
      sum: /\d\s*[-+*/×÷^=]\s*\d/u.test(text) && !/\d{1,2}[-/.]\d{1,2}[-/.]\d/u.test(text),
    };
  }

  /** The next holiday of those named, as a whole day. */
  #holiday(ids: readonly HolidayId[], at: Date): Moment | undefined {
    const when = this.#nextHoliday(ids, at);
    return when && { when, wholeDay: true };
  }

  /** The names that a way can begin or end at, with "the airport" where it stands by itself. */
  #ends(
    names: readonly NameMatch[],
    categories: readonly Match<Category>[],
    language: Language,
  ): NameMatch[] {
    const places = names.filter(({ named }) => named.some(({ id }) => id !== undefined));
    const [airport] = this.#airports;
    const isAirport = ({ named }: NameMatch) =>
      named.some(({ id }) => this.#airports.some((each) => each.id === id));
    const airports = categories
      .filter(({ value, start, end }) => {
        const beside = places.filter((name) => name.end >= start - 1 && name.start <= end);
        return value === 'airport' && !beside.some(isAirport);
      })
      .flatMap(({ start, end }) =>
        airport ? [{ start, end, named: [airport], turkishEnding: language === 'tr' }] : [],
      );
    return [...places, ...airports].sort((a, b) => a.start - b.start);
  }
}

function judge(
  question: Pick<Question, 'history' | 'profileLanguage'>,
  text: string,
  tokens: readonly Token[],
  names: readonly NameMatch[],
  dishes: readonly Match<DishWord>[],
): { language: Language; unsupported: boolean } {
  const silent = new Set<number>();
  cover([...names, ...dishes], silent);
  const telling = tokens.filter((token, index) => !silent.has(index) && !/^\d/u.test(token.word));
  const profile = LANGUAGES.find(
    (language) => question.profileLanguage?.toLowerCase().split('-')[0] === language,
  );
  const before = question.history.at(-1)?.language;
  return judgeLanguage({
    telling,
    all: tokens,
    turkishEnding: names.some((name) => name.turkishEnding),
    spanishMarks: /[¿¡]/u.test(text),
    nonJoiner: /\p{Script=Arabic}\u200c\p{Script=Arabic}/u.test(text),
    phrases: wholePhrases(tokens),
    hints: [before, profile].filter((language) => language !== undefined),
  });
}

/** Languages that have a phrase of three words and more at the beginning of a message, or all of its characters. */
function wholePhrases(tokens: readonly Token[]): Language[] {
  const first = tokens.slice(0, MAX_PHRASED);
  if (first.every(({ dense }) => dense)) {
    return LANGUAGES.filter((language) => {
      const { wants, categories } = BOOKS[language];
      return [...wants.find(first), ...categories.find(first)].some(
        ({ start, end }) => start === 0 && end === tokens.length,
      );
    });
  }
  return LANGUAGES.filter((language) =>
    BOOKS[language].wants.find(first).some(({ start, end }) => end - start >= 3),
  );
}

/**
 * The kinds of place in a message: in its own language first, with the English and Turkish words that travellers mix
 * in; in any other language only where these say nothing.
 */
function readCategories(
  language: Language,
  tokens: readonly Token[],
  named: ReadonlySet<number>,
  dishes: readonly Match<DishWord>[],
): Match<Category>[] {
  const skip = new Set(named);
  cover(dishes, skip);
  const own = longest(BOOKS[language].categories.find(tokens, skip));
  cover(own, skip);
  const mixed: Language[] = ['en', 'tr'];
  for (const other of mixed.filter((one) => one !== language)) {
    // a word that the message's own language knows too means what it means there
    const foreign = other === 'tr' ? tokens.map((token, at) => (ownWord(token, language) ? at : -1)) : [];
    const found = longest(BOOKS[other].categories.find(tokens, new Set([...skip, ...foreign])));
    cover(found, skip);
    own.push(...found);
  }
  if (own.length > 0 || dishes.length > 0) return own.toSorted((a, b) => a.start - b.start);
  for (const other of LANGUAGES) {
    const found = longest(BOOKS[other].categories.find(tokens, skip)).filter((match) => match.weight >= 5);
    if (found.length > 0) return found;
  }
  return [];
}

/** A category says more than an ordinary want within it: "baño turco" asks for no toilet. */
function isWithin(want: Match<Want>, categories: readonly Match<Category>[]): boolean {
  if (want.value !== 'practical' && want.value !== 'off_topic') return false;
  return categories.some(
    ({ start, end }) => start <= want.start && end >= want.end && end - start > want.end - want.start,
  );
}

/** English words in a message of another language are written as English writes them: "über" is no Uber. */
function foreignTo(
  book: Language,
  language: Language,
  tokens: readonly Token[],
  named: ReadonlySet<number>,
): ReadonlySet<number> {
  if (book === language) return named;
  const accented = tokens.flatMap(({ raw }, at) => (/[^\p{ASCII}]/u.test(raw) ? [at] : []));
  return new Set([...named, ...accented]);
}

function ownWord(token: Token, language: Language): boolean {
  const books = BOOKS[language];
  return books.wants.has([token]) || books.marks.has([token]);
}

/** Sorts out what the names stand for: areas apart, sights before stations unless a station is asked for. */
function namedThings(
  names: readonly NameMatch[],
  station: boolean,
): Pick<Reading, 'placeIds' | 'areaId' | 'eatery'> {
  const ordered = (named: readonly Named[]) =>
    named.toSorted(
      (a, b) =>
        Number(a.transit !== station) - Number(b.transit !== station) ||
        a.shortened - b.shortened ||
        a.rank - b.rank,
    );
  const places: string[] = [];
  let areaId: string | undefined;
  let eatery = false;
  for (const match of names) {
    const whole = match.named.some((named) => named.shortened === 0 && named.kind !== 'city');
    const named = ordered(match.named).filter(
      (one) => !whole || one.shortened === 0 || one.transit === station,
    );
    const area = named.find((one) => one.kind === 'area') ?? named.find((one) => one.kind === 'district');
    areaId ??= area?.id;
    for (const one of named) {
      if (one.id === undefined || one.kind === 'district') continue;
      if (places.length === 0) eatery = one.food;
      places.push(one.id);
    }
  }
  return { placeIds: [...new Set(places)].slice(0, MAX_PLACES), areaId, eatery };
}

/** Whether "from" stands before the words, or behind them as in Japanese and Korean. */
function isOrigin(
  words: { start: number; end: number },
  marks: readonly Match<Mark>[],
  language: Language,
): boolean {
  const behind = language === 'ja' || language === 'ko';
  return marks.some(
    ({ value, start, end }) => value === 'from' && (behind ? start === words.end : end === words.start),
  );
}

/** Names in the order of the message, but where one comes from stands behind where one goes to. */
function destinationFirst(
  names: readonly NameMatch[],
  tokens: readonly Token[],
  marks: readonly Match<Mark>[],
  language: Language,
): NameMatch[] {
  const origins = names.filter(
    (name) =>
      isOrigin(name, marks, language) ||
      (name.turkishEnding && /[dt][ae]n$/u.test(tokens[name.end - 1]?.word ?? '')),
  );
  return [...names.filter((name) => !origins.includes(name)), ...origins];
}
