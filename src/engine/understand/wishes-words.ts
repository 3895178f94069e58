import type { Wish } from '../types.ts';

/**
 * How people say what a day is to be like, in twelve languages at once, in the notation of `lexicon.ts`. What a day is to
 * be without is in `WITHOUT`.
 */
export const WISH_WORDS: Record<
  Exclude<Wish, 'no_museums' | 'no_mosques' | 'no_shopping' | 'free' | 'cheap'>,
  string
> = {
  kids: `kid, kids, child, children, toddler*, baby, babies, family, my son, my daughter, year old, stroller, cocuk*, bebekle, bebegim*,
      ailece, ailecek, ailemle, kizimla, oglumla, kind, kinder, kindern, kleinkind*, familie, sohn, tochter, enfant*, famille, bebe, nino, nina,
      ninos, ninas, hijo*, hija*, familia, peques, bambin*, famiglia, figli, figlio, figlia, детьми, дети, детей, детям, ребенк*, ребенок, семьей,
      семье, малыш*, اطفال, طفل, طفلي, اطفالي, عائله, عائلتي, العائله, اولاد, اولادي, بچه*, كودك*, خانواده, 孩子, 儿童, 小孩, 亲子, 带娃, 宝宝, 家人,
      子供, 子ども, こども, 子連れ, 家族, 赤ちゃん, 아이, 어린이, 가족, 아기, 애들`,
  food: `food, foodie, foodies, eating, culinary, gourmet, gastronom*, cuisine, food tour, yemek*, lezzet*, gurme, essen, kulinarisch*,
      schlemmen, manger, gourmand*, culinaire*, nourriture, bouffe, comida, comer, culinari*, cibo, mangiare, еда, еды, еде, еду, кухня, кухни,
      поесть, طعام, اكل, ماكولات, مطاعم, غذا*, خوراك*, خوردن, 美食, 吃, 餐饮, グルメ, 食べ歩き, 食べ物, 食事, 料理, 음식, 먹거리, 맛집, 미식, 식도락, 먹방`,
  indoors: `rain, rainy, raining, rains, indoor, indoors, bad weather, yagmur*, kapali alan, kapali mekan*, kapali yer*, ic mekan*, regen, regentag*,
      regnet, regnerisch*, drinnen, schlechtem wetter, schlechtwetter*, pluie, pleut, pluvieu*, interieur, a l'abri, mauvais temps, lluvia,
      lluvios*, llueve, bajo techo, interior, interiores, pioggia, piove, piovos*, al chiuso, al coperto, brutto tempo, дожд*, в помещении,
      под крышей, مطر, ممطر, امطار, الممطر, داخليه, مسقوف*, باران*, سرپوشيده, فضاي بسته, 雨天, 下雨, 雨, 室内, 屋内, 비 오는, 비오는, 비가, 우천, 실내`,
  little_walking: `not much walking, little walking, less walking, without walking, without much walking, minimal walking, no long walks,
      not walk much, not walk far, can't walk much, can't walk far, cannot walk much, cannot walk far, easy pace, slow pace, elderly, bad knee*,
      az yuruyus*, az yurume*, az yuruyerek, cok yurumeden, fazla yurumeden, yuruyemi*, yasli*, wenig laufen, wenig gehen, wenig zu fuss,
      nicht viel laufen, nicht viel gehen, kurze wege, gehbehindert*, kaum laufen, peu de marche, peu marcher, marcher peu, sans trop marcher,
      sans marcher, pas trop marcher, pas trop de marche, personnes agees, caminar poco, poca caminata, sin caminar, andar poco,
      no caminar mucho, poco caminar, camminare poco, poco cammino, senza camminare, poca strada a piedi, мало ходить, немного ходить,
      не много ходить, меньше ходить, поменьше ходить, мало ходьбы, без долгой ходьбы, пожил*, مشي قليل, بدون مشي, قليل من المشي, دون مشي,
      كبار السن, پياده روي كم, پيادهروي كم, كم پيادهروي, كم پياده روي, بدون پياده روي, بدون پيادهروي, كمتر راه, سالمند*, 少走路, 少走, 不想走太多, 不要走太多, 走路少, 老人, あまり歩かない,
      あまり歩けない, あまり歩かず, 歩かない, 歩くのは少, 高齢, 적게 걷, 많이 걷지, 많이 안 걷, 걷기 힘, 걷지 않, 어르신`,
  water: `bosphorus, bosporus, by the water, waterfront, seaside, by the sea, bogaz*, sahil*, deniz kenari*, kiyi*, am wasser, am meer, bosphore,
      bord de l'eau, bord de mer, bosforo, junto al agua, junto al mar, orilla*, lungomare, in riva, босфор*, у воды, у моря, набережн*,
      بوسفور, البسفور, البوسفور, مضيق, بسفر, كنار اب, كنار دريا, 博斯普鲁斯, 海峡, 海边, 水边, ボスポラス, ボスフォラス, 海沿い, 海辺, 보스포루스, 보스포러스,
      보스포로스, 해협, 바닷가, 해안`,
  breakfast: `breakfast, brunch, kahvalti*, fruhstuck*, petit dejeuner, desayuno*, desayunar, colazione, завтрак*, فطور, افطار, صبحانه, 早餐, 早饭,
      朝食, 朝ごはん, 아침 식사, 아침식사, 조식, 카흐발트`,
};

