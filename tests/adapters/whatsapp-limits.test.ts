import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LANGUAGES, type Reply } from '../../src/messages.ts';
import { screenOf } from '../support/whatsapp-graph.ts';
import { violationOf } from '../support/whatsapp-limits.ts';
import { PHONE } from '../support/whatsapp-webhooks.ts';
import { openBench } from '../support/whatsapp.ts';

function canBeShown(action: string, label: string): boolean {
  return action.trim() === action && label.trim() !== '' && Buffer.byteLength(action) <= 64;
}

test('whatever a reply holds, in any language, Graph takes it and nothing needed is lost', async (t) => {
  const { adapter, close, graph } = await openBench();
  t.after(close);
  const button = fc.oneof(
    fc.record(
      {
        label: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
        action: fc.oneof(
          fc.stringMatching(/^[a-z]{1,6}:[0-9a-f]{0,24}$/),
          fc.string({ minLength: 1, maxLength: 64 }),
        ),
        optional: fc.boolean(),
        chosen: fc.boolean(),
      },
      { requiredKeys: ['label', 'action'] },
    ),
    fc.record({ label: fc.string({ minLength: 1 }), url: fc.webUrl() }),
  );
  const replies: fc.Arbitrary<Reply> = fc.record(
    {
      text: fc
        .array(
          fc.oneof(
            fc.string({ unit: 'grapheme', maxLength: 300 }),
            fc.constantFrom('*', '_a_', '`', '\n> ', '1. ', 'Ayasofya', 'فتح', 'イスタンブール', '🕌'),
          ),
          { minLength: 1, maxLength: 12 },
        )
        .map((parts) => parts.join(' '))
        .filter((text) => text.trim() !== '' && text.length <= 1_024),
      language: fc.constantFrom(...LANGUAGES),
      buttons: fc
        .uniqueArray(button, {
          maxLength: 16,
          selector: (each) => ('action' in each ? each.action : each.url),
        })
        .map((all) => [all.slice(0, 2), all.slice(2)]),
      footer: fc.string({ unit: 'grapheme', maxLength: 90 }),
      locationRequest: fc.string(),
      place: fc.record({
        lat: fc.double({ min: 40, max: 42, noNaN: true }),
        lon: fc.double({ min: 28, max: 30, noNaN: true }),
        name: fc.stringMatching(/^\w{1,40}$/),
      }),
    },
    { requiredKeys: ['text', 'language', 'buttons'] },
  );
  await fc.assert(
    fc.asyncProperty(replies, async (content) => {
      const messageId = await adapter.send({ conversation: PHONE, user: PHONE }, content, 'key');
      const sent = graph.messages.pop();
      assert.ok(sent && sent.id === messageId);
      const { payload } = sent;
      assert.equal(violationOf(payload), undefined);
      if (content.place) return;
      const needed = content.buttons
        .flat()
        .filter((each) => 'action' in each)
        .filter(({ action, label, optional }) => !optional && canBeShown(action, label))
        .map(({ action }) => action);
      const shown = new Set(screenOf(sent).buttons.map(({ id }) => id));
      for (const action of needed.slice(0, 10)) assert.ok(shown.has(action), JSON.stringify(action));
      const links = content.buttons.flat().filter((each) => 'url' in each && each.label.trim() !== '');
      const given = JSON.stringify(payload);
      const hasRoom = content.text.length + JSON.stringify(links).length < 1_000;
      for (const each of links) assert.ok(!hasRoom || ('url' in each && given.includes(each.url)));
    }),
    { numRuns: 150 },
  );
});
