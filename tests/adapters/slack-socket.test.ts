import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { APP_TOKEN } from '../support/slack-api.ts';
import { channelMessage, BOT, directMessage, press, slashCommand } from '../support/slack-payloads.ts';
import { openBench, type Bench } from '../support/slack.ts';
import { eventually } from '../support/store.ts';

describe('what comes through Socket Mode', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench({ socket: true, start: true });
    await bench.slack.socket.connected();
  });
  after(async () => bench.close());

  test('events, commands and presses are stored, then acknowledged', async () => {
    const { socket } = bench.slack;
    socket.deliver('e1', 'events_api', directMessage('Where is Galata?'));
    socket.deliver('e2', 'slash_commands', slashCommand('help'));
    socket.deliver('e3', 'interactive', press('up:1'));
    await Promise.all(['e1', 'e2', 'e3'].map(async (envelope) => socket.acknowledgement(envelope)));
    assert.deepEqual(bench.events.map(({ kind }) => kind).sort(), ['command', 'press', 'text']);
  });

  test('what cannot be stored is not acknowledged, and is taken when it comes again', async () => {
    const { socket } = bench.slack;
    const payload = directMessage('while the store is away');
    bench.store('fails');
    socket.deliver('f1', 'events_api', payload);
    await eventually('the failure is told', () => bench.log().includes('could not be stored'));
    bench.store('works');
    socket.deliver('f2', 'events_api', payload);
    await socket.acknowledgement('f2');
    assert.ok(!socket.acknowledged.includes('f1'));
    const last = bench.events.at(-1);
    assert.ok(last?.kind === 'text' && last.text === 'while the store is away');
  });

  test('a kind that says nothing to us is acknowledged', async () => {
    bench.slack.socket.deliver('g1', 'events_api', channelMessage('not for us'));
    bench.slack.socket.deliver('g2', 'interactive', { type: 'shortcut', user: { id: 'U1' } });
    await bench.slack.socket.acknowledgement('g1');
    await bench.slack.socket.acknowledgement('g2');
  });

  test('it connects anew when Slack asks for it and when it cannot at first', async () => {
    const { slack } = bench;
    slack.fail('apps.connections.open', { error: 'internal_error' });
    slack.socket.refresh();
    await slack.socket.connected(2);
    slack.socket.deliver('h1', 'events_api', channelMessage(`<@${BOT}> tea?`));
    await slack.socket.acknowledgement('h1');
    for (const secret of [APP_TOKEN, 'Galata', 'tea?']) assert.ok(!bench.log().includes(secret), secret);
  });
});

test('a Slack that never answers keeps nothing from ending', async () => {
  const bench = await openBench({ socket: true });
  bench.slack.fail('auth.test', 'hang');
  bench.slack.fail('apps.connections.open', 'hang');
  await bench.adapter.start(async () => {});
  await eventually('both are asked', () => bench.slack.calls.length === 2);
  await bench.adapter.stop();
  await bench.close();
});

test('a token that is not accepted ends nothing: it is told and tried again', async () => {
  const bench = await openBench({ socket: true });
  bench.slack.fail('apps.connections.open', { error: 'invalid_auth' });
  await bench.adapter.start(async () => {});
  await eventually('it is connected after all', () => bench.log().includes('connected to Slack'));
  assert.match(bench.log(), /SLACK_APP_TOKEN/);
  await bench.close();
});
