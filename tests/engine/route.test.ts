import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { createEngine } from '../../src/engine/engine.ts';
import type { Answer, PastTurn, Question } from '../../src/engine/types.ts';
import { loadKnowledge } from '../../src/knowledge/knowledge.ts';
import { LANGUAGES, type Language } from '../../src/messages.ts';

/** Wednesday, 12:00 in Istanbul, and 03:30 the night before. */
const NOON = new Date('2026-11-25T09:00:00Z');
const NIGHT = new Date('2026-11-25T00:30:00Z');
/** On Taksim square, and in Munich. */
const TAKSIM = { lat: 41.037, lon: 28.985 };
const MUNICH = { lat: 48.1, lon: 11.5 };

const knowledge = await loadKnowledge(fileURLToPath(new URL('../../cities/istanbul', import.meta.url)));
const engine = createEngine({ knowledge });

async function ask(text: string, more: Partial<Question> = {}): Promise<Answer> {
  return engine.answer({ text, at: NOON, history: [], turnId: 'turn', ...more });
}

function turn(text: string, places: string[], intent: PastTurn['intent'] = 'place'): PastTurn {
  return { text, at: NOON, language: 'en', intent, places };
}

const FROM_SULTANAHMET_TO_TAKSIM: Record<Language, string> = {
  en: 'how do i get from Sultanahmet to Taksim',
  tr: "Sultanahmet'ten Taksim'e nasıl giderim",
  de: 'wie komme ich von Sultanahmet nach Taksim',
  fr: 'comment aller de Sultanahmet à Taksim',
  es: 'cómo llego de Sultanahmet a Taksim',
  it: 'come arrivo da Sultanahmet a Taksim',
  ru: 'как доехать от Султанахмета до Таксима',
  ar: 'كيف أذهب من السلطان أحمد إلى تقسيم',
  fa: 'چطور از سلطان احمد به تقسیم بروم',
  zh: '从苏丹艾哈迈德到塔克西姆怎么走',
  ja: 'スルタンアフメットからタクシムまでどう行きますか',
  ko: '술탄아흐메트에서 탁심까지 어떻게 가나요',
};

