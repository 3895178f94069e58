import type { Category } from '../../src/knowledge/types.ts';
import type { Intent, Point } from '../../src/messages.ts';

const SULTANAHMET: Point = { lat: 41.0086, lon: 28.9802 };
const TAKSIM: Point = { lat: 41.037, lon: 28.985 };
const BESIKTAS: Point = { lat: 41.0422, lon: 29.0083 };
const KADIKOY: Point = { lat: 40.9903, lon: 29.029 };
/** Where each question without a place of its own is asked as well: by the sights, on the Bosphorus, in Asia. */
export const AROUND: readonly (Point | undefined)[] = [undefined, SULTANAHMET, BESIKTAS, KADIKOY];

/** One thing that tourists ask, as they type it in every language, and what is right about an answer to it. */
export interface Asked {
  is: string;
  at?: Point;
  /** Wednesday, 14:00 unless told. */
  now?: string;
  intent?: Intent;
  /** All places named are of this category, or the answer says that none is known. */
  category?: Category;
  /** All places named lie in this district. */
  district?: string;
  /** The first place named. */
  place?: string;
  /** Every place named is open. */
  open?: true;
  /** The answer says that the place is closed on that day. */
  closed?: true;
  /** What an answer holds whatever its language. */
  says?: string;
  /** One question a language, in the order of `LANGUAGES`, parted by bars. */
  texts: string;
}

