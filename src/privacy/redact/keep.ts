import type { Scan } from './scan.ts';

/** A hour and minutes that are part of no longer chain of numbers: `09:00`, `9.30`, `18h30`. */
const TIME = /(?<![\d]|\d[.:-])(?:[01]?\d|2[0-4])[:.h][0-5]\d(?::[0-5]\d)?(?![\d]|[.:]\d)/giu;
/** Day, month and year in any order, with one separator. */
const DATE =
  /(?<!\d|\d[./-])(?:(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:(?:19|20)\d\d|\d\d)|(?:0?[1-9]|1[0-2])\/(?:0?[1-9]|[12]\d|3[01])\/(?:19|20)\d\d|(?:1\d|20)\d\d([./-])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01]))(?![./-]?\d)/gu;
const CURRENCY = String.raw`(?:₺|€|\$|£|¥|₽|﷼|₩|TL|TRY|lira(?:s|sı)?|liras?|EUR|euros?|avro|USD|dollars?|dolar|GBP|pounds?|RUB|руб\p{L}*|лир\p{L}*|евро|долл\p{L}*|ليرة|يورو|دولار|لیر|یورو|دلار|里拉|欧元|美元|リラ|ユーロ|ドル|円|리라|유로|달러)`;
const AMOUNT = String.raw`(?:\d{1,3}(?:[., ]\d{3}){1,3}|\d{1,7})(?:[.,]\d{1,2})?`;
const PRICE = new RegExp(
  String.raw`(?<!\d|\d[ .,-])${AMOUNT} ?${CURRENCY}(?!\p{L})|(?<![\p{L}])${CURRENCY} ?${AMOUNT}(?!\d|[ .,-]\d)`,
  'giu',
);

/** Hides hours, dates and prices from the rules for numbers: they are what a guide is about. */
export function keepFacts(scan: Scan): void {
  scan.hide(DATE);
  scan.hide(TIME);
  scan.hide(PRICE);
}
