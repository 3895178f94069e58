import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import type { InboundEvent } from '../../src/messages.ts';
import { TOKEN } from '../support/fake-telegram.ts';
import { needsRecorded, recordedUpdates } from '../support/recorded.ts';
import {
  editUpdate,
  GROUP,
  messageUpdate,
  PRIVATE,
  pressUpdate,
  TOURIST,
  update,
  type RawUpdate,
} from '../support/telegram-updates.ts';
import { openBench, WEBHOOK_SECRET, type Bench } from '../support/telegram.ts';

const BOT = { id: Number.parseInt(TOKEN, 10), is_bot: true, first_name: 'Rehber' };

describe('what Telegram posts to the webhook', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench({ publicUrl: 'https://guide.example.org', start: true });
    await bench.telegram.called('setMyCommands', 13);
  });
  after(async () => bench.close());

  /** Posts an update and resolves with its event, if it is one for us. */
  async function receive(raw: RawUpdate): Promise<InboundEvent | undefined> {
    const count = bench.events.length;
    assert.equal(await bench.post(JSON.stringify(raw), WEBHOOK_SECRET), 200);
    return bench.events.slice(count)[0];
  }

  async function receiveInGroup(content: Record<string, unknown>): Promise<InboundEvent | undefined> {
    return receive(messageUpdate({ chat: GROUP, ...content }));
  }

  test('a message is told with its number, its time and the language of the app', async () => {
    const raw = messageUpdate({ text: 'Where is Galata?' });
    assert.deepEqual(await receive(raw), {
      id: String(raw.update_id),
      sequence: raw.update_id,
      platform: 'telegram',
      conversation: String(TOURIST.id),
      user: { id: String(TOURIST.id), languageTag: 'de' },
      at: new Date(1_790_000_000_000),
      kind: 'text',
      text: 'Where is Galata?',
    });
  });

  test('a deep link is the command start with its payload', async () => {
    const event = await receive(messageUpdate({ text: '/start hotel-42' }));
    assert.ok(event?.kind === 'command');
    assert.deepEqual([event.name, event.args], ['start', 'hotel-42']);
  });

  test('a command may carry our name, and one with another bot’s name is no command of ours', async () => {
    const ours = await receive(messageUpdate({ text: '/Help@Rehber_Bot' }));
    assert.ok(ours?.kind === 'command' && ours.name === 'help');
    assert.equal(await receive(messageUpdate({ text: '/help@other_bot', chat: GROUP })), undefined);
  });

  test('a venue is a location with a name, and a step of a live location is told as such', async () => {
    const location = { latitude: 41.0, longitude: 29.0 };
    const venue = await receive(
      messageUpdate({ location, venue: { location, title: 'Hotel', address: 'x' } }),
    );
    assert.ok(venue?.kind === 'location' && venue.name === 'Hotel' && !venue.live);
    const step = await receive(editUpdate({ location: { ...location, live_period: 900 } }));
    assert.ok(step?.kind === 'location' && step.live);
  });

  test('a changed text is told as changed, at the time of the change', async () => {
    const event = await receive(editUpdate({ text: 'Where is Galata Tower?' }));
    assert.ok(event?.kind === 'text' && event.edited);
    assert.deepEqual(event.at, new Date(1_790_000_100_000));
    assert.ok(event.via, 'the answer shows which question it answers');
  });

  test('a press brings its message, unless Telegram cannot reach it any more', async () => {
    const event = await receive(pressUpdate('up:1'));
    assert.ok(event?.kind === 'press' && event.messageId === '500' && event.pressId?.startsWith('press-'));
    const old = await receive(pressUpdate('up:1', { message: { message_id: 3, date: 0, chat: PRIVATE } }));
    assert.ok(old?.kind === 'press' && old.messageId === undefined);
    const bare = await receive(pressUpdate('up:1', { message: undefined }));
    assert.ok(bare?.kind === 'press' && bare.conversation === String(TOURIST.id));
    assert.equal(await receive(pressUpdate('up:1', { data: undefined, game_short_name: 'x' })), undefined);
  });

  test('an answer to a message of ours says to which', async () => {
    const reply_to_message = { message_id: 77, from: BOT, chat: PRIVATE, date: 1 };
    const event = await receive(messageUpdate({ text: 'And this one?', reply_to_message }));
    assert.ok(event?.kind === 'text' && event.repliesTo === '77');
  });

  test('pictures, voices, files and stickers are media of their kind', async () => {
    const kinds = {
      voice: 'audio',
      video_note: 'video',
      document: 'file',
      sticker: 'sticker',
      contact: 'contact',
    };
    for (const [field, media] of Object.entries(kinds)) {
      const event = await receive(messageUpdate({ [field]: { file_id: 'x' } }));
      assert.ok(event?.kind === 'media' && event.media === media, field);
    }
  });

  test('a voice message and a piece of audio say where they can be heard, unless they are too large', async () => {
    for (const field of ['voice', 'audio']) {
      const heard = await receive(
        messageUpdate({ [field]: { file_id: 'AwACAgQ', duration: 3, file_size: 9_000 } }),
      );
      assert.ok(heard?.kind === 'media' && heard.voice === 'AwACAgQ', field);
      const large = await receive(
        messageUpdate({ [field]: { file_id: 'AwACAgQ', file_size: 21 * 1_024 * 1_024 } }),
      );
      assert.ok(large?.kind === 'media' && large.media === 'audio' && large.voice === undefined, field);
    }
    const odd = await receive(messageUpdate({ voice: { file_id: 7 } }));
    assert.ok(odd?.kind === 'media' && odd.voice === undefined);
  });

  test('a group that tells of its move is no event, and is written to under its new id at once', async () => {
    const old = { id: -77, type: 'group', title: 'Trip' };
    const to = { conversation: '-77', user: String(TOURIST.id) };
    const chatOfLast = (): unknown => bench.telegram.calls.at(-1)?.payload['chat_id'];
    assert.equal(await receive(messageUpdate({ chat: old, migrate_to_chat_id: -1_000_077 })), undefined);
    await bench.adapter.send(to, { text: 'Here', language: 'en', buttons: [] }, 'k');
    assert.equal(chatOfLast(), -1_000_077);
    const chat = { id: -1_000_078, type: 'supergroup', title: 'Trip' };
    assert.equal(await receive(messageUpdate({ chat, migrate_from_chat_id: -78 })), undefined);
    await bench.adapter.send(
      { ...to, conversation: '-78' },
      { text: 'Here', language: 'en', buttons: [] },
      'k',
    );
    assert.equal(chatOfLast(), -1_000_078);
    // Messages of before the move stay where they are, and so do their buttons
    await bench.adapter.editButtons?.({ ...to, conversation: '-78' }, '501', [], 'en');
    assert.equal(chatOfLast(), -78);
  });

  test('the pictures of an album are one event', async () => {
    const album = { photo: [{}], media_group_id: '1234567' };
    const ids = [await receive(messageUpdate(album)), await receive(messageUpdate(album))].map((e) => e?.id);
    assert.ok(ids[0]);
    assert.equal(ids[0], ids[1]);
  });

  test('blocking and unblocking are told of private chats only', async () => {
    const blocked = await receive(member('kicked', PRIVATE));
    const unblocked = await receive(member('member', PRIVATE));
    assert.ok(blocked?.kind === 'member' && blocked.change === 'blocked');
    assert.ok(unblocked?.kind === 'member' && unblocked.change === 'unblocked');
    assert.equal(await receive(member('kicked', GROUP)), undefined);
  });

  test('a reaction is a vote for our message, and its removal takes it back', async () => {
    const votes: unknown[] = [];
    for (const emoji of ['👍', '❤', '👎', '🤔', undefined]) {
      const new_reaction = emoji ? [{ type: 'emoji', emoji }] : [];
      const raw = update('message_reaction', {
        chat: PRIVATE,
        message_id: 501,
        user: TOURIST,
        date: 1,
        old_reaction: [],
        new_reaction,
      });
      const event = await receive(raw);
      assert.ok(event?.kind === 'reaction' && event.messageId === '501');
      votes.push(event.vote);
    }
    assert.deepEqual(votes, ['up', 'up', 'down', null, null]);
  });

  test('in a group only what is for us is read', async () => {
    assert.equal(await receiveInGroup({ text: 'Shall we eat?' }), undefined);
    assert.equal(await receiveInGroup({ text: 'Ask @rehber_bottom' }), undefined);
    assert.equal(await receiveInGroup({ location: { latitude: 41, longitude: 29 } }), undefined);
    const named = await receiveInGroup({ text: '@Rehber_bot where can we eat?' });
    assert.ok(named?.kind === 'text' && named.shared && named.text === 'where can we eat?');
    const to = { conversation: named.conversation, user: named.user.id, via: named.via ?? '' };
    await bench.adapter.send(to, { text: 'Here', language: 'en', buttons: [] }, 'k');
    assert.deepEqual(bench.telegram.calls.at(-1)?.payload['reply_parameters'], {
      message_id: Number(named.via),
      allow_sending_without_reply: true,
    });
    const answered = await receiveInGroup({
      text: 'And tea?',
      reply_to_message: { message_id: 9, from: BOT },
    });
    assert.ok(answered?.kind === 'text' && answered.conversation === String(GROUP.id));
    const commanded = await receiveInGroup({ text: '/help' });
    assert.ok(commanded?.kind === 'command' && commanded.shared);
  });

  test('a topic of a group is a conversation of its own', async () => {
    const topic = { chat: GROUP, message_thread_id: 42, is_topic_message: true };
    const event = await receive(messageUpdate({ ...topic, text: '/help' }));
    assert.equal(event?.conversation, `${GROUP.id}:42`);
    await bench.adapter.send(
      { conversation: `${GROUP.id}:42`, user: String(TOURIST.id) },
      { text: 'Here', language: 'en', buttons: [] },
      'k',
    );
    const { payload } = bench.telegram.calls.findLast(({ method }) => method === 'sendMessage') ?? {};
    assert.deepEqual([payload?.['chat_id'], payload?.['message_thread_id']], [GROUP.id, 42]);
  });

  test('what is not from a person or says nothing is left out', async () => {
    for (const raw of [
      messageUpdate({ from: { ...TOURIST, is_bot: true }, text: 'hi' }),
      messageUpdate({ from: undefined, text: 'hi' }),
      messageUpdate({ new_chat_members: [TOURIST] }),
      messageUpdate({ migrate_to_chat_id: -1 }),
      messageUpdate({ text: 5 }),
      messageUpdate({ location: { latitude: 'north', longitude: 1 } }),
      update('channel_post', { text: 'news' }),
      update('a_kind_of_the_future', { anything: [1, { two: 3 }] }),
      update('__proto__', {}),
    ]) {
      assert.equal(await receive(raw), undefined, JSON.stringify(raw));
    }
    assert.match(bench.log(), /"kind":"a_kind_of_the_future"/);
  });

  test('odd hints in an otherwise good message do not hide it', async () => {
    const event = await receive(
      messageUpdate({
        from: { ...TOURIST, language_code: 7 },
        date: -5,
        reply_to_message: 'x',
        text: 'hello',
      }),
    );
    assert.ok(event?.kind === 'text' && event.user.languageTag === undefined);
    assert.ok(Math.abs(event.at.getTime() - Date.now()) < 60_000);
  });

  test('no JSON whatsoever makes it fail', async () => {
    const kind = fc.constantFrom(
      'message',
      'edited_message',
      'callback_query',
      'my_chat_member',
      'message_reaction',
    );
    await fc.assert(
      fc.asyncProperty(kind, fc.jsonValue(), fc.jsonValue(), async (name, body, id) => {
        const raw = JSON.stringify({ update_id: id, [name]: body });
        assert.equal(await bench.post(raw, WEBHOOK_SECRET), 200);
      }),
      { numRuns: 200 },
    );
  });

  test(
    'recorded updates are taken, and keep their ids when they come again',
    { skip: needsRecorded() },
    async () => {
      for (const raw of await recordedUpdates()) {
        const first = await receive(raw);
        const second = await receive(raw);
        assert.equal(first?.id, second?.id, JSON.stringify(raw));
      }
      assert.ok(bench.events.some((event) => event.kind === 'text' && event.text === 'how are you'));
    },
  );
});

function member(status: string, chat: object): RawUpdate {
  const new_chat_member = { status, user: BOT };
  return update('my_chat_member', { chat, from: TOURIST, date: 1_790_000_000, new_chat_member });
}
