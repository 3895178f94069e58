import type { Category } from '../../knowledge/types.ts';
import type { Phrases } from './lexicon.ts';

/** A dish or drink by its folded Turkish name, as the pack's `dish` facts have it. */
export interface Dish {
  /** Kinds of place that serve it, most specific first. */
  categories: Category[];
  /** How people write it in any language and script; none of these words tells the language of a message. */
  spellings: Phrases;
}

/** Dishes whose name is that of a kind of place: each place of that kind serves them. */
export const DISH_KINDS: Partial<Record<string, Category>> = {
  kebap: 'kebab',
  kahvaltı: 'breakfast',
  meze: 'meze',
  çorba: 'soup',
  'türk kahvesi': 'coffee',
  çay: 'tea_garden',
};

export const DISHES: Record<string, Dish> = {
  kebap: {
    categories: ['kebab', 'restaurant'],
    spellings: `kebab, kebabs, kebap, kebaps, kebabi, kebapci*, kebabci*, kebaplar*, kebabhouse, kebabı*, kebaba, kebep, kabab, kabob, kabobs, kebob, кебаб*, кебап*, кебабн*, كباب, كبابجي, كبابا, کباب, کبابی, کباب‌ها, 烤肉, 烤肉串, 烤串, 卡巴, 卡博, 土耳其烤肉, ケバブ, ケバプ, 케밥, 케바브, kebabberia`,
  },
  'adana kebap': {
    categories: ['kebab', 'restaurant'],
    spellings:
      'adana kebab*, adana kebap*, adana, адана кебаб*, адана-кебаб*, اضنة كباب, كباب اضنه, آدانا کباب, 阿达纳烤肉, アダナケバブ, アダナ・ケバブ, 아다나 케밥',
  },
  iskender: {
    categories: ['kebab', 'restaurant'],
    spellings:
      'iskender, iskender kebab*, iskender kebap*, искендер*, искандер*, اسكندر كباب, إسكندر, اسکندر کباب, 伊斯肯德, イスケンデル*, 이스켄데르',
  },
  döner: {
    categories: ['kebab', 'restaurant'],
    spellings: `döner*, doner, donerci*, dönerci*, doner kebab*, doner kebap*, döner kebab*, döner kebap*, doener*, донер*, дёнер*, денер*, шаурм*, шаверм*, دونر, دونير, شاورما, شاورمه, دونر کباب, دنر, دونرکباب, 旋转烤肉, 旋轉烤肉, 多纳, 转烤肉, ドネル, ドネルケバブ, ドネル・ケバブ, ドネルケバプ, 도네르, 되네르, 도너 케밥, 되네르 케밥, shawarma, shawerma, chawarma, schawarma, gyros`,
  },
  dürüm: {
    categories: ['kebab', 'street_food', 'restaurant'],
    spellings: 'dürüm*, durum, дюрюм*, дурум*, دوروم, ドゥルム, デュリュム, 뒤륌',
  },
  lahmacun: {
    categories: ['kebab', 'restaurant'],
    spellings:
      'lahmacun*, lahmajun*, lahmacoun, lahmadjun, lamacun, лахмаджун*, لحم بعجين, لحم عجين, لاحماجون, لاهماجون, لاهماجن, 土耳其薄饼, 拉赫马俊, ラフマージュン, ラフマジュン, 라흐마준',
  },
  pide: {
    categories: ['kebab', 'restaurant'],
    spellings:
      'pide, pideci*, pideler*, pidesi*, pides, turkish pizza, türkische pizza, pizza turque, pizza turca, пиде, بيدا, بيده, بيدة, پیده, 皮德, 土耳其披萨, 土耳其比萨, ピデ, 피데',
  },
  köfte: {
    categories: ['kebab', 'restaurant'],
    spellings:
      'köfte*, kofte*, kofta, koftas, meatball*, frikadelle*, boulette*, albóndiga*, polpett*, кёфте, кефте, кофта, кюфта, كفتة, كفته, کوفته, کفته, 肉丸, キョフテ, 쾨프테',
  },
  'balık ekmek': {
    categories: ['fish', 'street_food', 'restaurant'],
    spellings: `balık ekmek*, balik ekmek*, balikekmek, fish sandwich*, fish bread, fish and bread, fischbrötchen, fisch brötchen, fischsandwich, sandwich au poisson, sandwich de poisson, bocadillo de pescado, panino con pesce, panino al pesce, балык экмек, балык-экмек, рыба в хлебе, рыбный сэндвич, سندويش سمك, ساندويتش سمك, خبز سمك, ساندویچ ماهی, بالیک اکمک, 鱼三明治, 烤鱼三明治, 鱼肉三明治, 鱼肉面包, サバサンド, 鯖サンド, 고등어 케밥, 고등어케밥, 고등어 샌드위치, 발륵 에크멕`,
  },
  hamsi: { categories: ['fish', 'restaurant'], spellings: 'hamsi, anchov*, хамса, хамси, ハムシ, 함시' },
  meze: {
    categories: ['meze', 'restaurant'],
    spellings: 'meze, mezes, mezze, mezeler*, mezeleri*, мезе, مزة تركية, メゼ, 메제',
  },
  mantı: {
    categories: ['restaurant'],
    spellings:
      'mantı, mantısı, mantıcı*, manti, turkish dumpling*, turkish ravioli, манты, манти, مانتي, مانتی, 土耳其饺子, 曼提, マントゥ, マンティ, 만트, 만티, 튀르키예 만두, 터키 만두',
  },
  kahvaltı: {
    categories: ['breakfast', 'cafe'],
    spellings:
      'kahvaltı*, kahvalti*, kahvaltılık*, serpme kahvaltı*, türkisches frühstück, petit déjeuner turc, desayuno turco, colazione turca, турецкий завтрак, турецкого завтрака, فطور تركي, افطار تركي, صبحانه ترکی, 土耳其早餐, トルコ式朝食, トルコの朝食, トルコ朝食, 터키식 아침, 터키식 아침식사, 터키 조식, 카흐발트, turkish breakfast',
  },
  menemen: { categories: ['breakfast', 'restaurant'], spellings: 'menemen, менемен, منمن, メネメン, 메네멘' },
  simit: {
    categories: ['street_food', 'bakery'],
    spellings:
      'simit, simits, simitçi*, simitci*, simiti, sesamring*, turkish bagel*, симит*, سميت, سیمیت, 芝麻圈, 西米特, 芝麻面包圈, シミット, 시미트, 시밋',
  },
  kokoreç: {
    categories: ['street_food', 'restaurant'],
    spellings:
      'kokoreç*, kokorec*, kokoretsi, кокореч*, كوكوريتش, کوکورچ, 羊肠, ココレッチ, ココレチ, 코코레치',
  },
  'midye dolma': {
    categories: ['street_food', 'fish'],
    spellings:
      'midye*, midye dolma*, mussel*, stuffed mussel*, muschel*, moule*, mejillon*, cozz*, мидии, мидия, мидий, мидье*, بلح البحر, ميدي, میدیه, صدف, 贻贝, 青口, ムール貝, ミディエ, ミディイェ, 홍합, 미디예',
  },
  kumpir: {
    categories: ['street_food', 'restaurant'],
    spellings: 'kumpir*, baked potato*, кумпир*, كومبير, كومبر, کومپیر, 库姆皮尔, 烤土豆, クンピル, 쿰피르',
  },
  'çiğ köfte': {
    categories: ['street_food'],
    spellings: 'çiğ köfte*, çiğköfte*, cig kofte*, cigkofte*, чиг кёфте, чий кефте, 치 쾨프테',
  },
  ıslak: {
    categories: ['street_food'],
    spellings: 'ıslak hamburger*, islak burger*, wet burger*, wet hamburger*',
  },
  börek: {
    categories: ['bakery', 'breakfast'],
    spellings:
      'börek*, borek*, burek*, böreği*, börekçi*, börekler*, böreks, бёрек*, берек, бурек*, بورك, بوريك, بورک, 馅饼, 博雷克, ボレキ, ボレク, ボレッキ, 뵈렉',
  },
  gözleme: {
    categories: ['breakfast', 'restaurant'],
    spellings: 'gözleme*, gozleme*, гёзлеме, гезлеме, جوزليمه, گوزلمه, ギョズレメ, 괴즐레메',
  },
  baklava: {
    categories: ['dessert', 'bakery'],
    spellings:
      'baklava*, baklawa*, baclava, baklavacı*, baklavasi, baklavası, бахлав*, пахлав*, баклав*, بقلاوة, بقلاوه, بقلاوا, باقلوا, 果仁蜜饼, 巴克拉瓦, 蜜糖果仁, 千层酥, バクラヴァ, バクラバ, 바클라바, 바클라와',
  },
  künefe: {
    categories: ['dessert', 'restaurant'],
    spellings:
      'künefe*, kunefe*, kunafa, knafeh, kanafeh, kunafeh, knefe, кюнефе, кунафа, кунафу, кнафе, كنافة, كنافه, کونفه, کنافه, 库纳法, 库内菲, 芝士甜饼, キュネフェ, クナーファ, 퀴네페, 쿠나파',
  },
  katmer: { categories: ['dessert', 'breakfast'], spellings: 'katmer, катмер, كتمر, カトメル' },
  lokum: {
    categories: ['dessert', 'shopping'],
    spellings:
      'lokum, lokumu, lokumcu*, turkish delight*, delicias turcas, delicia turca, lukum*, loukoum*, loucoum*, türkischer honig, лукум*, рахат-лукум*, рахат лукум*, راحة الحلقوم, حلقوم, لقوم, راحه الحلقوم, لوکوم, راحت الحلقوم, راحت‌الحلقوم, 土耳其软糖, 软糖, ロクム, ターキッシュデライト, ターキッシュ・ディライト, 로쿰, 터키쉬 딜라이트',
  },
  dondurma: {
    categories: ['dessert'],
    spellings:
      'dondurma, dondurmacı*, dondurması*, maraş dondurma*, turkish ice cream, дондурма, دوندورما, بوظة تركية, بستنی ترکی, 土耳其冰淇淋, ドンドゥルマ, トルコアイス, 돈두르마, 터키 아이스크림',
  },
  sütlaç: {
    categories: ['dessert'],
    spellings:
      'sütlaç, sutlac, rice pudding, milchreis, riz au lait, сютлач, سوتلاج, شیربرنج, 米布丁, ライスプディング, 쉬틀라치',
  },
  lokma: {
    categories: ['dessert', 'street_food'],
    spellings: 'lokma, lokmacı*, локма, لقمة القاضي, لقيمات, ロクマ, 로크마',
  },
  'türk kahvesi': {
    categories: ['coffee', 'cafe'],
    spellings:
      'türk kahvesi*, turk kahvesi, turkish coffee*, türkischer kaffee, türkischen kaffee, café turc, cafe turco, café turco, caffè turco, кофе по-турецки, турецкий кофе, قهوة تركية, قهوه تركيه, قهوه ترک, قهوه ترکی, 土耳其咖啡, トルココーヒー, トルコ・コーヒー, トルココーヒ, 터키 커피, 튀르키예 커피, 터키식 커피, 터키커피',
  },
  çay: {
    categories: ['tea_garden', 'cafe'],
    spellings:
      'turkish tea, türkischer tee, türkischen tee, thé turc, té turco, tè turco, турецкий чай, شاي تركي, چای ترک, چای ترکی, 土耳其茶, 土耳其红茶, トルコティー, トルコの紅茶, チャイ, 터키 차, 튀르키예 차',
  },
  salep: {
    categories: ['cafe', 'dessert'],
    spellings: 'salep, sahlep, сахлеп, салеп, سحلب, ثعلب, サーレップ, 살렙',
  },
  boza: { categories: ['cafe'], spellings: 'boza, bozacı*, боза, بوزا, ボザ, 보자' },
  ayran: {
    categories: ['restaurant'],
    spellings: 'ayran, айран*, عيران, ایران دوغ, دوغ, 艾兰, アイラン, 아이란',
  },
  rakı: {
    categories: ['meze', 'bar'],
    spellings: 'rakı, raki, rakia, ракы, ракия, راكي, عرق تركي, 拉克酒, ラク酒, 라크, 라키',
  },
  'mercimek çorbası': {
    categories: ['soup', 'restaurant'],
    spellings:
      'mercimek*, mercimek çorba*, lentil soup*, linsensuppe, soupe de lentilles, sopa de lentejas, zuppa di lenticchie, чечевичный суп, شوربة عدس, سوپ عدس, 扁豆汤, レンズ豆のスープ, 렌틸콩 수프, 렌즈콩 수프',
  },
  işkembe: {
    categories: ['soup', 'restaurant'],
    spellings: 'işkembe*, iskembe*, tripe soup, kelle paça*, paça çorba*, beyran*',
  },
  çorba: {
    categories: ['soup', 'restaurant'],
    spellings: 'corba, chorba, шорпа, чорба, чорбу, チョルバ, 초르바',
  },
  kuymak: { categories: ['breakfast', 'restaurant'], spellings: 'kuymak, muhlama, mıhlama' },
  dolma: {
    categories: ['restaurant', 'meze'],
    spellings:
      'dolma, dolması, dolmas, sarma, yaprak sarma, stuffed vine leaves, долма, сарма, دولمة, دلمه, ドルマ, 돌마',
  },
};