/** What a day can be without. */
const KINDS = {
  no_museums: {
    prefixed: `museum, museums, musee, musees, museo, museos, musei, museen, galleries`,
    russian: `музеев, музея, музеи, музей`,
    arabic: `متاحف, متحف, المتاحف`,
    persian: `موزه`,
    turkish: `muze`,
    chinese: `博物馆`,
    japanese: `博物館, 美術館, ミュージアム`,
    korean: `박물관, 미술관`,
  },
  no_mosques: {
    prefixed: `mosque, mosques, mosquee, mosquees, mezquita, mezquitas, moschea, moschee, moscheen`,
    russian: `мечетей, мечети, мечеть`,
    arabic: `مساجد, مسجد, المساجد, جوامع`,
    persian: `مسجد`,
    turkish: `cami`,
    chinese: `清真寺`,
    japanese: `モスク`,
    korean: `모스크, 사원`,
  },
  no_shopping: {
    prefixed: `shopping, shops, markets, bazaars, malls, einkaufen, marche, marches, achats, compras, mercados, acquisti, mercati`,
    russian: `шопинга, магазинов, рынков, шопинг`,
    arabic: `تسوق, اسواق`,
    persian: `خريد, بازار`,
    turkish: `alisveris`,
    chinese: `购物`,
    japanese: `買い物, ショッピング`,
    korean: `쇼핑`,
  },
} as const;

/** What stands before a kind or behind it where it is not wanted. */
const NEGATIONS = {
  before: `no, without, not, skip, avoid, hate, no more, keine, kein, ohne, nicht, pas de, sans, aucun, sin, no quiero, nada de, ni, senza, niente, no`,
  russian: `без, не, никаких`,
  arabic: `بدون, بلا, من دون, لا, ليس, غير`,
  persian: `بدون, بي`,
  persianBehind: `نه, نميخواهيم, نباشد, نميخواهم`,
  chinese: `不要, 不去, 不看, 没有, 不想去, 不想看, 不含, 除了`,
  japaneseBehind: `なし, 抜き, 以外, は不要, はいらない, は行かない, は興味ない, は除`,
  koreanBehind: `없이, 빼고, 제외, 말고, 싫, 은 싫, 은 빼, 은 말고, 안 가, 은 안`,
};

/** Both lists combined, one phrase a pair. */
function pairs(first: string, second: string, between = ' '): string {
  const list = (words: string): string[] => words.split(',').map((word) => word.trim());
  return list(first)
    .flatMap((one) => list(second).map((two) => one + between + two))
    .join(', ');
}

/** "No museums", "müzesiz", "博物館なし": kinds of place that a day is to be without. */
export const WITHOUT = Object.fromEntries(
  Object.entries(KINDS).map(([wish, kind]) => [
    wish,
    [
      pairs(NEGATIONS.before, kind.prefixed),
      pairs(NEGATIONS.russian, kind.russian),
      pairs(NEGATIONS.arabic, kind.arabic),
      pairs(NEGATIONS.persian, kind.persian),
      pairs(kind.persian, NEGATIONS.persianBehind),
      pairs(kind.turkish, 'siz, siz*, yok, olmasin, istem*, haric, degil, gezmeden, gormeden', ''),
      pairs(
        `${kind.turkish}, ${kind.turkish}ler, ${kind.turkish}lar, ${kind.turkish}ye`,
        'yok, olmasin, istem*, haric, degil, gitme*',
      ),
      pairs(NEGATIONS.chinese, kind.chinese, ''),
      pairs(kind.japanese, NEGATIONS.japaneseBehind, ''),
      pairs(kind.korean, NEGATIONS.koreanBehind, ''),
    ].join(', '),
  ]),
) as Record<keyof typeof KINDS, string>;

/** Half a day. */
export const HALF_DAY = `half day, half a day, half the day, yarim gun*, halber tag, halben tag, halbtag*, halbtagig*, halbtagstour, demi journee,
  medio dia, media jornada, mezza giornata, полдня, пол дня, половин* дня, نصف يوم, نصف نهار, نيم روز, نصف روز, نصفه روز, نيمروز, نيمروزه, نيم روزه, 半天, 半日, 반나절, 한나절`;

/** An evening, beside the words that also tell the hour that is meant. */
export const EVENING = `serata, вечер, вечерок, tarde noche, soiree, abend, aksam, سهره, امسيه, 夜晚, 晚上, 夜, 夕方から, 저녁, 밤`;

