import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createAnswering } from '../../src/answering.ts';
import { readConfig } from '../../src/config.ts';
import { phrase } from '../../src/engine/compose/phrases.ts';
import type { Answer, Question } from '../../src/engine/types.ts';
import { distanceMeters } from '../../src/knowledge/distance.ts';
import { LANGUAGES, type Language } from '../../src/messages.ts';

const { engine, knowledge } = await createAnswering(readConfig({}));
const NOW = '2026-12-01T10:00:00+03:00';
const BLUE_MOSQUE = { lat: 41.0054, lon: 28.9768 };

function ask(text: string, more: Partial<Question> = {}): Promise<Answer> {
  return engine.answer({ text, at: new Date(NOW), history: [], turnId: '0'.repeat(24), ...more });
}

/** What people cry and mistype, one a language in the order of `LANGUAGES`. */
const EMERGENCIES = [
  `help i was robbed | imdat soyuldum | hilfe ich wurde ausgeraubt | au secours on m'a volé | ayuda me han robado | aiuto mi hanno derubato | помогите меня ограбили | النجدة تعرضت للسرقة | کمک دزدی شدم | 救命 我被抢了 | 助けて 強盗にあった | 도와주세요 강도당했어요`,
  `i need an ambulence | ambulans lazim | ich brauche einen krankenwagn | il me faut une ambulanse | necesito una anbulancia | mi serve un ambulanza | нужна скорая | احتاج سيارة اسعاف | آمبولانس لازم دارم | 我需要救护车 | 救急車を呼んで | 구급차 불러주세요`,
  `lost passport | pasaportumu kaybettim | reisepass verloren | passeport perdu | perdí mi pasaporte | ho perso il passaporto | потерял паспорт | فقدت جواز السفر | گذرنامه‌ام گم شد | 护照丢了 | パスポートをなくした | 여권을 잃어버렸어요`,
  `there is a fire | yangın var | es brennt | il y a le feu | hay un incendio | c'è un incendio | пожар | يوجد حريق | آتش سوزی | 着火了 | 火事です | 불이 났어요`,
  `nearest hospital | en yakın hastane | nächstes krankenhaus | hôpital le plus proche | hospital más cercano | ospedale più vicino | ближайшая больница | اقرب مستشفى | نزدیک‌ترین بیمارستان | 最近的医院 | 最寄りの病院 | 가장 가까운 병원`,
];

/** Topics and how each is asked for. */
const ASKED: Record<string, string> = {
  pharmacy: `where is a pharmacy | nöbetçi eczane nerede | wo ist eine apotheke | où trouver une pharmacie | dónde hay una farmacia | dov'è una farmacia | где аптека | أين الصيدلية | داروخانه کجاست | 药店在哪里 | 薬局はどこ | 약국 어디예요`,
  sim: `sim card | sim kart | sim-karte | carte sim | tarjeta sim | scheda sim | сим-карта | شريحة sim | سیم کارت | 电话卡 | SIMカード | 유심`,
  tipping: `tipping | bahşiş | trinkgeld | pourboire | propina | mancia | чаевые | بقشيش | انعام | 小费 | チップ | 팁`,
  smoking: `can I smoke inside | sigara içmek yasak mı | rauchen erlaubt | peut-on fumer | se puede fumar | si può fumare | можно курить | هل التدخين مسموح | سیگار کشیدن مجاز است | 可以吸烟吗 | 喫煙できますか | 담배 피울 수 있나요`,
  alcohol: `buy alcohol rules | alkol satışı | alkohol kaufen | acheter de l'alcool | comprar alcohol | comprare alcol | купить алкоголь | شراء الكحول | خرید الکل | 买酒 规定 | お酒 購入 時間 | 알코올 구매 규정`,
  phrases: `useful turkish phrases | türkçe kelimeler | türkische wörter | mots turcs utiles | palabras turcas | parole turche | турецкие слова | كلمات تركية | کلمات ترکی | 土耳其语 常用语 | トルコ語 フレーズ | 터키어 회화`,
  'transit-card': `istanbulkart | istanbulkart nereden alınır | istanbulkart kaufen | istanbulkart où | istanbulkart dónde | istanbulkart dove | истанбулкарт | اسطنبول كارت | استانبول کارت | 交通卡 | イスタンブールカード | 교통카드`,
  water: `tap water | musluk suyu | leitungswasser | eau du robinet | agua del grifo | acqua del rubinetto | вода из-под крана | ماء الصنبور | آب شیر | 自来水 | 水道水 | 수돗물`,
};

