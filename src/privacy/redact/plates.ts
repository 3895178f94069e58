import { group, whole, type Scan } from './scan.ts';

/** Province 01 to 81, one to three letters, two to five digits; in one piece, or with the same space twice. */
const PLATE =
  /(?<![\p{L}\p{N}.,:/-])(?:0[1-9]|[1-7]\d|8[01])([ -]?)([A-PR-VYZ]{1,3})\1(\d{2,5})(?![\p{L}\p{N}]|[.,:]\d)/giu;
const SAID =
  /plaka|plate|kennzeichen|nummernschild|immatricul|plaque|matrícula|targa|номер\p{L}* (?:машин|авто)|госномер|لوحة|پلاک|车牌|ナンバー|차량|번호판|\barac|\baraç|\bcar\b|\btaxi\b|\btaksi\b/iu;
/** Plates of Germany, Austria, France, Italy, Britain, Spain and Russia, after a word that says it is one. */
const FOREIGN =
  /(?:plaka\p{L}*|(?<!\p{L})plates?|kennzeichen|nummernschild|immatricul\p{L}*|plaque|matrícula|(?<!\p{L})targa|номер\p{L}* (?:машин|авто)\p{L}*|госномер|لوحة|پلاک|车牌号?|ナンバー|번호판)[^\d\n\ufffc]{0,20}?(?<![\p{L}\p{N}])([A-ZÄÖÜ]{1,3}[ -][A-Z]{1,2}[ -]?\d{1,4}[EH]?|[A-Z]{2}[ -]?\d{3}[ -]?[A-Z]{2}|[A-Z]{2}\d{2} ?[A-Z]{3}|\d{4}[ -]?[B-DF-HJ-NP-TV-Z]{3}|[АВЕКМНОРСТУХ] ?\d{3} ?[АВЕКМНОРСТУХ]{2} ?\d{2,3})(?![\p{L}\p{N}])/dgu;
/** Units, months, and short words that stand between two numbers when a sentence is shouted. */
const WORDS = new Set(
  (
    'TL TRY EUR USD GBP KM M CM MM KG GR G L LT ML H S N E K D B C F AM PM DK SA GMT UTC MIN DAY PAX BUS VE ILE ' +
    'AND OR TO AT IN ON BY FOR THE UND BIS UM VON ET A DE DU AU LES OU DEL LOS LAS Y O AL E PER CON TRA NO NR ' +
    'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC OCA SUB NIS HAZ TEM AGU EYL EKI KAS ARA MAI OKT DEZ ENE ABR ' +
    'AGO DIC GEN MAG GIU LUG SET OTT BC AD CE'
  ).split(' '),
);

/**
 * Turkish number plates. The letters decide how many digits there are, which tells plates from bus lines and hours; where
 * the text speaks of a vehicle or is nothing but the plate, any count and small letters will do. Other countries' plates
 * need their word.
 */
export function markPlates(scan: Scan): void {
  let said: boolean | undefined;
  scan.mark(PLATE, (match, text) => {
    const [plate, , letters = '', digits = ''] = match;
    said ??= SAID.test(text);
    if (said || text.trim() === plate) return isWord(letters) && !said ? undefined : whole(match, 'plate');
    if (letters !== letters.toUpperCase() || isWord(letters)) return undefined;
    const [least, most] = [
      [4, 5],
      [3, 5],
      [2, 4],
    ][letters.length - 1] ?? [2, 5];
    return digits.length >= (least ?? 2) && digits.length <= (most ?? 5) ? whole(match, 'plate') : undefined;
  });
  scan.mark(FOREIGN, (match) => group(match, 'plate'));
}

function isWord(letters: string): boolean {
  return letters.length > 1 && WORDS.has(letters.toUpperCase());
}
