/** What the web chat's server and page say to each other. */
import type { Button, Reply } from '../messages.ts';

/** One line of the log of a conversation; the page shows what they add up to. */
export type ChatLine =
  /** The person's own message; without a text they shared their location, which is not kept here. */
  | { kind: 'own'; id: string; text?: string }
  /** A message of the guide. Its id is its number, as a string. */
  | { kind: 'message'; reply: Reply }
  /** Another text and other buttons for a message of the guide. */
  | { kind: 'edit'; message: string; reply: Reply }
  /** Other buttons for a message of the guide. */
  | { kind: 'buttons'; message: string; buttons: Button[][] }
  /** A short confirmation of a press, shown for a moment. */
  | { kind: 'notice'; pressId: string; text: string };

/** A stored line. Numbers grow within a session; they may have gaps. */
export type ChatEntry = ChatLine & {
  number: number;
  /** ISO 8601. */
  at: string;
};

/** What the page posts to `/api/chat/events`. The id is made by the page: a repeated post has one effect. */
export type ChatPost = { id: string } & (
  | { kind: 'text'; text: string }
  | { kind: 'location'; lat: number; lon: number }
  | { kind: 'press'; action: string; message: string }
);

/** Answer of `GET /api/chat/history`. */
export interface ChatHistory {
  /** Tells sessions apart, and no more: a page whose session was replaced starts again. */
  session: string;
  /** The browser brought no session, and was given this one. */
  isNew: boolean;
  /** Number to go on from. */
  last: number;
  entries: ChatEntry[];
}

/** Answer of `POST /api/chat/events`. */
export interface ChatReceipt {
  session: string;
}
