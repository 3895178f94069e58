import type { Phrases } from './lexicon.ts';

/** A side of the city: how people ask for it, the quarter that a way there leads to, and its districts. */
interface Side {
  phrases: Phrases;
  middle: string;
  districts: readonly string[];
}

/** Sides that are no district, by the id under which a question names them. The islands are on neither. */
export const SIDES: Partial<Record<string, Side>> = {
  'asian-side': {
    phrases: `asian side, asia side, anatolian side, anadolu yakası, asiatische seite, asiatischen seite, rive asiatique, côté asiatique, lado asiático, parte asiática, lato asiatico, parte asiatica, азиатская сторона, азиатской стороне, азиатской части, الجانب الآسيوي, القسم الآسيوي, بخش آسیایی, سمت آسیایی, 亚洲区, 亚洲岸, 亚洲这边, アジア側, 아시아 지구, 아시아 쪽, 아시아 사이드`,
    middle: 'kadikoy',
    districts: [
      'Kadıköy',
      'Üsküdar',
      'Beykoz',
      'Ataşehir',
      'Ümraniye',
      'Maltepe',
      'Kartal',
      'Pendik',
      'Tuzla',
      'Çekmeköy',
      'Sancaktepe',
      'Sultanbeyli',
      'Şile',
    ],
  },
};
