/** Updates as Telegram sends them. Every call gives the next update_id. */
let lastId = 1_000;

/** The private chat of these updates; its id is the person's. */
export const TOURIST = { id: 70_007_001, is_bot: false, first_name: 'Test', language_code: 'de' };
export const PRIVATE = { id: TOURIST.id, type: 'private', first_name: 'Test' };
export const GROUP = { id: -100_200_300, type: 'supergroup', title: 'Trip' };

export type RawUpdate = { update_id: number } & Record<string, unknown>;

/** Any update: `update('message', {...})`. */
export function update(kind: string, body: Record<string, unknown>): RawUpdate {
  lastId += 1;
  return { update_id: lastId, [kind]: body };
}

/** A message of the tourist, in the private chat unless `content` says otherwise. */
export function messageUpdate(content: Record<string, unknown>): RawUpdate {
  return update('message', messageOf(content));
}

export function editUpdate(content: Record<string, unknown>): RawUpdate {
  return update('edited_message', { ...messageOf(content), edit_date: 1_790_000_100 });
}

export function pressUpdate(data: string, content: Record<string, unknown> = {}): RawUpdate {
  return update('callback_query', {
    id: `press-${lastId}`,
    from: TOURIST,
    message: { message_id: 500, date: 1_790_000_000, chat: PRIVATE, text: 'An answer' },
    chat_instance: '1',
    data,
    ...content,
  });
}

function messageOf(content: Record<string, unknown>): Record<string, unknown> {
  return { message_id: lastId, from: TOURIST, chat: PRIVATE, date: 1_790_000_000, ...content };
}
