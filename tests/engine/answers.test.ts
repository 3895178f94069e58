import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createAnswering } from '../../src/answering.ts';
import { readConfig } from '../../src/config.ts';
import { phrase } from '../../src/engine/compose/phrases.ts';
import type { Answer, PastTurn, Question } from '../../src/engine/types.ts';
import type { Place } from '../../src/knowledge/types.ts';
import { LANGUAGES, type Intent, type Language } from '../../src/messages.ts';
import { ASKED, AROUND, type Asked } from './questions.ts';

const { engine, knowledge } = await createAnswering(readConfig({}));
const NOW = '2026-05-13T14:00:00+03:00';
/** Most characters of an answer (design, section 7). */
const MOST: Partial<Record<Intent, number>> = { nearby: 160, place: 160, hours: 160, plan: 1_024 };
/** Fewest characters of nineteen in twenty answers about places; two thirds where a character says more. */
const LEAST = (language: Language): number => (['zh', 'ja', 'ko'].includes(language) ? 66 : 100);

function ask(text: string, more: Partial<Question> = {}): Promise<Answer> {
  return engine.answer({ text, at: new Date(NOW), history: [], turnId: '0'.repeat(24), ...more });
}

/** What was said before, with the answers that it got. */
async function after(texts: string[], more: Partial<Question> = {}): Promise<PastTurn[]> {
  const history: PastTurn[] = [];
  for (const text of texts) {
    const { language, intent, places } = await ask(text, { ...more, history });
    history.push({ text, at: new Date(NOW), language, intent, places: places.map(({ id }) => id) });
  }
  return history;
}

function placesOf({ places }: Answer): Place[] {
  return places.map(({ id }) => {
    const place = knowledge.place(id);
    assert.ok(place, `${id} is in no pack`);
    return place;
  });
}

