import { setTimeout as sleep } from 'node:timers/promises';
import { Telegram } from 'telegraf';
import type { DeliveryError } from '../errors.ts';
import { download } from './download.ts';
import { movedTo, toDeliveryError } from './errors.ts';
import { Pace, type PaceOptions } from '../pace.ts';

/** Milliseconds after which a call without an answer is given up, unless told otherwise. */
const CALL_MS = 10_000;
/** Milliseconds in which a file must have come whole. */
const FILE_MS = 20_000;
/**
 * Telegram's 30 messages a second (core.telegram.org/bots/faq) bind bulk notifications; replies to people who have just
 * written are not capped (grammy.dev/advanced/flood). What a 429 asks for is kept. This bound only keeps a stampede from
 * opening thousands of connections at once.
 */
const BOT_PACE = { intervalMs: 5, burst: 100 };
/** A vote's change of buttons, its question for a reason and the next answers must not queue behind each other. */
const CHAT_PACE = { intervalMs: 1_000, burst: 12 };
/** Groups are allowed 20 messages a minute. */
const GROUP_PACE = { intervalMs: 3_000, burst: 6 };
const EVERYONE = 'bot';

type Method = Parameters<Telegram['callApi']>[0];
type Payload<M extends Method> = Parameters<typeof Telegram.prototype.callApi<M>>[1];
type Signal = NonNullable<NonNullable<Parameters<Telegram['callApi']>[2]>['signal']>;
type Result<M extends Method> = Awaited<ReturnType<typeof Telegram.prototype.callApi<M>>>;

/** Turns an error of a call into the call's result, or throws it on. */
type Recover<T> = (error: unknown) => T | Promise<T>;

export interface ClientOptions {
  /** As @BotFather gives it. */
  token: string;
  /** `https://api.telegram.org`, or a server of the same kind; a path in it is kept. */
  apiRoot: string;
  /** Milliseconds after which a call without an answer is given up. */
  timeoutMs?: number;
  /** How fast to write, in all and to one chat, where the server has limits of its own. */
  pace?: { bot?: PaceOptions; chat?: PaceOptions; group?: PaceOptions };
}

/** A place to write to: a chat, and a topic in it where the group has topics. */
export interface Chat {
  chat_id: number;
  message_thread_id?: number;
}

/** Telegram's Bot API with a time limit on each call, the platform's pace, and errors in the adapter's words. */
export class TelegramClient {
  readonly #telegram: Telegram;
  /** Where files lie; holds the token. */
  readonly #fileRoot: string;
  readonly #timeoutMs: number;
  readonly #bot: Pace;
  readonly #chats: Pace;
  readonly #groups: Pace;
  /** Groups that became supergroups, by their old id. */
  readonly #moved = new Map<number, number>();

  constructor(options: ClientOptions) {
    const apiRoot = options.apiRoot.endsWith('/') ? options.apiRoot : `${options.apiRoot}/`;
    this.#fileRoot = `${apiRoot}file/bot${options.token}/`;
    this.#telegram = new Telegram(options.token, { apiRoot, webhookReply: false });
    this.#timeoutMs = options.timeoutMs ?? CALL_MS;
    this.#bot = new Pace(options.pace?.bot ?? BOT_PACE);
    this.#chats = new Pace(options.pace?.chat ?? CHAT_PACE);
    this.#groups = new Pace(options.pace?.group ?? GROUP_PACE);
  }

  /**
   * One call, at once.
   * @param options.recover is shown Telegram's own error and may answer in its place
   * @throws DeliveryError
   */
  async call<M extends Method>(
    method: M,
    payload: Payload<M>,
    options: { timeoutMs?: number; signal?: AbortSignal; recover?: Recover<Result<M>> } = {},
  ): Promise<Result<M>> {
    const timeout = AbortSignal.timeout(options.timeoutMs ?? this.#timeoutMs);
    const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
    try {
      try {
        return (await this.#telegram.callApi(method, payload, { signal: asTelegrafs(signal) })) as Result<M>;
      } catch (error) {
        if (!options.recover) throw error;
        return await options.recover(error);
      }
    } catch (error) {
      throw toDeliveryError(error, method);
    }
  }

  /**
   * A call that writes into a chat: in the bot's and the chat's pace, and what is new to the chat's new id where it moved.
   * Messages of before stay in the old chat.
   * @throws DeliveryError
   */
  async write<M extends Method>(
    method: M,
    chat: Chat,
    payload: Omit<Payload<M>, 'chat_id' | 'message_thread_id'>,
    recover?: Recover<Result<M>>,
  ): Promise<Result<M>> {
    const isNew = method.startsWith('send');
    const to = { ...chat, chat_id: (isNew && this.#moved.get(chat.chat_id)) || chat.chat_id };
    const key = String(to.chat_id);
    const pace = this.#paceOf(to);
    await wait(pace.reserve(key));
    await wait(this.#bot.reserve(EVERYONE));
    const again = async (error: unknown): Promise<Result<M>> => {
      const newId = isNew ? movedTo(error) : undefined;
      if (newId === undefined) {
        if (recover) return recover(error);
        throw error;
      }
      this.noteMove(to.chat_id, newId);
      return this.call(method, { ...to, chat_id: newId, ...payload } as Payload<M>);
    };
    try {
      return await this.call(method, { ...to, ...payload } as Payload<M>, { recover: again });
    } catch (error) {
      const { problem, retryAfterMs } = error as DeliveryError;
      if (problem === 'rate_limited') pace.hold(key, retryAfterMs);
      throw error;
    }
  }

  /** What is sent to the old id goes to the new one from now on. */
  noteMove(from: number, to: number): void {
    this.#moved.set(from, to);
  }

  /**
   * Brings a file by the id that an update gave.
   * @param maxBytes a larger file is rejected
   * @throws DeliveryError
   */
  async fetchFile(fileId: string, maxBytes: number): Promise<{ data: Uint8Array; path: string }> {
    const file = await this.call('getFile', { file_id: fileId });
    const path = file?.file_path ?? '';
    const address = this.#fileRoot + path.split('/').map(encodeURIComponent).join('/');
    return { data: await download(address, { maxBytes, timeoutMs: FILE_MS }), path };
  }

  /** Ids of groups are negative. */
  #paceOf(chat: Chat): Pace {
    return chat.chat_id < 0 ? this.#groups : this.#chats;
  }

  /** Whether a message to this chat would have to wait for its turn. */
  isBusy(chat: Chat): boolean {
    return this.#paceOf(chat).isBusy(String(chat.chat_id)) || this.#bot.isBusy(EVERYONE);
  }
}

/** Telegraf's types name a stand-in from before Node had signals of its own; it takes Node's. */
function asTelegrafs(signal: AbortSignal): Signal {
  return signal as unknown as Signal;
}

async function wait(ms: number): Promise<void> {
  if (ms > 0) await sleep(ms);
}
