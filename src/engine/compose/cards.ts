import type { Source } from '../types.ts';
import { CARD_LENGTH, mark, piece, space, type Piece } from './piece.ts';
import { phrase } from './phrases.ts';
import { isStale, staleMark, type Voice } from './say.ts';
import type { Topic } from '../topics.ts';

type Card = 'emergency' | Exclude<Topic, 'allergy' | 'safety'>;

/**
 * The documents that the cards rest on, with their dates. What a
 * card says is in `phrases/<language>.json` under `card`; change both together.
 */
const CARD_SOURCES: Record<Card, { url: string; date: string }[]> = {
  emergency: [
    { url: 'https://tuerkisjournal.com/2021/10/14/alle-notrufnummern-unter-einem-dach', date: '2021-10-14' },
    { url: 'https://blog.life-expat.com/en-bd/tools/passport-theft-guide', date: '2026-04-14' },
  ],
  transit_card: [
    { url: 'https://turkeytravelplanner.com/go/istanbul/transport/istanbulkart.html', date: '2022-12-10' },
  ],
  airport: [
    {
      url: 'https://noworkalltravel.com/2024/01/30/metro-access-to-istanbul-international-airport',
      date: '2024-01-30',
    },
  ],
  taxi: [{ url: 'https://expatriate-turkey.com/2022/01/12/taxi-in-istanbul/', date: '2022-01-12' }],
  tipping: [{ url: 'https://visitturkey.in/how-much-to-tip/', date: '2024-07-23' }],
  power: [{ url: 'https://turkeytravelplanner.com/details/Electricity.html', date: '2024-06-04' }],
  water: [
    {
      url: 'https://www.ensonhaber.com/gundem/istanbul-cekmekoyde-musluklardan-camurlu-su-akti',
      date: '2026-02-03',
    },
  ],
  mosque: [
    {
      url: 'http://turkey-istanbul-guide.blogspot.com/2014/12/blue-mosque-istanbul-turkey.html',
      date: '2014-12-30',
    },
    {
      url: 'https://businessturkeytoday.com/authority-introduces-new-dress-code-for-entrance-after-hagia-sophia-converted-to-mosque.html',
      date: '2020-08-29',
    },
  ],
  money: [
    { url: 'http://magiccityistanbul.blogspot.com/2013/12/money-and-credit-cards.html', date: '2013-12-05' },
  ],
};

/** A fixed text with its documents. */
export interface CardText {
  said: Piece;
  sources: Source[];
}

/** The card of a topic, with the year of its newest document where that is stale. Without a topic: what can be asked. */
export function composeCard(voice: Voice, topic: Topic | 'emergency' | undefined): CardText {
  const { language, asked } = voice;
  if (!topic) {
    const said = [phrase(language, 'answer:noNote'), phrase(language, 'card:practical')];
    return { said: piece(said.join(space(language))), sources: [] };
  }
  if (topic === 'allergy' || topic === 'safety') {
    return { said: piece(phrase(language, `answer:${topic}`)), sources: [] };
  }
  const documents = CARD_SOURCES[topic];
  const sources = documents.map(({ url, date }) => ({ fact: `card.${topic}`, url, checkedOn: date }));
  const newest =
    documents
      .map(({ date }) => date)
      .sort()
      .at(-1) ?? '';
  const text = phrase(language, `card:${topic}`);
  // A number to call is never made to look doubtful
  if (topic === 'emergency' || !isStale(newest, asked)) return { said: piece(text), sources };
  const stop = mark(language, 'stop');
  const dated = `${text.endsWith(stop) ? text.slice(0, -stop.length) : text}${staleMark(voice, newest)}${stop}`;
  return { said: piece(dated.length <= CARD_LENGTH.most ? dated : text), sources };
}
