/** Milliseconds in which a second's messages are sent: 99.8 % of the pace. When they arrived is taken from the late side. */
const SECOND_MS = 1_002;
/** Milliseconds by which a message may have arrived later than it was due, until the platform has answered it. */
const UNSURE_MS = 250;
/** Promos leave at least so far apart, as a share of the even distance: what was lost is caught up softly, not in a burst. */
const EVENNESS = 0.85;
/** In the first second of sending they leave so much farther apart: other processes may not know yet that answers count. */
const EVENNESS_AT_FIRST = 1.25;
/** Where a platform still finds it too fast, a second takes so many milliseconds longer, for a while. */
const SLOWER_MS = 8;
const MOST_SLOWER_MS = 120;
const SLOWER_FOR_MS = 30_000;
/** Milliseconds for which what was sent is kept beyond its second: wishes are for moments that lie a little apart. */
const KEPT_MS = 100;
/** Milliseconds after which an answer that waits for its turn is not waited for any more: its process may be gone. */
const WAITING_MS = 200;
/** Milliseconds after which a promo asks again that let an answer go first. */
const AFTER_REPLY_MS = 10;

/** How one platform's pace stands, shared by all processes. Moments are milliseconds since 1970. */
export interface PaceState {
  /** What was sent within the last second: how many messages, and when they arrived at the latest. */
  sent: { id: string; at: number; messages: number }[];
  /** Answers that wait for their turn, and until when promos let them go first. */
  waiting: { id: string; until: number }[];
  /** When promos left last, and since when they leave without a second's rest. */
  promoAt: number;
  promosSince: number;
  /** Until when the platform takes nothing. */
  heldUntil: number;
  /** By how much a second is longer at present, and since when. */
  slowerMs: number;
  slowedAt: number;
}

export const AT_REST: PaceState = {
  sent: [],
  waiting: [],
  promoAt: 0,
  promosSince: 0,
  heldUntil: 0,
  slowerMs: 0,
  slowedAt: 0,
};

/** A wish to send. */
export interface Wish {
  id: string;
  messages: number;
  isReply: boolean;
  /** When it is to leave. */
  now: number;
  /** Messages a second that the platform takes. */
  perSecond: number;
}

/**
 * Grants a wish where no second, whenever it begins, then sees more messages arrive than the platform takes: a log of the
 * last second (sliding window), in which what is on its way counts as not arrived yet. Promos leave room for answers that wait.
 * @returns the state after it and, where it is not granted, when to ask again
 */
export function grant(before: PaceState, wish: Wish): { state: PaceState; askAt?: number } {
  const state = refreshed(before, wish.now);
  const askAt = firstMoment(state, wish);
  if (askAt <= wish.now) return { state: noteSent(state, wish) };
  return { state: wish.isReply ? noteWaiting(state, wish) : state, askAt };
}

/** An answer that waits keeps its place among those that wait. */
function noteWaiting(state: PaceState, { id, now }: Wish): PaceState {
  const entry = { id, until: now + WAITING_MS };
  const isNew = state.waiting.every((each) => each.id !== id);
  return {
    ...state,
    waiting: isNew ? [...state.waiting, entry] : state.waiting.map((each) => (each.id === id ? entry : each)),
  };
}

/** Notes what is sent now, granted or not. */
export function noteSent(state: PaceState, { id, isReply, messages, now }: Wish): PaceState {
  return {
    ...state,
    sent: [...state.sent, { id, at: now + UNSURE_MS, messages }],
    waiting: state.waiting.filter((each) => each.id !== id),
    ...(isReply ? {} : { promoAt: now, promosSince: sinceWhen(state, now) }),
  };
}

/** Notes when messages arrived, by the ids under which they were sent. */
export function noteArrived(state: PaceState, arrivals: ReadonlyMap<string, number>): PaceState {
  return {
    ...state,
    sent: state.sent.map((each) => ({ ...each, at: arrivals.get(each.id) ?? each.at })),
  };
}

/** The platform takes nothing for so long; afterwards a second is a little longer. What was on its way counts once. */
export function noteLimited(state: PaceState, now: number, ms: number): PaceState {
  const isNew = now >= state.heldUntil;
  return {
    ...state,
    heldUntil: Math.max(state.heldUntil, now + ms),
    ...(isNew ? { slowerMs: Math.min(MOST_SLOWER_MS, state.slowerMs + SLOWER_MS), slowedAt: now + ms } : {}),
  };
}

/** Without what no longer matters. */
function refreshed(state: PaceState, now: number): PaceState {
  const isOver = state.slowerMs > 0 && now - state.slowedAt > SLOWER_FOR_MS;
  const slowerMs = isOver ? state.slowerMs - SLOWER_MS : state.slowerMs;
  return {
    ...state,
    slowerMs,
    slowedAt: isOver ? now : state.slowedAt,
    sent: state.sent.filter(({ at }) => at > now - secondOf({ slowerMs }) - KEPT_MS),
    waiting: state.waiting.filter(({ until }) => until > now),
  };
}

/** The first moment at which a wish can be granted, as far as is known. */
function firstMoment(state: PaceState, { id, isReply, messages, now, perSecond }: Wish): number {
  const secondMs = secondOf(state);
  const ahead = state.waiting.findIndex((each) => each.id === id);
  // Answers go in the order in which they came, and before all promos
  const before = isReply && ahead >= 0 ? ahead : state.waiting.length;
  const room = perSecond - messages - before;
  const counting = state.sent.filter(({ at }) => at > now - secondMs);
  let used = counting.reduce((sum, each) => sum + each.messages, 0);
  let roomAt = now;
  for (const each of counting.toSorted((a, b) => a.at - b.at)) {
    if (used <= room) break;
    used -= each.messages;
    roomAt = each.at + secondMs;
  }
  if (used > room) roomAt = now + AFTER_REPLY_MS;
  const evenness = now - sinceWhen(state, now) < secondMs ? EVENNESS_AT_FIRST : EVENNESS;
  const evenMs = isReply ? 0 : ((secondMs * messages) / perSecond) * evenness;
  return Math.max(now, roomAt, state.promoAt + evenMs, state.heldUntil);
}

function sinceWhen(state: PaceState, now: number): number {
  return now - state.promoAt > secondOf(state) ? now : state.promosSince;
}

function secondOf({ slowerMs }: Pick<PaceState, 'slowerMs'>): number {
  return SECOND_MS + slowerMs;
}
