import type { ChatEntry, ChatHistory, ChatPost } from '../chat-protocol.ts';
import { addLine, isAnswered, shownMessages, type Conversation, type ShownMessage } from './conversation.ts';
import { Outbox, type Outcome } from './outbox.ts';

const RETRY_MS = 2_000;
/** Milliseconds without a connection before the page says so: a short gap is nobody's concern. */
const PATIENCE_MS = 3_000;
/** Milliseconds in which the history must have come. */
const HISTORY_MS = 15_000;
/** Milliseconds without a sign of life after which a stream counts as lost: the server gives one every 15 seconds. */
const SILENCE_MS = 40_000;
/** Milliseconds that typing is shown for without a new sign of it. */
const TYPING_MS = 8_000;

/** What the page shows. */
export interface ChatState {
  /** The history is here, or known to be out of reach. */
  loaded: boolean;
  connected: boolean;
  /** The browser keeps no cookie, without which every message would begin a conversation of its own. */
  cookieless: boolean;
  /** Sending failed, and is tried again. */
  stuck: boolean;
  messages: ShownMessage[];
  typing: boolean;
  /** The newest confirmation of a press. */
  notice?: { id: string; text: string };
  /** Presses on their way, as `<message> <action>`. */
  pressing: ReadonlySet<string>;
}

