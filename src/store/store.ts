import mongoose from 'mongoose';
import { ConfigError, type Config } from '../config.ts';
import { fingerprint, type Keys } from '../privacy/keys.ts';
import { runningEmbedded, startEmbedded, StoreLockedError, StoreUnusableError } from './embedded/server.ts';
import { Setting } from './models/setting.ts';
import './models/audit.ts';
import './models/broadcast.ts';
import './models/chat-message.ts';
import './models/conversation.ts';
import './models/delivery.ts';
import './models/inbox-event.ts';
import './models/job-run.ts';
import './models/lease.ts';
import './models/pace.ts';
import './models/person.ts';
import './models/picture.ts';
import './models/turn.ts';

/** A connected store. */
export interface Store {
  kind: 'embedded' | 'mongodb';
  /** Where a driver or mongosh can connect, without credentials. */
  uri: string;
  close(): Promise<void>;
}

/** Milliseconds after which a store that does not answer counts as gone. */
const SELECT_TIMEOUT_MS = 5_000;
/** Milliseconds to wait for the owner of the folder to open its socket. */
const OWNER_START_MS = 5_000;

/**
 * Connects mongoose: to `MONGODB_URI`, or to the embedded server of `DATA_DIR`. With `own`, this process must be the
 * folder's owner; without, it joins the process that is, or opens the folder itself while nobody serves it.
 * @throws ConfigError when the store cannot be used, with the remedy.
 */
export async function openStore(
  config: Config,
  options: { own?: boolean; onNotice?: (message: string) => void } = {},
): Promise<Store> {
  if (config.MONGODB_URI) {
    await connect(config.MONGODB_URI);
    return { kind: 'mongodb', uri: withoutCredentials(config.MONGODB_URI), close: disconnect };
  }
  const embedded = await openEmbedded(config.DATA_DIR, options);
  await connect(embedded.uri);
  const close = async (): Promise<void> => {
    await disconnect();
    await embedded.close();
  };
  return { kind: 'embedded', uri: embedded.uri, close };
}

async function openEmbedded(
  dir: string,
  options: { own?: boolean; onNotice?: (message: string) => void },
): Promise<{ uri: string; close(): Promise<void> }> {
  const deadline = Date.now() + OWNER_START_MS;
  for (;;) {
    const running = options.own ? undefined : await runningEmbedded(dir);
    if (running) return { uri: running.uri, close: async () => {} };
    try {
      return await startEmbedded({ dir, ...(options.onNotice ? { onNotice: options.onNotice } : {}) });
    } catch (error) {
      if (error instanceof StoreUnusableError) throw new ConfigError(error.message);
      if (!(error instanceof StoreLockedError)) throw error;
      if (options.own || Date.now() > deadline) throw new ConfigError(error.message);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function connect(uri: string): Promise<void> {
  try {
    await mongoose.connect(uri, {
      serverSelectionTimeoutMS: SELECT_TIMEOUT_MS,
      appName: 'rehber',
      autoIndex: false,
    });
    await Promise.all(Object.values(mongoose.models).map(async (each) => each.createIndexes()));
  } catch (error) {
    await mongoose.disconnect();
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(
      `The database at ${withoutCredentials(uri)} cannot be used: ${reason}. Check MONGODB_URI and that it is running.`,
    );
  }
}

async function disconnect(): Promise<void> {
  await mongoose.disconnect();
}

function withoutCredentials(uri: string): string {
  return uri.replace(/\/\/[^@/]*@/, '//');
}

/** Whether the store answers. */
export async function storeAnswers(): Promise<boolean> {
  try {
    await mongoose.connection.db?.command({ ping: 1 }, { timeoutMS: 2_000 });
    return mongoose.connection.readyState === mongoose.ConnectionStates.connected;
  } catch {
    return false;
  }
}

/**
 * Holds the keys against those that the data was written with, and remembers them in an empty store. While a key is
 * replaced, the data may still be that of the previous one.
 * @throws ConfigError naming the key that does not fit; nothing is changed then.
 */
export async function checkKeys(keys: Keys): Promise<void> {
  const mine = { pseudonym: fingerprint(keys.pseudonym), data: fingerprint(keys.data) };
  const kept = await Setting.findOneAndUpdate(
    { _id: 'keys' },
    { $setOnInsert: { value: mine } },
    { upsert: true, returnDocument: 'after' },
  ).lean();
  const theirs = kept.value as typeof mine;
  const fits = (name: 'pseudonym' | 'data'): boolean => {
    const before = keys.previous[name];
    return theirs[name] === mine[name] || (before !== undefined && theirs[name] === fingerprint(before));
  };
  const wrong = [...(fits('pseudonym') ? [] : ['PSEUDONYM_KEY']), ...(fits('data') ? [] : ['DATA_KEY'])];
  if (wrong.length === 0) return;
  throw new ConfigError(
    `${wrong.join(' and ')} ${wrong.length > 1 ? 'are' : 'is'} not what the stored data was written with. ` +
      'Put back the earlier value; nothing was changed.',
  );
}

/** Remembers that the data is written with these keys now. */
export async function rememberKeys(keys: Keys): Promise<void> {
  const value = { pseudonym: fingerprint(keys.pseudonym), data: fingerprint(keys.data) };
  await Setting.updateOne({ _id: 'keys' }, { $set: { value } }, { upsert: true });
}
