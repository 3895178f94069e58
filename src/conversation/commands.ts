import type { InboundEvent } from '../messages.ts';
import { wishOf } from './wishes.ts';

/** The commands that work on every platform, with or without the slash. */
export const COMMANDS = [
  'start',
  'help',
  'privacy',
  'offers',
  'language',
  'forget',
  'mydata',
  'stop',
] as const;
type Command = (typeof COMMANDS)[number];

/** A command and what was written behind it. `unknown` for one that we do not have. */
export interface GivenCommand {
  name: Command | 'unknown';
  args: string;
}

/**
 * The command that an event is, if it is one. Plain words count only alone and in a direct conversation: the command's
 * own, and what people say who want their data deleted, shown or explained.
 */
export function commandOf(event: InboundEvent): GivenCommand | undefined {
  if (event.kind === 'command') return { name: known(event.name) ?? 'unknown', args: event.args.trim() };
  if (event.kind !== 'text') return undefined;
  const text = event.text.trim();
  const slashed = /^\/(\w{1,32})(?:\s+(.*))?$/su.exec(text);
  if (slashed) return { name: known(slashed[1] ?? '') ?? 'unknown', args: slashed[2]?.trim() ?? '' };
  const word = event.shared ? undefined : (known(text) ?? wishOf(text));
  return word ? { name: word, args: '' } : undefined;
}

function known(name: string): Command | undefined {
  return COMMANDS.find((command) => command === name.toLowerCase());
}
