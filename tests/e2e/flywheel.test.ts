import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import EmulatorClass from 'telegram-test-api';
import { dataFolder, rehberJson, removeFolder, Serving } from '../support/rehber.ts';
import { eventually } from '../support/store.ts';

// A third-party emulator of Telegram's Bot API, whose types lack what its client can be given
const TelegramServer = EmulatorClass as unknown as new (options: object) => Emulator;

interface Emulator {
  config: { apiURL: string };
  start(): Promise<void>;
  stop(): Promise<void>;
  getClient(token: string, options: object): Client;
}
interface Client {
  makeMessage(text: string): object;
  sendMessage(message: object): Promise<unknown>;
  makeCallbackQuery(data: string, options: object): object;
  sendCallback(query: object): Promise<unknown>;
  getUpdatesHistory(): Promise<(Entry | { message?: undefined })[]>;
}
interface Entry {
  messageId: number;
  message: {
    text?: string;
    reply_markup?: { inline_keyboard?: { text: string; callback_data?: string }[][] };
  };
}

const TOKEN = '123456:test-token';

interface Exported {
  file: string;
  manifest: string;
  rows: number;
}

describe('a tourist on Telegram, from the first question to the training data', () => {
  let emulator: Emulator;
  let client: Client;
  let serving: Serving;
  let dir: string;
  let env: Record<string, string>;

  before(async () => {
    dir = await dataFolder();
    emulator = new TelegramServer({ port: 9_000 + (process.pid % 1_000), storeTimeout: 600 });
    await emulator.start();
    client = emulator.getClient(TOKEN, { userId: 77, chatId: 77, firstName: 'Ayşe', timeout: 5_000 });
    env = { DATA_DIR: dir, TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: emulator.config.apiURL };
    serving = await Serving.start(env);
  });
  after(async () => {
    await serving.end();
    await emulator.stop();
    await removeFolder(dir);
  });

  /** What was said so far; presses have no message. */
  async function messages(): Promise<Entry[]> {
    return (await client.getUpdatesHistory()).filter((entry): entry is Entry => entry.message !== undefined);
  }

  /** The newest message of ours that has a button with such an action. */
  async function messageWith(action: string): Promise<{ id: number; text: string; data: string }> {
    let found: { id: number; text: string; data: string } | undefined;
    await eventually(`a message with the button ${action} is there`, async () => {
      const history = await messages();
      for (const entry of history) {
        const button = entry.message.reply_markup?.inline_keyboard
          ?.flat()
          .find((each) => each.callback_data?.startsWith(action));
        if (button)
          found = { id: entry.messageId, text: entry.message.text ?? '', data: button.callback_data ?? '' };
      }
      return found !== undefined;
    });
    assert.ok(found);
    return found;
  }

  async function press(action: string): Promise<void> {
    const { id, data } = await messageWith(action);
    await client.sendCallback(client.makeCallbackQuery(data, { message: { message_id: id } }));
  }

  const feedback = async (): Promise<{ up: number; down: number }> =>
    (await rehberJson<{ feedback: { up: number; down: number } }>(['stats'], env)).feedback;

  it('answers the first question first, then asks for consent, yes first', async () => {
    await client.sendMessage(client.makeMessage('kebab'));
    await messageWith('consent:yes');
    const history = (await messages()).filter((entry) => entry.message.reply_markup);
    const actions = history.map(
      (entry) =>
        entry.message.reply_markup?.inline_keyboard?.flat().map((button) => button.callback_data) ?? [],
    );
    assert.equal(actions[0]?.[0]?.startsWith('up:'), true);
    assert.deepEqual(actions[1], ['consent:yes', 'consent:no']);
    await press('consent:yes');
  });

  it('answers the next question with thumbs, without asking again', async () => {
    await client.sendMessage(client.makeMessage('Ayasofya ne zaman açılıyor?'));
    await eventually('the second answer is there', async () => {
      const history = await messages();
      return history.some(
        (entry) => /Ayasofya/.test(entry.message.text ?? '') && entry.message.reply_markup?.inline_keyboard,
      );
    });
  });

  it('counts a thumb up', async () => {
    await press('up:');
    await eventually('the vote is counted', async () => (await feedback()).up === 1);
  });

  it('counts the change to a thumb down, and takes the reason', async () => {
    await press('down:');
    await eventually('the vote has changed', async () => {
      const { up, down } = await feedback();
      return up === 0 && down === 1;
    });
    await press('why:');
    await new Promise((resolve) => setTimeout(resolve, 500));
  });

  it('exports the turns with their feedback, while it serves', async () => {
    const out = join(dir, 'out');
    const exported = await rehberJson<Exported>(['export', '--format', 'turns', '--out', out], env);
    const text = await readFile(exported.file, 'utf8');
    const rows = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.equal(rows.length, 2);
    assert.equal(exported.rows, 2);
    const rated = rows.find((row) => row['feedback'] !== null);
    assert.equal(rated?.['question'], 'Ayasofya ne zaman açılıyor?');
    assert.equal(rated['language'], 'tr');
    assert.equal(rated['intent'], 'hours');
    const { rating, reason } = rated['feedback'] as Record<string, unknown>;
    assert.deepEqual({ rating, reason }, { rating: 'down', reason: 'wrong' });
    const manifest = JSON.parse(await readFile(exported.manifest, 'utf8')) as {
      rows: number;
      files: { sha256: string }[];
    };
    assert.equal(manifest.rows, 2);
    assert.equal(manifest.files[0]?.sha256, createHash('sha256').update(text).digest('hex'));
    assert.deepEqual(
      (await readdir(out)).filter((name) => name.endsWith('.tmp')),
      [],
    );
  });

  it('exports nothing twice, and a turn again after its vote has changed', async () => {
    const out = join(dir, 'out');
    const again = async (): Promise<number> =>
      (await rehberJson<Exported>(['export', '--format', 'turns', '--out', out], env)).rows;
    assert.equal(await again(), 0);
    // Past the two seconds of a double click: the vote is taken back
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    await press('down:');
    await eventually('the vote is taken back', async () => (await feedback()).down === 0);
    assert.equal(await again(), 1);
    assert.equal(await again(), 0);
    await press('up:');
    await eventually('the vote is up', async () => (await feedback()).up === 1);
    await press('down:');
    await eventually('the vote is down', async () => (await feedback()).down === 1);
  });

  it('leaves a thumb down without a correction out of the lines to train on', async () => {
    const exported = await rehberJson<Exported>(['export', '--out', join(dir, 'openai')], env);
    const rows = (await readFile(exported.file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { messages: { role: string; content: string }[] });
    assert.equal(rows.length, 1);
    assert.deepEqual(
      rows[0]?.messages.map((message) => message.role),
      ['system', 'user', 'assistant'],
    );
    assert.match(rows[0].messages[1]?.content ?? '', /kebab/);
  });

  it('exports nothing more of a person who takes the consent back', async () => {
    await client.sendMessage(client.makeMessage('/privacy'));
    await eventually('the state is shown', async () => {
      const history = await messages();
      return (
        history.filter((entry) => JSON.stringify(entry.message.reply_markup ?? {}).includes('consent:no'))
          .length >= 2
      );
    });
    await press('consent:no');
    await new Promise((resolve) => setTimeout(resolve, 500));
    const exported = await rehberJson<Exported>(
      ['export', '--format', 'turns', '--out', join(dir, 'fresh')],
      env,
    );
    assert.equal(exported.rows, 0);
  });
});
