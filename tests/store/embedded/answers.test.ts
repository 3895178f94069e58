import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import mongoose from 'mongoose';
import { legacyCommand, RawClient } from './raw.ts';
import { connect, serve } from './serve.ts';

const { BSON } = mongoose.mongo;
const { client, server } = await serve();
const database = client.db('answers');
const admin = client.db('admin');

describe('the server', () => {
  test('says that it is a MongoDB 8.0 without replicas, also to the OP_QUERY of old drivers', async () => {
    const hello = await admin.command({ hello: 1 });
    assert.deepEqual(
      [hello['isWritablePrimary'], hello['minWireVersion'], hello['maxWireVersion'], hello['setName']],
      [true, 0, 25, undefined],
    );
    assert.match((await admin.command({ buildInfo: 1 }))['version'] as string, /^8\.0\./);
    const raw = await RawClient.connect(server.port);
    const old = await raw.ask(legacyCommand('admin', { isMaster: 1, helloOk: true }));
    assert.deepEqual(
      [old!['ok'], old!['ismaster'], old!['helloOk'], old!['maxWireVersion']],
      [1, true, true, 25],
    );
    raw.close();
  });

  test('listens on loopback alone', async () => {
    assert.match(server.uri, /^mongodb:\/\/127\.0\.0\.1:\d+\//);
    const { networkInterfaces } = await import('node:os');
    const { connect: dial } = await import('node:net');
    const others = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of others) {
      const reached = await new Promise<boolean>((resolve) => {
        const socket = dial({ host: address, port: server.port });
        socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
      });
      assert.equal(reached, false, address);
    }
  });
});

