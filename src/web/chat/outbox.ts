import type { ChatPost, ChatReceipt } from '../chat-protocol.ts';

/** Each post lies under a key of its own, so that tabs do not write over each other's. */
const PREFIX = 'rehber.outbox.';
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;
/** Milliseconds after which a post that hangs is tried again; its id makes that harmless. */
const POST_TIMEOUT_MS = 15_000;

/** What came of trying to send. */
export type Outcome =
  | { post: ChatPost; sent: true; session: string }
  /** The server will never take it. */
  | { post: ChatPost; sent: false };

/** The page's language counts before the browser's where the page around it chose one. */
const chosen = new URLSearchParams(globalThis.location.search).get('language');
const LANGUAGE: Record<string, string> = chosen ? { 'accept-language': chosen } : {};

interface Waiting {
  post: ChatPost;
  /** Where it is kept; keys sort by the time of writing. */
  key: string;
}

/** What is to be sent, in order; kept in the browser until it is, through reloads and lost connections. */
export class Outbox {
  #waiting: Waiting[] = read();
  #busy = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #retryMs = FIRST_RETRY_MS;
  readonly #onOutcome: (outcome: Outcome) => void;
  readonly #onStuck: () => void;

  constructor(onOutcome: (outcome: Outcome) => void, onStuck: () => void) {
    this.#onOutcome = onOutcome;
    this.#onStuck = onStuck;
  }

  /** The last try failed; another follows by itself. */
  get stuck(): boolean {
    return this.#retry !== undefined;
  }

  get waiting(): readonly ChatPost[] {
    return this.#waiting.map(({ post }) => post);
  }

  add(post: ChatPost): void {
    const key = `${PREFIX}${Date.now()}.${String(this.#waiting.length).padStart(6, '0')}.${post.id}`;
    this.#waiting = [...this.#waiting, { post, key }];
    withStorage((storage) => storage.setItem(key, JSON.stringify(post)));
  }

  /** Sends what waits, one after the other; tries again later by itself where the connection fails. */
  async flush(): Promise<void> {
    if (this.#busy) return;
    clearTimeout(this.#retry);
    this.#busy = true;
    try {
      for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
        const { key, post } = next;
        const outcome = await send(post);
        if (outcome === undefined) {
          this.#retry = setTimeout(() => void this.flush(), this.#retryMs);
          this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
          this.#onStuck();
          return;
        }
        this.#retryMs = FIRST_RETRY_MS;
        this.#retry = undefined;
        this.#waiting = this.#waiting.slice(1);
        withStorage((storage) => storage.removeItem(key));
        this.#onOutcome(outcome);
      }
    } finally {
      this.#busy = false;
    }
  }
}

/** Undefined where a later try may work. */
async function send(post: ChatPost): Promise<Outcome | undefined> {
  try {
    const response = await fetch('/api/chat/events', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...LANGUAGE },
      body: JSON.stringify(post),
      signal: AbortSignal.timeout(POST_TIMEOUT_MS),
    });
    if (response.ok) {
      const receipt = (await response.json()) as ChatReceipt;
      return { post, sent: true, session: receipt.session };
    }
    const mayWorkLater = response.status >= 500 || [408, 425, 429].includes(response.status);
    return mayWorkLater ? undefined : { post, sent: false };
  } catch {
    return undefined;
  }
}

function read(): Waiting[] {
  return (
    withStorage((storage) =>
      Object.keys(storage)
        .filter((key) => key.startsWith(PREFIX))
        .toSorted()
        .flatMap((key) => {
          const post = readPost(storage.getItem(key));
          return post ? [{ post, key }] : [];
        }),
    ) ?? []
  );
}

/** Other scripts of the address can have left nonsense. */
function readPost(text: string | null): ChatPost | undefined {
  try {
    const post = JSON.parse(text ?? '') as ChatPost | null;
    return typeof post?.id === 'string' && typeof post.kind === 'string' ? post : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined where storage is switched off or full: what waits then lives as long as the page. */
function withStorage<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(localStorage);
  } catch {
    return undefined;
  }
}
