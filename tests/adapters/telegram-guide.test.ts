import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LLMock } from '@copilotkit/aimock';
import mongoose from 'mongoose';
import { CITY } from '../../src/city.ts';
import { loadKnowledge } from '../../src/knowledge/knowledge.ts';
import { Person } from '../../src/store/models/person.ts';
import { FakeTelegram, type SentMessage } from '../support/fake-telegram.ts';
import { dataFolder, removeFolder, Serving } from '../support/rehber.ts';
import { eventually } from '../support/store.ts';
import { answersIn, post, textUpdate, webhookEnvironment } from '../support/telegram-chat.ts';

/** What a tourist on Telegram gets from the guide itself, through the webhook of a serving process. */
describe('the guide on Telegram', () => {
  let telegram: FakeTelegram;
  let endpoint: LLMock;
  let hearing: Serving;
  let deaf: Serving;
  let dirs: string[];
  let update = 5_000;

  before(async () => {
    dirs = [await dataFolder(), await dataFolder()];
    telegram = await FakeTelegram.start();
    telegram.files.set('voice-1', { path: 'voice/file_1.oga', data: Buffer.from('OggS of a tourist') });
    endpoint = new LLMock({ port: 0 });
    endpoint.onTranscription({ transcription: { text: 'When does the Galata Tower open?' } });
    await endpoint.start();
    [hearing, deaf] = await Promise.all([
      Serving.start({
        ...webhookEnvironment(telegram, dirs[0] ?? ''),
        OPENAI_BASE_URL: `${endpoint.url}/v1`,
        OPENAI_TRANSCRIBE_MODEL: 'whisper-1',
      }),
      Serving.start(webhookEnvironment(telegram, dirs[1] ?? '')),
    ]);
    // Who is named in a group is known once both have asked who they are, which the menus follow
    await telegram.called('setMyCommands', 26);
    await mongoose.connect(hearing.store);
  });
  after(async () => {
    await mongoose.disconnect();
    await Promise.all([hearing.end(), deaf.end()]);
    await endpoint.stop();
    await telegram.close();
    await Promise.all(dirs.map(removeFolder));
  });

  const messagesIn = (chat: number): SentMessage[] =>
    [...telegram.messages.values()].filter((message) => message.chat === chat);

  async function firstAnswerIn(chat: number): Promise<SentMessage> {
    await eventually(`chat ${chat} is answered`, () => answersIn(telegram, chat).length > 0);
    return answersIn(telegram, chat)[0] as SentMessage;
  }

  /** An update whose message is changed by `content`; without a text where `content` is of another kind. */
  function updateWith(chat: number, content: Record<string, unknown>, kind = 'message'): unknown {
    const { message, update_id } = textUpdate(++update, chat, '') as {
      message: Record<string, unknown>;
      update_id: number;
    };
    return { update_id, [kind]: { ...message, text: undefined, ...content } };
  }

  test('the QR code at a sight is answered about that sight, and notes where the person came from', async () => {
    assert.equal(await post(hearing, textUpdate(++update, 6_001, '/start site_galata-tower')), 200);
    assert.match((await firstAnswerIn(6_001)).text, /Galata/);
    assert.equal(await Person.countDocuments({ cameFrom: 'site_galata-tower' }), 1);
    assert.equal(await post(hearing, textUpdate(++update, 6_002, '/start hotel-42')), 200);
    await eventually('the welcome is there', () => messagesIn(6_002).length > 0);
    assert.equal(await Person.countDocuments({ cameFrom: 'hotel-42' }), 1);
  });

  test('every place of the city fits into such a link', async () => {
    const knowledge = await loadKnowledge(CITY);
    for (const { id } of knowledge.places) assert.match(`site_${id}`, /^[\w-]{1,64}$/);
  });

  test('a voice message is answered as if it had been typed', async () => {
    const voice = {
      file_id: 'voice-1',
      file_unique_id: 'v1',
      duration: 3,
      mime_type: 'audio/ogg',
      file_size: 17,
    };
    assert.equal(await post(hearing, updateWith(6_003, { voice })), 200);
    assert.match((await firstAnswerIn(6_003)).text, /Galata/);
  });

  test('a voice message that cannot be heard is told so kindly, and keeps nothing else waiting', async () => {
    const chats = { deaf: 6_004, lost: 6_005 };
    assert.equal(
      await post(deaf, updateWith(chats.deaf, { voice: { file_id: 'voice-1', duration: 3 } })),
      200,
    );
    assert.equal(
      await post(hearing, updateWith(chats.lost, { voice: { file_id: 'gone', duration: 3 } })),
      200,
    );
    for (const chat of Object.values(chats)) {
      await eventually(`chat ${chat} is told`, () => messagesIn(chat).length > 0);
      assert.match(messagesIn(chat)[0]?.text ?? '', /write your question/);
    }
    assert.equal(await post(hearing, textUpdate(++update, chats.lost, 'Galata Tower')), 200);
    assert.match((await firstAnswerIn(chats.lost)).text, /Galata/);
  });

  test('an edited question is answered once more, under the question; an edit that changes no word is not', async () => {
    const chat = 6_006;
    const edited = (text: string): unknown =>
      updateWith(chat, { message_id: 77, text, edit_date: 1_790_000_100 }, 'edited_message');
    assert.equal(await post(hearing, updateWith(chat, { message_id: 77, text: 'Galata Tower' })), 200);
    await firstAnswerIn(chat);
    assert.equal(await post(hearing, edited('Galata Tower')), 200);
    assert.equal(await post(hearing, edited('Hagia Sophia')), 200);
    await eventually('the second answer is there', () => answersIn(telegram, chat).length > 1);
    const [, second, ...more] = answersIn(telegram, chat);
    assert.match(second?.text ?? '', /Ayasofya|Hagia Sophia/);
    assert.deepEqual(second?.payload['reply_parameters'], {
      message_id: 77,
      allow_sending_without_reply: true,
    });
    assert.deepEqual(more, []);
  });

  test('in a group the guide answers who names it, under the question, without asking for consent', async () => {
    const chat = { id: -100_777, type: 'supergroup', title: 'Trip' };
    assert.equal(await post(hearing, updateWith(6_007, { chat, text: 'Shall we eat?' })), 200);
    const named = updateWith(6_007, { chat, message_id: 88, text: '@rehber_bot Galata Tower' });
    assert.equal(await post(hearing, named), 200);
    const { payload, text } = await firstAnswerIn(chat.id);
    assert.match(text, /Galata/);
    assert.deepEqual(payload['reply_parameters'], { message_id: 88, allow_sending_without_reply: true });
    assert.equal(messagesIn(chat.id).length, 1);
  });
});
