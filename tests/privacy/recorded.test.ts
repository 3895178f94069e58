import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import mongoose from 'mongoose';
import { FakeTelegram } from '../support/fake-telegram.ts';
import {
  needsRecorded,
  recordedDeliveries,
  recordedSlack,
  recordedUpdates,
  RECORDED_PHONE,
} from '../support/recorded.ts';
import { dataFolder, rehberJson, removeFolder, Serving } from '../support/rehber.ts';
import { BOT_TOKEN, FakeSlack } from '../support/slack-api.ts';
import { deliver, SIGNING_SECRET } from '../support/slack.ts';
import { eventually } from '../support/store.ts';
import { post, webhookEnvironment } from '../support/telegram-chat.ts';
import { whatsAppEnvironment } from '../support/whatsapp-chat.ts';
import { FakeGraph } from '../support/whatsapp-graph.ts';
import { postDelivery } from '../support/whatsapp-webhooks.ts';

/** Keys of payloads under which a person's own values stand: names, numbers, ids, and what they wrote. */
const PERSONAL =
  /"(wa_id|from|name|first_name|last_name|username|phone_number|body|text|caption)":"([^"]{6,})"/g;
/** What a person wrote leaves in an export, redacted, with their consent. */
const WRITTEN = new Set(['body', 'text', 'caption']);
/** Values that recordings share with the guide's own words and settings. */
const OURS = new Set(['WhatsApp', 'Telegram', 'private', 'unsupported', 'location']);

test(
  'every recorded payload leaves no personal value in the files, the log or an export',
  { skip: needsRecorded() },
  async (t) => {
    const dir = await dataFolder();
    const [telegram, graph, slack] = await Promise.all([
      FakeTelegram.start(),
      FakeGraph.start(),
      FakeSlack.start(),
    ]);
    const env = {
      ...whatsAppEnvironment(graph, dir),
      ...webhookEnvironment(telegram, dir),
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: slack.apiUrl,
      LOG_LEVEL: 'trace',
    };
    const serving = await Serving.start(env);
    const client = await new mongoose.mongo.MongoClient(serving.store).connect();
    t.after(async () => {
      await client.close();
      await serving.end();
      await Promise.all([telegram.close(), graph.close(), slack.close()]);
      await removeFolder(dir);
    });
    const [deliveries, updates, payloads] = await Promise.all([
      recordedDeliveries(),
      recordedUpdates(),
      recordedSlack(),
    ]);
    for (const body of deliveries) assert.equal(await postDelivery(serving.url, body), 200);
    for (const update of updates) assert.equal(await post(serving, update), 200);
    const database = client.db();
    await eventually(
      'every event is worked',
      async () =>
        (await database.collection('inbox').countDocuments({ state: { $in: ['waiting', 'working'] } })) === 0,
      60_000,
    );
    // Slack takes one message a second in a channel: what waits is searched as it lies in the store
    for (const [, payload] of payloads)
      assert.equal(await deliver(`${serving.url}/slack/events`, payload), 200);
    await eventually(
      'Slack’s first events are worked',
      async () => (await database.collection('turns').countDocuments({ platform: 'slack' })) > 3,
    );
    assert.ok((await database.collection('turns').countDocuments()) > 0);
    await database.collection('turns').updateMany({}, { $set: { consent: 'yes' } });
    await rehberJson(['export', '--format', 'turns', '--out', join(dir, 'out')], env);
    await client.db('admin').command({ fsync: 1 });

    const recorded = [
      ...deliveries,
      ...updates.map((update) => JSON.stringify(update)),
      ...payloads.map(([, payload]) => JSON.stringify(payload)),
    ].join('\n');
    const found = [...recorded.matchAll(PERSONAL)].map(([, key = '', value = '']) => ({ key, value }));
    const read = async (folder: string): Promise<Buffer> => {
      const entries = await readdir(folder, { withFileTypes: true });
      const files = entries.filter((each) => each.isFile());
      return Buffer.concat(await Promise.all(files.map(async (file) => readFile(join(folder, file.name)))));
    };
    const [stored, exported] = await Promise.all([read(dir), read(join(dir, 'out'))]);
    const log = Buffer.from(JSON.stringify(serving.lines) + serving.stderr);
    const left = [{ key: 'from', value: RECORDED_PHONE }, ...found]
      .filter(({ value }) => !OURS.has(value))
      .filter(
        ({ key, value }) =>
          stored.includes(value) || log.includes(value) || (!WRITTEN.has(key) && exported.includes(value)),
      );
    assert.deepEqual(left, []);
  },
);