function each(texts: string): [Language, string][] {
  const all = texts.split(' | ');
  assert.equal(all.length, LANGUAGES.length);
  return all.map((text, index) => [LANGUAGES[index] as Language, text]);
}

test('an emergency gets 112, in the language it is cried in, misspelt or not', async () => {
  for (const texts of EMERGENCIES) {
    for (const [language, text] of each(texts)) {
      const answer = await ask(text, { profileLanguage: language });
      const told = `"${text}" got (${answer.intent}, ${answer.language}): ${answer.text}`;
      assert.equal(answer.intent, 'emergency', told);
      assert.equal(answer.language, language, told);
      assert.match(answer.text, /112/u, told);
      assert.ok(answer.text.length <= 300, told);
      assert.ok(answer.sources.length > 0, told);
    }
  }
});

suite('practical questions get the card of their topic with its documents', () => {
  for (const [topic, texts] of Object.entries(ASKED)) {
    test(topic, async () => {
      const card = knowledge.practical.cards.get(topic);
      assert.ok(card);
      for (const [language, text] of each(texts)) {
        const answer = await ask(text, { profileLanguage: language });
        const told = `"${text}" got (${answer.intent}, ${answer.language}): ${answer.text}`;
        assert.equal(answer.intent, 'practical', told);
        assert.equal(answer.text.slice(0, 25), card.text[language].slice(0, 25), told);
        assert.ok(answer.text.length <= 300, told);
        assert.deepEqual(
          answer.sources.map(({ url, checkedOn }) => ({ url, date: checkedOn })),
          card.sources.map(({ url, date }) => ({ url, date })),
        );
      }
    });
  }
});

test('every card is short in each language, names 112 for what is urgent, and is not older than the day', () => {
  assert.ok(knowledge.practical.cards.size >= 18);
  for (const [topic, { text, sources }] of knowledge.practical.cards) {
    for (const language of LANGUAGES) {
      const most = ['zh', 'ja', 'ko'].includes(language) ? 200 : 300;
      assert.ok(text[language].length <= most, `${topic} ${language}`);
      if (['passport', 'hospital', 'police', 'pharmacy', 'scams'].includes(topic)) {
        assert.match(text[language], /112/u, `${topic} ${language}`);
      }
    }
    for (const { date } of sources) assert.ok(date <= NOW.slice(0, 10), `${topic} ${date}`);
  }
});

test('a card whose newest document is more than two years old says its year; words do not age', async () => {
  const smoking = await ask('can I smoke inside');
  assert.match(smoking.text, /\(2008\)/u);
  const words = await ask('useful turkish phrases');
  assert.doesNotMatch(words.text, /2007/u);
});

test('the nearest toilets are the nearest in service, and the location is asked for where it is not known', async () => {
  const all = knowledge.practical.toilets?.all ?? [];
  assert.equal(all.length, 422);
  const answer = await ask('toilet near me', { point: BLUE_MOSQUE });
  const nearest = all
    .filter(({ state }) => state === 'open')
    .toSorted((a, b) => distanceMeters(BLUE_MOSQUE, a) - distanceMeters(BLUE_MOSQUE, b))[0];
  assert.ok(nearest && answer.text.includes(nearest.name), answer.text);
  assert.match(answer.text, new RegExp(`q=${nearest.lat},${nearest.lon}`, 'u'));
  assert.equal(answer.sources[0]?.fact, 'card.toilet');
  const unknown = await ask('toilet');
  assert.equal(unknown.wantsLocation, true);
  const named = await ask('toilets near the Grand Bazaar');
  assert.match(named.text, /maps\?q=41\.01/u, named.text);
});

test('the next holidays are told with their dates', async () => {
  for (const [language, text] of each(
    `public holidays | resmi tatiller | feiertage | jours fériés | días festivos | giorni festivi | праздничные дни | العطل الرسمية | تعطیلات رسمی | 公共假期 | 祝日はいつ | 공휴일 언제`,
  )) {
    const answer = await ask(text, { profileLanguage: language });
    const feast = phrase(language, 'holiday:new_year');
    assert.ok(answer.text.includes(feast), `"${text}" got (${answer.intent}): ${answer.text}`);
  }
});

