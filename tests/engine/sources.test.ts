import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAnswering } from '../../src/answering.ts';
import { readConfig } from '../../src/config.ts';
import { phrase } from '../../src/engine/compose/phrases.ts';
import type { Answer, PastTurn } from '../../src/engine/types.ts';
import { LANGUAGES, type Language } from '../../src/messages.ts';

const { engine, knowledge } = await createAnswering(readConfig({}));
const AT = new Date('2026-12-01T10:00:00+03:00');

function ask(text: string, history: PastTurn[] = []): Promise<Answer> {
  return engine.answer({ text, at: AT, history, turnId: '0'.repeat(24) });
}

async function after(text: string): Promise<{ answer: Answer; history: PastTurn[] }> {
  const answer = await ask(text);
  const { language, intent, places } = answer;
  return { answer, history: [{ text, at: AT, language, intent, places: places.map(({ id }) => id) }] };
}

/** A question about hours, and who asks how that is known, in the order of `LANGUAGES`. */
const ASKED = `Hagia Sophia hours = how do you know? | Ayasofya kaçta açılıyor = kaynak? | Wann öffnet die Hagia Sophia? = Woher weißt du das? | horaires de Sainte-Sophie = quelle est la source ? | horario de Santa Sofía = ¿cómo lo sabes? | orari di Santa Sofia = come lo sai? | часы работы Айя-Софии = откуда ты знаешь? | متى تفتح آيا صوفيا = ما المصدر؟ | ساعت کار ایاصوفیه = از کجا می‌دانی؟ | 圣索菲亚几点开门 = 你怎么知道？ | アヤソフィアの営業時間 = 出典は？ | 아야소피아 영업시간 = 출처가 뭐예요?`;

test('"how do you know?" names the documents behind the answer before, with their dates, in twelve languages', async () => {
  for (const [index, pair] of ASKED.split(' | ').entries()) {
    const language = LANGUAGES[index] as Language;
    const [question = '', how = ''] = pair.split(' = ');
    const { answer: first, history } = await after(question);
    const answer = await ask(how, history);
    const told = `"${question}", "${how}" got (${answer.intent}, ${answer.language}): ${answer.text}`;
    assert.equal(answer.language, language, told);
    assert.equal(answer.intent, 'about', told);
    assert.ok(answer.text.length <= 300, told);
    assert.deepEqual(answer.sources, first.sources, told);
    const hours = first.sources.find(({ fact }) => fact.endsWith('.opening_hours'));
    assert.ok(hours, told);
    const document = Object.values(knowledge.sources).find(({ url }) => url === hours.url);
    const name =
      document?.title
        .split(/[:;(,]/u)[0]
        ?.trim()
        .slice(0, 40) ?? '';
    assert.ok(answer.text.includes(name), `no ${name}: ${told}`);
    const year = new Intl.DateTimeFormat(`${language}-u-ca-gregory`, { year: 'numeric' })
      .format(new Date(hours.checkedOn))
      .replace(/[^\p{Nd}]/gu, '');
    assert.ok(answer.text.includes(year), `no ${year}: ${told}`);
  }
});

test('it names what a way and a card come from as well', async () => {
  for (const [text, some] of [
    ['how do I get from Taksim to Kadıköy', /M2|metrob|Rail|Metro/u],
    ['when can I buy alcohol', /vapeast\.com/u],
  ] as const) {
    const { history, answer: first } = await after(text);
    const answer = await ask('source?', history);
    assert.match(answer.text, some, answer.text);
    assert.deepEqual(answer.sources, first.sources);
  }
});

test('after small talk it says that there was nothing to prove, and without a turn before, what the guide is', async () => {
  const { history } = await after('hello');
  assert.equal((await ask('how do you know?', history)).text, phrase('en', 'source:none'));
  assert.equal((await ask('how do you know?')).intent, 'about');
});
