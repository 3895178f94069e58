import type { FakeTelegram, SentMessage } from './fake-telegram.ts';
import { TOKEN } from './fake-telegram.ts';
import type { Serving } from './rehber.ts';

export const SECRET = 'a-secret-for-tests';

/** Environment of a bot that takes a webhook from a local Bot API. */
export function webhookEnvironment(telegram: FakeTelegram, dir: string): Record<string, string> {
  return {
    DATA_DIR: dir,
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    TELEGRAM_WEBHOOK_SECRET: SECRET,
    PUBLIC_URL: 'https://guide.example.org',
    LOG_LEVEL: 'info',
  };
}

/** An update with a text message in the private chat `chat`. */
export function textUpdate(
  updateId: number,
  chat: number,
  text: string,
  language = 'en',
): Record<string, unknown> {
  return {
    update_id: updateId,
    message: {
      message_id: updateId,
      date: Math.floor(Date.now() / 1_000),
      chat: { id: chat, type: 'private', first_name: 'T' },
      from: { id: chat, is_bot: false, first_name: 'T', language_code: language },
      text,
    },
  };
}

/** An update with a press on a button of a message of ours. */
export function pressOn(
  updateId: number,
  chat: number,
  message: SentMessage,
  data: string,
): Record<string, unknown> {
  return {
    update_id: updateId,
    callback_query: {
      id: `press-${updateId}`,
      from: { id: chat, is_bot: false, first_name: 'T', language_code: 'en' },
      chat_instance: '1',
      message: {
        message_id: message.id,
        date: Math.floor(Date.now() / 1_000),
        chat: { id: chat, type: 'private' },
      },
      data,
    },
  };
}

/** Posts to the webhook as Telegram does; resolves with the status. */
export async function post(
  serving: Serving,
  body: unknown,
  secret: string | undefined = SECRET,
): Promise<number> {
  const response = await fetch(`${serving.url}/telegram/webhook`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': secret }),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  await response.arrayBuffer();
  return response.status;
}

/** Answers in a chat: messages with a thumb to press. */
export function answersIn(telegram: FakeTelegram, chat: number): SentMessage[] {
  return [...telegram.messages.values()].filter(
    (message) =>
      message.chat === chat &&
      message.keyboard.flat().some((button) => button.callback_data?.startsWith('up:')),
  );
}
