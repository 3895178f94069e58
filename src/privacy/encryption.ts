import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = KEY_ID_BYTES + NONCE_BYTES + TAG_BYTES;

/** Encrypts what is stored: AES-256-GCM (NIST SP 800-38D), a fresh nonce and the id of the key with each value. */
export class Vault {
  readonly #key: Buffer;
  readonly #keyId: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
    this.#keyId = createHash('sha256').update(key).digest().subarray(0, KEY_ID_BYTES);
  }

  /** Layout: key id (4 bytes), nonce (12), tag (16), ciphertext. */
  seal(text: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#key, nonce);
    const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([this.#keyId, nonce, cipher.getAuthTag(), ciphertext]);
  }

  /** @throws Error when the value was sealed with another key, or changed since. */
  open(sealed: Uint8Array): string {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    if (bytes.length < HEADER_BYTES)
      throw new Error('A stored value is too short to have been sealed by Rehber.');
    if (!bytes.subarray(0, KEY_ID_BYTES).equals(this.#keyId)) {
      throw new Error(
        'A stored value was sealed with another DATA_KEY: put back the key that this data was written with.',
      );
    }
    const decipher = createDecipheriv(
      ALGORITHM,
      this.#key,
      bytes.subarray(KEY_ID_BYTES, KEY_ID_BYTES + NONCE_BYTES),
    );
    decipher.setAuthTag(bytes.subarray(KEY_ID_BYTES + NONCE_BYTES, HEADER_BYTES));
    return decipher.update(bytes.subarray(HEADER_BYTES), undefined, 'utf8') + decipher.final('utf8');
  }
}
