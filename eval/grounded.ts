import { distanceMeters, walkingMinutes } from '../src/knowledge/distance.ts';
import type { HolidayId } from '../src/knowledge/holidays.ts';
import type { Knowledge, Place } from '../src/knowledge/types.ts';
import type { Language, Point } from '../src/messages.ts';
import type { Line } from '../src/knowledge/routes/types.ts';
import type { Answer } from './answers.ts';
import { NOW, type Question } from './questions.ts';
import { phrasesOf, plain, stringsIn } from './writing.ts';

/** Days from the one asked on whose hours an answer may tell: a week and a holiday beyond it. */
const DAYS = 10;
const DAY = 86_400_000;
/** Metres that rounding may move a point in a link. */
const POINT_METERS = 30;
/** Places that a text is taken to mention. */
const MAX_MENTIONED = 60;
const LINK = /https?:\/\/\S+/gu;
const HOLIDAYS: readonly HolidayId[] = [
  'new_year',
  'sovereignty',
  'labour',
  'youth',
  'democracy',
  'victory',
  'republic',
  'ramazan',
  'kurban',
];
const DENSE: ReadonlySet<Language> = new Set(['zh', 'ja', 'ko']);
const IS_DENSE = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}ー]/u;
const NUMBER = /\d+(?:[:.,]\d+)*/gu;

/**
 * What an answer says that neither the pack, nor the way it found, nor the language's own phrases account for: numbers
 * and names. Works from the published answer alone, with none of the engine's own checks.
 */
export class Grounds {
  readonly #knowledge: Knowledge;
  /** Every name and word of the pack that an answer may repeat, longest first. */
  readonly #names: string[];
  readonly #words = new Map<Language, ReadonlySet<string>>();
  readonly #lineNumbers: ReadonlySet<string>;

  constructor(knowledge: Knowledge, lines: readonly Line[]) {
    this.#knowledge = knowledge;
    const names = new Set<string>();
    for (const { name, facts, district } of knowledge.places) {
      for (const each of [...stringsIn(name), district]) names.add(plain(each));
      for (const { field, value } of facts) {
        if (['dish', 'note', 'address', 'website', 'phone', 'built'].includes(field)) {
          // A note's full stop is the answer's own
          for (const each of stringsIn(value)) names.add(plain(each).replace(/[.。]$/u, ''));
        }
      }
    }
    for (const { name } of knowledge.districts) for (const each of stringsIn(name)) names.add(plain(each));
    for (const line of lines) {
      names.add(plain(line.id));
      for (const stop of line.stops ?? []) for (const each of stringsIn(stop.name)) names.add(plain(each));
      for (const { towards } of line.services) for (const each of towards) names.add(plain(each));
    }
    for (const { title, url } of Object.values(knowledge.sources)) {
      names.add(plain(title));
      // A long title is told by its beginning
      const [short = ''] = title.split(/[:;(,]/u);
      names.add(plain(short.trim()));
      names.add(plain(short.trim().slice(0, 46).trimEnd()));
      if (url) names.add(hostOf(url));
    }
    for (const { sources } of knowledge.practical.cards.values()) {
      for (const { title } of sources) names.add(plain(title.split(/[:;(,]/u)[0]?.trim() ?? title));
    }
    for (const { name } of knowledge.practical.toilets?.all ?? []) names.add(plain(name));
    this.#names = [...names]
      .flatMap((name) => [name, name.replace(/ ?\([^)]*\)$/u, '')])
      .filter((name) => name.length > 1)
      .map(lowerCase)
      .toSorted((a, b) => b.length - a.length);
    this.#lineNumbers = new Set(
      lines.flatMap(({ services, id }) => [
        ...(id.match(/\d+/gu) ?? []),
        ...services.flatMap(({ headway, hours }) => [
          String(headway),
          ...(hours ?? []).flatMap(({ first, last }) => [first, last]),
        ]),
      ]),
    );
  }

  /** The numbers and names that nothing accounts for. */
  invented(question: Question, answer: Answer, before: Answer | undefined): string[] {
    const text = plain(answer.text);
    const links = text.match(LINK) ?? [];
    const hosts = answer.sources.flatMap(({ url }) => (url ? [hostOf(url)] : []));
    const unlinked = hosts.reduce((all, host) => all.replaceAll(host, '¦'), text.replaceAll(LINK, ' '));
    const rest = this.#withoutNames(unlinked);
    return [
      ...this.#strayPoints(links),
      ...this.#numbers(rest, question, answer, before),
      ...this.#foreignWords(rest, answer),
    ];
  }

