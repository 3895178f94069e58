import { group, whole, type Scan } from './scan.ts';

/** Codes (IATA) of carriers. Two letters and a number are a club and its year as well, so not any two will do. */
const CARRIERS =
  'TK|PC|VF|AJ|XQ|LH|LX|OS|SN|EW|4Y|AF|KL|HV|BA|U2|LS|VS|FR|W6|W4|W9|IB|VY|UX|TP|AZ|A3|OA|SK|AY|DY|BT|LO|OK|RO|JU|OU|PS|PQ|SU|S7|U6|DP|FV|HY|KC|J2|A9|B2|5F|9U|QR|EK|EY|FZ|G9|3O|SV|XY|F3|KU|J9|GF|WY|MS|NP|RJ|ME|IA|IR|W5|EP|QB|AH|TU|ET|KQ|SA|WB|KE|OZ|JL|NH|CA|MU|CZ|HU|3U|CX|SQ|TG|MH|AI|6E|UK|PK|GA|VN|QF|NZ|AA|DL|UA|AC|WS|B6|AV|CM|G3|7C|5W';
const FLIGHT = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:${CARRIERS})[ -]?\d{3,4}(?![\p{L}\p{N}]|[.,:]\d)`,
  'gu',
);
const FLIGHT_SAID =
  /(?:flight|uçu[şs]|uçağ\p{L}*|\bflug\p{L}*|\bvol\b|vuelo|\bvolo\b|рейс\p{L}*|رحلة|رحلتي|پرواز|航班|便名|フライト|항공편|비행기)[^\n\ufffc]{0,16}?(?<![A-Za-z\d])((?:[A-Z]{2}|[A-Z]\d|\d[A-Z]) ?\d{2,4})(?![\p{L}\p{N}])/dgiu;
const MONTHS =
  'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|oca|[şs]ub|nis|haz|tem|a[ğg]u|eyl|eki|kas|ara|mai|okt|dez|janv|févr|mars|avr|juin|juil|août|déc|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек|يناير|فبراير|مارس|[أا]بريل|مايو|يونيو|يوليو|[أا]غسطس|سبتمبر|[أا]كتوبر|نوفمبر|ديسمبر|ژانویه|فوریه|آوریل|ژوئن|اوت|سپتامبر|اکتبر|نوامبر|دسامبر|فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند';
const DATE = new RegExp(
  String.raw`\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?<!\d)\d{1,2}[./]\d{1,2}(?!\d)|\d{1,2}\.?(?:st|nd|rd|th|er|º)? (?:de |of )?(?:${MONTHS})|(?:${MONTHS})\p{L}{0,7}\.? \d{1,2}|\d{1,2} ?[月월]|today|tonight|tomorrow|bugün|yarın|heute|morgen|aujourd['’]hui|demain|\bhoy\b|mañana|\boggi\b|domani|сегодня|завтра|اليوم|غد[اًا]|امروز|فردا|今天|明天|今日|明日|오늘|내일`,
  'iu',
);

/** Whether the text tells a day, by its date or as seen from today. */
export function tellsDay(text: string): boolean {
  return DATE.test(text);
}

/** Flight numbers. Alone they are a timetable's; with their day they tell who sat there, so call it where a day is told. */
export function markFlights(scan: Scan): void {
  scan.mark(FLIGHT_SAID, (match) => group(match, 'flight'));
  scan.mark(FLIGHT, (match) => whole(match, 'flight'));
}
