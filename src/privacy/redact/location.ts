import type { Point } from '../../messages.ts';
import { cellOf } from '../cell.ts';
import { whole, type Mark, type Scan } from './scan.ts';

const NUMBER = String.raw`[-+]?\d{1,3}[.,]\d{3,15}`;
const SIDE = String.raw`\s?°?\s?([NSEWKGDB](?!\p{L}))?`;
/** Two decimal degrees, with what people put between them: a comma, a space, “lon:”, “, boylam ”. */
const DECIMAL = new RegExp(
  String.raw`(?<![\d.,])(${NUMBER})${SIDE}[^\d\n\ufffc+-]{1,20}(${NUMBER})(?!\d|[.,]\d)${SIDE}`,
  'giu',
);
const MINUTES = String.raw`(\d{1,3})\s?[°º]\s?(\d{1,2}(?:[.,]\d{1,9})?)\s?['′’]\s?(?:(\d{1,2}(?:[.,]\d{1,9})?)\s?(?:["″”]|''))?\s?([NSEWKGDB])?`;
/** Degrees with minutes: a whole degree is the city, and stays. */
const SEXAGESIMAL = new RegExp(String.raw`(?<!\d)${MINUTES}[\s,;/]{0,3}${MINUTES}`, 'giu');
/** Open Location Code of 8 and 2 or more characters or its short form with the town: 14 m. */
const PLUS_CODE =
  /(?<![\p{L}\p{N}+])(?=[\dC-X+]{0,8}[C-X])[2-9CFGHJMPQRVWX]{4}(?:[2-9CFGHJMPQRVWX]{4})?\+[2-9CFGHJMPQRVWX]{2,3}(?![\p{L}\p{N}+])/gu;
const THREE_WORDS = /(?<![\p{L}\p{N}/:])\/\/\/\p{L}{2,30}\.\p{L}{2,30}\.\p{L}{2,30}/gu;
const LABELLED = /°|lat|lon|lng|enlem|boylam|gps|[NSEWKGDB]$/iu;

/** Coordinates, plus codes and three-word addresses; of coordinates their cell stays, which is about 1 km wide. */
export function markLocations(scan: Scan): void {
  scan.mark(DECIMAL, (match) => {
    const [text, first = '', firstSide, second = '', secondSide] = match;
    const point = pointOf(degrees(first, firstSide), degrees(second, secondSide));
    // With three decimals a number may be a price in thousands; in Istanbul it is none
    const fine = decimals(first) > 3 && decimals(second) > 3;
    if (!point || !(fine || LABELLED.test(text) || inIstanbul(point))) return undefined;
    return located(whole(match, 'location'), point);
  });
  scan.mark(SEXAGESIMAL, (match) => {
    const [, d1, m1, s1, side1, d2, m2, s2, side2] = match;
    const point = pointOf(sexagesimal(d1, m1, s1, side1), sexagesimal(d2, m2, s2, side2));
    return point && located(whole(match, 'location'), point);
  });
  scan.mark(PLUS_CODE, (match) => whole(match, 'location'));
  scan.mark(THREE_WORDS, (match) => whole(match, 'location'));
}

/** A mark that keeps the cell of the point. */
export function located(mark: Mark, point: Point | undefined): Mark {
  return { ...mark, detail: point && cellOf(point) };
}

/** The point of two numbers, latitude first unless that cannot be; undefined where it is no point on Earth. */
export function pointOf(first: number, second: number): Point | undefined {
  if (!Number.isFinite(first) || !Number.isFinite(second)) return undefined;
  const swapped = Math.abs(first) > 90 || inIstanbul({ lat: second, lon: first });
  const [lat, lon] = swapped ? [second, first] : [first, second];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : undefined;
}

/** The province and the sea around it. */
function inIstanbul({ lat, lon }: Point): boolean {
  return lat > 40.7 && lat < 41.7 && lon > 27.9 && lon < 30;
}

/** South and west are negative; Turkish has K, G, D, B for N, S, E, W. */
function degrees(number: string, side: string | undefined): number {
  const value = Number(number.replace(',', '.'));
  return side && /[SGW]/iu.test(side) ? -value : value;
}

function sexagesimal(degree_ = '', minutes = '', seconds = '0', side = ''): number {
  const parts = [degree_, minutes, seconds].map((part) => Number(part.replace(',', '.')));
  const [degree = Number.NaN, minute = Number.NaN, second = Number.NaN] = parts;
  return degrees(String(degree + minute / 60 + second / 3600), side);
}

function decimals(number: string): number {
  return number.length - 1 - number.search(/[.,]/u);
}
