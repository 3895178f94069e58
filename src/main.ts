import { Command, CommanderError } from 'commander';
import { BroadcastError } from './broadcast/errors.ts';
import { ConfigError } from './config.ts';
import { ImportError } from './knowledge/import/candidate.ts';
import { PackError } from './knowledge/pack.ts';
import { CODE_VERSION } from './version.ts';

/** Exit code for wrong usage. */
const WRONG_USAGE = 2;

/** One verb a line: its name, what it does, and the file that does it (loaded only when asked for). */
const VERBS: [name: string, description: string, load: () => Promise<{ define(command: Command): void }>][] =
  [
    [
      'serve',
      'run all configured channels, the web chat and the jobs',
      async () => import('./commands/serve.ts'),
    ],
    ['chat', 'talk to the guide in the terminal', async () => import('./commands/chat.ts')],
    ['ask', 'answer one question, or a batch of them', async () => import('./commands/ask.ts')],
    ['export', 'write consented turns as JSONL with a manifest', async () => import('./commands/export.ts')],
    [
      'broadcast',
      'compose promos and send them to those who said yes',
      async () => import('./commands/broadcast.ts'),
    ],
    ['stats', 'count turns, feedback and the inbox', async () => import('./commands/stats.ts')],
    ['knowledge', 'list, search, check or fill a city pack', async () => import('./commands/knowledge.ts')],
    [
      'redact',
      'show what the log would keep of each line of the input',
      async () => import('./commands/redact.ts'),
    ],
    ['forget', 'delete everything that is kept of a person', async () => import('./commands/forget.ts')],
    ['keys', 'replace the keys that data is kept under', async () => import('./commands/keys.ts')],
    ['dataset', 'check exported data and mend it', async () => import('./commands/dataset.ts')],
    [
      'doctor',
      'tell what is configured and what is wrong with it',
      async () => import('./commands/doctor.ts'),
    ],
  ];

async function main(argv: string[]): Promise<void> {
  const program = new Command('rehber')
    .description('The city guide in the messenger you already have open')
    .version(CODE_VERSION);
  program.exitOverride().showHelpAfterError();
  for (const [name, description, load] of VERBS) {
    const verb = program.command(name).description(description);
    if (argv[0] === name) (await load()).define(verb);
  }
  await program.parseAsync(argv, { from: 'user' });
}

/** Reads `.env`, where there is one. What the environment has already stays. Node's own flag for it prints a notice. */
function loadEnvironmentFile(): void {
  try {
    process.loadEnvFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** A mistake of the person who runs it in words, anything else with where it happened. */
function describe(error: unknown): string {
  if (error instanceof BroadcastError) return error.onCommandLine;
  if (error instanceof ConfigError || error instanceof PackError || error instanceof ImportError)
    return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  loadEnvironmentFile();
  await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has said it already; asking for help is no mistake
    process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE;
  } else {
    process.stderr.write(`${describe(error)}\n`);
    process.exitCode = 1;
  }
}
