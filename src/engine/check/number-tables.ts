import type { Language } from '../../messages.ts';

/** How a language with spaces between its words spells numbers. */
export interface SpacedNumbers {
  /** Values, each before its words; `_` is a space. Words may be written together: "dreihundert". */
  words: string;
  /** The same, for words that mean something else as often. */
  unsure?: string;
  /** Whole phrases and what stands for them in digits. */
  phrases: Record<string, string>;
  /** Pattern of what may stand between two number words behind a space. */
  joiner: string;
  /** Pattern of what may be joined to the front of a number. */
  prefix?: string;
  /** Pattern of what may be joined to its end. */
  ending?: string;
}

/** How one without spaces does: only before a unit, since the signs are parts of other words, too. */
interface DenseNumbers {
  pattern: RegExp;
  /** What each sign stands for, or what stands for the whole in digits. */
  values: ReadonlyMap<string, number> | string;
}

export const SPACED_NUMBERS: Record<Exclude<Language, 'zh' | 'ja' | 'ko'>, SpacedNumbers> = {
  en: {
    words: `0 zero 2 two 3 three 4 four 5 five 6 six 7 seven 8 eight 9 nine 10 ten 11 eleven 12 twelve 13 thirteen
      14 fourteen 15 fifteen 16 sixteen 17 seventeen 18 eighteen 19 nineteen 20 twenty 30 thirty 40 forty 50 fifty
      60 sixty 70 seventy 80 eighty 90 ninety 100 hundred 1000 thousand`,
    unsure: '1 one',
    phrases: { midnight: '00:00', noon: '12:00', 'half an hour': '30 min', 'quarter of an hour': '15 min' },
    joiner: '(?:and\\s)?',
  },
  tr: {
    words: `0 sıfır 2 iki 3 üç 4 dört 5 beş 8 sekiz 9 dokuz 20 yirmi 30 otuz 40 kırk 50 elli 60 altmış 70 yetmiş
      80 seksen 90 doksan`,
    unsure: '1 bir 6 altı 7 yedi 10 on 100 yüz 1000 bin',
    phrases: { 'gece yarısı': '00:00', 'yarım saat': '30 dk', 'çeyrek saat': '15 dk' },
    joiner: '',
    ending: "['’]?(?:[dt][ea]n?|y?[eaiu]|s[iu]|l[iu]k)",
  },
  de: {
    words: `0 null 2 zwei 3 drei 4 vier 5 fünf 6 sechs 7 sieben 8 acht 9 neun 10 zehn 11 elf 12 zwölf 16 sechzehn
      17 siebzehn 20 zwanzig 30 dreißig 40 vierzig
      50 fünfzig 60 sechzig 70 siebzig 80 achtzig 90 neunzig 2 zweiund 3 dreiund 4 vierund 5 fünfund 6 sechsund
      7 siebenund 8 achtund 9 neunund 1 einund 100 hundert 100 einhundert 1000 tausend 1000 eintausend`,
    phrases: {
      mitternacht: '00:00',
      'halbe stunde': '30 min',
      'halben stunde': '30 min',
      viertelstunde: '15 min',
    },
    joiner: '(?:und\\s)?',
  },
  fr: {
    words: `0 zéro 2 deux 3 trois 4 quatre 5 cinq 6 six 7 sept 8 huit 10 dix 11 onze 12 douze 13 treize 14 quatorze
      15 quinze 16 seize 20 vingt 30 trente 40 quarante 50 cinquante 60 soixante 80 quatre-vingt 80 quatre-vingts
      100 cent 100 cents`,
    unsure: '1 un 9 neuf 1000 mille',
    phrases: { minuit: '00:00', 'demi-heure': '30 min', "quart d'heure": '15 min' },
    joiner: '(?:et\\s)?',
  },
  es: {
    words: `0 cero 2 dos 3 tres 4 cuatro 5 cinco 6 seis 7 siete 8 ocho 9 nueve 10 diez 11 once 12 doce 13 trece
      14 catorce 15 quince 16 dieciséis 17 diecisiete 18 dieciocho 19 diecinueve 20 veinte 20 veinti 30 treinta
      40 cuarenta 50 cincuenta 60 sesenta 70 setenta 80 ochenta 90 noventa 100 cien 100 ciento 200 doscientos
      200 doscientas 300 trescientos 300 trescientas 400 cuatrocientos 400 cuatrocientas 500 quinientos
      500 quinientas 600 seiscientos 600 seiscientas 700 setecientos 700 setecientas 800 ochocientos
      800 ochocientas 900 novecientos 900 novecientas 1000 mil`,
    phrases: { medianoche: '00:00', 'media hora': '30 min', 'cuarto de hora': '15 min' },
    joiner: '(?:y\\s)?',
  },
  it: {
    words: `0 zero 2 due 3 tre 4 quattro 5 cinque 7 sette 8 otto 9 nove 10 dieci 11 undici 12 dodici 13 tredici
      14 quattordici 15 quindici 16 sedici 17 diciassette 18 diciotto 19 diciannove 20 venti 20 vent 30 trenta
      40 quaranta 50 cinquanta 60 sessanta 70 settanta 80 ottanta 90 novanta 100 cento 1000 mila`,
    unsure: '6 sei 1000 mille',
    phrases: { mezzanotte: '00:00', "mezz'ora": '30 min', mezzora: '30 min', "quarto d'ora": '15 min' },
    joiner: '(?:e\\s)?',
  },
  ru: {
    words: `0 ноль 0 нуля 2 два 2 две 2 двух 2 двумя 3 три 3 трех 3 тремя 4 четыре 4 четырех 5 пять 5 пяти 6 шесть
      6 шести 7 семь 7 семи 8 восемь 8 восьми 9 девять 9 девяти 10 десять 10 десяти 11 одиннадцать 11 одиннадцати
      12 двенадцать 12 двенадцати 13 тринадцать 14 четырнадцать 15 пятнадцать 15 пятнадцати 16 шестнадцать
      17 семнадцать 18 восемнадцать 19 девятнадцать 20 двадцать 20 двадцати 30 тридцать 30 тридцати 40 сорок
      50 пятьдесят 60 шестьдесят 70 семьдесят 80 восемьдесят 90 девяносто 100 сто 100 ста 200 двести 300 триста
      400 четыреста 500 пятьсот 600 шестьсот 700 семьсот 800 восемьсот 900 девятьсот 1000 тысяча 1000 тысячи
      1000 тысяч 1000 тысячу`,
    phrases: {
      полночь: '00:00',
      полуночи: '00:00',
      полчаса: '30 мин',
      получаса: '30 мин',
      'четверть часа': '15 мин',
    },
    joiner: '',
  },
  ar: {
    words: `0 صفر 2 اثنان 2 اثنين 2 اثنتان 2 اثنتين 3 ثلاث 3 ثلاثة 4 أربع 4 أربعة 5 خمس 5 خمسة 6 ستة 7 سبع 7 سبعة
      8 ثمان 8 ثماني 8 ثمانية 9 تسع 9 تسعة 10 عشر 10 عشرة 11 أحد_عشر 11 إحدى_عشرة 12 اثني_عشر 12 اثنا_عشر
      20 عشرون 20 عشرين 30 ثلاثون 30 ثلاثين 40 أربعون 40 أربعين 50 خمسون 50 خمسين 60 ستون 60 ستين 70 سبعون
      70 سبعين 80 ثمانون 80 ثمانين 90 تسعون 90 تسعين 100 مئة 100 مائة 200 مئتا 200 مئتي 200 مئتان 200 مئتين
      200 مائتا 200 مائتي 1000 ألف 1000 آلاف 2000 ألفا 2000 ألفي`,
    unsure: '6 ست',
    phrases: {
      'منتصف الليل': '00:00',
      'نصف ساعة': '30 دقيقة',
      'ربع ساعة': '15 دقيقة',
      'الساعة الواحدة': 'الساعة 1',
      'الساعة الثانية': 'الساعة 2',
      'الساعة الثالثة': 'الساعة 3',
      'الساعة الرابعة': 'الساعة 4',
      'الساعة الخامسة': 'الساعة 5',
      'الساعة السادسة': 'الساعة 6',
      'الساعة السابعة': 'الساعة 7',
      'الساعة الثامنة': 'الساعة 8',
      'الساعة التاسعة': 'الساعة 9',
      'الساعة العاشرة': 'الساعة 10',
      'الساعة الحادية عشرة': 'الساعة 11',
      'الساعة الثانية عشرة': 'الساعة 12',
      دقيقتان: '2 دقيقة',
      دقيقتين: '2 دقيقة',
      ساعتين: '2 ساعة',
      ليرتان: '2 ليرة',
      ليرتين: '2 ليرة',
      كيلومترين: '2 كم',
    },
    joiner: 'و?',
    prefix: '[وبلف]?',
  },
  fa: {
    words: `0 صفر 2 دو 3 سه 4 چهار 5 پنج 6 شش 7 هفت 8 هشت 11 یازده 12 دوازده 13 سیزده 14 چهارده 15 پانزده 16 شانزده
      17 هفده 18 هجده 19 نوزده 20 بیست 40 چهل 50 پنجاه 60 شصت 70 هفتاد 80 هشتاد 90 نود 100 صد 200 دویست 300 سیصد
      400 چهارصد 500 پانصد 600 ششصد 700 هفتصد 800 هشتصد 900 نهصد 1000 هزار`,
    unsure: '9 نه 10 ده 30 سی',
    phrases: { نیمه‌شب: '00:00', 'نیمه شب': '00:00', 'نیم ساعت': '30 دقیقه', 'یک ربع': '15 دقیقه' },
    joiner: '(?:و\\s)?',
  },
};

