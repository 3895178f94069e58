import { group, type Scan } from './scan.ts';

const NUMBER = String.raw`(?:no\.?|number|numara\p{L}*|nr\.?|nummer|numéro|n°|nº|número|numero|№|номер|رقم|شماره|#|:|is|ist|est|es|è|=| ){0,4}`;
const ROOM =
  'room|rm\\.?|suite|apartment|apt\\.?|flat|oda\\p{L}{0,4}|zimmer\\p{L}{0,7}|chambre|habitación|camera|stanza|комнат\\p{L}|номере|номер(?= \\d{1,4}[a-z]? (?:в )?(?:отел|гостиниц|хостел))|غرفة|الغرفة|اتاق';
/** What follows makes it a price, a number of people or nights, an hour, a size. */
const NOT = String.raw`(?![\p{L}\p{N}]|[.,:]\d| ?(?:₺|€|\$|TL|EUR|USD|lira|euro|dolar|dollar|%|person|people|guest|bed|night|day|kişi|gece|gün|yatak|bett|nacht|nächt|tag|pers|nuit|lit|jour|noche|cama|día|nott|lett|giorn|руб|лир|евро|ноч|чел|ليال|شخص|أشخاص|شب|نفر|m²|m2|sqm))`;
const ROOM_FIRST = new RegExp(
  String.raw`(?<![\p{L}\p{N}])((?:${ROOM}) ?${NUMBER}(?:[a-z]-?)?\d{1,4}[a-z]?${NOT})`,
  'dgiu',
);
const NUMBER_FIRST =
  /(?<![\p{L}\p{N}.,:])(\d{1,4} ?(?:numaralı|nolu|no['’]?lu|no) oda\p{L}{0,6})|(?<![\p{N}.,:])(\d{2,4} ?(?:号房间?|號房|号室|호실|호(?![\p{L}\p{N}]))|\d{3,4}房间)|(?:房间号?|房號|房号|部屋番号は?|部屋|객실 ?(?:번호)?) ?[:：是]? ?(\d{2,4}(?!\d))/dgu;
const HOTEL =
  /h[oô]tel|hostel|\botel|pansiyon|pension|airbnb|resort|\binn\b|albergo|отел|гостиниц|хостел|فندق|هتل|酒店|宾馆|饭店|ホテル|旅館|호텔|stay|kal[ıi]yor|konakl|staying|wohn|log[eé]|aloj|alloggi|живу|останов|مقيم|أسكن|اقامت/iu;

/** A number that is called one belongs to a door, but for a museum's. */
const NUMBERED = /\p{L} ?(?:no(?!\p{L})|number|numara|nr|nummer|num[ée]ro|n[°º]|número|№|#)/iu;
const MUSEUM = /museum|müze|musée|museo|музе|متحف|موزه|博物|美術|박물/iu;

/**
 * Hotel rooms: where the text speaks of a hotel any room's number, else one of three or four digits or
 * called a number.
 */
export function markRooms(scan: Scan): void {
  let hotel: boolean | undefined;
  scan.mark(ROOM_FIRST, (match, text) => {
    hotel ??= HOTEL.test(text);
    const numbered = NUMBERED.test(match[0]) && !MUSEUM.test(text);
    return hotel || numbered || /\d{3}/.test(match[0]) ? group(match, 'room') : undefined;
  });
  scan.mark(NUMBER_FIRST, (match) => group(match, 'room'));
}
