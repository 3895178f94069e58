import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { FakeTelegram } from '../support/fake-telegram.ts';
import { dataFolder, removeFolder, Serving } from '../support/rehber.ts';
import { SlowModel } from '../support/slow-model.ts';
import { eventually } from '../support/store.ts';
import { answersIn, post, SECRET, textUpdate, webhookEnvironment } from '../support/telegram-chat.ts';

/** What channel frameworks lose messages over, tried on a serving process through its webhook. */
describe('a serving process', () => {
  let telegram: FakeTelegram;
  let model: SlowModel;
  let serving: Serving;
  let dir: string;
  let update = 1_000;

  before(async () => {
    dir = await dataFolder();
    telegram = await FakeTelegram.start();
    model = await SlowModel.start('Galata', 900);
    serving = await Serving.start({
      ...webhookEnvironment(telegram, dir),
      OPENAI_BASE_URL: model.url,
      OPENAI_API_KEY: 'none',
    });
  });
  after(async () => {
    await serving.end();
    await telegram.close();
    await model.close();
    await removeFolder(dir);
  });

  async function answered(chat: number, count: number): Promise<string[]> {
    await eventually(`${count} answers are there`, () => answersIn(telegram, chat).length >= count);
    // Any answer too many would follow at once
    await new Promise((resolve) => setTimeout(resolve, 300));
    return answersIn(telegram, chat).map((message) => message.text);
  }

  it('gives one reply to an update that is delivered three times', async () => {
    const body = textUpdate(++update, 1, 'kebab');
    const statuses = await Promise.all([post(serving, body), post(serving, body), post(serving, body)]);
    assert.deepEqual(statuses, [200, 200, 200]);
    assert.equal((await answered(1, 1)).length, 1);
    assert.equal(await post(serving, body), 200);
    assert.equal((await answered(1, 1)).length, 1);
  });

  it('answers five of five messages of a burst', async () => {
    for (let n = 0; n < 5; n++) assert.equal(await post(serving, textUpdate(++update, 2, 'kebab')), 200);
    assert.equal((await answered(2, 5)).length, 5);
  });

  it('answers a slow question and two quick ones in their order', async () => {
    for (const text of ['Galata Tower', 'Hagia Sophia', 'Topkapi Palace']) {
      assert.equal(await post(serving, textUpdate(++update, 3, text)), 200);
    }
    const texts = await answered(3, 3);
    assert.match(texts[0] ?? '', /Galata/);
    assert.match(texts[1] ?? '', /Ayasofya|Hagia Sophia/);
    assert.match(texts[2] ?? '', /Topkap/);
  });

  it('delivers through a 429', async () => {
    telegram.fail('sendMessage', {
      status: 429,
      description: 'Too Many Requests: retry after 1',
      parameters: { retry_after: 1 },
    });
    assert.equal(await post(serving, textUpdate(++update, 4, 'kebab')), 200);
    assert.equal((await answered(4, 1)).length, 1);
  });

  it('refuses a wrong and a missing secret with 401, and does no work', async () => {
    assert.equal(await post(serving, textUpdate(++update, 5, 'kebab'), 'wrong'), 401);
    const missing = await fetch(`${serving.url}/telegram/webhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(textUpdate(++update, 5, 'kebab')),
    });
    assert.equal(missing.status, 401);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal([...telegram.messages.values()].filter((message) => message.chat === 5).length, 0);
  });

  it('refuses malformed JSON with 400 and a body over 1 MB with 413', async () => {
    assert.equal(await post(serving, '{"update_id": 1, "mess'), 400);
    assert.equal(await post(serving, textUpdate(++update, 6, 'x'.repeat(1_100_000))), 413);
  });

  it('takes unknown kinds, an empty text and 100 kB of text without harm', async () => {
    assert.equal(await post(serving, { update_id: ++update, something_new: { a: 1 } }), 200);
    assert.equal(await post(serving, textUpdate(++update, 7, '')), 200);
    assert.equal(await post(serving, textUpdate(++update, 7, 'a'.repeat(100_000))), 200);
    await eventually('the long text is answered', () =>
      [...telegram.messages.values()].some((message) => message.chat === 7),
    );
  });

  it('answers a location off the globe or outside the city kindly', async () => {
    for (const [latitude, longitude] of [
      [95, 200],
      [48.85, 2.35],
    ]) {
      const { message } = textUpdate(++update, 8, '') as { message: Record<string, unknown> };
      const { text: _, ...rest } = message;
      assert.equal(
        await post(serving, { update_id: update, message: { ...rest, location: { latitude, longitude } } }),
        200,
      );
    }
    const kind = (): string[] =>
      [...telegram.messages.values()]
        .filter((message) => message.chat === 8 && /outside Istanbul/.test(message.text))
        .map((message) => message.text);
    await eventually('both are answered', () => kind().length === 2);
  });

  it('has never ended, and has written JSON lines alone', () => {
    assert.equal(serving.running, true);
    assert.equal(serving.stderr, '');
    assert.ok(serving.lines.length > 0);
    assert.equal(JSON.stringify(serving.lines).includes(SECRET), false);
  });
});
