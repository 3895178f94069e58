/** A number as a text states it, by what it stands for; `at` is its place in the folded text. */
export type Claim = { at: number; end: number } & (
  | { kind: 'time'; /** All the `HH:MM` that it can mean. */ times: string[] }
  | { kind: 'distance'; meters: number; tolerance: number }
  | { kind: 'minutes'; minutes: number }
  | { kind: 'price'; amount: number; currency: string }
  | { kind: 'phone'; digits: string }
  | { kind: 'plain'; value: string }
);

const OTHER_DIGITS = ['٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹', '０１２３４５６７８９'];

/** Writes every digit as 0 to 9, and Arabic decimal and thousands marks as points and nothing. */
export function westernDigits(text: string): string {
  return text
    .replace(/[٠-٩۰-۹０-９]/gu, (digit) => {
      const row = OTHER_DIGITS.find((digits) => digits.includes(digit));
      return row ? String(row.indexOf(digit)) : digit;
    })
    .replace(/(?<=\d)٫(?=\d)/gu, '.')
    .replace(/(?<=\d)٬(?=\d)/gu, '');
}

const NUMBER = String.raw`\d+(?:[.,]\d+)?`;
const KILOMETERS =
  'km|kilomet\\p{L}*|kilometr\\p{L}*|км|километр\\p{L}*|كم|كيلومتر\\p{L}*|公里|千米|キロ(?:メートル)?|킬로(?:미터)?';
const METERS =
  'meters?|metres?|metros?|metri|metro|metern|metre\\p{L}*|m|м|метр\\p{L}*|متر\\p{L}*|م|米|メートル|미터';
const MINUTES =
  'min|mins|minut\\p{L}*|minuten|dk|dakika\\p{L}*|мин|минут\\p{L}*|دقيق\\p{L}*|دقاي\\p{L}*|د|分钟|分(?!の)|분';
const HOURS = 'hours?|hrs?|saat|stunden?|heures?|horas?|ore|ora|час\\p{L}*|ساع\\p{L}*|小时|時間|시간';
const CURRENCIES: [string, string][] = [
  ['TRY', 'tl|try|₺|turkish liras?|lira\\p{L}*|lire|livres? turques?|лир\\p{L}*|لير\\p{L}*|里拉|リラ|리라'],
  ['EUR', 'eur|€|euros?|euro\\p{L}*|евро|يورو|欧元|ユーロ|유로'],
  ['USD', 'usd|\\$|dollar\\p{L}*|dolar\\p{L}*|доллар\\p{L}*|دولار|دلار|美元|ドル|달러'],
];
/** Pattern of every unit that a number can have. */
export const UNITS = [KILOMETERS, METERS, MINUTES, HOURS, ...CURRENCIES.map(([, words]) => words)].join('|');
const MORNING =
  'a\\.?m\\.?|утра|ночи|صباح\\p{L}*|ص|صبح|上午|早上|凌晨|午前|朝|오전|아침|sabah\\p{L}*|morgens|du matin|de la manana|di mattina';
const EVENING =
  'p\\.?m\\.?|вечера|дня|مساء\\p{L}*|م(?!\\p{L})|عصر|شب|بعدازظهر|بعد از ظهر|下午|晚上|傍晚|午後|夜|夕方|오후|저녁|밤|aksam\\p{L}*|abends|nachmittags|du soir|de l.apres-midi|de la tarde|de la noche|di sera|del pomeriggio|in the evening|in the afternoon|at night';

