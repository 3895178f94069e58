import type { FastifyInstance } from 'fastify';
import type { InboundEvent, Language, Reply } from '../src/messages.ts';

/** What a platform can do, as data: the guide degrades by it and never asks for a platform's name. */
export interface Capabilities {
  /** Buttons on a message; 0 where there are none. */
  buttons: number;
  /** Longest button label, in characters. */
  buttonLabel: number;
  /** Whether a sent message can be changed. */
  editing: boolean;
  /** Whether a press can be confirmed with a short notice that is no message. */
  notices: boolean;
  /** Whether a notice stays to be read: then none is given where something else shows the effect of a press. */
  noticesStay?: boolean;
  typing: boolean;
  /** Whether the person can share a location, and be asked for it. */
  location: boolean;
  /** Whether a map point can be sent. */
  mapPoint: boolean;
  /** Whether a file can be sent. */
  files: boolean;
  /** Longest message text, in characters. */
  maxText: number;
  /** Longest line of small print under a message, in characters; 0 where there is none. */
  footer: number;
  /** Which characters of a text the platform would read as markup; the adapter takes their meaning away. */
  markup: 'none' | 'whatsapp' | 'mrkdwn';
  /** Whether the platform asks for the reason of a thumb down by a form of its own, so that no message has to. */
  reasonForm?: boolean;
  /** Messages a second that the platform takes from us in all; absent where there is no limit. */
  messagesPerSecond?: number;
  /** Whether a message may go by the name of a template once `replyWindowMs` is over. */
  templates?: boolean;
  /** Milliseconds after a person's last message in which they may be answered freely; absent where there is no end. */
  replyWindowMs?: number;
}

/** What a platform grants our account at present; what it does not tell is absent. */
export interface Allowance {
  /** In place of `Capabilities.messagesPerSecond`. */
  messagesPerSecond?: number;
  /** People within 24 hours who may be written to though their `replyWindowMs` is over; Infinity where there is no limit. */
  outsidePerDay?: number;
}

/** Where a reply goes. `user` and `conversation` are the platform's own ids, as the event brought them. */
export interface Recipient {
  conversation: string;
  user: string;
  /** `via` of the event that is answered. */
  via?: string;
}

/** Largest voice message that is fetched, in bytes: what transcription endpoints take. */
export const MAX_VOICE_BYTES = 20 * 1_024 * 1_024;

/** What the people who run the guide can do from a channel of theirs. */
export interface OperatorDesk {
  /**
   * Looks after promos: a verb and an id, or nothing for the latest.
   * @param actor who asks, for the audit log
   */
  promo(words: string, actor: string): Promise<Reply>;
}

/** A file that a person sent. */
export interface Media {
  data: Uint8Array;
  mimeType: string;
}

/** Hands events to the inbox. Resolves once they are stored; a platform is acknowledged only after that. */
export type Accept = (events: InboundEvent[]) => Promise<void>;

/**
 * A channel. A new one is one file in `adapters/` that passes `tests/adapters/contract.ts`.
 * Every sending method throws a `DeliveryError` of `adapters/errors.ts`, and nothing else, when the platform refuses.
 */
export interface Adapter {
  readonly platform: string;
  readonly capabilities: Capabilities;
  /** Adds the platform's webhook to the server, each route in an encapsulated plugin of its own. */
  routes?(server: FastifyInstance, accept: Accept): Promise<void>;
  /** Begins to receive: registers the webhook, or polls. Resolves when set up; failures are logged and retried inside. */
  start(accept: Accept): Promise<void>;
  /** Stops receiving. What was accepted is stored already. */
  stop(): Promise<void>;
  /** Sends one message. Resolves with the platform's message id. `key` is the same for each try of the same message. */
  send(to: Recipient, reply: Reply, key: string): Promise<string>;
  /**
   * Asks the platform what it grants our account, where that differs between accounts.
   * @throws DeliveryError when it does not tell
   */
  allowance?(): Promise<Allowance>;
  /** What the platform would be told to show for a reply, as its API takes it. */
  preview?(reply: Reply): object;
  /** Opens a desk for the people who run the guide, where the platform has a place for that. */
  openDesk?(desk: OperatorDesk): void;
  /** Tells the people who run the guide, where the platform has a place for that. */
  tellOperator?(text: string): Promise<void>;
  /** Replaces the text and buttons of a message of ours; a message that is gone or unchanged is no error. */
  edit?(to: Recipient, messageId: string, reply: Reply): Promise<void>;
  /** Replaces only the buttons of a message of ours. */
  editButtons?(
    to: Recipient,
    messageId: string,
    buttons: Reply['buttons'],
    language: Language,
  ): Promise<void>;
  /** Confirms a press with a notice. Late or repeated confirmations are no error. */
  notice?(to: Recipient, pressId: string, text: string): Promise<void>;
  /**
   * Brings a voice message by the `voice` of its event, at most `MAX_VOICE_BYTES` of it.
   * @throws DeliveryError when the platform does not hand it out
   */
  fetchMedia?(voice: string): Promise<Media>;
  /** Shows that an answer is on its way. Called every few seconds while one is made; failures are the caller's to ignore. */
  typing?(to: Recipient): Promise<void>;
}
