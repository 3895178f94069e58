import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { InboundEvent } from '../../src/messages.ts';
import {
  BOT,
  CHANNEL,
  channelMessage,
  DIRECT,
  directMessage,
  event,
  nextTs,
  press,
  reaction,
  slashCommand,
  TEAM,
  TOURIST,
  type RawPayload,
} from '../support/slack-payloads.ts';
import { deliver, openBench, type Bench } from '../support/slack.ts';
import { eventually } from '../support/store.ts';

const PERSON = `${TEAM}:${TOURIST}`;
const OTHER_TS = '1790000000.000100';

describe('what Slack posts to the webhook', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench({ start: true });
  });
  after(async () => bench.close());

  /** Delivers a payload and resolves with its event, if it is one for us. */
  async function receive(payload: RawPayload): Promise<InboundEvent | undefined> {
    const count = bench.events.length;
    assert.equal(await deliver(bench.url, payload), 200);
    return bench.events.slice(count)[0];
  }

  test('a direct message is told with its person, its time and the channel to answer in', async () => {
    const payload = directMessage('Where is Galata?');
    const { ts } = payload['event'] as { ts: string };
    assert.deepEqual(await receive(payload), {
      id: `${TEAM}:${DIRECT}:${ts}`,
      platform: 'slack',
      conversation: PERSON,
      user: { id: PERSON },
      at: new Date(Number(ts) * 1_000),
      via: JSON.stringify({ channel: DIRECT }),
      kind: 'text',
      text: 'Where is Galata?',
    });
  });

  test('a mention in a channel is answered in its thread, without our name in it', async () => {
    const payload = channelMessage(`<@${BOT}> kebab near Galata?`, {}, 'app_mention');
    const { ts } = payload['event'] as { ts: string };
    const told = await receive(payload);
    assert.ok(told?.kind === 'text' && told.shared);
    assert.deepEqual([told.text, told.conversation], ['kebab near Galata?', `${TEAM}:${CHANNEL}:${ts}`]);
    const reply = await receive(channelMessage(`and <@${BOT}|rehber> tea?`, { thread_ts: OTHER_TS }));
    assert.ok(reply?.kind === 'text' && reply.text === 'and tea?');
    assert.equal(reply.conversation, `${TEAM}:${CHANNEL}:${OTHER_TS}`);
  });

  test('a mention that comes as two events has one id', async () => {
    const ts = nextTs();
    const first = await receive(channelMessage(`<@${BOT}> tea?`, { ts }));
    const second = await receive(channelMessage(`<@${BOT}> tea?`, { ts }, 'app_mention'));
    assert.ok(first && second);
    assert.equal(first.id, second.id);
    assert.equal(first.conversation, second.conversation);
  });

  test('a mention is taken even before Slack has told us our name', async () => {
    const fresh = await openBench();
    const text = '<@U0BOTOFNONAME> tea?';
    const mention = { ...channelMessage(text, {}, 'app_mention'), authorizations: undefined };
    assert.equal(await deliver(fresh.url, mention), 200);
    const [told] = fresh.events;
    assert.ok(told?.kind === 'text' && told.text === 'tea?');
    await fresh.close();
  });

  test('in a channel only what names us is read', async () => {
    assert.equal(await receive(channelMessage('Shall we eat?')), undefined);
    assert.equal(await receive(channelMessage('Yes', { thread_ts: OTHER_TS })), undefined);
    assert.equal(await receive(channelMessage('<@U0SOMEBODY> shall we?')), undefined);
  });

  test('a thread of the direct conversation is a conversation of its own', async () => {
    const told = await receive(directMessage('And tea?', { thread_ts: OTHER_TS }));
    assert.equal(told?.conversation, `${TEAM}:${DIRECT}:${OTHER_TS}`);
    assert.equal(told?.shared, undefined);
  });

  test('Slack’s own markup is read as what was written', async () => {
    const texts: [sent: string, read: string][] = [
      ['fish &amp; chips &lt; 5', 'fish & chips < 5'],
      ['see <https://example.org/a?b=1&amp;c=2>', 'see https://example.org/a?b=1&c=2'],
      ['see <https://example.org|this page>', 'see this page'],
      ['write <mailto:a@example.org|a@example.org>', 'write a@example.org'],
      ['<@U0SOMEBODY|ada> in <#C0SOMEWHERE|istanbul>', '@ada in #istanbul'],
      ['ask <@U0SOMEBODY>', 'ask @…'],
      ['<!here> or <!subteam^S01|@guides>', '@here or @guides'],
      ['on <!date^1790000000^{date}|21 September>', 'on 21 September'],
    ];
    for (const [sent, read] of texts) {
      const told = await receive(directMessage(sent));
      assert.ok(told?.kind === 'text');
      assert.equal(told.text, read);
    }
  });

  test('a changed text is told as changed, under an id of its own; unfolded links change nothing', async () => {
    const ts = nextTs();
    const changed = (text: string, more: RawPayload = {}): RawPayload =>
      event({
        type: 'message',
        subtype: 'message_changed',
        channel: DIRECT,
        channel_type: 'im',
        ts: nextTs(),
        message: { type: 'message', user: TOURIST, text, ts, edited: { user: TOURIST, ts: OTHER_TS } },
        previous_message: { type: 'message', user: TOURIST, text: 'Where is Galata?', ts },
        ...more,
      });
    const told = await receive(changed('Where is Galata Tower?'));
    assert.ok(told?.kind === 'text' && told.edited);
    assert.equal(told.id, `${TEAM}:${DIRECT}:${ts}:${OTHER_TS}`);
    assert.equal(await receive(changed('Where is Galata?')), undefined);
    const ours = { type: 'message', user: BOT, bot_id: 'B1', text: 'x', ts, edited: { ts: OTHER_TS } };
    assert.equal(await receive(changed('x', { message: ours })), undefined);
  });

  test('files are media with their caption, and a voice clip can be fetched', async () => {
    const withFile = (file: RawPayload): RawPayload =>
      directMessage('What is this?', { subtype: 'file_share', files: [file] });
    const kinds = { 'image/png': 'image', 'video/mp4': 'video', 'application/pdf': 'file', '': 'file' };
    for (const [mimetype, media] of Object.entries(kinds)) {
      const told = await receive(withFile({ mimetype, url_private: 'https://files.slack.com/f' }));
      assert.ok(told?.kind === 'media' && told.voice === undefined);
      assert.deepEqual([told.media, told.caption], [media, 'What is this?']);
    }
    const file = { mimetype: 'audio/webm', subtype: 'slack_audio', url_private: 'https://files.slack.com/v' };
    const voice = await receive(directMessage('', { subtype: 'file_share', files: [file] }));
    assert.ok(voice?.kind === 'media' && voice.media === 'audio');
    assert.equal(voice.voice, 'https://files.slack.com/v');
    assert.equal(await receive(channelMessage('', { subtype: 'file_share', files: [file] })), undefined);
  });

  test('the slash command asks, and its commands are commands, to be answered to one person', async () => {
    const asked = await receive(slashCommand('kebab near Galata &amp; tea'));
    assert.ok(asked?.kind === 'text' && !asked.shared);
    assert.deepEqual([asked.text, asked.conversation], ['kebab near Galata & tea', PERSON]);
    assert.match(asked.via ?? '', /hooks\.slack\.com/);
    const commands = { help: 'help', ' Privacy ': 'privacy', '/language': 'language', '': 'help' };
    for (const [text, name] of Object.entries(commands)) {
      const told = await receive(slashCommand(text));
      assert.ok(told?.kind === 'command' && told.name === name, text);
    }
    const question = await receive(slashCommand('help me find tea'));
    assert.equal(question?.kind, 'text');
  });

  test('a press brings its message, and stays in the thread that it was made in', async () => {
    const direct = await receive(press('up:1', { ts: OTHER_TS }));
    assert.ok(direct?.kind === 'press' && direct.messageId === `${DIRECT}:${OTHER_TS}`);
    assert.equal(direct.conversation, PERSON);
    const container = { thread_ts: '1790000000.000050' };
    const shared = await receive(press('up:1', { channel: CHANNEL, ts: OTHER_TS, container }));
    assert.equal(shared?.conversation, `${TEAM}:${CHANNEL}:${container.thread_ts}`);
    assert.ok(shared?.shared);
    const alone = await receive(press('up:1', { channel: CHANNEL, container: { is_ephemeral: true } }));
    assert.ok(alone?.kind === 'press' && !alone.shared && alone.conversation === PERSON);
    assert.match(alone.via ?? '', /hooks\.slack\.com/);
    assert.equal(await receive(press('', {})), undefined);
  });

  test('a reaction to our message is a vote, its removal takes it back, others say nothing', async () => {
    const item = { channel: DIRECT, ts: OTHER_TS };
    const vote = async (name: string, type: 'reaction_added' | 'reaction_removed'): Promise<unknown> => {
      const told = await receive(reaction(type, name, item));
      if (!told) return undefined;
      assert.ok(told.kind === 'reaction' && told.messageId === `${DIRECT}:${OTHER_TS}`);
      assert.equal(told.conversation, PERSON);
      return told.vote;
    };
    assert.equal(await vote('+1', 'reaction_added'), 'up');
    assert.equal(await vote('thumbsup::skin-tone-4', 'reaction_added'), 'up');
    assert.equal(await vote('-1', 'reaction_added'), 'down');
    assert.equal(await vote('-1', 'reaction_removed'), null);
    assert.equal(await vote('eyes', 'reaction_added'), undefined);
    const toAnother = reaction('reaction_added', '+1', item, { item_user: 'U0SOMEBODY' });
    assert.equal(await receive(toAnother), undefined);
  });

  test('a reaction in a channel finds the thread of its message, or is sent again', async () => {
    const item = { channel: CHANNEL, ts: '1790000000.000777' };
    bench.slack.threads.set(`${CHANNEL}:${item.ts}`, OTHER_TS);
    bench.slack.fail('conversations.replies', { error: 'internal_error' });
    const payload = reaction('reaction_added', '+1', item);
    assert.equal(await deliver(bench.url, payload), 503);
    const told = await receive(payload);
    assert.equal(told?.conversation, `${TEAM}:${CHANNEL}:${OTHER_TS}`);
  });

  test('who comes with a language of Slack’s own is told with it', async () => {
    const fresh = await openBench();
    fresh.slack.locales.set('U0GERMAN', 'de-DE');
    assert.equal(await deliver(fresh.url, slashCommand('help', { user_id: 'U0GERMAN' })), 200);
    assert.equal(fresh.events[0]?.user.languageTag, 'de-DE');
    fresh.slack.fail('users.info', { error: 'missing_scope', needed: 'users:read' });
    for (const user_id of ['U0FIRST', 'U0SECOND']) {
      assert.equal(await deliver(fresh.url, slashCommand('help', { user_id })), 200);
      assert.equal(fresh.events.at(-1)?.user.languageTag, undefined);
    }
    assert.equal(
      fresh.slack.called('users.info').length,
      2,
      'where Slack will not tell, it is left in peace',
    );
    await fresh.close();
  });

  test('the app’s page says what we can do, in the person’s language where Slack tells it', async () => {
    const fresh = await openBench();
    fresh.slack.locales.set('U0GERMAN', 'de-DE');
    const opened = (user: string, tab: string): RawPayload =>
      event({ type: 'app_home_opened', user, channel: DIRECT, tab, event_ts: nextTs() });
    for (const [user, word] of [
      ['U0GERMAN', /Frag/],
      ['U0OTHER', /Ask in your own words/],
    ] as const) {
      assert.equal(await deliver(fresh.url, opened(user, 'home')), 200);
      await eventually('the page is published', () => fresh.slack.called('views.publish').length > 0);
      const { user_id, view } = fresh.slack.called('views.publish').at(-1) ?? {};
      assert.equal(user_id, user);
      assert.match(JSON.stringify(view), word);
      fresh.slack.calls.length = 0;
    }
    assert.equal(await deliver(fresh.url, opened('U0OTHER', 'messages')), 200);
    assert.deepEqual([fresh.events, fresh.slack.called('views.publish')], [[], []]);
    await fresh.close();
  });

  test('what is not from a person or says nothing is acknowledged and left out', async () => {
    for (const payload of [
      directMessage('hi', { bot_id: 'B1' }),
      directMessage('hi', { user: BOT }),
      directMessage('hi', { user: 'USLACKBOT' }),
      directMessage('hi', { subtype: 'bot_message', bot_id: 'B2', user: undefined }),
      directMessage('hi', { subtype: 'channel_join' }),
      directMessage('hi', { subtype: 'message_deleted', deleted_ts: OTHER_TS }),
      directMessage('hi', { hidden: true }),
      directMessage('hi', { ts: 'yesterday' }),
      directMessage('hi', { channel: 'D1:D2' }),
      event({ type: 'a_kind_of_the_future', anything: [1, { two: 3 }] }),
      event({ type: 'message', channel: null, user: null }),
      { type: 'block_actions', actions: [], user: {} },
      {
        type: 'view_submission',
        view: { callback_id: 'reason', private_metadata: '{}' },
        user: { id: 'U1' },
      },
      { type: 'block_suggestion', value: 'x', user: { id: 'U1' }, team: { id: TEAM } },
      { type: 'shortcut', callback_id: 'x', user: { id: 'U1' }, team: { id: TEAM } },
      slashCommand('hi', { trigger_id: '' }),
    ]) {
      assert.equal(await receive(payload), undefined, JSON.stringify(payload));
    }
  });
});