test('what no document tells is said not to be known, with what can be asked', async () => {
  const answer = await ask('left luggage office');
  assert.ok(answer.text.startsWith(phrase('en', 'answer:noNote')), answer.text);
  assert.deepEqual(answer.sources, []);
});

test('a telephone number stays in its order in right-to-left text', async () => {
  for (const [text, language] of [
    ['اقرب مستشفى', 'ar'],
    ['نزدیک‌ترین بیمارستان', 'fa'],
  ] as const) {
    const answer = await ask(text, { profileLanguage: language });
    assert.match(answer.text, /\u20680850 288 38 38\u2069/u, answer.text);
  }
});

/** Food without something, as people with allergies, intolerances or diabetes ask for it. */
const WITHOUT = [
  `lactose free cafe | laktozsuz kahvaltı | ich bin laktoseintolerant wo essen | sans lactose café | sin lactosa cafetería | ristorante senza lattosio | без лактозы кафе | مطعم خال من اللاكتوز | بدون لاکتوز کافه | 无乳糖 餐厅 | 乳糖不耐症 カフェ | 유당불내증 카페`,
  `nut-free dessert | fındıksız tatlı var mı | nussfreies dessert | dessert sans noix | postre sin frutos secos | dolce senza frutta secca | десерт без орехов | حلويات بدون مكسرات | دسر بدون گردو | 不含坚果的甜点 | ナッツなし デザート | 견과류 없는 디저트`,
  `sugar free baklava diabetic | şekersiz tatlı | zuckerfreier kuchen | dessert sans sucre | postre sin azúcar | dolce senza zucchero | десерт без сахара | حلويات بدون سكر | دسر بدون شکر | 无糖 甜点 | 砂糖なし デザート | 무설탕 디저트`,
  `does baklava contain nuts | yumurtasız kahvaltı | milchfreies frühstück | petit déjeuner sans lait | desayuno sin leche | colazione senza uova | завтрак без яиц | فطور بدون بيض | صبحانه بدون تخم مرغ | 无奶早餐 | 卵なし 朝食 | 계란 없는 아침`,
];

test('food without something is no food free of charge: nothing is inferred, the staff is to be asked', async () => {
  for (const texts of WITHOUT) {
    for (const [language, text] of each(texts)) {
      const answer = await ask(text, { point: BLUE_MOSQUE, profileLanguage: language });
      assert.equal(answer.text, phrase(answer.language, 'answer:allergy'), `"${text}"`);
    }
  }
});

test('whether food is safe, or water to bathe in, is not known: no place and no tap is praised for it', async () => {
  const foods = [
    'is it safe to eat street food',
    'can i eat midye dolma safely',
    'is midye dolma safe to eat',
  ];
  for (const text of foods) assert.equal((await ask(text)).text, phrase('en', 'answer:allergy'), text);
  const bathing = await ask('is the water in the bosphorus safe to swim');
  assert.equal(bathing.text, phrase('en', 'answer:safety'));
  assert.match((await ask('is tap water safe to drink')).text, /tap water/u);
});

test('pork, vegan food and food without alcohol are told with their caveat, and at no price', async () => {
  const texts = `no pork restaurant | koşer restoran | restaurant ohne schweinefleisch | restaurant sans porc | restaurante sin cerdo | ristorante senza maiale | ресторан без свинины | مطعم بدون لحم خنزير | رستوران بدون گوشت خوک | 无猪肉餐厅 | 豚肉なし レストラン | 돼지고기 없는 식당`;
  const english = ['is lokum vegan', 'vegan restaurant', 'alcohol free restaurant'];
  const all = [...each(texts), ...english.map((text): [Language, string] => ['en', text])];
  for (const [language, text] of all) {
    const answer = await ask(text, { point: BLUE_MOSQUE, profileLanguage: language });
    assert.ok(answer.text.startsWith(phrase(language, 'answer:diet')), `"${text}" got: ${answer.text}`);
    assert.doesNotMatch(answer.text, /none that is free/u);
  }
  assert.match((await ask('free museums', { point: BLUE_MOSQUE })).text, /free entry/u);
});
