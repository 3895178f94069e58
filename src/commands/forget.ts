import { Option, type Command } from 'commander';
import { PLATFORMS } from '../messages.ts';
import { erasePerson, type Erased } from '../privacy/erasure.ts';
import { personOf } from '../privacy/identities.ts';
import { withStore } from './with-store.ts';

interface Options {
  platform: string;
  user: string;
  json?: boolean;
}

export function define(command: Command): void {
  command
    .addOption(
      new Option('--platform <name>', 'where the person writes').choices(PLATFORMS).makeOptionMandatory(),
    )
    .requiredOption('--user <id>', "the platform's id of the person")
    .option('--json', 'print one JSON object')
    .action(async ({ json, platform, user }: Options) => {
      const erased = await withStore(async ({ vault, pseudonyms }) =>
        erasePerson(await personOf(platform, user, pseudonyms), { vault }),
      );
      process.stdout.write(`${json ? JSON.stringify(erased) : describe(erased)}\n`);
    });
}

function describe(erased: Erased): string {
  const counts = Object.entries(erased).filter(([, n]) => n > 0);
  if (counts.length === 0) return 'Nothing is kept of this person.';
  return `Deleted: ${counts.map(([what, n]) => `${n} ${what}`).join(', ')}.`;
}
