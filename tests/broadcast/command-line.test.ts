import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { BroadcastStatus } from '../../src/broadcast/counts.ts';
import type { Preview } from '../../src/broadcast/preview.ts';
import { FakeTelegram, type SentMessage } from '../support/fake-telegram.ts';
import { dataFolder, rehber, rehberJson, removeFolder, Serving } from '../support/rehber.ts';
import { eventually } from '../support/store.ts';
import { post, pressOn, textUpdate, webhookEnvironment } from '../support/telegram-chat.ts';

const NOBODY = '0'.repeat(24);

describe('promos on the command line', () => {
  let telegram: FakeTelegram;
  let serving: Serving;
  let dir: string;
  let env: Record<string, string>;
  let update = 1;

  before(async () => {
    dir = await dataFolder();
    telegram = await FakeTelegram.start();
    env = { ...webhookEnvironment(telegram, dir), PROMO_HOURS: '0-24', OPERATOR_NAME: 'Tours' };
    serving = await Serving.start(env);
  });
  after(async () => {
    await serving.end();
    await telegram.close();
    await removeFolder(dir);
  });

  const messages = (chat: number): SentMessage[] =>
    [...telegram.messages.values()].filter((message) => message.chat === chat);

  /** Talks to the guide until offers are agreed to. */
  async function meet(chat: number, text: string): Promise<void> {
    await post(serving, textUpdate(update++, chat, text));
    await eventually('it is answered', () => messages(chat).length >= 2);
    await post(serving, textUpdate(update++, chat, '/offers'));
    await eventually('offers are asked for', () => messages(chat).length >= 3);
    const question = messages(chat).at(-1);
    assert.ok(question);
    await post(serving, pressOn(update++, chat, question, 'offers:yes'));
    await eventually('the yes is confirmed', () => question.keyboard.length === 0);
  }

  const broadcast = async <T>(...args: string[]): Promise<T> => rehberJson<T>(['broadcast', ...args], env);

  it('go from a draft to everybody who said yes, and to nobody else', async () => {
    await Promise.all([meet(801, 'museums in Fatih'), meet(802, 'Fatih’te müze nerede?')]);
    await post(serving, textUpdate(update++, 803, 'kebab'));
    await eventually('it is answered', () => messages(803).length >= 2);
    const { id } = await broadcast<{ id: string }>(
      'create',
      '--name=Museum night',
      '--text=en=A night at the museum, says {{operator}}: {{link}}',
      '--text=tr=Müzede bir gece: {{link}}',
      '--link=https://museum.example.org/night',
      '--where=platform=telegram',
      '--where=interest=museum,palace',
      '--where-not=rated=down',
      '--by=ayse',
    );
    const { excluded, recipients, rendered } = await broadcast<Preview>('preview', id);
    assert.deepEqual([recipients, excluded], [2, {}]);
    assert.match(
      rendered.find(({ language, platform }) => platform === 'telegram' && language === 'en')?.text ?? '',
      /^A night at the museum, says Tours: https:\/\/guide\.example\.org\/r\/[\w-]{48}$/,
    );
    const tested = await broadcast<{ state: string }>('test', id, '--to', 'telegram:803');
    assert.equal(tested.state, 'draft');
    assert.match(messages(803).at(-1)?.text ?? '', /^A night at the museum/);
    assert.deepEqual(await broadcast('start', id), { id, state: 'running' });
    const watched = await rehber(['broadcast', 'status', id, '--watch', '--json'], env);
    const status = JSON.parse(watched.stdout.trim().split('\n').at(-1) ?? '') as BroadcastStatus;
    assert.deepEqual([status.state, status.total, status.counts.sent], ['done', 2, 2]);
    assert.match(messages(802).at(-1)?.text ?? '', /^Müzede bir gece/);

    const [, token = ''] = /\/r\/([\w-]+)/.exec(messages(801).at(-1)?.text ?? '') ?? [];
    const clicked = await fetch(`${serving.url}/r/${token}`, { redirect: 'manual' });
    assert.equal(clicked.headers.get('location'), 'https://museum.example.org/night');
    const promo = messages(802).at(-1);
    assert.ok(promo);
    await post(serving, pressOn(update++, 802, promo, promo.keyboard.at(-1)?.[0]?.callback_data ?? ''));
    await eventually('the stop is confirmed', () => messages(802).at(-1) !== promo);
    const { arms } = await broadcast<{ arms: Record<string, object> }>('results', id);
    assert.deepEqual(arms, {
      a: { people: 2, delivered: 0, read: 0, clicked: 1, replied: 0, optedOut: 1 },
    });
    const stopped = await rehber(['broadcast', 'test', id, '--to=telegram:802'], env);
    assert.deepEqual([stopped.code, /wants no promos/.test(stopped.stderr)], [1, true], stopped.stderr);
    const again = await rehber(['broadcast', 'start', id], env);
    assert.equal(again.code, 1);
    assert.match(
      again.stderr,
      /This broadcast is done: start takes one that is draft or approved\. Make a new one/,
    );
  });

  it('send a test whose buttons work', async () => {
    const { id } = await broadcast<{ id: string }>(
      'create',
      '--name=Palace',
      '--text=en=The palace is open',
      '--place=topkapi-palace',
    );
    await broadcast('test', id, '--to=telegram:801');
    const promo = messages(801).at(-1);
    assert.ok(promo);
    await post(serving, pressOn(update++, 801, promo, promo.keyboard[0]?.[0]?.callback_data ?? ''));
    await eventually('the palace is told of', () => /Topkapı/.test(messages(801).at(-1)?.text ?? ''));
  });

  it('wait where the token is refused, and say so', async () => {
    assert.equal((await fetch(`${serving.url}/readyz`)).status, 200);
    const { id } = await broadcast<{ id: string }>('create', '--name=Refused', '--text=en=Hello');
    telegram.fail('sendMessage', { status: 401, description: 'Unauthorized' });
    await broadcast('start', id);
    const state = async (): Promise<BroadcastStatus> => broadcast<BroadcastStatus>('status', id);
    await eventually('it is paused', async () => (await state()).state === 'paused');
    assert.match((await state()).pauseReason ?? '', /telegram takes no more/);
    assert.equal((await fetch(`${serving.url}/readyz`)).status, 503);
    const { code, stdout } = await rehber(['doctor', '--json'], env);
    assert.equal(code, 1);
    assert.match(stdout, /The broadcast Refused .* is paused: telegram takes no more/);
    await broadcast('resume', id);
    await eventually('it is done', async () => (await state()).state === 'done');
    assert.equal((await fetch(`${serving.url}/readyz`)).status, 200);
  });

  it('tell wrong usage from what cannot be done', async () => {
    const file = join(dir, 'picture.gif');
    await writeFile(file, 'GIF89a');
    const cases: [args: string[], code: number, message: RegExp][] = [
      [['create', '--name=x', '--text=Hello'], 2, /must be NAME=VALUE/],
      [['create', '--name=x', '--text=en=Hi', `--picture=${file}`], 2, /The picture is neither JPEG nor PNG/],
      [['create', '--name=x', '--text=en=Hi', '--segment={bad'], 2, /The segment is no JSON/],
      [['create', '--name=x', '--text=en=Hi', '--at=2030-02-30T10:00:00Z'], 2, /must be an ISO 8601 time/],
      [['create', '--name=x', '--text=en={{link}}'], 2, /there is no link: add one\. → --link/],
      [['test', NOBODY, '--to=telegram'], 2, /must be PLATFORM:USER/],
      [['test', NOBODY, '--to=telegram:1'], 1, /^There is no broadcast .* → rehber broadcast list/],
      [['recipients', NOBODY, '--state=gone'], 2, /Allowed choices are waiting, /],
      [['audit', NOBODY], 1, /There is no broadcast/],
    ];
    for (const [args, code, message] of cases) {
      const ended = await rehber(['broadcast', ...args], env);
      assert.deepEqual([ended.code, message.test(ended.stderr)], [code, true], ended.stderr);
    }
  });
});
