import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createAnswering } from '../../src/answering.ts';
import { readConfig } from '../../src/config.ts';
import { phrase } from '../../src/engine/compose/phrases.ts';
import type { Answer } from '../../src/engine/types.ts';
import { LANGUAGES, type Language } from '../../src/messages.ts';

const { engine } = await createAnswering(readConfig({}));
const CONTACT = 'help@example.org';
const staffed = await createAnswering(readConfig({ OPERATOR_NAME: 'Ada', OPERATOR_CONTACT: CONTACT }));

function ask(text: string, profileLanguage?: Language, from = engine): Promise<Answer> {
  return from.answer({
    text,
    at: new Date('2026-12-01T10:00:00+03:00'),
    history: [],
    turnId: '0'.repeat(24),
    ...(profileLanguage ? { profileLanguage } : {}),
  });
}

const TALK: Record<string, string> = {
  greeting: `hello | merhaba | hallo | bonjour | hola | ciao | привет | مرحبا | سلام | 你好 | こんにちは | 안녕하세요`,
  thanks: `thanks | teşekkürler | danke | merci | gracias | grazie | спасибо | شكرا | ممنون | 谢谢 | ありがとう | 감사합니다`,
  bye: `goodbye | hoşça kal | tschüss | au revoir | adiós | arrivederci | до свидания | مع السلامة | خداحافظ | 再见 | さようなら | 안녕히 계세요`,
  howAreYou: `how are you | nasılsın | wie geht es dir | comment ça va | qué tal | come stai | как дела | كيف حالك | حالت چطوره | 你好吗 | 元気ですか | 어떻게 지내요`,
  joke: `tell me a joke | fıkra anlat | erzähl einen witz | raconte une blague | cuéntame un chiste | raccontami una barzelletta | расскажи анекдот | احك لي نكتة | یک جوک بگو | 讲个笑话 | 冗談を言って | 농담 해줘`,
  weather: `weather tomorrow | hava durumu | wetter morgen | météo demain | pronóstico del tiempo | meteo domani | погода завтра | طقس الغد | هواشناسی فردا | 明天天气 | 明日の天気 | 내일 날씨`,
};

suite('small talk is answered kindly, shortly, and leads back to the city', () => {
  for (const [talk, texts] of Object.entries(TALK)) {
    test(talk, async () => {
      for (const [index, text] of texts.split(' | ').entries()) {
        const language = LANGUAGES[index] as Language;
        const answer = await ask(text, language);
        const told = `"${text}" got (${answer.intent}, ${answer.language}): ${answer.text}`;
        assert.equal(answer.text, phrase(language, `talk:${talk}`), told);
        assert.ok(answer.text.length <= 200, told);
      }
    });
  }
});

test('an insult is met calmly, and tells how people are reached', async () => {
  for (const text of ['you idiot', 'you are stupid']) {
    assert.equal((await ask(text)).text, phrase('en', 'talk:insult'));
  }
  const answer = await ask('you are stupid', 'en', staffed.engine);
  assert.equal(answer.intent, 'complaint');
  assert.ok(answer.text.includes(CONTACT), answer.text);
});

test('a complaint is said sorry for, with the thumb down and the operator’s contact', async () => {
  for (const [text, language] of [
    ['that was wrong', 'en'],
    ['das war falsch', 'de'],
    ['это было неверно', 'ru'],
    ['هذا خطأ', 'ar'],
    ['你说错了', 'zh'],
  ] as const) {
    const answer = await ask(text, language, staffed.engine);
    assert.equal(answer.intent, 'complaint', `${text}: ${answer.text}`);
    assert.ok(answer.text.includes('👎') && answer.text.includes(CONTACT), answer.text);
    assert.ok(answer.text.length <= 300, answer.text);
  }
});

test('who wants a person is given the contact, or told that there is none', async () => {
  for (const text of ['human please', 'I want to talk to a human', 'insanla konuşmak istiyorum', '转人工']) {
    const answer = await ask(text, undefined, staffed.engine);
    assert.equal(answer.intent, 'human', `${text}: ${answer.text}`);
    assert.ok(answer.text.includes(CONTACT), answer.text);
    const { language, text: without } = await ask(text);
    assert.equal(without, phrase(language, 'answer:humanNone'));
  }
});
