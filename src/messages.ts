/**
 * The one vocabulary between platforms and the guide.
 * Adapters turn platform events into `InboundEvent` and render `Reply` back; nothing below an adapter knows a platform.
 */

/** Where people write. */
export const PLATFORMS = ['telegram', 'whatsapp', 'slack', 'web', 'terminal'] as const;

/** The twelve languages that Rehber answers in (ISO 639-1). */
export const LANGUAGES = ['en', 'tr', 'de', 'fr', 'es', 'it', 'ru', 'ar', 'fa', 'zh', 'ja', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Languages written from right to left. */
export const RTL_LANGUAGES: ReadonlySet<Language> = new Set(['ar', 'fa']);

/** A position in degrees, WGS 84. */
export interface Point {
  lat: number;
  lon: number;
}

/** Words that programs read: the kinds of question that the guide tells apart. */
export const INTENTS = [
  'nearby',
  'place',
  'hours',
  'route',
  'plan',
  'practical',
  'emergency',
  'smalltalk',
  'about',
  'complaint',
  'human',
  'off_topic',
  'unknown',
] as const;
export type Intent = (typeof INTENTS)[number];

/** How far a message of ours has come, nearest first: a state never goes back to one before it. */
export const DELIVERY_STATES = ['sent', 'delivered', 'read', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

interface EventBase {
  /** The platform's own delivery id: the key of deduplication, unique within the platform. */
  id: string;
  /** Name of the adapter that received it, e.g. `telegram`. */
  platform: string;
  /** The platform's id of the chat or thread to answer in. Events of one conversation are worked in order. */
  conversation: string;
  user: {
    /** The platform's id of the person. */
    id: string;
    /**
     * Other ids by which the platform knows the same person (WhatsApp: phone number and business-scoped id). Present,
     * if empty, wherever a platform may know a person by more than one: they are then looked up as one person, and a
     * direct conversation with them is one conversation.
     */
    aliases?: string[];
    /** IETF tag of the person's interface language where the platform tells it. A weak hint, never a command. */
    languageTag?: string;
  };
  /** When the person acted, by the platform's clock where it tells, else when it was received. */
  at: Date;
  /** The platform's own running number within a conversation, where it has one (Telegram's update_id). */
  sequence?: number;
  /** What the platform needs to answer this very event (WhatsApp's message id, Slack's response_url). */
  via?: string;
  /** True where others read along (a group or channel): no location keyboard, no consent question. */
  shared?: boolean;
}

/** What a person did, in the words of no platform. */
export type InboundEvent = EventBase &
  (
    | {
        kind: 'text';
        text: string;
        /** The person changed a message sent earlier. */
        edited?: boolean;
        /** The platform's id of our message that this one replies to. */
        repliesTo?: string;
      }
    | {
        kind: 'location';
        point: Point;
        name?: string;
        /** A step of a live location: kept, not answered. */ live?: boolean;
      }
    | {
        kind: 'press';
        /** `Button.action` as it was sent. Untrusted. */
        action: string;
        /** The platform's id of the message that carries the button, if it still tells. */
        messageId?: string;
        /** What the platform needs to confirm the press (Telegram's callback_query.id). */
        pressId?: string;
        /** What the person wrote with it, where the platform has a form for that (the correction of `fix`). */
        text?: string;
      }
    /** An emoji on a message of ours; `vote` is null when it was taken away or says nothing. */
    | { kind: 'reaction'; messageId: string; vote: 'up' | 'down' | null }
    | { kind: 'command'; name: string; args: string }
    | {
        kind: 'media';
        media: 'image' | 'audio' | 'video' | 'file' | 'contact' | 'sticker' | 'other';
        caption?: string;
        /** What `Adapter.fetchMedia` needs to bring a voice message, where it may be one. */
        voice?: string;
      }
    /** `moved`: the person has a new id from now on; `aliases` hold the old one. */
    /** `stopped`: the person told the platform itself that they want no promos of ours. */
    | { kind: 'member'; change: 'blocked' | 'unblocked' | 'moved' | 'stopped' }
    /** How far a message of ours has come. May arrive late and in any order. */
    | {
        kind: 'status';
        messageId: string;
        state: DeliveryState;
        problem?: 'unreachable' | 'stopped' | 'rejected';
        /** Key of the promo, where the platform gives it back. */
        key?: string;
      }
  );

/** A button: either sends `action` back as a press, or opens `url`. */
export type Button =
  | {
      label: string;
      action: string;
      /** Shown as chosen. */
      chosen?: boolean;
      /** Goes first where a platform has no room for all: what it does can be had by writing, too. */
      optional?: boolean;
    }
  | { label: string; url: string };

/** A picture that goes with a message: JPEG or PNG, at most 5 MB. */
export interface Picture {
  /** The same for the same bytes. */
  id: string;
  mimeType: 'image/jpeg' | 'image/png';
  /** Where the world finds it, where it does. */
  url?: string;
  load: () => Promise<Uint8Array>;
}

/** A text that the platform has approved, sent by its name. */
export interface Template {
  name: string;
  /** The platform's code of its language. */
  language: string;
  /** What stands in its places, in order. */
  parameters: string[];
  /** `Button.action` behind its first button. */
  action: string;
}

/** Our own light markup is a reply in plain text; adapters escape it for the platform and add none of their own. */
export interface Reply {
  /** Plain text, at most 1,024 characters. */
  text: string;
  language: Language;
  /** Rows of buttons. `action` is at most 64 bytes in UTF-8 (Telegram's limit, the narrowest). */
  buttons: Button[][];
  /** A point to show on the platform's map, sent instead of a bare text where the platform has a map card. */
  place?: Point & { name: string; address?: string };
  /** The places that the text names, in its order, for platforms that show a list better than a sentence. */
  places?: (Point & { name: string; distanceMeters?: number })[];
  /** A short line of small print under the message, at most `Capabilities.footer` characters. */
  footer?: string;
  /** A text file that goes with the message; only where `Capabilities.files` says so. */
  file?: { name: string; content: string };
  /** Shown above the text. */
  picture?: Picture;
  /** Sent in place of all else where the platform has templates. */
  template?: Template;
  /** Of our own accord: refused rather than sent without its buttons, and never tried twice by an adapter. */
  promo?: true;
  /** Label of a button with which the person can share their location, where the platform has one. */
  locationRequest?: string;
}
