import { inTimeZone } from '../knowledge/time-zone.ts';
import type { Knowledge } from '../knowledge/types.ts';
import type { Completion, Model } from '../llm/model.ts';
import { createCheck, type Check } from './check/check.ts';
import { answerButtons } from './compose/buttons.ts';
import { bothNames } from './compose/format.ts';
import { composeGrounded, type Grounded, type Operator } from './compose/grounded.ts';
import { placeLength } from './compose/piece.ts';
import { publishRoute } from './compose/route.ts';
import { asksSource, saySources } from './compose/sources.ts';
import { PROMPT_VERSION, promptMessages } from './compose/prompt.ts';
import { gather, type Evidence } from './evidence.ts';
import { understandInContext, type Understand } from './follow-up.ts';
import { retrieve } from './retrieve/retrieve.ts';
import type { Item, Retrieved } from './retrieve/types.ts';
import type { Answer, AnswerPlace, Question, Source, Understanding } from './types.ts';
import { topicOf } from './topics.ts';
import { createUnderstanding } from './understand/understand.ts';

/** Milliseconds that a model has for its text: what is left of three seconds is for the way there and back. */
const MODEL_DEADLINE_MS = 2_500;
/** Milliseconds in which no model answers: with less left, it is not asked. */
const MODEL_LEAST_MS = 300;
/** Questions whose answers are written from facts; all others have fixed texts. */
const FROM_FACTS = new Set<Understanding['intent']>(['nearby', 'place', 'hours', 'route', 'plan']);
/** Questions that a model may answer: walks and ways are laid out, not told. */
const FOR_MODEL = new Set<Understanding['intent']>(['nearby', 'place', 'hours']);

/** What is asked about that no model may infer. */
const COMPUTED = new Set<Understanding['aspect']>(['diet', 'sunset', 'service']);

/** Answers questions about the city. */
export interface Engine {
  /**
   * Answers one question. Never rejects for what a person typed or a model did: the grounded answer is always there.
   * @param signal gives the model up early; the grounded answer then goes out
   */
  answer(question: Question, signal?: AbortSignal): Promise<Answer>;
}

export interface EngineParts {
  knowledge: Knowledge;
  model?: Model;
  operator?: Operator;
}

/** Puts understanding, retrieval, composers and check together. */
export function createEngine({ knowledge, model, operator = {} }: EngineParts): Engine {
  const understand = createUnderstanding(knowledge);
  const check = createCheck(knowledge);
  return {
    answer: (question, signal) => answer({ knowledge, understand, check, model, operator }, question, signal),
  };
}

interface Parts {
  knowledge: Knowledge;
  understand: Understand;
  check: Check;
  model: Model | undefined;
  operator: Operator;
}

async function answer(parts: Parts, question: Question, signal: AbortSignal | undefined): Promise<Answer> {
  const { knowledge } = parts;
  const started = performance.now();
  const origin = await whereFrom(parts, question);
  if (origin) return origin;
  // Hours are read again and again, each time on the city's clock: to switch to it costs some 20 µs, so it is done once
  const worked = inTimeZone(knowledge.city.timezone, () => workOut(parts, question));
  const { understood, found, evidence, wantsLocation, grounded, understoodAt, retrievedAt } = worked;
  const written =
    evidence && mayAskModel(understood, found)
      ? await askModel(parts, { question, understood, evidence, signal })
      : undefined;
  const finishedAt = performance.now();

  const isGrounded = written?.text === undefined;
  const places = isGrounded ? namedItems(grounded, found) : (written.items ?? []);
  const { language, intent } = understood;
  const factIds = isGrounded
    ? grounded.facts
    : places.flatMap(({ place }) => place.facts.map(({ field }) => `${place.id}.${field}`));
  return {
    text: isGrounded ? grounded.text : (written.text ?? grounded.text),
    language,
    intent,
    places: places.map((item) => answerPlace(item, language)),
    ...(found.way?.route ? { route: publishRoute(found.way.route, found.way) } : {}),
    buttons: answerButtons(language, question.turnId, {
      map: places.length > 0,
      more: FROM_FACTS.has(intent) && found.more,
    }),
    grounded: isGrounded,
    sources: [...grounded.cardSources, ...sourcesOf(factIds, knowledge)],
    facts: evidence?.lines ?? [],
    variant: isGrounded ? 'grounded' : (parts.model?.name ?? 'grounded'),
    ...(written && parts.model ? { model: parts.model.name } : {}),
    promptVersion: PROMPT_VERSION,
    ...(written?.tokens ? { tokens: written.tokens } : {}),
    ...(written?.rejected ? { rejected: written.rejected } : {}),
    wantsLocation,
    ...(understood.unsupportedLanguage ? { unsupportedLanguage: true } : {}),
    latencyMs: {
      understand: understoodAt - started,
      retrieve: retrievedAt - understoodAt,
      compose: finishedAt - retrievedAt - (written?.checkMs ?? 0),
      check: written?.checkMs ?? 0,
      total: performance.now() - started,
    },
  };
}

