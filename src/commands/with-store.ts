import { openData, type OpenedStore } from '../store/data.ts';
import { readConfig, type Config } from '../config.ts';
import { createLog } from '../log.ts';

/** Runs a verb on the store: that of the serving process where one serves, else opened for as long as it takes. */
export async function withStore<T>(run: (data: OpenedStore, config: Config) => Promise<T>): Promise<T> {
  const config = readConfig(process.env);
  // Verbs speak through their output; only what needs a person goes to stderr
  const data = await openData(config, createLog({ LOG_LEVEL: 'warn' }, process.stderr));
  try {
    return await run(data, config);
  } finally {
    await data.store.close();
  }
}
