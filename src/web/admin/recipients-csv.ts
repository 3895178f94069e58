import { eachRecipient, type RecipientLine } from '../../broadcast/recipients.ts';

const COLUMNS = {
  channel: ({ platform }) => platform,
  language: ({ language }) => language,
  text: ({ arm }) => arm,
  state: ({ state }) => state,
  reason: ({ reason }) => reason,
  sent_at: ({ sentAt }) => sentAt,
  delivered_at: ({ deliveredAt }) => deliveredAt,
  read_at: ({ readAt }) => readAt,
  clicks: ({ clicks }) => clicks,
  replied: ({ repliedAt }) => (repliedAt ? 'yes' : 'no'),
  opted_out: ({ optedOutAt }) => (optedOutAt ? 'yes' : 'no'),
} satisfies Record<string, (line: RecipientLine) => string | number | Date | null>;

/** What became of a broadcast for each recipient, as CSV (RFC 4180), with nothing that tells who they are. */
export async function* recipientsCsv(id: string): AsyncGenerator<string> {
  yield `${Object.keys(COLUMNS).join(',')}\r\n`;
  for await (const line of eachRecipient(id))
    yield `${Object.values(COLUMNS)
      .map((read) => cell(read(line)))
      .join(',')}\r\n`;
}

function cell(value: string | number | Date | null): string {
  if (value === null) return '';
  const text = value instanceof Date ? value.toISOString() : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
