import type { PastTurn } from '../types.ts';
import type { Decision } from './intent.ts';
import type { Reading } from './reading.ts';

/** How a message leans on the turn before it. */
export interface FollowUp {
  kind: 'more' | 'same_place' | 'near_place' | 'carried_over';
  decision: Decision;
  /** Which of the places shown is meant; the first where none is pointed at. */
  position?: number;
  /** The name is where the way asked for begins: it was asked back. */
  isStart?: true;
}

/** Words of a message that can do without naming what it is about; a longer one starts afresh. */
const SHORT_WORDS = 9;
const SHORT_CHARACTERS = 20;

/** Turns that asked for nothing in the city: what follows leans on the one before them. */
export const CHATTER: ReadonlySet<PastTurn['intent']> = new Set<PastTurn['intent']>([
  'smalltalk',
  'about',
  'complaint',
  'human',
  'unknown',
]);

const sure = (intent: Decision['intent']): Decision => ({ intent, confidence: 0.8 });

/**
 * Resolves a message against the last turn, where that named places. Undefined for a new question.
 * @param reading what stands in the message
 * @param decided what it would mean by itself
 * @param last the turn before it
 */
export function followUp(
  reading: Reading,
  decided: Decision,
  last: PastTurn | undefined,
): FollowUp | undefined {
  if (!last) return undefined;
  const { wants, marks, categories } = reading;
  const dense = ['zh', 'ja', 'ko'].includes(reading.language);
  if (reading.length > (dense ? SHORT_CHARACTERS : SHORT_WORDS)) return undefined;
  if (['emergency', 'human', 'complaint', 'about', 'plan', 'off_topic'].includes(decided.intent))
    return undefined;
  const named = reading.placeIds.length > 0 || reading.areaId !== undefined;
  if (named) return carriedOver(reading, decided, last);
  if (last.places.length === 0) return undefined;
  const kinds = categories.length > 0;
  const { ordinal } = reading;
  if (ordinal !== undefined && ordinal < last.places.length && !reading.moment) {
    const intent = wants.has('route') ? 'route' : wants.has('hours') || marks.has('open') ? 'hours' : 'place';
    return { kind: 'same_place', decision: sure(intent), position: ordinal };
  }
  if (marks.has('there') && (kinds || marks.has('near') || marks.has('more'))) {
    return { kind: 'near_place', decision: sure('nearby') };
  }
  if (kinds || wants.has('practical')) {
    return kinds && marks.has('more') && decided.intent === 'nearby'
      ? { kind: 'more', decision: sure('nearby') }
      : undefined;
  }
  if (wants.has('route')) return { kind: 'same_place', decision: sure('route') };
  if (marks.has('cheaper') || marks.has('cheap') || marks.has('more')) {
    if (wants.has('place')) return { kind: 'same_place', decision: sure('place') };
    return { kind: 'more', decision: sure('nearby') };
  }
  if (wants.has('hours') || marks.has('open') || onlyMoment(reading)) {
    return { kind: 'same_place', decision: sure('hours') };
  }
  if (wants.has('details') || marks.has('free')) return { kind: 'same_place', decision: sure('place') };
  if (wants.has('place') && reading.unread === 0) return { kind: 'same_place', decision: sure('place') };
  if (marks.has('near') && wants.has('nearby') && last.intent === 'place') {
    return { kind: 'near_place', decision: sure('nearby') };
  }
  return undefined;
}

/** "And in Kadıköy?", or an area alone in answer to "where are you?": the previous question, asked of something else. */
function carriedOver(reading: Reading, decided: Decision, last: PastTurn): FollowUp | undefined {
  if (reading.categories.length > 0 || decided.intent !== 'place') return undefined;
  const bare = reading.wants.size === 0 && reading.unread === 0;
  if (!bare) return undefined;
  const asked = reading.marks.has('also') && ['hours', 'route', 'place'].includes(last.intent);
  const area = reading.areaId !== undefined && last.intent === 'nearby';
  // A way that was told names its end alone; one without a beginning names the stops there as well
  const isStart = last.intent === 'route' && last.places.length > 1 && !reading.marks.has('also');
  if (!asked && !area && !isStart) return undefined;
  return { kind: 'carried_over', decision: sure(last.intent), ...(isStart ? { isStart } : {}) };
}

function onlyMoment(reading: Reading): boolean {
  return reading.moment !== undefined && reading.wants.size === 0 && reading.unread === 0;
}
