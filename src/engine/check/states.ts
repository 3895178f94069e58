import { fold } from '../../knowledge/fold.ts';
import type { Language } from '../../messages.ts';
import type { Evidence, PlaceEvidence } from '../evidence.ts';
import type { Mention } from './mentions.ts';
import { stopsOf } from './sentences.ts';
import {
  ALWAYS,
  CLOSED,
  DAILY,
  FREE,
  NOT_OPEN,
  NOW,
  OPEN,
  OPEN_ELSE,
  PRAYER,
  TICKET,
  weekdaysIn,
} from './words.ts';

type StateFailure = 'state' | 'closed_day' | 'admission';

/** What a folded text says of being open, of closed days and of admission that the facts do not say. */
export function wrongStates(
  folded: string,
  mentions: Mention<PlaceEvidence>[],
  evidence: Evidence,
  language: Language,
): StateFailure[] {
  const clauses = clausesOf(folded, mentions, evidence.places);
  return clauses
    .filter((clause) => !isNote(clause))
    .flatMap((clause) => [...wrongState(clause, evidence.weekday, language), ...wrongAdmission(clause)]);
}

/** A stretch of text and the places that it can be about. */
interface Clause {
  text: string;
  places: PlaceEvidence[];
}

/** A note said as it is may speak of a part of the place: "The Harem is closed for restoration". */
function isNote({ text, places }: Clause): boolean {
  const said = text.trim();
  return said.length > 15 && places.some(({ notes }) => notes.some((note) => fold(note).includes(said)));
}

/** Sentences, parted again where the next place is named, so that each claim meets the place that it is about. */
function clausesOf(folded: string, mentions: Mention<PlaceEvidence>[], all: PlaceEvidence[]): Clause[] {
  const clauses: Clause[] = [];
  let before: PlaceEvidence[] = all.length === 1 ? all : [];
  let from = 0;
  for (const to of [...stopsOf(folded, mentions), folded.length]) {
    const inside = mentions.filter(({ at, end }) => at >= from && end <= to);
    if (inside.length === 0) clauses.push({ text: folded.slice(from, to), places: before });
    for (const [index, { at, what }] of inside.entries()) {
      const start = index === 0 ? from : at;
      const end = inside[index + 1]?.at ?? to;
      clauses.push({ text: folded.slice(start, end), places: [what] });
    }
    before = inside.length > 0 ? inside.map(({ what }) => what) : before;
    from = to + 1;
  }
  return clauses;
}

function wrongState({ text, places }: Clause, today: number, language: Language): StateFailure[] {
  const saysNotOpen = test(NOT_OPEN, text);
  const rest = text.replace(NOT_OPEN, ' ').replace(OPEN_ELSE, ' ');
  const saysOpen = test(OPEN, rest);
  const saysClosed = saysNotOpen || test(CLOSED, rest);
  const days = weekdaysIn(text, language);
  const wrong: StateFailure[] = [];
  // "Closed now, opens at 18:00": some languages say "opens" and "open" alike
  const isLater = saysClosed && test(NOW, text) && /\d/.test(text) && rest.search(CLOSED) < rest.search(OPEN);
  if (saysOpen && !isLater && !places.some((place) => canBeOpen(place, text, days))) wrong.push('state');
  if (saysClosed && !places.some((place) => canBeClosed(place, text, days, today, saysOpen))) {
    wrong.push(days.length > 0 ? 'closed_day' : 'state');
  }
  const isAlways = places.some(
    ({ always, notes }) => always || notes.some((note) => test(ALWAYS, fold(note))),
  );
  if (test(ALWAYS, text) && !isAlways) wrong.push('state');
  if (test(DAILY, text) && !places.some(({ closedDays }) => closedDays?.length === 0))
    wrong.push('closed_day');
  return wrong;
}

function canBeOpen(place: PlaceEvidence, text: string, days: number[]): boolean {
  if (place.closedDays === undefined) return false;
  if (days.length > 0) return days.some((day) => !place.closedDays?.includes(day));
  if (place.state === 'open') return true;
  // Closed at the moment, but open on the day: "open today 09:00–18:00"
  return !place.closedAllDay && place.times.size > 0 && /\d/.test(text) && !test(NOW, text);
}

function canBeClosed(
  place: PlaceEvidence,
  text: string,
  days: number[],
  today: number,
  saysOpen: boolean,
): boolean {
  if (test(PRAYER, text)) return place.prayer;
  if (place.closedDays === undefined) return false;
  if (days.length > 0) {
    return (
      days.some((day) => place.closedDays?.includes(day)) ||
      // "Closed now, opens Tuesday" names a day too
      (place.state === 'closed' &&
        (!saysOpen || test(NOW, text)) &&
        (days.includes(today) || /\d/.test(text)))
    );
  }
  return place.state === 'closed';
}

function wrongAdmission({ text, places }: Clause): StateFailure[] {
  const isFree = places.some(({ free }) => free === true);
  // "The Harem needs a ticket of its own" tells of a ticket, too
  const isPaid = places.some(
    ({ free, lines }) => free === false || lines.some((line) => test(TICKET, fold(line))),
  );
  // What a note says to be free (a wheelchair, a tour) may be said again
  const saysFree =
    test(FREE, text) && !places.some(({ notes }) => notes.some((note) => test(FREE, fold(note))));
  if (saysFree && !isFree) return ['admission'];
  return test(TICKET, text) && !isPaid && !saysFree ? ['admission'] : [];
}

function test(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}
