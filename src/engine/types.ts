import type { Button, Intent, Language, Point } from '../messages.ts';
import type { Category } from '../knowledge/types.ts';

/** What was said before, newest last: what a follow-up can lean on. */
export interface PastTurn {
  text: string;
  at: Date;
  language: Language;
  intent: Intent;
  /** Ids of the places that the answer named, in its order. */
  places: string[];
}

/** One question to the guide. */
export interface Question {
  text: string;
  /** The moment the question is about: decides what is open now. */
  at: Date;
  /** The language that the person chose, used where the text itself does not tell. */
  chosenLanguage?: string;
  /** The language of the person's interface, used where neither the text nor the conversation tells. */
  profileLanguage?: string;
  /** Since when the person waits for the answer; since it is asked for, without it. */
  waitsSince?: Date;
  /** Where the person is, if they shared it. */
  point?: Point;
  /** At most the last three turns of the conversation. */
  history: PastTurn[];
  /** Id of the turn; the buttons of the answer carry it. */
  turnId: string;
  /** Asked without words: what is around `point`, or more of what the last turn showed. `text` is then not read. */
  ask?: 'nearby' | 'more';
  /** Asked without words about this place, by its id. `text` is then not read. */
  about?: string;
}

/** A fact that the answer rests on. */
export interface Source {
  /** `<place id>.<field>` */
  fact: string;
  url?: string;
  /** Date of the document that states it, YYYY-MM-DD. */
  checkedOn: string;
}

/** A place as an answer names it. */
export interface AnswerPlace {
  id: string;
  name: string;
  lat: number;
  lon: number;
  /** As the crow flies from the person, in whole metres; absent when we do not know where they are. */
  distanceMeters?: number;
}

export interface RouteLeg {
  mode: string;
  line: string;
  from: string;
  to: string;
  towards: string;
  stops: number;
  minutes: number;
}

/** The guide's answer: what leaves, and everything needed to learn from it. */
export interface Answer {
  /** Plain text, within the lengths of the kind of question. */
  text: string;
  language: Language;
  intent: Intent;
  places: AnswerPlace[];
  route?: { legs: RouteLeg[]; minutes: number; transfers: number };
  buttons: Button[][];
  /** True where the text was written from the facts alone; false where a model wrote it and it passed the check. */
  grounded: boolean;
  sources: Source[];
  /** The facts that were retrieved and shown to the model, as `<place id>.<field>: value` lines. */
  facts: string[];
  /** Name of the variant that wrote the text: `grounded` or a model variant. */
  variant: string;
  model?: string;
  promptVersion: string;
  tokens?: { prompt: number; completion: number };
  /** Why a model's text did not leave, if one was asked: `timeout`, `http_error`, `refused`, `garbage` or the failed checks. */
  rejected?: string[];
  /** True when the answer would be better with the person's location: the reply then asks for it. */
  wantsLocation: boolean;
  /** Set where the language of the message is none of ours: the answer is English and says so. */
  unsupportedLanguage?: boolean;
  /** Milliseconds of each step and in all. */
  latencyMs: { understand: number; retrieve: number; compose: number; check: number; total: number };
}

/** What a day is to be like. */
export type Wish =
  | 'kids'
  | 'food'
  | 'indoors'
  | 'little_walking'
  | 'water'
  | 'breakfast'
  | 'no_museums'
  | 'no_mosques'
  | 'no_shopping'
  | 'free'
  | 'cheap';

/** What is asked of a plan for a day or more. */
export interface DayWishes {
  wishes: Wish[];
  /** Days, as far as they are told. */
  days?: number;
  part?: 'half' | 'morning' | 'afternoon' | 'evening';
  /** Hours that there are. */
  hours?: number;
  /** From Saturday on. */
  weekend?: true;
}

/** What a question means, before anything is looked up. Made by `understand` in `understand/understand.ts`. */
export interface Understanding {
  language: Language;
  /** The message is in a language that is none of ours; `language` is then English. */
  unsupportedLanguage: boolean;
  intent: Intent;
  /** Categories asked for, most specific first ("kebab" gives kebab, then restaurant). Empty where none is. */
  categories: Category[];
  /** Dish or drink words asked for, folded ("baklava"), to match `dish` facts with. */
  dishes: string[];
  /** Ids of places named in the text, best first (stations and piers too). */
  placeIds: string[];
  /** Id of a district or neighbourhood named in the text. */
  areaId?: string;
  /** Where the way asked for begins: ids of places and districts that the name stands for, best first. */
  origin?: string[];
  /** Where it ends. */
  destination?: string[];
  /** Where the way ends is named, but not known. */
  unknownName?: boolean;
  /** A way without steps is asked for. */
  stepFree?: boolean;
  /** What the day is to be like that a plan is asked for. */
  plan?: DayWishes;
  /** The moment asked about, where it is not now ("open on Monday?": that Monday, 12:00 city time). */
  when?: Date;
  /** A whole day is asked about rather than a moment. */
  wholeDay?: boolean;
  /** Only places that are open at that moment are wanted. */
  openOnly: boolean;
  /** Only cheap, or only free, ones are wanted. */
  budget?: 'cheap' | 'free';
  /** Leans on the previous turn: `more` (another one), `same_place` (its hours, the way to it), `near_place` (near there). */
  followUp?: 'more' | 'same_place' | 'near_place';
  /**
   * What is asked about the place: a fact of it. `diet` (halal, kosher, vegan …) may be asked of a kind of
   * place as well; `service`: first and last departures, of lines, stops or ways.
   */
  aspect?:
    | 'price'
    | 'diet'
    | 'dress'
    | 'visit'
    | 'built'
    | 'phone'
    | 'website'
    | 'address'
    | 'accessible'
    | 'sunset'
    | 'service';
  /** Ids of the lines of public transport that are named. */
  lines?: string[];
  /** Asked for near the person ("near me"). */
  nearMe: boolean;
  /** How sure the intent is, 0 to 1. */
  confidence: number;
}
