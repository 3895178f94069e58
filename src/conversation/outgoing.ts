import type { Button, Language, Reply } from '../messages.ts';

/** What the guide does in answer to an event, in this order. Stored before the first of it is sent. */
export type Outgoing =
  | { op: 'send'; reply: Reply; /** This message is the answer of the turn. */ answersTurn?: boolean }
  | { op: 'edit'; messageId: string; reply: Reply }
  | { op: 'buttons'; messageId: string; buttons: Button[][]; language: Language }
  | { op: 'notice'; pressId: string; text: string };
