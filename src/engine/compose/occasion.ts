import type { Point } from '../../messages.ts';
import { wallClock } from '../clock.ts';
import type { Item } from '../retrieve/types.ts';
import { formatTime, formatWeekday, isolate } from './format.ts';
import { piece, type Piece } from './piece.ts';
import { phrase } from './phrases.ts';
import type { Voice } from './say.ts';

/** That the day is a holiday of which its hours do not tell. */
export function sayHoliday({ language }: Voice, { place, open }: Item): Piece[] {
  const { holiday, fact } = open;
  if (!holiday || holiday.known || !fact) return [];
  const feast = phrase(language, `holiday:${holiday.id}`);
  const name = isolate(
    language,
    holiday.number === 0 ? phrase(language, 'holiday:eve', { name: feast }) : feast,
  );
  const text = holiday.begins
    ? phrase(language, 'answer:holidayEve', { name, time: formatTime(language, holiday.begins) })
    : phrase(language, 'answer:holiday', { name });
  return [piece(text, [`${place.id}.${fact.field}`])];
}

/** When the sun sets there on the day asked about. */
export function saySunset({ language, knowledge, asked }: Voice, point: Point, at: Date): Piece[] {
  const { timezone } = knowledge.city;
  const sunset = knowledge.sunset(point, at);
  if (!sunset) return [];
  const then = wallClock(at, timezone);
  const isToday = then.day === wallClock(asked, timezone).day;
  const time = formatTime(language, wallClock(sunset, timezone).time);
  const day = formatWeekday(language, then.weekday);
  return [piece(phrase(language, isToday ? 'answer:sunset' : 'answer:sunsetOn', { day, time }))];
}