  /** Points on the map that are no place of the pack. */
  #strayPoints(links: readonly string[]): string[] {
    const { places, practical } = this.#knowledge;
    const known = [...places, ...(practical.toilets?.all ?? [])];
    const points = links.flatMap((link) => link.match(/\d{2}\.\d+,\d{2}\.\d+/gu) ?? []);
    return points.filter((point) => {
      const [lat = 0, lon = 0] = point.split(',').map(Number);
      return !known.some((each) => distanceMeters(each, { lat, lon }) < POINT_METERS);
    });
  }

  #withoutNames(text: string): string {
    let rest = text;
    let low = lowerCase(text);
    for (const name of this.#names) {
      for (let at = low.indexOf(name); at >= 0; at = low.indexOf(name, at + 1)) {
        if (!standsAlone(low, at, name)) continue;
        const blank = '¦'.repeat(name.length);
        low = low.slice(0, at) + blank + low.slice(at + name.length);
        rest = rest.slice(0, at) + blank + rest.slice(at + name.length);
      }
    }
    return rest;
  }

  #numbers(rest: string, question: Question, answer: Answer, before: Answer | undefined): string[] {
    const allowed = this.#allowedNumbers(question, answer, before);
    // The hours at which a plan comes by are its own
    const told = answer.intent === 'plan' ? rest.replaceAll(/^\d{1,2}:\d{2}/gmu, ' ') : rest;
    return (told.match(NUMBER) ?? []).filter((number) => {
      const pointed = number.replaceAll(',', '.');
      return !allowed.has(number) && !allowed.has(pointed) && !allowed.has(String(Number(pointed)));
    });
  }

  #allowedNumbers(
    { at, now, text }: Question,
    answer: Answer,
    before: Answer | undefined,
  ): ReadonlySet<string> {
    const knowledge = this.#knowledge;
    const allowed = new Set(this.#lineNumbers);
    const add = (value: unknown): void => {
      for (const each of stringsIn(value))
        for (const number of plain(each).match(NUMBER) ?? []) allowed.add(number);
    };
    add(phrasesOf(answer.language));
    add((knowledge.practical.toilets?.all ?? []).filter(({ state }) => state === 'open').length);
    for (const { text: texts } of knowledge.practical.cards.values()) add(texts[answer.language]);
    for (const { checkedOn } of [...answer.sources, ...(before?.sources ?? [])])
      addDate(new Date(checkedOn), add);
    const asked = new Date(now ?? NOW);
    for (let day = 0; day < DAYS; day += 1) addDate(new Date(asked.getTime() + day * DAY), add);
    for (const id of HOLIDAYS) addDate(knowledge.nextHoliday([id], asked), add);
    const places = answer.places.flatMap(({ id }) => knowledge.place(id) ?? []);
    for (const place of places) this.#addPlace(place, asked, add);
    const person: Point[] = at ? [{ lat: at[0], lon: at[1] }] : [];
    const around: Point[] = [...(before?.places ?? [])];
    around.push(...this.#mentioned(`${plain(answer.text)} ${plain(text)}`));
    for (const from of [...person, ...places, ...around]) {
      for (const to of [...places, ...around]) addDistance(distanceMeters(from, to), add);
    }
    for (const [index] of answer.places.entries()) add(String(index + 1));
    if (answer.route) {
      add([answer.route.minutes, answer.route.transfers]);
      for (const leg of answer.route.legs) add([leg.minutes, leg.stops, leg.line, Math.round(leg.minutes)]);
    }
    return allowed;
  }

  #addPlace(place: Place, asked: Date, add: (value: unknown) => void): void {
    for (const { field, value, checkedOn } of place.facts) {
      if (field !== 'coordinates') add(value);
      add(checkedOn.slice(0, 4));
    }
    for (let day = 0; day < DAYS; day += 1) {
      const when = new Date(asked.getTime() + day * DAY);
      const { today, until, prayer, holiday } = this.#knowledge.openState(place, when);
      add(today);
      add([until, prayer?.from, prayer?.to].map((moment) => clock(moment)));
      add(clock(this.#knowledge.sunset(place, when)));
      if (holiday) add(JSON.stringify(holiday));
    }
  }

  /** The places and districts whose names stand in a text. */
  #mentioned(text: string): Point[] {
    const isNamed = (name: unknown): boolean => stringsIn(name).some((each) => text.includes(plain(each)));
    const places = this.#knowledge.places.filter(({ name }) => isNamed(name));
    const districts = this.#knowledge.districts
      .filter(({ name }) => isNamed(name))
      .map(({ centre }) => centre);
    const toilets = (this.#knowledge.practical.toilets?.all ?? []).filter(({ name }) => isNamed(name));
    return [...places, ...districts, ...toilets].slice(0, MAX_MENTIONED);
  }

  /** Words that are neither in the language's phrases nor a weekday; in other scripts, Latin and katakana ones. */
  #foreignWords(rest: string, { language, grounded }: Answer): string[] {
    const known = this.#wordsOf(language);
    const pattern = DENSE.has(language)
      ? /\p{Script=Latin}+|[\p{Script=Katakana}ー]{3,}/gu
      : /[\p{L}\p{M}]+/gu;
    return (rest.match(pattern) ?? []).filter((word) => {
      const low = word.toLocaleLowerCase(language);
      if (known.has(low) || (word.length === 1 && !DENSE.has(language))) return false;
      // A model writes words of its own; names in it begin with a capital or are in another script
      return grounded || /^\p{Lu}/u.test(word) || DENSE.has(language);
    });
  }

  #wordsOf(language: Language): ReadonlySet<string> {
    const made = this.#words.get(language);
    if (made) return made;
    const phrases = stringsIn(phrasesOf(language)).map((phrase) =>
      plain(phrase).replaceAll(/\{\{[^}]*\}\}/gu, ' '),
    );
    const days = Array.from({ length: 7 }, (_, day) =>
      new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(
        Date.UTC(1970, 0, 4 + day),
      ),
    );
    const months = Array.from({ length: 12 }, (_, month) => monthsOf(language, month)).flat();
    const cards = [...this.#knowledge.practical.cards.values()].map(({ text }) => plain(text[language]));
    const units = ['m', 'km', 'tl', 'eur', 'usd', 'try', ...unitsOf(language)];
    const pattern = DENSE.has(language)
      ? /\p{Script=Latin}+|[\p{Script=Katakana}ー]{3,}/gu
      : /[\p{L}\p{M}]+/gu;
    const words = [...phrases, ...cards, ...days, ...months, ...units].flatMap(
      (text) => text.match(pattern) ?? [],
    );
    const set = new Set(words.map((word) => word.toLocaleLowerCase(language)));
    this.#words.set(language, set);
    return set;
  }
}

