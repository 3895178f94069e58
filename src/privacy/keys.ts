import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError, type Config } from '../config.ts';

/** The two secrets of an installation, 32 bytes each. */
export interface Keys {
  /** Turns platform ids into pseudonyms. */
  pseudonym: Buffer;
  /** Encrypts what is stored. */
  data: Buffer;
  /** What a key that is being replaced was before. */
  previous: { pseudonym?: Buffer; data?: Buffer };
}

const NAMES = { pseudonym: 'PSEUDONYM_KEY', data: 'DATA_KEY' } as const;
const keyFile = z.object({
  PSEUDONYM_KEY: z.string(),
  DATA_KEY: z.string(),
  PSEUDONYM_KEY_PREVIOUS: z.string().optional(),
  DATA_KEY_PREVIOUS: z.string().optional(),
});
/** Keys as they are written, in base64. */
export type WrittenKeys = z.output<typeof keyFile>;

/**
 * The keys from the environment; on the embedded store, those of `DATA_DIR/keys.json`, made at the first start.
 * @throws ConfigError when a key is missing beside `MONGODB_URI`: keys made up here would be lost with this machine while
 *   the data lives on.
 */
export async function loadKeys(
  config: Config,
  onNotice: (message: string) => void = () => {},
): Promise<Keys> {
  const given = {
    PSEUDONYM_KEY: config.PSEUDONYM_KEY,
    DATA_KEY: config.DATA_KEY,
    PSEUDONYM_KEY_PREVIOUS: config.PSEUDONYM_KEY_PREVIOUS,
    DATA_KEY_PREVIOUS: config.DATA_KEY_PREVIOUS,
  };
  const missing = Object.values(NAMES).filter((name) => !given[name]);
  if (missing.length === 0) return decode(withoutEmpty(given) as WrittenKeys);
  if (config.MONGODB_URI) {
    throw new ConfigError(
      `${missing.join(' and ')} must be set beside MONGODB_URI: 32 bytes in base64 each, the same in every process on ` +
        'that database. Make one with `openssl rand -base64 32`.',
    );
  }
  const file = keyFileOf(config);
  const kept = await readKeyFile(file);
  if (kept) return decode({ ...kept, ...withoutEmpty(given) });
  const made = {
    PSEUDONYM_KEY: randomBytes(32).toString('base64'),
    DATA_KEY: randomBytes(32).toString('base64'),
  };
  await mkdir(config.DATA_DIR, { recursive: true });
  try {
    await writeFile(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    onNotice(
      `Made the keys of this installation in ${file}. Back them up: without them the stored data cannot be read.`,
    );
  } catch (error) {
    // Another process made them in the same moment: those are the keys
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return loadKeys(config, onNotice);
  }
  return decode({ ...made, ...withoutEmpty(given) });
}

/** Where the embedded start keeps its keys. */
export function keyFileOf(config: Pick<Config, 'DATA_DIR'>): string {
  return join(config.DATA_DIR, 'keys.json');
}

/** Writes the keys, whole or not at all. */
export async function writeKeyFile(file: string, keys: WrittenKeys): Promise<void> {
  await writeFile(`${file}.tmp`, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.tmp`, file);
}

/**
 * Reads the keys of an embedded start; undefined where there are none.
 * @throws ConfigError when the file is damaged
 */
export async function readKeyFile(file: string): Promise<WrittenKeys | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return keyFile.parse(JSON.parse(text));
  } catch {
    throw new ConfigError(
      `${file} cannot be read as the keys of this installation: put back the file from your backup.`,
    );
  }
}

function withoutEmpty(given: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}

function decode(written: WrittenKeys): Keys {
  const key = (text: string): Buffer => Buffer.from(text, 'base64');
  const { DATA_KEY_PREVIOUS: data, PSEUDONYM_KEY_PREVIOUS: pseudonym } = written;
  return {
    pseudonym: key(written.PSEUDONYM_KEY),
    data: key(written.DATA_KEY),
    previous: {
      ...(pseudonym ? { pseudonym: key(pseudonym) } : {}),
      ...(data ? { data: key(data) } : {}),
    },
  };
}

/** A short mark by which a key is recognised without being told: 16 hex digits. */
export function fingerprint(key: Buffer): string {
  return createHmac('sha256', key).update('rehber key fingerprint').digest('hex').slice(0, 16);
}
