import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { test } from 'node:test';
import { CITY } from '../../src/city.ts';
import { loadKnowledge } from '../../src/knowledge/knowledge.ts';
import { answersOf, type Answer } from '../../eval/answers.ts';
import { Grounds } from '../../eval/grounded.ts';
import { judge } from '../../eval/judge.ts';
import { readLines } from '../../eval/pack.ts';
import { readQuestions, type Question } from '../../eval/questions.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const knowledge = await loadKnowledge(CITY);
const grounds = new Grounds(knowledge, readLines());
const questions = readQuestions();
const asked = ['hours-en-2', 'places-ja-2', 'routes-de-1'].map((id) => {
  const question = questions.find((each) => each.id === id);
  assert.ok(question, id);
  return question;
});
const answers = await answersOf(asked);

function answerTo(index: number): { question: Question; answer: Answer } {
  const question = asked[index];
  const answer = answers.get(question?.id ?? '');
  assert.ok(question && answer);
  return { question, answer };
}

test('the set has all kinds of questions in all languages, each id once and none that was learned from', () => {
  assert.ok(questions.length >= 450, String(questions.length));
  assert.equal(new Set(questions.map(({ id }) => id)).size, questions.length);
  const kinds = new Set(questions.map(({ kind }) => kind));
  for (const kind of kinds) {
    const languages = new Set(questions.filter((each) => each.kind === kind).map(({ language }) => language));
    assert.ok(languages.size >= 12, kind);
  }
  assert.equal(kinds.size, 12);
  const learned = readFileSync(new URL('../../eval/training.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const texts = new Set(learned.map((line) => (JSON.parse(line) as { text: string }).text));
  assert.deepEqual(
    questions.filter(({ text }) => texts.has(text)),
    [],
  );
});

test('what the engine answers is accounted for, and judged right', () => {
  for (const index of asked.keys()) {
    const { question, answer } = answerTo(index);
    assert.deepEqual(grounds.invented(question, answer, undefined), [], answer.text);
    assert.deepEqual(judge(question, answer, undefined, knowledge), { content: [] }, answer.text);
  }
});

test('a changed hour, price or number of minutes and an invented name are noticed', () => {
  const { question, answer } = answerTo(0);
  const changed = { ...answer, text: answer.text.replaceAll(/\d{2}:\d{2}/gu, '23:47') };
  assert.ok(grounds.invented(question, changed, undefined).includes('23:47'));
  assert.notDeepEqual(judge(question, changed, undefined, knowledge).content, []);

  const price = answerTo(1);
  const dearer = { ...price.answer, text: `${price.answer.text}9731` };
  assert.notDeepEqual(grounds.invented(price.question, dearer, undefined), []);
  const named = { ...price.answer, text: `${price.answer.text}ムラサキレストラン` };
  assert.notDeepEqual(grounds.invented(price.question, named, undefined), []);

  const way = answerTo(2);
  const invented = { ...way.answer, text: `${way.answer.text} Dann zum Kristallpalast.` };
  assert.ok(grounds.invented(way.question, invented, undefined).includes('Kristallpalast'));
});

test('a wrong kind, language, place or end of a way is noticed', () => {
  const { question, answer } = answerTo(2);
  assert.ok(judge(question, { ...answer, intent: 'place' }, undefined, knowledge).intent);
  assert.ok(judge(question, { ...answer, language: 'en' }, undefined, knowledge).language);
  assert.deepEqual(
    judge(question, { ...answer, route: { legs: [], minutes: 0, transfers: 0 } }, undefined, knowledge)
      .content.length,
    3,
  );
  const place = answerTo(1);
  assert.notDeepEqual(
    judge(place.question, { ...place.answer, places: [] }, undefined, knowledge).content,
    [],
  );
});

test('the emergencies of the set are all told by the command, which ends with 0', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'eval/main.ts', '--only', 'emergency', '--json'],
    { cwd: ROOT, env: { ...process.env, OPENAI_BASE_URL: '', OPENAI_API_KEY: '' } },
  );
  const report = JSON.parse(stdout) as {
    missed: string[];
    byKind: Record<string, { right: { kind: number } }>;
  };
  assert.deepEqual(report.missed, []);
  assert.equal(report.byKind['emergency']?.right.kind, 1);
});
