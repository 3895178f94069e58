import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { messages, signatureOf, textMessage, VERIFY_TOKEN } from '../support/whatsapp-webhooks.ts';
import { openBench, type Bench } from '../support/whatsapp.ts';

describe('who posts to the webhook', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  after(async () => bench.close());

  test('the address is confirmed to who knows the verify token, and to nobody else', async () => {
    const ask = async (query: Record<string, string>): Promise<[number, string, string]> => {
      const { body, headers, statusCode } = await bench.server.inject({
        url: '/whatsapp/webhook',
        query,
      });
      return [statusCode, body, String(headers['content-type'])];
    };
    const good = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': VERIFY_TOKEN };
    const [code, body, type] = await ask(good);
    assert.deepEqual([code, body], [200, '1158201444']);
    assert.match(type, /^text\/plain/);
    const bad = [
      {},
      { ...good, 'hub.verify_token': 'wrong' },
      { ...good, 'hub.verify_token': '' },
      { ...good, 'hub.mode': 'unsubscribe' },
      { 'hub.mode': 'subscribe', 'hub.verify_token': VERIFY_TOKEN },
    ];
    for (const query of bad) assert.equal((await ask(query))[0], 403, JSON.stringify(query));
  });

  test('the signature is over the bytes: escaped and plain forms of one text are both taken', async () => {
    const plain = JSON.stringify(messages(textMessage('Şiş kebap 🥙')));
    const escaped = plain.replaceAll(
      /[^\x20-\x7E]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    assert.notEqual(plain, escaped);
    for (const body of [plain, escaped]) {
      assert.equal(await bench.post(body), 200);
      const event = bench.events.at(-1);
      assert.ok(event?.kind === 'text' && event.text === 'Şiş kebap 🥙');
    }
  });

  test('whatever type the body says it has, it is read as it came', async () => {
    for (const type of [
      'application/json; charset=utf-8',
      'text/plain',
      'application/octet-stream',
      undefined,
    ]) {
      const body = JSON.stringify(messages(textMessage('Hi')));
      const { statusCode } = await bench.server.inject({
        method: 'POST',
        url: '/whatsapp/webhook',
        headers: { 'x-hub-signature-256': signatureOf(body), ...(type ? { 'content-type': type } : {}) },
        body,
      });
      assert.equal(statusCode, 200, type);
    }
  });

  test('hundreds of forged, stale, truncated and tampered deliveries are all turned away', async () => {
    const body = JSON.stringify(messages(textMessage('kebab near me')));
    const signature = signatureOf(body);
    const other = signatureOf(JSON.stringify(messages(textMessage('another one'))));
    const count = bench.events.length;
    const logged = bench.log().length;
    const attacks = fc.oneof(
      // A signature made with another secret, or made up
      fc.string().map((secret) => [body, signatureOf(body, `${secret}x`)] as const),
      fc.stringMatching(/^[0-9a-f]{64}$/).map((hex) => [body, `sha256=${hex}`] as const),
      fc.string().map((odd) => [body, odd.replaceAll(/[^\x20-\x7E]/g, '') || 'x'] as const),
      fc.constantFrom(
        [body, null] as const,
        [body, other] as const,
        [body, signature.slice(0, -2)] as const,
        [body, signature.replace('sha256', 'sha1')] as const,
        [body, `${signature}, ${signature}`] as const,
        ['', signature] as const,
      ),
      // The body cut off, or a byte of it changed
      fc.integer({ min: 1, max: body.length - 1 }).map((end) => [body.slice(0, end), signature] as const),
      fc
        .tuple(fc.integer({ min: 0, max: body.length - 1 }), fc.integer({ min: 1, max: 255 }))
        .map(([index, bits]) => {
          const bytes = Buffer.from(body);
          bytes.writeUInt8(bytes.readUInt8(index) ^ bits, index);
          return [bytes, signature] as const;
        }),
    );
    await fc.assert(
      fc.asyncProperty(attacks, async ([bytes, given]) => {
        assert.equal(await bench.post(bytes, given), 401);
      }),
      { numRuns: 500 },
    );
    assert.equal(bench.events.length, count);
    assert.ok(!bench.log().slice(logged).includes('kebab'));
    assert.equal(await bench.post(body), 200);
  });
});
