import type { Language } from '../../messages.ts';
import type { Mark } from './books.ts';
import type { Named, NameMatch } from './names.ts';
import type { Match } from './phrases.ts';
import type { Token } from './tokens.ts';
import type { Reading } from './reading.ts';

/** Most places that one message is taken to name. */
const MAX_PLACES = 8;

/** Sorts out what the names stand for: areas apart, sights before stations unless a station is asked for. */
export function namedThings(
  names: readonly NameMatch[],
  station: boolean,
): Pick<Reading, 'placeIds' | 'areaId' | 'eatery'> {
  const ordered = (named: readonly Named[]) =>
    named.toSorted(
      (a, b) =>
        Number(a.transit !== station) - Number(b.transit !== station) ||
        a.shortened - b.shortened ||
        a.rank - b.rank,
    );
  const places: string[] = [];
  let areaId: string | undefined;
  let eatery = false;
  for (const match of names) {
    const whole = match.named.some((named) => named.shortened === 0 && named.kind !== 'city');
    const named = ordered(match.named).filter(
      (one) => !whole || one.shortened === 0 || one.transit === station,
    );
    const area = named.find((one) => one.kind === 'area') ?? named.find((one) => one.kind === 'district');
    areaId ??= area?.id;
    for (const one of named) {
      if (one.id === undefined || one.kind === 'district') continue;
      if (places.length === 0) eatery = one.food;
      places.push(one.id);
    }
  }
  return { placeIds: [...new Set(places)].slice(0, MAX_PLACES), areaId, eatery };
}

/** Whether "from" stands before the words, or behind them as in Japanese and Korean. */
export function isOrigin(
  words: { start: number; end: number },
  marks: readonly Match<Mark>[],
  language: Language,
): boolean {
  const behind = language === 'ja' || language === 'ko';
  return marks.some(
    ({ value, start, end }) => value === 'from' && (behind ? start === words.end : end === words.start),
  );
}

/** Names in the order of the message, but where one comes from stands behind where one goes to. */
export function destinationFirst(
  names: readonly NameMatch[],
  tokens: readonly Token[],
  marks: readonly Match<Mark>[],
  language: Language,
): NameMatch[] {
  const origins = names.filter(
    (name) =>
      isOrigin(name, marks, language) ||
      (name.turkishEnding && /[dt][ae]n$/u.test(tokens[name.end - 1]?.word ?? '')),
  );
  return [...names.filter((name) => !origins.includes(name)), ...origins];
}
