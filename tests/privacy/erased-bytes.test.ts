import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import mongoose from 'mongoose';
import { FakeTelegram } from '../support/fake-telegram.ts';
import { dataFolder, removeFolder, Serving } from '../support/rehber.ts';
import { eventually } from '../support/store.ts';
import { answersIn, post, pressOn, textUpdate, webhookEnvironment } from '../support/telegram-chat.ts';

const CHAT = 777_000_123;
const QUESTION = 'where do Xenia and I find simit in Karaköy?';

/** Every sealed value in a document. Keyed delivery ids are no person's, and stay for eight days. */
function valuesOf(value: unknown): Buffer[] {
  if (value instanceof mongoose.mongo.Binary) return [Buffer.from(value.buffer)];
  if (Array.isArray(value)) return value.flatMap(valuesOf);
  if (typeof value === 'object' && value !== null && !(value instanceof Date) && !('_bsontype' in value))
    return Object.values(value).flatMap(valuesOf);
  return [];
}

test('after /forget the files hold no byte of the person: no id, no pseudonym, no text, no ciphertext', async (t) => {
  const dir = await dataFolder();
  const telegram = await FakeTelegram.start();
  const serving = await Serving.start(webhookEnvironment(telegram, dir));
  const client = await new mongoose.mongo.MongoClient(serving.store).connect();
  t.after(async () => {
    await client.close();
    await serving.end();
    await telegram.close();
    await removeFolder(dir);
  });
  let update = 1;
  const press = async (action: string): Promise<void> => {
    const carrier = () =>
      [...telegram.messages.values()].findLast(({ keyboard }) =>
        keyboard.flat().some((button) => button.callback_data?.startsWith(action)),
      );
    await eventually(`there is a button ${action}`, () => carrier() !== undefined);
    const message = carrier();
    const data = message?.keyboard.flat().find((button) => button.callback_data?.startsWith(action));
    assert.ok(message && data?.callback_data);
    const notices = telegram.calls.filter(({ method }) => method === 'answerCallbackQuery').length;
    await post(serving, pressOn(update++, CHAT, message, data.callback_data));
    await eventually(
      `${action} is confirmed`,
      () => telegram.calls.filter(({ method }) => method === 'answerCallbackQuery').length > notices,
    );
  };

  await post(serving, textUpdate(update++, CHAT, QUESTION));
  await eventually('the question is answered', () => answersIn(telegram, CHAT).length === 1);
  await eventually('consent is asked for', () => telegram.messages.size === 2);
  await press('consent:yes');
  await press('down:');
  await press('fix:');
  await post(serving, textUpdate(update++, CHAT, 'Simit Sarayı moved to the corner'));
  await eventually('the correction is taken', () => telegram.messages.size >= 5);

  const database = client.db();
  const [person] = await database.collection<{ _id: string; contact: unknown }>('people').find().toArray();
  const turns = await database.collection('turns').find().toArray();
  const memories = await database.collection('conversations').find().toArray();
  assert.ok(person && turns.length > 0 && memories.length > 0);
  const [turn] = turns;
  const marks = [
    Buffer.from(String(CHAT)),
    Buffer.from(QUESTION.slice(0, 20)),
    Buffer.from(person._id),
    Buffer.from(String(turn?.['conversation'])),
    ...valuesOf([person.contact, turn?.['question'], turn?.['answer'], turn?.['feedback'], memories]),
  ];
  const found = async (): Promise<number[]> => {
    const files = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((each) =>
      each.isFile(),
    );
    const contents = await Promise.all(files.map(async (file) => readFile(join(file.parentPath, file.name))));
    return marks.flatMap((mark, index) =>
      contents.some((content) => content.includes(mark)) ? [index] : [],
    );
  };
  assert.ok(marks.length >= 8 && (await found()).length >= 6, 'the files hold the person before');

  await post(serving, textUpdate(update++, CHAT, '/forget'));
  await press('forget:yes');
  await eventually('the event is done', async () => {
    const open = await database.collection('inbox').countDocuments({ state: { $ne: 'done' } });
    return open === 0 && (await database.collection('leases').countDocuments()) === 0;
  });
  await client.db('admin').command({ fsync: 1 });
  assert.deepEqual(await found(), []);
});
