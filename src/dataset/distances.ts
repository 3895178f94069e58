/** Minutes to which walks and ways are rounded up: about a kilometre on foot. */
const MINUTES = 15;

const NUMBER = String.raw`\p{Nd}+(?:[.,٫]\p{Nd}+)?`;
const GAP = String.raw`[\s\p{Cf}-]{0,3}`;
/** No letter of a script that parts words follows: "10 min", but not "4 minarets". */
const WORD_END = String.raw`(?![\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Arabic}])`;
const KILOMETERS = String.raw`(?:km|(?:kil|chil)[oó]m\p{L}*|км|километр\p{L}*|كم|كيلومتر\p{L}*|کیلومتر)${WORD_END}|公里|千米|キロメートル|キロ|킬로미터|킬로`;
const METERS = String.raw`(?:m|met(?:re|er|ro|ri)\p{L}*|mètres?|м|метр\p{L}*|م|متر(?:ا|ًا)?|أمتار)${WORD_END}|米|メートル|미터`;
const MINUTE_WORDS = String.raw`(?:min(?:s|ut\p{L}*)?|dk|dakika\p{L}*|мин(?:ут\p{L}*)?|د|دقيقة|دقائق|دقیقه)${WORD_END}|分钟|分鐘|分|분`;
/** Forms of Arabic that say one and two minutes without a digit. */
const ARABIC_WORDS = /دقيقة واحدة|دقيقتان|دقيقتين/gu;
/** Not the end of a longer number, of a word, nor the minutes of a time of day. */
const START = String.raw`(?<![A-Za-z\p{Nd}:]|\p{Nd}[.,٫]|[時时點点시]\s?)`;
/** The lower end of "5–10 min". */
const RANGE = String.raw`(?:${NUMBER}\s?[-–~]\s?)?`;

const MINUTES_TOLD = String.raw`${RANGE}(?<minutes>${NUMBER})(?<minuteGap>${GAP})(?<minuteUnit>${MINUTE_WORDS})`;
/** A distance, with the walk that is told beside it: "1.5 km, 25 min walk". */
const DISTANCE = new RegExp(
  String.raw`${START}${RANGE}(?<number>${NUMBER})(?<gap>${GAP})(?:(?<km>${KILOMETERS})|(?<m>${METERS}))(?:(?<between>[^\p{Nd}()（）;]{0,24}?)${MINUTES_TOLD})?`,
  'giu',
);
const WALK = new RegExp(START + MINUTES_TOLD, 'giu');

/** The unit of kilometres that goes with a unit of metres. */
const KILOMETER_OF: readonly [RegExp, string][] = [
  [/^متر$/u, 'کیلومتر'],
  [/\p{Script=Arabic}/u, 'كم'],
  [/\p{Script=Cyrillic}/u, 'км'],
  [/米/u, '公里'],
];

/**
 * Rounds what a text tells of distances up to whole kilometres, and of minutes to the next quarter of an hour, in the
 * number forms and unit words of all languages: three exact distances from known places tell where somebody stood. A walk
 * beside a distance follows the distance, a quarter of an hour a kilometre, so that the two tell no more than one.
 */
export function coarsenDistances(text: string): string {
  const distant = text.replaceAll(DISTANCE, (...match) => {
    const told = match.at(-1) as Record<string, string | undefined>;
    const { between, gap = '', km, m = '', minuteGap = '', minutes, minuteUnit = '', number = '' } = told;
    const kilometers = wholeKilometers(number, km === undefined);
    const distance = digitsLike(number, kilometers) + gap + (km ?? kilometerOf(m));
    if (minutes === undefined) return distance;
    return distance + between + digitsLike(minutes, kilometers * MINUTES) + minuteGap + pluralOf(minuteUnit);
  });
  return distant.replaceAll(ARABIC_WORDS, `${MINUTES} دقيقة`).replaceAll(WALK, (...match) => {
    const { minuteGap = '', minutes = '', minuteUnit = '' } = match.at(-1) as Record<string, string>;
    const rounded = Math.max(1, Math.ceil(valueOf(minutes) / MINUTES)) * MINUTES;
    return digitsLike(minutes, rounded) + minuteGap + pluralOf(minuteUnit);
  });
}

/**
 * Coarsens the distances of a turn's facts, also those between places, as the answer does not tell the two apart, and puts
 * the places in an order that does not tell which is nearer: those that the answer names, then the others, each by id.
 * @param facts lines `<place id>.<field>: value`
 */
export function coarsenFacts(facts: readonly string[], named: readonly string[]): string[] {
  const placeOf = (fact: string): string => fact.slice(0, fact.indexOf('.'));
  const rank = (fact: string): number => (named.includes(placeOf(fact)) ? 0 : 1);
  return facts
    .map((fact) => (/^[^:]*\.distance: /u.test(fact) ? coarsenDistances(fact) : fact))
    .toSorted((a, b) => rank(a) - rank(b) || compare(placeOf(a), placeOf(b)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Above a kilometre answers round to 100 m and facts to 10: both are read to 100 m, so that they agree. */
function wholeKilometers(number: string, isMeters: boolean): number {
  // "1.300 m" is grouped, not a fraction
  const meters = isMeters ? valueOf(number.replace(/[.,٫](?=\p{Nd}{3}$)/u, '')) : valueOf(number) * 1_000;
  const read = meters < 1_000 ? meters : Math.round(meters / 100) * 100;
  return Math.max(1, Math.ceil(read / 1_000));
}

function valueOf(number: string): number {
  const latin = number.replaceAll(/\p{Nd}/gu, (digit) => String(digitOf(digit)));
  return Number(latin.replace(/[,٫]/u, '.'));
}

/** Zeros of the scripts whose digits are in use; each is followed by its nine others. */
const ZEROS = ['0', '٠', '۰', '０'].map((zero) => zero.codePointAt(0) ?? 0);

function digitOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  return code - (ZEROS.find((zero) => code >= zero && code < zero + 10) ?? code);
}

/** A whole number in the digits of another. */
function digitsLike(sample: string, value: number): string {
  const code = sample.codePointAt(0) ?? 0;
  const zero = ZEROS.find((each) => code >= each && code < each + 10) ?? ZEROS[0] ?? 0;
  return String(value).replaceAll(/\d/gu, (digit) => String.fromCodePoint(zero + Number(digit)));
}

function kilometerOf(unit: string): string {
  return KILOMETER_OF.find(([form]) => form.test(unit))?.[1] ?? 'km';
}

/** Arabic has a form of its own for three to ten minutes; rounded ones are always more. */
function pluralOf(unit: string): string {
  return unit === 'دقائق' ? 'دقيقة' : unit;
}
