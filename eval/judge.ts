import { distanceMeters } from '../src/knowledge/distance.ts';
import type { Knowledge, Place } from '../src/knowledge/types.ts';
import type { Point } from '../src/messages.ts';
import type { Answer } from './answers.ts';
import { wrongHours } from './hours.ts';
import { NOW, type Question } from './questions.ts';
import { plain, stringsIn } from './writing.ts';

/** Metres within which places are near another one, and a stop is one of a place. */
const NEAR_METERS = 1_500;
const LARGE_METERS = 2_500;
const ASIA = new Set(
  'Kadıköy Üsküdar Beykoz Ataşehir Ümraniye Maltepe Kartal Pendik Tuzla Çekmeköy Sancaktepe Sultanbeyli Şile'.split(
    ' ',
  ),
);

/** What is wrong with an answer, by what is judged. `content`: places, ways and facts. */
export interface Verdict {
  intent?: string;
  content: string[];
  language?: string;
}

/** Judges an answer by what its question expects. */
export function judge(
  question: Question,
  answer: Answer,
  before: Answer | undefined,
  knowledge: Knowledge,
): Verdict {
  const { expect, language } = question;
  const verdict: Verdict = { content: [] };
  if (expect.intents && !expect.intents.includes(answer.intent)) {
    verdict.intent = `${answer.intent}, not ${expect.intents.join(' or ')}`;
  }
  if (language && answer.language !== language) verdict.language = `${answer.language}, not ${language}`;
  const parts = { question, answer, before, knowledge };
  verdict.content = [...wrongPlaces(parts), ...wrongWay(parts), ...wrongFacts(parts), ...wrongText(parts)];
  return verdict;
}

interface Parts {
  question: Question;
  answer: Answer;
  before: Answer | undefined;
  knowledge: Knowledge;
}

function wrongPlaces({ question: { expect, at }, answer, before, knowledge }: Parts): string[] {
  const { place, categories, near, asia, stops, nth, other, noPlace, notPlace } = expect;
  const named = answer.places.flatMap(({ id }) => knowledge.place(id) ?? []);
  const [first] = named;
  const wrong: string[] = [];
  if (place && first?.id !== place) wrong.push(`the place is ${first?.id ?? 'none'}, not ${place}`);
  if (categories) {
    const others = named.filter((each) => !each.categories.some((one) => categories.includes(one)));
    if (others.length > 0) wrong.push(`${others[0]?.id} is no ${categories.join(' or ')}`);
    if (named.length === 0) wrong.push(`no ${categories.join(' or ')} is named`);
  }
  if (expect.nearest && at && first) {
    const person: Point = { lat: at[0], lon: at[1] };
    const best = nearestOf(knowledge, person, categories?.[0]);
    if (best && distanceMeters(person, first) > distanceMeters(person, best) + 1) {
      wrong.push(`${best.id} is nearer than ${first.id}`);
    }
  }
  const centre = near === undefined ? undefined : knowledge.place(near);
  if (near !== undefined && !centre) wrong.push(`the pack has no ${near}`);
  if (centre) {
    const far = named.find((each) => distanceMeters(each, centre) > NEAR_METERS);
    if (far) wrong.push(`${far.id} is not near ${centre.id}`);
    if (named.length === 0) wrong.push(`nothing near ${centre.id} is named`);
  }
  if (asia && (named.length === 0 || named.some(({ district }) => !ASIA.has(district)))) {
    wrong.push(`${named.map(({ id }) => id).join(', ') || 'nothing'} is not in Asia`);
  }
  if (stops !== undefined && named.length < stops) wrong.push(`${named.length} places, not ${stops}`);
  if (nth !== undefined && first?.id !== before?.places[nth - 1]?.id) {
    wrong.push(
      `${first?.id ?? 'none'} is not number ${nth} of ${before?.places.map(({ id }) => id).join(', ')}`,
    );
  }
  const again = other && named.find(({ id }) => before?.places.some((each) => each.id === id));
  if (again) wrong.push(`${again.id} is named again`);
  if (noPlace && first) wrong.push(`${first.id} was not asked about`);
  if (notPlace && named.some(({ id }) => id === notPlace)) wrong.push(`${notPlace} is another place`);
  // A way tells of its stops; its end is for the map
  if (answer.intent === 'route') return wrong;
  const unsaid = answer.places.find(
    ({ name }) => !name.split(' / ').some((part) => plain(answer.text).includes(plain(part))),
  );
  if (unsaid) wrong.push(`${unsaid.id} is listed, but the text does not name it`);
  return wrong;
}

