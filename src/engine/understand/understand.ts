import type { Knowledge } from '../../knowledge/types.ts';
import type { PastTurn, Question, Understanding } from '../types.ts';
import { createDayReading } from './day.ts';
import { CHATTER, followUp, type FollowUp } from './follow-up.ts';
import { decide, type Decision } from './intent.ts';
import { weigh } from './learned.ts';
import { withBroader } from './kinds.ts';
import { Reader, type Reading } from './reading.ts';
import { departuresAsked } from './service.ts';

/**
 * Makes the understanding of messages for one city pack: what language, what is wanted, about what, where and when.
 * The function that it gives is synchronous, takes a fraction of a millisecond, looks at the first 1,000 characters
 * and never throws, whatever the text.
 */
export function createUnderstanding(knowledge: Knowledge): (question: Question) => Understanding {
  const reader = new Reader(knowledge);
  const lineIds = knowledge.lines.map(({ id }) => id);
  const understand = (question: Question): Understanding => {
    const reading = reader.read(question);
    const decided = decide(reading);
    const { last, earlier } = lastAsked(question.history);
    const follow = reading.unsupported ? undefined : followUp(reading, decided, last);
    const decision = follow?.decision ?? weigh(decided, reading, question.text);
    const departures = reading.unsupported
      ? undefined
      : departuresAsked(question.text, reading, decision.intent, lineIds);
    const own = { ...assemble(reading, { ...decision, ...departures }), ...departures };
    if (!follow || !last) return own;
    if (follow.kind === 'same_place') {
      const meant = last.places[follow.position ?? 0];
      const placeIds = [...new Set([...(meant === undefined ? [] : [meant]), ...last.places])];
      return { ...own, followUp: 'same_place', placeIds, categories: [], dishes: [] };
    }
    if (follow.kind === 'near_place')
      return { ...own, followUp: 'near_place', placeIds: last.places, nearMe: false };
    const before = understand({
      text: last.text,
      at: last.at,
      history: earlier,
      turnId: question.turnId,
    });
    return leanOn(own, before, follow);
  };
  const withDays = createDayReading(knowledge, understand);
  return (question) => {
    if (question.ask !== undefined) return withoutWords(understand, question, question.ask);
    return withDays(question);
  };
}

/** The last turn that asked something, and those before it; the very last where none did. */
function lastAsked(history: readonly PastTurn[]): { last: PastTurn | undefined; earlier: PastTurn[] } {
  const found = history.findLastIndex(({ intent }) => !CHATTER.has(intent));
  const at = found < 0 ? history.length - 1 : found;
  return { last: history[at], earlier: history.slice(0, Math.max(0, at)) };
}

function assemble(reading: Reading, { intent, confidence }: Decision): Understanding {
  const { marks, moment } = reading;
  const named = reading.placeIds.length > 0 || reading.areaId !== undefined;
  const seeks = intent === 'nearby';
  // "Alcohol free" is no price
  const free = marks.has('free') && reading.aspect !== 'diet';
  const cheap = marks.has('cheap') || marks.has('cheaper');
  return {
    language: reading.language,
    unsupportedLanguage: reading.unsupported,
    intent,
    categories: withBroader(reading.categories),
    dishes: reading.dishes,
    placeIds: reading.placeIds,
    ...(reading.areaId === undefined ? {} : { areaId: reading.areaId }),
    ...(intent === 'route' ? ways(reading) : {}),
    ...(moment ? { when: moment.when, wholeDay: moment.wholeDay } : {}),
    openOnly: seeks && (marks.has('open') || marks.has('now') || moment !== undefined),
    ...(free || cheap ? { budget: free ? ('free' as const) : ('cheap' as const) } : {}),
    ...aspect(reading, intent),
    nearMe: marks.has('nearMe') && !named,
    confidence,
  };
}

/** Of a kind of place as well as of one: a diet, the sunset. */
const OF_KINDS = new Set<Understanding['aspect']>(['diet', 'sunset']);

/** A price is asked of one place; a diet of one place or a kind. */
function aspect({ aspect: asked }: Reading, intent: Decision['intent']): Pick<Understanding, 'aspect'> {
  if (!asked || (intent !== 'place' && !(intent === 'nearby' && OF_KINDS.has(asked)))) return {};
  return { aspect: asked };
}

/** Where a way is to begin and end, and whether without steps. */
function ways({ direction, aspect: asked, unknownName }: Reading): Partial<Understanding> {
  const { isWay: _way, isPair: _pair, ...ends } = direction;
  return {
    ...ends,
    ...(asked === 'accessible' ? { stepFree: true } : {}),
    ...(unknownName ? { unknownName } : {}),
  };
}

/** Completes a message that says only what is different from the question before it. */
function leanOn(own: Understanding, before: Understanding, { kind, isStart }: FollowUp): Understanding {
  const sameKind = own.categories.length === 0;
  const merged: Understanding = {
    ...own,
    categories: sameKind ? before.categories : own.categories,
    dishes: sameKind ? before.dishes : own.dishes,
    openOnly: own.openOnly || (own.intent === 'nearby' && before.openOnly),
  };
  const budget = own.budget ?? before.budget;
  if (budget) merged.budget = budget;
  if (!own.when && before.when && before.when > new Date(0)) {
    merged.when = before.when;
    merged.wholeDay = before.wholeDay ?? false;
  }
  if (kind === 'carried_over') return own.intent === 'route' ? leanWay(merged, before, isStart) : merged;
  merged.followUp = 'more';
  merged.placeIds = before.placeIds;
  merged.nearMe = own.nearMe || before.nearMe;
  if (before.areaId !== undefined) merged.areaId = before.areaId;
  return merged;
}

/** "From Taksim" in answer to "where do you start?", or "and to Kadıköy?": the other end is the one of the question before. */
function leanWay(
  { origin, destination, ...own }: Understanding,
  before: Understanding,
  isStart: true | undefined,
): Understanding {
  const from = isStart ? (origin ?? destination) : (origin ?? before.origin);
  const to = isStart ? before.destination : (destination ?? before.destination);
  return { ...own, ...(from ? { origin: from } : {}), ...(to ? { destination: to } : {}) };
}

/** A shared location or the "more" button: there is no text, the conversation tells the rest. */
function withoutWords(
  understand: (question: Question) => Understanding,
  question: Question,
  ask: NonNullable<Question['ask']>,
): Understanding {
  const last = question.history.at(-1);
  const { language } = understand({ ...question, text: '' });
  const nothing: Understanding = {
    language,
    unsupportedLanguage: false,
    intent: 'nearby',
    categories: [],
    dishes: [],
    placeIds: [],
    openOnly: false,
    nearMe: true,
    confidence: 1,
  };
  if (!last) return nothing;
  const before = understand({
    text: last.text,
    at: last.at,
    history: question.history.slice(0, -1),
    turnId: question.turnId,
  });
  if (ask === 'more')
    return {
      ...leanOn({ ...nothing, nearMe: false }, before, { kind: 'more', decision: nothing }),
      language,
    };
  // a location shared after "kebab" completes that question
  if (before.intent !== 'nearby') return nothing;
  return {
    ...before,
    ...nothing,
    categories: before.categories,
    dishes: before.dishes,
    openOnly: before.openOnly,
  };
}
