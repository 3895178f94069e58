import type { Logger } from 'pino';
import type { DeliveryError } from '../errors.ts';
import type { SlackClient } from './client.ts';
import { problemOf } from './errors.ts';

/** Milliseconds that an event waits for its person's language, which is a hint and no more. */
const PATIENCE_MS = 400;
/** Milliseconds after which a language is asked for anew. */
const FRESH_MS = 24 * 60 * 60 * 1_000;
/** Milliseconds in which nothing is asked after Slack would not tell. */
const REST_MS = 10 * 60 * 1_000;
/** People whose language is remembered. */
const MAX_KNOWN = 10_000;

/** In which language people use Slack. Needs the scope `users:read`; without it nothing is known, and nothing fails. */
export class Locales {
  readonly #client: SlackClient;
  readonly #log: Logger;
  readonly #known = new Map<string, { tag: Promise<string | undefined>; until: number }>();
  #restUntil = 0;

  constructor(client: SlackClient, log: Logger) {
    this.#client = client;
    this.#log = log;
  }

  /** The IETF tag of a person's language, where Slack tells it soon. */
  async of(user: string): Promise<string | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
    });
    const tag = await Promise.race([this.#ask(user), patience]);
    clearTimeout(timer);
    return tag;
  }

  async #ask(user: string): Promise<string | undefined> {
    const now = performance.now();
    const known = this.#known.get(user);
    if (known && known.until > now) return known.tag;
    if (now < this.#restUntil) return undefined;
    const tag = this.#fetch(user);
    this.#known.set(user, { tag, until: now + FRESH_MS });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    return tag;
  }

  async #fetch(user: string): Promise<string | undefined> {
    try {
      const answer = await this.#client.call('users.info', { user, include_locale: true });
      const { locale } = (answer['user'] ?? {}) as { locale?: unknown };
      return typeof locale === 'string' && /^[\w-]{2,35}$/.test(locale) ? locale : undefined;
    } catch (error) {
      // Nothing is known of this one person
      if ((error as DeliveryError).problem === 'unreachable') return undefined;
      this.#known.delete(user);
      this.#restUntil = performance.now() + REST_MS;
      this.#log.info(problemOf(error), 'Slack does not tell people’s languages; English is assumed');
      return undefined;
    }
  }
}