describe('cursors', () => {
  const numbers = database.collection<{ _id: number }>('numbers');

  test('give their documents in batches of the size that is asked for', async () => {
    await numbers.insertMany(Array.from({ length: 250 }, (_, i) => ({ _id: i })));
    const first = await database.command({ find: 'numbers', filter: {}, sort: { _id: 1 }, batchSize: 100 });
    const { id, firstBatch, ns } = first['cursor'] as {
      id: mongoose.mongo.Long;
      firstBatch: object[];
      ns: string;
    };
    assert.deepEqual([firstBatch.length, ns], [100, 'answers.numbers']);
    const more = { getMore: id, collection: 'numbers', batchSize: 100 };
    const second = (await database.command(more))['cursor'] as { id: number; nextBatch: object[] };
    assert.equal(second.nextBatch.length, 100);
    const last = (await database.command(more))['cursor'] as {
      id: mongoose.mongo.Long | number;
      nextBatch: object[];
    };
    assert.deepEqual([last.nextBatch.length, Number(last.id)], [50, 0]);
    await assert.rejects(database.command(more), { code: 43, codeName: 'CursorNotFound' });
    assert.equal((await numbers.find().toArray()).length, 250);
    const plain = await database.command({ find: 'numbers', filter: {} });
    assert.equal((plain['cursor'] as { firstBatch: object[] }).firstBatch.length, 101);
  });

  test('see neither double nor too few documents while others write', async () => {
    const seen: number[] = [];
    for await (const { _id } of numbers.find({ _id: { $lt: 250 } }, { batchSize: 10 })) {
      seen.push(_id);
      if (_id % 10 === 0) await numbers.updateOne({ _id }, { $set: { long: 'x'.repeat(5_000) } });
      if (_id === 5) await numbers.insertOne({ _id: 1_000 });
    }
    assert.deepEqual(
      seen,
      Array.from({ length: 250 }, (_, i) => i),
    );
  });

  test('end by killCursors, with their collection, and when nobody asks for them', async () => {
    const open = async (): Promise<mongoose.mongo.Long> => {
      const answer = await database.command({ find: 'numbers', filter: {}, batchSize: 1 });
      return (answer['cursor'] as { id: mongoose.mongo.Long }).id;
    };
    const killed = await open();
    const told = await database.command({
      killCursors: 'numbers',
      cursors: [killed, BSON.Long.fromNumber(5)],
    });
    assert.deepEqual([told['cursorsKilled'], told['cursorsNotFound']], [[Number(killed)], [5]]);
    await assert.rejects(database.command({ getMore: killed, collection: 'numbers' }), { code: 43 });

    await admin.command({ setParameter: 1, cursorTimeoutMillis: 1 });
    await admin.command({ setParameter: 1, ttlMonitorSleepSecs: 1 });
    const idle = await open();
    for (;;) {
      const { metrics } = await admin.command({ serverStatus: 1 });
      if ((metrics as { cursor: { open: { total: number } } }).cursor.open.total === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await assert.rejects(database.command({ getMore: idle, collection: 'numbers' }), { code: 43 });
    await admin.command({ setParameter: 1, cursorTimeoutMillis: 600_000 });

    const orphan = await open();
    await numbers.drop();
    await assert.rejects(database.command({ getMore: orphan, collection: 'numbers' }), { code: 175 });
  });
});

describe('errors', () => {
  const things = database.collection<{ _id: number | string; a?: unknown }>('things');

  test('bear the codes and names of MongoDB', async () => {
    await things.insertOne({ _id: 1, a: 'text' });
    await things.createIndex({ a: 1 }, { unique: true });
    const cases: [() => Promise<unknown>, { code: number; codeName?: string }][] = [
      [async () => things.insertOne({ _id: 1 }), { code: 11000 }],
      [async () => database.command({ shutdownEverything: 1 }), { code: 59, codeName: 'CommandNotFound' }],
      [async () => things.updateOne({ _id: 1 }, { $set: { _id: 2 } }), { code: 66 }],
      [async () => things.replaceOne({ _id: 1 }, { _id: 2 } as never), { code: 66 }],
      [async () => things.updateOne({ _id: 1 }, { $inc: { a: 1 } } as never), { code: 14 }],
      [async () => things.updateOne({ _id: 1 }, { $push: { a: 1 } } as never), { code: 2 }],
      [async () => things.updateOne({ _id: 1 }, { $set: { 'a.b': 1 } }), { code: 28 }],
      [async () => things.updateOne({ _id: 1 }, { $set: { a: 1 }, $unset: { a: 1 } }), { code: 40 }],
      [async () => things.updateOne({ _id: 1 }, { $nope: { a: 1 } }), { code: 9 }],
      [async () => things.find({ a: { $nope: 1 } } as never).toArray(), { code: 2, codeName: 'BadValue' }],
      [async () => things.find({ $or: [] }).toArray(), { code: 2 }],
      [async () => things.find().project({ a: 1, b: 0 }).toArray(), { code: 31254 }],
      [async () => database.command({ find: 'things', sort: { a: 5 } }), { code: 15975 }],
      [async () => things.aggregate([{ $nope: 1 }]).toArray(), { code: 40324 }],
      [async () => database.command({ find: 'things', filter: 5 }), { code: 14, codeName: 'TypeMismatch' }],
      [async () => database.command({ find: 'things', unknown: 1 }), { code: 40415 }],
      [async () => database.command({ find: '' }), { code: 73, codeName: 'InvalidNamespace' }],
      [async () => database.createCollection('things', { validator: { a: 1 } }), { code: 48 }],
      [async () => database.command({ listIndexes: 'nowhere' }), { code: 26, codeName: 'NamespaceNotFound' }],
      [async () => things.dropIndex('nope_1'), { code: 27, codeName: 'IndexNotFound' }],
      [async () => things.dropIndex('_id_'), { code: 72 }],
      [async () => things.createIndex({ a: 1 }, { name: 'a_1' }), { code: 86 }],
      [async () => things.insertOne({ _id: [1] as never }), { code: 2 }],
    ];
    for (const [work, expected] of cases) await assert.rejects(work(), expected, String(work));
    assert.deepEqual(await things.find().toArray(), [{ _id: 1, a: 'text' }]);
  });

  test('of a duplicate key tell the index and the values', async () => {
    await assert.rejects(things.insertOne({ _id: 2, a: 'text' }), {
      message: 'E11000 duplicate key error collection: answers.things index: a_1 dup key: { a: "text" }',
      keyPattern: { a: 1 },
      keyValue: { a: 'text' },
    });
  });

  test('refuse by name what is not built, and never leave it unheeded', async () => {
    const cases: [() => Promise<unknown>, RegExp][] = [
      [async () => things.find({}, { collation: { locale: 'tr' } }).toArray(), /collation/],
      [async () => things.find({}, { tailable: true }).toArray(), /tailable/],
      [async () => things.find({ $text: { $search: 'x' } }).toArray(), /\$text/],
      [async () => things.find({ $where: 'true' }).toArray(), /\$where/],
      [async () => things.find({ a: { $near: [1, 2] } }).toArray(), /\$near/],
      [async () => things.createIndex({ a: 'text' }), /text/],
      [async () => things.createIndex({ a: '2dsphere' }), /2dsphere/],
      [async () => things.createIndex({ '$**': 1 }), /wildcard/],
      [async () => database.createCollection('small', { capped: true, size: 4096 }), /capped/],
      [async () => database.createCollection('seen', { viewOn: 'things' }), /viewOn/],
      [async () => things.aggregate([{ $graphLookup: {} }]).toArray(), /\$graphLookup/],
      [async () => things.aggregate([{ $setWindowFields: {} }]).toArray(), /\$setWindowFields/],
    ];
    for (const [work, message] of cases)
      await assert.rejects(work(), { code: 303, codeName: 'FeatureNotSupported', message }, String(work));
    await assert.rejects(things.watch().next(), { code: 40573 });
  });

  test('refuse documents over 16 MB and 200 levels, however they come about', async () => {
    const big = 'x'.repeat(16 * 1024 * 1024);
    await assert.rejects(things.insertOne({ _id: 'big', a: big }), { code: 10334 });
    await things.insertOne({ _id: 'half', a: big.slice(0, 9_000_000) });
    await assert.rejects(things.updateOne({ _id: 'half' }, { $set: { b: big.slice(0, 9_000_000) } }), {
      code: 10334,
    });
    await assert.rejects(
      things.updateOne(
        { _id: 1 },
        {
          $set: { [Array.from({ length: 250 }, () => 'b').join('.')]: 1 },
        },
      ),
      { code: 15 },
    );
    await things.insertOne({ _id: 'other', a: big.slice(0, 8_000_000) });
    await assert.rejects(things.distinct('a'), { code: 17217 });
    await things.deleteMany({ _id: { $in: ['half', 'other'] } });
  });

  test('end a command at its time limit, and a validator refuses what it should', async () => {
    const slow = database.collection<{ _id: number }>('slow');
    await slow.insertMany(Array.from({ length: 5_000 }, (_, i) => ({ _id: i })));
    const work = { $expr: { $gt: [{ $size: { $range: [0, 5_000] } }, { $add: ['$_id', 5_000] }] } };
    await assert.rejects(slow.find(work).maxTimeMS(1).toArray(), { code: 50, codeName: 'MaxTimeMSExpired' });

    const strict = await database.createCollection<{ n: number }>('strict', { validator: { n: { $gt: 0 } } });
    await assert.rejects(strict.insertOne({ n: 0 }), { code: 121 });
    await strict.insertOne({ n: 0 }, { bypassDocumentValidation: true });
    assert.equal(await strict.countDocuments(), 1);
  });
});

test('a database forgets what is dropped, and collections change their names', async () => {
  const other = (await connect(server.uri)).db('other');
  await other.collection('a').insertOne({ x: 1 });
  await other.collection('a').rename('b');
  assert.deepEqual(
    (await other.listCollections().toArray()).map(({ name }) => name),
    ['b'],
  );
  assert.ok((await admin.admin().listDatabases()).databases.some(({ name }) => name === 'other'));
  await other.dropDatabase();
  assert.deepEqual(await other.collection('b').find().toArray(), []);
});
