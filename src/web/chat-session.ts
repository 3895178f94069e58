import { hkdfSync, randomBytes } from 'node:crypto';
import { Vault } from '../privacy/encryption.ts';

const TOKEN_BYTES = 32;

/**
 * A browser's session. Its secret is in the cookie alone; what is stored is found by an id and opened with a key that
 * are both derived from it (HKDF, RFC 5869), so that stored conversations cannot be read without the cookie.
 */
export interface ChatSession {
  /** The secret: what the guide knows as the person and the conversation. */
  token: string;
  /** Under which the conversation is stored. */
  id: string;
  vault: Vault;
}

/** A new secret: 256 random bits in base64url. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** Whether a cookie's value can be a secret of ours. */
export function isToken(text: string | undefined): text is string {
  return text !== undefined && /^[\w-]{43}$/.test(text);
}

/** The session that a secret opens. */
export function sessionOf(token: string): ChatSession {
  const derive = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', token, '', purpose, 32));
  return {
    token,
    id: derive('rehber web chat: session id').toString('base64url'),
    vault: new Vault(derive('rehber web chat: stored messages')),
  };
}
