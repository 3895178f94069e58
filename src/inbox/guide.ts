import type { Capabilities, Media } from '../../adapters/adapter.ts';
import type { Outgoing } from '../conversation/outgoing.ts';
import type { InboundEvent } from '../messages.ts';
import type { Parties } from '../privacy/identities.ts';

/** What goes with an event that is worked. */
export interface HandlingContext extends Parties {
  turnId: string;
  /** Keyed delivery id: the same for each try. */
  key: string;
  capabilities: Capabilities;
  /** When the event was stored: from then on the person waits. */
  receivedAt: Date;
  /** Brings the event's voice message, where the platform can. */
  fetchVoice?: () => Promise<Media>;
}

/** What the inbox asks of the guide. */
export interface Guide {
  /** Works one event: writes what is to be remembered and says what to send. Safe to repeat for the same `key`. */
  handle(event: InboundEvent, context: HandlingContext): Promise<Outgoing[]>;
  /** The platform took the answer of a turn. */
  delivered(event: InboundEvent, parties: Parties, turnId: string, messageId: string): Promise<void>;
  /** The platform says that the person cannot be reached any more. */
  unreachable(event: InboundEvent, parties: Parties): Promise<void>;
  /** When the person last wrote, by the platform's clock. */
  lastHeardFrom(event: InboundEvent, parties: Parties): Promise<Date>;
  /** What to say after an event was set aside. */
  apology(event: InboundEvent, parties: Parties): Promise<Outgoing>;
}
