import type { HolidayId } from '../../knowledge/holidays.ts';
import { nearestToilets, type Card } from '../../knowledge/practical.ts';
import { RTL_LANGUAGES, type Language, type Point } from '../../messages.ts';
import type { Source } from '../types.ts';
import type { Topic } from '../topics.ts';
import { formatDistance, formatNumber, formatWalk, isolate, isWalkable } from './format.ts';
import { CARD_LENGTH, mark, piece, space, type Piece } from './piece.ts';
import { phrase } from './phrases.ts';
import { isStale, staleMark, type Voice } from './say.ts';

/** The documents that the emergency card rests on: it is there whatever the pack has. */
const EMERGENCY_SOURCES: Source[] = [
  {
    fact: 'card.emergency',
    url: 'https://tuerkisjournal.com/2021/10/14/alle-notrufnummern-unter-einem-dach',
    checkedOn: '2021-10-14',
  },
  {
    fact: 'card.emergency',
    url: 'https://www.trthaber.com/haber/gundem/tum-acil-cagrilar-112de-toplandi-615890.html',
    checkedOn: '2021-10-11',
  },
  {
    fact: 'card.emergency',
    url: 'https://blog.life-expat.com/en-bd/tools/passport-theft-guide',
    checkedOn: '2026-04-14',
  },
];
/** Emergencies that have a card of their own. Each says 112. */
const EMERGENCIES = new Set<Topic>(['passport', 'hospital', 'police', 'pharmacy', 'scams']);
/** Toilets named in one answer. */
const MOST_TOILETS = 3;
/** Holidays named in one answer. */
const MOST_HOLIDAYS = 3;
const HOLIDAYS: readonly HolidayId[] = [
  'new_year',
  'sovereignty',
  'labour',
  'youth',
  'democracy',
  'victory',
  'republic',
  'ramazan',
  'kurban',
];

/** A fixed text with its documents. */
export interface CardText {
  said: Piece;
  sources: Source[];
}

/** The card for an emergency, never written by a model. The number to call by itself is never made to look doubtful. */
export function composeEmergency(voice: Voice, topic: Topic | undefined): CardText {
  const { language, knowledge } = voice;
  const card = topic && EMERGENCIES.has(topic) ? knowledge.practical.cards.get(fileOf(topic)) : undefined;
  if (!topic || !card) {
    return { said: piece(phrase(language, 'card:emergency')), sources: EMERGENCY_SOURCES };
  }
  return dated(voice, topic, card);
}

/**
 * The card of a topic, with the year of its newest document where that is stale. Without a topic, or one that the pack has
 * no card for: what can be asked.
 * @param near where the nearest of something is asked for, if that is known
 */
export function composeCard(voice: Voice, topic: Topic | undefined, near: Point | undefined): CardText {
  const { language, knowledge } = voice;
  if (topic === 'allergy' || topic === 'safety') {
    return { said: piece(phrase(language, `answer:${topic}`)), sources: [] };
  }
  if (topic === 'toilet' && knowledge.practical.toilets) return toilets(voice, near);
  if (topic === 'holidays') return { said: holidays(voice), sources: [] };
  const card = topic && knowledge.practical.cards.get(fileOf(topic));
  if (!topic || !card) {
    const hasCards = knowledge.practical.cards.size > 0;
    const said = [
      phrase(language, 'answer:noNote'),
      ...(hasCards ? [phrase(language, 'card:practical')] : []),
    ];
    return { said: piece(said.join(space(language))), sources: [] };
  }
  return dated(voice, topic, card);
}

/** A card's text, with the year of its newest document where that is stale and what it says may have changed. */
function dated(voice: Voice, topic: Topic, card: Card): CardText {
  const { language, asked } = voice;
  const sources = sourcesOf(topic, card.sources);
  const newest =
    card.sources
      .map(({ date }) => date)
      .sort()
      .at(-1) ?? '';
  const text = textOf(card, language);
  if (card.timeless === true || !isStale(newest, asked)) return { said: piece(text), sources };
  const stop = mark(language, 'stop');
  const marked = `${text.endsWith(stop) ? text.slice(0, -stop.length) : text}${staleMark(voice, newest)}${stop}`;
  return { said: piece(marked.length <= CARD_LENGTH.most ? marked : text), sources };
}

/** Telephone numbers in groups, which right-to-left text would show last group first. */
const PHONE = /\d{3,}(?: \d{2,})+/gu;

function textOf({ text }: Card, language: Language): string {
  return text[language].replace(PHONE, (number) =>
    RTL_LANGUAGES.has(language) ? `\u2068${number}\u2069` : number,
  );
}

function fileOf(topic: Topic): string {
  return topic.replaceAll('_', '-');
}

function sourcesOf(topic: Topic, documents: readonly { url: string; date: string }[]): Source[] {
  return documents.map(({ url, date }) => ({ fact: `card.${topic}`, url, checkedOn: date }));
}

/** The city's toilets nearest to a point; without one, that they can be asked for. */
function toilets(voice: Voice, near: Point | undefined): CardText {
  const { language, knowledge } = voice;
  const { source, all } = knowledge.practical.toilets ?? { source: undefined, all: [] };
  const sources: Source[] = source
    ? [{ fact: 'card.toilet', ...(source.url ? { url: source.url } : {}), checkedOn: source.date }]
    : [];
  const found = near ? nearestToilets(all, near, MOST_TOILETS) : [];
  const [first] = found;
  if (!first) {
    const count = formatNumber(language, all.filter(({ state }) => state === 'open').length);
    return { said: piece(phrase(language, 'toilet:ask', { count })), sources };
  }
  const items = found.map(({ toilet, meters }) => {
    const details = [
      formatDistance(language, meters),
      ...(isWalkable(meters) ? [formatWalk(language, meters)] : []),
      ...(toilet.babyRoom ? [phrase(language, 'toilet:baby')] : []),
    ].join(mark(language, 'comma'));
    return `${isolate(language, toilet.name)}${mark(language, 'open')}${details}${mark(language, 'close')}`;
  });
  const link = `https://google.com/maps?q=${first.toilet.lat},${first.toilet.lon}`;
  const sayFirst = (count: number): string =>
    `${phrase(language, 'toilet:near', { items: items.slice(0, count).join(mark(language, 'list')) })} ${link}`;
  const text = [3, 2, 1].map(sayFirst).find((each) => each.length <= CARD_LENGTH.most) ?? sayFirst(1);
  return { said: piece(text), sources };
}

/** The next public holidays. Their dates are computed, those of the religious feasts as well. */
function holidays({ language, knowledge, asked }: Voice): Piece {
  const { timezone } = knowledge.city;
  const format = new Intl.DateTimeFormat(`${language === 'en' ? 'en-GB' : language}-u-ca-gregory`, {
    day: 'numeric',
    month: 'long',
    timeZone: timezone,
  });
  const next = HOLIDAYS.flatMap((id) => {
    const at = knowledge.nextHoliday([id], asked);
    return at ? [{ id, at }] : [];
  }).sort((a, b) => a.at.getTime() - b.at.getTime());
  const items = next
    .slice(0, MOST_HOLIDAYS)
    .map(
      ({ id, at }) =>
        `${format.format(at)}${mark(language, 'open')}${phrase(language, `holiday:${id}`)}${mark(language, 'close')}`,
    )
    .join(mark(language, 'list'));
  return piece(phrase(language, 'card:holidays', { items }));
}
