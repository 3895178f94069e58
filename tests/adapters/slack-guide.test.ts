import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readConfig } from '../../src/config.ts';
import { slackSettings } from '../../src/slack-settings.ts';
import { dataFolder, removeFolder, rehberJson, Serving } from '../support/rehber.ts';
import { BOT_TOKEN, FakeSlack, type SentMessage } from '../support/slack-api.ts';
import {
  BOT,
  CHANNEL,
  channelMessage,
  DIRECT,
  directMessage,
  event,
  formSubmission,
  nextTs,
  press,
  reaction,
  slashCommand,
  TEAM,
  type RawPayload,
} from '../support/slack-payloads.ts';
import { buttonsOf, deliver, SIGNING_SECRET, textOf } from '../support/slack.ts';
import { eventually } from '../support/store.ts';

describe('the guide on Slack', () => {
  let slack: FakeSlack;
  let serving: Serving;
  let url = '';
  let env: Record<string, string> = {};
  before(async () => {
    slack = await FakeSlack.start();
    env = {
      DATA_DIR: await dataFolder(),
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: slack.apiUrl,
    };
    serving = await Serving.start(env);
    url = `${serving.url}/slack/events`;
  });
  after(async () => {
    await serving.end();
    await slack.close();
    await removeFolder(env['DATA_DIR'] ?? '');
  });

  const say = async (payload: RawPayload): Promise<void> => assert.equal(await deliver(url, payload), 200);
  /** Waits until so many messages were posted in all, and gives them. */
  const posted = async (count: number): Promise<SentMessage[]> => {
    await eventually(`${count} messages were posted`, () => slack.messages.size >= count);
    return [...slack.messages.values()];
  };
  /** A press on a shown message, with all that Slack tells about it. */
  const pressOn = (message: SentMessage, value: string): RawPayload => {
    const block = message.blocks.find((each) => JSON.stringify(each).includes(value));
    const { channel, text, thread, ts } = message;
    return press(value, {
      channel,
      ts,
      container: thread ? { thread_ts: thread } : {},
      message: { text, blocks: message.blocks, ...(thread ? { thread_ts: thread } : {}) },
      action: { block_id: block?.block_id ?? 'b' },
    });
  };
  const stats = async (): Promise<{ turns: number; feedback: { up: number; down: number } }> =>
    rehberJson(['stats'], env);

  test('a mention in a channel is answered once, in its thread, with Slack’s own thumbs', async () => {
    const ts = nextTs();
    const text = `<@${BOT}> kebab near Galata Tower`;
    const mention = channelMessage(text, { ts }, 'app_mention');
    await Promise.all([say(mention), say(channelMessage(text, { ts })), say(mention)]);
    const [answer] = await posted(1);
    assert.ok(answer);
    assert.deepEqual([answer.channel, answer.thread], [CHANNEL, ts]);
    assert.ok(textOf(answer).length > 20);
    assert.ok(answer.blocks.some(({ type }) => type === 'context_actions'));
    assert.match(buttonsOf(answer)[0]?.value ?? '', /^up:/);
  });

  test('a direct message is answered, and followed by the question for consent, yes first', async () => {
    await say(directMessage('Is Hagia Sophia open today?'));
    const [, answer, consent] = await posted(3);
    assert.ok(answer && consent);
    assert.match(textOf(consent), /\/guide privacy/, 'Slack knows no command of the name');
    assert.deepEqual([answer.channel, consent.channel], [DIRECT, DIRECT]);
    assert.deepEqual(
      buttonsOf(consent).map(({ value }) => value),
      ['consent:yes', 'consent:no'],
    );
    await say(pressOn(consent, 'consent:yes'));
    await eventually('the thanks stand where the question stood', () => buttonsOf(consent).length === 0);
  });

  test('a vote is counted and shown on the answer, and a reaction that goes takes it back', async () => {
    const [answer] = await posted(3);
    assert.ok(answer);
    const up = buttonsOf(answer)[0]?.value ?? '';
    const words = textOf(answer);
    await say(pressOn(answer, up));
    await eventually('the vote is shown', () => buttonsOf(answer)[0]?.label === '✓ 👍');
    assert.equal(textOf(answer), words);
    assert.equal(slack.called('chat.postEphemeral').at(-1)?.['thread_ts'], answer.thread);
    assert.equal((await stats()).feedback.up, 1);
    // Somebody else in the channel presses the same, later than any double click, and takes a reaction of theirs away
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const thanks = slack.called('chat.postEphemeral').length;
    const other = { id: 'U0OTHER', username: 'other', team_id: TEAM };
    await say({ ...pressOn(answer, up), user: other });
    await eventually('they are thanked', () => slack.called('chat.postEphemeral').length > thanks);
    await say(
      reaction('reaction_removed', '+1', { channel: answer.channel, ts: answer.ts }, { user: 'U0OTHER' }),
    );
    assert.equal((await stats()).feedback.up, 1, 'nobody takes back what another pressed');
    await say(reaction('reaction_removed', '+1', { channel: answer.channel, ts: answer.ts }));
  });

  test('the form after a thumb down brings a reason and a correction, and no message asks again', async () => {
    const count = slack.messages.size;
    const [answer] = await posted(count);
    assert.ok(answer);
    const down = buttonsOf(answer)[1]?.value ?? '';
    await say(pressOn(answer, down));
    await eventually('the form is open', () => slack.called('views.open').length > 0);
    const view = slack.called('views.open').at(-1)?.['view'] as {
      private_metadata: string;
      callback_id: string;
    };
    await eventually('the vote is shown', () => buttonsOf(answer)[1]?.label === '✓ 👎');
    const told = slack.called('chat.postEphemeral').length;
    await say(formSubmission(view, { reason: 'wrong', correction: 'It is closed for good.' }));
    await eventually('both are thanked for', () => slack.called('chat.postEphemeral').length === told + 2);
    assert.equal(slack.messages.size, count);
    const { feedback } = await stats();
    assert.deepEqual([feedback.up, feedback.down], [0, 1]);
  });

  test('the slash command is answered to its person alone', async () => {
    const count = slack.messages.size;
    const ask = (text: string): RawPayload =>
      slashCommand(text, { response_url: slack.responseUrl(text.slice(0, 4)) });
    await say(ask('help'));
    await say(ask('Galata Tower hours'));
    const saidAt = (path: string): RawPayload | undefined =>
      slack.responses.find((each) => each.path === path)?.payload;
    await eventually('both are answered', () => saidAt('help') !== undefined && saidAt('Gala') !== undefined);
    assert.match(String(saidAt('help')?.['text']), /Ask in your own words/);
    assert.match(JSON.stringify(saidAt('Gala')?.['blocks']), /context_actions/);
    assert.equal(slack.messages.size, count);
  });

  test('the app’s page is shown, and nobody else’s message is answered', async () => {
    const count = slack.messages.size;
    await say(event({ type: 'app_home_opened', user: 'U0SOMEBODY', tab: 'home', channel: DIRECT }));
    await eventually('the page is published', () => slack.called('views.publish').length === 1);
    await say(directMessage('An answer of ours', { user: BOT, bot_id: 'B0BOT00001' }));
    await say(channelMessage('Lunch?'));
    await say(directMessage('Where is Taksim?'));
    await posted(count + 1);
    assert.equal((await stats()).turns, 4);
    assert.ok(!serving.stderr && !JSON.stringify(serving.lines).includes('xoxb'));
  });
});

test('a token without a way to receive stops the start, and says what is missing', () => {
  const settings = (more: Record<string, string>): unknown =>
    slackSettings(readConfig({ SLACK_BOT_TOKEN: BOT_TOKEN, ...more }));
  assert.throws(() => settings({}), /SLACK_SIGNING_SECRET[\s\S]*SLACK_APP_TOKEN/);
  const whole = { token: BOT_TOKEN, apiUrl: 'https://slack.com/api/' };
  assert.deepEqual(settings({ SLACK_APP_TOKEN: 'xapp-1' }), { ...whole, appToken: 'xapp-1' });
  assert.equal(slackSettings(readConfig({})), undefined);
});
