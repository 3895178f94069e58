import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { LLMock } from '@copilotkit/aimock';
import mongoose from 'mongoose';
import { ConfigError, readConfig } from '../../src/config.ts';
import { whatsAppSettings } from '../../src/whatsapp-settings.ts';
import { needsRecorded, recordedDeliveries } from '../support/recorded.ts';
import { dataFolder, rehber, rehberJson, removeFolder, Serving } from '../support/rehber.ts';
import { eventually } from '../support/store.ts';
import { seenBy, whatsAppEnvironment } from '../support/whatsapp-chat.ts';
import { FakeGraph, screenOf, TOKEN } from '../support/whatsapp-graph.ts';
import {
  change,
  delivery,
  message,
  messages,
  PHONE,
  postDelivery,
  pressMessage,
  status,
  statuses,
  textMessage,
  USER_ID,
} from '../support/whatsapp-webhooks.ts';

interface Stats {
  turns: number;
  feedback: { up: number; down: number };
  byPlatform: Record<string, number>;
}
type Fields = Record<string, unknown>;

const DAY_SECONDS = 24 * 60 * 60;

describe('a guide on WhatsApp', () => {
  let graph: FakeGraph;
  let endpoint: LLMock;
  let serving: Serving;
  let dir: string;
  let env: Record<string, string>;

  before(async () => {
    dir = await dataFolder();
    graph = await FakeGraph.start();
    endpoint = new LLMock({ port: 0 });
    endpoint.onTranscription({ transcription: { text: 'When does the Galata Tower open?' } });
    await endpoint.start();
    env = {
      ...whatsAppEnvironment(graph, dir),
      OPENAI_BASE_URL: `${endpoint.url}/v1`,
      OPENAI_TRANSCRIBE_MODEL: 'whisper-1',
    };
    serving = await Serving.start(env);
    await mongoose.connect(serving.store);
  });
  after(async () => {
    await Promise.all([graph.close(), endpoint.stop()]);
    await mongoose.disconnect();
    await serving.end();
    await removeFolder(dir);
  });

  const post = async (body: unknown): Promise<number> => postDelivery(serving.url, body);
  const inbox = (): mongoose.mongo.Collection => mongoose.connection.collection('inbox');
  const turns = async (): Promise<Fields[]> => mongoose.connection.collection('turns').find().toArray();

  /** What the one rated answer is rated. */
  async function rating(): Promise<unknown> {
    const [turn] = await turns();
    return (turn?.['feedback'] as { rating?: unknown } | undefined)?.rating;
  }

  /** A delivery of a person who is known by these ids alone. */
  function deliveryOf(ids: { phone?: string; userId?: string }, content: Fields): Fields {
    const contact = { profile: { name: 'T' }, wa_id: ids.phone, user_id: ids.userId };
    const sent = { ...content, from: ids.phone, from_user_id: ids.userId };
    return delivery(change({ contacts: [contact], messages: [sent] }));
  }

  async function idle(): Promise<void> {
    const unfinished = { state: { $in: ['waiting', 'working'] } };
    await eventually('all is worked', async () => (await inbox().countDocuments(unfinished)) === 0);
  }

  it('answers a question with one message to rate, says who runs it, and asks for consent after it', async () => {
    const question = textMessage('When is Ayasofya open?');
    assert.deepEqual([await post(messages(question)), await post(messages(question))], [200, 200]);
    const [answer, consent, ...others] = await seenBy(graph, PHONE, 2);
    assert.deepEqual(
      answer?.buttons.slice(0, 2).map(({ title }) => title),
      ['👍', '👎'],
    );
    assert.equal(answer?.footer, 'Test Tours');
    assert.deepEqual(
      consent?.buttons.map(({ id }) => id),
      ['consent:yes', 'consent:no'],
    );
    assert.deepEqual(others, []);
    assert.deepEqual(graph.read, [{ messageId: question['id'], typing: true }]);
    await post(messages(pressMessage(answer?.buttons[0]?.id ?? '')));
    await eventually('the vote is counted', async () => (await rating()) === 'up');
    const stats = await rehberJson<Stats>(['stats'], env);
    assert.deepEqual([stats.turns, stats.feedback.up, stats.byPlatform], [1, 1, { whatsapp: 1 }]);
  });

  it('counts a reaction as a vote and its removal as taking it back, without a message', async () => {
    await idle();
    const [answer] = graph.to(PHONE);
    const count = graph.messages.length;
    const react = async (emoji: string): Promise<number> =>
      post(messages(message('reaction', { reaction: { message_id: answer?.id, emoji } })));
    await react('👎');
    await eventually('the reaction is counted', async () => (await rating()) === 'down');
    await react('');
    await eventually('it is taken back', async () => (await rating()) === null);
    assert.equal(graph.messages.length, count);
  });

  it('notes how far an answer came, in whatever order it is told', async () => {
    const [answer] = graph.to(PHONE);
    const told = ['read', 'delivered', 'sent'].map((state) => status(answer?.id ?? '', state));
    for (const each of told) assert.equal(await post(statuses(each)), 200);
    await idle();
    assert.deepEqual(
      (await turns()).map((turn) => (turn['delivery'] as { state?: string } | undefined)?.state),
      ['read'],
    );
  });

  it('answers who has no phone number through recipient, and knows them when they have one', async () => {
    const userId = 'TR.91028374655647382910';
    const phone = '905321112233';
    await post(deliveryOf({ userId }, textMessage('kebab in Fatih')));
    await seenBy(graph, userId, 2);
    for (const { payload } of graph.to(userId))
      assert.deepEqual([payload['recipient'], payload['to']], [userId, undefined]);
    await post(deliveryOf({ phone, userId }, textMessage('museums in Fatih')));
    await seenBy(graph, phone, 1);
    await post(deliveryOf({ phone }, textMessage('mosques in Fatih')));
    await seenBy(graph, phone, 2);
    await idle();
    const theirs = (await turns()).slice(1);
    assert.deepEqual([theirs.length, new Set(theirs.map(({ person }) => person)).size], [3, 1]);
    const asked = [...graph.to(userId), ...graph.to(phone)].filter((sent) =>
      screenOf(sent).buttons.some(({ id }) => id === 'consent:yes'),
    );
    assert.equal(asked.length, 1);
  });

  it('answers a voice message as if it had been typed, and is kind where it cannot hear', async () => {
    const phone = '33612345678';
    graph.files.set('7701', { data: Buffer.from('OggS of a tourist'), mimeType: 'audio/ogg; codecs=opus' });
    await post(deliveryOf({ phone }, message('audio', { audio: { id: '7701', voice: true } })));
    const [answer] = await seenBy(graph, phone, 2);
    assert.match(answer?.text ?? '', /Galata/);
    await post(deliveryOf({ phone }, message('audio', { audio: { id: '7702', voice: true } })));
    const seen = await seenBy(graph, phone, 3);
    assert.match(seen.at(-1)?.text ?? '', /write your question/);
  });

  it('sends nothing to who wrote more than a day ago', async () => {
    const phone = '4915112345678';
    const timestamp = String(Math.floor(Date.now() / 1_000) - DAY_SECONDS - 60);
    await post(deliveryOf({ phone }, textMessage('kebab near me', { timestamp })));
    await idle();
    assert.deepEqual(graph.to(phone), []);
    assert.ok(serving.lines.some(({ msg }) => msg === 'an answer came too late for its window'));
  });

  it('keeps answers while the token is refused, and says so', async () => {
    const phone = '4915199999999';
    graph.token = 'another-token';
    await post(deliveryOf({ phone }, textMessage('museums near Galata')));
    await eventually('it is noticed', async () => (await fetch(`${serving.url}/readyz`)).status === 503);
    const ready = await fetch(`${serving.url}/readyz`);
    assert.match(await ready.text(), /whatsapp/);
    const doctor = await rehber(['doctor', '--json'], env);
    assert.equal(doctor.code, 1);
    assert.match(doctor.stdout, /whatsapp refuses our token, and answers wait/);
    assert.ok(serving.lines.some(({ msg }) => msg === 'WhatsApp needs an operator'));
    graph.token = TOKEN;
    // What waits is tried again in half a minute; a new message shows at once that all is well
    await post(deliveryOf({ phone: '4915188888888' }, textMessage('museums near Galata')));
    await seenBy(graph, '4915188888888', 1);
    await eventually('all is well', async () => (await fetch(`${serving.url}/readyz`)).status === 200);
    assert.deepEqual(graph.to(phone), []);
    assert.equal(await inbox().countDocuments({ state: 'waiting' }), 1);
  });

  it('needs all that goes with the token, and says what is missing', () => {
    const { WHATSAPP_APP_SECRET: _secret, WHATSAPP_VERIFY_TOKEN: _token, ...incomplete } = env;
    const settings = (given: Record<string, string>): unknown => whatsAppSettings(readConfig(given));
    assert.throws(
      () => settings(incomplete),
      (error) =>
        error instanceof ConfigError &&
        /WHATSAPP_APP_SECRET[\s\S]*WHATSAPP_VERIFY_TOKEN/.test(error.message) &&
        !error.message.includes('WHATSAPP_PHONE_NUMBER_ID'),
    );
    assert.equal(settings({}), undefined);
    assert.ok(settings(env));
  });

  it('takes every recorded delivery twice with one effect', { skip: needsRecorded() }, async () => {
    const recorded = await recordedDeliveries();
    const earlier = await inbox().countDocuments();
    for (const body of recorded) assert.equal(await postDelivery(serving.url, body), 200);
    const stored = await inbox().countDocuments();
    assert.ok(stored - earlier >= 40, `${stored - earlier} events of ${recorded.length} deliveries`);
    for (const body of recorded) assert.equal(await postDelivery(serving.url, body), 200);
    assert.equal(await inbox().countDocuments(), stored);
    await eventually('no event was too much', async () => {
      const states = await inbox().distinct('state');
      return !states.includes('working') && !states.includes('poison');
    });
  });

  it('keeps no number, id or text in its log', () => {
    const log = JSON.stringify(serving.lines);
    for (const secret of [PHONE, USER_ID, TOKEN, 'Ayasofya', '905321112233', '972987654321', 'wamid.'])
      assert.ok(!log.includes(secret), secret);
  });
});
