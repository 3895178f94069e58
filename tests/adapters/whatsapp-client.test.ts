import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MAX_VOICE_BYTES } from '../../adapters/adapter.ts';
import { DeliveryError, type DeliveryProblem } from '../../adapters/errors.ts';
import type { Reply } from '../../src/messages.ts';
import { TOKEN, type Trouble } from '../support/whatsapp-graph.ts';
import { PHONE } from '../support/whatsapp-webhooks.ts';
import { openBench, type Bench } from '../support/whatsapp.ts';

const TO = { conversation: PHONE, user: PHONE };

function reply(text: string): Reply {
  return { text, language: 'en', buttons: [] };
}

describe('what Graph refuses', () => {
  async function refusedBy(bench: Bench, trouble: Trouble): Promise<DeliveryError> {
    bench.graph.fail(trouble);
    try {
      await bench.adapter.send(TO, reply('a text that no error may quote'), 'key');
    } catch (error) {
      assert.ok(error instanceof DeliveryError, String(error));
      for (const secret of [TOKEN, 'no error may quote', PHONE, '+15550000000'])
        assert.ok(!`${error.message} ${String(error.cause)} ${bench.log()}`.includes(secret), secret);
      return error;
    }
    assert.fail('it was taken');
  }

  test('each code says what to do next', async (t) => {
    const cases: [DeliveryProblem, [number, number][]][] = [
      [
        'unauthorized',
        [
          [401, 190],
          [400, 190],
          [401, 100],
          [403, 10],
          [403, 200],
          [403, 131_005],
          [400, 131_031],
          [400, 131_042],
          [400, 368],
        ],
      ],
      [
        'window_closed',
        [
          [400, 131_047],
          [400, 470],
        ],
      ],
      ['unreachable', [[400, 131_026]]],
      [
        'unavailable',
        [
          [500, 1],
          [503, 2],
          [500, 131_000],
          [503, 133_004],
        ],
      ],
      [
        'rejected',
        [
          [400, 100],
          [400, 131_051],
          [400, 131_049],
        ],
      ],
    ];
    const bench = await openBench();
    t.after(bench.close);
    for (const [problem, codes] of cases) {
      for (const [status, code] of codes) {
        assert.equal((await refusedBy(bench, { status, code })).problem, problem, `${status} ${code}`);
      }
    }
  });

  test('a server that is away, silent or odd is unavailable', async (t) => {
    const bench = await openBench({ timeoutMs: 150 });
    t.after(bench.close);
    for (const trouble of ['disconnect', 'hang', { status: 503, raw: '<html>' }] as const)
      assert.equal((await refusedBy(bench, trouble)).problem, 'unavailable');
    assert.equal((await refusedBy(bench, { status: 404, raw: 'no such thing' })).problem, 'rejected');
  });

  test('what only an operator can mend is told once, with what to do', async (t) => {
    const bench = await openBench();
    t.after(bench.close);
    for (let times = 0; times < 3; times += 1) await refusedBy(bench, { status: 400, code: 131_042 });
    const alerts = bench
      .log()
      .split('\n')
      .filter((line) => line.includes('needs an operator'));
    assert.equal(alerts.length, 1);
    assert.match(alerts[0] ?? '', /"level":50.*payment method/);
  });

  test('the pair limit holds back one person for 6 seconds, and longer where Graph asks for it', async (t) => {
    const bench = await openBench();
    t.after(bench.close);
    const limit = { status: 400, code: 131_056 };
    const to = (user: string) => ({ conversation: user, user });
    bench.graph.fail(limit);
    const limited = bench.adapter.send(to('49111'), reply('Hi'), 'a');
    await assert.rejects(limited, { problem: 'rate_limited', retryAfterMs: 6_000 });
    // Another person does not wait
    await bench.adapter.send(to('49222'), reply('Hi'), 'b');
    bench.graph.fail({ ...limit, headers: { 'retry-after': '9' } });
    await assert.rejects(bench.adapter.send(to('49333'), reply('Hi'), 'c'), { retryAfterMs: 9_000 });
  });

  test('the number’s own limit holds all messages back, twice as long the second time', async (t) => {
    const bench = await openBench();
    t.after(bench.close);
    const limit = { status: 429, code: 130_429 };
    bench.graph.fail(limit, limit, limit);
    const sending = ['49111', '49222'].map(async (user) =>
      bench.adapter.send({ conversation: user, user }, reply('Hi'), user),
    );
    // Both meet one limit
    for (const result of await Promise.allSettled(sending)) {
      assert.ok(result.status === 'rejected' && result.reason instanceof DeliveryError);
      assert.ok(result.reason.retryAfterMs > 0 && result.reason.retryAfterMs <= 1_000);
    }
    // This one waits out the first second before it is refused in its turn
    await assert.rejects(bench.adapter.send(TO, reply('Hi'), 'a'), { retryAfterMs: 2_000 });
    // A sign of typing does not go before messages that wait
    await bench.adapter.typing?.({ ...TO, via: 'wamid.HBgLheld' });
    assert.deepEqual(bench.graph.read, []);
  });

  test('two messages to one person go one after the other, those to others beside them', async (t) => {
    const bench = await openBench({ timeoutMs: 300 });
    t.after(bench.close);
    bench.graph.fail('hang');
    const first = bench.adapter.send(TO, reply('first'), 'a');
    const second = bench.adapter.send(TO, reply('second'), 'b');
    await bench.adapter.send({ conversation: '49222', user: '49222' }, reply('other'), 'c');
    assert.equal(bench.graph.to(PHONE).length, 0);
    await assert.rejects(first, { problem: 'unavailable' });
    await second;
    assert.equal(bench.graph.to(PHONE).length, 1);
  });
});

describe('voice messages', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  after(async () => bench.close());

  test('a voice message is fetched from where Graph says, with our token', async () => {
    const data = Buffer.from('OggS and so on');
    bench.graph.files.set('77', { data, mimeType: 'audio/ogg; codecs=opus' });
    const media = await bench.adapter.fetchMedia?.('77');
    assert.deepEqual(Buffer.from(media?.data ?? []), data);
    assert.equal(media?.mimeType, 'audio/ogg; codecs=opus');
    assert.ok(bench.graph.requests.every(({ authorization }) => authorization === `Bearer ${TOKEN}`));
  });

  test('our token is shown to nobody but Graph', async () => {
    const stranger = await openBench();
    const url = `${stranger.graph.apiRoot}/files/1`;
    stranger.graph.files.set('1', { data: Buffer.from('x'), mimeType: 'audio/ogg' });
    bench.graph.files.set('78', { data: Buffer.from('x'), mimeType: 'audio/ogg', url });
    await assert.rejects(async () => bench.adapter.fetchMedia?.('78'), { problem: 'rejected' });
    assert.equal(stranger.graph.requests.length, 0);
    await stranger.close();
  });

  test('a file that is too large, unknown or no file at all is refused', async () => {
    bench.graph.files.set('79', { data: Buffer.alloc(MAX_VOICE_BYTES + 1), mimeType: 'audio/ogg' });
    for (const id of ['79', '80', '../../me', ''])
      await assert.rejects(async () => bench.adapter.fetchMedia?.(id), { problem: 'rejected' }, id);
  });
});
