import { COMMANDS } from '../../src/conversation/commands.ts';
import { phrase } from '../../src/engine/compose/phrases.ts';
import type { Language } from '../../src/messages.ts';

/** The menu of commands that Telegram shows beside the input line, in a language. */
export function commandMenu(language: Language): { command: string; description: string }[] {
  return COMMANDS.map((command) => ({ command, description: phrase(language, `menu.${command}`) }));
}
