import type { Category } from '../../knowledge/types.ts';

/**
 * Phrases of one meaning, separated by commas, as people type them (accents and case do not matter, see `fold`).
 * - `museum*` matches every word that begins so: `museums`, `museumlar`.
 * - `(my|our) bag` is `my bag` and `our bag`; an empty choice leaves the word out.
 * - `how … get` matches with up to five words (fifteen characters in Chinese, Japanese and Korean) between.
 * - An apostrophe may be left out in the message: `what's` matches `whats` too.
 * - Arabic words are written without article and joined prefixes: they are taken off the message's words.
 */
export type Phrases = string;

/** The words of one language. Its evidence also tells the language itself: each word speaks for its lexicons. */
export interface Lexicon {
  /** Frequent words that tell the language and nothing else. */
  frequent: Phrases;
  /** What the person wants. */
  wants: {
    /** Says that something has happened; this and the three below come from `alarms/`. */
    emergency: Phrases;
    /** Who comes to help. */
    services: Phrases;
    /** A danger by its bare name: an emergency unless the message is calm. */
    danger: Phrases;
    /** Names a danger and means none. */
    calm: Phrases;
    /** A cry for help that may also be an ordinary request: an emergency only where nothing else is asked. */
    help: Phrases;
    human: Phrases;
    complaint: Phrases;
    about: Phrases;
    smalltalk: Phrases;
    off_topic: Phrases;
    route: Phrases;
    hours: Phrases;
    plan: Phrases;
    practical: Phrases;
    /** Price, tickets, dress code, how to visit: about the place where one is named or was just shown. */
    details: Phrases;
    place: Phrases;
    nearby: Phrases;
  };
  /** What narrows the question. */
  marks: {
    near: Phrases;
    nearMe: Phrases;
    /** Points back to the places of the previous answer. */
    there: Phrases;
    more: Phrases;
    cheaper: Phrases;
    cheap: Phrases;
    free: Phrases;
    /** Says that a place is open, as in "open now" and "open on Monday". */
    open: Phrases;
    now: Phrases;
    today: Phrases;
    tonight: Phrases;
    tomorrow: Phrases;
    dayAfterTomorrow: Phrases;
    morning: Phrases;
    noon: Phrases;
    afternoon: Phrases;
    evening: Phrases;
    night: Phrases;
    /** Carries the previous question over to something else: "and", "what about". */
    also: Phrases;
    /** Where somebody comes from; a foreign city behind it is no destination. */
    from: Phrases;
  };
  /** Monday first. */
  weekdays: [Phrases, Phrases, Phrases, Phrases, Phrases, Phrases, Phrases];
  categories: Partial<Record<Category, Phrases>>;
}
