import { fold } from '../knowledge/fold.ts';

/** What there are checked notes about, and an own answer to questions that must never be inferred. */
export type Topic =
  | 'allergy'
  | 'passport'
  | 'pharmacy'
  | 'hospital'
  | 'sim'
  | 'toilet'
  | 'scams'
  | 'smoking'
  | 'alcohol'
  | 'phrases'
  | 'holidays'
  | 'transit_card'
  | 'airport'
  | 'taxi'
  | 'tipping'
  | 'power'
  | 'water'
  | 'etiquette'
  | 'mosque'
  | 'money'
  | 'police'
  | 'safety';

/**
 * Beginnings of words that tell the topic, in twelve languages; what matters most first. In scripts without spaces a
 * word counts wherever it stands.
 */
const WORDS: Record<Topic, string> = {
  allergy: `allerg nussallerg erdnussallerg alerg alerj аллерг حساسيه حساسیت الرژي 过敏 過敏 アレルギー 알레르기 알러지 gluten glutin глютен غلوتين گلوتن 麸质 グルテン 글루텐
    coeliac coeliaq celiac celiaq zoliakie целиак peanut erdnuss arachide cacahuete арахис
    (?:nuts?|dairy|milk|eggs?|soya?|wheat|sugar|sesame|shellfish|seafood|fish)[_-]?free (?:contains?|without|no|free_of)_(?:nuts|dairy|milk|eggs?|soy|wheat|sugar|sesame|shellfish)
    nuts_in intoleran unvertraglich непереносим لا_اتحمل عدم_تحمل lactose lactosa laktos laktoz lattosio лактоз لاكتوز لكتوز 乳糖 유당 락토프리
    diabet diyabet диабет سكري ديابت 糖尿 당뇨 seker_hastas sekersiz sutsuz yumurtasiz findiksiz fistiksiz cevizsiz kuruyemissiz
    (?:zucker|nuss|milch|ei)frei ohne_(?:nusse|zucker|milch|ei|eier) (?:sans|sin|senza)_(?:noix|sucre|lait|oeufs|fruits_a_coque|nueces|azucar|leche|huevos?|frutos_secos|zucchero|latte|uova|noci|frutta_secca)
    fruits_a_coque frutos_secos frutta_a_guscio без_(?:орех|сахар|молок|яиц) (?:بدون|بلا|خال_من|خالي_من)_(?:ال)?(?:سكر|مكسرات|حليب|بيض|شكر|قند|شير|تخم_مرغ|اجيل|گردو)
    无糖 無糖 不含(?:坚果|花生|糖|奶|蛋|乳|麸) 无奶 无蛋 무설탕 견과 (?:ナッツ|砂糖|卵|乳製品|牛乳)(?:なし|抜き) (?:설탕|우유|계란)_?없는`,
  passport: `passport pasaport reisepass passeport pasaporte passaporto паспорт جواز_سفر جواز_السفر جواز_سفري گذرنامه پاسپورت 护照 パスポート 여권
    embassy consulate konsolosluk buyukelcilik elcilik botschaft konsulat ambassade consulat embajada consulado ambasciata consolato
    посольств консульств سفاره سفارتي قنصليه سفارت كنسولگري 大使馆 领事馆 使馆 大使館 領事館 대사관 영사관`,
  pharmacy: `pharmac eczane apothek farmacia farmacie аптек صيدليه صيدليات داروخانه 药店 药房 薬局 ドラッグストア 약국 medicine medikament`,
  hospital: `hospital hastane krankenhaus hopital ospedale больниц مستشفي بيمارستان 医院 病院 병원 doctor doktor arzt medecin medico dottore
    врач طبيب دكتور پزشك دكتر 医生 医者 의사 ambulan krankenwagen скорая скорую اسعاف امبولانس 救护车 救急車 구급차 dentist disci zahnarzt`,
  sim: `esim e-sim sim simkarte simcard sim_card sim_kart carte_sim tarjeta_sim scheda_sim сим симка симку сим-карт симкарт есим شريحه شرايح
    سيم_كارت سيمكارت سيم‌كارت 电话卡 手机卡 流量卡 上网卡 simカード 유심 심카드 이심 data_plan mobile_data roaming`,
  toilet: `toilet tuvalet toilette aseos bano banos bagno bagni gabinetto туалет مرحاض دوره_مياه دوره_المياه دورات_المياه توالت دستشويي
    厕所 洗手间 卫生间 トイレ お手洗い 화장실 restroom washroom lavatory wc loo klo sanitaires`,
  scams: `scam scams scammed scammer tricks rip_off ripped_off fraud tourist_trap dolandir kaziklan betrug abzocke arnaque escroquerie estafa timo timos truffa truffe
    мошенни обман احتيال نصب نصابين كلاهبرداري 骗局 诈骗 骗子 被骗 宰客 詐欺 ぼったくり 사기 바가지`,
  smoking: `smoking smoke sigara rauchen rauchverbot fumer fumar fumare курить курени تدخين سيگار سيجاره 吸烟 抽烟 喫煙 タバコ たばこ 흡연 담배`,
  alcohol: `alcohol alkol alkohol alcool alcol alcolici алкогол كحول مشروبات_كحوليه الكل_ مشروب_الكلي 饮酒 喝酒 买酒 酒精 卖酒 アルコール 飲酒 お酒 음주 알코올 주류 술을`,
  phrases: `turkish_phrases useful_phrases basic_turkish basic_phrases turkish_words speak_turkish in_turkish learn_turkish turkce_kelime turkcede_nasil
    turkce_nasil_denir auf_turkisch turkische_worter turkisch_lernen en_turc mots_turcs phrases_turques en_turco palabras_turcas frases_turcas frasi_turche
    in_turco parole_turche по-турецки на_турецком турецкие_фразы турецкие_слова بالتركيه بالتركي كلمات_تركيه عبارات_تركيه به_تركي كلمات_تركي عبارات_تركي 土耳其语 トルコ語 터키어
    튀르키예어 튀르키예말`,
  holidays: `public_holiday bank_holiday national_holiday holidays resmi_tatil tatil_gunleri bayram_ne_zaman feiertag jours_feries jour_ferie festivos dias_festivos
    giorni_festivi festivita праздничные_дни праздники государственные_праздники عطله_رسميه العطل_الرسميه عطل_رسميه تعطيلات_رسمي تعطيل_رسمي تعطيلات
    公共假期 公众假期 节假日 法定假日 祝日 공휴일`,
  transit_card: `istanbulkart istanbulcard akbil transport_card travel_card transit_card ulasim_kart fahrkarte
    metro_ticket tram_ticket bilet_metro carte_de_transport titre_de_transport tarjeta_de_transporte tessera_dei_trasporti
    biglietto_metro транспортн_карт проездн истанбулкарт стамбулкарт اسطنبول_كارت استانبول_كارت 伊斯坦布尔卡 بطاقه_المواصلات بطاقه_مواصلات كارت_حمل 交通卡 交通カード 교통카드 이스탄불카르트 イスタンブールカード`,
  airport: `airport havaliman havaalan flughafen aeroport aeropuerto aeroporto аэропорт مطار فرودگاه 机场 空港 공항 havaist havabus`,
  taxi: `taxi taksi(?!m) такси(?!м) تاكسي تكسي 出租车 的士 タクシー 택시 uber bitaksi`,
  tipping: `tip tips tipping bahsis trinkgeld pourboire propina mancia mance чаевы بقشيش اكراميه انعام 小费 チップ 팁`,
  power: `plug socket adapter adaptor outlet voltage priz elektrik steckdose stecker prise enchufe presa prese spina розетк вольт
    переходник مقبس قابس فيش پريز دوشاخه برق 插座 插头 电压 コンセント プラグ 電圧 콘센트 플러그 전압`,
  water: `water su suyu suyun musluk wasser leitungswasser eau agua acqua вода воду водопровод_вод ماء مياه آب اب 自来水 水 水道 물 수돗물`,
  etiquette: `etiquette customs_and_ dos_and_don manners gorgu_kural adab_i gelenek benimm verhaltensregeln umgangsformen savoir-vivre coutume
    etiqueta costumbres galateo usanze этикет правила_поведения обычаи اداب_السلوك عادات_وتقاليد العادات اداب_و_رسوم رسوم 礼仪 习俗 禁忌 マナー 習慣 예절 에티켓
    ramadan ramazan ramadhan рамадан рамазан رمضان 斋月 ラマダン 라마단`,
  mosque: `mosque cami camii camide camiler headscarf dress_code moschee kopftuch mosquee foulard mezquita panuelo moschea moschee
    мечет платок مسجد حجاب روسری روسري 清真寺 头巾 モスク 모스크`,
  money: `money cash atm card cards credit currency exchange euro euros dollar lira para nakit doviz kart bankamatik geld bargeld
    karte wahrung wechsel argent especes carte(?!rist) monnaie change distributeur dinero efectivo tarjeta moneda cambio cajero
    soldi contanti carta moneta bancomat деньг налич карт валют обмен банкомат مال نقود نقد بطاقه عمله صراف پول كارت ارز خودپرداز
    钱 现金 刷卡 货币 换钱 兑换 取款 お金 現金 カード 通貨 両替 돈 현금 카드 환전 화폐`,
  police: `police polis polizei policia polizia полици شرطه پليس 警察 경찰`,
  safety: `safe safely safety dangerous guvenli tehlikeli sicher gefahrlich dangereu securite seguro segura peligros sicuro sicura pericolos
    безопасн опасн امن امنه امان خطير خطيره خطرناك 安全 危险 危険 危ない 治安 안전 위험 치안
    crime theft thief thieves pickpocket hirsiz yankesici kriminalitat diebstahl dieb taschendieb voleur ladron carterist furti furto ladri
    borseggiator краж воры карманник سرقه لصوص نشال دزدي جيب_بر 小偷 扒手 盗窃 犯罪 スリ 泥棒 盗難 소매치기 도둑 범죄`,
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
const SAFETY = beginnings(WORDS.safety);
const PATTERNS = Object.entries(WORDS).map(([topic, words]) => [topic as Topic, beginnings(words)] as const);

/** A text as the patterns of `beginnings` read it. German "über" is no taxi. */
export function readable(text: string): string {
  return fold(text.slice(0, 1_000).replace(/über/giu, ' '));
}

/** Cards that are neither money nor tickets for travel. */
const OTHER_CARDS =
  /(?<!\p{L})(?:e?sim|museums?|muze|musees?|museos|musei|сим|музейн\p{L}*)[ -]?(?:kart|card|karte|carte|tarjeta|carta|pass|карт)\p{L}*|سيم[ -]?كارت|موزه كارت/gu;

/** Eating, beside a word of safety: whether food is safe is no more known than what is in it. */
const EATING =
  beginnings(`eat eating food street_food streetfood mussel midye yemek yemegi yemekleri yenir essen muscheln
    manger nourriture moules comer comida mejillones mangiare cibo cozze есть еда еду еды мидии اكل طعام غذا خوردن
    吃 食物 小吃 食べ 屋台 먹 음식`);
/** Bathing: that the water of taps can be drunk is no answer to it. */
const BATHING =
  beginnings(`swim bathe bathing yuzmek yuzul yuzeb schwimm baden nager baigner nadar banarse nuotare
    купат плава سباحه اسبح شنا 游泳 泳ぐ 泳げ 遊泳 수영`);

/** The topic of a practical question, if it is one that we have notes about. */
export function topicOf(text: string): Topic | undefined {
  const folded = readable(text);
  const others = folded.replace(OTHER_CARDS, ' ');
  if (SAFETY.test(others) && EATING.test(others)) return 'allergy';
  const isBathing = BATHING.test(others);
  return PATTERNS.filter(([topic]) => !(isBathing && topic === 'water')).find(([topic, pattern]) =>
    pattern.test(topic === 'sim' ? folded : others),
  )?.[0];
}
