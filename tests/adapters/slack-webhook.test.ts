import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { needsRecorded, recordedSlack } from '../support/recorded.ts';
import { directMessage, event } from '../support/slack-payloads.ts';
import { deliver, deliverRaw, openBench, type Bench, type Forgery } from '../support/slack.ts';

describe('the Slack webhook', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench({ start: true });
  });
  after(async () => bench.close());

  test('Slack’s own questions are answered', async () => {
    const challenge = JSON.stringify({ type: 'url_verification', token: 'x', challenge: '3eZbrw1aBm2' });
    const answer = await deliverRaw(bench.url, challenge);
    assert.deepEqual([answer.status, answer.text], [200, '{"challenge":"3eZbrw1aBm2"}']);
    const form = 'application/x-www-form-urlencoded';
    assert.equal((await deliverRaw(bench.url, 'ssl_check=1&token=x', form)).status, 200);
    assert.equal((await fetch(`${bench.url}?ssl_check=1`)).status, 200);
  });

  test('only what Slack signed, a moment ago and byte for byte, is taken', async () => {
    const body = JSON.stringify(directMessage('forged'));
    const wrong = '0'.repeat(64);
    const forgeries: Forgery[] = [
      { secret: 'another' },
      { skew: -330 },
      { skew: 330 },
      { sent: body.replace('forged', 'Forged') },
      { sent: `${body} ` },
      { sent: body.slice(0, -1) },
      { headers: { 'x-slack-request-timestamp': 'now' } },
      { headers: { 'x-slack-request-timestamp': '-1' } },
      { headers: { 'x-slack-request-timestamp': '' } },
      ...['', wrong, `v0=${wrong}`, `v1=${wrong}`, 'v0=', 'v0=é', `v0=${'f'.repeat(5_000)}`].map(
        (signature) => ({
          headers: { 'x-slack-signature': Buffer.from(signature).toString('latin1') },
        }),
      ),
    ];
    const count = bench.events.length;
    for (let round = 0; round < 20; round += 1) {
      const statuses = await Promise.all(
        forgeries.map(
          async (forgery) => (await deliverRaw(bench.url, body, 'application/json', forgery)).status,
        ),
      );
      assert.deepEqual(new Set(statuses), new Set([401]));
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(body.length - 1), fc.integer({ min: 1, max: 127 }), async (index, flip) => {
        const bytes = Buffer.from(body);
        bytes[index] = (bytes[index] ?? 0) ^ flip;
        const sent = bytes.toString('latin1');
        assert.equal((await deliverRaw(bench.url, body, 'application/json', { sent })).status, 401);
      }),
      { numRuns: 200 },
    );
    assert.equal(bench.events.length, count);
  });

  test('a store that is slow beyond Slack’s patience is no acknowledgement', async () => {
    bench.store('hangs');
    assert.equal(await deliver(bench.url, directMessage('while it hangs')), 503);
    bench.store('works');
  });

  test('no JSON whatsoever makes it fail', async () => {
    const kinds = ['message', 'app_mention', 'reaction_added', 'app_home_opened'];
    const payload = fc.oneof(
      fc
        .tuple(fc.constantFrom(...kinds), fc.dictionary(fc.string(), fc.jsonValue()))
        .map(([type, body]) => event({ ...body, type })),
      fc
        .tuple(
          fc.constantFrom('block_actions', 'view_submission', 'x'),
          fc.dictionary(fc.string(), fc.jsonValue()),
        )
        .map(([type, body]) => ({ ...body, type, actions: [body], view: body })),
      fc.dictionary(
        fc.constantFrom('event', 'command', 'actions', 'view', 'name', 'type', 'user'),
        fc.jsonValue(),
      ),
    );
    await fc.assert(
      fc.asyncProperty(payload, async (raw) => {
        assert.ok((await deliver(bench.url, raw)) < 500);
      }),
      { numRuns: 300 },
    );
  });

  test(
    'recorded deliveries are taken twice with one effect, those of no interest too',
    { skip: needsRecorded() },
    async () => {
      const texts: unknown[] = [];
      for (const [name, payload] of await recordedSlack()) {
        const count = bench.events.length;
        const statuses = [await deliver(bench.url, payload), await deliver(bench.url, payload)];
        assert.deepEqual(statuses, [200, 200], name);
        const told = bench.events.slice(count);
        assert.equal(new Set(told.map(({ id }) => id)).size * 2, told.length, name);
        texts.push(...told.map((each) => each.kind === 'text' && each.text));
      }
      for (const text of ['hello hello', 'cool!!', 'Hey', 'Test']) assert.ok(texts.includes(text), text);
    },
  );
});
