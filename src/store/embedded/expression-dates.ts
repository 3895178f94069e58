import { ObjectId, Timestamp } from 'bson';
import { evalExpr } from 'mingo/core';
import { add, difference, partsOf, truncate, unitOf, weekdayOf, type Parts } from './calendar.ts';
import { CommandError, notBuilt } from './errors.ts';
import type { Evaluation } from './expression.ts';
import { isDocument, isNumeric, toNumber, typeOf, type Doc } from './values.ts';
import { UNIT_MS, zoneOf, type Zone } from './zones.ts';

/**
 * Date operators: mingo's know few zones, none of their offsets' history for `$dateTrunc`, and no ends of months
 * (compare MongoDB manual, "Date Expression Operators").
 */
type Operator = (doc: never, argument: never, options: Evaluation) => unknown;

/** Milliseconds since 1970 of a value that has a time. */
function timeOf(value: unknown): number {
  if (value instanceof Date) return value.getTime();
  if (value instanceof ObjectId) return value.getTimestamp().getTime();
  if (value instanceof Timestamp) return value.getHighBitsUnsigned() * 1_000;
  throw new CommandError(16006, `can't convert from BSON type ${typeOf(value)} to Date`);
}

function isNullish(value: unknown): boolean {
  return value === null || value === undefined;
}

/** The arguments of an operator that has several by name; undefined where one that matters is null or missing. */
function argumentsOf(
  name: string,
  argument: unknown,
  known: { required: readonly string[]; optional: readonly string[] },
  evaluate: (expression: unknown) => unknown,
): Doc | undefined {
  if (!isDocument(argument)) throw new CommandError(9, `${name} only supports an object as its argument`);
  for (const field of Object.keys(argument))
    if (!known.required.includes(field) && !known.optional.includes(field))
      throw new CommandError(9, `Unrecognized argument to ${name}: ${field}`);
  for (const field of known.required)
    if (!(field in argument)) throw new CommandError(9, `Missing '${field}' parameter to ${name}`);
  const values: Doc = {};
  for (const [field, expression] of Object.entries(argument)) {
    values[field] = evaluate(expression);
    if (isNullish(values[field])) return undefined;
  }
  return values;
}

function operator(
  name: string,
  required: readonly string[],
  optional: readonly string[],
  work: (values: Doc, zone: Zone) => unknown,
): [string, Operator] {
  return [
    name,
    (doc, argument, options) => {
      const known = { required, optional };
      const values = argumentsOf(name, argument, known, (each) => evalExpr(doc, each, options));
      return values ? work(values, zoneOf(values['timezone'])) : null;
    },
  ];
}

function wholeAmount(name: string, value: unknown): number {
  const amount = isNumeric(value) ? toNumber(value) : Number.NaN;
  if (!Number.isInteger(amount))
    throw new CommandError(5_166_405, `${name} expects integer amount of time units`);
  return amount;
}

function adding(name: '$dateAdd' | '$dateSubtract', sign: 1 | -1): [string, Operator] {
  return operator(name, ['startDate', 'unit', 'amount'], ['timezone'], (values, zone) => {
    const amount = sign * wholeAmount(name, values['amount']);
    const time = add(timeOf(values['startDate']), unitOf(values['unit']), amount, zone);
    if (Number.isNaN(new Date(time).getTime())) throw new CommandError(5_166_406, 'dateAdd overflowed');
    return new Date(time);
  });
}

function isSingle(argument: unknown): argument is [unknown] {
  return Array.isArray(argument) && argument.length === 1;
}

/** An operator for one part; its argument is a date, or a date with a zone. */
function part(name: string, of: (parts: Parts) => number): [string, Operator] {
  return [
    name,
    (doc, argument, options) => {
      const given: unknown = isSingle(argument) ? argument[0] : argument;
      const withZone = isDocument(given) && 'date' in given;
      const date = evalExpr(doc, withZone ? given['date'] : given, options);
      const zone = withZone && 'timezone' in given ? evalExpr(doc, given['timezone'], options) : undefined;
      if (isNullish(date) || zone === null) return null;
      return of(partsOf(zoneOf(zone).toWall(timeOf(date))));
    },
  ];
}