/** What is known before a model is asked, with the answer that needs none; and when it was. */
function workOut(
  parts: Parts,
  question: Question,
): {
  understood: Understanding;
  found: Retrieved;
  evidence: Evidence | undefined;
  wantsLocation: boolean;
  grounded: Grounded;
  understoodAt: number;
  retrievedAt: number;
} {
  const { knowledge } = parts;
  const understood = understandInContext(question, parts.understand, knowledge);
  const understoodAt = performance.now();
  const found = retrieve(question, understood, knowledge);
  const evidence = FROM_FACTS.has(understood.intent) ? gather(found, knowledge) : undefined;
  const wantsLocation = wouldLikeLocation(question, understood, found);
  const retrievedAt = performance.now();
  const voice = { language: understood.language, knowledge, asked: question.at };
  const grounded = composeGrounded(voice, {
    text: question.text,
    understood,
    found,
    operator: parts.operator,
    wantsLocation,
    ...(question.point ? { point: question.point } : {}),
  });
  return { understood, found, evidence, wantsLocation, grounded, understoodAt, retrievedAt };
}

/** The answer to "how do you know?": the documents behind the answer before it, which is found again from its question. */
async function whereFrom(parts: Parts, question: Question): Promise<Answer | undefined> {
  const last = question.history.at(-1);
  if (!last || question.ask !== undefined || question.about !== undefined || !asksSource(question.text)) {
    return undefined;
  }
  const started = performance.now();
  const { knowledge } = parts;
  const { ask: _, about: __, ...asked } = question;
  const again = await answer(
    { ...parts, model: undefined },
    { ...asked, text: last.text, at: last.at, history: question.history.slice(0, -1) },
    undefined,
  );
  const isSame = last.places.every((id) => again.places.some((place) => place.id === id));
  const facts = last.places.flatMap(
    (id) => knowledge.place(id)?.facts.map(({ field }) => `${id}.${field}`) ?? [],
  );
  const sources = isSame ? again.sources : sourcesOf(facts, knowledge);
  const { language } = parts.understand({ ...question, history: [], chosenLanguage: last.language });
  const total = performance.now() - started;
  return {
    text: saySources({ language, knowledge, asked: question.at }, sources),
    language,
    intent: 'about',
    places: [],
    buttons: answerButtons(language, question.turnId, { map: false, more: false }),
    grounded: true,
    sources,
    facts: [],
    variant: 'grounded',
    promptVersion: PROMPT_VERSION,
    wantsLocation: false,
    latencyMs: { understand: 0, retrieve: total, compose: 0, check: 0, total },
  };
}

