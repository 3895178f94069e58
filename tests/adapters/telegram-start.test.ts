import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TOKEN } from '../support/fake-telegram.ts';
import { messageUpdate } from '../support/telegram-updates.ts';
import { openBench, WEBHOOK_SECRET, type Bench } from '../support/telegram.ts';

async function eventually(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const texts = (bench: Bench): string[] =>
  bench.events.map((event) => (event.kind === 'text' ? event.text : event.kind));

test('with a public address the webhook is registered with its secret, again until Telegram takes it', async () => {
  const bench = await openBench({ publicUrl: 'https://guide.example.org/bot/' });
  bench.telegram.fail('setWebhook', { status: 500, raw: 'oops' }, 'disconnect');
  await bench.adapter.start(async () => {});
  await eventually(() => bench.telegram.webhook !== undefined);
  assert.deepEqual(bench.telegram.webhook, {
    url: 'https://guide.example.org/bot/telegram/webhook',
    secret: WEBHOOK_SECRET,
  });
  const [call] = await bench.telegram.called('setWebhook');
  assert.deepEqual(call?.payload['allowed_updates'], [
    'message',
    'edited_message',
    'callback_query',
    'my_chat_member',
    'message_reaction',
  ]);
  assert.equal(
    bench.telegram.calls.some(({ method }) => method === 'getUpdates'),
    false,
  );
  await bench.close();
});

test('the menu of commands is set for every language', async () => {
  const bench = await openBench({ publicUrl: 'https://guide.example.org', start: true });
  const calls = await bench.telegram.called('setMyCommands', 13);
  assert.equal(new Set(calls.map(({ payload }) => payload['language_code'] ?? 'any')).size, 13);
  for (const { payload } of calls) {
    for (const { command, description } of payload['commands'] as {
      command: string;
      description: string;
    }[]) {
      assert.match(command, /^[a-z0-9_]{1,32}$/);
      assert.ok(description.length >= 1 && description.length <= 256);
    }
  }
  await bench.close();
});

test('without one it polls, past a webhook that is still set, and confirms only what was stored', async () => {
  const bench = await openBench();
  bench.telegram.webhook = { url: 'https://old.example.org', secret: '' };
  bench.telegram.fail('deleteWebhook', { status: 500, raw: '' });
  const stored = messageUpdate({ text: 'stored' });
  const lost = messageUpdate({ text: 'not stored at first' });
  bench.telegram.offer(stored);
  let failures = 0;
  await bench.adapter.start(async (events) => {
    if (failures === 0 && events.some((each) => each.kind === 'text' && each.text.startsWith('not'))) {
      failures += 1;
      throw new Error('the store is away');
    }
    bench.events.push(...events);
  });
  await eventually(() => bench.events.length === 1);
  bench.telegram.offer(lost);
  await eventually(() => bench.events.length === 2);
  assert.deepEqual(texts(bench), ['stored', 'not stored at first']);
  assert.equal(failures, 1);
  await eventually(() => bench.telegram.pending.length === 0);
  await bench.close();
});

test('polling outlives a refused token, a second poller, a closed connection and nonsense', async () => {
  const bench = await openBench();
  bench.telegram.fail(
    'getUpdates',
    { status: 409, description: 'Conflict: terminated by other getUpdates request' },
    'disconnect',
    { status: 200, raw: 'no json' },
    { status: 200, raw: '{"ok":true,"result":{"not":"a list"}}' },
    { status: 200, raw: '{"ok":true,"result":[null,{"update_id":"x"}]}' },
    { status: 429, description: 'Too Many Requests: retry after 1', parameters: { retry_after: 0.01 } },
  );
  bench.telegram.offer(messageUpdate({ text: 'after all that' }));
  await bench.adapter.start(async (events) => {
    bench.events.push(...events);
  });
  await eventually(() => bench.events.length > 0);
  assert.deepEqual(texts(bench), ['after all that']);
  await bench.close();
});

test('a Telegram that never answers or refuses the token does not keep the start or the stop', async () => {
  const bench = await openBench({ token: `${TOKEN}wrong` });
  bench.telegram.fail('getMe', 'hang');
  await bench.adapter.start(async () => {});
  await bench.telegram.called('getUpdates');
  await eventually(() => bench.log().includes('unauthorized'));
  assert.match(bench.log(), /TELEGRAM_BOT_TOKEN is not accepted/);
  await bench.close();
  assert.ok(!bench.log().includes('AAtest'), 'the log holds the token');
});

test('a server that does not hold requests open is not asked without pause', async () => {
  const bench = await openBench();
  bench.telegram.fail(
    'getUpdates',
    ...Array.from({ length: 1_000 }, () => ({ status: 200, raw: '{"ok":true,"result":[]}' })),
  );
  await bench.adapter.start(async () => {});
  await bench.telegram.called('getUpdates', 3);
  const asked = bench.telegram.calls.filter(({ method }) => method === 'getUpdates').length;
  assert.equal(asked, 3);
  await bench.close();
});
