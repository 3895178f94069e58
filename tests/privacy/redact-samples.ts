import fc from 'fast-check';
import { getExampleNumber, type CountryCode } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';

/** Personal data as people write it. */
export interface Secret {
  /** With the words that go with it. */
  text: string;
  /** What of it has to go. */
  value: string;
  placeholder: string;
}

/** Sentences around it: `X` is where it stands. */
export const SENTENCES = [
  'Hello, where is a good kebab? X. Thank you!',
  'Merhaba, yakınlarda kahvaltı var mı? X, teşekkürler',
  'Guten Tag, wo gibt es ein Hamam? X.',
  'Bonjour, une mosquée près d’ici ? X',
  'Hola, ¿qué museo está abierto hoy? X',
  'Ciao, dove si mangia il pesce? X.',
  'Здравствуйте, где рядом музей? X.',
  'مرحبا، أين أقرب مسجد؟ X',
  'سلام، صبحانه کجا خوب است؟ X',
  '你好，附近有早餐吗？ X',
  'こんにちは、近くの朝食は？ X',
  '안녕하세요, 근처 아침 식당은? X',
];

export function isolated(sentence: string, text: string): string {
  return sentence.replace('X', () => text);
}

const digit = fc.integer({ min: 0, max: 9 }).map(String);
const digits = (length: number): fc.Arbitrary<string> =>
  fc.array(digit, { minLength: length, maxLength: length }).map((list) => list.join(''));
const letters = (alphabet: string, min: number, max = min): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...Array.from(alphabet)), { minLength: min, maxLength: max })
    .map((list) => list.join(''));
const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** In ASCII mostly, at times in Arabic, Persian, full-width, Devanagari or Bengali digits. */
const inScript = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(text, fc.constantFrom(0, 0, 0, 0, 0x660, 0x6f0, 0xff10, 0x966, 0x9e6))
    .map(([ascii, zero]) =>
      zero === 0 ? ascii : ascii.replaceAll(/\d/g, (value) => String.fromCodePoint(zero + Number(value))),
    );
const grouped = (text: fc.Arbitrary<string>, sizes: number[], separators: string[]): fc.Arbitrary<string> =>
  fc.tuple(text, fc.constantFrom(...separators)).map(([whole, separator]) => {
    let from = 0;
    return sizes
      .map((size) => whole.slice(from, (from += size)))
      .filter(Boolean)
      .join(separator);
  });

function secret(
  placeholder: string,
  value: fc.Arbitrary<string>,
  before: string[] = [''],
): fc.Arbitrary<Secret> {
  return fc
    .tuple(value, fc.constantFrom(...before))
    .map(([text, words]) => ({ text: words + text, value: text, placeholder: `[${placeholder}]` }));
}

/** Said before a number that is like other numbers. */
const PHONE_WORDS = [
  'my phone is ',
  'call me: ',
  'telefonum ',
  'numaram: ',
  'meine Nummer ist ',
  'mon numéro est le ',
  'mi teléfono es ',
  'il mio numero è ',
  'мой телефон ',
  'رقم هاتفي ',
  'شماره من ',
  '我的电话是',
  '電話番号は ',
  '제 전화번호는 ',
];
const COUNTRIES = Object.keys(examples) as CountryCode[];
const example = fc.constantFrom(...COUNTRIES).map((country) => getExampleNumber(country, examples));

const turkish = fc
  .tuple(fc.constantFrom('532', '505', '541', '555', '212', '216', '312'), digits(7))
  .map(([code, rest]) => code + rest);
