import { fold } from '../../knowledge/fold.ts';
import { walkingMinutes } from '../../knowledge/distance.ts';
import type { Names } from '../../knowledge/types.ts';
import { RTL_LANGUAGES, type Language } from '../../messages.ts';
import { phrase } from './phrases.ts';

/** Locale that writes the 24-hour clock and metric units in the language; Arabic with the digits of most of its guests' phones. */
const LOCALES: Partial<Record<Language, string>> = { en: 'en-GB' };
const locale = (language: Language): string => LOCALES[language] ?? language;

/** Makes each formatter once for each language: building one costs far more than using it. */
function perLanguage<T>(make: (locale: string) => T): (language: Language) => T {
  const made = new Map<Language, T>();
  return (language) => {
    const known = made.get(language) ?? make(locale(language));
    made.set(language, known);
    return known;
  };
}

const numbers = perLanguage((tag) => new Intl.NumberFormat(tag, { useGrouping: false }));
const twoDigits = perLanguage(
  (tag) => new Intl.NumberFormat(tag, { minimumIntegerDigits: 2, useGrouping: false }),
);
const unit = (name: 'meter' | 'kilometer') =>
  perLanguage(
    (tag) =>
      new Intl.NumberFormat(tag, {
        style: 'unit',
        unit: name,
        unitDisplay: 'short',
        maximumFractionDigits: 1,
        useGrouping: false,
      }),
  );
const meters = unit('meter');
const kilometers = unit('kilometer');
const weekdays = perLanguage((tag) => new Intl.DateTimeFormat(tag, { weekday: 'long', timeZone: 'UTC' }));

/** A whole number in the language's digits. */
export function formatNumber(language: Language, value: number): string {
  return numbers(language).format(value);
}

/** A distance: to 10 m below a kilometre, to 100 m above. Arabic and Persian keep the unit apart from the number. */
export function formatDistance(language: Language, distanceMeters: number): string {
  const tens = Math.max(10, Math.round(distanceMeters / 10) * 10);
  const text =
    tens < 1_000
      ? meters(language).format(tens)
      : kilometers(language).format(Math.round(distanceMeters / 100) / 10);
  if (language === 'ar') return text.replace(/مترًا|مترا|متر|أمتار/u, 'م');
  return language === 'fa' ? text.replace(/(?<=\p{Nd})(?=\p{L})/u, ' ') : text;
}

/** Metres beyond which nobody walks to a sight. */
const WALK_METERS = 4_000;

/** Whether walking minutes are worth saying. */
export function isWalkable(distanceMeters: number): boolean {
  return distanceMeters <= WALK_METERS;
}

/** The way on foot that a distance as the crow flies stands for: "6 min walk". */
export function formatWalk(language: Language, distanceMeters: number): string {
  const count = walkingMinutes(distanceMeters);
  return phrase(language, 'answer:walk', { count, minutes: formatNumber(language, count) });
}

/** A time of day from `HH:MM`, on the 24-hour clock. */
export function formatTime(language: Language, time: string): string {
  const [hours = '', minutes = ''] = time.split(':');
  const two = twoDigits(language);
  return `${two.format(Number(hours))}:${two.format(Number(minutes))}`;
}

/** Name of a weekday, 0 = Sunday. */
export function formatWeekday(language: Language, weekday: number): string {
  // 4 January 1970 was a Sunday
  return weekdays(language).format(new Date(Date.UTC(1970, 0, 4 + weekday)));
}

/** A price as `120 TL` or `25 EUR`. */
export function formatPrice(language: Language, amount: number, currency: string): string {
  return `${formatNumber(language, amount)} ${currency === 'TRY' ? 'TL' : currency}`;
}

/** Puts a left-to-right name apart from right-to-left text around it, so that numbers behind it stay in their place. */
export function isolate(language: Language, name: string): string {
  if (!RTL_LANGUAGES.has(language) || !/[\p{Script=Latin}\p{Nd}]/u.test(name)) return name;
  return `\u2068${name}\u2069`;
}

/** The sign's form and the known one, apart where they differ. */
export function bothNames(language: Language, name: Names): string[] {
  const known = knownName(language, name);
  return sameName(name.tr, known) ? [name.tr] : [withoutRepeated(name.tr, known), known];
}

/** The name that visitors of this language know a place by. */
export function knownName(language: Language, name: Names): string {
  return name[language] ?? (language === 'tr' ? name.tr : name.en);
}

/** A place's name as the sign has it, with the known name beside it where they differ: "Ayasofya / Hagia Sophia". */
export function fullName(language: Language, name: Names): string {
  return bothNames(language, name)
    .map((form) => isolate(language, form))
    .join(' / ');
}

/** The shorter way to name a place where room is short: the sign's form alone unless it says nothing to a visitor. */
export function shortName(language: Language, name: Names): string {
  const known = knownName(language, name);
  return isolate(language, sameName(name.tr, known) ? name.tr : known);
}

/** One name within the other says nothing new: "Hamdi Restaurant Eminönü" and "Hamdi Restaurant". */
function sameName(sign: string, known: string): boolean {
  return fold(sign).includes(fold(known)) || fold(known.replace(IN_BRACKETS, '')) === fold(sign);
}

const IN_BRACKETS = / ?\([^)]*\)$/u;

/** "Yeni Valide Camii (Üsküdar) / Yeni Valide Mosque (Üsküdar)" need not say twice where. */
function withoutRepeated(sign: string, known: string): string {
  const [where] = IN_BRACKETS.exec(sign) ?? [];
  return where && known.endsWith(where) ? sign.slice(0, -where.length) : sign;
}

/** Lower-cases the first letter, as within a sentence. */
export function uncapitalised(language: Language, text: string): string {
  const [first = ''] = text;
  return first.toLocaleLowerCase(language) + text.slice(first.length);
}

/** Upper-cases the first letter, as a sentence begins. */
export function capitalise(language: Language, text: string): string {
  const [first = ''] = text;
  return first.toLocaleUpperCase(language) + text.slice(first.length);
}