function nearestOf(knowledge: Knowledge, from: Point, category: string | undefined): Place | undefined {
  const all = knowledge.places.filter(({ categories }) => categories.some((each) => each === category));
  return all.reduce<Place | undefined>(
    (best, each) => (!best || distanceMeters(from, each) < distanceMeters(from, best) ? each : best),
    undefined,
  );
}

function wrongWay({ question: { expect }, answer: { route }, knowledge }: Parts): string[] {
  const { from, to, line, mode } = expect;
  if (from === undefined && to === undefined && line === undefined && mode === undefined) return [];
  if (!route) return ['no way is told'];
  const wrong: string[] = [];
  const [first] = route.legs;
  const last = route.legs.at(-1);
  if (from && !isAt(knowledge, first?.from ?? '', from))
    wrong.push(`the way begins at ${first?.from}, not ${from}`);
  if (to && !isAt(knowledge, last?.to ?? '', to)) wrong.push(`the way ends at ${last?.to}, not ${to}`);
  const lines = route.legs.map((leg) => leg.line).filter(Boolean);
  if (line && !lines.includes(line)) wrong.push(`the way is ${lines.join(', ')}, not ${line}`);
  if (mode && !route.legs.some((leg) => leg.mode === mode)) wrong.push(`no ${mode} on the way`);
  return wrong;
}

/** Whether a name is that of the place, or of a stop near it. */
function isAt(knowledge: Knowledge, name: string, id: string): boolean {
  const place = knowledge.place(id);
  if (!place) return false;
  if (name === place.name.tr) return true;
  const isLarge = place.categories.some((each) => each === 'airport' || each === 'island');
  return knowledge.places.some(
    (each) => each.name.tr === name && distanceMeters(each, place) <= (isLarge ? LARGE_METERS : NEAR_METERS),
  );
}

function wrongFacts({ question: { expect, now }, answer, before, knowledge }: Parts): string[] {
  const { hours, fact, sourced, card } = expect;
  const wrong: string[] = [];
  const place = hours && knowledge.place(hours.place);
  if (hours && !place) wrong.push(`the pack has no ${hours.place}`);
  if (hours && place) {
    const day = hours.day === undefined ? {} : { day: new Date(`${hours.day}T12:00:00+03:00`) };
    const problem = wrongHours(
      answer.text,
      answer.language,
      place,
      { now: new Date(now ?? NOW), ...day },
      knowledge,
    );
    if (problem) wrong.push(problem);
  }
  if (fact !== undefined && !saysFact(answer.text, fact, knowledge)) wrong.push(`${fact} is not told`);
  if (sourced) {
    const dates = [...answer.sources, ...(before?.sources ?? [])].map(({ checkedOn }) =>
      checkedOn.slice(0, 4),
    );
    if (answer.sources.length === 0 || !dates.some((year) => plain(answer.text).includes(year))) {
      wrong.push('no document with its date is told');
    }
  }
  if (card !== undefined && !answer.sources.some((source) => source.fact === `card.${card}`)) {
    wrong.push(`the answer does not rest on the card ${card}`);
  }
  return wrong;
}

/** Whether a number or word of the fact's value stands in the text. */
function saysFact(text: string, id: string, knowledge: Knowledge): boolean {
  const dot = id.indexOf('.');
  const place = knowledge.place(id.slice(0, dot));
  const fact = place && knowledge.fact(place, id.slice(dot + 1));
  if (!fact) return false;
  const [amount = ''] = stringsIn(fact.value).flatMap((value) => value.match(/\d[\d:]*|\p{L}{4,}/gu) ?? []);
  return amount !== '' && plain(text).includes(amount);
}

function wrongText({ question: { expect }, answer }: Parts): string[] {
  const { says, not, noHours } = expect;
  const text = plain(answer.text);
  const wrong: string[] = [];
  if (says && !new RegExp(says, 'iu').test(text)) wrong.push(`the text does not say ${says}`);
  if (not && new RegExp(not, 'iu').test(text)) wrong.push(`the text says ${not}`);
  if (noHours && /\d{1,2}:\d{2}/u.test(text)) wrong.push('hours of a place that is not known');
  return wrong;
}