const luhn = (body: string): string => {
  const sum = Array.from(body)
    .toReversed()
    .reduce((total, character, index) => {
      const doubled = Number(character) * (index % 2 === 0 ? 2 : 1);
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
  return body + String((10 - (sum % 10)) % 10);
};
const visa = fc
  .tuple(fc.constantFrom('4', '51', '52', '55', '2221', '9792', '6011'), digits(15))
  .map(([issuer, rest]) => luhn((issuer + rest).slice(0, 15)));
const amex = digits(12).map((rest) => luhn(`37${rest}`));
const mod97 = (text: string): number =>
  Array.from(text, (character) => Number.parseInt(character, 36))
    .join('')
    .split('')
    .reduce((rest, value) => (rest * 10 + Number(value)) % 97, 0);
const iban = fc
  .constantFrom<[string, (string | number)[]]>(
    ['TR', [22]],
    ['DE', [18]],
    ['GB', ['BARC', 14]],
    ['FR', [23]],
    ['NL', ['ABNA', 10]],
    ['ES', [20]],
    ['SA', [20]],
    ['AE', [19]],
    ['KZ', [16]],
    ['CH', [17]],
    ['BY', ['NBRB', 20]],
  )
  .chain(([country, parts]) =>
    fc
      .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : digits(part))))
      .map((body) => {
        const account = body.join('');
        const check = 98 - mod97(`${account}${country}00`);
        return `${country}${String(check).padStart(2, '0')}${account}`;
      }),
  );