/** What holds of each answer, whatever was asked. */
function assertSound(text: string, answer: Answer, language: Language): void {
  const told = `"${text}" got (${answer.intent}, ${answer.language}): ${answer.text}`;
  assert.equal(answer.language, language, told);
  assert.equal(answer.grounded, true);
  assert.ok(answer.text.length <= (MOST[answer.intent] ?? 300), `${answer.text.length} characters: ${told}`);
  assert.doesNotMatch(answer.text, /\{\{|undefined|\bnull\b|\[object|answer:|kind:/u, told);
  for (const place of placesOf(answer)) {
    const forms = Object.values(place.name).map((name) => name?.replace(/ ?\([^)]*\)$/u, '') ?? '');
    assert.ok(
      forms.some((form) => form !== '' && answer.text.includes(form)),
      `${place.id} is not named: ${told}`,
    );
  }
}

/** Whether the answer says that no place of the kind is known, or none near. */
function saysMissing(answer: Answer, { category }: Asked): boolean {
  const { language } = answer;
  const what = phrase(language, `kinds:${category ?? 'any'}`);
  const said = ['missing', 'missingNear', 'tooFar', 'elsewhere', 'noMatch'].map((key) =>
    phrase(language, `answer:${key}`, { what, limit: '|', items: '|', area: '|' })
      .split('|')[0]
      ?.slice(0, 12),
  );
  const lower = answer.text.toLocaleLowerCase(language);
  return said.some((start) => start && lower.includes(start.toLocaleLowerCase(language)));
}

function assertRight(asked: Asked, text: string, answer: Answer): void {
  const told = `"${text}" got (${answer.intent}): ${answer.text}`;
  const places = placesOf(answer);
  if (asked.intent) assert.equal(answer.intent, asked.intent, told);
  if (asked.says) assert.ok(answer.text.includes(asked.says) || hasDigits(answer.text, asked.says), told);
  if (asked.place) assert.equal(places[0]?.id, asked.place, told);
  if (asked.district) for (const { district } of places) assert.equal(district, asked.district, told);
  if (asked.open) {
    const at = new Date(asked.now ?? NOW);
    assert.ok(places.length > 0, told);
    for (const place of places) assert.equal(knowledge.openState(place, at).state, 'open', told);
  }
  if (asked.closed) {
    const words = ['closedOn', 'closedToday'].map((key) =>
      phrase(answer.language, `answer:${key}`, { day: '' }).replace(/^[\s:：,、，]+/u, ''),
    );
    assert.ok(
      words.some((word) => answer.text.toLowerCase().includes(word.toLowerCase())),
      told,
    );
  }
  const { category } = asked;
  if (category && !saysMissing(answer, asked)) {
    assert.ok(places.length > 0, told);
    for (const { categories, facts } of places) {
      const isOnMenu = facts.some(({ field }) => field === 'dish');
      assert.ok(categories.includes(category) || isOnMenu, `not ${category}: ${told}`);
    }
  }
}

/** Persian writes the digits of its own. */
function hasDigits(text: string, wanted: string): boolean {
  return text.includes(wanted.replace(/\d/gu, (digit) => String.fromCodePoint(0x6f0 + Number(digit))));
}

suite('what tourists ask in twelve languages', () => {
  for (const asked of ASKED) {
    test(asked.is, async () => {
      const texts = asked.texts.split(' | ');
      assert.equal(texts.length, LANGUAGES.length);
      for (const [index, text] of texts.entries()) {
        const language = LANGUAGES[index] as Language;
        const points = asked.at || asked.category !== undefined ? [asked.at] : AROUND;
        for (const point of asked.category !== undefined && !asked.at ? AROUND : points) {
          const answer = await ask(text.trim(), {
            at: new Date(asked.now ?? NOW),
            profileLanguage: language,
            ...(point ? { point } : {}),
          });
          assertSound(text, answer, language);
          assertRight(asked, text, answer);
        }
      }
    });
  }
});

test('nineteen answers about places in twenty say as much as there is room for', async () => {
  let all = 0;
  const short: string[] = [];
  for (const asked of ASKED) {
    for (const [index, text] of asked.texts.split(' | ').entries()) {
      const language = LANGUAGES[index] as Language;
      for (const point of asked.at ? [asked.at] : AROUND) {
        const answer = await ask(text, { profileLanguage: language, ...(point ? { point } : {}) });
        if (!['nearby', 'place', 'hours'].includes(answer.intent) || answer.places.length === 0) continue;
        all += 1;
        if (answer.text.length < LEAST(language)) short.push(`${language} ${answer.text}`);
      }
    }
  }
  assert.ok(all > 500);
  assert.ok(
    short.length <= all / 20,
    `${short.length} of ${all} are short:\n${short.slice(0, 20).join('\n')}`,
  );
});

suite('what follows', () => {
  test('"cheaper?" is honest about prices and helps on', async () => {
    for (const [before, text] of [
      ['restaurants in kadikoy', 'cheaper?'],
      ['kadıköyde restoran', 'daha ucuzu?'],
      ['卡德柯伊餐厅', '便宜点的？'],
    ] as const) {
      const history = await after([before]);
      const answer = await ask(text, { history });
      const shown = new Set(history.flatMap(({ places }) => places));
      const cheap = placesOf(answer).filter((place) => {
        const level = knowledge.fact(place, 'price_level')?.value;
        return typeof level === 'number' && level <= 2;
      });
      const isHonest = answer.text.startsWith(phrase(answer.language, 'answer:noPrices'));
      assert.ok(isHonest || cheap.length === answer.places.length, answer.text);
      assert.ok(answer.places.length > 0, answer.text);
      for (const { id } of answer.places) assert.ok(!shown.has(id), answer.text);
    }
  });

  test('"another one" never ends in silence and shows nothing twice', async () => {
    for (const [first, next] of [
      ['kebab near galata tower', 'another one'],
      ['кебаб возле галатской башни', 'ещё'],
      ['museums in beyoglu', 'another one'],
    ] as const) {
      let history = await after([first]);
      for (let turn = 0; turn < 3; turn += 1) {
        const answer = await ask(next, { history });
        assert.ok(answer.places.length > 0, answer.text);
        const seen = new Set(history.flatMap(({ places }) => places));
        for (const { id } of answer.places) assert.ok(!seen.has(id), `${id} again: ${answer.text}`);
        const { language, intent, places } = answer;
        history = [
          ...history,
          { text: next, at: new Date(NOW), language, intent, places: places.map(({ id }) => id) },
        ].slice(-3);
      }
    }
  });

  test('the place that was shown is meant by its hours, its price, its surroundings', async () => {
    for (const [before, text, intent] of [
      ['topkapi palace', 'open on monday?', 'hours'],
      ['topkapı sarayı', 'pazartesi açık mı', 'hours'],
      ['дворец топкапы', 'в понедельник открыт?', 'hours'],
      ['topkapi palace', 'how much is it', 'place'],
      ['トプカプ宮殿', '月曜は開いてる？', 'hours'],
    ] as const) {
      const answer = await ask(text, { history: await after([before]) });
      assert.equal(answer.intent, intent, answer.text);
      assert.equal(answer.places[0]?.id, 'topkapi-palace', answer.text);
    }
    const near = await ask('and food near there?', { history: await after(['blue mosque']) });
    assert.ok(
      placesOf(near).every(({ categories }) => categories.includes('restaurant')),
      near.text,
    );
  });
});

suite('one thing about a place', () => {
  const cases: [string, string, string][] = [
    ['galata tower price', 'galata-tower', 'price'],
    ['was kostet der galataturm', 'galata-tower', 'price'],
    ['when was hagia sophia built', 'hagia-sophia', 'built'],
    ['do i need a headscarf for the blue mosque', 'blue-mosque', 'dress_code'],
    ['how long does topkapi take', 'topkapi-palace', 'visit_minutes'],
    ['website of topkapi', 'topkapi-palace', 'website'],
  ];
  for (const [text, id, field] of cases) {
    test(`"${text}" is told from ${field}`, async () => {
      const answer = await ask(text);
      assert.equal(answer.places[0]?.id, id, answer.text);
      const { value } = knowledge.fact(knowledge.place(id) as Place, field) ?? {};
      assert.notEqual(value, undefined, 'the pack has the fact');
      assert.ok(
        answer.sources.some(({ fact }) => fact === `${id}.${field}`),
        answer.text,
      );
    });
  }

  test('what no document tells is said to be unknown, never guessed', async () => {
    for (const text of [
      'phone number of hamdi',
      'is hamdi halal',
      'does ciya have vegan food',
      'is hamdi expensive',
    ]) {
      const answer = await ask(text);
      assert.match(answer.text, /no checked/u, text);
    }
    for (const text of ['is taksim safe at night', 'es seguro taksim de noche', 'タクシムは夜危ない？']) {
      const answer = await ask(text);
      assert.equal(answer.text, phrase(answer.language, 'answer:safety'), text);
    }
  });

  test('a name of two forms does not repeat itself', async () => {
    for (const place of knowledge.places) {
      const answer = await ask('', { about: place.id });
      const [{ name } = { name: '' }] = answer.places;
      const forms = name.split(' / ');
      assert.ok(forms.length < 2 || !forms[1]?.startsWith(`${forms[0]} (`), name);
      const where = /\([^)]*\)$/u.exec(forms[0] ?? '')?.[0];
      assert.ok(forms.length < 2 || !where || !forms[1]?.endsWith(where), name);
    }
  });
});
