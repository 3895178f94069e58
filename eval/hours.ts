import type { Knowledge, OpenState, Place } from '../src/knowledge/types.ts';
import type { Language } from '../src/messages.ts';
import { plain, wordsOf } from './writing.ts';

/** What is wrong with what a text says of a place's hours at a moment; undefined where it is right. */
export function wrongHours(
  text: string,
  language: Language,
  place: Place,
  asked: { now: Date; day?: Date },
  knowledge: Knowledge,
): string | undefined {
  const state = knowledge.openState(place, asked.day ?? asked.now);
  const said = plain(text);
  if (state.state === 'unknown' && state.today.length === 0) {
    return saysAny(said, language, ['hoursUnknown'])
      ? undefined
      : 'no hours are known, and it does not say so';
  }
  if (state.always) return undefined;
  if (state.today.length === 0) {
    const isSaid = saysAny(said, language, [
      'closedToday',
      'closedOn',
      'closedNow',
      'closedOpensDay',
      'closedDays',
    ]);
    return isSaid ? undefined : 'it is closed that day, and the answer does not say so';
  }
  const times = [...state.today.flatMap(({ from, to }) => [from, to]), ...ends(state)];
  const isTold = times.some((time) => said.includes(time));
  return isTold
    ? undefined
    : `its hours are ${state.today.map(({ from, to }) => `${from}–${to}`).join(', ')}`;
}

function ends({ until }: OpenState): string[] {
  if (!until) return [];
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Istanbul',
    hour: '2-digit',
    minute: '2-digit',
  });
  return [format.format(until)];
}

function saysAny(said: string, language: Language, keys: string[]): boolean {
  const low = said.toLowerCase();
  return keys.some((key) =>
    wordsOf(language, 'answer', key).every((part) => low.includes(plain(part).toLowerCase())),
  );
}
