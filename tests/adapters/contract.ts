import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Adapter, Recipient } from '../../adapters/adapter.ts';
import { DeliveryError, type DeliveryProblem } from '../../adapters/errors.ts';
import type { InboundEvent, Point, Reply } from '../../src/messages.ts';

/** What a person does on the platform. */
export type Act =
  | { kind: 'text'; text: string }
  | { kind: 'location'; point: Point }
  /** Presses a button that carries `action`. */
  | { kind: 'press'; action: string }
  | { kind: 'command'; name: string; args: string }
  /** Sends a picture. */
  | { kind: 'media'; caption?: string };

/** A message of ours as the platform shows it now. */
export interface ShownMessage {
  id: string;
  text: string;
  /** Every button in reading order, without the sign that marks a chosen one. */
  buttons: { label: string; chosen: boolean }[];
}

/** One adapter with its platform at hand: what the suite needs to know about both. */
export interface Harness {
  adapter: Adapter;
  /** The person and conversation that the acts come from; the replies go back there. */
  to: Recipient;
  /** Every event that reached `accept`, in order. */
  events: InboundEvent[];
  /** From now on `accept` rejects (true) or stores (false). */
  failAccept(failing: boolean): void;
  /**
   * Prepares one delivery of an act through the public door. Each call of the result delivers it once more, as a
   * platform that was not sure does, and resolves with whether it was acknowledged. `undefined` where the platform
   * has no such act, or cannot carry this text (a line break in a terminal).
   */
  delivery(act: Act): (() => Promise<boolean>) | undefined;
  /** False where the platform never delivers an act twice. */
  redelivers: boolean;
  /** Messages of ours in the order they were sent, as they look now. */
  shown(): Promise<ShownMessage[]>;
  /** Makes the platform refuse the next message in this way; `undefined` where it never does. */
  refuse?(problem: DeliveryProblem): (() => void) | undefined;
  /** The webhook, where there is one: posts a body as is and resolves with the status. */
  post?(body: string, credentials: 'valid' | 'forged' | 'missing'): Promise<number>;
  /** The log so far, at its most talkative level. */
  log(): string;
  close(): Promise<void>;
}

const NASTY =
  process.env['REHBER_FIXTURES'] && path.join(process.env['REHBER_FIXTURES'], 'nasty', 'blns.json');
const PROBLEMS = ['rate_limited', 'unreachable', 'unauthorized', 'rejected', 'unavailable'] as const;
/** Larger limits are no limits: a test would only fill memory. */
const TESTABLE_LIMIT = 20_000;
/** A family, a flag and a letter with marks: each is one character to a person and many to a program. */
const FAMILY = '👩‍👩‍👧‍👦';

/**
 * What every adapter must do. A new channel calls this with a harness of its own and nothing more:
 * `adapterContract('telegram', openHarness)`.
 */
export function adapterContract(name: string, open: () => Promise<Harness>): void {
  describe(`${name}: the adapter contract`, () => {
    let harness: Harness;
    before(async () => {
      harness = await open();
    });
    after(async () => harness.close());
    const current = (): Harness => harness;
    describe('what comes in', () => inbound(current));
    describe('what goes out', () => outbound(current));
    describe('what a platform refuses', () => refusals(current));
    test('the log tells no text, no person and no coordinate', async () => {
      await deliver(harness, { kind: 'text', text: 'secret-word-of-a-tourist' });
      await deliver(harness, { kind: 'location', point: { lat: 41.012_345, lon: 28.976_543 } });
      await harness.adapter.send(harness.to, reply('secret-word-of-the-guide'), 'log');
      const log = harness.log();
      for (const secret of ['secret-word', '41.012345', '28.976543', harness.to.user]) {
        assert.ok(!log.includes(secret), `the log holds ${JSON.stringify(secret)}`);
      }
    });
  });
}

