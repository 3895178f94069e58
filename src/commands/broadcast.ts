import { InvalidArgumentError, Option, type Command } from 'commander';
import { auditLog } from '../broadcast/audit.ts';
import { broadcastStatus, listBroadcasts } from '../broadcast/counts.ts';
import { freezeRecipients } from '../broadcast/freeze.ts';
import { approve, cancel, findBroadcast, pause, resume, start } from '../broadcast/life.ts';
import { previewBroadcast, testBroadcast } from '../broadcast/preview.ts';
import { eachRecipient } from '../broadcast/recipients.ts';
import { broadcastResults } from '../broadcast/results.ts';
import type { BroadcastState } from '../store/models/broadcast.ts';
import { DELIVERY_ROW_STATES } from '../store/models/delivery.ts';
import { defineCreate } from './broadcast/create.ts';
import { describePreview, describeResults, describeStatus, print } from './broadcast/describe.ts';
import { actorOf, withBroadcasts } from './broadcast/with-broadcasts.ts';
import { watchStatus } from './broadcast/watch.ts';
import { withStore } from './with-store.ts';

/** Options of every verb that changes something. */
interface Options {
  json?: boolean;
  by?: string;
}

export function define(command: Command): void {
  defineCreate(verb(command, 'create', 'make a draft: what it says, and to whom'));
  verb(
    command,
    'preview',
    'count who would get it, say why others would not, and show it per channel',
    true,
  ).action(async (id: string, options: Options) => {
    const preview = await withBroadcasts(async (parts) => previewBroadcast(id, actorOf(options), parts));
    print(options, preview, describePreview(preview));
  });
  verb(command, 'test', 'send it to one person', true)
    .requiredOption(
      '--to <platform:user>',
      "the platform's id of somebody who has written to the guide",
      parseTo,
    )
    .action(async (id: string, options: Options & { to: string }) => {
      await withBroadcasts(async (parts) => testBroadcast(id, options.to, actorOf(options), parts));
      const { state } = await withStore(async () => broadcastStatus(id));
      print(options, { id, state }, state);
    });
  life(command, 'approve', 'say that it may be sent', async (id, actor) =>
    withStore(async (_data, config) => approve(id, actor, config)),
  );
  life(command, 'start', 'send it: now, at its time, or when promos may go out next', startNow);
  life(command, 'pause', 'send nothing more of it until it is resumed', async (id, actor) =>
    withStore(async () => pause(id, actor)),
  );
  life(command, 'resume', 'go on where it stopped', async (id, actor) =>
    withStore(async (_data, config) => resume(id, actor, { config, now: new Date() })),
  );
  life(command, 'cancel', 'end it: who has not got it gets it no more', async (id, actor) =>
    withStore(async () => cancel(id, actor)),
  );
  verb(command, 'status', 'show how far it is', true)
    .option('--watch', 'stay and show it as it goes on')
    .action(async (id: string, options: Options & { watch?: boolean }) => {
      await withStore(async () => {
        if (options.watch) await watchStatus(id, options);
        else {
          const status = await broadcastStatus(id);
          print(options, status, describeStatus(status));
        }
      });
    });
  verb(command, 'list', 'show all, the newest first').action(async (options: Options) => {
    const all = await withStore(async () => listBroadcasts());
    const lines = all.map(({ id, name, state, total }) => `${id}  ${state.padEnd(9)}  ${total}  ${name}`);
    print(options, all, lines.join('\n') || 'There are no broadcasts.');
  });
  verb(command, 'results', 'show what came of it', true).action(async (id: string, options: Options) => {
    const results = await withStore(async () => broadcastResults(id));
    print(options, results, describeResults(results));
  });
  verb(command, 'recipients', 'write a line of JSON for each recipient, under a pseudonym', true)
    .addOption(new Option('--state <state>', 'those in this state only').choices(DELIVERY_ROW_STATES))
    .action(async (id: string, options: Options & { state?: string }) => {
      await withStore(async () => {
        for await (const row of eachRecipient(id, options.state))
          if (!process.stdout.write(`${JSON.stringify(row)}\n`))
            await new Promise((resolve) => process.stdout.once('drain', resolve));
      });
    });
  command
    .command('audit')
    .description('show who did what')
    .argument('[id]', 'of one broadcast only')
    .option('--json', 'print one JSON array')
    .action(async (id: string | undefined, options: Options) => {
      const found = await withStore(async () => {
        if (id !== undefined) await findBroadcast(id);
        return auditLog(id);
      });
      const rows = found.map(({ action, actor, at, details, subject }) => ({
        at,
        actor,
        action,
        subject,
        ...(details ? { details: details as unknown } : {}),
      }));
      const lines = rows.map(({ action, actor, at, subject }) =>
        [at.toISOString(), actor, action, subject].join('  '),
      );
      print(options, rows, lines.join('\n') || 'Nothing was done yet.');
    });
}

/** Reads `PLATFORM:USER`. */
function parseTo(text: string): string {
  if (!/^\w+:.+/.test(text))
    throw new InvalidArgumentError('It must be PLATFORM:USER, for example telegram:12345678.');
  return text;
}

/** A verb with the options that all have. */
function verb(command: Command, name: string, description: string, ofOne = false): Command {
  const made = command.command(name).description(description);
  if (ofOne) made.argument('<id>', 'id of the broadcast, as create printed it');
  return made
    .option('--json', 'print JSON')
    .option('--by <name>', 'who does it, for the audit log and approval by somebody else');
}

type Step = (id: string, actor: string) => Promise<BroadcastState>;

/** A verb that takes one step of a broadcast's life, and prints its new state. */
function life(command: Command, name: string, description: string, step: Step): void {
  verb(command, name, description, true).action(async (id: string, options: Options) => {
    const state = await step(id, actorOf(options));
    print(options, { id, state }, state);
  });
}

/** Recipients are written down at once; what ends before that is done is taken up by the process that sends. */
async function startNow(id: string, actor: string): Promise<BroadcastState> {
  return withBroadcasts(async (parts) => {
    const state = await start(id, actor, { config: parts.config, now: new Date() });
    if (state === 'running') await freezeRecipients(id, parts);
    return state;
  });
}
