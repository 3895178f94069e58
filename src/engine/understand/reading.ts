import type { HolidayId } from '../../knowledge/holidays.ts';
import type { Category, Knowledge } from '../../knowledge/types.ts';
import type { Language } from '../../messages.ts';
import { TRANSIT } from '../lexicon/categories.ts';
import { topicOf, type Topic } from '../topics.ts';
import type { Question, Understanding } from '../types.ts';
import { aspectOf } from './aspects.ts';
import {
  ALARMS,
  BOOKS,
  CITY_BOOK,
  DISH_BOOK,
  ALARM_BOOK,
  isAlarm,
  ORDINAL_BOOK,
  type Mark,
  type Want,
} from './books.ts';
import { readDirection, type Direction } from './direction.ts';
import { holidaysIn } from './holidays.ts';
import { bySpecificity, isWithin, readCategories } from './kinds.ts';
import { destinationFirst, isOrigin, namedThings } from './meant.ts';
import { mendEmergencies } from './mend.ts';
import { languageOf } from './message-language.ts';
import { findMoment, type Moment } from './moments.ts';
import { NameIndex, type Named, type NameMatch } from './names.ts';
import { longest, type Match } from './phrases.ts';
import { cover } from './spans.ts';
import { tokenize, type Token } from './tokens.ts';
import { hasUnknownName, withoutLonger } from './unknown-names.ts';
import { isKnown } from './vocabulary.ts';

/** Characters of a message that are looked at: what a person asks is said in them. */
const MAX_CHARACTERS = 1_000;

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
  /** The place that is meant first is itself of the first kind that is asked for. */
  ownKind: boolean;
  /** Something is asked about by a name that the city pack does not have. */
  unknownName: boolean;
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

/** Reads messages against the lexicons and one city pack. */
export class Reader {
  readonly #names: NameIndex;
  readonly #place: Knowledge['place'];
  readonly #timezone: string;
  readonly #nextHoliday: Knowledge['nextHoliday'];
  /** The airports, first what "the airport" means where none is named. */
  readonly #airports: Named[];

  constructor(knowledge: Knowledge) {
    this.#timezone = knowledge.city.timezone;
    this.#nextHoliday = (ids, at) => knowledge.nextHoliday(ids, at);
    this.#names = new NameIndex(knowledge);
    this.#place = (id) => knowledge.place(id);
    this.#airports = knowledge.places
      .filter(({ categories }) => categories.includes('airport'))
      .sort((a, b) => a.rank - b.rank)
      .map(({ id, rank }) => ({ id, kind: 'place', transit: false, food: false, shortened: 0, rank }));
  }

  read(question: Pick<Question, 'text' | 'at' | 'history' | 'chosenLanguage' | 'profileLanguage'>): Reading {
    const text = question.text.slice(0, MAX_CHARACTERS).toWellFormed();
    const tokens = tokenize(text);
    const found = this.#names.find(tokens);
    const names = withoutLonger(found, tokens);
    const named = new Set<number>();
    cover(names, named);
    const dishes = longest(DISH_BOOK.find(tokens, named));
    const { language, unsupported } = languageOf(question, text, tokens, names, dishes);

    const books = booksFor(language);
    const weekdays = longest(BOOKS[language].weekdays.find(tokens, named));
    const taken = new Set(named);
    cover(weekdays, taken);
    const categories = readCategories(language, tokens, taken, dishes);
    cover(dishes, taken);
    const wantsFound = books.flatMap((book) =>
      BOOKS[book].wants.find(tokens, foreignTo(book, language, tokens, named)),
    );
    // What tells an emergency yields to nothing but what tells that there is none
    const alarms = longest(wantsFound.filter(({ value }) => ALARMS.has(value)));
    const wantMatches = [
      ...alarms,
      ...longest(wantsFound).filter((match) => !ALARMS.has(match.value) && !isWithin(match, categories)),
    ];
    const greetings = wantMatches.filter((match) => match.value === 'smalltalk');
    cover([...categories, ...greetings], taken);
    const markMatches = books.flatMap((book) => BOOKS[book].marks.find(tokens, taken));
    const marks = new Set(markMatches.map((match) => match.value));
    cover([...wantMatches, ...markMatches], taken);

    const holidays = holidaysIn(text);
    const asked = categories.map((match) => match.value);
    const wanted = bySpecificity([...dishes.flatMap((match) => match.value.categories[0] ?? []), ...asked]);
    const wants = new Set(wantMatches.map((match) => match.value));
    const meant = namedThings(
      destinationFirst(names, tokens, markMatches, language),
      wanted.some((category) => TRANSIT.has(category)),
    );
    const [kind] = wanted;
    return {
      language,
      unsupported,
      wants,
      marks,
      categories: wanted,
      dishes: [...new Set(dishes.map((match) => match.value.dish))],
      ...meant,
      ownKind: kind !== undefined && this.#place(meant.placeIds[0] ?? '')?.categories.includes(kind) === true,
      unknownName:
        names.length < found.length ||
        (names.length === 0 && hasUnknownName({ tokens, taken, categories, wants, marks, language })),
      direction: readDirection(this.#ends(names, categories, language), tokens, language),
      otherCity:
        names.length === 0 &&
        CITY_BOOK.find(tokens, named).some((match) => !isOrigin(match, markMatches, language)),
      anyEmergency: tellsAlarm(tokens, named) || tellsAlarm(mendEmergencies(tokens), named),
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
    const when = ids.length > 0 ? this.#nextHoliday(ids, at) : undefined;
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

/** Whether the words tell an emergency in any language. */
function tellsAlarm(tokens: readonly Token[], named: ReadonlySet<number>): boolean {
  return isAlarm(new Set(longest(ALARM_BOOK.find(tokens, named)).map(({ value }) => value)));
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
