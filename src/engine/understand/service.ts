import { TRANSIT } from '../lexicon/categories.ts';
import { beginnings, readable } from '../topics.ts';
import type { Understanding } from '../types.ts';
import type { Reading } from './reading.ts';

/** The first or the last of something, in twelve languages. */
const FIRST_OR_LAST =
  beginnings(`first last ilk son_(?:metro|vapur|tren|tramvay|feribot|marmaray) erste letzte premier premiere dernier derniere primer primera ultimo ultima primo prima
  перв последн اول اخر اولين اخرين 最后 最早 最晚 最後 最初 마지막 첫`);
/** What goes by a timetable. */
const VEHICLE =
  beginnings(`metro metros tram trams train trains ferry ferries boat boats marmaray metrobus funicular subway underground cable_car
  tramvay vapur feribot tren funikuler teleferik bahn u-bahn ubahn strassenbahn zug fahre(?![a-z]) schiff bateau ferrys funiculaire tranvia barco traghett treno
  funicolare метро трамва паром поезд мармара фуникул مترو ترام عباره عبارات كشتي قطار مرمراي تراموا
  地铁 地鐵 电车 渡轮 轮渡 メトロ 地下鉄 フェリー トラム 電車 지하철 페리 트램 전철`);
/** Words that mean the first or last departure, whatever goes. */
const DEPARTURE = beginnings(`末班 首班 头班 终电 終電 始発 終発 막차 첫차 son_sefer ilk_sefer`);
/** Hours of a line, beside those that mean opening hours of whatever. */
const HOURS =
  beginnings(`24h 24_h 24/7 24_hours 24_saat 24_stunden 24_часа 24_heures 24_horas 24_ore 24小时 24時間 24시간 all_night how_late until_when timetable schedule (?:does|do)_(?:[^_]+_)+close when_does when_do stop_running start_running sefer_saat saatleri
  kaca_kadar kacta fahrplan betriebszeit wann_fahr quand_part a_que_hora a_che_ora ne_zaman когда_отправ horaires horarios orari расписани до_скольки مواعيد ساعات ساعت_كار تا_كي 几点 运营时间 何時まで 운행_시간 몇_시까지`);

/** The lines that a message names by their codes: "M2", "T1"; "M1" is M1A and M1B. */
function linesIn(text: string, ids: readonly string[]): string[] {
  const words = new Set(
    readable(text).match(/(?<![\p{L}\p{N}])[a-z]{1,2}-?\d{1,2}[ab]?(?![\p{L}\p{N}])/gu) ?? [],
  );
  return ids.filter(
    (id) => words.has(id.toLowerCase()) || words.has(id.toLowerCase().replace(/(?<=\d)[ab]$/u, '')),
  );
}

/** Intents of messages whose words may ask for departures. */
const OF_DEPARTURES = new Set<Understanding['intent']>(['route', 'hours', 'place', 'nearby']);
/** Intents of messages that were not understood without them. */
const VAGUE = new Set<Understanding['intent']>(['unknown', 'off_topic']);

/**
 * Whether first and last departures are asked for, and of which lines.
 * @param ids ids of the pack's lines
 */
export function departuresAsked(
  text: string,
  { wants, marks, categories, otherCity, unknownName }: Reading,
  intent: Understanding['intent'],
  ids: readonly string[],
): Pick<Understanding, 'intent' | 'aspect' | 'lines'> | undefined {
  const isOfPack = !otherCity && !unknownName;
  if (!isOfPack || (!OF_DEPARTURES.has(intent) && !VAGUE.has(intent))) return undefined;
  const folded = readable(text);
  const lines = linesIn(text, ids);
  const isTravel = lines.length > 0 || VEHICLE.test(folded);
  const isEnd = isTravel && FIRST_OR_LAST.test(folded);
  const onlyStops = categories.every((category) => TRANSIT.has(category));
  const isNamed = lines.length > 0 || categories.length > 0;
  const asksHours = (wants.has('hours') && !marks.has('nearMe')) || HOURS.test(folded);
  const isHours = isTravel && onlyStops && isNamed && asksHours;
  if (!isEnd && !isHours && !DEPARTURE.test(folded)) return undefined;
  return {
    intent: VAGUE.has(intent) ? 'route' : intent,
    aspect: 'service',
    ...(lines.length > 0 ? { lines } : {}),
  };
}
