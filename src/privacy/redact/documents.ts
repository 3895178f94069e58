import { group, whole, type Mark, type Scan } from './scan.ts';

/** Words for a passport or an identity card in the twelve languages, and how far from them its number stands. */
const PASSPORT_SAID =
  /(?:passport|pasaport|reisepass|\bpass-?(?:nr|nummer)|personalausweis|passeport|pasaporte|passaporto|паспорт|загранпаспорт|travel document|identity card|carte d['’]identité|\bdni\b|carta d['’]identità|kimlik kart|جواز|هوية|پاسپورت|گذرنامه|护照|護照|身份证|パスポート|旅券|여권)[^\n\ufffc]{0,60}/giu;
const PASSPORT_NUMBER =
  /(?<![A-Za-z0-9])(?:[A-Z]{1,3}[ -]\d{5,9}|[A-Za-z]{1,3}\d{5,9}|\d{2} ?\d{2} ?\d{6}|\d{2} \d{7}|\d{6,9}|(?=[A-Za-z0-9]{0,8}\d[A-Za-z0-9]{0,8}\d)[A-Za-z0-9]{8,10})(?![A-Za-z0-9]|[./-]\d)/gu;
/** One letter and eight digits or two and seven, as on passports of many countries: told by the shape alone. */
const PASSPORT_SHAPE = /(?<![\p{L}\p{N}])(?:[a-z]\d{8}|[a-z]{2}\d{7})(?![\p{L}\p{N}])/giu;
/** German passports and identity cards: nine of these characters, the last a check digit (ICAO 9303). */
const GERMAN_NUMBER = /(?<![\p{L}\p{N}])[CFGHJKLMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{7}\d(?![\p{L}\p{N}])/gu;

const BOOKING_SAID =
  /(?:\bpnr\b|(?:booking|reservation|confirmation) (?:reference|ref\b|code|number|no\b|id\b|confirmation)|(?:booking|reservation|confirmation)[:#]|record locator|rezervasyon (?:kod|no|numara|referans)|buchungs ?-?(?:code|nummer|nr)|reservierungs ?-?(?:code|nummer|nr)|(?:référence|numéro|code) de (?:la )?(?:réservation|dossier)|(?:código|número|localizador) de (?:la )?reserva|localizador|réservation n[°ºo]|reserva n[°ºo]|(?:codice|numero) (?:di |della )?prenotazione|(?:код|номер) (?:брон|резерв)|(?:رقم|رمز|كود) (?:ال)?حجز|(?:شماره|کد) رزرو|[预預订訂定][订訂單单][号號编編码碼]|订单号|(?:予約|預約|预约|预订|預訂) ?(?:番号|號碼|号码|コード|編號|编号|代碼|代码)|確認番号|예약 ?(?:번호|코드))[^\n\ufffc]{0,30}/giu;
const BOOKING_CODE = /(?<![\p{L}\p{N}])(?:(?=[a-z]{0,12}\d)[a-z0-9]{5,13}|[A-Z]{6})(?![\p{L}\p{N}])/giu;

const DAY = String.raw`(?<!\d)(?:\d{1,4}[./-] ?\d{1,2}[./-] ?\d{1,4}|\d{1,2}\.?(?:st|nd|rd|th|er|º)? (?:de |of )?\p{L}{3,12}\.?,? (?:de )?\d{4}|\p{L}{3,10} \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{4} ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일])(?!\d)`;
const BIRTH_SAID = new RegExp(
  String.raw`(?:date of birth|\bdob\b|\bbirth ?date|\bborn\b|\bmy birthday is|doğum(?: tarih\p{L}*| günüm| yeri ve tarihi| ?:)|geburtsdatum|\bgeb\.|\bgeboren\b|\bich wurde am|mein geburtstag ist|date de naissance|(?<!\p{L})née? le|fecha de nacimiento|(?<!\p{L})nací el|\bnacid[oa]s? el|mi cumpleaños es|data di nascita|\bnat[oa] il|дата (?:моего )?рождения|(?<!\p{L})родил(?:ся|ась)|мо[йи] день рождения|تاريخ (?:ميلادي|الميلاد)|مواليد|(?<!\p{L})ولدت|تاریخ تولدم?|متولد|出生|生日|出生日期|生年月日|誕生日|생년월일|생일)[^\d\n\ufffc]{0,20}?(${DAY})`,
  'dgiu',
);
const BORN_AFTER = new RegExp(
  String.raw`(${DAY})[^\d\n\ufffc]{0,8}?(?: |['’]\p{L}{1,3} )?(?:doğumlu|doğdum|\bborn\b|geboren|года рождения|г\. ?р\.|родил(?:ся|ась)|به دنیا آمد|出生|生まれ|출생|태어)`,
  'dgiu',
);
/** Nobody who asks was born then: a monument's builder or a sultan was. In Arabic script the year may be of another era. */
const LONG_AGO = /(?<!\d)1[0-8]\d\d(?!\d)/u;

/** Words for a booking that many another number follows: a code here has letters and digits, and is no flight or price. */
const BOOKING_NAMED =
  /(?:брон[ьи]|бронировани[ея]|\bbooking|\breservation|réservation|\breserva\b|rezervasyon\p{L}*|\bbuchung|reservierung|prenotazione|予約|預約|预约|预订|예약|حجزي?|رزرو)[^\n\ufffc]{0,12}/giu;
const MIXED_CODE = /^(?![A-Z]{2}\d{3,4}$|\d+[A-Z]{1,3}$)(?=.*\d)(?=.*[A-Z])[A-Z0-9]{6,8}$/u;

/** Dates of birth, passport and identity card numbers and booking codes. */
export function markDocuments(scan: Scan): void {
  for (const pattern of [BIRTH_SAID, BORN_AFTER])
    scan.mark(pattern, (match) => {
      const longAgo = LONG_AGO.test(match[0]) && !/\p{Script=Arabic}/u.test(match[0]);
      return longAgo ? undefined : group(match, 'birthdate');
    });
  scan.mark(PASSPORT_SAID, (match) => within(match, PASSPORT_NUMBER, 'passport'));
  const shouted = isShouted(scan.text);
  scan.mark(BOOKING_SAID, (match) =>
    within(
      match,
      BOOKING_CODE,
      'booking',
      (code) => /\d/u.test(code) || (!shouted && code === code.toUpperCase()),
    ).slice(0, 1),
  );
  scan.mark(BOOKING_NAMED, (match) =>
    within(match, BOOKING_CODE, 'booking', (code) => MIXED_CODE.test(code)),
  );
  scan.mark(PASSPORT_SHAPE, (match) => whole(match, 'passport'));
  scan.mark(GERMAN_NUMBER, (match) => (isMachineReadable(match[0]) ? whole(match, 'passport') : undefined));
}

/** A sentence in capitals, where a word of six letters is a word. */
function isShouted(text: string): boolean {
  return !/\p{Ll}/u.test(text) && /(?:\p{L}+[^\p{L}]+){3}\p{L}/u.test(text);
}

/** What of the match the pattern finds, past its first word. */
function within(
  match: RegExpExecArray,
  pattern: RegExp,
  kind: 'passport' | 'booking',
  fits: (code: string) => boolean = () => true,
): Mark[] {
  return Array.from(match[0].matchAll(pattern))
    .filter(({ index, 0: code }) => index > 0 && fits(code))
    .map(({ index, 0: code }) => ({
      start: match.index + index,
      end: match.index + index + code.length,
      kind,
    }));
}

/** Letters count from ten, weights are 7, 3, 1 in turn, and the sum's last digit is the check digit. */
function isMachineReadable(number: string): boolean {
  const sum = Array.from(number.slice(0, -1), (character) => Number.parseInt(character, 36)).reduce(
    (total, value, index) => total + value * ([7, 3, 1][index % 3] ?? 0),
    0,
  );
  return /\d\D*\d/.test(number) && sum % 10 === Number(number.at(-1));
}
