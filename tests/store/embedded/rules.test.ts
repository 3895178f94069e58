import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { startEmbedded } from '../../../src/store/embedded/server.ts';
import { connect, serve, temporaryFolder } from './serve.ts';

const { client } = await serve();
const database = client.db('rules');

/** How many of the promises were kept; every other one failed for a duplicate key. */
async function winners(attempts: Promise<unknown>[]): Promise<number> {
  const results = await Promise.allSettled(attempts);
  for (const result of results)
    if (result.status === 'rejected') assert.equal((result.reason as { code: number }).code, 11000);
  return results.filter(({ status }) => status === 'fulfilled').length;
}

describe('unique indexes', () => {
  test('let one of many at once through, by insert, upsert and change', async () => {
    const events = database.collection<{ _id?: unknown; chat?: string; n?: number; by?: number }>('events');
    await events.createIndex({ chat: 1, n: 1 }, { unique: true });
    const crowd = Array.from({ length: 50 }, (_, i) => i);
    assert.equal(await winners(crowd.map(async (by) => events.insertOne({ chat: 'a', n: 1, by }))), 1);
    assert.equal(await events.countDocuments({ chat: 'a' }), 1);
    await Promise.all(
      crowd.map(async () => events.updateOne({ chat: 'b', n: 1 }, { $inc: { by: 1 } }, { upsert: true })),
    );
    assert.deepEqual(
      (await events.find({ chat: 'b' }).toArray()).map(({ by }) => by),
      [50],
    );
    await events.insertMany(crowd.map((by) => ({ chat: 'c', n: by })));
    assert.equal(
      await winners(crowd.map(async (n) => events.updateOne({ chat: 'c', n }, { $set: { n: 99 } }))),
      1,
    );
  });

  test('take null and missing as one value, unless they are sparse or partial', async () => {
    const plain = database.collection<{ k?: unknown }>('plain');
    await plain.createIndex({ k: 1 }, { unique: true });
    await plain.insertOne({});
    await assert.rejects(plain.insertOne({ k: null }), { code: 11000 });
    const sparse = database.collection<{ k?: unknown }>('sparse');
    await sparse.createIndex({ k: 1 }, { unique: true, sparse: true });
    await sparse.insertMany([{}, {}, { k: null }]);
    await assert.rejects(sparse.insertOne({ k: null }), { code: 11000 });
    assert.equal(await sparse.countDocuments({ k: null }), 3);
    const partial = database.collection<{ k: number; live: boolean }>('partial');
    await partial.createIndex({ k: 1 }, { unique: true, partialFilterExpression: { live: true } });
    await partial.insertMany([
      { k: 1, live: false },
      { k: 1, live: false },
      { k: 1, live: true },
    ]);
    await assert.rejects(partial.updateOne({ live: false }, { $set: { live: true } }), { code: 11000 });
    assert.equal(await partial.countDocuments({ k: 1, live: false }), 2);
  });

  test('compare by value: 1 and 1.0 are one, "a" and "A" are not, and arrays count by their elements', async () => {
    const values = database.collection<{ k: unknown }>('values');
    await values.createIndex({ k: 1 }, { unique: true });
    const { Double, Long, Decimal128 } = (await import('mongoose')).default.mongo;
    await values.insertOne({ k: 1 });
    for (const same of [new Double(1), Long.fromNumber(1), Decimal128.fromString('1.0'), [7, 1]])
      await assert.rejects(values.insertOne({ k: same }), { code: 11000 });
    await values.insertMany([
      { k: 'a' },
      { k: 'A' },
      { k: [2, 2] },
      { k: { a: 1, b: 2 } },
      { k: { b: 2, a: 1 } },
    ]);
  });

  test('are not made over duplicates, and of several indexes all are made or none', async () => {
    const twice = database.collection<{ a: number; b: number }>('twice');
    await twice.insertMany([
      { a: 1, b: 1 },
      { a: 1, b: 2 },
    ]);
    await assert.rejects(twice.createIndexes([{ key: { b: 1 } }, { key: { a: 1 }, unique: true }]), {
      code: 11000,
    });
    assert.deepEqual(
      (await twice.indexes()).map(({ name }) => name),
      ['_id_'],
    );
    await twice.insertOne({ a: 3, b: 3 });
    assert.equal(await twice.countDocuments({ b: 3 }), 1);
  });
});

test('a TTL index removes what is over and nothing else, at the interval that is set', async () => {
  const memories = database.collection<{ _id: number; at?: unknown }>('memories');
  await memories.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
  const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1_000);
  await memories.insertMany([
    { _id: 1, at: ago(61) },
    { _id: 2, at: ago(-3_600) },
    { _id: 3, at: [ago(-3_600), ago(3_600)] },
    { _id: 4, at: 'long ago' },
    { _id: 5 },
    ...Array.from({ length: 1_200 }, (_, i) => ({ _id: 100 + i, at: ago(100 + i) })),
  ]);
  const admin = client.db('admin');
  assert.equal((await admin.command({ getParameter: 1, ttlMonitorSleepSecs: 1 }))['ttlMonitorSleepSecs'], 5);
  assert.equal((await admin.command({ setParameter: 1, ttlMonitorSleepSecs: 1 }))['was'], 5);
  await assert.rejects(admin.command({ setParameter: 1, ttlMonitorSleepSecs: 0 }), { code: 2 });
  await assert.rejects(admin.command({ setParameter: 1, unknownParameter: 1 }), { code: 72 });
  while ((await memories.countDocuments()) > 3) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(
    (await memories.find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id),
    [2, 4, 5],
  );
});

test('what a start finds is what the last one left: documents, indexes and what they promise', async () => {
  const dir = await temporaryFolder();
  const first = await startEmbedded({ dir });
  let collection = (await connect(first.uri)).db('kept').collection<{ _id: number; k: unknown }>('c');
  await collection.createIndex({ k: 1 }, { unique: true, name: 'once' });
  await collection.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
  await collection.insertOne({ _id: 1, k: 'a' });
  // A failed write that would have been the first with an array, then one that is
  await assert.rejects(collection.insertOne({ _id: 2, k: ['z', 'a'] }), { code: 11000 });
  await collection.insertOne({ _id: 3, k: ['b', 'y'] });
  await first.close();

  const second = await startEmbedded({ dir });
  after(async () => second.close());
  assert.equal(second.port, first.port, 'whoever was told the address still finds the store');
  collection = (await connect(second.uri)).db('kept').collection('c');
  assert.deepEqual(
    (await collection.indexes()).map(({ name }) => name),
    ['_id_', 'once', 'at_1'],
  );
  await assert.rejects(collection.insertOne({ _id: 9, k: 'y' }), { code: 11000 });
  // Only who knows of the array looks through all of its keys
  assert.deepEqual(
    (await collection.find({ k: { $gt: 'x', $lt: 'c' } }).toArray()).map(({ _id }) => _id),
    [3],
  );
});
