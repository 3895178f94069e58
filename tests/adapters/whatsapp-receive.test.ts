import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import type { InboundEvent } from '../../src/messages.ts';
import { PHONE_NUMBER_ID } from '../support/whatsapp-graph.ts';
import {
  change,
  delivery,
  DISPLAY_NUMBER,
  message,
  messages,
  PHONE,
  pressMessage,
  status,
  statuses,
  textMessage,
  USER_ID,
  wamid,
} from '../support/whatsapp-webhooks.ts';
import { openBench, type Bench } from '../support/whatsapp.ts';

const FIXTURES = process.env['REHBER_FIXTURES'];

describe('what Meta posts to the webhook', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  after(async () => bench.close());

  /** Posts a delivery and resolves with the events that came of it. */
  async function receive(body: unknown): Promise<InboundEvent[]> {
    const count = bench.events.length;
    assert.equal(await bench.post(JSON.stringify(body)), 200);
    return bench.events.slice(count);
  }

  async function receiveOne(raw: Record<string, unknown>): Promise<InboundEvent | undefined> {
    const [event, ...others] = await receive(messages(raw));
    assert.equal(others.length, 0);
    return event;
  }

  test('a text is told with its id, its own time and all ids of the person', async () => {
    const raw = textMessage('Where is Galata?', { timestamp: '1749416383' });
    assert.deepEqual(await receiveOne(raw), {
      id: raw['id'],
      platform: 'whatsapp',
      conversation: PHONE,
      user: { id: PHONE, aliases: [USER_ID] },
      at: new Date(1_749_416_383_000),
      via: raw['id'],
      kind: 'text',
      text: 'Where is Galata?',
    });
  });

  test('a person without a phone number is known by the business-scoped id', async () => {
    const raw = textMessage('Hi', { from: undefined, from_user_id: USER_ID });
    const contacts = [{ profile: { name: 'S', username: '@s' }, user_id: USER_ID }];
    const [event] = await receive(delivery(change({ contacts, messages: [raw] })));
    assert.deepEqual(event?.user, { id: USER_ID, aliases: [] });
    assert.equal(event?.conversation, USER_ID);
  });

  test('of several contacts only the one of the sender lends its other id', async () => {
    const contacts = [
      { wa_id: '49111', user_id: 'DE.1' },
      { wa_id: '49222', user_id: 'DE.2' },
    ];
    const sent = [textMessage('a', { from: '49222' }), textMessage('b', { from: '49333' })];
    const [first, second] = await receive(delivery(change({ contacts, messages: sent })));
    assert.deepEqual(first?.user, { id: '49222', aliases: ['DE.2'] });
    assert.deepEqual(second?.user, { id: '49333', aliases: [] });
  });

  test('every entry, change and message counts, and a malformed one harms none beside it', async () => {
    const body = {
      object: 'whatsapp_business_account',
      entry: [
        null,
        { id: '1', changes: 'none' },
        {
          id: '1',
          changes: [
            change({
              messages: [
                textMessage('one'),
                { id: 7 },
                null,
                textMessage('two', { text: { body: 7 } }),
                textMessage('three'),
              ],
            }),
            { field: 'messages' },
            change({ messages: [textMessage('four')], statuses: [status('wamid.x', 'read'), 'odd'] }),
          ],
        },
        { id: '2', changes: [change({ messages: [textMessage('five')] })] },
      ],
    };
    const told = (await receive(body)).map((event) => (event.kind === 'text' ? event.text : event.kind));
    assert.deepEqual(told, ['one', 'three', 'four', 'status', 'five']);
  });

  test('messages to another number of the same app, in groups and from the business app are not ours', async () => {
    const theirs = { metadata: { phone_number_id: '999', display_phone_number: '1' } };
    const bodies = [
      delivery(change({ ...theirs, messages: [textMessage('hi')], statuses: [status('wamid.1', 'read')] })),
      messages(textMessage('hi', { group_id: 'HBgroup' })),
      delivery(change({ message_echoes: [textMessage('hi')] }, 'smb_message_echoes')),
      delivery(change({ statuses: [status('wacid.1', 'sent')] }, 'calls')),
    ];
    for (const body of bodies) assert.deepEqual(await receive(body), []);
  });

  test('a press tells its action and the message that carries the button, in all three forms', async () => {
    const context = { from: DISPLAY_NUMBER, id: 'wamid.ours' };
    const list = { type: 'list_reply', list_reply: { id: 'why:1:wrong', title: 'Wrong' } };
    const presses = [
      pressMessage('up:1', { context }),
      message('interactive', { interactive: list, context }),
      message('button', { button: { payload: 'stop', text: 'Stop' }, context }),
    ];
    for (const [index, action] of ['up:1', 'why:1:wrong', 'stop'].entries()) {
      const event = await receiveOne(presses[index] ?? {});
      assert.ok(event?.kind === 'press');
      assert.deepEqual([event.action, event.messageId], [action, 'wamid.ours']);
    }
  });

  test('a reaction votes, whatever its skin tone, and its removal takes the vote back', async () => {
    const votes = [
      ['👍', 'up'],
      ['👍🏽', 'up'],
      ['❤️', 'up'],
      ['👎🏿', 'down'],
      ['😮', null],
      ['', null],
      [undefined, null],
    ] as const;
    for (const [emoji, vote] of votes) {
      const event = await receiveOne(message('reaction', { reaction: { message_id: 'wamid.ours', emoji } }));
      assert.ok(event?.kind === 'reaction');
      assert.deepEqual([event.messageId, event.vote], ['wamid.ours', vote]);
    }
  });

  test('voice, pictures and what cannot be read become media, with what is written below', async () => {
    const kinds = [
      [message('audio', { audio: { id: '77', mime_type: 'audio/ogg', voice: true } }), 'audio'],
      [message('video', { video: { id: '7', caption: 'What is it?' } }), 'video'],
      [message('document', { document: { id: '7', filename: 'a.pdf' } }), 'file'],
      [message('sticker', { sticker: { id: '7' } }), 'sticker'],
      [message('contacts', { contacts: [] }), 'contact'],
      [message('order', { order: {} }), 'other'],
      [message('unsupported', { errors: [{ code: 131_051 }] }), 'other'],
      [message('interactive'), 'other'],
    ] as const;
    for (const [raw, media] of kinds) {
      const event = await receiveOne(raw);
      assert.ok(event?.kind === 'media', JSON.stringify(raw));
      assert.equal(event.media, media);
      assert.equal(event.voice, media === 'audio' ? '77' : undefined);
      assert.equal(event.caption, media === 'video' ? 'What is it?' : undefined);
    }
  });

  test('an edited text comes as one, an answer names what it answers, and what was deleted says nothing', async () => {
    const edit = { original_message_id: 'wamid.1', message: { type: 'text', text: { body: 'Galata?' } } };
    const edited = await receiveOne(message('edit', { edit }));
    assert.ok(edited?.kind === 'text');
    assert.deepEqual([edited.text, edited.edited], ['Galata?', true]);
    const answer = await receiveOne(
      textMessage('and there?', { context: { from: DISPLAY_NUMBER, id: 'wamid.ours' } }),
    );
    assert.ok(answer?.kind === 'text' && answer.repliesTo === 'wamid.ours');
    assert.equal(
      await receiveOne(message('revoke', { revoke: { original_message_id: 'wamid.1' } })),
      undefined,
    );
    assert.equal(await receiveOne(message('a_kind_of_tomorrow')), undefined);
  });

  test('who changed the number or the business-scoped id is the same person', async () => {
    const number = message('system', {
      system: {
        type: 'user_changed_number',
        wa_id: '972912345678',
        body: `User A changed from ${PHONE} to 972912345678`,
      },
    });
    const scoped = message('system', {
      from: undefined,
      system: {
        type: 'user_changed_user_id',
        user_id: 'US.2',
        body: 'User changed from US.1 to US.2',
      },
    });
    const [moved] = await receive(delivery(change({ messages: [number] })));
    assert.ok(moved?.kind === 'member' && moved.change === 'moved');
    assert.deepEqual(moved.user, { id: '972912345678', aliases: [PHONE] });
    const [renamed] = await receive(delivery(change({ messages: [scoped] })));
    assert.deepEqual(renamed?.user, { id: 'US.2', aliases: ['US.1'] });
    const update = {
      wa_id: PHONE,
      detail: 'x',
      user_id: { previous: 'US.1', current: 'US.2' },
      timestamp: '1750100472',
    };
    const [updated] = await receive(delivery(change({ user_id_update: [update] }, 'user_id_update')));
    assert.deepEqual(updated?.user, { id: PHONE, aliases: ['US.2', 'US.1'] });
    assert.ok(updated?.kind === 'member' && updated.change === 'moved');
    const identity = message('system', { system: { type: 'customer_identity_changed', body: 'x' } });
    assert.deepEqual(await receive(messages(identity)), []);
  });

  test('a status is told once a state, with the person that it is about and what went wrong', async () => {
    const failed = status('wamid.9', 'failed', { errors: [{ code: 131_026, title: 'x' }] });
    const scoped = status('wamid.9', 'read', { recipient_id: undefined, recipient_user_id: USER_ID });
    const events = await receive(
      statuses(
        status('wamid.9', 'sent'),
        scoped,
        failed,
        status('wamid.9', 'failed', { errors: [{ code: 131_049 }] }),
      ),
    );
    assert.deepEqual(
      events.map((event) => event.kind === 'status' && [event.id, event.user.id, event.state, event.problem]),
      [
        ['wamid.9:sent', PHONE, 'sent', undefined],
        ['wamid.9:read', USER_ID, 'read', undefined],
        ['wamid.9:failed', PHONE, 'failed', 'unreachable'],
        ['wamid.9:failed', PHONE, 'failed', 'rejected'],
      ],
    );
    assert.match(bench.log(), /"code":131049\b/);
    const group = status('wamid.9', 'read', { recipient_type: 'group' });
    assert.deepEqual(await receive(statuses(group, status('wamid.9', 'warning'))), []);
  });

  test('a timestamp that no clock says is none', async () => {
    for (const timestamp of ['soon', '', null, '99999999999999999999', -1]) {
      const event = await receiveOne(textMessage('hi', { timestamp }));
      assert.ok(Math.abs((event?.at.getTime() ?? 0) - Date.now()) < 60_000, String(timestamp));
    }
  });

  test('any JSON is taken without harm', async () => {
    const loose = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string(),
        fc.integer(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(
          fc.constantFrom(
            'entry',
            'changes',
            'value',
            'messages',
            'statuses',
            'field',
            'type',
            'text',
            'from',
          ),
          tie('value'),
        ),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(loose.value, async (content) => {
        const body = JSON.stringify(delivery(change({ messages: [content], statuses: [content] })));
        assert.equal(await bench.post(body), 200);
        assert.equal(await bench.post(JSON.stringify(content)), 200);
      }),
      { numRuns: 100 },
    );
  });

  test(
    'every recorded delivery is answered 200, twice, with the same events',
    { skip: needsFixtures() },
    async () => {
      const kinds = new Set<string>();
      for (const [name, recorded] of await recordedDeliveries()) {
        const first = await receive(recorded);
        const second = await receive(recorded);
        // Without a time of its own an event is told when it came
        assert.deepEqual(second, first, name);
        for (const event of first) kinds.add(event.kind);
      }
      assert.deepEqual([...kinds].sort(), [
        'location',
        'media',
        'member',
        'press',
        'reaction',
        'status',
        'text',
      ]);
    },
  );
});