const MONTH_NAMES = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
]; // prettier-ignore

function pad(value: number, digits: number): string {
  return `${value < 0 ? '-' : ''}${String(Math.abs(value)).padStart(digits, '0')}`;
}

/** One letter of a format, without its `%`. */
function formatted(letter: string, parts: Parts, offset: number): string {
  const minutes = Math.abs(offset) / UNIT_MS.minute;
  const sign = offset < 0 ? '-' : '+';
  switch (letter) {
    case 'Y':
      return pad(parts.year, 4);
    case 'm':
      return pad(parts.month, 2);
    case 'b':
      return MONTH_NAMES[parts.month - 1]!.slice(0, 3);
    case 'B':
      return MONTH_NAMES[parts.month - 1]!;
    case 'd':
      return pad(parts.day, 2);
    case 'H':
      return pad(parts.hour, 2);
    case 'M':
      return pad(parts.minute, 2);
    case 'S':
      return pad(parts.second, 2);
    case 'L':
      return pad(parts.millisecond, 3);
    case 'j':
      return pad(parts.dayOfYear, 3);
    case 'w':
      return String(parts.dayOfWeek);
    case 'u':
      return String(parts.isoDayOfWeek);
    case 'U':
      return pad(parts.week, 2);
    case 'V':
      return pad(parts.isoWeek, 2);
    case 'G':
      return pad(parts.isoYear, 4);
    case 'z':
      return `${sign}${pad(Math.floor(minutes / 60), 2)}${pad(minutes % 60, 2)}`;
    case 'Z':
      return `${sign}${pad(minutes, 3)}`;
    case '%':
      return '%';
    default:
      throw new CommandError(18536, `Invalid format character '%${letter}' in format string`);
  }
}

function toText(time: number, zone: Zone, format: unknown): string {
  const pattern = format ?? (zone.isUtc ? '%Y-%m-%dT%H:%M:%S.%LZ' : '%Y-%m-%dT%H:%M:%S.%L');
  if (typeof pattern !== 'string')
    throw new CommandError(18533, '$dateToString requires a string as its format');
  const offset = zone.offsetAt(time);
  const parts = partsOf(time + offset);
  return pattern.replace(/%(.?)/gs, (_, letter: string) => formatted(letter, parts, offset));
}

const ISO_TEXT =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

function fromText(text: unknown, zone: Zone, zoneGiven: boolean): Date {
  const parsed = typeof text === 'string' ? ISO_TEXT.exec(text.trim()) : undefined;
  if (!parsed) throw new CommandError(241, `Error parsing date string '${String(text)}'`);
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = '', own] = parsed;
  if (own !== undefined && zoneGiven)
    throw new CommandError(
      241,
      'you cannot pass in a date/time string with time zone information together with a timezone argument',
    );
  const wall = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  const time = (own === undefined ? zone : zoneOf(own.toUpperCase())).fromWall(wall);
  return new Date(time + Number(fraction.padEnd(3, '0')));
}

function fromParts(values: Doc, zone: Zone): Date {
  const numberOf = (name: string, otherwise: number): number => {
    const value = values[name] ?? otherwise;
    const number = isNumeric(value) ? toNumber(value) : Number.NaN;
    if (!Number.isInteger(number))
      throw new CommandError(40515, `'${name}' must evaluate to an integer, found ${typeOf(value)}`);
    return number;
  };
  const wall = new Date(0);
  wall.setUTCFullYear(numberOf('year', 1970), numberOf('month', 1) - 1, numberOf('day', 1));
  wall.setUTCHours(
    numberOf('hour', 0),
    numberOf('minute', 0),
    numberOf('second', 0),
    numberOf('millisecond', 0),
  );
  return new Date(zone.fromWall(wall.getTime()));
}

