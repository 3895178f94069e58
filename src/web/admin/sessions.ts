import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Pseudonyms } from '../../privacy/pseudonyms.ts';
import { EndedSession } from '../../store/models/ended-session.ts';

/** Seconds that a login lasts. */
export const SESSION_SECONDS = 12 * 60 * 60;
/** Longest value of a cookie that is looked at, in characters. */
const MAX_VALUE = 1_000;

const session = z.object({
  id: z.string(),
  /** What the person called themselves, for the audit log; empty where they did not. */
  name: z.string(),
  /** Milliseconds since 1970. */
  until: z.number(),
});
/** Somebody who is logged in. */
export type Session = z.infer<typeof session>;

/** Logins of the dashboard, each in a signed cookie. Whoever changes `ADMIN_TOKEN` ends them all. */
export class Sessions {
  readonly #key: Buffer;
  readonly #token: Buffer;

  constructor(pseudonyms: Pseudonyms, token: string) {
    this.#key = createHmac('sha256', pseudonyms.secret('dashboard sessions')).update(token).digest();
    this.#token = this.#digest('token', token);
  }

  /** Whether a token is the right one, in a time that tells nothing about it. */
  isToken(given: string): boolean {
    return timingSafeEqual(this.#token, this.#digest('token', given));
  }

  /** A new session, as the cookie's value. */
  begin(name: string): string {
    const begun: Session = {
      id: randomBytes(16).toString('base64url'),
      name,
      until: Date.now() + SESSION_SECONDS * 1_000,
    };
    const content = Buffer.from(JSON.stringify(begun)).toString('base64url');
    return `${content}.${this.#digest('session', content).toString('base64url')}`;
  }

  /** The session of a cookie; undefined where it is forged, over or logged out. */
  async read(value: string | undefined): Promise<Session | undefined> {
    const read = this.#verified(value);
    if (!read || read.until <= Date.now()) return undefined;
    return (await EndedSession.exists({ _id: read.id })) ? undefined : read;
  }

  /** Ends a session wherever its cookie may have been copied to. */
  async end({ id, until }: Session): Promise<void> {
    await EndedSession.updateOne({ _id: id }, { $set: { expiresAt: new Date(until) } }, { upsert: true });
  }

  #verified(value: string | undefined): Session | undefined {
    if (value === undefined || value.length > MAX_VALUE) return undefined;
    const [content = '', signature = ''] = value.split('.');
    const given = Buffer.from(signature, 'base64url');
    const right = this.#digest('session', content);
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    return session.parse(JSON.parse(Buffer.from(content, 'base64url').toString()));
  }

  #digest(purpose: string, text: string): Buffer {
    return createHmac('sha256', this.#key).update(`${purpose}\0${text}`).digest();
  }
}
