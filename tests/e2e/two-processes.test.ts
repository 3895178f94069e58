import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { FakeTelegram } from '../support/fake-telegram.ts';
import { dataFolder, rehber, rehberJson, removeFolder, Serving } from '../support/rehber.ts';
import { eventually } from '../support/store.ts';
import { answersIn, post, textUpdate, webhookEnvironment } from '../support/telegram-chat.ts';

/** Questions whose answers tell them apart. */
const NAMES = ['Galata', 'Ayasofya', 'Topkap', 'Dolmabahçe'];

describe('two processes on one store', () => {
  let telegram: FakeTelegram;
  let dir: string;
  let other: string;
  let processes: Serving[] = [];
  let env: Record<string, string>;
  let update = 1;

  before(async () => {
    dir = await dataFolder();
    other = await dataFolder();
    telegram = await FakeTelegram.start();
    env = webhookEnvironment(telegram, dir);
    const owner = await Serving.start(env);
    const { store } = await rehberJson<{ store: { kind: string; uri: string } }>(['doctor'], env);
    assert.equal(store.kind, 'embedded');
    const keys = JSON.parse(await readFile(join(dir, 'keys.json'), 'utf8')) as Record<string, string>;
    const guest = await Serving.start({ ...env, ...keys, DATA_DIR: other, MONGODB_URI: store.uri });
    processes = [owner, guest];
  });
  after(async () => {
    for (const serving of processes.toReversed()) await serving.end();
    await telegram.close();
    await removeFolder(dir);
    await removeFolder(other);
  });

  it('answer a conversation in its order, whichever of them gets its messages', async () => {
    const asked = Array.from({ length: 12 }, (_, n) => NAMES[n % NAMES.length] ?? '');
    for (const [n, text] of asked.entries()) {
      assert.equal(await post(processes[n % 2] as Serving, textUpdate(update++, 1, text)), 200);
    }
    await eventually('all are answered', () => answersIn(telegram, 1).length >= asked.length);
    const texts = answersIn(telegram, 1).map((message) => message.text);
    assert.equal(texts.length, asked.length);
    for (const [n, text] of texts.entries())
      assert.ok(text.includes(asked[n] ?? '-'), `answer ${n} is «${text}»`);
  });

  it('give one reply to an update that both get', async () => {
    const body = textUpdate(update++, 2, 'kebab');
    const statuses = await Promise.all(processes.map(async (serving) => post(serving, body)));
    assert.deepEqual(statuses, [200, 200]);
    await eventually('it is answered', () => answersIn(telegram, 2).length > 0);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    assert.equal(answersIn(telegram, 2).length, 1);
  });

  it('take over from each other when one is killed', async () => {
    const [, guest] = processes as [Serving, Serving];
    telegram.fail('sendMessage', 'hang');
    assert.equal(await post(guest, textUpdate(update++, 3, 'kebab')), 200);
    await eventually('the guest is at work', () =>
      telegram.calls.some(({ method, payload }) => method === 'sendMessage' && payload['chat_id'] === 3),
    );
    await guest.end('SIGKILL');
    await eventually('the owner has answered', () => answersIn(telegram, 3).length > 0, 30_000);
    assert.equal(answersIn(telegram, 3).length, 1);
  });

  it('keep a second owner away from the folder', async () => {
    const second = await rehber(['serve'], { ...env, PORT: '0' });
    assert.equal(second.code, 1);
    assert.match(second.stderr, new RegExp(`${dir} is in use by another Rehber`));
  });

  it('refuse keys that do not fit the stored data, and name them', async () => {
    const { store } = await rehberJson<{ store: { uri: string } }>(['doctor'], env);
    const wrong = Buffer.alloc(32, 7).toString('base64');
    const started = await rehber(['serve'], {
      PORT: '0',
      MONGODB_URI: store.uri,
      PSEUDONYM_KEY: wrong,
      DATA_KEY: wrong,
    });
    assert.equal(started.code, 1);
    assert.match(started.stderr, /PSEUDONYM_KEY and DATA_KEY are not what the stored data was written with/);
  });
});