for (const language of LANGUAGES) {
  test(`the way from Sultanahmet to Taksim is told in ${language}, with its legs`, async () => {
    const answer = await ask(FROM_SULTANAHMET_TO_TAKSIM[language]);
    assert.equal(answer.intent, 'route');
    assert.equal(answer.language, language);
    assert.deepEqual(answer.route, {
      legs: [
        {
          mode: 'tram',
          line: 'T1',
          from: 'Sultanahmet',
          to: 'Kabataş',
          towards: 'Kabataş',
          stops: 7,
          minutes: 16,
        },
        {
          mode: 'funicular',
          line: 'F1',
          from: 'Kabataş',
          to: 'Taksim',
          towards: 'Taksim',
          stops: 1,
          minutes: 3,
        },
      ],
      minutes: 25,
      transfers: 1,
    });
    for (const word of ['T1', 'F1', 'Sultanahmet', 'Kabataş', 'Taksim']) {
      assert.ok(answer.text.includes(word), `${word} is in: ${answer.text}`);
    }
    const digits = new Intl.NumberFormat(language, { useGrouping: false });
    for (const number of [7, 16, 3, 25]) {
      assert.ok(answer.text.includes(digits.format(number)), `${number} is in: ${answer.text}`);
    }
    assert.ok(answer.text.length <= 300);
    assert.doesNotMatch(answer.text, /\{\{|undefined|route:/);
    assert.ok(answer.grounded);
  });
}

test('the English text is short and plain', async () => {
  const { text } = await ask(FROM_SULTANAHMET_TO_TAKSIM.en);
  assert.equal(
    text,
    'Tram T1 from Sultanahmet to Kabataş (towards Kabataş, 7 stops, 16 min), then funicular F1 to Taksim (1 stop, 3 min). About 25 min in all.',
  );
});

test('the sources of a way are the documents of its lines, with their dates', async () => {
  const { sources } = await ask(FROM_SULTANAHMET_TO_TAKSIM.en);
  for (const fact of ['T1.stops', 'T1.minutes', 'T1.hours', 'F1.stops']) {
    const source = sources.find((each) => each.fact === fact);
    assert.ok(source?.url, fact);
    assert.match(source.checkedOn, /^2025-12-09$|^2026-06-28$/);
  }
});

test('from where the person stands to the place named, walks told', async () => {
  const { route, text, wantsLocation } = await ask('how do I get to Hagia Sophia', { point: TAKSIM });
  assert.equal(wantsLocation, false);
  assert.equal(route?.legs.at(-1)?.mode, 'walk');
  assert.equal(route?.legs.at(-1)?.to, 'Ayasofya');
  assert.deepEqual(
    route?.legs
      .filter(({ mode }) => mode === 'walk')
      .map(({ line, towards, stops }) => [line, towards, stops]),
    route?.legs.filter(({ mode }) => mode === 'walk').map(() => ['', '', 0]),
  );
  assert.match(text, /walk \d+ min/);
});

test('without a beginning it names the stops at the end, and asks for the place or the location', async () => {
  const { text, route, wantsLocation } = await ask('how do I get to Hagia Sophia');
  assert.equal(route, undefined);
  assert.equal(wantsLocation, true);
  assert.match(text, /Sultanahmet \(T1/);
  assert.match(text, /Where do you start\?/);
});

test('without an end it asks where to', async () => {
  for (const text of ['how can I go from Taksim?', 'which way?', 'how do I get there?']) {
    const answer = await ask(text, { point: TAKSIM });
    assert.equal(answer.route, undefined, text);
    if (answer.intent === 'route') assert.match(answer.text, /Where to\?/);
  }
});

test('a person outside the city is told so, and asked where the way begins', async () => {
  const { text, route } = await ask('how do I get to Hagia Sophia', { point: MUNICH });
  assert.equal(route, undefined);
  assert.match(text, /outside Istanbul.*Where do you start\?/s);
});

test('"how do I get there" goes to the place of the turn before, from here or from the place named', async () => {
  const history = [turn('tell me about Hagia Sophia', ['hagia-sophia'])];
  const here = await ask('how do I get there', { history, point: TAKSIM });
  assert.equal(here.intent, 'route');
  assert.equal(here.places[0]?.id, 'hagia-sophia');
  assert.equal(here.route?.legs.at(-1)?.to, 'Ayasofya');
  const named = await ask('how do I get there from Kadıköy', { history });
  assert.equal(named.route?.legs.at(-1)?.to, 'Ayasofya');
  assert.ok(named.route?.legs.some(({ line }) => line === 'Marmaray'));
});

test('a place named in answer to "where do you start?" is the beginning', async () => {
  const asked = 'how do I get to Hagia Sophia';
  const first = await ask(asked);
  const history = [
    turn(
      asked,
      first.places.map(({ id }) => id),
      'route',
    ),
  ];
  for (const text of ['Taksim', 'from Taksim']) {
    const { route, places } = await ask(text, { history });
    assert.equal(route?.legs[0]?.from, 'Taksim', text);
    assert.equal(places[0]?.id, 'hagia-sophia', text);
  }
});

test('after a way was told, a place alone is asked about, and "and to" goes on from the same beginning', async () => {
  const history = [turn('how do I get from Taksim to Hagia Sophia', ['hagia-sophia'], 'route')];
  assert.equal((await ask('Galata Tower', { history })).intent, 'place');
  const { route } = await ask('and to Kadıköy?', { history });
  assert.equal(route?.legs[0]?.from, 'Taksim');
  assert.equal(route?.legs.at(-1)?.to, 'Kadıköy');
});

test('at night it says what does not run and when it begins', async () => {
  const { text, route } = await ask('how do i get from Taksim to Kadıköy', { at: NIGHT });
  assert.ok(route);
  assert.match(text, /Not running at that hour; first service: M2 05:57, Marmaray 06:00, M4 06:00\./);
  assert.ok(text.length <= 300);
});

test('a way without steps says what is known and what is not', async () => {
  const { text } = await ask('from Taksim to Sultanahmet with a wheelchair');
  assert.match(text, /Step-free: Taksim, Kabataş\./);
  assert.match(text, /not known: Sultanahmet\./);
});

test('a place far from every stop is told with its distance', async () => {
  const { text, route } = await ask('how do I get from Taksim to Şile');
  assert.ok(route);
  assert.match(text, /Şile is 3\d(?:\.\d)? km away as the crow flies: take a taxi/);
  assert.ok(text.length <= 300);
});

test('what is near is walked to', async () => {
  const { text, route } = await ask('from Sultanahmet square to Hagia Sophia');
  assert.deepEqual(
    route?.legs.map(({ mode }) => mode),
    ['walk'],
  );
  assert.match(text, /^On foot: \d+ m, about \d+ min\.$/);
});

test('the airport is the one with flights, unless another is named', async () => {
  const main = await ask('how do I get from the airport to Taksim');
  assert.deepEqual(
    main.route?.legs.map(({ line }) => line),
    ['M11', 'M2'],
  );
  const second = await ask('from Sabiha Gökçen airport to Kadıköy');
  assert.deepEqual(
    second.route?.legs.map(({ line }) => line),
    ['M4'],
  );
});

test('the ferry that is asked for is taken', async () => {
  const { route } = await ask('from Kadıköy to Eminönü by ferry');
  assert.deepEqual(
    route?.legs.map(({ mode }) => mode),
    ['ferry'],
  );
});

test('after a long walk it says that city buses are not known', async () => {
  const { text } = await ask('from Ortaköy to Taksim');
  assert.match(text, /On foot: .*no city buses/);
});

test('a seldom ferry is told with how seldom it goes', async () => {
  const { text } = await ask('from Bostancı to Büyükada');
  assert.match(text, /[Ff]erry from Bostancı İskelesi to Büyükada İskelesi/);
  assert.match(text, /about every \d+ min/);
});

test('no way in any language is longer than a message may be', async () => {
  const ends = ['Beylikdüzü', 'Büyükada', 'Şile', 'Balat'];
  const pattern: Record<Language, (from: string, to: string) => string> = {
    en: (from, to) => `how do I get from ${from} to ${to}`,
    tr: (from, to) => `from ${from} to ${to} nasıl giderim`,
    de: (from, to) => `wie komme ich von ${from} nach ${to}`,
    fr: (from, to) => `comment aller de ${from} à ${to}`,
    es: (from, to) => `cómo llego de ${from} a ${to}`,
    it: (from, to) => `come arrivo da ${from} a ${to}`,
    ru: (from, to) => `как доехать от ${from} до ${to}`,
    ar: (from, to) => `كيف أذهب من ${from} إلى ${to}`,
    fa: (from, to) => `چطور از ${from} به ${to} بروم`,
    zh: (from, to) => `从${from}到${to}怎么走`,
    ja: (from, to) => `${from}から${to}までどう行きますか`,
    ko: (from, to) => `${from}에서 ${to}까지 어떻게 가나요`,
  };
  for (const language of LANGUAGES) {
    for (const from of ends) {
      for (const to of ends) {
        if (from === to) continue;
        const question = pattern[language](from, to);
        const answer = await ask(question, { at: NIGHT });
        assert.ok(answer.text.length <= 300, `${answer.text.length}: ${answer.text}`);
        assert.ok(answer.route, `${question}: ${answer.text}`);
        assert.doesNotMatch(answer.text, /\{\{|undefined/);
      }
    }
  }
});

test('what has closed by the time one gets there is told with the day on which it runs again', async () => {
  const answer = await ask('istanbul airport to sultanahmet', { at: new Date('2026-06-11T23:50:00+03:00') });
  assert.match(answer.text, /Not running at that hour; first service: M2 Friday 05:57/u);
  const ferry = await ask('üsküdar to ortaköy', { at: new Date('2026-06-13T14:00:00+03:00') });
  assert.match(ferry.text, /first service: Ortaköy–Üsküdar–Kadıköy Sunday 10:05/u);
});

/** The last departure from Taksim to Levent, in the order of `LANGUAGES`. */
const LAST =
  'last metro taksim to levent | son metro taksimden levente | letzte Bahn von Taksim nach Levent | dernier métro de Taksim à Levent | último metro de Taksim a Levent | ultima metro da Taksim a Levent | последнее метро от Таксима до Левента | آخر مترو من تقسيم إلى ليفنت | آخرین مترو از تقسیم به لونت | 从塔克西姆到Levent的末班地铁 | タクシムからLeventの終電 | 탁심에서 Levent까지 막차 지하철';

test('a way says the first and last departure where they are asked for', async () => {
  for (const [index, text] of LAST.split(' | ').entries()) {
    const language = LANGUAGES[index] as Language;
    const answer = await ask(text, { profileLanguage: language });
    const told = `"${text}" got: ${answer.text}`;
    assert.equal(answer.intent, 'route', told);
    assert.match(answer.text, language === 'fa' ? /۲۳:۵۹/u : /23:59/u, told);
    assert.ok(answer.text.length <= 300, told);
    assert.ok(
      answer.sources.some(({ fact }) => fact === 'M2.hours'),
      told,
    );
  }
  assert.doesNotMatch((await ask('metro taksim to levent')).text, /23:59/u);
});

test('a line, a stop or a kind of vehicle is told with its first and last departure', async () => {
  const expected: [string, RegExp][] = [
    ['last metro from taksim tonight', /M2 05:57–23:59/u],
    ['first tram from kabatas in the morning', /T1 06:00–23:36/u],
    ['M11 last train from airport', /M11 06:00–00:40/u],
    ['what time does the metro close', /M2 05:57–23:59/u],
    ['metro saatleri', /M2 05:57–23:59/u],
    ['son vapur kaçta', /Kadıköy 07:05–20:25/u],
    ['dernier ferry', /Kadıköy 07:05–20:25/u],
    ['is marmaray 24h', /Marmaray 06:00–23:20/u],
    ['does the metrobus run all night', /Metrobüs open 24 hours/u],
    ['last ferry from büyükada to kabataş', /Kabataş 05:45–21:45/u],
    ['taksim metro station', /T2 07:00–22:00/u],
  ];
  const point = { lat: 41.0082, lon: 28.9784 };
  for (const [text, hours] of expected) {
    const answer = await ask(text, { point });
    assert.match(answer.text, hours, `"${text}"`);
    assert.ok(answer.text.length <= 300, text);
  }
  const card = await ask('M11 last train from airport', { point });
  assert.ok(card.sources.some(({ fact }) => fact === 'M11.hours'));
  const near = await ask('tram stop close to me', { point });
  assert.ok(near.places.length > 1);
});
