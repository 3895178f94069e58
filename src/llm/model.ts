import { circuitBreaker, ConsecutiveBreaker, handleAll, isBrokenCircuitError } from 'cockatiel';
import OpenAI from 'openai';
import type { Config } from '../config.ts';

/** Where OpenAI itself listens: nobody is asked there without a key. */
const OPENAI = 'https://api.openai.com/v1';
/** Failures in a row after which the endpoint is left alone, and for how many milliseconds. */
const FAILURES = 3;
const REST_MS = 30_000;
/** Longest answer, in tokens: 160 characters of any of our languages, with room. */
const MAX_TOKENS = 220;

/** A message of a chat, as every OpenAI-compatible endpoint takes it. */
export interface ChatMessage {
  role: 'system' | 'user';
  content: string;
}

/**
 * Why no text came: past the deadline, an HTTP or network error, the model refused, what came is no chat completion or
 * is cut off, or the endpoint failed so often that it was not asked.
 */
export type ModelProblem = 'timeout' | 'http_error' | 'refused' | 'garbage' | 'truncated' | 'resting';

/** What a call came to. */
export type Completion = { tokens?: { prompt: number; completion: number } } & (
  | { text: string }
  | { problem: ModelProblem }
);

/** A chat model behind an endpoint. */
export interface Model {
  /** As the endpoint knows it. */
  readonly name: string;
  /** Asks once, without retries. Never throws: every failure is a problem. The signal is the deadline. */
  complete(messages: ChatMessage[], signal: AbortSignal): Promise<Completion>;
}

/** The model that the environment names; none without a key for OpenAI or another endpoint. */
export function createModel(
  config: Pick<Config, 'OPENAI_API_KEY' | 'OPENAI_BASE_URL' | 'OPENAI_MODEL'>,
): Model | undefined {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL, OPENAI_MODEL: name } = config;
  if (!apiKey && baseURL.replace(/\/+$/, '') === OPENAI) return undefined;
  // Local endpoints ask for no key, but the client insists on some
  const client = new OpenAI({ apiKey: apiKey ?? 'none', baseURL, maxRetries: 0, logLevel: 'off' });
  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: REST_MS,
    breaker: new ConsecutiveBreaker(FAILURES),
  });

  async function ask(messages: ChatMessage[], signal: AbortSignal): Promise<unknown> {
    // A body that never ends outlives the client's own signal in some runtimes, so the wait itself is cut short
    const asked = client.chat.completions.create(
      { model: name, messages, temperature: 0.2, max_tokens: MAX_TOKENS, stream: false },
      { signal },
    );
    return Promise.race([asked, rejectOn(signal)]);
  }

  return {
    name,
    async complete(messages, signal) {
      try {
        return read(await breaker.execute(() => ask(messages, signal)));
      } catch (error) {
        if (isBrokenCircuitError(error)) return { problem: 'resting' };
        if (signal.aborted) return { problem: 'timeout' };
        return { problem: error instanceof SyntaxError ? 'garbage' : 'http_error' };
      }
    },
  };
}

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (): void => reject(new Error('The deadline has passed.'));
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}

/** Reads an answer that may be anything: the types of the client promise more than an endpoint keeps. */
function read(answer: unknown): Completion {
  const { choices, usage } = (answer ?? {}) as { choices?: unknown; usage?: unknown };
  const [choice] = Array.isArray(choices) ? (choices as unknown[]) : [];
  const { message, finish_reason: finish } = (choice ?? {}) as { message?: unknown; finish_reason?: unknown };
  const { content, refusal } = (message ?? {}) as { content?: unknown; refusal?: unknown };
  const tokens = readTokens(usage);
  const result = (rest: { text: string } | { problem: ModelProblem }): Completion => ({
    ...rest,
    ...(tokens ? { tokens } : {}),
  });
  if (finish === 'content_filter' || (typeof refusal === 'string' && refusal !== '')) {
    return result({ problem: 'refused' });
  }
  if (typeof content !== 'string' || content.trim() === '') return result({ problem: 'garbage' });
  if (finish === 'length') return result({ problem: 'truncated' });
  return result({ text: content.trim() });
}

function readTokens(usage: unknown): { prompt: number; completion: number } | undefined {
  const { prompt_tokens: prompt, completion_tokens: completion } = (usage ?? {}) as Record<string, unknown>;
  return typeof prompt === 'number' && typeof completion === 'number' ? { prompt, completion } : undefined;
}
