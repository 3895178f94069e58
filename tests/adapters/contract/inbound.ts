import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliver, naughtyStrings, needsFixtures, received, type Harness } from './harness.ts';

/** What comes in: every act becomes one event of the vocabulary, stored before it is acknowledged. */
export function inbound(current: () => Harness): void {
  test('a text becomes a text event of this platform, person and conversation', async () => {
    const harness = current();
    const event = await deliver(harness, { kind: 'text', text: 'kebab near me' });
    assert.ok(event?.kind === 'text');
    assert.equal(event.text, 'kebab near me');
    assert.equal(event.platform, harness.adapter.platform);
    assert.equal(event.conversation, harness.to.conversation);
    assert.equal(event.user.id, harness.to.user);
    assert.ok(event.id.length > 0);
    assert.ok(Number.isFinite(event.at.getTime()));
  });

  test('a shared location becomes a location event', async (t) => {
    const event = await deliver(current(), { kind: 'location', point: { lat: 41.0082, lon: 28.9784 } });
    if (!event) return t.skip('this platform has no locations');
    assert.ok(event.kind === 'location');
    assert.deepEqual(event.point, { lat: 41.0082, lon: 28.9784 });
  });

  test('a pressed button becomes a press with the action it carried', async (t) => {
    const event = await deliver(current(), { kind: 'press', action: 'up:0123456789abcdef01234567' });
    if (!event) return t.skip('this platform has no buttons');
    assert.ok(event.kind === 'press');
    assert.equal(event.action, 'up:0123456789abcdef01234567');
  });

  test('a command becomes a command event with what was written behind it', async () => {
    const event = await deliver(current(), { kind: 'command', name: 'language', args: 'tr please' });
    assert.ok(event?.kind === 'command');
    assert.deepEqual([event.name, event.args], ['language', 'tr please']);
  });

  test('a picture becomes a media event with its caption', async (t) => {
    const event = await deliver(current(), { kind: 'media', caption: 'What is this?' });
    if (!event) return t.skip('this platform has no pictures');
    assert.ok(event.kind === 'media');
    assert.deepEqual([event.media, event.caption], ['image', 'What is this?']);
  });

  test('a delivery that comes again keeps its id, and another one has another id', async (t) => {
    const harness = current();
    const twice = harness.delivery({ kind: 'text', text: 'the same' });
    assert.ok(twice);
    const first = await received(harness, twice);
    const other = await deliver(harness, { kind: 'text', text: 'the same' });
    assert.ok(first && other);
    assert.notEqual(first.id, other.id);
    if (!harness.redelivers) return t.skip('this platform delivers once');
    const again = await received(harness, twice);
    assert.equal(again?.id, first.id);
  });

  test('what cannot be stored is not acknowledged, and is taken when it comes again', async () => {
    const harness = current();
    const delivery = harness.delivery({ kind: 'text', text: 'while the store is away' });
    assert.ok(delivery);
    harness.failAccept(true);
    const acknowledged = await delivery();
    harness.failAccept(false);
    assert.equal(acknowledged, false);
    const event = await received(harness, delivery);
    assert.ok(event?.kind === 'text' && event.text === 'while the store is away');
  });

  test('a text of 100 kB comes in whole', async () => {
    const text = 'Ayasofya nerede? '.repeat(6_000).trim();
    const event = await deliver(current(), { kind: 'text', text });
    assert.ok(event?.kind === 'text' && event.text === text);
  });

  test('an empty text breaks nothing', async () => {
    const harness = current();
    await harness.delivery({ kind: 'text', text: '' })?.();
    const event = await deliver(harness, { kind: 'text', text: 'still here' });
    assert.ok(event?.kind === 'text' && event.text === 'still here');
  });

  test('every naughty string comes in unchanged', { skip: needsFixtures() }, async () => {
    const harness = current();
    for (const text of await naughtyStrings()) {
      const delivery = text === '' ? undefined : harness.delivery({ kind: 'text', text });
      if (!delivery) continue;
      const event = await received(harness, delivery);
      assert.ok(event?.kind === 'text', `${JSON.stringify(text)} became ${event?.kind}`);
      assert.equal(event.text, text);
    }
  });

  test('who cannot show that they are the platform is turned away, and nothing is done', async (t) => {
    const harness = current();
    if (!harness.post) return t.skip('this platform has no webhook');
    const count = harness.events.length;
    for (const credentials of ['forged', 'missing'] as const) {
      assert.ok([401, 403].includes(await harness.post('{}', credentials)), credentials);
    }
    assert.equal(harness.events.length, count);
  });

  test('malformed JSON is answered 400, a body over 1 MB 413, and nonsense harms nothing', async (t) => {
    const harness = current();
    if (!harness.post) return t.skip('this platform has no webhook');
    const count = harness.events.length;
    for (const body of ['{"a":', '{]', 'no json at all'])
      assert.equal(await harness.post(body, 'valid'), 400);
    assert.equal(await harness.post(JSON.stringify('x'.repeat(1_200_000)), 'valid'), 413);
    for (const body of ['null', '[]', '7', '"x"', '{}', '{"update_id":null}', '{"kind":{}}']) {
      const status = await harness.post(body, 'valid');
      assert.ok(status >= 200 && status < 500, `${body} was answered ${status}`);
    }
    assert.equal(harness.events.length, count);
  });
}