/** A model writes only where facts were found and nothing must be inferred. */
function mayAskModel(understood: Understanding, found: Retrieved): boolean {
  if (!FOR_MODEL.has(understood.intent)) return false;
  const isSimple =
    !understood.unsupportedLanguage && found.remarks.length === 0 && found.missing === undefined;
  const isComputed = COMPUTED.has(understood.aspect);
  return isSimple && found.items.length > 0 && !isComputed;
}

/** A text that passed the check with the places it names, or why none left. */
interface Written {
  text?: string;
  items?: Item[];
  rejected?: string[];
  tokens?: { prompt: number; completion: number };
  checkMs: number;
}

async function askModel(
  { model, check }: Parts,
  asked: {
    question: Question;
    understood: Understanding;
    evidence: Evidence;
    signal: AbortSignal | undefined;
  },
): Promise<Written | undefined> {
  if (!model) return undefined;
  const { question, understood, evidence, signal } = asked;
  const { language } = understood;
  const waitedMs = question.waitsSince ? Date.now() - question.waitsSince.getTime() : 0;
  const leftMs = MODEL_DEADLINE_MS - Math.max(0, waitedMs);
  // Whoever wrote several messages at once waits for all answers before
  if (leftMs < MODEL_LEAST_MS) return { rejected: ['too_late'], checkMs: 0 };
  const deadline = AbortSignal.timeout(leftMs);
  const messages = promptMessages({ evidence, language, question: question.text, history: question.history });
  const completion: Completion = await model.complete(
    messages,
    signal ? AbortSignal.any([signal, deadline]) : deadline,
  );
  const { tokens } = completion;
  const spent = tokens ? { tokens } : {};
  if ('problem' in completion) return { rejected: [completion.problem], checkMs: 0, ...spent };
  const startedCheck = performance.now();
  const text = tidy(completion.text);
  const { most } = placeLength(language);
  const { failures, mentioned } = check(text, { evidence, language, most });
  const checkMs = performance.now() - startedCheck;
  if (failures.length > 0) return { rejected: failures, checkMs, ...spent };
  return { text, items: mentioned.map(({ item }) => item), checkMs, ...spent };
}

/** Takes off what models like to put round an answer. */
function tidy(text: string): string {
  return text
    .replace(/^(["“«])(.*)(["”»])$/su, '$2')
    .replace(/[^\S\n]+/gu, ' ')
    .trim();
}

/** The location would make the answer better: nothing says where to look. */
function wouldLikeLocation(question: Question, understood: Understanding, found: Retrieved): boolean {
  if (question.point !== undefined) return false;
  if (understood.intent === 'practical') {
    return topicOf(question.text) === 'toilet' && understood.placeIds.length === 0;
  }
  if (understood.intent === 'route') return found.way?.to !== undefined && !found.way.from;
  return understood.intent === 'nearby' && found.selection === 'city';
}

function namedItems(grounded: Grounded, found: Retrieved): Item[] {
  const items = [...found.items, ...found.within, ...found.stops, ...found.stopsFromPerson];
  return grounded.places.flatMap((place) => items.find((item) => item.place === place) ?? []);
}

function answerPlace({ place, distanceMeters }: Item, language: Understanding['language']): AnswerPlace {
  return {
    id: place.id,
    name: bothNames(language, place.name).join(' / '),
    lat: place.lat,
    lon: place.lon,
    ...(distanceMeters === undefined ? {} : { distanceMeters: Math.round(distanceMeters) }),
  };
}

/** The documents behind facts: an entry for each fact and document. */
function sourcesOf(factIds: string[], knowledge: Knowledge): Source[] {
  return [...new Set(factIds)].flatMap((id) => {
    const dot = id.lastIndexOf('.');
    const place = knowledge.place(id.slice(0, dot));
    const fact = place && knowledge.fact(place, id.slice(dot + 1));
    if (!fact) return [];
    return [fact.source].flat().map((key): Source => {
      const url = knowledge.sources[key]?.url;
      return { fact: id, ...(url ? { url } : {}), checkedOn: fact.checkedOn };
    });
  });
}
