import type { TestContext } from 'node:test';
import { createCheck, type Demand, type Failure } from '../../src/engine/check/check.ts';
import { gather } from '../../src/engine/evidence.ts';
import { retrieve } from '../../src/engine/retrieve/retrieve.ts';
import type { Question, Understanding } from '../../src/engine/types.ts';
import { loadKnowledge } from '../../src/knowledge/knowledge.ts';
import type { Knowledge, Place } from '../../src/knowledge/types.ts';
import type { Language, Point } from '../../src/messages.ts';
import { packFiles, place, writePack } from '../knowledge/small-pack.ts';

/** A Tuesday, 15:00 on the city's clock. */
export const TUESDAY = new Date('2026-03-10T12:00:00Z');
/** In front of Hagia Sophia. */
export const PERSON: Point = { lat: 41.0075, lon: 28.9785 };

/** A few places with everything that answers speak of: hours, closed days, tickets, prices, notes, stops. */
export const PLACES: Place[] = [
  place('hagia-sophia', {
    name: {
      tr: 'Ayasofya',
      en: 'Hagia Sophia',
      de: 'Hagia Sophia',
      ru: 'Айя-София',
      ar: 'آيا صوفيا',
      fa: 'ایاصوفیه',
      zh: '圣索菲亚大教堂',
      ja: 'アヤソフィア',
      ko: '아야소피아',
    },
    lat: 41.0086,
    lon: 28.98,
    categories: ['mosque', 'sight'],
    rank: 1,
    facts: [
      { field: 'opening_hours', value: 'Mo-Su 09:00-19:30' },
      { field: 'admission', value: 'ticket' },
      { field: 'price', value: { amount: 25, currency: 'EUR' } },
      { field: 'prayer_closed', value: true },
      { field: 'built', value: '537' },
    ],
  }),
  place('topkapi-palace', {
    name: { tr: 'Topkapı Sarayı', en: 'Topkapı Palace', de: 'Topkapı-Palast', zh: '托普卡帕宫' },
    lat: 41.0115,
    lon: 28.9834,
    categories: ['palace', 'museum'],
    rank: 1,
    facts: [
      { field: 'opening_hours', value: 'Mo,We-Su 09:00-18:00' },
      { field: 'last_entry', value: '17:00' },
      {
        field: 'note',
        value: { tr: 'Harem için ayrı bilet gerekir.', en: 'The Harem needs a ticket of its own.' },
      },
    ],
  }),
  place('hamdi', {
    name: { tr: 'Hamdi Restoran', en: 'Hamdi Restaurant' },
    aliases: ['Hamdi', 'Хамди', '哈姆迪', 'ハムディ', '함디', 'حمدي', 'حمدی'],
    lat: 41.0173,
    lon: 28.9722,
    categories: ['kebab', 'restaurant'],
    rank: 2,
    facts: [
      { field: 'opening_hours', value: 'Mo-Su 11:00-23:00' },
      { field: 'dish', value: ['Adana kebap', 'lahmacun'] },
      { field: 'price_level', value: 2 },
    ],
  }),
  place('zubeyir', {
    name: { tr: 'Zübeyir Ocakbaşı', en: 'Zübeyir Ocakbaşı' },
    aliases: ['Zübeyir'],
    lat: 41.0136,
    lon: 28.9669,
    categories: ['kebab', 'restaurant'],
    rank: 2,
    facts: [{ field: 'opening_hours', value: 'Mo-Su 17:00-24:00' }],
  }),
  place('sur-ocakbasi', {
    name: { tr: 'Sur Ocakbaşı', en: 'Sur Ocakbaşı' },
    lat: 41.018,
    lon: 28.953,
    categories: ['kebab', 'restaurant'],
    rank: 4,
  }),
  place('galata-tower', {
    name: { tr: 'Galata Kulesi', en: 'Galata Tower' },
    lat: 41.0256,
    lon: 28.9741,
    categories: ['tower', 'viewpoint'],
    rank: 1,
    facts: [{ field: 'opening_hours', value: 'Mo-Su 08:30-23:00' }],
  }),
  place('gulhane-park', {
    name: { tr: 'Gülhane Parkı', en: 'Gülhane Park' },
    lat: 41.0128,
    lon: 28.9814,
    categories: ['park'],
    rank: 3,
    facts: [
      { field: 'admission', value: 'free' },
      { field: 'opening_hours', value: '24/7' },
    ],
  }),
  place('far-hammam', {
    name: { tr: 'Uzak Hamamı', en: 'Far Hammam' },
    lat: 41.05,
    lon: 29.15,
    district: 'Doğu',
    categories: ['hammam'],
    rank: 5,
  }),
  place('sultanahmet-tram', {
    name: { tr: 'Sultanahmet', en: 'Sultanahmet' },
    lat: 41.0058,
    lon: 28.9757,
    categories: ['tram_stop'],
    rank: 3,
    facts: [{ field: 'lines', value: ['T1'] }],
  }),
];

export async function smallCity(t: TestContext, places: Place[] = PLACES): Promise<Knowledge> {
  return loadKnowledge(await writePack(t, packFiles(places)));
}

export function question(text: string, given: Partial<Question> = {}): Question {
  return { text, at: TUESDAY, history: [], turnId: 'turn', ...given };
}

export function understanding(given: Partial<Understanding> = {}): Understanding {
  return {
    language: 'en',
    unsupportedLanguage: false,
    intent: 'nearby',
    categories: [],
    dishes: [],
    placeIds: [],
    openOnly: false,
    nearMe: false,
    confidence: 1,
    ...given,
  };
}

/** Checks texts against what is found for "kebab near me", or for a named place. */
export async function checker(
  t: TestContext,
): Promise<(language: Language, text: string, about?: string) => Failure[]> {
  const knowledge = await smallCity(t);
  const check = createCheck(knowledge);
  return (language, text, about) => {
    const asked = about
      ? understanding({ intent: 'place', placeIds: [about] })
      : understanding({ categories: ['kebab'], nearMe: true });
    const found = retrieve(question('', { point: PERSON }), asked, knowledge);
    const demand: Demand = { evidence: gather(found, knowledge), language, most: 160 };
    return check(text, demand).failures;
  };
}
