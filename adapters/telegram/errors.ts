import { TelegramError } from 'telegraf';
import { DeliveryError, mayHaveArrived, type DeliveryProblem } from '../errors.ts';

/** Milliseconds to wait where Telegram says "too many requests" without saying for how long. */
const DEFAULT_RETRY_MS = 1_000;
/**
 * Descriptions of 400 that say that the chat is closed to us for good, as tdlib/telegram-bot-api words them
 * (telegram-bot-api/Client.cpp).
 */
const GONE =
  /chat not found|user not found|peer_id_invalid|user_deactivated|chat_write_forbidden|chat was deleted|not enough rights|have no rights/i;

/**
 * Says in the words of the adapter contract why a call failed. Telegraf's own error holds the whole request, text and
 * chat included, so neither it nor its message goes along: only the method, the code and Telegram's description.
 */
export function toDeliveryError(error: unknown, method: string): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (!(error instanceof TelegramError)) {
    return new DeliveryError('unavailable', `Telegram ${method}: ${networkProblem(error)}`, {
      maybeTaken: mayHaveArrived((error as { code?: unknown } | undefined)?.code),
    });
  }
  const { code } = error;
  const description = descriptionOf(error).slice(0, 200);
  const problem = problemOf(code, description);
  const message = `Telegram ${method}: ${code} ${description}${ADVICE[problem] ?? ''}`;
  return problem === 'rate_limited'
    ? new DeliveryError(problem, message, { retryAfterMs: retryAfterMs(error) })
    : new DeliveryError(problem, message);
}

const ADVICE: Partial<Record<DeliveryProblem, string>> = {
  unauthorized: ' (TELEGRAM_BOT_TOKEN is not accepted: ask @BotFather for the current one)',
};

function problemOf(code: unknown, description: string): DeliveryProblem {
  switch (code) {
    case 429:
      return 'rate_limited';
    case 403:
      return 'unreachable';
    // Telegram says 404 for a token that is none, and 401 for one that was taken back
    case 401:
    case 404:
      return 'unauthorized';
    case 400:
    case 413:
      return GONE.test(description) ? 'unreachable' : 'rejected';
    default:
      return 'unavailable';
  }
}

function retryAfterMs(error: TelegramError): number {
  const seconds =
    error.parameters?.retry_after ?? Number(/retry after (\d+)/i.exec(descriptionOf(error))?.[1]);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : DEFAULT_RETRY_MS;
}

/** Errors of the network quote the address, and the address holds the token: only their code is told. */
function networkProblem(error: unknown): string {
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  if (name === 'AbortError' || name === 'TimeoutError') return 'no answer in time';
  return typeof code === 'string' ? `no connection (${code})` : 'an answer that cannot be read';
}

/** The chat's new id, where a group became a supergroup. */
export function movedTo(error: unknown): number | undefined {
  return error instanceof TelegramError ? error.parameters?.migrate_to_chat_id : undefined;
}

/** A change that is already there, or to a message that is gone or of another kind: nothing is left to do. */
export function isNothingToEdit(error: unknown): boolean {
  return hasDescription(
    error,
    /message is not modified|message to edit not found|message can't be edited|message_id_invalid|message identifier is not specified|no text in the message|upgraded to a supergroup/i,
  );
}

/** Telegram takes the confirmation of a press for a few seconds only. */
export function isTooLateToConfirm(error: unknown): boolean {
  return hasDescription(error, /query is too old|query id is invalid|query_id_invalid/i);
}

/** The keyboard is at fault, not the message. */
export function isBadKeyboard(error: unknown): boolean {
  return hasDescription(error, /button_|inline keyboard|reply.?markup/i);
}

function hasDescription(error: unknown, words: RegExp): boolean {
  return error instanceof TelegramError && error.code === 400 && words.test(descriptionOf(error));
}

/** The types promise a description; a server that is not Telegram's may leave it out. */
function descriptionOf(error: TelegramError): string {
  const { description } = error as { description?: unknown };
  return typeof description === 'string' ? description : '';
}
