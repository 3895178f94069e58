import { fold } from '../../knowledge/fold.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import type { Language } from '../../messages.ts';
import type { Evidence, PlaceEvidence } from '../evidence.ts';
import { foreignWords } from './foreign-words.ts';
import { isIn } from './language.ts';
import { createGazetteer, mentionsOf, withoutKnownNames, type Mention } from './mentions.ts';
import { withDigits } from './number-words.ts';
import { numbersOf, westernDigits, type Claim } from './numbers.ts';
import { stopsOf } from './sentences.ts';
import { wrongStates } from './states.ts';
import { wrongTopics } from './topics.ts';
import { SENSITIVE, VEGETARIAN } from './words.ts';

/** What a text failed: each is a reason why it does not leave. */
export type Failure =
  | 'too_long'
  | 'too_short'
  | 'markup'
  | 'placeholder'
  | 'link'
  | 'language'
  | 'no_place'
  | 'unknown_place'
  | 'unknown_name'
  | 'time'
  | 'distance'
  | 'minutes'
  | 'price'
  | 'phone'
  | 'number'
  | 'state'
  | 'closed_day'
  | 'admission'
  | 'sensitive'
  | 'unknown_topic';

/** What a text has to live up to. */
export interface Demand {
  evidence: Evidence;
  language: Language;
  /** Most UTF-16 code units. */
  most: number;
}

/** A text shorter than this says nothing. */
const MIN_LENGTH = 15;
const MARKUP = /[*_#`~|]{1,}|\n|\[[^\]]*\]\([^)]*\)|^\s*(?:[-•–]|\d+[.)])\s|<\/?\w+[^>]*>/u;
const PLACEHOLDER =
  /\{\{|\}\}|\[[^\]]{1,40}\]|<[^>]{1,40}>|\bX{2,}\b|\bTBD\b|\blorem\b|\.name\b|\.open_then\b/iu;
const LINK =
  /(?:https?:\/\/|www\.)\S+|\S+@\S+|(?<![\p{L}\d])@\w+|\b[\w-]+\.(?:com|org|net|gov|edu|istanbul|info|io|me|tr|ly)\b(?:\/\S*)?/giu;

/** A check of texts about this city's places against the facts that they rest on. */
export type Check = (text: string, demand: Demand) => { failures: Failure[]; mentioned: PlaceEvidence[] };

/** Builds the check; the names of all places are indexed once. */
export function createCheck(knowledge: Knowledge): Check {
  const gazetteer = createGazetteer(knowledge);
  const districtNames = new Map(
    knowledge.districts.map(({ name, aliases = [] }) => [
      name.tr,
      [...Object.values(name).filter((each) => each !== undefined), ...aliases],
    ]),
  );

  return (text, { evidence, language, most }) => {
    const failures = new Set<Failure>();
    const spelled = fold(westernDigits(text));
    const districts = evidence.places.flatMap(({ place }) => [
      ...(districtNames.get(place.district) ?? [place.district]),
      ...(place.neighbourhoods ?? []).flatMap((id) => Object.values(knowledge.place(id)?.name ?? {})),
    ]) as string[];
    const folded = withDigits(spelled, withoutKnownNames(spelled, evidence, districts), language);
    const left = withoutKnownNames(folded, evidence, districts);
    const mentions = mentionsOf(folded, evidence.places);

    if (text.length > most) failures.add('too_long');
    if (text.length < MIN_LENGTH) failures.add('too_short');
    if (MARKUP.test(text)) failures.add('markup');
    if (PLACEHOLDER.test(text)) failures.add('placeholder');
    if (hasForeignLink(text, evidence)) failures.add('link');
    if (!isIn(language, withoutNames(text, evidence, districts))) failures.add('language');
    if (evidence.places.length > 0 && mentions.length === 0) failures.add('no_place');
    const notes = evidence.places.flatMap((place) => place.notes).map(fold);
    const foreign = gazetteer(left, text).filter((name) => !notes.some((note) => note.includes(name)));
    if (foreign.length > 0) failures.add('unknown_place');
    if (foreignWords(text, language, evidence, districts).length > 0) failures.add('unknown_name');
    for (const failure of wrongNumbers(folded, mentions, evidence)) failures.add(failure);
    for (const failure of wrongStates(folded, mentions, evidence, language)) failures.add(failure);
    if (claimsUnknown(left, evidence)) failures.add('sensitive');
    for (const failure of wrongTopics(left, evidence)) failures.add(failure);
    return { failures: [...failures], mentioned: [...new Set(mentions.map(({ what }) => what))] };
  };
}

function hasForeignLink(text: string, evidence: Evidence): boolean {
  const facts = evidence.lines
    .filter((line) => line.slice(0, line.indexOf(':')).endsWith('.website'))
    .join('\n')
    .toLowerCase();
  return (text.match(LINK) ?? []).some(
    (link) => !facts.includes(link.toLowerCase().replace(/[.,;:!?)]+$/, '')),
  );
}