function inbound(current: () => Harness): void {
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

function outbound(current: () => Harness): void {
  test('a reply is shown with its text unchanged, and has an id of its own', async () => {
    const harness = current();
    const first = await send(harness, reply('Ayasofya, Sultanahmet: 09:00–19:00 🙂\nفتح الآن'));
    const second = await send(harness, reply('And again.'));
    assert.equal(first.text, 'Ayasofya, Sultanahmet: 09:00–19:00 🙂\nفتح الآن');
    assert.equal(second.text, 'And again.');
    assert.notEqual(first.id, second.id);
  });

  test('buttons are shown in their order, the chosen one as chosen', async () => {
    const harness = current();
    const buttons = [
      [
        { label: '👍', action: 'up:1', chosen: true },
        { label: '👎', action: 'down:1' },
      ],
      [{ label: '📍 Map', action: 'map:1' }],
    ];
    const shown = await send(harness, reply('Good?', buttons));
    assert.deepEqual(
      shown.buttons,
      [
        { label: '👍', chosen: true },
        { label: '👎', chosen: false },
        { label: '📍 Map', chosen: false },
      ].slice(0, harness.adapter.capabilities.buttons),
    );
  });

  test('buttons past the limit are left out, and the log says how many', async (t) => {
    const harness = current();
    const limit = harness.adapter.capabilities.buttons;
    if (limit > TESTABLE_LIMIT) return t.skip('this platform sets no limit');
    const buttons = Array.from({ length: limit + 3 }, (_, index) => [
      { label: `Button ${index}`, action: `more:${index}` },
    ]);
    const logged = harness.log().length;
    const shown = await send(harness, reply('Many', buttons));
    assert.equal(shown.buttons.length, limit);
    assert.match(harness.log().slice(logged), /"droppedButtons":3\b/);
  });

  test('labels are cut between characters as people count them', async (t) => {
    const harness = current();
    const { buttonLabel, buttons } = harness.adapter.capabilities;
    if (buttons === 0 || buttonLabel > TESTABLE_LIMIT) return t.skip('this platform sets no limit');
    for (const pad of ['', 'a', 'ab', 'abc']) {
      const shown = await send(
        harness,
        reply('Long label', [[{ label: pad + FAMILY.repeat(buttonLabel), action: 'a' }]]),
      );
      const label = shown.buttons[0]?.label ?? '';
      assert.ok(label.length <= buttonLabel, `${label.length} characters`);
      assert.ok(label.isWellFormed());
      assert.match(label, new RegExp(`^${pad}(?:${FAMILY})*…$`, 'u'));
    }
  });

  test('a text past the limit is cut cleanly', async (t) => {
    const harness = current();
    const { maxText } = harness.adapter.capabilities;
    if (maxText > TESTABLE_LIMIT) return t.skip('this platform sets no limit');
    for (const unit of ['Galata Kulesi. ', FAMILY, 'イスタンブール', 'x']) {
      const text = unit.repeat(Math.ceil((maxText + 10) / unit.length));
      const shown = await send(harness, reply(text));
      assert.ok(shown.text.length <= maxText && shown.text.length > maxText * 0.8, `${shown.text.length}`);
      assert.ok(shown.text.isWellFormed());
      assert.ok(text.startsWith(shown.text.replace(/…$/u, '')));
      if (unit === FAMILY) assert.match(shown.text, new RegExp(`^(?:${FAMILY})+…$`, 'u'));
    }
  });

  test('every naughty string goes out unchanged', { skip: needsFixtures() }, async () => {
    const harness = current();
    for (const text of await naughtyStrings()) {
      if (text.trim() === '') await sendsOrRefuses(harness, text);
      else assert.equal((await send(harness, reply(text))).text, text);
    }
  });

  test('an empty text and one of 100 kB are sent or refused, never a crash', async () => {
    await sendsOrRefuses(current(), '');
    await sendsOrRefuses(current(), 'Ayasofya '.repeat(12_000));
  });

  test('a message of ours can be changed where the platform has it', async (t) => {
    const harness = current();
    const { adapter, to } = harness;
    if (!adapter.capabilities.editing) return t.skip('this platform changes no messages');
    const buttons = [[{ label: '👍', action: 'up:2' }]];
    const { id } = await send(harness, reply('Before', buttons));
    await adapter.editButtons?.(to, id, [[{ label: '👍', action: 'up:2', chosen: true }]], 'en');
    assert.deepEqual((await find(harness, id)).buttons, [{ label: '👍', chosen: true }]);
    await adapter.edit?.(to, id, reply('After'));
    const changed = await find(harness, id);
    assert.deepEqual([changed.text, changed.buttons], ['After', []]);
    await adapter.edit?.(to, id, reply('After'));
    for (const gone of ['999999999', 'no-such-id']) {
      await adapter.edit?.(to, gone, reply('Nobody sees it'));
      await adapter.editButtons?.(to, gone, [], 'en');
    }
  });

  test('a press is confirmed, and a confirmation that comes too late is no error', async (t) => {
    const harness = current();
    const { adapter, to } = harness;
    if (!adapter.notice) return t.skip('this platform has no notices');
    const press = await deliver(harness, { kind: 'press', action: 'up:3' });
    assert.ok(press?.kind === 'press' && press.pressId, 'a press brings what confirms it');
    await adapter.notice(to, press.pressId, 'Thank you! '.repeat(40));
    await adapter.notice(to, 'long-gone', 'Thank you!');
  });

  test('typing can be shown', async (t) => {
    const { adapter, to } = current();
    if (!adapter.typing) return t.skip('this platform shows no typing');
    await adapter.typing(to);
  });
}

function refusals(current: () => Harness): void {
  for (const problem of PROBLEMS) {
    test(`${problem} is told as such, and the next message goes through`, async (t) => {
      const harness = current();
      const arm = harness.refuse?.(problem);
      if (!arm) return t.skip('this platform never does');
      arm();
      const text = 'a text that no error may quote';
      await assert.rejects(harness.adapter.send(harness.to, reply(text), `refused-${problem}`), (error) => {
        assert.ok(error instanceof DeliveryError, String(error));
        assert.equal(error.problem, problem);
        assert.equal(error.retryAfterMs > 0, problem === 'rate_limited');
        const told = `${error.message} ${JSON.stringify(error)} ${String(error.cause)}`;
        assert.ok(!told.includes(text) && !told.includes(harness.to.user), told);
        return true;
      });
      assert.equal((await send(harness, reply(`After ${problem}`))).text, `After ${problem}`);
    });
  }
}

/** Delivers an act and resolves with its event; `undefined` where the platform has no such act. */
async function deliver(harness: Harness, act: Act): Promise<InboundEvent | undefined> {
  const delivery = harness.delivery(act);
  return delivery && received(harness, delivery);
}

async function received(
  harness: Harness,
  delivery: () => Promise<boolean>,
): Promise<InboundEvent | undefined> {
  const count = harness.events.length;
  assert.equal(await delivery(), true, 'the delivery was not acknowledged');
  assert.equal(harness.events.length, count + 1, 'one delivery is one event');
  return harness.events.at(-1);
}

let sent = 0;

async function send(harness: Harness, message: Reply): Promise<ShownMessage> {
  sent += 1;
  const id = await harness.adapter.send(harness.to, message, `contract-${sent}`);
  return find(harness, id);
}

async function sendsOrRefuses(harness: Harness, text: string): Promise<void> {
  sent += 1;
  try {
    await harness.adapter.send(harness.to, reply(text), `contract-${sent}`);
  } catch (error) {
    assert.ok(error instanceof DeliveryError && error.problem === 'rejected', String(error));
  }
}

async function find(harness: Harness, id: string): Promise<ShownMessage> {
  const message = (await harness.shown()).find((each) => each.id === id);
  assert.ok(message, `the platform shows no message ${id}`);
  return message;
}

function reply(text: string, buttons: Reply['buttons'] = []): Reply {
  return { text, language: 'en', buttons };
}

function needsFixtures(): string | false {
  return NASTY ? false : 'REHBER_FIXTURES is not set: the big list of naughty strings is not at hand';
}

async function naughtyStrings(): Promise<string[]> {
  return JSON.parse(await readFile(NASTY ?? '', 'utf8')) as string[];
}
