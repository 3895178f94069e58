import { InvalidArgumentError } from 'commander';
import type { Point } from '../messages.ts';

/** Reads `LAT,LON` in degrees. */
export function parsePoint(text: string): Point {
  const parts = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [lat = Number.NaN, lon = Number.NaN] = parts;
  if (parts.length !== 2 || !(Math.abs(lat) <= 90) || !(Math.abs(lon) <= 180)) {
    throw new InvalidArgumentError(
      'It must be latitude and longitude in degrees, for example 41.0086,28.9802.',
    );
  }
  return { lat, lon };
}

/**
 * Reads an ISO 8601 date or time. Without an offset it is Istanbul's wall clock, which has been UTC+3 all year since 2016;
 * a date alone is its noon.
 */
export function parseMoment(text: string): Date {
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) && text.includes('T');
  const hasTime = text.includes('T');
  const date = new Date(hasZone ? text : `${text}${hasTime ? '' : 'T12:00:00'}+03:00`);
  if (!isDay(text.slice(0, 10)) || Number.isNaN(date.getTime())) {
    throw new InvalidArgumentError('It must be an ISO 8601 time, for example 2026-05-01T21:30:00+03:00.');
  }
  return date;
}

/** Reads the tag of a language, such as `en` or `pt-BR`, whether or not the guide speaks it. */
export function parseLanguage(text: string): string {
  if (!/^[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*$/i.test(text))
    throw new InvalidArgumentError('It must be the code of a language, for example de or pt-BR.');
  return text;
}

/** Reads a day, YYYY-MM-DD. */
export function parseDay(text: string): string {
  if (!isDay(text)) {
    throw new InvalidArgumentError('It must be a day, for example 2026-05-01.');
  }
  return text;
}

/** Whether it is a day of the calendar: JavaScript takes 30 February for 2 March. */
function isDay(text: string): boolean {
  const date = new Date(text);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
  );
}
