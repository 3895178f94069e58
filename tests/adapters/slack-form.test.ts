import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LANGUAGES } from '../../src/messages.ts';
import { CHANNEL, event, formSubmission, press, TEAM } from '../support/slack-payloads.ts';
import { deliver, openBench, type Bench } from '../support/slack.ts';
import { eventually } from '../support/store.ts';

const THREAD = '1790000000.000050';

describe('the form for a reason', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  after(async () => bench.close());

  test('after a thumb down a form asks for the reason, in the language of the answer', async () => {
    const turn = '0123456789abcdef01234567';
    const container = { thread_ts: THREAD };
    const forms = bench.slack.called('views.open').length;
    for (const [value, standing] of [
      ['up', 'none'],
      ['down', 'down'],
      ['down', 'none'],
    ]) {
      const action = { block_id: `votes:de:${standing}:0` };
      const pressed = press(`${value}:${turn}`, { channel: CHANNEL, container, action });
      assert.equal(await deliver(bench.url, pressed), 200);
    }
    await eventually('the form is open', () => bench.slack.called('views.open').length > forms);
    const views = bench.slack
      .called('views.open')
      .slice(forms)
      .map(({ view }) => view);
    assert.equal(views.length, 1, 'a thumb up, and one down that is taken back, open none');
    const [view] = views;
    assert.match(JSON.stringify(view), /Senden/);
    const form = view as { private_metadata: string; callback_id: string };
    const count = bench.events.length;
    assert.equal(await deliver(bench.url, formSubmission(form, {})), 200);
    assert.equal(bench.events.length, count);
    const both = formSubmission(form, { reason: 'outdated', correction: ' It opens at 9. ' });
    assert.equal(await deliver(bench.url, both), 200);
    assert.equal(await deliver(bench.url, both), 200);
    const told = bench.events.slice(count).filter((each) => each.kind === 'press');
    assert.deepEqual(
      told.slice(0, 2).map(({ action, conversation, text }) => [action, conversation, text]),
      [
        [`why:${turn}:outdated`, `${TEAM}:${CHANNEL}:${THREAD}`, undefined],
        [`fix:${turn}`, `${TEAM}:${CHANNEL}:${THREAD}`, 'It opens at 9.'],
      ],
    );
    assert.equal(new Set(told.map(({ id }) => id)).size, 2);
  });

  test('a form that cannot be opened keeps no vote from counting', async () => {
    bench.slack.fail('views.open', { error: 'expired_trigger_id' });
    const count = bench.events.length;
    const action = { block_id: 'votes:en:none:0' };
    assert.equal(await deliver(bench.url, press('down:1', { action })), 200);
    assert.equal(bench.events.length, count + 1);
    await eventually('it is in the log', () => bench.log().includes('expired_trigger_id'));
  });

  test('forms and pages fit in every language', async () => {
    const { slack } = bench;
    const forms = slack.called('views.open').length;
    for (const language of LANGUAGES) {
      slack.locales.set(`U0${language}`, language);
      await deliver(bench.url, press('down:1', { action: { block_id: `votes:${language}:none:0` } }));
      await deliver(bench.url, event({ type: 'app_home_opened', user: `U0${language}`, tab: 'home' }));
    }
    const all = LANGUAGES.length;
    await eventually('all are shown', () => {
      return (
        slack.called('views.open').length === forms + all && slack.called('views.publish').length === all
      );
    });
    assert.equal(new Set(slack.called('views.publish').map(({ view }) => JSON.stringify(view))).size, all);
    assert.deepEqual(slack.refused, []);
  });
});
