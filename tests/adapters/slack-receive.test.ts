import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
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
import { deliver, deliverRaw, openBench, type Bench, type Forgery } from '../support/slack.ts';
import { eventually } from '../support/store.ts';

const FIXTURES = process.env['REHBER_FIXTURES'];
const NEEDS_FIXTURES = !FIXTURES && 'REHBER_FIXTURES is not set: the recorded payloads are not at hand';
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

  test('Slack’s own questions are answered', async () => {
    const challenge = JSON.stringify({ type: 'url_verification', token: 'x', challenge: '3eZbrw1aBm2' });
    const answer = await deliverRaw(bench.url, challenge);
    assert.deepEqual([answer.status, answer.text], [200, '{"challenge":"3eZbrw1aBm2"}']);
    const form = 'application/x-www-form-urlencoded';
    assert.equal((await deliverRaw(bench.url, 'ssl_check=1&token=x', form)).status, 200);
    assert.equal((await fetch(`${bench.url}?ssl_check=1`)).status, 200);
  });

  test('only what Slack signed, a moment ago and byte for byte, is taken', async () => {
    const body = JSON.stringify(directMessage('forged'));
    const wrong = '0'.repeat(64);
    const forgeries: Forgery[] = [
      { secret: 'another' },
      { skew: -301 },
      { skew: 301 },
      { sent: body.replace('forged', 'Forged') },
      { sent: `${body} ` },
      { sent: body.slice(0, -1) },
      { headers: { 'x-slack-request-timestamp': 'now' } },
      { headers: { 'x-slack-request-timestamp': '-1' } },
      { headers: { 'x-slack-request-timestamp': '' } },
      ...['', wrong, `v0=${wrong}`, `v1=${wrong}`, 'v0=', 'v0=é', `v0=${'f'.repeat(5_000)}`].map(
        (signature) => ({
          headers: { 'x-slack-signature': Buffer.from(signature).toString('latin1') },
        }),
      ),
    ];
    const count = bench.events.length;
    for (let round = 0; round < 20; round += 1) {
      const statuses = await Promise.all(
        forgeries.map(
          async (forgery) => (await deliverRaw(bench.url, body, 'application/json', forgery)).status,
        ),
      );
      assert.deepEqual(new Set(statuses), new Set([401]));
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(body.length - 1), fc.integer({ min: 1, max: 127 }), async (index, flip) => {
        const bytes = Buffer.from(body);
        bytes[index] = (bytes[index] ?? 0) ^ flip;
        const sent = bytes.toString('latin1');
        assert.equal((await deliverRaw(bench.url, body, 'application/json', { sent })).status, 401);
      }),
      { numRuns: 200 },
    );
    assert.equal(bench.events.length, count);
  });

  test('a store that is slow beyond Slack’s patience is no acknowledgement', async () => {
    bench.store('hangs');
    assert.equal(await deliver(bench.url, directMessage('while it hangs')), 503);
    bench.store('works');
  });

  test('no JSON whatsoever makes it fail', async () => {
    const kinds = ['message', 'app_mention', 'reaction_added', 'app_home_opened'];
    const payload = fc.oneof(
      fc
        .tuple(fc.constantFrom(...kinds), fc.dictionary(fc.string(), fc.jsonValue()))
        .map(([type, body]) => event({ ...body, type })),
      fc
        .tuple(
          fc.constantFrom('block_actions', 'view_submission', 'x'),
          fc.dictionary(fc.string(), fc.jsonValue()),
        )
        .map(([type, body]) => ({ ...body, type, actions: [body], view: body })),
      fc.dictionary(
        fc.constantFrom('event', 'command', 'actions', 'view', 'name', 'type', 'user'),
        fc.jsonValue(),
      ),
    );
    await fc.assert(
      fc.asyncProperty(payload, async (raw) => {
        assert.ok((await deliver(bench.url, raw)) < 500);
      }),
      { numRuns: 300 },
    );
  });

  test(
    'recorded deliveries are taken twice with one effect, those of no interest too',
    { skip: NEEDS_FIXTURES },
    async () => {
      const texts: unknown[] = [];
      for (const [name, payload] of await recordedPayloads()) {
        const count = bench.events.length;
        const statuses = [await deliver(bench.url, payload), await deliver(bench.url, payload)];
        assert.deepEqual(statuses, [200, 200], name);
        const told = bench.events.slice(count);
        assert.equal(new Set(told.map(({ id }) => id)).size * 2, told.length, name);
        texts.push(...told.map((each) => each.kind === 'text' && each.text));
      }
      for (const text of ['hello hello', 'cool!!', 'Hey', 'Test']) assert.ok(texts.includes(text), text);
    },
  );
});

/** What recordings leave blank, by the name of the field. */
const BLANKS: Record<string, string> = {
  team_id: TEAM,
  user: TOURIST,
  user_id: TOURIST,
  item_user: BOT,
  channel: DIRECT,
  channel_id: DIRECT,
  trigger_id: 'trigger-of-a-recording',
  callback_id: 'of-a-recording',
  command: '/guide',
  text: 'recorded',
  value: 'up:1',
  action_id: 'vote',
  ts: OTHER_TS,
  message_ts: OTHER_TS,
  action_ts: OTHER_TS,
  event_ts: OTHER_TS,
  thread_ts: OTHER_TS,
  id: 'X0RECORDED',
};

function filled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      inner === '' || inner === '0000000000.000000' ? (BLANKS[name] ?? inner) : filled(inner),
    ]),
  );
}

/** Every recording that is a delivery to a webhook, by its file, blank ids filled in. */
async function recordedPayloads(): Promise<[name: string, payload: RawPayload][]> {
  const root = path.join(FIXTURES ?? '', 'payloads');
  const files = ['slack-events/events', 'slack-events/app-backend', 'vercel-chat-replay'];
  const payloads: [string, RawPayload][] = [];
  for (const folder of files) {
    for (const file of await readdir(path.join(root, folder), { recursive: true })) {
      const isSlack =
        folder !== 'vercel-chat-replay' || path.basename(file).startsWith('slack') || /team\d/.test(file);
      if (!file.endsWith('.json') || !isSlack) continue;
      const recorded = JSON.parse(await readFile(path.join(root, folder, file), 'utf8')) as RawPayload;
      const each = folder === 'vercel-chat-replay' ? Object.values(recorded) : [recorded];
      for (const one of each) {
        const payload = (Array.isArray(one) ? one : [one]).filter(isDelivery);
        payloads.push(...payload.map((raw): [string, RawPayload] => [file, filled(raw) as RawPayload]));
      }
    }
  }
  assert.ok(payloads.length > 120, `${payloads.length} recorded deliveries`);
  return payloads;
}

function isDelivery(value: unknown): value is RawPayload {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  return ['event', 'actions', 'command', 'view', 'callback_id'].some((key) => keys.includes(key));
}
