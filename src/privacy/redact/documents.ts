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
  /(?:\bpnr\b|(?:booking|reservation|confirmation) (?:reference|ref\b|code|number|no\b|id\b|confirmation)|(?:booking|reservation|confirmation)[:#]|record locator|rezervasyon (?:kod|no|numara|referans)|buchungs ?-?(?:code|nummer|nr)|reservierungs ?-?(?:code|nummer|nr)|(?:référence|numéro|code) de (?:la )?(?:réservation|dossier)|(?:código|número|localizador) de (?:la )?reserva|localizador|réservation n[°ºo]|reserva n[°ºo]|(?:codice|numero) (?:di |della )?prenotazione|(?:код|номер) (?:брон|резерв)|(?:رقم|رمز|كود) (?:ال)?حجز|(?:شماره|کد) رزرو|[预预订訂定][订订單单][号號编編码碼]|订单号|予約(?:番号|コード)|確認番号|예약 ?(?:번호|코드))[^\n\ufffc]{0,30}/giu;
const BOOKING_CODE = /(?<![\p{L}\p{N}])(?:(?=[a-z]{0,12}\d)[a-z0-9]{5,13}|[A-Z]{6})(?![\p{L}\p{N}])/giu;

const BIRTH_SAID = new RegExp(
  String.raw`(?:date of birth|\bdob\b|\bbirth ?date|\bi was born on|\bmy birthday is|doğum (?:tarih(?:im|i ?:)|günüm)|geburtsdatum|\bich (?:bin|wurde) am|mein geburtstag ist|date de naissance|je suis née? le|fecha de nacimiento|\bnací el|mi cumpleaños es|data di nascita|sono nat[oa] il|дата (?:моего )?рождения|(?:^|[^\p{L}])я родил(?:ся|ась)|تاريخ (?:ميلادي|الميلاد)|تاریخ تولدم?|出生日期|我的生日|生年月日|私の誕生日|생년월일|제 생일)[^\d\n\ufffc]{0,20}(\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}\.?(?:st|nd|rd|th)? (?:de |of )?\p{L}{3,12}\.?,? (?:de )?\d{4}|\p{L}{3,10} \d{1,2},? \d{4}|\d{4} ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일])`,
  'dgiu',
);

/** Dates of birth, passport and identity card numbers and booking codes. */
export function markDocuments(scan: Scan): void {
  scan.mark(BIRTH_SAID, (match) => group(match, 'birthdate'));
  scan.mark(PASSPORT_SAID, (match) => within(match, PASSPORT_NUMBER, 'passport'));
  scan.mark(BOOKING_SAID, (match) =>
    within(match, BOOKING_CODE, 'booking', (code) => /\d/u.test(code) || code === code.toUpperCase()).slice(
      0,
      1,
    ),
  );
  scan.mark(PASSPORT_SHAPE, (match) => whole(match, 'passport'));
  scan.mark(GERMAN_NUMBER, (match) => (isMachineReadable(match[0]) ? whole(match, 'passport') : undefined));
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
