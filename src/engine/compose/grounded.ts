import type { Point } from '../../messages.ts';
import type { Retrieved } from '../retrieve/types.ts';
import type { Source, Understanding } from '../types.ts';
import { composeCard, composeEmergency } from './cards.ts';
import { composeList } from './list.ts';
import { CARD_LENGTH, fill, piece, sentence, space, type Piece } from './piece.ts';
import { phrase } from './phrases.ts';
import { routeSources } from './route.ts';
import { composeHours, composePlace } from './place.ts';
import type { Voice } from './say.ts';
import { sayTalk, talkOf } from './talk.ts';
import { topicOf } from '../topics.ts';
import { composePlan } from './plan.ts';
import { composeService } from './service.ts';
import { composeWay } from './way.ts';

/** Who runs the guide, as answers name them. */
export interface Operator {
  name?: string;
  /** How a person can be reached: an address, a number, a link. */
  contact?: string;
}

/** What was asked, by whom, and what was found. */
export interface Request {
  text: string;
  understood: Understanding;
  found: Retrieved;
  operator: Operator;
  wantsLocation: boolean;
  /** Where the person is, if they shared it. */
  point?: Point;
}

/** A text written from the facts alone. */
export interface Grounded extends Piece {
  /** Documents behind a fixed card; those behind `facts` are looked up by the caller. */
  cardSources: Source[];
}

/** Writes the answer from the facts alone, in the person's language and within the length of its kind. */
export function composeGrounded(voice: Voice, request: Request): Grounded {
  const { language } = voice;
  const { understood, found, text } = request;
  const before = understood.unsupportedLanguage
    ? [sentence(language, piece(phrase(language, 'answer:unsupported')))]
    : [];
  const fixed = fixedText(voice, request);
  if (fixed) return { ...fill(language, [...before, fixed], [], CARD_LENGTH), cardSources: [] };
  if (understood.intent === 'emergency' || understood.intent === 'practical') {
    const topic = topicOf(text);
    const { said, sources } =
      understood.intent === 'emergency'
        ? composeEmergency(voice, topic)
        : composeCard(voice, topic, voice.knowledge.place(understood.placeIds[0] ?? '') ?? request.point);
    return { ...fill(language, [...before, said], [], CARD_LENGTH), cardSources: sources };
  }
  const { way } = found;
  const isWay = way?.route?.legs.some(({ mode }) => mode !== 'walk') ?? false;
  const service =
    understood.aspect === 'service' && !isWay ? composeService(voice, understood, found, before) : undefined;
  if (service) return { ...service.said, cardSources: service.sources };
  return {
    ...fromFacts(voice, request, before),
    cardSources: way?.route ? routeSources(way.route, voice) : [],
  };

  function fromFacts(speaker: Voice, { wantsLocation }: Request, first: Piece[]): Piece {
    const [item] = found.items;
    const location = !wantsLocation ? 'known' : understood.nearMe ? 'needed' : 'helps';
    if (understood.unknownName && !found.way?.to?.name) return unknown(speaker, first, 'answer:unknown');
    if (understood.intent === 'route') return composeWay(speaker, found, first, understood.aspect);
    if (understood.intent === 'plan') return composePlan(speaker, found, first);
    if (understood.intent !== 'nearby' && !isAboutSomething(found)) {
      const asksHours = understood.intent === 'hours' && !understood.unknownName;
      return unknown(speaker, first, asksHours ? 'answer:whichPlace' : 'answer:unknown');
    }
    if (found.selection !== 'named' || !item) return composeList(speaker, found, first, location);
    if (understood.intent === 'hours') return composeHours(speaker, found, item, first);
    return composePlace(speaker, found, item, first, understood.aspect);
  }
}

function unknown({ language }: Voice, before: Piece[], key: string): Piece {
  return fill(language, [...before, piece(phrase(language, key))], [], CARD_LENGTH);
}

/** Hours of nothing, or a place that was not named: there is nothing to tell. */
function isAboutSomething({ selection, kind, anchor, area, items }: Retrieved): boolean {
  if (selection === 'named') return items.length > 0;
  return kind !== undefined || anchor !== undefined || area !== undefined;
}

function fixedText({ language }: Voice, { understood, operator, text }: Request): Piece | undefined {
  const talk = talkOf(text);
  const people = operator.contact ? phrase(language, 'talk:contact', { contact: operator.contact }) : '';
  const withPeople = (said: string): Piece => {
    const both = said + space(language) + people;
    return piece(people && both.length <= CARD_LENGTH.most ? both : said);
  };
  switch (understood.intent) {
    case 'smalltalk':
      return piece(sayTalk(language, talk));
    case 'complaint':
      return withPeople(phrase(language, talk === 'insult' ? 'talk:insult' : 'answer:complaint'));
    case 'unknown':
      return talk === 'insult' || talk === 'joke' || talk === 'howAreYou'
        ? piece(sayTalk(language, talk))
        : piece(phrase(language, 'answer:unknown'));
    case 'off_topic':
      return talk === 'joke' || talk === 'weather' || talk === 'insult'
        ? piece(sayTalk(language, talk))
        : piece(phrase(language, 'answer:offTopic'));
    case 'about':
      return operator.name
        ? piece(phrase(language, 'answer:aboutOperator', { operator: operator.name }))
        : piece(phrase(language, 'answer:about'));
    case 'human':
      return operator.contact
        ? piece(phrase(language, 'answer:human', { contact: operator.contact }))
        : piece(phrase(language, 'answer:humanNone'));
    default:
      return undefined;
  }
}
