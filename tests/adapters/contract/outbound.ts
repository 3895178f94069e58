import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DeliveryError } from '../../../adapters/errors.ts';
import {
  deliver,
  find,
  naughtyStrings,
  needsFixtures,
  reply,
  send,
  sendsOrRefuses,
  type Harness,
} from './harness.ts';

const PROBLEMS = [
  'rate_limited',
  'unreachable',
  'unauthorized',
  'window_closed',
  'rejected',
  'unavailable',
] as const;
/** Larger limits are no limits: a test would only fill memory. */
const TESTABLE_LIMIT = 20_000;
/** A family, a flag and a letter with marks: each is one character to a person and many to a program. */
const FAMILY = '👩‍👩‍👧‍👦';

/** What goes out: unchanged where it fits, within the platform's limits where it does not. */
export function outbound(current: () => Harness): void {
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

/** What a platform refuses: told in the words of `adapters/errors.ts`, with nothing private in them. */
export function refusals(current: () => Harness): void {
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
