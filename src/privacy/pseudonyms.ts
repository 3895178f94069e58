import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** Makes keyed pseudonyms: the same id gives the same pseudonym, and nobody without the key can go back or forth. */
export class Pseudonyms {
  /** Read once: an HMAC that has to read the key's bytes takes four times as long. */
  readonly #key: KeyObject;
  /** What the key was before it was replaced: people met then are known by it until `rehber keys rotate` is done. */
  readonly previous: Pseudonyms | undefined;

  constructor(key: Buffer, previous?: Buffer) {
    this.#key = createSecretKey(key);
    this.previous = previous && new Pseudonyms(previous);
  }

  /** Pseudonym of a platform's person: 22 characters of base64url (128 bits of HMAC-SHA-256). */
  person(platform: string, userId: string): string {
    return this.#of('person', platform, userId);
  }

  /** Pseudonym of a platform's conversation. */
  conversation(platform: string, conversationId: string): string {
    return this.#of('conversation', platform, conversationId);
  }

  /** Keyed form of a platform's delivery id: the key of deduplication. */
  delivery(platform: string, deliveryId: string): string {
    return this.#of('delivery', platform, deliveryId);
  }

  /** Keyed form of the id of a message of ours, to find its turn again. */
  message(platform: string, conversationId: string, messageId: string): string {
    return this.#of('message', platform, conversationId, messageId);
  }

  /** Keyed hash of a text: tells whether it is the same as one before, and nothing else. */
  mark(text: string): string {
    return this.#of('mark', text);
  }

  /** A secret for one purpose, derived from the installation's key: 43 characters of base64url. */
  secret(purpose: string): string {
    return createHmac('sha256', this.#key).update(`secret\0${purpose}`).digest('base64url');
  }

  #of(...parts: string[]): string {
    // JSON keeps ["a","bc"] and ["ab","c"] apart
    return createHmac('sha256', this.#key)
      .update(JSON.stringify(parts))
      .digest()
      .subarray(0, 16)
      .toString('base64url');
  }
}