/** The operators by their names. */
export const DATE_OPERATORS: Record<string, Operator> = Object.fromEntries([
  operator('$dateTrunc', ['date', 'unit'], ['binSize', 'timezone', 'startOfWeek'], (values, zone) => {
    const size = isNumeric(values['binSize'] ?? 1) ? toNumber(values['binSize'] ?? 1) : Number.NaN;
    if (!Number.isInteger(size) || size < 1)
      throw new CommandError(5_439_017, "$dateTrunc requires 'binSize' to be a whole number greater than 0");
    const unit = unitOf(values['unit']);
    const startOfWeek = unit === 'week' ? weekdayOf(values['startOfWeek'] ?? 'sunday') : 0;
    return new Date(truncate(timeOf(values['date']), unit, size, zone, startOfWeek));
  }),
  adding('$dateAdd', 1),
  adding('$dateSubtract', -1),
  operator('$dateDiff', ['startDate', 'endDate', 'unit'], ['timezone', 'startOfWeek'], (values, zone) => {
    const unit = unitOf(values['unit']);
    const startOfWeek = unit === 'week' ? weekdayOf(values['startOfWeek'] ?? 'sunday') : 0;
    return difference(timeOf(values['startDate']), timeOf(values['endDate']), unit, zone, startOfWeek);
  }),
  operator('$dateToParts', ['date'], ['timezone', 'iso8601'], (values, zone) => {
    const parts = partsOf(zone.toWall(timeOf(values['date'])));
    const { hour, minute, second, millisecond } = parts;
    const head =
      values['iso8601'] === true
        ? { isoWeekYear: parts.isoYear, isoWeek: parts.isoWeek, isoDayOfWeek: parts.isoDayOfWeek }
        : { year: parts.year, month: parts.month, day: parts.day };
    return { ...head, hour, minute, second, millisecond };
  }),
  operator(
    '$dateFromParts',
    ['year'],
    ['month', 'day', 'hour', 'minute', 'second', 'millisecond', 'timezone'],
    fromParts,
  ),
  [
    '$dateToString',
    (doc, argument: Doc, options) => {
      const { onNull, ...rest } = argument;
      const known = { required: ['date'], optional: ['format', 'timezone'] };
      const values = argumentsOf('$dateToString', rest, known, (each) => evalExpr(doc, each, options));
      if (!values) return onNull === undefined ? null : evalExpr(doc, onNull, options);
      return toText(timeOf(values['date']), zoneOf(values['timezone']), values['format']);
    },
  ],
  [
    '$dateFromString',
    (doc, argument: Doc, options) => {
      const { onNull, onError, ...rest } = argument;
      if ('format' in rest) throw notBuilt("the argument 'format' of $dateFromString");
      const known = { required: ['dateString'], optional: ['timezone'] };
      const values = argumentsOf('$dateFromString', rest, known, (each) => evalExpr(doc, each, options));
      if (!values) return onNull === undefined ? null : evalExpr(doc, onNull, options);
      try {
        return fromText(values['dateString'], zoneOf(values['timezone']), 'timezone' in values);
      } catch (error) {
        if (onError === undefined) throw error;
        return evalExpr(doc, onError, options);
      }
    },
  ],
  part('$year', ({ year }) => year),
  part('$month', ({ month }) => month),
  part('$dayOfMonth', ({ day }) => day),
  part('$hour', ({ hour }) => hour),
  part('$minute', ({ minute }) => minute),
  part('$second', ({ second }) => second),
  part('$millisecond', ({ millisecond }) => millisecond),
  part('$dayOfYear', ({ dayOfYear }) => dayOfYear),
  part('$dayOfWeek', ({ dayOfWeek }) => dayOfWeek),
  part('$isoDayOfWeek', ({ isoDayOfWeek }) => isoDayOfWeek),
  part('$week', ({ week }) => week),
  part('$isoWeek', ({ isoWeek }) => isoWeek),
  part('$isoWeekYear', ({ isoYear }) => isoYear),
] as [string, Operator][]);