const HAN = new Map(
  Object.entries({
    〇: 0,
    二: 2,
    两: 2,
    兩: 2,
    三: 3,
    四: 4,
    五: 5,
    六: 6,
    七: 7,
    八: 8,
    九: 9,
    十: 10,
    百: 100,
  }),
)
  .set('一', 1)
  .set('零', 0)
  .set('千', 1_000)
  .set('万', 10_000);
const SINO_KOREAN = new Map(
  Object.entries({
    일: 1,
    이: 2,
    삼: 3,
    사: 4,
    오: 5,
    육: 6,
    칠: 7,
    팔: 8,
    구: 9,
    십: 10,
    백: 100,
    천: 1_000,
    만: 10_000,
  }),
);
const KOREAN = new Map(
  Object.entries({
    한: 1,
    두: 2,
    세: 3,
    네: 4,
    다섯: 5,
    여섯: 6,
    일곱: 7,
    여덟: 8,
    아홉: 9,
    열: 10,
    스무: 20,
    스물: 20,
  }),
);
const HAN_NUMBER =
  '(?<![周期拜第])(?!一(?![〇零一二两三四五六七八九十百千万]))[〇零一二两兩三四五六七八九十百千万]+';

export const DENSE_NUMBERS: Record<'zh' | 'ja' | 'ko', DenseNumbers[]> = {
  zh: [
    {
      pattern: new RegExp(
        `${HAN_NUMBER}(?=\\s?(?:土耳其)?(?:里拉|欧元|美元|元|块|分钟|公里|千米|米|点|小时|个|家|处|间|站|层|年))`,
        'gu',
      ),
      values: HAN,
    },
    { pattern: /午夜|半夜(?!十)|凌晨零点/gu, values: '00:00' },
    { pattern: /半个?小时/gu, values: '30分钟' },
  ],
  ja: [
    {
      // 十分 is "enough" unless it is a walk
      pattern: new RegExp(
        `${HAN_NUMBER}(?=\\s?(?:トルコ)?(?:リラ|ユーロ|ドル|円|キロ|メートル|時|軒|つ|か所|箇所|駅|年|(?<!(?<![歩約二三四五六七八九])十)分))`,
        'gu',
      ),
      values: HAN,
    },
    { pattern: /真夜中|深夜零時/gu, values: '00:00' },
    { pattern: /半時間/gu, values: '30分' },
  ],
  ko: [
    {
      pattern:
        /(?<!\p{L})(?!(?:이|일)\s?(?:분|시간|층|년))[일이삼사오육칠팔구십백천만]+(?=\s?(?:튀르키예\s)?(?:리라|유로|달러|원|분|시간|킬로|미터|층|년))/gu,
      values: SINO_KOREAN,
    },
    {
      pattern:
        /(?<!\p{L})(?:(?:열|스물)(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉)|두|세|네|다섯|여섯|일곱|여덟|아홉|열|스무)(?=\s?(?:시|곳|군데|개|명|가지|정거장))/gu,
      values: KOREAN,
    },
    { pattern: /자정/gu, values: '00:00' },
    { pattern: /반\s?시간/gu, values: '30분' },
  ],
};
