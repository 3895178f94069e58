import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { DatasetReport } from '../../src/dataset/check.ts';
import { FakeTelegram, type SentMessage } from '../support/fake-telegram.ts';
import { dataFolder, rehber, rehberJson, removeFolder, Serving } from '../support/rehber.ts';
import { eventually } from '../support/store.ts';
import { ChatVisitor } from '../support/web-chat.ts';
import { post, pressOn, textUpdate, webhookEnvironment } from '../support/telegram-chat.ts';

interface Exported {
  file: string;
  rows: number;
}

describe('what a person can ask of their data', () => {
  let telegram: FakeTelegram;
  let serving: Serving;
  let dir: string;
  let env: Record<string, string>;
  let update = 1;
  let chat = 500;

  before(async () => {
    dir = await dataFolder();
    telegram = await FakeTelegram.start();
    env = webhookEnvironment(telegram, dir);
    serving = await Serving.start(env);
  });
  after(async () => {
    await serving.end();
    await telegram.close();
    await removeFolder(dir);
  });

  const messages = (): SentMessage[] =>
    [...telegram.messages.values()].filter((message) => message.chat === chat);
  const turns = async (): Promise<number> => (await rehberJson<{ turns: number }>(['stats'], env)).turns;
  const out = (): string => join(dir, 'out');

  /** Says something and waits until so many messages stand in the chat. */
  async function say(text: string, expected: number): Promise<void> {
    assert.equal(await post(serving, textUpdate(update++, chat, text)), 200);
    await eventually(
      `${expected} messages stand in the chat after “${text}”`,
      () => messages().length >= expected,
    );
    assert.equal(messages().length, expected);
  }

  async function press(action: string): Promise<void> {
    const message = messages().findLast((each) =>
      each.keyboard.flat().some((button) => button.callback_data === action),
    );
    assert.ok(message, `there is a button ${action}`);
    const notices = telegram.calls.filter(({ method }) => method === 'answerCallbackQuery').length;
    assert.equal(await post(serving, pressOn(update++, chat, message, action)), 200);
    await eventually(
      `the press on ${action} is confirmed`,
      () => telegram.calls.filter(({ method }) => method === 'answerCallbackQuery').length > notices,
    );
  }

  async function exportTurns(format: string): Promise<Exported> {
    return rehberJson<Exported>(['export', '--format', format, '--out', out()], env);
  }

  it('asks once, after the third answer, whether offers are welcome, yes first; /stop ends them', async () => {
    chat = 501;
    await say('kebab', 2);
    await say('Galata Tower', 3);
    await say('museums in Fatih', 5);
    const [yes, no] = messages().at(-1)?.keyboard.flat() ?? [];
    assert.deepEqual([yes?.callback_data, no?.callback_data], ['offers:yes', 'offers:no']);
    await say('hammam', 6);
    await press('offers:yes');
    await say('/stop', 7);
    assert.match(messages().at(-1)?.text ?? '', /no more offers/);
    await say('offers', 8);
    assert.equal(messages().at(-1)?.keyboard.flat()[0]?.callback_data, 'offers:yes');
  });

  interface MyData {
    person: { contact: { user: string }; consent: { state: string; words: string } };
    turns: { question: string }[];
  }

  it('sends what is kept as a file, where the platform takes one', async () => {
    chat = 502;
    await say('Is the Galata Tower open on Monday?', 2);
    await press('consent:yes');
    await say('/mydata', 3);
    const data = JSON.parse(String(messages().at(-1)?.payload['document'])) as MyData;
    assert.equal(data.person.contact.user, '502');
    assert.equal(data.person.consent.state, 'yes');
    assert.match(data.person.consent.words, /2 years/);
    assert.equal(data.turns[0]?.question, 'Is the Galata Tower open on Monday?');
  });

  it('shows it under a link that nobody can guess elsewhere, and erases the page of the web chat too', async () => {
    const visitor = new ChatVisitor(serving.url);
    const shown = async (): Promise<string> => JSON.stringify((await visitor.history()).entries);
    await visitor.history();
    await visitor.say('hammams in Fatih');
    await visitor.say('mydata');
    await eventually('the link is shown', async () => (await shown()).includes('/mydata/'));
    const path = /https:\/\/guide\.example\.org(\/mydata\/[\w-]{43})/.exec(await shown())?.[1] ?? '';
    const page = await fetch(new URL(path, serving.url));
    assert.equal(page.headers.get('cache-control'), 'no-store');
    assert.equal(((await page.json()) as MyData).turns[0]?.question, 'hammams in Fatih');
    assert.equal((await fetch(new URL(`/mydata/${'A'.repeat(43)}`, serving.url))).status, 404);

    await visitor.say('/forget');
    await eventually('a confirmation is asked for', async () => (await shown()).includes('forget:yes'));
    const asked = (await visitor.history()).entries.find(
      (entry) => entry.kind === 'message' && JSON.stringify(entry.reply).includes('forget:yes'),
    );
    await visitor.post({
      id: randomUUID(),
      kind: 'press',
      action: 'forget:yes',
      message: String(asked?.number),
    });
    await eventually('the page is empty', async () => !(await shown()).includes('hammams'));
    await eventually(
      'what the link led to is gone',
      async () => (await fetch(new URL(path, serving.url))).status === 404,
    );
  });

  it('erases everything when that is confirmed, and names the rows of past exports', async () => {
    const exported = await exportTurns('turns');
    assert.equal(exported.rows, 1);
    await exportTurns('openai');
    const line = JSON.parse((await readFile(exported.file, 'utf8')).trim()) as { id: string; person: string };
    assert.doesNotMatch(JSON.stringify(line), /\b502\b/);
    assert.equal((await rehberJson<DatasetReport>(['dataset', 'check', out()], env)).ok, true);

    const kept = await turns();
    await say('/forget', 4);
    const [yes, no] = messages().at(-1)?.keyboard.flat() ?? [];
    assert.deepEqual([yes?.callback_data, no?.callback_data], ['forget:yes', 'forget:no']);
    await press('forget:no');
    assert.equal(await turns(), kept);
    await say('forget', 5);
    await press('forget:yes');
    assert.equal(await turns(), kept - 1);

    const check = await rehber(['dataset', 'check', out(), '--json'], env);
    assert.equal(check.code, 1);
    const report = JSON.parse(check.stdout) as DatasetReport;
    assert.deepEqual(
      report.problems.map(({ row }) => row),
      [line.id, line.id],
    );
    const fixed = await rehberJson<DatasetReport>(['dataset', 'check', out(), '--fix'], env);
    assert.equal(fixed.removed, 2);
    assert.equal((await rehberJson<DatasetReport>(['dataset', 'check', out()], env)).ok, true);
    for (const name of (await readdir(out())).filter((each) => each.endsWith('.jsonl')))
      assert.equal(await readFile(join(out(), name), 'utf8'), '');
  });

  it('meets whoever comes back as somebody new', async () => {
    await say('kebab', 7);
    assert.equal(messages().at(-1)?.keyboard.flat()[0]?.callback_data, 'consent:yes');
  });

  it('keeps exported rows out of use when the consent is taken back, and lets them in again with a new one', async () => {
    chat = 503;
    await say('mosques in Fatih', 2);
    await press('consent:yes');
    assert.equal((await exportTurns('turns')).rows, 1);
    await say('/privacy', 3);
    await press('consent:no');
    const report = JSON.parse(
      (await rehber(['dataset', 'check', out(), '--json'], env)).stdout,
    ) as DatasetReport;
    assert.equal(report.problems.length, 1);
    assert.equal((await exportTurns('turns')).rows, 0);
    await say('privacy', 4);
    await press('consent:yes');
    assert.equal((await exportTurns('turns')).rows, 1);
    await rehber(['dataset', 'check', out(), '--fix'], env);
    assert.equal((await rehberJson<DatasetReport>(['dataset', 'check', out()], env)).ok, true);
  });

  it('is erased from the command line as well', async () => {
    const erased = await rehberJson<{ turns: number; people: number }>(
      ['forget', '--platform', 'telegram', '--user', '503'],
      env,
    );
    assert.deepEqual([erased.people, erased.turns], [1, 1]);
    const again = await rehber(['forget', '--platform', 'telegram', '--user', '503'], env);
    assert.match(again.stdout, /Nothing is kept/);
    assert.equal((await rehber(['forget', '--platform', 'telegram'], env)).code, 2);
  });
});