/** The page's side of a conversation: keeps it in step with the server through lost connections. */
export class ChatClient {
  readonly #listeners = new Set<(state: ChatState) => void>();
  readonly #outbox = new Outbox(
    (outcome) => this.#settle(outcome),
    () => this.#changed(),
  );
  #conversation: Conversation = new Map();
  /** Taken by the server, and not in the log yet. */
  #sent: ChatPost[] = [];
  #failed: ChatPost[] = [];
  #session = '';
  #last = 0;
  #loaded = false;
  #connected = true;
  #cookieless = false;
  #typing = false;
  #notice: ChatState['notice'];
  #stream: EventSource | undefined;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #reload: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  /** Calls back with each new state; the result ends that. */
  subscribe(listener: (state: ChatState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get state(): ChatState {
    const { waiting } = this.#outbox;
    return {
      loaded: this.#loaded,
      connected: this.#connected,
      cookieless: this.#cookieless,
      stuck: this.#outbox.stuck,
      messages: shownMessages(this.#conversation, [...this.#sent, ...waiting], this.#failed),
      typing: this.#typing,
      ...(this.#notice ? { notice: this.#notice } : {}),
      pressing: new Set(
        waiting.flatMap((post) => (post.kind === 'press' ? [`${post.message} ${post.action}`] : [])),
      ),
    };
  }

  /** Loads the conversation and stays with it. */
  start(): void {
    globalThis.addEventListener('online', () => void this.#load());
    globalThis.addEventListener('offline', () => this.#lost(0));
    // A hidden page needs no stream, and browsers allow few at a time; it catches up when it is seen again
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.#load();
      else this.#disconnect();
    });
    void this.#load();
  }

  say(text: string): void {
    this.#post({ id: newId(), kind: 'text', text });
  }

  shareLocation(lat: number, lon: number): void {
    this.#post({ id: newId(), kind: 'location', lat, lon });
  }

  press(message: string, action: string): void {
    if (this.state.pressing.has(`${message} ${action}`)) return;
    this.#post({ id: newId(), kind: 'press', action, message });
  }

  #post(post: ChatPost): void {
    this.#outbox.add(post);
    this.#changed();
    this.#flush();
  }

  /** Without a session that is kept every post would begin one of its own. */
  #flush(): void {
    if (this.#session && !this.#cookieless) void this.#outbox.flush();
  }

  #settle(outcome: Outcome): void {
    const { post } = outcome;
    if (!outcome.sent) {
      this.#failed.push(post);
    } else {
      this.#sent.push(post);
      // The answer may have been faster than the receipt
      if (post.kind !== 'press' && !isAnswered(this.#conversation, post.id)) this.#showTyping();
      if (outcome.session !== this.#session) void this.#load();
    }
    this.#changed();
  }

  async #load(): Promise<void> {
    this.#disconnect();
    clearTimeout(this.#reload);
    try {
      let history = await fetchHistory();
      // Whether the browser kept the new session's cookie shows when it is asked again
      if (history.isNew) history = await fetchHistory();
      this.#take(history);
    } catch {
      this.#loaded = true;
      this.#lost();
      this.#reload = setTimeout(() => void this.#load(), RETRY_MS);
      return;
    }
    if (this.#cookieless) return;
    this.#connect();
    this.#flush();
  }

  #take(history: ChatHistory): void {
    if (history.session !== this.#session) {
      this.#conversation = new Map();
      this.#last = 0;
    }
    this.#session = history.session;
    this.#cookieless = history.isNew;
    for (const entry of history.entries) this.#add(entry);
    this.#last = Math.max(this.#last, history.last);
    this.#loaded = true;
    this.#found();
    this.#changed();
  }

  #connect(): void {
    this.#disconnect();
    if (document.visibilityState === 'hidden') return;
    const stream = new EventSource(`/api/chat/stream?after=${this.#last}`);
    this.#stream = stream;
    this.#expectLife();
    stream.addEventListener('open', () => {
      this.#expectLife();
      this.#found();
      this.#flush();
    });
    stream.addEventListener('alive', () => this.#expectLife());
    stream.addEventListener('line', (event: MessageEvent<string>) => {
      this.#expectLife();
      const entry = JSON.parse(event.data) as ChatEntry;
      this.#add(entry);
      if (entry.kind === 'message') this.#hideTyping();
      if (entry.kind === 'notice') this.#notice = { id: entry.pressId, text: entry.text };
      this.#changed();
    });
    stream.addEventListener('typing', () => {
      this.#showTyping();
      this.#changed();
    });
    stream.addEventListener('error', () => {
      this.#lost();
      // The browser connects again by itself but for a refusal
      if (stream.readyState !== EventSource.CLOSED) return;
      clearTimeout(this.#reload);
      this.#reload = setTimeout(() => void this.#load(), RETRY_MS);
    });
  }

  /** A connection can die without a word, as when a phone changes networks: then all is loaded anew. */
  #expectLife(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => void this.#load(), SILENCE_MS);
  }

  #disconnect(): void {
    clearTimeout(this.#silence);
    this.#stream?.close();
    this.#stream = undefined;
  }

  /** Lines may come twice, by history and stream; an edit that comes again is the same edit. */
  #add(entry: ChatEntry): void {
    this.#conversation = addLine(this.#conversation, entry);
    this.#last = Math.max(this.#last, entry.number);
    if (entry.kind === 'own') this.#sent = this.#sent.filter((post) => post.id !== entry.id);
  }

  #showTyping(): void {
    this.#typing = true;
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => {
      this.#hideTyping();
      this.#changed();
    }, TYPING_MS);
  }

  #hideTyping(): void {
    clearTimeout(this.#typingTimer);
    this.#typing = false;
  }

  #found(): void {
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.#connected = true;
    this.#changed();
  }

  #lost(patienceMs = PATIENCE_MS): void {
    this.#patience ??= setTimeout(() => {
      this.#connected = false;
      this.#changed();
    }, patienceMs);
    this.#changed();
  }

  #changed(): void {
    const { state } = this;
    for (const listener of this.#listeners) listener(state);
  }
}

async function fetchHistory(): Promise<ChatHistory> {
  const response = await fetch('/api/chat/history', {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(HISTORY_MS),
  });
  if (!response.ok) throw new Error(`The history was answered ${response.status}.`);
  return (await response.json()) as ChatHistory;
}

/** A random UUID (RFC 9562, version 4); `crypto.randomUUID` is kept from pages that came over plain http. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
