import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import mongoose from 'mongoose';
import type { ChatEntry } from '../../src/web/chat-protocol.ts';
import { FakeTelegram } from '../support/fake-telegram.ts';
import { dataFolder, rehber, removeFolder, Serving } from '../support/rehber.ts';
import { BOT_TOKEN, FakeSlack } from '../support/slack-api.ts';
import { directMessage, press as slackPress } from '../support/slack-payloads.ts';
import { buttonsOf, deliver, SIGNING_SECRET } from '../support/slack.ts';
import { eventually } from '../support/store.ts';
import { answersIn, post, pressOn, textUpdate, webhookEnvironment } from '../support/telegram-chat.ts';
import { ChatVisitor } from '../support/web-chat.ts';
import { whatsAppEnvironment } from '../support/whatsapp-chat.ts';
import { FakeGraph, screenOf } from '../support/whatsapp-graph.ts';
import { messages, PHONE, postDelivery, pressMessage, textMessage } from '../support/whatsapp-webhooks.ts';

/** What is asked on every channel; the answer to the last is then rated with a thumb up. */
const SCRIPT = ['hammams in Fatih', 'another one', 'Galata Kulesi ne zaman açılıyor?'];
const CHAT = 4_242;

describe('one conversation on five channels', () => {
  let telegram: FakeTelegram;
  let graph: FakeGraph;
  let slack: FakeSlack;
  let serving: Serving;
  let dir: string;
  let env: Record<string, string>;

  before(async () => {
    dir = await dataFolder();
    [telegram, graph, slack] = await Promise.all([
      FakeTelegram.start(),
      FakeGraph.start(),
      FakeSlack.start(),
    ]);
    env = {
      ...whatsAppEnvironment(graph, dir),
      ...webhookEnvironment(telegram, dir),
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: slack.apiUrl,
    };
    serving = await Serving.start(env);
    await mongoose.connect(serving.store);
  });
  after(async () => {
    await mongoose.disconnect();
    await serving.end();
    await Promise.all([telegram.close(), graph.close(), slack.close()]);
    await removeFolder(dir);
  });

  const countOf = async (platform: string): Promise<number> =>
    mongoose.connection.collection('turns').countDocuments({ platform, deliveredAt: { $exists: true } });

  /** Asks one question after the other, each once the one before is answered. */
  async function follow(platform: string, say: (text: string) => Promise<unknown>): Promise<void> {
    for (const [index, text] of SCRIPT.entries()) {
      await say(text);
      await eventually(`${platform} answers “${text}”`, async () => (await countOf(platform)) === index + 1);
    }
  }

  it('is held on Telegram', async () => {
    let update = 1;
    await follow('telegram', async (text) => post(serving, textUpdate(update++, CHAT, text)));
    const answer = answersIn(telegram, CHAT).at(-1);
    const up = answer?.keyboard.flat().find(({ callback_data }) => callback_data?.startsWith('up:'));
    assert.ok(answer && up?.callback_data);
    await post(serving, pressOn(update++, CHAT, answer, up.callback_data));
  });

  it('is held on WhatsApp', async () => {
    const { url } = serving;
    await follow('whatsapp', async (text) => postDelivery(url, messages(textMessage(text))));
    const up = graph
      .to(PHONE)
      .map(screenOf)
      .flatMap(({ buttons }) => buttons)
      .findLast(({ id }) => id.startsWith('up:'));
    assert.ok(up);
    await postDelivery(url, messages(pressMessage(up.id)));
  });

  it('is held on Slack', async () => {
    const url = `${serving.url}/slack/events`;
    await follow('slack', async (text) => deliver(url, directMessage(text)));
    const up = [...slack.messages.values()]
      .flatMap(buttonsOf)
      .findLast(({ value }) => value?.startsWith('up:'));
    await deliver(url, slackPress(up?.value ?? ''));
  });

  it('is held on the web', async () => {
    const visitor = new ChatVisitor(serving.url);
    await visitor.history();
    await follow('web', async (text) => visitor.say(text));
    const isAnswer = (entry: ChatEntry): boolean =>
      entry.kind === 'message' && JSON.stringify(entry.reply.buttons).includes('up:');
    const answer = (await visitor.history()).entries.findLast(isAnswer);
    const action = /up:[0-9a-f]{24}/.exec(JSON.stringify(answer))?.[0] ?? '';
    await visitor.post({ id: randomUUID(), kind: 'press', action, message: String(answer?.number) });
  });

  it('is held in the terminal', async () => {
    // The answer to the third question stands before the question whether offers are welcome
    const chat = await rehber(['chat'], env, `${SCRIPT.join('\n')}\n1\n`);
    assert.equal(chat.code, 0, chat.stderr);
  });

  it('gives the same turns in the log', async () => {
    const turns = mongoose.connection.collection('turns');
    await eventually(
      'every channel has its vote',
      async () => (await turns.countDocuments({ 'feedback.rating': 'up' })) === 5,
    );
    const logged = new Map<string, unknown[]>();
    for await (const turn of turns.find().sort({ at: 1 })) {
      const { facts, feedback, grounded, intent, language, length, more, places, platform, variant } = turn;
      const rating = (feedback as { rating?: string } | undefined)?.rating ?? null;
      const same = { facts, grounded, intent, language, length, more, places, rating, variant };
      logged.set(String(platform), [...(logged.get(String(platform)) ?? []), same]);
    }
    assert.deepEqual([...logged.keys()].toSorted(), ['slack', 'telegram', 'terminal', 'web', 'whatsapp']);
    const expected = logged.get('telegram');
    assert.equal(expected?.length, SCRIPT.length);
    for (const [platform, actual] of logged) assert.deepEqual(actual, expected, platform);
  });
});