// A unit ends where its word does; in Chinese, Japanese and Korean the next word follows at once
const END = '(?![\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Arabic}])';
const PATTERNS: [
  RegExp,
  (match: RegExpExecArray, around: Around) => Omit<Claim, 'at' | 'end'> | undefined,
][] = [
  [/\+?\d(?:[\s()-]*\d){8,}/gu, ([whole]) => ({ kind: 'phone', digits: whole.replace(/\D/g, '') })],
  ...CURRENCIES.flatMap(([currency, words]): typeof PATTERNS => [
    [
      new RegExp(`(\\d[\\d.,\\s]*\\d|\\d)\\s?(?:${words})${END}`, 'gu'),
      ([, number = '']) => ({ kind: 'price', amount: amountOf(number), currency }),
    ],
    [
      new RegExp(`(?:₺|€|\\$)\\s?(\\d[\\d.,]*\\d|\\d)`, 'gu'),
      (match) => ({ kind: 'price', amount: amountOf(match[1] ?? ''), currency: symbol(match[0]) }),
    ],
  ]),
  [
    new RegExp(`(${NUMBER})[\\s-]?(?:${KILOMETERS})${END}`, 'gu'),
    ([, number = '']) => ({
      kind: 'distance',
      meters: decimal(number) * 1_000,
      // "0.4 km" says no more than the nearest hundred
      tolerance: /[.,]\d\d/.test(number) ? 30 : /[.,]/.test(number) ? 51 : 250,
    }),
  ],
  [
    new RegExp(`(${NUMBER})[\\s-]?(?:${METERS})${END}`, 'gu'),
    ([, number = '']) => ({ kind: 'distance', meters: decimal(number), tolerance: 30 }),
  ],
  [
    /(?<![\d.,])([01]?\d|2[0-4])\s?[:.h點点時时시]\s?([0-5]\d)(?!\d|[.,]\d)(?:\s?(?:分|분))?/gu,
    ([, hours = '', minutes = ''], around) => ({ kind: 'time', times: timesOf(hours, minutes, around) }),
  ],
  [
    /(?<![\d.,])([01]?\d|2[0-4])\s?(?:点|點|时|時|시)\s?(半|반)?/gu,
    ([, hours = '', half], around) => ({ kind: 'time', times: timesOf(hours, half ? '30' : '00', around) }),
  ],
  [
    new RegExp(`(${NUMBER})[\\s-]?(?:${MINUTES})${END}`, 'gu'),
    ([, number = '']) => ({ kind: 'minutes', minutes: decimal(number) }),
  ],
  [
    new RegExp(`(${NUMBER})[\\s-]?(?:${HOURS})${END}`, 'gu'),
    ([whole, number = ''], around) =>
      // "до 19 часов" and "à 11 heures" are times, "24 hours" a length
      (/час/u.test(whole) || (/heure/.test(whole) && /(?<!\p{L})(?:a|des) $/u.test(around.before))) &&
      decimal(number) < 24
        ? { kind: 'time', times: timesOf(number, '00', around) }
        : { kind: 'minutes', minutes: decimal(number) * 60 },
  ],
  [
    new RegExp(`(?<![\\d.,])([01]?\\d|2[0-4])\\s?(?:uhr|h|${MORNING}|${EVENING})${END}`, 'gu'),
    ([, hours = ''], around) => ({ kind: 'time', times: timesOf(hours, '00', around) }),
  ],
  [/(?<!\d)[a-z]{0,2}\d[\d]*(?:[.,]\d+)*[a-z]?/gu, ([value]) => ({ kind: 'plain', value })],
];

interface Around {
  before: string;
  after: string;
}

/** The numbers of a folded text, each read once, as the most telling kind that fits. */
export function numbersOf(folded: string): Claim[] {
  const claims: Claim[] = [];
  let left = folded;
  for (const [pattern, read] of PATTERNS) {
    left = left.replace(pattern, (...args) => {
      const groups = args.slice(
        0,
        args.findIndex((arg) => typeof arg === 'number'),
      );
      const at = args.find((arg) => typeof arg === 'number') as number;
      const match = groups as unknown as RegExpExecArray;
      const whole = String(groups[0]);
      const around = {
        // Another number's words are not this one's
        before: /\D*$/.exec(folded.slice(Math.max(0, at - 14), at))?.[0] ?? '',
        after: whole + (/^\D*/.exec(folded.slice(at + whole.length, at + whole.length + 18))?.[0] ?? ''),
      };
      const claim = read(match, around);
      if (claim) claims.push({ ...claim, at, end: at + whole.length } as Claim);
      return '\u0000'.repeat(whole.length);
    });
  }
  return claims.sort((a, b) => a.at - b.at);
}

/** The times of day that hours and minutes can mean with the words around them. */
function timesOf(hours: string, minutes: string, { before, after }: Around): string[] {
  const hour = Number(hours);
  const write = (value: number): string =>
    `${String(value === 24 ? 0 : value).padStart(2, '0')}:${minutes.padStart(2, '0')}`;
  const evening = new RegExp(`(?<!\\p{L})(?:${EVENING})`, 'u');
  const morning = new RegExp(`(?<!\\p{L})(?:${MORNING})`, 'u');
  if (hour <= 12 && (evening.test(after) || (evening.test(before) && !morning.test(after)))) {
    return hour === 12 ? ['12:00', '00:00'].map((time) => time.slice(0, 3) + minutes) : [write(hour + 12)];
  }
  if (hour === 12 && morning.test(after)) return [write(0)];
  return [write(hour)];
}

function decimal(number: string): number {
  return Number(number.replace(',', '.'));
}

/** An amount of money: marks before three digits part thousands. */
function amountOf(number: string): number {
  return Number(
    number
      .replace(/[.,\s](?=\d{3}(?!\d))/g, '')
      .replace(',', '.')
      .replace(/\s/g, ''),
  );
}

function symbol(text: string): string {
  return text.startsWith('₺') ? 'TRY' : text.startsWith('€') ? 'EUR' : 'USD';
}
