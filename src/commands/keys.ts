import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { ConfigError, readConfig, type Config } from '../config.ts';
import { createLog } from '../log.ts';
import { keyFileOf, loadKeys, readKeyFile, writeKeyFile } from '../privacy/keys.ts';
import { renameAll, resealAll } from '../privacy/rotation.ts';
import { openData } from '../store/data.ts';
import { rememberKeys } from '../store/store.ts';

/** What `rotate` replaces, with the variables that hold it. */
const KINDS = {
  data: ['DATA_KEY', 'DATA_KEY_PREVIOUS'],
  pseudonym: ['PSEUDONYM_KEY', 'PSEUDONYM_KEY_PREVIOUS'],
} as const;
type Kind = keyof typeof KINDS;

interface Rotated {
  resealed: number;
  renamed: number;
}

export function define(command: Command): void {
  command
    .command('rotate')
    .description(
      'replace a key: the data is written anew under the new one, which the embedded start makes by itself; elsewhere set ' +
        'the new key and the old one as …_PREVIOUS first (docs/privacy.md)',
    )
    .argument('<kind>', `which key: ${Object.keys(KINDS).join(' or ')}`)
    .option('--json', 'print one JSON object')
    .action(async (kind: string, { json }: { json?: boolean }) => {
      if (!(kind in KINDS)) command.error(`There is no key “${kind}”: it is data or pseudonym.`);
      const config = readConfig(process.env);
      const rotated = await rotate(kind as Kind, config);
      process.stdout.write(
        json
          ? `${JSON.stringify(rotated)}\n`
          : `${rotated.resealed} values sealed anew, ${rotated.renamed} people renamed.\n`,
      );
    });
}

async function rotate(kind: Kind, config: Config): Promise<Rotated> {
  const [name, before] = KINDS[kind];
  const isOurs = config[name] === undefined;
  if (!isOurs && config[before] === undefined) {
    throw new ConfigError(
      `${before}: set it to the present key, and ${name} to a new one, in every process first.`,
    );
  }
  // Whoever serves on these files would go on with the old key
  const own = !config.MONGODB_URI;
  const log = createLog({ LOG_LEVEL: 'warn' }, process.stderr);
  if (isOurs) {
    await (await openData(config, log, { own })).store.close();
    await makeNewKey(kind, config);
  }
  const data = await openData(config, log, { own });
  try {
    const resealed = await resealAll(data.vault);
    const renamed = await renameAll(data.pseudonyms, data.vault);
    await rememberKeys(await loadKeys(config));
    if (isOurs) await forgetOldKey(kind, config);
    return { resealed, renamed };
  } finally {
    await data.store.close();
  }
}

/** Keeps the old key beside the new one until all is written anew: an interrupted rotation is taken up again. */
async function makeNewKey(kind: Kind, config: Config): Promise<void> {
  const [name, before] = KINDS[kind];
  const file = keyFileOf(config);
  const kept = await readKeyFile(file);
  if (!kept || kept[before] !== undefined) return;
  await writeKeyFile(file, { ...kept, [name]: randomBytes(32).toString('base64'), [before]: kept[name] });
}

async function forgetOldKey(kind: Kind, config: Config): Promise<void> {
  const file = keyFileOf(config);
  const kept = await readKeyFile(file);
  if (!kept) return;
  const { [KINDS[kind][1]]: _, ...keys } = kept;
  await writeKeyFile(file, keys);
}