/** The seed's own examples, misspelt ones among them, and what else tourists ask a guide to Istanbul. */
export const ASKED: Asked[] = [
  {
    is: 'food near me',
    intent: 'nearby',
    category: 'restaurant',
    texts: `food near me | yakınımda yemek | essen in der nähe | nourriture près de moi | comida cerca de mi | cibo vicino a me | еда рядом со мной | طعام قريب مني | غذا نزدیک من | 附近有什么吃的 | 近くの食べ物 | 근처 음식`,
  },
  {
    is: 'good place to eat?',
    intent: 'nearby',
    category: 'restaurant',
    texts: `good place to eat? | yemek için güzel bir yer? | guter ort zum essen? | un bon endroit pour manger ? | buen sitio para comer? | un buon posto per mangiare? | где хорошо поесть? | مكان جيد للاكل؟ | جای خوب برای غذا؟ | 哪里吃饭好? | 食事におすすめの場所は？ | 먹기 좋은 곳?`,
  },
  {
    is: 'kebab',
    intent: 'nearby',
    category: 'kebab',
    texts: `kebab | kebap | döner | un kebab | kebab | kebab | кебаб | كباب | کباب | 烤肉 | ケバブ | 케밥`,
  },
  {
    is: 'Turkish breakfast',
    intent: 'nearby',
    category: 'breakfast',
    texts: `where can i get turkish breakfast | türk kahvaltısı nerede yapabilirim | wo bekomme ich türkisches frühstück | où prendre un petit-déjeuner turc | donde puedo tomar un desayuno turco | dove posso fare una colazione turca | где можно поесть турецкий завтрак | وين اقدر افطر فطور تركي | صبحانه ترکی کجا بخورم | 哪里可以吃土耳其早餐 | トルコの朝食はどこで食べられますか | 터키식 아침 어디서 먹을 수 있어요`,
  },
  {
    is: 'cheap fish in a district',
    intent: 'nearby',
    district: 'Kadıköy',
    texts: `cheap fish in kadikoy | kadıköyde ucuz balık | guenstig fisch essen kadiköy | poisson pas cher à kadikoy | pescado barato en kadikoy | pesce economico a kadikoy | недорогая рыба в кадыкёе | سمك رخيص في كاديكوي | ماهی ارزون کادیکوی | 卡德柯伊便宜的鱼 | カドゥキョイで安い魚料理 | 카디쾨이 싼 생선요리`,
  },
  {
    is: 'vegan food nearby',
    at: TAKSIM,
    intent: 'nearby',
    category: 'vegetarian',
    texts: `any vegan food around here? | vegan yemek var mı yakında | gibts hier was veganes | un resto vegan par ici ? | algo vegano por aqui | qualcosa di vegano qui | веган кафе рядом есть? | اكل نباتي قريب | غذای گیاهی نزدیک | 附近有素食吗 | この辺にヴィーガンある？ | 근처 비건 식당 있나요`,
  },
  {
    is: 'whether one restaurant is halal',
    intent: 'place',
    place: 'hamdi-eminonu',
    texts: `is the food at hamdi halal | hamdi helal mi | ist das essen bei hamdi halal | la viande chez hamdi est halal ? | es halal el hamdi? | hamdi è halal? | хамди халяль? | هل مطعم حمدي حلال | رستوران حمدی حلاله؟ | hamdi是清真的吗 | Hamdiはハラルですか | hamdi 할랄인가요`,
  },
  {
    is: 'eating with an allergy',
    intent: 'practical',
    says: '112',
    texts: `im allergic to nuts, what can i eat | fıstık alerjim var ne yiyebilirim | ich habe eine nussallergie was kann ich essen | allergie aux arachides, ou manger | soy alergico al gluten donde como | sono celiaco dove mangio | у меня аллергия на орехи | عندي حساسية من الفول السوداني | به گلوتن حساسیت دارم کجا غذا بخورم | 我对花生过敏 | ナッツアレルギーがあります | 땅콩 알레르기 있어요`,
  },
  {
    is: 'when a sight opens, asked at night',
    now: '2026-05-13T03:30:00+03:00',
    intent: 'hours',
    place: 'hagia-sophia',
    says: '09:00',
    texts: `when does hagia sophia open | Ayasofya ne zaman açılıyor? | wann macht die hagia sophia auf | sainte sophie ouvre a quelle heure | a que hora abre santa sofia | quando apre santa sofia | когда открывается айя софия | متى تفتح ايا صوفيا | ایاصوفیه کی باز میشه | 圣索菲亚几点开门 | アヤソフィア何時に開く | 아야소피아 몇시에 열어요`,
  },
  {
    is: 'a sight on its closed day',
    intent: 'hours',
    place: 'topkapi-palace',
    closed: true,
    texts: `is topkapi open on tuesday? | topkapı salı günü açık mı | topkapi palast dienstag offen? | topkapi ouvert mardi ? | topkapi abre los martes? | il topkapi è aperto martedi | топкапы во вторник работает? | هل توب كابي مفتوح الثلاثاء | توپکاپی سه شنبه بازه؟ | 托普卡帕宫星期二开吗 | トプカプ宮殿は火曜日開いてる？ | 톱카프 궁전 화요일에 열어요?`,
  },
  {
    is: 'what is open now, late in the evening',
    at: TAKSIM,
    now: '2026-05-13T22:30:00+03:00',
    intent: 'nearby',
    open: true,
    texts: `whats open now | şimdi açık ne var | was hat jetzt noch offen | qu'est-ce qui est ouvert maintenant | que hay abierto ahora | cosa è aperto adesso | что сейчас открыто | شو مفتوح الحين | الان چی بازه | 现在有什么开着 | 今開いてるところ | 지금 열린 곳`,
  },
  {
    is: 'a ticket price that no document tells',
    intent: 'place',
    place: 'hagia-sophia',
    texts: `hagia sofia ticket price | ayasofya giris kac para | eintritt hagia sophia | prix entrée sainte sophie | cuanto cuesta santa sofia | quanto costa santa sofia | сколько стоит билет в айя софию | كم تذكرة ايا صوفيا | بلیط ایاصوفیه چنده | 圣索菲亚门票多少 | アヤソフィアのチケットいくら | 아야소피아 입장료 얼마`,
  },
  {
    is: 'where a sight is',
    at: SULTANAHMET,
    intent: 'place',
    place: 'galata-tower',
    texts: `where is galata tower | galata kulesi nerde | wo ist der galataturm | c'est ou la tour de galata | donde queda la torre galata | dov'è la torre di galata | где галатская башня | وين برج غلطة | برج گالاتا کجاست | 加拉太塔在哪 | ガラタ塔どこ | 갈라타 타워 어디`,
  },
  {
    is: 'what a sight is',
    place: 'basilica-cistern',
    texts: `tell me about basilica cistern | yerebatan sarnıcı nedir | erzähl was über die basilika zisterne | la citerne basilique c'est quoi | que es la cisterna basilica | cos'è la cisterna basilica | расскажи про цистерну базилику | معلومات عن صهريج البازيليك | آب انبار باسیلیکا چیست | 地下水宫是什么 | 地下宮殿について教えて | 예레바탄 지하궁전이 뭐예요`,
  },
  {
    is: 'museums nearby',
    at: SULTANAHMET,
    intent: 'nearby',
    category: 'museum',
    texts: `museums nearby | yakındaki müzeler | museen in der nähe | musées à côté | museos cerca | musei qui vicino | музеи рядом | متاحف قريبة | موزه های نزدیک | 附近的博物馆 | 近くの博物館 | 근처 박물관`,
  },
  {
    is: 'where to see the sunset',
    intent: 'nearby',
    category: 'viewpoint',
    texts: `best place for sunset | gün batımı nerede izlenir | wo sieht man den sonnenuntergang am besten | ou voir le coucher de soleil | donde ver la puesta de sol | dove vedere il tramonto | где красивый закат | وين اشوف الغروب | کجا غروب قشنگه | 看日落最好的地方 | 夕日がきれいな場所 | 일몰 명소`,
  },
  {
    is: 'a Turkish bath nearby',
    at: SULTANAHMET,
    intent: 'nearby',
    category: 'hammam',
    texts: `turkish bath near me | yakınımda hamam | hamam in der nähe | hammam près de moi | baño turco cerca | bagno turco vicino | турецкая баня рядом | حمام تركي قريب | حمام ترکی نزدیک من | 附近的土耳其浴 | 近くのハマム | 근처 하맘`,
  },
  {
    is: 'the nearest metro',
    at: BESIKTAS,
    intent: 'nearby',
    category: 'metro_station',
    texts: `nearest metro | en yakın metro | nächste metro | metro le plus proche | metro mas cercano | metro più vicina | ближайшее метро | اقرب محطة مترو | نزدیکترین مترو | 最近的地铁站 | 最寄りの地下鉄 | 가까운 지하철역`,
  },
  {
    is: 'where to eat baklava',
    at: SULTANAHMET,
    intent: 'nearby',
    category: 'dessert',
    texts: `baklava place? | baklava nerede yenir | wo gibts baklava | ou manger du baklava | donde comer baklava | dove mangiare baklava | где попробовать пахлаву | وين القى بقلاوة | باقلوا کجا بخورم | 哪里吃果仁蜜饼 | バクラヴァのお店 | 바클라바 맛집`,
  },
  {
    is: 'where to drink a beer',
    at: KADIKOY,
    intent: 'nearby',
    category: 'bar',
    texts: `where can i drink a beer | nerde bira içilir | wo kann ich ein bier trinken | ou boire une bière | donde tomar una cerveza | dove bere una birra | где выпить пива | وين اشرب بيرة | کجا آبجو بخورم | 哪里能喝啤酒 | ビールが飲める店 | 맥주 마실 곳`,
  },
  {
    is: 'a toilet',
    at: SULTANAHMET,
    intent: 'practical',
    texts: `toilet?? | tuvalet nerde | wo ist ein klo | toilettes svp | un baño por favor | dov'è un bagno | туалет где | وين دورة المياه | دستشویی کجاست | 厕所在哪里 | トイレどこ | 화장실 어디`,
  },
  {
    is: 'tap water',
    intent: 'practical',
    says: 'İSKİ',
    texts: `can i drink tap water | musluk suyu içilir mi | kann man leitungswasser trinken | eau du robinet potable ? | se puede beber agua del grifo | si può bere l'acqua del rubinetto | можно пить воду из крана | هل ماء الحنفية صالح للشرب | آب لوله کشی قابل خوردنه | 自来水能喝吗 | 水道水は飲めますか | 수돗물 마셔도 돼요?`,
  },
  {
    is: 'tipping',
    intent: 'practical',
    says: '10',
    texts: `how much tip in restaurant | restoranda bahşiş ne kadar | wieviel trinkgeld | combien de pourboire | cuanta propina se deja | quanta mancia si lascia | сколько чаевых оставлять | كم البقشيش | انعام چقدر بدم | 小费给多少 | チップはいくら | 팁 얼마나 줘요`,
  },
  {
    is: 'the transport card',
    intent: 'practical',
    says: 'stanbulkart',
    texts: `where to buy istanbulkart | istanbulkart nereden alınır | wo kaufe ich die istanbulkart | ou acheter istanbulkart | donde compro la istanbulkart | dove compro istanbulkart | где купить истанбулкарт | من وين اشتري اسطنبول كارت | استانبول کارت از کجا بخرم | 哪里买伊斯坦布尔卡 | イスタンブールカードどこで買える | 이스탄불카르트 어디서 사요`,
  },
  {
    is: 'a stolen phone',
    intent: 'emergency',
    says: '112',
    texts: `my phone got stolen | telefonum çalındı | mein handy wurde geklaut | on m'a volé mon téléphone | me robaron el celular | mi hanno rubato il telefono | у меня украли телефон | سرقوا جوالي | گوشیمو دزدیدن | 我手机被偷了 | スマホを盗まれた | 핸드폰 도난당했어요`,
  },
  {
    is: 'needing a doctor',
    intent: 'emergency',
    says: '112',
    texts: `i feel very sick need doctor | çok hastayım doktor lazım | mir gehts schlecht brauche arzt | je suis malade besoin d'un médecin | estoy mal necesito un medico | sto male ho bisogno di un medico | мне плохо нужен врач | انا مريض احتاج دكتور | حالم بده دکتر میخوام | 我不舒服要看医生 | 具合が悪い、医者が必要 | 아파요 의사가 필요해요`,
  },
  {
    is: 'a greeting',
    intent: 'smalltalk',
    texts: `hi! | selam | hallo | salut | hola | ciao | привет | مرحبا | سلام | 你好 | こんにちは | 안녕`,
  },
  {
    is: 'the weather',
    intent: 'off_topic',
    texts: `what's the weather | hava nasıl | wie ist das wetter | quel temps fait-il | que tiempo hace | che tempo fa | какая погода | كيف الطقس | هوا چطوره | 天气怎么样 | 天気は？ | 날씨 어때`,
  },
  {
    is: 'what is no business of a guide',
    intent: 'off_topic',
    texts: `write me a python script | bana şiir yaz | wer ist bundeskanzler | écris un poème | cuentame un chiste | chi ha vinto la partita | реши уравнение | اكتب قصيدة | یه جوک بگو | 写一首诗 | 詩を書いて | 시 써줘`,
  },
  {
    is: 'a human, please',
    intent: 'human',
    texts: `can i talk to a real person | gerçek bir insanla konuşabilir miyim | kann ich mit einem menschen reden | je veux parler à un humain | quiero hablar con una persona | voglio parlare con una persona | позовите человека | اريد التحدث مع شخص | میخوام با آدم حرف بزنم | 我要找真人 | 人間と話したい | 사람이랑 얘기하고 싶어요`,
  },
  {
    is: 'whether this is a bot',
    intent: 'about',
    texts: `are you a bot? | sen bot musun | bist du ein bot | tu es un robot ? | eres un bot? | sei un bot? | ты бот? | هل انت روبوت | تو ربات هستی؟ | 你是机器人吗 | あなたはボットですか | 너 봇이야?`,
  },
  {
    is: 'a complaint',
    intent: 'complaint',
    texts: `thats wrong it was closed!! | yanlış kapalıydı!! | das stimmt nicht war zu | c'est faux c'était fermé | mentira estaba cerrado | sbagliato era chiuso | неправда было закрыто | غلط كان مغلق | اشتباه گفتی بسته بود | 不对，关门了 | 間違ってる、閉まってた | 틀렸어요 문 닫았어요`,
  },
  {
    is: 'a mosque nearby',
    at: KADIKOY,
    intent: 'nearby',
    category: 'mosque',
    texts: `mosque near me | yakında cami | moschee in der nähe | mosquée proche | mezquita cerca | moschea vicina | мечеть рядом | اقرب مسجد | نزدیکترین مسجد | 附近的清真寺 | 近くのモスク | 근처 모스크`,
  },
  {
    is: 'the nearest ferry',
    at: KADIKOY,
    intent: 'nearby',
    category: 'ferry_pier',
    texts: `nearest ferry | en yakın iskele | nächste fähre | ferry le plus proche | ferry mas cercano | traghetto più vicino | ближайший паром | اقرب عبارة | نزدیکترین کشتی | 最近的渡轮 | 最寄りのフェリー | 가까운 페리`,
  },
  {
    is: 'what to do in a quarter',
    intent: 'nearby',
    texts: `things to do in balat | balatta ne yapılır | was kann man in balat machen | que faire à balat | que hacer en balat | cosa fare a balat | что посмотреть в балате | ماذا افعل في بلاط | تو بالات چیکار کنم | 巴拉特有什么好玩 | バラットで何する | 발랏에서 할 것`,
  },
  {
    is: 'the Grand Bazaar on its closed day',
    intent: 'hours',
    place: 'grand-bazaar',
    closed: true,
    texts: `grand bazar open sunday? | kapalı çarşı pazar açık mı | grosser basar sonntag offen | grand bazar ouvert dimanche | gran bazar abre domingo | gran bazar aperto domenica | гранд базар открыт в воскресенье | البازار الكبير مفتوح الاحد | بازار بزرگ یکشنبه باز است | 大巴扎周日开吗 | グランドバザール日曜やってる | 그랜드바자르 일요일 열어요`,
  },
];
