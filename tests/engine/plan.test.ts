import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createAnswering } from '../../src/answering.ts';
import { readConfig } from '../../src/config.ts';
import { phrase } from '../../src/engine/compose/phrases.ts';
import { FOOD } from '../../src/engine/lexicon/categories.ts';
import type { Answer, PastTurn, Question } from '../../src/engine/types.ts';
import type { Category, Place } from '../../src/knowledge/types.ts';
import { LANGUAGES, type Language } from '../../src/messages.ts';

const { engine, knowledge } = await createAnswering(readConfig({}));
/** A Tuesday. */
const NOW = '2026-12-01T09:00:00+03:00';
const KADIKOY = { lat: 40.9903, lon: 29.029 };

function ask(text: string, more: Partial<Question> = {}): Promise<Answer> {
  return engine.answer({ text, at: new Date(NOW), history: [], turnId: '0'.repeat(24), ...more });
}

interface Stop {
  place: Place;
  at: Date;
  minute: number;
  meal?: 'breakfast' | 'lunch' | 'dinner';
  day: number;
}

/** The stops of a plan as its text tells them: one a line, each with its hour, under the heading of its day. */
function stopsOf(answer: Answer): Stop[] {
  const { language, text, places } = answer;
  const stops: Stop[] = [];
  let day = -1;
  let afterStop = true;
  for (const line of text.split('\n')) {
    const latin = line.replace(/[٠-٩۰-۹]/gu, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
    const [, hours, minutes] = /^(\d\d):(\d\d) /u.exec(latin) ?? [];
    if (hours === undefined || minutes === undefined) {
      afterStop = true;
      continue;
    }
    if (afterStop) day += 1;
    afterStop = false;
    const place = knowledge.place(places[stops.length]?.id ?? '');
    assert.ok(place, `no place for "${line}" of ${text}`);
    const form = [place.name.tr, place.name.en, ...Object.values(place.name)];
    assert.ok(
      form.some((name) => name && line.includes(name.replace(/ ?\([^)]*\)$/u, ''))),
      `${place.id} in ${line}`,
    );
    const first = new Date(NOW);
    const at = new Date(`2026-12-01T${hours}:${minutes}:00+03:00`);
    at.setUTCDate(first.getUTCDate() + day);
    const meal = (['breakfast', 'lunch', 'dinner'] as const).find((each) =>
      line
        .slice(5)
        .trimStart()
        .startsWith(phrase(language, `plan:${each}`)),
    );
    stops.push({ place, at, minute: Number(hours) * 60 + Number(minutes), day, ...(meal ? { meal } : {}) });
  }
  assert.equal(stops.length, places.length, text);
  return stops;
}

const is = ({ categories }: Place, ...kinds: Category[]): boolean =>
  categories.some((category) => kinds.includes(category));

