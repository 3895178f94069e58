import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';
import type { Logger } from 'pino';

/** Tokens, addresses and ids, none of which a log may hold. */
const PRIVATE = /\bx[a-z]{2,4}-[\w-]+|\b(?:https?|wss?):\/\/\S+|\b[A-Z][A-Z0-9]{6,}\b|"[^"]*"/g;
/** Characters of a message that go into the log. */
const MAX_LENGTH = 200;

/**
 * What Slack's libraries have to say, in our log. Below a warning they tell whole requests, texts included: that is
 * left out, and so is everything that is no sentence.
 */
export function quietLogger(log: Logger): SlackLogger {
  const tell = (parts: unknown[]): void => {
    const words = parts.filter((part) => typeof part === 'string').join(' ');
    if (words)
      log.warn({ slack: words.replaceAll(PRIVATE, '…').slice(0, MAX_LENGTH) }, 'Slack’s library warns');
  };
  return {
    debug: () => {},
    info: () => {},
    warn: (...parts) => tell(parts),
    error: (...parts) => tell(parts),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}