/** A text in lower case, as long as it was: "İ" alone would become two characters. */
function lowerCase(text: string): string {
  return text.replaceAll('İ', 'i').replaceAll('I', 'ı').toLowerCase().replaceAll('ı', 'i');
}

/** The site that a document is on. */
function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^www\./u, '');
}

function addDate(date: Date | undefined, add: (value: unknown) => void): void {
  if (date) add([date.getUTCDate(), date.getUTCMonth() + 1, date.getUTCFullYear()]);
}

function monthsOf(language: Language, month: number): string[] {
  return (['long', 'short'] as const).flatMap((form) =>
    [{ month: form }, { month: form, day: 'numeric' as const }].map((options) =>
      plain(
        new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC', calendar: 'gregory' }).format(
          Date.UTC(2026, month, 5),
        ),
      ),
    ),
  );
}

/** Whether a name is not a part of a word: "Rami" is not in "panorami". */
function standsAlone(text: string, at: number, name: string): boolean {
  const isSpelt = (character: string | undefined): boolean =>
    character !== undefined && /[\p{L}\p{M}]/u.test(character) && !IS_DENSE.test(character);
  const before = isSpelt(text[at - 1]) && isSpelt(name[0]);
  return !before && !(isSpelt(text[at + name.length]) && isSpelt(name.at(-1)));
}

function unitsOf(language: Language): string[] {
  return ['meter', 'kilometer'].map((unit) =>
    plain(new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(2)),
  );
}

/** The ways in which a distance may be written, and its minutes on foot. */
function addDistance(meters: number, add: (value: unknown) => void): void {
  const tens = Math.max(10, Math.round(meters / 10) * 10);
  add([tens, Math.round(meters / 100) / 10, walkingMinutes(meters)]);
}

function clock(moment: Date | undefined): string {
  if (!moment) return '';
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Istanbul',
    hour: '2-digit',
    minute: '2-digit',
  }).format(moment);
}
