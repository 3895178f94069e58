import type { HolidayId } from '../../knowledge/holidays.ts';
import { beginnings, readable } from '../topics.ts';

/**
 * Words for the holidays that people ask about by name, in twelve languages; what says more goes first. Others are asked
 * about by their date.
 */
const WORDS: readonly [ids: readonly HolidayId[], words: string][] = [
  [
    ['republic'],
    `republic_day cumhuriyet_bayrami 29_ekim_bayrami tag_der_republik fete_de_la_republique dia_de_la_republica festa_della_repubblica
    день_республики عيد_الجمهوريه روز_جمهوري 共和国日 共和国記念日 공화국의_날`,
  ],
  [
    ['ramazan'],
    `eid_al-fitr eid_al_fitr eid_ul-fitr ramazan_bayram ramadan_bayram ramazan_feast sugar_feast seker_bayram zuckerfest aid_el-fitr aid_al-fitr
    рамазан-байрам рамазан_байрам ураза-байрам عيد_الفطر عيد_فطر 开斋节 砂糖祭 イード・アル＝フィトル 라마단_바이람 이드_알피트르`,
  ],
  [
    ['kurban'],
    `eid_al-adha eid_al_adha eid_ul-adha kurban_bayram feast_of_sacrifice feast_of_the_sacrifice opferfest aid_el-adha aid_al-adha fete_du_sacrifice
    fiesta_del_sacrificio festa_del_sacrificio курбан-байрам курбан_байрам عيد_الاضحي عيد_قربان 古尔邦节 宰牲节 犠牲祭 쿠르반_바이람 이드_알아드하`,
  ],
  [
    ['new_year'],
    `new_year new_years_day new_year's_day yilbasi neujahr silvester nouvel_an jour_de_l'an ano_nuevo capodanno новый_год новый_год
    راس_السنه سال_نو_ميلادي 元旦 新年 元日 正月 새해 신정`,
  ],
  [
    ['ramazan', 'kurban'],
    `eid bayram(?!pasa|oglu) aid(?!s) байрам العيد عيد(?!_نوروز) 拜拉姆 バイラム 바이람`,
  ],
];

const PATTERNS = WORDS.map(([ids, words]) => [ids, beginnings(words)] as const);

/** The holidays that a message names: the next of them is meant. */
export function holidaysIn(text: string): readonly HolidayId[] {
  const folded = readable(text).replace(/[’‘`]/gu, "'");
  return PATTERNS.find(([, pattern]) => pattern.test(folded))?.[0] ?? [];
}