const nationalId = fc.tuple(fc.integer({ min: 1, max: 9 }).map(String), digits(8)).map(([first, rest]) => {
  const list = Array.from(first + rest, Number);
  const odd = list.filter((_, index) => index % 2 === 0).reduce((sum, value) => sum + value, 0);
  const even = list.filter((_, index) => index % 2 === 1).reduce((sum, value) => sum + value, 0);
  const tenth = (((odd * 7 - even) % 10) + 10) % 10;
  return `${first}${rest}${tenth}${(odd + even + tenth) % 10}`;
});
const taxId = digits(9).map((body) => {
  const sum = Array.from(body, Number).reduce((total, value, index) => {
    const shifted = (value + 9 - index) % 10;
    return total + (shifted === 9 ? 9 : (shifted * 2 ** (9 - index)) % 9);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
});

const word = letters('abcdefghijklmnoprstuvyz', 3, 9);
const host = fc
  .tuple(word, fc.constantFrom('com', 'de', 'com.tr', 'ru', 'co.jp'))
  .map((parts) => parts.join('.'));
const latitude = fc.tuple(fc.integer({ min: 1, max: 80 }), digits(5)).map((parts) => parts.join('.'));
const longitude = fc.tuple(fc.integer({ min: 1, max: 179 }), digits(5)).map((parts) => parts.join('.'));
const token = letters('abcdefghijklmnopqrstuvwxyz0123456789', 12, 24);
const year = fc.integer({ min: 2020, max: 2030 });

/** First and last names that no list in the product needs to have. */
const LATIN_NAMES = [
  'Ottoline Fairweather',
  'Xiomara Quispe',
  'Thorvald',
  'Bartu Keskin',
  'Sümeyra',
  'Gwendolyn',
  'Ruprecht Lindqvist',
  'Iolanthe O’Hara',
];

export const SECRETS: Record<string, fc.Arbitrary<Secret>> = {
  'phones of Turkey, national': secret(
    'phone',
    inScript(
      fc.oneof(
        turkish,
        turkish.map((number) => `0${number}`),
        grouped(turkish, [3, 3, 2, 2], [' ', '-', '.']),
        grouped(
          turkish.map((number) => `0${number}`),
          [4, 3, 2, 2],
          [' ', '-', '.', '\u00a0'],
        ),
        grouped(
          turkish.map((number) => `0${number}`),
          [4, 3, 4],
          [' ', '-'],
        ),
        turkish.map(
          (number) =>
            `0 (${number.slice(0, 3)}) ${number.slice(3, 6)} ${number.slice(6, 8)} ${number.slice(8)}`,
        ),
        turkish.map((number) => `(0${number.slice(0, 3)}) ${number.slice(3)}`),
      ),
    ),
  ),
  'phones of all countries, international': secret(
    'phone',
    inScript(
      fc.oneof(
        example.map((number) => number?.number ?? ''),
        example.map((number) => number?.formatInternational() ?? ''),
        example.map((number) => number?.formatInternational().replaceAll(' ', '-') ?? ''),
        example.map((number) => number?.number.replace('+', '00') ?? ''),
      ),
    ),
  ),
  'phones of other countries, after a word that tells': secret(
    'phone',
    inScript(
      example
        .filter((number) => (number?.nationalNumber.length ?? 0) > 4)
        .map((number) => number?.formatNational() ?? ''),
    ),
    PHONE_WORDS,
  ),
  'e-mail addresses': secret(
    'email',
    fc.oneof(
      fc.tuple(word, host).map((parts) => parts.join('@')),
      fc.tuple(word, digits(2), word, host).map(([a, n, b, h]) => `${a}.${b}+${n}@${h}`),
      fc.constantFrom('иван@почта.рф', 'jürgen@müller.de', '用户@例子.com', 'user@xn--80ak6aa92e.com'),
    ),
  ),
  'e-mail addresses, spelled': secret(
    'email',
    fc
      .tuple(
        word,
        fc.constantFrom(
          ' at ',
          ' [at] ',
          '(at)',
          ' arroba ',
          ' arobase ',
          ' chiocciola ',
          ' собака ',
          ' kuyruklu a ',
          ' アットマーク ',
          ' 골뱅이 ',
        ),
        fc.constantFrom('gmail', 'hotmail', 'example'),
        fc.constantFrom(
          ' dot ',
          ' [dot] ',
          ' nokta ',
          ' punkt ',
          ' point ',
          ' punto ',
          ' точка ',
          ' 点 ',
          ' ドット ',
          ' 점 ',
        ),
        fc.constantFrom('com', 'de', 'net', 'ru'),
      )
      .map((parts) => parts.join('')),
    ['✉ '],
  ),
  'payment cards': secret(
    'card',
    inScript(
      fc.oneof(visa, grouped(visa, [4, 4, 4, 4], [' ', '-', '.']), grouped(amex, [4, 6, 5], [' ', '-'])),
    ),
  ),
  'account numbers (IBAN)': secret(
    'iban',
    fc.oneof(
      iban,
      iban.map((number) => number.toLowerCase()),
      grouped(iban, [4, 4, 4, 4, 4, 4, 4, 4], [' ']),
    ),
  ),
  'Turkish identity numbers': secret(
    'national-id',
    inScript(fc.oneof(nationalId, grouped(nationalId, [3, 3, 3, 2], [' ']))),
  ),
  'Turkish tax numbers': secret('tax-id', taxId, ['vergi no: ', 'VKN ', 'my tax id is ']),
  passports: secret(
    'passport',
    fc.oneof(
      fc.tuple(letters(CAPITALS, 1, 2), digits(7)).map((parts) => parts.join('')),
      digits(9),
    ),
    [
      'my passport number is ',
      'pasaport numaram ',
      'meine Reisepassnummer: ',
      'numéro de passeport ',
      'mi pasaporte es ',
      'il mio passaporto è ',
      'номер паспорта ',
      'رقم جواز السفر ',
      'شماره گذرنامه ',
      '我的护照号码是 ',
      'パスポート番号は ',
      '여권 번호는 ',
    ],
  ),
  'number plates': secret(
    'plate',
    fc
      .tuple(
        fc.integer({ min: 1, max: 81 }).map((province) => String(province).padStart(2, '0')),
        fc.oneof(
          fc.tuple(letters('JKPRTUVYZ', 1), digits(4)),
          fc.tuple(letters('JKPRTUVYZ', 2), digits(3)),
          fc.tuple(letters('JKPRTUVYZ', 3), digits(2)),
        ),
        fc.constantFrom('', ' ', '-'),
      )
      .map(([province, [series, number], separator]) => [province, series, number].join(separator)),
  ),
  'addresses of computers': secret(
    'ip',
    fc.oneof(
      fc.ipV4(),
      fc.ipV6().filter((address) => !address.endsWith('::')),
    ),
  ),
  'links with secrets': secret(
    'link',
    fc
      .tuple(host, word, token)
      .chain(([site, path, value]) =>
        fc.constantFrom(
          `https://${site}/${path}?token=${value}`,
          `http://${site}/${path}#${value}`,
          `https://${path}:${value}@${site}/`,
          `www.${site}/${path}/${value}`,
          `${site}/${path}?id=${value}&lang=tr`,
          `https://t.me/${path}`,
        ),
      ),
  ),
  'links to maps': secret(
    'location',
    fc
      .tuple(latitude, longitude, token)
      .chain(([lat, lon, value]) =>
        fc.constantFrom(
          `https://www.google.com/maps/@${lat},${lon},15z`,
          `https://maps.google.com/?q=${lat},${lon}`,
          `https://maps.app.goo.gl/${value}`,
          `https://maps.apple.com/?ll=${lat},${lon}&q=x`,
          `https://yandex.com.tr/maps/?ll=${lon}%2C${lat}&z=16`,
          `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}`,
          `geo:${lat},${lon}`,
          `https://waze.com/ul?ll=${lat},${lon}`,
        ),
      ),
  ),
  coordinates: secret(
    'location',
    inScript(
      fc
        .tuple(latitude, longitude)
        .chain(([lat, lon]) =>
          fc.constantFrom(
            `${lat}, ${lon}`,
            `${lat},${lon}`,
            `${lat} ${lon}`,
            `${lat}° N, ${lon}° E`,
            `${lat}, lon: ${lon}`,
          ),
        ),
    ),
  ),
  'hotel rooms': fc
    .tuple(
      fc.constantFrom(
        'room ',
        'room no. ',
        'oda ',
        'oda no: ',
        'Zimmer ',
        'chambre ',
        'habitación ',
        'camera ',
        'комната ',
        'غرفة ',
        'اتاق ',
        '房间号 ',
        '部屋番号 ',
        '객실 번호 ',
      ),
      fc.integer({ min: 100, max: 1999 }).map(String),
    )
    .map(([room, value]) => ({ text: `Hotel Amira, ${room}${value}`, value, placeholder: '[room]' })),
  'booking codes': secret(
    'booking',
    fc.tuple(letters(CAPITALS, 3), digits(1), letters(CAPITALS, 2)).map((parts) => parts.join('')),
    [
      'PNR ',
      'booking reference: ',
      'rezervasyon kodu ',
      'Buchungscode ',
      'numéro de réservation ',
      'código de reserva ',
      'codice prenotazione ',
      'код бронирования ',
      'رقم الحجز ',
      'کد رزرو ',
      '预订号 ',
      '予約番号 ',
      '예약 번호 ',
    ],
  ),
  'flights with their day': fc
    .tuple(
      fc.constantFrom('TK', 'PC', 'LH', 'SU', 'QR', 'EK'),
      fc.constantFrom('', ' '),
      digits(3),
      fc.constantFrom('24.11.2026', '2026-11-24', '24 November', '24 Kasım', '24 ноября', '11月24日'),
    )
    .map(([carrier, space, number, day]) => {
      const value = `${carrier}${space}${number}`;
      return { text: `${value}, ${day}`, value, placeholder: '[flight]' };
    }),
  'names given as one’s own': fc.oneof(
    secret('name', fc.constantFrom(...LATIN_NAMES), [
      'my name is ',
      'benim adım ',
      'ismim ',
      'ich heiße ',
      'mein Name ist ',
      'je m’appelle ',
      'me llamo ',
      'mi nombre es ',
      'mi chiamo ',
      'il mio nome è ',
    ]),
    secret('name', fc.constantFrom('Святослав', 'Ефросинья Круглова', 'Тихон'), ['меня зовут ', 'моё имя ']),
    secret('name', fc.constantFrom('صلاح الدين', 'عبير', 'قصي'), ['اسمي ', 'اسمي هو ']),
    secret('name', fc.constantFrom('بهروز', 'شیرین', 'کیوان'), ['اسم من ', 'اسمم ']),
    secret('name', fc.constantFrom('欧阳娜娜', '王小明', '李雷'), ['我叫', '我的名字是']),
    secret('name', fc.constantFrom('山田太郎', '鈴木', 'サラ'), ['私の名前は']),
    secret('name', fc.constantFrom('김민수', '박지은', '이도윤'), ['제 이름은 ']),
  ),
  signatures: fc.oneof(
    secret('name', fc.constantFrom(...LATIN_NAMES), [
      'Best regards,\n',
      'Kind regards, ',
      'Saygılarımla,\n',
      'Mit freundlichen Grüßen\n',
      'Cordialement,\n',
      'Saludos,\n',
      'Cordiali saluti,\n',
      'Thanks,\n',
    ]),
    secret('name', fc.constantFrom('Святослав', 'Тихон'), ['С уважением, ']),
    secret('name', fc.constantFrom('عبير', 'قصي'), ['مع تحياتي، ']),
    secret('name', fc.constantFrom('بهروز'), ['با احترام، ']),
  ),
  'handles and ids of accounts': fc.oneof(
    secret(
      'handle',
      fc.tuple(word, digits(2)).map(([name, number]) => `@${name}_${number}`),
    ),
    secret(
      'handle',
      fc.tuple(word, digits(2)).map(([name, number]) => `${name}.${number}`),
      ['instagram: ', 'telegram: ', 'my insta is ', 'wechat '],
    ),
    secret(
      'user-id',
      fc
        .tuple(
          fc.constantFrom('U', 'W', 'T', 'C'),
          digits(3),
          letters(CAPITALS, 2),
          digits(3),
          letters(CAPITALS, 1),
        )
        .map((parts) => parts.join('')),
    ),
    secret(
      'user-id',
      digits(6).map((number) => `<@U0${number}AB>`),
    ),
    secret(
      'user-id',
      digits(20).map((number) => `US.${number}`),
    ),
    secret(
      'phone',
      example.map((number) => number?.number.slice(1) ?? '').filter((number) => number.length > 10),
    ),
  ),
};

const hour = fc.integer({ min: 0, max: 23 }).map((value) => String(value).padStart(2, '0'));
const minute = fc.constantFrom('00', '15', '30', '45');
const time = fc.tuple(hour, fc.constantFrom(':', '.'), minute).map((parts) => parts.join(''));
const day = fc.integer({ min: 1, max: 28 });
const month = fc.integer({ min: 1, max: 12 });

/** Hours, prices, dates, lines, short numbers: what must come through untouched. */
export const KEPT: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(time, fc.constantFrom('-', ' - ', '–', ' to '), time).map((parts) => parts.join('')),
  inScript(time),
  fc
    .tuple(
      fc.integer({ min: 1, max: 99_999 }),
      fc.constantFrom(' TL', ' €', '₺', ' lira', ' руб', ' ليرة', ' لیر', '里拉', 'リラ', ' 리라'),
    )
    .map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom('$', '€', '₺'), fc.integer({ min: 1, max: 999 }), minute)
    .map(([sign, whole, cents]) => `${sign}${whole}.${cents}`),
  fc
    .tuple(day, fc.constantFrom('.', '/', '-'), month, year)
    .map(([d, separator, m, y]) => [d, m, y].join(separator)),
  fc
    .tuple(year, month, day)
    .map(([y, m, d]) => `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`),
  fc.integer({ min: 330, max: 2100 }).map((y) => `in ${y}`),
  fc
    .array(fc.constantFrom('110', '112', '122', '153', '155', '156', '158', '170', '182', '183', '184'), {
      minLength: 1,
      maxLength: 5,
    })
    .map((list) => `call ${list.join(', ')}`),
  fc.constantFrom(
    'T1',
    'T4',
    'T5',
    'M1A',
    'M2',
    'M7',
    'F1',
    '34AS',
    '34BZ',
    '34',
    '15F',
    '28T',
    '25E',
    '500T',
    '99A',
    '129T',
    '92C',
    'E10',
    'HT13',
    'KM12',
    'TM4',
    'UM60',
    'B1',
    'TF2',
  ),
  fc
    .tuple(fc.constantFrom('15F', '28T', '500T', 'T1', 'M2'), fc.integer({ min: 1, max: 90 }))
    .map(([line, minutes]) => `${line} ${minutes} dk`),
  fc
    .tuple(
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom(' kişi', ' persons', ' nights', ' km', ' min', ' Uhr', '点', '時', '시'),
    )
    .map((parts) => parts.join('')),
  fc.integer({ min: 34_000, max: 34_999 }).map((code) => `${code} Fatih`),
  fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 9 }))
    .map(([whole, tenth]) => `${whole}.${tenth}/5`),
);