/** A day of rain, which is no question for the weather. */
export const RAINY_DAY = `rainy day*, day of rain, when it rains, if it rains, yagmurlu gun*, yagmurlu hava*, yagmurda, regentag*, bei regen, wenn es regnet,
  jour de pluie, jours de pluie, quand il pleut, s'il pleut, dia de lluvia, dias de lluvia, dia lluvioso, si llueve, cuando llueve,
  giorno di pioggia, giornata di pioggia, giornata piovosa, se piove, quando piove, дождливый день, дождливую погоду, в дождь, если дождь, дождливого дня,
  يوم ممطر, ايام المطر, يوم مطر, وقت المطر, روز باراني, روزهاي باراني, هواي باراني, 下雨天, 雨天, 下雨做, 雨の日, 雨天時, 雨でも, 비 오는 날, 비오는 날, 비 올 때, 우천 시`;

/** Days by number, with what says that they are meant as a length of stay. */
export const DAY_COUNTS: [number, string][] = [
  [
    1,
    `one day, a day, 1 day, day trip, day out, day by, day on the, day along, day with, day around, full day, whole day, 24 hours, bir gun, bir gunluk, 1 gun, 1 gunluk, gunubirlik, tam gun, ein tag, einen tag,
      einem tag, 1 tag, ganzer tag, ganzen tag, tagesplan, tagesausflug, un jour, une journee, 1 jour, journee, un dia, 1 dia, dia entero,
      dia completo, un giorno, una giornata, 1 giorno, giornata, один день, 1 день, на день, целый день, день с, день на, день у, день в, يوم واحد, يوم كامل, يوم مع, يوم في,
      1 يوم, يوم على, يوم لل, يك روز, يك روزه, 1 روز, 1 روزه, 一天, 1天, 一日, 1日, 一日游, 하루, 1일, 당일치기, 하루종일`,
  ],
  [
    2,
    `two days, 2 days, 2 day, two day, weekend, 48 hours, couple of days, iki gun, iki gunluk, 2 gun, 2 gunluk, hafta sonu, zwei tage, zwei tagen, 2 tage, 2 tagen,
      wochenende, deux jours, 2 jours, week end, dos dias, 2 dias, fin de semana, due giorni, 2 giorni, fine settimana, два дня, 2 дня, выходные,
      يومين, يومان, 2 يوم, عطله نهايه الاسبوع, دو روز, دو روزه, 2 روز, 2 روزه, اخر هفته, 两天, 二天, 2天, 两日, 2日, 二日, 周末, 二日間, 2日間, 週末, 一泊二日, 이틀, 2일, 1박 2일, 주말`,
  ],
  [
    3,
    `three days, 3 days, 3 day, three day, 72 hours, few days, uc gun, uc gunluk, 3 gun, 3 gunluk, drei tage, drei tagen, 3 tage, 3 tagen, trois jours, 3 jours, tres dias,
      3 dias, tre giorni, 3 giorni, три дня, 3 дня, ثلاثه ايام, 3 ايام, سه روز, سه روزه, 3 روز, 3 روزه, 三天, 3天, 三日, 3日, 三日間, 3日間, 二泊三日, 사흘, 3일, 2박 3일`,
  ],
  [
    4,
    `four days, five days, six days, a week, 4 days, 5 days, 6 days, 7 days, dort gun, bes gun, 4 gun, 5 gun, bir hafta, vier tage, funf tage, 4 tage, 5 tage, eine woche,
      quatre jours, cinq jours, 4 jours, 5 jours, une semaine, cuatro dias, cinco dias, 4 dias, 5 dias, una semana, quattro giorni,
      cinque giorni, 4 giorni, 5 giorni, una settimana, четыре дня, пять дней, 4 дня, 5 дней, неделю, неделя, اربعه ايام, خمسه ايام, 4 ايام, 5 ايام, اسبوع,
      چهار روز, پنج روز, 4 روز, 5 روز, يك هفته, 四天, 五天, 4天, 5天, 一周, 四日間, 五日間, 4日間, 5日間, 一週間, 나흘, 닷새, 4일, 5일, 일주일`,
  ],
];

/** From Saturday to Sunday. */
export const WEEKEND = `weekend, hafta sonu, wochenende, week end, fin de semana, fine settimana, выходные, عطله نهايه الاسبوع, اخر هفته, 周末, 週末, 주말`;

/** The past and habits: no plan is asked for. */
export const NO_PLAN = `ago, last week, gestern, yesterday, dun, hier soir, ayer, ieri, вчера, امس, ديروز, 昨天, 昨日, 어제, once, evvel, vor zwei, il y a, hace, fa, назад,
  per day, a day pass, day pass, once a day, times a day, pro tag, par jour, al dia, por dia, al giorno, в день, في اليوم, در هر روز, 每天, 一天几次, 毎日, 하루에, gunde kac, gunde bir, gunde iki, gunluk kart`;
