import { BSONRegExp } from 'bson';
import { CommandError, notBuilt } from './errors.ts';

/**
 * The JavaScript form of a regular expression as MongoDB takes it (PCRE with the options i, m, s, u).
 * @throws CommandError for what JavaScript's expressions do not have.
 */
export function toRegExp(source: string, options: string): RegExp {
  let pattern = source;
  let flags = '';
  for (const option of options) {
    if (option === 'x') throw notBuilt("the regular expression option 'x'");
    if (!'imsu'.includes(option)) throw new CommandError(51108, `invalid flag in regex options: ${option}`);
    if (option !== 'u' && !flags.includes(option)) flags += option;
  }
  const inline = /^\(\?([ims]+)\)/.exec(pattern);
  if (inline) {
    pattern = pattern.slice(inline[0].length);
    for (const flag of inline[1]!) if (!flags.includes(flag)) flags += flag;
  }
  try {
    return new RegExp(pattern, `${flags}u`);
  } catch {
    // PCRE lets more be escaped than JavaScript does with the flag u
    try {
      return new RegExp(pattern, flags);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new CommandError(51091, `Regular expression is invalid: ${reason}`);
    }
  }
}

/** A stored or sent expression of either class as JavaScript's; undefined for any other value. */
export function asRegExp(value: unknown): RegExp | undefined {
  if (value instanceof RegExp) return toRegExp(value.source, value.flags.replace(/[^imsx]/g, ''));
  return value instanceof BSONRegExp ? toRegExp(value.pattern, value.options) : undefined;
}
