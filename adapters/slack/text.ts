/** Names that reach everybody in a channel. */
const BROADCASTS = new Set(['here', 'channel', 'everyone']);
const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/**
 * Reads Slack's markup as what the person wrote: names, links and broadcasts by their label, `&amp;` as `&`.
 * @param ours ids of our own bot; where a text names us, the name is left out and the rest trimmed
 * @see https://docs.slack.dev/messaging/formatting-message-text
 */
export function readText(text: string, ours: ReadonlySet<string>): string {
  let named = false;
  const read = text.replaceAll(/<([^<>]*)>/gu, (_whole, inner: string) => {
    const bar = inner.indexOf('|');
    const target = bar < 0 ? inner : inner.slice(0, bar);
    const label = bar < 0 ? '' : inner.slice(bar + 1);
    if (target.startsWith('@') && ours.has(target.slice(1))) {
      named = true;
      return ' ';
    }
    return entityText(target, label);
  });
  const plain = unescapeText(read);
  return named ? plain.replaceAll(/[ \t]{2,}/gu, ' ').trim() : plain;
}

/** A person or channel whose name Slack does not tell stays unnamed: its id is nothing that anybody wrote. */
function entityText(target: string, label: string): string {
  switch (target[0]) {
    case '@':
      return `@${label.replace(/^@/, '') || '…'}`;
    case '#':
      return `#${label.replace(/^#/, '') || '…'}`;
    case '!': {
      const [name = ''] = target.slice(1).split('^');
      return BROADCASTS.has(name) ? `@${name}` : label || '@…';
    }
    default:
      return label || target;
  }
}

/** The person that a text names first. */
export function firstNamed(text: string): string | undefined {
  return /<@(\w+)(?:\|[^<>]*)?>/u.exec(text)?.[1];
}

/** Whether a text names one of these people. */
export function names(text: string, people: ReadonlySet<string>): boolean {
  for (const [, person] of text.matchAll(/<@(\w+)(?:\|[^<>]*)?>/gu)) {
    if (people.has(person ?? '')) return true;
  }
  return false;
}

/** A text as Slack's messages hold it: the three characters that begin its markup as entities, so that none is one. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Takes the entities of `escapeText` back. */
export function unescapeText(text: string): string {
  return text.replaceAll(/&(?:amp|lt|gt);/gu, (entity) => ENTITIES[entity] ?? entity);
}
