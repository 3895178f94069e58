import type { ChatPost, ChatReceipt } from '../chat-protocol.ts';

const STORAGE_KEY = 'rehber.outbox';
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;
/** Milliseconds after which a post that hangs is tried again; its id makes that harmless. */
const POST_TIMEOUT_MS = 15_000;

/** What came of trying to send. */
export type Outcome =
  | { post: ChatPost; sent: true; session: string }
  /** The server will never take it. */
  | { post: ChatPost; sent: false };

/** What is to be sent, in order; kept in the browser until it is, through reloads and lost connections. */
export class Outbox {
  #waiting: ChatPost[] = read();
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
    return this.#waiting;
  }

  add(post: ChatPost): void {
    this.#waiting = [...this.#waiting, post];
    write(this.#waiting);
  }

  /** Sends what waits, one after the other; tries again later by itself where the connection fails. */
  async flush(): Promise<void> {
    if (this.#busy) return;
    clearTimeout(this.#retry);
    this.#busy = true;
    try {
      for (let post = this.#waiting[0]; post; post = this.#waiting[0]) {
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
        write(this.#waiting);
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
      headers: { 'content-type': 'application/json' },
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

function read(): ChatPost[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(kept) ? (kept as ChatPost[]) : [];
  } catch {
    // Storage is switched off, or holds nonsense
    return [];
  }
}

function write(posts: ChatPost[]): void {
  try {
    if (posts.length === 0) localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, JSON.stringify(posts));
  } catch {
    // Storage is switched off: what waits lives as long as the page
  }
}