function needsFixtures(): string | false {
  return FIXTURES ? false : 'REHBER_FIXTURES is not set: recorded deliveries are not at hand';
}

/** Recorded deliveries with our number and an id of its own for each, under their names. */
async function recordedDeliveries(): Promise<[string, unknown][]> {
  const folder = path.join(FIXTURES ?? '', 'payloads', 'whatsapp-pywa');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const files = names.map(async (name): Promise<[string, unknown][]> => {
    const text = await readFile(path.join(folder, name), 'utf8');
    return Object.entries(JSON.parse(text) as Record<string, unknown>).map(([kind, recorded]) => [
      `${name} ${kind}`,
      filledIn(recorded),
    ]);
  });
  const all = (await Promise.all(files)).flat();
  assert.ok(all.length >= 70, `${all.length} recorded deliveries`);
  return all;
}

function filledIn(recorded: unknown): unknown {
  const id = wamid();
  return JSON.parse(JSON.stringify(recorded), (key, value: unknown) => {
    if (key === 'phone_number_id') return PHONE_NUMBER_ID;
    if (key === 'id' && typeof value === 'string' && /^wamid|^<WHATSAPP_MESSAGE_ID>$/.test(value)) return id;
    return value === '<WHATSAPP_USER_PHONE_NUMBER>' ? PHONE : value;
  });
}
