import { DAY_BEGINS, departuresOn, type Departures, type Wanted } from '../../knowledge/routes/timetable.ts';
import { wallClock } from '../clock.ts';
import type { Retrieved } from '../retrieve/types.ts';
import { isTransit } from '../retrieve/categories.ts';
import { modesOf } from '../retrieve/way.ts';
import type { Source, Understanding } from '../types.ts';
import { formatTime, formatWeekday, isolate, uncapitalised } from './format.ts';
import { CARD_LENGTH, fill, mark, piece, type Piece } from './piece.ts';
import { phrase } from './phrases.ts';
import { staleMark, type Voice } from './say.ts';

/** What is told of first and last departures, and the documents behind it. */
export interface ServiceText {
  said: Piece;
  sources: Source[];
}

/**
 * First and last departures of the lines that are asked about: those named, else those of the stops named, else those of
 * the stops found near, else all of a kind. Nothing where no document tells.
 */
export function composeService(
  voice: Voice,
  understood: Understanding,
  found: Retrieved,
  before: Piece[],
): ServiceText | undefined {
  const { knowledge, language } = voice;
  const { lines, origin = [], destination = [], placeIds } = understood;
  const modes = modesOf(understood);
  const named = [...origin, ...placeIds, ...destination].filter((id) => {
    const place = knowledge.place(id);
    return place && isTransit(place);
  });
  const isNear = found.selection !== 'city';
  const near = [...(isNear ? found.items : []), ...found.stops].flatMap(({ place }) =>
    isTransit(place) ? [place.id] : [],
  );
  const kind = modes.length > 0 ? { modes } : {};
  const wishes: Wanted[] = [
    ...(lines ? [{ lines }] : []),
    ...(named.length > 0 ? [{ ...kind, from: named }] : []),
    ...(near.length > 0 ? [{ ...kind, from: near }] : []),
    ...(modes.length > 0 ? [{ modes }] : []),
  ];
  const room = CARD_LENGTH.most - before.reduce((sum, { text }) => sum + text.length + 1, 0);
  for (const wanted of wishes) {
    const text = sayService(voice, wanted, found.at, room);
    if (text) return { ...text, said: fill(language, [...before, text.said], [], CARD_LENGTH) };
  }
  return undefined;
}

/**
 * First and last departures on the day of a moment, of as many lines as there is room for.
 * @param room characters
 * @param isBrief whether the day and the times are all that is said
 */
export function sayService(
  voice: Voice,
  wanted: Wanted,
  at: Date,
  room: number,
  isBrief = false,
): ServiceText | undefined {
  const { language, knowledge } = voice;
  const clock = wallClock(at, knowledge.city.timezone);
  const weekday = clock.time < DAY_BEGINS ? (clock.weekday + 6) % 7 : clock.weekday;
  const all = departuresOn(knowledge.lines, wanted, weekday);
  const day = formatWeekday(language, weekday);
  const say = (some: readonly Departures[]): string => {
    const lines = some.map((each) => sayLine(voice, each)).join(mark(language, 'list'));
    return isBrief ? day + mark(language, 'colon') + lines : phrase(language, 'route:hours', { day, lines });
  };
  // Of a card it would not be plain that there are more
  const fewest = isBrief ? Math.max(1, all.length) : 1;
  for (let count = all.length; count >= fewest; count -= 1) {
    const some = all.slice(0, count);
    const text = say(some);
    if (text.length <= room)
      return { said: piece(text), sources: some.flatMap((each) => source(voice, each)) };
  }
  return undefined;
}

function sayLine(voice: Voice, { line, towards, ranges }: Departures): string {
  const { language } = voice;
  const name = isolate(language, towards === undefined ? line.id : `${line.id} → ${towards}`);
  const times = ranges.map(({ first, last }) =>
    phrase(language, 'answer:range', { from: formatTime(language, first), to: formatTime(language, last) }),
  );
  const always = uncapitalised(language, phrase(language, 'answer:alwaysOpen'));
  const stale = line.facts.hours ? staleMark(voice, line.facts.hours.checkedOn) : '';
  return `${name} ${times.length > 0 ? times.join(' + ') : always}${stale}`;
}

function source({ knowledge }: Voice, { line }: Departures): Source[] {
  const { hours } = line.facts;
  if (!hours) return [];
  const url = knowledge.sources[hours.source]?.url;
  return [{ fact: `${line.id}.hours`, ...(url ? { url } : {}), checkedOn: hours.checkedOn }];
}
