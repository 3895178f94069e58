import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { FixtureFileResponse, FixtureOpts } from '@copilotkit/aimock';
import { createModel, type ChatMessage, type Completion, type Model } from '../../src/llm/model.ts';
import { emulate, MODEL, modelSaying, text } from './emulator.ts';

const MESSAGES: ChatMessage[] = [
  { role: 'system', content: 'Answer in one word.' },
  { role: 'user', content: 'Which city?' },
];

function ask(model: Model, deadlineMs = 10_000): Promise<Completion> {
  return model.complete(MESSAGES, AbortSignal.timeout(deadlineMs));
}

test('a text comes with the tokens that it took, from one call with the messages as they are', async (t) => {
  const emulated = await emulate(t);
  emulated.says(text('  Istanbul.  '));
  assert.deepEqual(await ask(emulated.model), {
    text: 'Istanbul.',
    tokens: { prompt: 321, completion: 45 },
  });
  assert.equal(emulated.asked(), 1);
  const request = emulated.mock.getLastRequest();
  assert.equal(request?.path, '/v1/chat/completions');
  assert.ok(request?.headers['authorization'], 'the key was sent');
  assert.deepEqual(emulated.lastPrompt(), MESSAGES);
  assert.equal(request?.body?.model, MODEL);
  assert.equal(emulated.model.name, MODEL);
});

test('without a key nobody is asked at OpenAI; an endpoint of its own needs none', () => {
  const openai = { OPENAI_BASE_URL: 'https://api.openai.com/v1', OPENAI_MODEL: MODEL };
  assert.equal(createModel({ ...openai, OPENAI_API_KEY: undefined }), undefined);
  assert.ok(createModel({ ...openai, OPENAI_API_KEY: 'key' }));
  assert.ok(createModel({ ...openai, OPENAI_BASE_URL: 'http://127.0.0.1:1/v1', OPENAI_API_KEY: undefined }));
});

suite('a failure is a problem, never an exception, and is not tried again', () => {
  const cases: [string, string, FixtureFileResponse, FixtureOpts?][] = [
    ['a refused key', 'http_error', { error: { message: 'bad key' }, status: 401 }],
    ['too many requests', 'http_error', { error: { message: 'slow down' }, status: 429 }],
    ['a broken server', 'http_error', { error: { message: 'oops' }, status: 500 }],
    ['a cut connection', 'http_error', text('never seen'), { chaos: { disconnectRate: 1 } }],
    ['a body that is no JSON', 'garbage', text('never seen'), { chaos: { malformedRate: 1 } }],
    ['no text', 'garbage', text('')],
    ['blanks alone', 'garbage', text(' \n ')],
    ['a tool call', 'garbage', { toolCalls: [{ name: 'search', arguments: '{}' }] }],
    ['a filtered text', 'refused', { content: 'x', finishReason: 'content_filter' }],
    ['a text cut off', 'truncated', { content: 'The Galata', finishReason: 'length' }],
  ];
  for (const [name, problem, response, options] of cases) {
    test(`${name} is ${problem}`, async (t) => {
      const emulated = await emulate(t);
      emulated.says(response, options);
      const completion = await ask(emulated.model);
      assert.equal('problem' in completion && completion.problem, problem);
      assert.equal(emulated.asked(), 1);
    });
  }

  const bodies: [string, string, unknown][] = [
    ['JSON of another kind', 'garbage', { hello: 'world' }],
    ['JSON null', 'garbage', null],
    ['choices that are none', 'garbage', { choices: 'many' }],
    ['a text that is a list', 'garbage', { choices: [{ message: { content: ['a'] } }] }],
    ['a refusal', 'refused', { choices: [{ message: { content: null, refusal: 'No.' } }] }],
  ];
  for (const [name, problem, body] of bodies) {
    test(`${name} is ${problem}`, async (t) => {
      const model = modelSaying(await emulate(t), (response) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      );
      assert.deepEqual(await ask(model), { problem });
    });
  }

  test('a page instead of JSON is garbage', async (t) => {
    const emulated = await emulate(t);
    const model = modelSaying(emulated, (response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Welcome!</body></html>'),
    );
    assert.deepEqual(await ask(model), { problem: 'garbage' });
  });

  test('a body that ends in its middle is an http_error or garbage', async (t) => {
    const emulated = await emulate(t);
    const model = modelSaying(emulated, (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
      response.write('{"choices":[{"message":{"con', () => response.destroy());
    });
    const completion = await ask(model);
    assert.ok('problem' in completion && ['http_error', 'garbage'].includes(completion.problem));
  });

  test('an answer that comes too late is a timeout', async (t) => {
    const emulated = await emulate(t);
    emulated.says(text('Istanbul'), { chaos: { latencyMs: 30_000 } });
    assert.deepEqual(await ask(emulated.model, 50), { problem: 'timeout' });
  });

  test('a body that never ends is a timeout', async (t) => {
    const emulated = await emulate(t);
    const model = modelSaying(emulated, (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"choices":[');
    });
    assert.deepEqual(await ask(model, 50), { problem: 'timeout' });
  });

  test('nobody listening is an http_error', async (t) => {
    const { mock, model } = await emulate(t);
    await mock.stop();
    assert.deepEqual(await ask(model), { problem: 'http_error' });
  });
});

test('an endpoint that fails three times in a row rests for half a minute, and is asked again', async (t) => {
  const emulated = await emulate(t);
  t.mock.timers.enable({ apis: ['Date'] });
  emulated.says({ error: { message: 'oops' }, status: 500 });
  for (let call = 0; call < 3; call += 1) {
    assert.deepEqual(await ask(emulated.model), { problem: 'http_error' });
  }
  assert.deepEqual(await ask(emulated.model), { problem: 'resting' });
  assert.equal(emulated.asked(), 3);

  t.mock.timers.tick(30_000);
  assert.deepEqual(await ask(emulated.model), { problem: 'http_error' });
  assert.deepEqual(await ask(emulated.model), { problem: 'resting' });
  assert.equal(emulated.asked(), 4);

  emulated.says(text('Istanbul'));
  t.mock.timers.tick(30_000);
  assert.ok('text' in (await ask(emulated.model)));
  assert.ok('text' in (await ask(emulated.model)));
  assert.equal(emulated.asked(), 6);
});

test('what a model says badly does not rest the endpoint: it answers', async (t) => {
  const emulated = await emulate(t);
  emulated.says(text(''));
  for (let call = 0; call < 5; call += 1) {
    assert.deepEqual(await ask(emulated.model), {
      problem: 'garbage',
      tokens: { prompt: 321, completion: 45 },
    });
  }
  assert.equal(emulated.asked(), 5);
});

test('a deadline that has passed is a timeout at once', async (t) => {
  const emulated = await emulate(t);
  emulated.says(text('Istanbul'));
  assert.deepEqual(await emulated.model.complete(MESSAGES, AbortSignal.abort()), { problem: 'timeout' });
});
