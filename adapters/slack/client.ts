import { setTimeout as sleep } from 'node:timers/promises';
import { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { MAX_VOICE_BYTES, type Media } from '../adapter.ts';
import { DeliveryError } from '../errors.ts';
import { Pace, type PaceOptions } from '../pace.ts';
import { codeOf, rateLimited, toDeliveryError } from './errors.ts';
import { quietLogger } from './logger.ts';
import type { Rendered } from './render.ts';

/** Milliseconds after which a call without an answer is given up, unless told otherwise. */
const CALL_MS = 8_000;
/** Milliseconds that a file may take to arrive. */
const FILE_MS = 20_000;
/** One more try at once for a slip of the network; what lasts longer is the inbox's to wait for. */
const RETRIES = { retries: 1, minTimeout: 200, maxTimeout: 200 };
/**
 * One message a second into a channel, short bursts above that are let through.
 * @see https://docs.slack.dev/apis/web-api/rate-limits
 */
const CHANNEL_PACE = { intervalMs: 1_000, burst: 3 };
/** Hosts of Slack's files and response URLs. */
const SLACK_HOSTS = /(?:^|\.)slack(?:-gov)?\.com$/;
/** Redirects that are followed to a file. */
const MAX_REDIRECTS = 3;

export interface ClientOptions {
  /** The bot's token, `xoxb-…`. */
  token: string;
  /** `https://slack.com/api/`, or a server of the same kind. */
  apiUrl: string;
  /** Milliseconds after which a call without an answer is given up. */
  timeoutMs?: number;
  /** How fast to post into one channel, where the server has limits of its own. */
  pace?: PaceOptions;
  log: Logger;
}

/** Slack's Web API with a time limit on each call, the platform's pace, and errors in the adapter's words. */
export class SlackClient {
  readonly #web: webApi.WebClient;
  /** Tries once: for what must not arrive twice. */
  readonly #once: webApi.WebClient;
  readonly #token: string;
  readonly #apiOrigin: string;
  readonly #timeoutMs: number;
  readonly #channels: Pace;

  constructor(options: ClientOptions) {
    this.#timeoutMs = options.timeoutMs ?? CALL_MS;
    this.#web = new webApi.WebClient(options.token, clientOptions(options));
    this.#once = new webApi.WebClient(options.token, {
      ...clientOptions(options),
      retryConfig: { retries: 0 },
    });
    this.#token = options.token;
    this.#apiOrigin = new URL(options.apiUrl).origin;
    this.#channels = new Pace(options.pace ?? CHANNEL_PACE);
  }

  /**
   * One call, at once.
   * @param options.harmless error codes that leave nothing to do
   * @param options.once a slip of the network is not tried again
   * @throws DeliveryError
   */
  async call(
    method: string,
    payload: Record<string, unknown>,
    { harmless = [], once = false }: { harmless?: readonly string[]; once?: boolean } = {},
  ): Promise<Record<string, unknown>> {
    try {
      return { ...(await (once ? this.#once : this.#web).apiCall(method, payload)) };
    } catch (error) {
      if (harmless.includes(codeOf(error) ?? '')) return {};
      throw toDeliveryError(error, method);
    }
  }

  /** Posts a message in the channel's pace. @throws DeliveryError */
  async post(
    channel: string,
    payload: Record<string, unknown>,
    once = false,
  ): Promise<{ channel: string; ts: string }> {
    await wait(this.#channels.reserve(channel));
    try {
      const sent = await this.call('chat.postMessage', { channel, ...payload }, { once });
      // A server that took the message without telling its id must not have it sent again
      return { channel: textOf(sent['channel']) ?? channel, ts: textOf(sent['ts']) ?? '' };
    } catch (error) {
      const { problem, retryAfterMs } = error as DeliveryError;
      if (problem === 'rate_limited') this.#channels.hold(channel, retryAfterMs);
      throw error;
    }
  }

  /**
   * Answers an interaction at its `response_url`. False where that has expired, or is no address of Slack's.
   * @throws DeliveryError
   */
  async respond(url: string, message: Rendered & { replace_original: boolean }): Promise<boolean> {
    if (!this.#isSlacks(url)) return false;
    const response = await this.#fetch('response_url', url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'ephemeral', ...message }),
      redirect: 'error',
    });
    await response.body?.cancel();
    if (response.ok) return true;
    if (response.status === 429) {
      throw rateLimited('Slack response_url', Number(response.headers.get('retry-after')) * 1_000 || 0);
    }
    if (response.status >= 500) {
      throw new DeliveryError('unavailable', `Slack response_url: HTTP status ${response.status}`);
    }
    return false;
  }

  /** Brings a file that a person sent, with our token, from nowhere but Slack. @throws DeliveryError */
  async fetchFile(address: string): Promise<Media> {
    let url = address;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      if (!this.#isSlacks(url))
        throw new DeliveryError('rejected', 'Slack file: not at an address of Slack’s');
      const headers = { authorization: `Bearer ${this.#token}` };
      const response = await this.#fetch('file', url, { headers, redirect: 'manual' }, FILE_MS);
      const next = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || !next) return readFile(response);
      await response.body?.cancel();
      url = URL.parse(next, url)?.href ?? '';
    }
    throw new DeliveryError('rejected', 'Slack file: too many redirects');
  }

  #isSlacks(address: string): boolean {
    const url = URL.parse(address);
    if (!url) return false;
    return url.origin === this.#apiOrigin || (url.protocol === 'https:' && SLACK_HOSTS.test(url.hostname));
  }

  async #fetch(what: string, url: string, init: RequestInit, timeoutMs = this.#timeoutMs): Promise<Response> {
    try {
      return await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    } catch (error) {
      throw toDeliveryError(error, what);
    }
  }
}

/** How each of Slack's own clients is made. */
export function clientOptions(
  options: Pick<ClientOptions, 'apiUrl' | 'timeoutMs' | 'log'>,
): webApi.WebClientOptions {
  const { apiUrl, log, timeoutMs = CALL_MS } = options;
  return {
    slackApiUrl: apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`,
    timeout: timeoutMs,
    retryConfig: RETRIES,
    // A limit is the inbox's to wait for: other conversations go on
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: quietLogger(log),
  };
}

async function readFile(response: Response): Promise<Media> {
  if (!response.ok) {
    await response.body?.cancel();
    const problem = response.status === 429 || response.status >= 500 ? 'unavailable' : 'rejected';
    throw new DeliveryError(problem, `Slack file: HTTP status ${response.status}`);
  }
  const mimeType = response.headers.get('content-type') ?? 'application/octet-stream';
  // Without the scope files:read Slack shows its login page instead
  if (mimeType.startsWith('text/html')) {
    await response.body?.cancel();
    throw new DeliveryError(
      'rejected',
      'Slack file: not handed out (does the app have the scope files:read?)',
    );
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of response.body ?? []) {
      length += chunk.length;
      if (length > MAX_VOICE_BYTES) throw new DeliveryError('rejected', 'Slack file: too large to be heard');
      chunks.push(chunk);
    }
  } catch (error) {
    throw toDeliveryError(error, 'file');
  }
  return { data: Buffer.concat(chunks), mimeType };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

async function wait(ms: number): Promise<void> {
  if (ms > 0) await sleep(ms);
}
