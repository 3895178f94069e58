/** A command as it is typed. */
export interface TypedCommand {
  name: string;
  /** The bot that it is meant for, where a group has several (`/help@rehber_bot`). */
  addressee?: string;
  args: string;
}

const COMMAND = /^\/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+([\s\S]*))?$/u;

/** Reads a text as a command: a slash, a name, and after a space what belongs to it. A path is none. */
export function readCommand(text: string): TypedCommand | undefined {
  const found = COMMAND.exec(text);
  if (!found) return undefined;
  const [, name = '', addressee, args = ''] = found;
  return { name: name.toLowerCase(), args: args.trim(), ...(addressee ? { addressee } : {}) };
}
