import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  randomBytes,
  type KeyObject,
} from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = KEY_ID_BYTES + NONCE_BYTES + TAG_BYTES;

/** A key with the id by which its values are told. */
interface NamedKey {
  /** Read once: to read the key's bytes takes longer than to seal a message. */
  key: KeyObject;
  id: Buffer;
}

/**
 * Encrypts what is stored: AES-256-GCM (NIST SP 800-38D), a fresh nonce and the id of the key with each value. While a
 * key is replaced, values of the previous one can still be opened.
 */
export class Vault {
  readonly #current: NamedKey;
  readonly #keys: NamedKey[];

  constructor(key: Buffer, previous?: Buffer) {
    this.#current = named(key);
    this.#keys = [this.#current, ...(previous ? [named(previous)] : [])];
  }

  /** Layout: key id (4 bytes), nonce (12), tag (16), ciphertext. */
  seal(text: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#current.key, nonce);
    const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([this.#current.id, nonce, cipher.getAuthTag(), ciphertext]);
  }

  /** Whether a value was sealed with the key that new ones are sealed with. */
  isCurrent(sealed: Uint8Array): boolean {
    return this.#current.id.equals(sealed.subarray(0, KEY_ID_BYTES));
  }

  /** @throws Error when the value was sealed with another key, or changed since. */
  open(sealed: Uint8Array): string {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    if (bytes.length < HEADER_BYTES)
      throw new Error('A stored value is too short to have been sealed by Rehber.');
    const id = bytes.subarray(0, KEY_ID_BYTES);
    const found = this.#keys.find((each) => each.id.equals(id));
    if (!found) {
      throw new Error(
        'A stored value was sealed with another DATA_KEY: put back the key that this data was written with.',
      );
    }
    const nonce = bytes.subarray(KEY_ID_BYTES, KEY_ID_BYTES + NONCE_BYTES);
    const decipher = createDecipheriv(ALGORITHM, found.key, nonce);
    decipher.setAuthTag(bytes.subarray(KEY_ID_BYTES + NONCE_BYTES, HEADER_BYTES));
    return decipher.update(bytes.subarray(HEADER_BYTES), undefined, 'utf8') + decipher.final('utf8');
  }
}

function named(key: Buffer): NamedKey {
  return {
    key: createSecretKey(key),
    id: createHash('sha256').update(key).digest().subarray(0, KEY_ID_BYTES),
  };
}
