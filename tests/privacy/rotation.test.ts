import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { FakeTelegram } from '../support/fake-telegram.ts';
import { dataFolder, rehber, rehberJson, removeFolder, Serving } from '../support/rehber.ts';
import { eventually } from '../support/store.ts';
import { answersIn, post, pressOn, textUpdate, webhookEnvironment } from '../support/telegram-chat.ts';

const CHAT = 900;

describe('replacing the keys', () => {
  let telegram: FakeTelegram;
  let dir: string;
  let env: Record<string, string>;
  let update = 1;

  before(async () => {
    dir = await dataFolder();
    telegram = await FakeTelegram.start();
    env = webhookEnvironment(telegram, dir);
  });
  after(async () => {
    await telegram.close();
    await removeFolder(dir);
  });

  const keys = async (): Promise<Record<string, string>> =>
    JSON.parse(await readFile(join(dir, 'keys.json'), 'utf8')) as Record<string, string>;
  const up = async (): Promise<number> =>
    (await rehberJson<{ feedback: { up: number } }>(['stats'], env)).feedback.up;

  async function during(run: (serving: Serving) => Promise<void>): Promise<void> {
    const serving = await Serving.start(env);
    try {
      await run(serving);
    } finally {
      await serving.end();
    }
  }

  async function ask(serving: Serving, text: string, answers: number): Promise<void> {
    await post(serving, textUpdate(update++, CHAT, text));
    await eventually(`answer ${answers} is there`, () => answersIn(telegram, CHAT).length === answers);
  }

  async function press(serving: Serving, action: string): Promise<void> {
    const carrier = () =>
      [...telegram.messages.values()].find(({ keyboard }) =>
        keyboard.flat().some((button) => button.callback_data?.startsWith(action)),
      );
    await eventually(`there is a button ${action}`, () => carrier() !== undefined);
    const message = carrier();
    const data = message?.keyboard.flat().find((button) => button.callback_data?.startsWith(action));
    assert.ok(message && data?.callback_data);
    await post(serving, pressOn(update++, CHAT, message, data.callback_data));
  }

  it('is refused while somebody serves, and for a key that there is not', async () => {
    await during(async (serving) => {
      await ask(serving, 'hammams in Fatih', 1);
      await press(serving, 'consent:yes');
      await eventually('the consent is taken', () =>
        telegram.calls.some(({ method }) => method === 'answerCallbackQuery'),
      );
      // So that no question for offers comes between the answers below
      await post(serving, textUpdate(update++, CHAT, '/stop'));
      await eventually('offers are off', () => telegram.messages.size >= 3);
      const refused = await rehber(['keys', 'rotate', 'data'], env);
      assert.equal(refused.code, 1);
      assert.match(refused.stderr, /another|serv|own/i);
    });
    assert.equal((await rehber(['keys', 'rotate', 'house'], env)).code, 2);
  });

  for (const kind of ['data', 'pseudonym'] as const) {
    it(`gives the data a new ${kind} key and loses nothing`, async () => {
      const earlier = await keys();
      const rotated = await rehberJson<{ resealed: number; renamed: number }>(['keys', 'rotate', kind], env);
      assert.ok((kind === 'data' ? rotated.resealed : rotated.renamed) > 0);
      const now = await keys();
      const [changed, kept] = kind === 'data' ? ['DATA_KEY', 'PSEUDONYM_KEY'] : ['PSEUDONYM_KEY', 'DATA_KEY'];
      assert.notEqual(now[changed ?? ''], earlier[changed ?? '']);
      assert.equal(now[kept ?? ''], earlier[kept ?? '']);
      assert.deepEqual(Object.keys(now).toSorted(), ['DATA_KEY', 'PSEUDONYM_KEY']);

      const old = await rehber(['stats'], { ...env, [changed ?? '']: earlier[changed ?? ''] ?? '' });
      assert.equal(old.code, 1);
      assert.match(old.stderr, new RegExp(`${changed} is not what the stored data was written with`));

      await during(async (serving) => {
        // The same person: no second question for consent, and a vote on the answer of before counts
        const answers = answersIn(telegram, CHAT).length;
        const messages = telegram.messages.size;
        await ask(serving, 'and one more', answers + 1);
        assert.equal(telegram.messages.size, messages + 1);
        const votes = await up();
        await press(serving, 'up:');
        await eventually('the vote counts', async () => (await up()) !== votes);
      });
    });
  }

  it('keeps what was written before readable', async () => {
    const exported = await rehberJson<{ file: string }>(
      ['export', '--format', 'turns', '--out', join(dir, 'out')],
      env,
    );
    const questions = (await readFile(exported.file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { question: string }).question);
    assert.deepEqual(questions.toSorted(), ['and one more', 'and one more', 'hammams in Fatih']);
  });
});