/** The text without the names in it, which would speak for a language of their own. */
function withoutNames(text: string, evidence: Evidence, districts: string[]): string {
  const dishes = evidence.lines
    .filter((line) => line.slice(0, line.indexOf(':')).endsWith('.dish'))
    .flatMap((line) => line.slice(line.indexOf(':') + 1).split(','));
  const names = [
    ...evidence.places.flatMap((place) => place.names),
    ...districts,
    ...dishes.map((dish) => dish.trim()),
  ]
    .filter((name) => name.length > 2)
    .sort((a, b) => b.length - a.length);
  return names.reduce((rest, name) => rest.replaceAll(name, ' '), text);
}

function wrongNumbers(folded: string, mentions: Mention<PlaceEvidence>[], evidence: Evidence): Failure[] {
  const facts = evidence.lines.map((line) => fold(line.slice(line.indexOf(':') + 1)));
  // A price level is a grade, which no text says as a number
  const telling = facts.filter((_, index) => !evidence.lines[index]?.includes('.price_level:'));
  const tokens = new Set(telling.flatMap((fact) => fact.match(/[a-z]{0,2}\d+[a-z]?/g) ?? []));
  const digits = facts.map((fact) => fact.replace(/\D/g, ''));
  const named = new Set(mentions.map(({ what }) => what)).size;
  return numbersOf(folded).flatMap((claim): Failure[] => {
    // A number within a name is the name's
    if (mentions.some(({ at, end }) => claim.at >= at && claim.end <= end)) return [];
    const places = placesOf(claim, folded, mentions, evidence.places);
    switch (claim.kind) {
      case 'time':
        return claim.times.some(
          (time) => places.some((place) => hasTime(place, time)) || evidence.now.endsWith(time),
        )
          ? []
          : ['time'];
      case 'distance':
        return places.some(({ meters }) =>
          meters.some((each) => Math.abs(each - claim.meters) <= claim.tolerance),
        )
          ? []
          : ['distance'];
      case 'minutes':
        return places.some(({ minutes, always }) =>
          claim.minutes === 1_440 ? always : minutes.includes(claim.minutes),
        )
          ? []
          : ['minutes'];
      case 'price':
        return places.some(({ prices }) =>
          prices.some(({ amount, currency }) => amount === claim.amount && currency === claim.currency),
        )
          ? []
          : ['price'];
      case 'phone':
        return digits.some((each) => each.length > 6 && each.endsWith(claim.digits.replace(/^0+/, '')))
          ? []
          : ['phone'];
      case 'plain':
        return isKnownNumber(claim.value, tokens, places, named) ? [] : ['number'];
    }
  });
}

function hasTime({ times }: PlaceEvidence, time: string): boolean {
  return times.has(time) || (time === '00:00' && times.has('24:00'));
}

/** A number without a unit: one that a fact has, the count of the places that the text names, or a bare hour ("9 to 17"). */
function isKnownNumber(value: string, tokens: Set<string>, places: PlaceEvidence[], named: number): boolean {
  if (tokens.has(value)) return true;
  if (!/^\d{1,2}$/.test(value)) return false;
  const hour = Number(value);
  if (hour > 0 && hour === named) return true;
  return places.some((place) => hasTime(place, `${value.padStart(2, '0')}:00`));
}

/**
 * The places that a claim can be about: the one named last before it in its sentence, the next behind it, or, in a
 * sentence that names none, the one named last before.
 */
function placesOf(
  { at, end }: Claim,
  folded: string,
  mentions: Mention<PlaceEvidence>[],
  all: PlaceEvidence[],
): PlaceEvidence[] {
  if (all.length === 1) return all;
  const stops = stopsOf(folded, mentions);
  const from = Math.max(0, ...stops.filter((stop) => stop < at).map((stop) => stop + 1));
  const to = stops.find((stop) => stop >= end) ?? folded.length;
  const before = mentions.findLast((mention) => mention.end <= at && mention.at >= from);
  const after = mentions.find((mention) => mention.at >= end && mention.end <= to);
  const near = [before, after].flatMap((mention) => (mention ? sameNamed(mention.what, all) : []));
  if (near.length > 0) return near;
  const last = mentions.findLast((mention) => mention.end <= at);
  if (!last) return [];
  // "The stop nearest to A is B. It is open …" may be about either
  const start = Math.max(0, ...stops.filter((stop) => stop < last.at));
  return mentions.filter((mention) => mention.at >= start && mention.end <= at).map(({ what }) => what);
}

/** A quarter and the stop in it may have one name. */
function sameNamed(place: PlaceEvidence, all: PlaceEvidence[]): PlaceEvidence[] {
  return all.filter((other) => other === place || other.names.some((name) => place.names.includes(name)));
}

function claimsUnknown(left: string, evidence: Evidence): boolean {
  const facts = fold(evidence.lines.join(' '));
  const sensitive = left.match(SENSITIVE) ?? [];
  if (sensitive.some((word) => !facts.includes(word))) return true;
  const isVegetarian = evidence.places.some(({ place }) => place.categories.includes('vegetarian'));
  return VEGETARIAN.test(left) && !isVegetarian && !facts.includes('vegetarian');
}
