import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { MAX_VOICE_BYTES } from '../../adapters/adapter.ts';
import { DeliveryError } from '../../adapters/errors.ts';
import { LANGUAGES, type Reply } from '../../src/messages.ts';
import { BOT_TOKEN, type SentMessage, type Trouble } from '../support/slack-api.ts';
import { CHANNEL, DIRECT, press, slashCommand, TEAM, TOURIST } from '../support/slack-payloads.ts';
import { buttonsOf, deliver, openBench, textOf, viaOfPressOn, type Bench } from '../support/slack.ts';

const PERSON = `${TEAM}:${TOURIST}`;
const THREAD = '1790000000.000050';
const TO = { conversation: PERSON, user: PERSON, via: JSON.stringify({ channel: DIRECT }) };
const IN_THREAD = { conversation: `${TEAM}:${CHANNEL}:${THREAD}`, user: PERSON };
const VOTES = [
  { label: '👍', action: 'up:1' },
  { label: '👎', action: 'down:1' },
];

function reply(text: string, more: Partial<Reply> = {}): Reply {
  return { text, language: 'en', buttons: [], ...more };
}

async function problemOf(promise: Promise<unknown>): Promise<DeliveryError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof DeliveryError, String(error));
  return error;
}

describe('what is sent to Slack', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench({ timeoutMs: 300 });
  });
  after(async () => bench.close());

  const send = async (message: Reply, to = TO): Promise<SentMessage> => {
    const shown = bench.slack.messages.get(await bench.adapter.send(to, message, 'key'));
    assert.ok(shown);
    return shown;
  };

  test('a text is no markup, calls nobody and unfolds no link', async () => {
    const text = '<!channel> @here <@U1> *b* _i_ ~s~ `c` & https://example.org';
    const shown = await send(reply(text));
    assert.equal(textOf(shown), text);
    assert.equal(shown.blocks[0]?.text?.type, 'plain_text');
    assert.equal(shown.text, '&lt;!channel&gt; @here &lt;@U1&gt; *b* _i_ ~s~ `c` &amp; https://example.org');
    const payload = bench.slack.called('chat.postMessage').at(-1);
    assert.deepEqual(
      [payload?.['unfurl_links'], payload?.['unfurl_media'], payload?.['link_names']],
      ['false', 'false', 'false'],
    );
  });

  test('an answer goes into its thread, the direct one where it was asked, and else to the person', async () => {
    assert.equal((await send(reply('Here'), { ...IN_THREAD, via: '{}' })).thread, THREAD);
    assert.equal((await send(reply('Here'))).thread, undefined);
    const known = await bench.adapter.send({ conversation: PERSON, user: PERSON }, reply('Here'), 'k');
    assert.ok(known.startsWith(`${DIRECT}:`));
    assert.equal(bench.slack.called('chat.postMessage').at(-1)?.['channel'], TOURIST);
  });

  test('the thumbs are Slack’s own, other buttons stand below them', async () => {
    const map = { label: '📍 Map', action: 'map:1' };
    const page = { label: 'Page', url: 'https://example.org/' };
    const shown = await send(reply('Good?', { buttons: [VOTES, [map, page]] }));
    const [, votes, others] = shown.blocks;
    assert.equal(votes?.type, 'context_actions');
    assert.equal(votes?.elements?.[0]?.type, 'feedback_buttons');
    assert.deepEqual(buttonsOf(shown), [
      { label: '👍', value: 'up:1' },
      { label: '👎', value: 'down:1' },
      { label: '📍 Map', value: 'map:1' },
      { label: 'Page' },
    ]);
    assert.equal(others?.elements?.[1]?.url, 'https://example.org/');
  });

  test('places are one list with a link to the map each, in the one message', async () => {
    const places = [
      { lat: 41.02, lon: 28.97, name: 'Kebab <&> Co' },
      { lat: 41.03, lon: 28.98, name: 'Çay Evi' },
    ];
    const list = (await send(reply('Two places', { places }))).blocks[1];
    assert.equal(list?.type, 'rich_text');
    assert.match(JSON.stringify(list), /mlat=41\.02&mlon=28\.97.*Kebab <&> Co.*Çay Evi/);
    assert.equal((await send(reply('One place', { places: places.slice(1) }))).blocks.length, 1);
    const place = { lat: 41.02, lon: 28.97, name: 'Galata', address: 'Beyoğlu' };
    assert.match(JSON.stringify((await send(reply('Galata', { place }))).blocks[1]), /mlat=41\.02.*Beyoğlu/);
  });

  test('a vote is shown on the message that was pressed, whose text and list stay as they were', async () => {
    const places = [
      { lat: 41, lon: 29, name: 'A' },
      { lat: 41, lon: 29, name: 'B' },
    ];
    const shown = await send(reply('Tea & more', { buttons: [VOTES], places }));
    const id = `${shown.channel}:${shown.ts}`;
    const firstBlockId = shown.blocks[2]?.block_id;
    // Slack gives its messages back with their markup as entities
    const via = viaOfPressOn(shown).replaceAll(' & ', ' &amp; ');
    const chosen = [VOTES.map((button, index) => ({ ...button, ...(index === 1 ? { chosen: true } : {}) }))];
    await bench.adapter.editButtons?.({ ...TO, via }, id, chosen, 'en');
    const changed = bench.slack.messages.get(id);
    assert.ok(changed);
    assert.equal(textOf(changed), 'Tea & more');
    assert.deepEqual(
      changed.blocks.map(({ type }) => type),
      ['section', 'rich_text', 'context_actions'],
    );
    assert.deepEqual(
      buttonsOf(changed).map(({ label }) => label),
      ['👍', '✓ 👎'],
    );
    assert.notEqual(changed.blocks[2]?.block_id, firstBlockId);
  });

  test('a change to a message that is gone is no error, a change that is refused is', async () => {
    await bench.adapter.edit?.(TO, `${DIRECT}:1690000000.000001`, reply('x'));
    bench.slack.fail('chat.update', { error: 'cant_update_message' });
    await bench.adapter.edit?.(TO, `${DIRECT}:1690000000.000001`, reply('x'));
    bench.slack.fail('chat.update', { error: 'msg_too_long' });
    const error = await problemOf(bench.adapter.edit?.(TO, `${DIRECT}:1.1`, reply('x')) ?? Promise.resolve());
    assert.equal(error.problem, 'rejected');
  });

  test('a notice is seen by its person alone', async () => {
    await bench.adapter.notice?.(IN_THREAD, 'any', 'Thank you!');
    const { channel, text, thread_ts, user } = bench.slack.called('chat.postEphemeral').at(-1) ?? {};
    assert.deepEqual([channel, thread_ts, user, text], [CHANNEL, THREAD, TOURIST, 'Thank you!']);
  });

  test('the slash command is answered at its response URL, once that is gone in the channel', async () => {
    const respond = bench.slack.responseUrl('command');
    const payload = slashCommand('tea', { response_url: respond });
    assert.equal(await deliver(bench.url, payload), 200);
    const { via = '' } = bench.events.at(-1) ?? {};
    const to = { ...TO, via };
    const first = await bench.adapter.send(to, reply('Tea', { buttons: [VOTES] }), 'k1');
    const { path, payload: said } = bench.slack.responses.at(-1) ?? {};
    assert.equal(path, 'command');
    assert.deepEqual(
      [said?.['response_type'], said?.['replace_original'], said?.['text']],
      ['ephemeral', false, 'Tea'],
    );
    bench.slack.fail('respond', { status: 404, raw: 'expired_url' });
    const second = await bench.adapter.send(to, reply('More tea'), 'k2');
    assert.equal(bench.slack.called('chat.postEphemeral').at(-1)?.['channel'], CHANNEL);
    assert.ok(first && second && first !== second);
    bench.slack.fail('respond', { status: 429, headers: { 'retry-after': '3' } });
    assert.equal((await problemOf(bench.adapter.send(to, reply('x'), 'k'))).retryAfterMs, 3_000);
    bench.slack.fail('respond', { status: 503 });
    assert.equal((await problemOf(bench.adapter.send(to, reply('x'), 'k'))).problem, 'unavailable');
  });

  test('nothing is said at an address that is not Slack’s', async () => {
    const via = JSON.stringify({ channel: CHANNEL, respond: 'http://127.0.0.1:9/elsewhere' });
    const count = bench.slack.called('chat.postEphemeral').length;
    await bench.adapter.send({ ...TO, via }, reply('x'), 'k');
    assert.equal(bench.slack.called('chat.postEphemeral').length, count + 1);
  });

  test('what only one person sees is changed at the response URL of the press', async () => {
    const respond = bench.slack.responseUrl('press');
    const message = { blocks: [{ type: 'section', text: { type: 'plain_text', text: 'Tea' } }] };
    const pressed = { ...press('up:1', { channel: CHANNEL, container: { is_ephemeral: true }, message }) };
    assert.equal(await deliver(bench.url, { ...pressed, response_url: respond }), 200);
    const to = { ...TO, via: bench.events.at(-1)?.via ?? '' };
    await bench.adapter.editButtons?.(to, `${CHANNEL}:1.1`, [VOTES], 'en');
    const { payload } = bench.slack.responses.at(-1) ?? {};
    assert.equal(payload?.['replace_original'], true);
    assert.deepEqual(
      ((payload?.['blocks'] ?? []) as { type: string }[]).map(({ type }) => type),
      ['section', 'context_actions'],
    );
    const updates = bench.slack.called('chat.update').length;
    await bench.adapter.notice?.(to, 'any', 'Thank you!');
    assert.equal(bench.slack.responses.at(-1)?.payload['replace_original'], false);
    assert.equal(bench.slack.called('chat.update').length, updates);
  });

  test('a state is shown in threads, until Slack will not have it', async () => {
    await bench.adapter.typing?.(TO);
    assert.equal(bench.slack.called('assistant.threads.setStatus').length, 0);
    await bench.adapter.typing?.(IN_THREAD);
    assert.equal(bench.slack.called('assistant.threads.setStatus').at(-1)?.['thread_ts'], THREAD);
    bench.slack.fail('assistant.threads.setStatus', { error: 'not_allowed' });
    await bench.adapter.typing?.(IN_THREAD);
    await bench.adapter.typing?.(IN_THREAD);
    assert.equal(bench.slack.called('assistant.threads.setStatus').length, 2);
  });

  const cases: [string, Trouble, string][] = [
    ['a token taken back', { error: 'token_revoked' }, 'unauthorized'],
    ['a deactivated account', { error: 'account_inactive' }, 'unauthorized'],
    ['a missing scope', { error: 'missing_scope', needed: 'chat:write' }, 'unauthorized'],
    ['an unknown channel', { error: 'channel_not_found' }, 'unreachable'],
    ['an archived channel', { error: 'is_archived' }, 'unreachable'],
    ['a channel that we are not in', { error: 'not_in_channel' }, 'unreachable'],
    ['another refusal', { error: 'msg_too_long' }, 'rejected'],
    ['a refusal that is no code', { error: 'a private word of U0CASE' }, 'unavailable'],
    ['an error of Slack’s', { error: 'internal_error' }, 'unavailable'],
    ['an error of the server', { status: 500, raw: 'Oops' }, 'unavailable'],
    ['an answer that is no JSON', { status: 200, raw: '<html>' }, 'unavailable'],
    ['a closed connection', 'disconnect', 'unavailable'],
    ['a server that never answers', 'hang', 'unavailable'],
    ['a limit in words', { error: 'ratelimited' }, 'rate_limited'],
    ['a limit without a time', { status: 429 }, 'rate_limited'],
  ];
  for (const [index, [what, trouble, problem]] of cases.entries()) {
    test(`${what} is ${problem}, and nothing secret is told`, async () => {
      const isSlip = typeof trouble === 'string' || ('status' in trouble && trouble.status === 500);
      bench.slack.fail('chat.postMessage', trouble, isSlip ? 2 : 1);
      const user = `${TEAM}:U0CASE${index}`;
      const sent = bench.adapter.send({ conversation: user, user }, reply('a private word'), 'k');
      const error = await problemOf(sent);
      assert.equal(error.problem, problem);
      const told = [error.message, error.stack, String(error.cause), JSON.stringify(error), bench.log()].join(
        ' ',
      );
      for (const secret of [BOT_TOKEN, 'private word', 'U0CASE']) assert.ok(!told.includes(secret), told);
    });
  }

  test('a slip of the network is tried again at once', async () => {
    bench.slack.fail('chat.postMessage', 'disconnect');
    assert.equal(textOf(await send(reply('After all'))), 'After all');
  });

  test('a limit tells how long to wait', async () => {
    bench.slack.fail('chat.postMessage', { status: 429, headers: { 'retry-after': '7' } });
    const other = { conversation: `${TEAM}:U0OTHER`, user: `${TEAM}:U0OTHER` };
    assert.equal((await problemOf(bench.adapter.send(other, reply('x'), 'k'))).retryAfterMs, 7_000);
  });

  test('a conversation that is none of Slack’s is rejected', async () => {
    for (const conversation of ['', '70007001', 'T1:C1:yesterday', 'T1:C1:1.1:2', 'T1:C 1']) {
      const error = await problemOf(bench.adapter.send({ conversation, user: PERSON }, reply('x'), 'k'));
      assert.equal(error.problem, 'rejected', conversation);
    }
  });

  test('a voice message comes with our token from Slack, and from nowhere else', async () => {
    const { files, origin } = bench.slack;
    files.set('/files/voice', { data: Buffer.from('sound'), type: 'audio/webm' });
    files.set('/files/moved', { redirect: '/files/voice' });
    files.set('/files/away', { redirect: 'http://127.0.0.1:9/thief' });
    files.set('/files/large', { data: Buffer.alloc(MAX_VOICE_BYTES + 1), type: 'audio/webm' });
    files.set('/files/page', { data: Buffer.from('<html>'), type: 'text/html; charset=utf-8' });
    const fetchMedia = bench.adapter.fetchMedia?.bind(bench.adapter);
    assert.ok(fetchMedia);
    for (const path of ['voice', 'moved']) {
      const { data, mimeType } = await fetchMedia(`${origin}/files/${path}`);
      assert.deepEqual([Buffer.from(data).toString(), mimeType], ['sound', 'audio/webm']);
    }
    const refused = ['/files/away', '/files/large', '/files/page', '/files/none'].map(
      (path) => origin + path,
    );
    for (const url of [
      ...refused,
      'http://files.slack.com/x',
      'https://slack.com.example.org/x',
      'nonsense',
    ]) {
      assert.equal((await problemOf(fetchMedia(url))).problem, 'rejected', url);
    }
  });

  test('whatever a reply holds stays within the limits that Slack sets', async () => {
    const button = fc.oneof(
      fc.record({
        label: fc.string({ unit: 'binary', size: 'max', maxLength: 120 }),
        action: fc.string({ unit: 'binary', maxLength: 80, size: 'max' }),
        chosen: fc.boolean(),
      }),
      fc.record({ label: fc.string(), url: fc.oneof(fc.webUrl(), fc.string()) }),
      fc.constantFrom(
        ...VOTES,
        { label: '👍', action: 'up:2', chosen: true },
        { label: '👎', action: 'down:2' },
      ),
    );
    const point = { lat: fc.double({ noNaN: true }), lon: fc.double({ noNaN: true }) };
    const place = fc.record({ ...point, name: fc.string({ unit: 'binary', minLength: 1 }) });
    const any = fc.record({
      text: fc
        .tuple(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 1, max: 150 }))
        .map(([piece, times]) => `x${piece.repeat(times)}`),
      language: fc.constantFrom(...LANGUAGES),
      buttons: fc.array(fc.array(button, { maxLength: 8 }), { maxLength: 6 }),
      places: fc.array(place, { maxLength: 14 }),
    });
    await fc.assert(
      fc.asyncProperty(any, async (message) => {
        // The fake refuses what the real one would
        const shown = await send(message);
        assert.ok(textOf(shown).length > 0);
      }),
      { numRuns: 60 },
    );
  });
});
