import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { Vault } from '../privacy/encryption.ts';
import { loadKeys } from '../privacy/keys.ts';
import { Pseudonyms } from '../privacy/pseudonyms.ts';
import { checkKeys, openStore, type Store } from './store.ts';

/** A connected store with the secrets that its data was written with. */
export interface OpenedStore {
  store: Store;
  vault: Vault;
  pseudonyms: Pseudonyms;
}

/** Opens the store and checks the keys. With `own`, this process must own the data folder. */
export async function openData(
  config: Config,
  log: Logger,
  options: { own?: boolean } = {},
): Promise<OpenedStore> {
  const onNotice = (message: string): void => log.info(message);
  const keys = await loadKeys(config, onNotice);
  const store = await openStore(config, { ...options, onNotice });
  try {
    await checkKeys(keys);
  } catch (error) {
    await store.close();
    throw error;
  }
  const { data, previous, pseudonym } = keys;
  return {
    store,
    vault: new Vault(data, previous.data),
    pseudonyms: new Pseudonyms(pseudonym, previous.pseudonym),
  };
}
