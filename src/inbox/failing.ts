import type { Logger } from 'pino';
import { DeliveryError, type DeliveryProblem } from '../../adapters/errors.ts';
import { redact } from '../privacy/redact.ts';
import type { Guide } from './guide.ts';
import { perform, type Turns } from './sending.ts';
import { finish, partiesOf, write, type Work } from './work.ts';

/** Tries after which an event that our code fails on is set aside. */
const MAX_FAILURES = 4;
/** Milliseconds that an unavailable platform is tried for; Telegram itself forgets after as long. */
const GIVE_UP_MS = 24 * 60 * 60 * 1_000;
/** Milliseconds of the first back-off; each later one is twice as long. */
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 5 * 60 * 1_000;
/** Milliseconds between tries while our token is refused. */
const UNAUTHORIZED_MS = 30_000;

/** What an event failed by: the platform's answer, or our own code. */
type Problem = DeliveryProblem | 'failure';

/** Decides what becomes of events that could not be worked: they end, are set aside, or are tried again. */
export class Failures {
  readonly #guide: Guide;
  readonly #turns: Turns | undefined;
  readonly #unauthorized: Set<string>;
  readonly #log: Logger;

  /** @param parts.unauthorized platforms whose token was refused; they are put in */
  constructor(parts: { guide: Guide; turns?: Turns; unauthorized: Set<string>; log: Logger }) {
    this.#guide = parts.guide;
    this.#turns = parts.turns;
    this.#unauthorized = parts.unauthorized;
    this.#log = parts.log;
  }

  /**
   * Settles one failed event.
   * @returns milliseconds after which it is tried again; undefined where the conversation goes on without it
   * @throws LeaseLost when the event is worked under another lease by now
   */
  async settle(work: Work, error: unknown): Promise<number | undefined> {
    const { row, event } = work;
    const problem = error instanceof DeliveryError ? error.problem : 'failure';
    if (problem === 'unreachable' || problem === 'window_closed') {
      if (problem === 'unreachable') await this.#guide.unreachable(event, partiesOf(work));
      else
        this.#log.warn({ event: row._id, platform: row.platform }, 'an answer came too late for its window');
      await finish(work, problem);
      return undefined;
    }
    if (isHopeless(problem, work)) {
      await this.#setAside(work, error);
      return undefined;
    }
    if (problem === 'unauthorized') this.#unauthorized.add(row.platform);
    if (problem === 'rate_limited' && error instanceof DeliveryError)
      await this.#turns?.limited(row.platform, error.retryAfterMs);
    const waitMs = waitAfter(problem, row.attempts, error);
    this.#log.warn(
      { event: row._id, platform: row.platform, problem, waitMs, err: forLog(error) },
      'an event has to wait',
    );
    // Waiting for the platform is no failure of the event
    const attempts = problem === 'rate_limited' || problem === 'unauthorized' ? 0 : row.attempts;
    await write(work, {
      $set: { state: 'waiting', notBefore: new Date(Date.now() + waitMs), attempts, error: problem },
    });
    return waitMs;
  }

  async #setAside(work: Work, error: unknown): Promise<void> {
    const { row, event, adapter } = work;
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    await write(work, {
      $set: { state: 'poison', error: redact(reason).slice(0, 500), doneAt: new Date() },
    });
    this.#log.error({ event: row._id, platform: row.platform, err: forLog(error) }, 'an event was set aside');
    try {
      await perform(adapter, event, await this.#guide.apology(event, partiesOf(work)), `${row._id}:apology`);
    } catch (failure) {
      this.#log.warn({ event: row._id, err: forLog(failure) }, 'the apology could not be sent either');
    }
  }
}

/** Whether another try would end like this one. */
function isHopeless(problem: Problem, { row }: Work): boolean {
  switch (problem) {
    case 'rejected':
    case 'stopped':
    case 'halted':
      return true;
    case 'failure':
      return row.attempts >= MAX_FAILURES;
    case 'unavailable':
      return Date.now() - row.receivedAt.getTime() > GIVE_UP_MS;
    default:
      return false;
  }
}

function waitAfter(problem: Problem, attempts: number, error: unknown): number {
  if (problem === 'rate_limited' && error instanceof DeliveryError) return Math.max(error.retryAfterMs, 100);
  if (problem === 'unauthorized') return UNAUTHORIZED_MS;
  const backoff = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempts - 1));
  // Spread out, so that what failed together does not come back together
  return backoff * (0.75 + Math.random() / 2);
}

/** Messages of errors can quote a text; where they came from never does. */
export function forLog(error: unknown): unknown {
  if (error instanceof DeliveryError || !(error instanceof Error)) return error;
  return { type: error.name, at: error.stack?.split('\n').filter((line) => line.startsWith('    at ')) };
}
