import { fold } from '../knowledge/fold.ts';

/** What there are checked notes about, and an own answer to questions that must never be inferred. */
export type Topic =
  | 'allergy'
  | 'transit_card'
  | 'airport'
  | 'taxi'
  | 'tipping'
  | 'power'
  | 'water'
  | 'mosque'
  | 'money'
  | 'safety';

/**
 * Beginnings of words that tell the topic, in twelve languages; what matters most first. In scripts without spaces a
 * word counts wherever it stands.
 */
const WORDS: Record<Topic, string> = {
  allergy: `allerg nussallerg erdnussallerg alerg alerj аллерг حساسيه حساسیت الرژي 过敏 過敏 アレルギー 알레르기 알러지 gluten glutin глютен غلوتين گلوتن 麸质 グルテン 글루텐
    coeliac coeliaq celiac celiaq zoliakie целиак peanut erdnuss arachide cacahuete арахис`,
  transit_card: `istanbulkart istanbulcard akbil transport_card travel_card transit_card ulasim_kart fahrkarte
    metro_ticket tram_ticket bilet_metro carte_de_transport titre_de_transport tarjeta_de_transporte tessera_dei_trasporti
    biglietto_metro транспортн_карт проездн истанбулкарт стамбулкарт اسطنبول_كارت استانبول_كارت 伊斯坦布尔卡 بطاقه_المواصلات بطاقه_مواصلات كارت_حمل 交通卡 交通カード 교통카드 이스탄불카르트 イスタンブールカード`,
  airport: `airport havaliman havaalan flughafen aeroport aeropuerto aeroporto аэропорт مطار فرودگاه 机场 空港 공항 havaist havabus`,
  taxi: `taxi taksi(?!m) такси(?!м) تاكسي تكسي 出租车 的士 タクシー 택시 uber bitaksi`,
  tipping: `tip tips tipping bahsis trinkgeld pourboire propina mancia mance чаевы بقشيش اكراميه انعام 小费 チップ 팁`,
  power: `plug socket adapter adaptor outlet voltage priz elektrik steckdose stecker prise enchufe presa prese spina розетк вольт
    переходник مقبس قابس فيش پريز دوشاخه برق 插座 插头 电压 コンセント プラグ 電圧 콘센트 플러그 전압`,
  water: `water su suyu suyun musluk wasser leitungswasser eau agua acqua вода воду водопровод_вод ماء مياه آب اب 自来水 水 水道 물 수돗물`,
  mosque: `mosque cami camii camide camiler headscarf dress_code moschee kopftuch mosquee foulard mezquita panuelo moschea moschee
    мечет платок مسجد حجاب روسری روسري 清真寺 头巾 モスク 모스크`,
  money: `money cash atm card cards credit currency exchange euro euros dollar lira para nakit doviz kart bankamatik geld bargeld
    karte wahrung wechsel argent especes carte monnaie change distributeur dinero efectivo tarjeta moneda cambio cajero
    soldi contanti carta moneta bancomat деньг налич карт валют обмен банкомат مال نقود نقد بطاقه عمله صراف پول كارت ارز خودپرداز
    钱 现金 刷卡 货币 换钱 兑换 取款 お金 現金 カード 通貨 両替 돈 현금 카드 환전 화폐`,
  safety: `safe safety dangerous guvenli tehlikeli sicher gefahrlich dangereu securite seguro segura peligros sicuro sicura pericolos
    безопасн опасн امن امنه امان خطير خطيره خطرناك 安全 危险 危険 危ない 治安 안전 위험 치안`,
};

/** A pattern for the beginnings of words in a list; in scripts without spaces a word counts wherever it stands. */
export function beginnings(words: string): RegExp {
  const alternatives = words
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => fold(word.replaceAll('_', ' ')));
  const dense = alternatives.filter((word) => DENSE.test(word));
  // A short word must stand alone: "tip" is not "tipik", "su" is not "sultan"
  const spaced = alternatives
    .filter((word) => !dense.includes(word))
    .map((word) => (word.length < 5 ? `${word}(?!\\p{L})` : word));
  return new RegExp(`(?<!\\p{L})(?:ال|و|بال|لل)?(?:${spaced.join('|')})|${dense.join('|')}`, 'u');
}

const DENSE = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const PATTERNS = Object.entries(WORDS).map(([topic, words]) => [topic as Topic, beginnings(words)] as const);

/** A text as the patterns of `beginnings` read it. German "über" is no taxi. */
export function readable(text: string): string {
  return fold(text.slice(0, 1_000).replace(/über/giu, ' '));
}

/** Cards that are neither money nor tickets for travel. */
const OTHER_CARDS =
  /(?<!\p{L})(?:e?sim|museums?|muze|musees?|museos|musei|сим|музейн\p{L}*)[ -]?(?:kart|card|karte|carte|tarjeta|carta|pass|карт)\p{L}*|سيم[ -]?كارت|موزه كارت/gu;

/** The topic of a practical question, if it is one that we have notes about. */
export function topicOf(text: string): Topic | undefined {
  const folded = readable(text).replace(OTHER_CARDS, ' ');
  return PATTERNS.find(([, pattern]) => pattern.test(folded))?.[0];
}
