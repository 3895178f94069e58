import type { Operator } from '../engine/compose/grounded.ts';
import type { Answer, Question } from '../engine/types.ts';
import type { HandlingContext } from '../inbox/guide.ts';
import type { Knowledge } from '../knowledge/types.ts';
import type { Transcribe } from '../llm/transcribe.ts';
import type { InboundEvent, Language } from '../messages.ts';
import type { Vault } from '../privacy/encryption.ts';
import type { Pseudonyms } from '../privacy/pseudonyms.ts';
import type { HideNames } from '../privacy/redact/name-finder.ts';
import type { PersonRow } from '../store/models/person.ts';
import type { Memory } from './memory.ts';

/** What the conversation is made of. */
export interface GuideParts {
  engine: { answer(question: Question): Promise<Answer> };
  knowledge: Knowledge;
  /** Writes down voice messages; absent where no endpoint is set. */
  transcribe?: Transcribe;
  /** Finds names that the rules cannot, for the log; absent where nobody is set up to. */
  hideNames?: HideNames;
  /** Who runs the guide; said at first contact where the platform has room for it. */
  operator: Operator;
  vault: Vault;
  pseudonyms: Pseudonyms;
  /** Days that turns are kept. */
  retentionDays: number;
  /** Address under which people reach our pages; none where they cannot. */
  pages: () => string | undefined;
}

/** An event with everything that answering it needs. */
export interface Context extends HandlingContext {
  parts: GuideParts;
  event: InboundEvent;
  memory: Memory;
  /** What is known of the person. */
  known: PersonRow;
  /** The language to speak where the event holds no words. */
  language: Language;
  /** What is to be written before the answer may be: side by side, once it is known what is said. */
  writes: (() => Promise<unknown>)[];
}