/** What holds of every plan. */
function assertSound(answer: Answer, language: Language, fewest: number): Stop[] {
  const told = `(${answer.language}, ${answer.intent}, ${answer.text.length}) ${answer.text}`;
  assert.equal(answer.intent, 'plan', told);
  assert.equal(answer.language, language, told);
  assert.ok(answer.text.length <= (['zh', 'ja', 'ko'].includes(language) ? 683 : 1_024), told);
  assert.doesNotMatch(answer.text, /\{\{|undefined|null|plan:|route:|answer:/u, told);
  assert.match(
    answer.text,
    /https:\/\/google\.com\/maps\/dir\/(?:-?\d+\.\d+,-?\d+\.\d+\/?){2,10}(?:\n|$)/u,
    told,
  );
  const stops = stopsOf(answer);
  assert.ok(stops.length >= fewest, told);
  assert.equal(new Set(stops.map(({ place }) => place.id)).size, stops.length, `twice the same: ${told}`);
  for (const [index, { place, at, minute, meal, day }] of stops.entries()) {
    const before = stops[index - 1];
    if (before?.day === day) assert.ok(minute > before.minute, told);
    const state = knowledge.openState(place, at);
    assert.notEqual(state.state, 'closed', `${place.id} is closed then: ${told}`);
    const lastEntry = knowledge.fact(place, 'last_entry')?.value;
    if (typeof lastEntry === 'string') {
      const [hours = 0, minutes = 0] = lastEntry.split(':').map(Number);
      assert.ok(minute <= hours * 60 + minutes, `${place.id} lets nobody in then: ${told}`);
    }
    if (meal === 'lunch') assert.ok(minute >= 720 && minute <= 840, told);
    if (meal === 'dinner') assert.ok(minute >= 1_080 && minute <= 1_260, told);
    if (meal) assert.ok(is(place, ...FOOD), `${place.id} feeds nobody: ${told}`);
  }
  return stops;
}

interface Asked {
  is: string;
  fewest: number;
  holds?: (stops: Stop[], answer: Answer) => void;
  texts: string;
}

const ASKED: Asked[] = [
  {
    is: 'a day with children has no bath, bar or graveyard in it',
    fewest: 5,
    holds: (stops) => {
      for (const { place } of stops)
        assert.ok(!is(place, 'hammam', 'bar', 'nightlife', 'meze', 'cemetery'), place.id);
    },
    texts: `one day with kids | çocuklarla bir gün | ein Tag mit Kindern | une journée avec des enfants | un día con niños | un giorno con bambini | один день с детьми | يوم مع أطفال | یک روز با بچه‌ها | 带孩子玩一天 | 子供と一日 | 아이들과 하루`,
  },
  {
    is: 'two days of food have mostly food and no museum in them',
    fewest: 8,
    holds: (stops) => {
      assert.deepEqual([...new Set(stops.map(({ day }) => day))], [0, 1]);
      for (const { place } of stops) assert.ok(!is(place, 'museum'), place.id);
      const eaten = stops.filter(({ place }) => is(place, ...FOOD, 'market'));
      assert.ok(eaten.length > stops.length / 2);
    },
    texts: `two days, mostly food, no museums | iki gün, daha çok yemek, müze olmasın | zwei Tage, vor allem Essen, keine Museen | deux jours, surtout manger, pas de musées | dos días, sobre todo comida, sin museos | due giorni, soprattutto cibo, niente musei | два дня, в основном еда, без музеев | يومان، أكل في الغالب، بدون متاحف | دو روز، بیشتر غذا، بدون موزه | 两天，主要吃美食，不要博物馆 | 二日間、食べ物中心、博物館なし | 이틀, 주로 음식, 박물관 없이`,
  },
  {
    is: 'half a day in Balat stays round Balat and is over by the afternoon',
    fewest: 3,
    holds: (stops) => {
      const balat = knowledge.place('balat');
      assert.ok(balat);
      for (const { place, minute } of stops) {
        assert.ok(
          Math.abs(place.lat - balat.lat) < 0.02 && Math.abs(place.lon - balat.lon) < 0.025,
          place.id,
        );
        assert.ok(minute < 900);
      }
    },
    texts: `half a day in Balat | Balat'ta yarım gün | ein halber Tag in Balat | une demi-journée à Balat | medio día en Balat | mezza giornata a Balat | полдня в Балате | نصف يوم في بلاط | نصف روز در بالات | 巴拉特半日游 | バラットで半日 | 발라트에서 반나절`,
  },
  {
    is: 'an evening in Kadıköy is there, and begins in the evening',
    fewest: 3,
    holds: (stops) => {
      for (const { place, minute } of stops) {
        assert.equal(place.district, 'Kadıköy', place.id);
        assert.ok(minute >= 1_020);
      }
      assert.ok(stops.some(({ meal }) => meal === 'dinner'));
    },
    texts: `evening in Kadıköy | Kadıköy'de akşam | Abend in Kadıköy | soirée à Kadıköy | noche en Kadıköy | serata a Kadıköy | вечер в Кадыкёе | مساء في كاديكوي | شب در کادیکوی | 卡德柯伊的晚上 | カドゥキョイの夜 | 카디쾨이에서 저녁`,
  },
  {
    is: 'a rainy day stays under a roof',
    fewest: 5,
    holds: (stops) => {
      for (const { place, meal } of stops)
        assert.ok(meal || !is(place, 'park', 'square', 'street', 'viewpoint', 'bridge', 'beach'), place.id);
    },
    texts: `what to do on a rainy day | yağmurlu günde ne yapılır | was tun an einem Regentag | que faire un jour de pluie | qué hacer en un día de lluvia | cosa fare in un giorno di pioggia | что делать в дождливый день | ماذا نفعل في يوم ممطر | در روز بارانی چه کنیم | 下雨天做什么 | 雨の日に何をする | 비 오는 날 뭐 하지`,
  },
  {
    is: 'a day by the Bosphorus is spent on its shores',
    fewest: 4,
    holds: (stops) => {
      for (const { place, meal } of stops)
        assert.ok(meal || ['Beşiktaş', 'Üsküdar', 'Sarıyer', 'Beykoz'].includes(place.district), place.id);
    },
    texts: `day by the Bosphorus | Boğaz'da bir gün | ein Tag am Bosporus | une journée au bord du Bosphore | un día en el Bósforo | una giornata sul Bosforo | день на Босфоре | يوم على البوسفور | یک روز کنار بسفر | 博斯普鲁斯海峡一日 | ボスポラス海峡で一日 | 보스포루스에서 하루`,
  },
  {
    is: 'a day for nothing with little walking has no ticket in it',
    fewest: 4,
    holds: (stops) => {
      for (const { place } of stops) {
        const admission = knowledge.fact(place, 'admission')?.value;
        assert.ok(admission === undefined || admission === 'free', `${place.id}: ${String(admission)}`);
      }
    },
    texts: `free day plan without much walking | ücretsiz bir günlük plan, az yürüyüş | kostenloser Tagesplan, wenig laufen | plan d'une journée gratuite, peu de marche | plan gratis de un día, caminar poco | piano gratis di un giorno, camminare poco | бесплатный план на день, мало ходить | خطة يوم مجانية بدون مشي كثير | برنامه یک روزه رایگان با پیاده‌روی کم | 免费的一天行程，少走路 | 無料の一日プラン、あまり歩かない | 무료 하루 일정, 많이 걷지 않게`,
  },
];

suite('plans that are asked for in twelve languages', () => {
  for (const { is: name, fewest, holds, texts } of ASKED) {
    test(name, async () => {
      for (const [index, text] of texts.split(' | ').entries()) {
        const language = LANGUAGES[index] as Language;
        const answer = await ask(text, { profileLanguage: language });
        const stops = assertSound(answer, language, fewest);
        try {
          holds?.(stops, answer);
        } catch (error) {
          throw new Error(`"${text}" got: ${answer.text}`, { cause: error });
        }
      }
    });
  }
});

test('three days have three different parts, each with meals and a map', async () => {
  const answer = await ask('three days in Istanbul');
  const stops = assertSound(answer, 'en', 14);
  assert.deepEqual([...new Set(stops.map(({ day }) => day))], [0, 1, 2]);
  assert.equal(answer.text.match(/maps\/dir/gu)?.length, 3);
  for (const meal of ['lunch', 'dinner'] as const) {
    assert.equal(stops.filter((stop) => stop.meal === meal).length, 3, answer.text);
  }
});

test('a plan begins where the person is, and says that more than three days are too many', async () => {
  const near = await ask('one day', { point: KADIKOY });
  assertSound(near, 'en', 5);
  const [, line = ''] = near.text.split('\n');
  assert.match(line, /\d+ min/u, 'the way from the person to the first stop is told');
  const far = await ask('one day');
  assert.doesNotMatch(far.text.split('\n')[1] ?? '', /\d+ min/u, far.text);
  const many = await ask('plan five days in Istanbul');
  assert.ok(many.text.includes(phrase('en', 'plan:fewer')), many.text);
});

test('who asks late in the day gets a plan for tomorrow; who asks for breakfast begins with it', async () => {
  const late = await ask('one day in Istanbul', { at: new Date('2026-12-01T19:00:00+03:00') });
  assert.match(late.text, /Wednesday 2 December/u);
  const early = await ask('plan a day with breakfast', { at: new Date('2026-12-01T07:00:00+03:00') });
  const [first] = assertSound(early, 'en', 5);
  assert.equal(first?.meal, 'breakfast', early.text);
});

test('hours, a weekend and a named place are kept', async () => {
  const short = await ask('I have 4 hours in Sultanahmet, no mosques');
  const stops = assertSound(short, 'en', 3);
  for (const { place, minute } of stops) {
    assert.ok(!is(place, 'mosque'), place.id);
    assert.ok(minute < 600 + 4 * 60, short.text);
  }
  const weekend = await ask('a weekend in Istanbul with kids');
  assert.match(weekend.text, /Saturday 5 December/u);
  assert.match(weekend.text, /Sunday 6 December/u);
  const named = await ask('plan a day around the Blue Mosque');
  assert.ok(
    named.places.some(({ id }) => id === 'blue-mosque'),
    named.text,
  );
});

test('a plan is changed by what is said next, and keeps what was said before', async () => {
  const history: PastTurn[] = [
    { text: 'one day with kids', at: new Date(NOW), language: 'en', intent: 'plan', places: [] },
  ];
  const answer = await ask('no museums', { history });
  const stops = assertSound(answer, 'en', 4);
  for (const { place } of stops) assert.ok(!is(place, 'museum', 'bar', 'hammam'), place.id);
  for (const wish of ['kids', 'no_museums']) {
    assert.ok(answer.text.includes(phrase('en', `plan:wish.${wish}`)), answer.text);
  }
});

test('a wish that nothing fits is dropped, and the plan says which', async () => {
  const answer = await ask('one day by the Bosphorus, indoors, free, no mosques, little walking');
  assert.equal(answer.intent, 'plan');
  const said = phrase('en', 'plan:loosened', { wishes: '|' }).split('|')[0] ?? '';
  assert.ok(answer.text.includes(said), answer.text);
  assert.ok(answer.places.length > 0, answer.text);
});

test('a question about hours, a way or the weather is no plan', async () => {
  for (const [text, intent] of [
    ['is Hagia Sophia open in the evening', 'hours'],
    ['how do I get to Kadıköy this evening', 'route'],
    ['will it rain tomorrow', 'off_topic'],
    ['kebab near me', 'nearby'],
  ] as const) {
    assert.equal((await ask(text)).intent, intent, text);
  }
});
