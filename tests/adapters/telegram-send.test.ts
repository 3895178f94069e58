import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { DeliveryError } from '../../adapters/errors.ts';
import { Pace } from '../../adapters/pace.ts';
import type { Reply } from '../../src/messages.ts';
import { TOKEN, type Trouble } from '../support/fake-telegram.ts';
import { GROUP, TOURIST } from '../support/telegram-updates.ts';
import { openBench, type Bench } from '../support/telegram.ts';

const TO = { conversation: String(TOURIST.id), user: String(TOURIST.id) };
const VOTES = [
  [
    { label: '👍', action: 'up:1' },
    { label: '👎', action: 'down:1' },
  ],
];

function reply(text: string, more: Partial<Reply> = {}): Reply {
  return { text, language: 'en', buttons: [], ...more };
}

async function problemOf(promise: Promise<unknown>): Promise<DeliveryError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof DeliveryError, String(error));
  return error;
}

describe('what is sent to Telegram', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench({ timeoutMs: 300 });
  });
  after(async () => bench.close());

  const send = async (message: Reply, to = TO): Promise<Record<string, unknown>> => {
    await bench.adapter.send(to, message, 'key');
    return bench.telegram.calls.at(-1)?.payload ?? {};
  };
  const fetchMedia = async (voice: string): Promise<unknown> => bench.adapter.fetchMedia?.(voice);

  test('a text goes as plain text without a preview of its links', async () => {
    const payload = await send(reply('<b>*_[x](y)_*</b> & https://example.org'));
    assert.equal(payload['text'], '<b>*_[x](y)_*</b> & https://example.org');
    assert.equal(payload['parse_mode'], undefined);
    assert.deepEqual(payload['link_preview_options'], { is_disabled: true });
  });

  test('a place goes as a card on the map, with its buttons', async () => {
    const place = { lat: 41.0256, lon: 28.9744, name: 'Galata Kulesi', address: 'Beyoğlu' };
    const payload = await send(reply('Galata Kulesi', { place, buttons: VOTES }));
    assert.equal(bench.telegram.calls.at(-1)?.method, 'sendVenue');
    assert.deepEqual(
      [payload['latitude'], payload['longitude'], payload['title'], payload['address']],
      [41.0256, 28.9744, 'Galata Kulesi', 'Beyoğlu'],
    );
    assert.ok(payload['reply_markup']);
  });

  test('a location is asked for by a key in private, never in a group, and never in place of buttons', async () => {
    const asking = reply('Where are you?', { locationRequest: '📍 Share my location' });
    assert.deepEqual((await send(asking))['reply_markup'], {
      keyboard: [[{ text: '📍 Share my location', request_location: true }]],
      resize_keyboard: true,
    });
    const group = { conversation: String(GROUP.id), user: String(TOURIST.id) };
    assert.equal((await send(asking, group))['reply_markup'], undefined);
    const answer = (await send({ ...asking, buttons: VOTES }))['reply_markup'] as Record<string, unknown>;
    assert.ok(answer['inline_keyboard']);
  });

  test('a group that became a supergroup is written to under its new id, then and later', async () => {
    const group = { conversation: '-4242', user: String(TOURIST.id) };
    bench.telegram.fail('sendMessage', {
      status: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: -1_004_242 },
    });
    assert.equal((await send(reply('Hello'), group))['chat_id'], -1_004_242);
    const calls = bench.telegram.calls.length;
    assert.equal((await send(reply('Again'), group))['chat_id'], -1_004_242);
    assert.equal(bench.telegram.calls.length, calls + 1);
  });

  test('a keyboard that Telegram does not take does not keep the text from the person', async () => {
    const buttons = [[{ label: 'Here', url: 'http://localhost:3000/' }]];
    const payload = await send(reply('See there', { buttons }));
    assert.deepEqual([payload['text'], payload['reply_markup']], ['See there', undefined]);
    assert.match(bench.log(), /sent without them/);
  });

  const cases: [string, Trouble, string][] = [
    ['a blocked bot', { status: 403, description: 'Forbidden: bot was blocked by the user' }, 'unreachable'],
    ['a deleted account', { status: 403, description: 'Forbidden: user is deactivated' }, 'unreachable'],
    ['an unknown chat', { status: 400, description: 'Bad Request: chat not found' }, 'unreachable'],
    ['a token taken back', { status: 401, description: 'Unauthorized' }, 'unauthorized'],
    ['a token that is none', { status: 404, description: 'Not Found' }, 'unauthorized'],
    ['another bad request', { status: 400, description: 'Bad Request: message text is empty' }, 'rejected'],
    ['an error of the server', { status: 500, raw: 'Internal Server Error' }, 'unavailable'],
    ['an answer that is no JSON', { status: 200, raw: '<html>' }, 'unavailable'],
    ['an answer of nothing', { status: 200, raw: 'null' }, 'unavailable'],
    ['a refusal without a reason', { status: 200, raw: '{"ok":false}' }, 'unavailable'],
    ['a closed connection', 'disconnect', 'unavailable'],
    ['a server that never answers', 'hang', 'unavailable'],
  ];
  for (const [what, trouble, problem] of cases) {
    test(`${what} is ${problem}, and nothing secret is told`, async () => {
      bench.telegram.fail('sendMessage', trouble);
      const error = await problemOf(bench.adapter.send(TO, reply('a private word', { buttons: VOTES }), 'k'));
      assert.equal(error.problem, problem);
      const told = [error.message, error.stack, String(error.cause), JSON.stringify(error)].join(' ');
      for (const secret of [TOKEN, 'private word', TO.user]) assert.ok(!told.includes(secret), told);
    });
  }

  test('too many requests tell how long to wait, by the field or by the words', async () => {
    bench.telegram.fail('sendMessage', {
      status: 429,
      description: 'Too Many Requests: retry after 7',
      parameters: { retry_after: 3 },
    });
    const other = { conversation: '70009', user: '70009' };
    assert.equal((await problemOf(bench.adapter.send(other, reply('x'), 'k'))).retryAfterMs, 3_000);
    bench.telegram.fail('sendMessage', { status: 429, description: 'Too Many Requests: retry after 7' });
    const third = { conversation: '70010', user: '70010' };
    assert.equal((await problemOf(bench.adapter.send(third, reply('x'), 'k'))).retryAfterMs, 7_000);
  });

  test('a chat that must wait is shown no typing', async () => {
    const held = { conversation: '70011', user: '70011' };
    bench.telegram.fail('sendMessage', { status: 429, description: 'x', parameters: { retry_after: 60 } });
    await problemOf(bench.adapter.send(held, reply('x'), 'k'));
    const calls = bench.telegram.calls.length;
    await bench.adapter.typing?.(held);
    assert.equal(bench.telegram.calls.length, calls);
    await bench.adapter.typing?.(TO);
    assert.deepEqual(bench.telegram.calls.at(-1)?.payload, { chat_id: TOURIST.id, action: 'typing' });
  });

  test('a voice message is brought with its type, whole or not at all', async () => {
    const data = Buffer.from('OggS of a voice');
    bench.telegram.files.set('voice', { path: 'voice/file 1.oga', data });
    bench.telegram.files.set('song', { path: 'music/file_2.MP3', data });
    const voice = await bench.adapter.fetchMedia?.('voice');
    assert.deepEqual([voice?.mimeType, Buffer.from(voice?.data ?? [])], ['audio/ogg', data]);
    assert.equal((await bench.adapter.fetchMedia?.('song'))?.mimeType, 'audio/mpeg');
    const large = Buffer.alloc(20 * 1_024 * 1_024 + 1);
    bench.telegram.files.set('large', { path: 'voice/large.oga', data: large });
    assert.equal((await problemOf(fetchMedia('large'))).problem, 'rejected');
  });

  const lost: [string, Trouble, string][] = [
    ['is gone', { status: 404, raw: '' }, 'rejected'],
    ['cannot be had right now', { status: 502, raw: '' }, 'unavailable'],
    ['lies behind a closed connection', 'disconnect', 'unavailable'],
  ];
  for (const [what, trouble, problem] of lost) {
    test(`a voice message that ${what} is ${problem}, and the token is not told`, async () => {
      bench.telegram.files.set('voice', { path: 'voice/file_1.oga', data: Buffer.from('OggS') });
      bench.telegram.fail('file', trouble);
      const error = await problemOf(fetchMedia('voice'));
      assert.equal(error.problem, problem);
      const told = [error.message, error.stack, String(error.cause), JSON.stringify(error)].join(' ');
      assert.ok(!told.includes(TOKEN), told);
    });
  }

  test('a voice message that Telegram does not know is rejected', async () => {
    assert.equal((await problemOf(fetchMedia('nobody’s'))).problem, 'rejected');
  });

  test('a card on the map cannot be given a text, and that is no error', async () => {
    bench.telegram.fail('editMessageText', {
      status: 400,
      description: 'Bad Request: there is no text in the message to edit',
    });
    await bench.adapter.edit?.(TO, '501', reply('x'));
  });

  test('a conversation that is none of Telegram’s is rejected', async () => {
    const error = await problemOf(
      bench.adapter.send({ conversation: 'C024BE91L', user: 'U1' }, reply('x'), 'k'),
    );
    assert.equal(error.problem, 'rejected');
  });

  test('whatever a reply holds stays within the limits that Telegram sets', async () => {
    const button = fc.oneof(
      fc.record({
        label: fc.string({ unit: 'binary' }),
        action: fc.string({ unit: 'binary', maxLength: 80, size: 'max' }),
      }),
      fc.record({ label: fc.string(), url: fc.oneof(fc.webUrl(), fc.string()) }),
    );
    const buttons = fc.array(fc.array(button, { maxLength: 12 }), { maxLength: 14 });
    const text = fc.tuple(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 1, max: 400 }));
    await fc.assert(
      fc.asyncProperty(text, buttons, async ([piece, times], rows) => {
        const calls = bench.telegram.calls.length;
        await bench.adapter.send(TO, reply(`x${piece.repeat(times)}`, { buttons: rows }), 'k');
        // The fake refuses what the real one would, and a refused keyboard takes a second call
        assert.equal(bench.telegram.calls.length, calls + 1);
      }),
      { numRuns: 200 },
    );
  });
});

test('a pace lets a burst through, then waits, each key for itself', () => {
  const pace = new Pace({ intervalMs: 100_000, burst: 3 });
  assert.deepEqual(
    [pace.reserve('a'), pace.reserve('a'), pace.isBusy('a'), pace.reserve('a')],
    [0, 0, false, 0],
  );
  assert.equal(pace.isBusy('a'), true);
  const fourth = pace.reserve('a');
  const fifth = pace.reserve('a');
  assert.ok(fourth > 0 && fourth <= 100_000);
  assert.ok(fifth > fourth && fifth <= 200_000);
  assert.equal(pace.reserve('b'), 0);
});

test('a pace that is held waits for as long, and goes on as before', () => {
  const pace = new Pace({ intervalMs: 1, burst: 5 });
  pace.hold('a', 50_000);
  const wait = pace.reserve('a');
  assert.ok(wait > 49_000 && wait <= 50_001, String(wait));
  assert.equal(pace.reserve('b'), 0);
});
