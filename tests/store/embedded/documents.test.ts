import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import mongoose from 'mongoose';
import { command, documentOf, RawClient } from './raw.ts';
import { serve } from './serve.ts';

const { BSON } = mongoose.mongo;
const { client, server } = await serve();
const database = client.db('documents');

interface Numbered {
  _id: number | string;
  [field: string]: unknown;
}

/** A collection with the given documents. */
async function withDocuments(
  name: string,
  ...documents: Numbered[]
): Promise<mongoose.mongo.Collection<Numbered>> {
  const collection = database.collection<Numbered>(name);
  await collection.deleteMany({});
  if (documents.length > 0) await collection.insertMany(documents);
  return collection;
}

/** What one update makes of one document. */
async function updated(
  before: Omit<Numbered, '_id'>,
  update: object,
  options: mongoose.mongo.UpdateOptions = {},
  filter: object = {},
): Promise<object> {
  const collection = await withDocuments('one', { _id: 1, ...before });
  await collection.updateOne({ _id: 1, ...filter }, update, options);
  const { _id, ...after } = (await collection.findOne({ _id: 1 }))!;
  return after;
}

describe('documents', () => {
  test('are found, changed and removed with counts as MongoDB gives them', async () => {
    const places = await withDocuments(
      'places',
      { _id: 1, kind: 'kebab', price: 10 },
      { _id: 2, kind: 'kebab', price: 20 },
      { _id: 3, kind: 'tea', price: 5 },
    );
    assert.equal(await places.countDocuments({ kind: 'kebab' }), 2);
    assert.equal(await places.estimatedDocumentCount(), 3);
    assert.deepEqual(await places.distinct('kind'), ['kebab', 'tea']);
    assert.deepEqual(
      await places.find({ price: { $gte: 10 } }, { projection: { _id: 0, price: 1 } }).toArray(),
      [{ price: 10 }, { price: 20 }],
    );
    const { matchedCount, modifiedCount } = await places.updateMany({}, { $max: { price: 10 } });
    assert.deepEqual([matchedCount, modifiedCount], [3, 1]);
    assert.equal((await places.deleteOne({ kind: 'kebab' })).deletedCount, 1);
    assert.equal((await places.deleteMany({})).deletedCount, 2);
  });

  test('take every update operator', async () => {
    assert.deepEqual(await updated({ a: 1 }, { $set: { 'b.c': 2 } }), { a: 1, b: { c: 2 } });
    assert.deepEqual(await updated({ a: 1, b: 2 }, { $unset: { a: '' } }), { b: 2 });
    assert.deepEqual(await updated({ n: 1 }, { $inc: { n: 2, m: 5 }, $mul: { k: 3 } }), { n: 3, k: 0, m: 5 });
    assert.deepEqual(await updated({ n: 5 }, { $min: { n: 3 }, $max: { m: 1 } }), { n: 3, m: 1 });
    assert.deepEqual(await updated({ a: 1 }, { $rename: { a: 'b.c' } }), { b: { c: 1 } });
    assert.deepEqual(await updated({ a: [3] }, { $push: { a: { $each: [1, 2], $sort: 1, $slice: -2 } } }), {
      a: [2, 3],
    });
    assert.deepEqual(await updated({ a: [1, 4] }, { $push: { a: { $each: [2, 3], $position: 1 } } }), {
      a: [1, 2, 3, 4],
    });
    assert.deepEqual(await updated({ a: [1] }, { $addToSet: { a: { $each: [1, 2, 2] } } }), { a: [1, 2] });
    assert.deepEqual(await updated({ a: [1, 2, 3] }, { $pop: { a: -1 } }), { a: [2, 3] });
    assert.deepEqual(await updated({ a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }), { a: [1] });
    assert.deepEqual(await updated({ a: [{ x: 1 }, { x: 2 }] }, { $pull: { a: { x: 2 } } }), {
      a: [{ x: 1 }],
    });
    assert.deepEqual(await updated({ a: [1, 2, 1] }, { $pullAll: { a: [1] } }), { a: [2] });
    assert.deepEqual(await updated({ n: 13 }, { $bit: { n: { and: 10 } } }), { n: 8 });
    const { at } = (await updated({}, { $currentDate: { at: true } })) as { at: Date };
    assert.ok(at instanceof Date);
  });

  test('are changed in their arrays by $, $[] and array filters', async () => {
    const before = { a: [{ n: 1 }, { n: 5 }, { n: 9 }] };
    assert.deepEqual(await updated(before, { $set: { 'a.$.n': 0 } }, {}, { 'a.n': 5 }), {
      a: [{ n: 1 }, { n: 0 }, { n: 9 }],
    });
    assert.deepEqual(await updated(before, { $inc: { 'a.$[].n': 1 } }), {
      a: [{ n: 2 }, { n: 6 }, { n: 10 }],
    });
    const arrayFilters = [{ 'big.n': { $gte: 5 } }];
    assert.deepEqual(await updated(before, { $set: { 'a.$[big].n': 0 } }, { arrayFilters }), {
      a: [{ n: 1 }, { n: 0 }, { n: 0 }],
    });
    await assert.rejects(updated(before, { $set: { 'a.$[big].n': 0 } }), { code: 2 });
    await assert.rejects(updated(before, { $set: { a: 0 } }, { arrayFilters }), { code: 9 });
  });

  test('are made by an upsert from the filter and $setOnInsert', async () => {
    const people = await withDocuments('people');
    const update = { $set: { seen: 1 }, $setOnInsert: { first: true } };
    const made = await people.updateOne({ _id: 'x', city: 'Istanbul', age: { $gt: 3 } }, update, {
      upsert: true,
    });
    assert.deepEqual([made.matchedCount, made.upsertedCount, made.upsertedId], [0, 1, 'x']);
    await people.updateOne(
      { _id: 'x' },
      { $set: { seen: 2 }, $setOnInsert: { first: false } },
      { upsert: true },
    );
    assert.deepEqual(await people.findOne(), { _id: 'x', city: 'Istanbul', first: true, seen: 2 });
  });

  test('are changed by a pipeline that sees what it set before', async () => {
    const after = await updated({ a: 2, b: 3 }, [
      { $set: { sum: { $add: ['$a', '$b'] }, none: { gone: '$nope' } } },
      { $set: { double: { $multiply: ['$sum', 2] } } },
      { $unset: 'a' },
    ]);
    assert.deepEqual(after, { b: 3, none: {}, sum: 5, double: 10 });
  });

  test('are found and changed in one step', async () => {
    const jobs = await withDocuments(
      'jobs',
      { _id: 1, state: 'waiting', at: 2 },
      { _id: 2, state: 'waiting', at: 1 },
    );
    const claim = { $set: { state: 'working' } };
    assert.deepEqual(await jobs.findOneAndUpdate({ state: 'waiting' }, claim, { sort: { at: 1 } }), {
      _id: 2,
      state: 'waiting',
      at: 1,
    });
    assert.deepEqual(
      await jobs.findOneAndUpdate({ state: 'waiting' }, claim, {
        returnDocument: 'after',
        projection: { state: 1 },
      }),
      { _id: 1, state: 'working' },
    );
    assert.equal(await jobs.findOneAndUpdate({ state: 'waiting' }, claim), null);
    assert.deepEqual(await jobs.findOneAndReplace({ _id: 1 }, { done: true }, { returnDocument: 'after' }), {
      _id: 1,
      done: true,
    });
    assert.deepEqual(await jobs.findOneAndDelete({ _id: 1 }), { _id: 1, done: true });
  });

  test('go in as one bulk of several kinds of writes', async () => {
    const mixed = await withDocuments('mixed', { _id: 1, n: 1 });
    const result = await mixed.bulkWrite([
      { insertOne: { document: { _id: 2, n: 2 } } },
      { updateOne: { filter: { _id: 1 }, update: { $inc: { n: 10 } } as never } },
      { replaceOne: { filter: { _id: 3 }, replacement: { n: 3 }, upsert: true } },
      { deleteOne: { filter: { _id: 2 } } },
    ]);
    assert.deepEqual(
      [result.insertedCount, result.modifiedCount, result.upsertedCount, result.deletedCount],
      [1, 1, 1, 1],
    );
    assert.deepEqual(await mixed.find().sort({ _id: 1 }).toArray(), [
      { _id: 1, n: 11 },
      { _id: 3, n: 3 },
    ]);
  });

  test('stop an ordered insert at the first error and no unordered one', async () => {
    const documents = [{ _id: 1 }, { _id: 1 }, { _id: 2 }];
    const ordered = await withDocuments('ordered');
    await assert.rejects(ordered.insertMany(documents), { code: 11000 });
    assert.equal(await ordered.countDocuments(), 1);
    const unordered = await withDocuments('unordered');
    await assert.rejects(unordered.insertMany(documents, { ordered: false }), { code: 11000 });
    assert.equal(await unordered.countDocuments(), 2);
  });

  test('keep names with dollars and dots, as MongoDB has since 5.0', async () => {
    const odd = await withDocuments('odd');
    const document = { _id: 1, $price: 1, 'a.b': 2, nested: { $x: { 'c.d': 3 } }, ['__proto__x']: 4 };
    await odd.insertOne(structuredClone(document));
    assert.deepEqual(await odd.findOne({ _id: 1 }), document);
    await assert.rejects(odd.insertOne({ _id: { $x: 1 } } as never), { code: 52 });
    const found = await odd
      .find({ $expr: { $eq: [{ $getField: 'a.b' }, 2] } } as never)
      .project({ _id: 1 })
      .toArray();
    assert.deepEqual(found, [{ _id: 1 }]);
  });
});

/** Every type of BSON as elements, deprecated ones and dates beyond JavaScript's included. */
function everyType(): Buffer[] {
  const typed = BSON.serialize({
    double: new BSON.Double(1),
    minusZero: new BSON.Double(-0),
    nan: Number.NaN,
    text: 'Ağaçlı 🕌 \0 end',
    object: { a: { b: [] } },
    array: [1, 'two', null, [3]],
    bytes: new BSON.Binary(Buffer.from([0, 255, 1]), 0x80),
    uuid: new BSON.UUID('8c2f2a4e-9d52-4d1c-9a38-5f3b6f0c1a77'),
    yes: true,
    date: new Date(-1),
    none: null,
    regex: new BSON.BSONRegExp('^a', 'im'),
    code: new BSON.Code('f()'),
    scoped: new BSON.Code('f()', { x: new BSON.Int32(1) }),
    symbol: new BSON.BSONSymbol('s'),
    int: new BSON.Int32(-5),
    stamp: new BSON.Timestamp({ t: 1, i: 2 }),
    long: BSON.Long.fromString('9007199254740993'),
    decimal: BSON.Decimal128.fromString('1.10'),
    low: new BSON.MinKey(),
    high: new BSON.MaxKey(),
  });
  return [
    Buffer.from(typed.subarray(4, -1)),
    Buffer.from('\x06u\0', 'latin1'),
    Buffer.from(`\x0cp\0\x04\0\0\0d.c\0${'\x07'.repeat(12)}`, 'latin1'),
    Buffer.from(`\x09d\0${'\xff'.repeat(7)}\x7f`, 'latin1'),
    Buffer.from('\x02t\0\x03\0\0\0\xff\xfe\0', 'latin1'),
  ];
}

describe('bytes of every type', () => {
  const elements = everyType();
  const id = Buffer.from(BSON.serialize({ _id: 'bytes' }).subarray(4, -1));
  const kept = database.collection<Numbered>('kept');

  /** Stores a document from its bytes, within the command or beside it, and reads its bytes again. */
  async function stored(document: Buffer, beside: boolean): Promise<Buffer> {
    await kept.deleteMany({});
    const raw = await RawClient.connect(server.port);
    const head = BSON.serialize({ insert: 'kept', $db: 'documents' }).subarray(4, -1);
    const array = documentOf(Buffer.from('\x030\0', 'latin1'), document);
    const answer = await raw.ask(
      beside
        ? command(documentOf(head), { documents: [document] })
        : command(documentOf(head, Buffer.from('\x04documents\0', 'latin1'), array)),
    );
    raw.close();
    assert.equal(answer!['n'], 1, JSON.stringify(answer));
    return (await kept.findOne({}, { raw: true })) as unknown as Buffer;
  }

  for (const [where, beside] of [
    ['within the command', false],
    ['beside the command', true],
  ] as const)
    test(`come back as they were sent ${where}, with _id moved to the front`, async () => {
      const first = documentOf(id, ...elements);
      assert.deepEqual(await stored(first, beside), first);
      assert.deepEqual(await stored(documentOf(...elements, id), beside), first);
      const made = await stored(documentOf(...elements), beside);
      assert.deepEqual(made.subarray(4, 9), Buffer.from('\x07_id\0', 'latin1'));
      assert.deepEqual(made.subarray(21), documentOf(...elements).subarray(4));
    });

  test('are found by equality, and kept by an update of another field or refused', async () => {
    await stored(documentOf(id, elements[0]!), false);
    const before = (await kept.findOne({}, { promoteValues: false, bsonRegExp: true }))!;
    for (const [name, value] of Object.entries(before))
      if (name !== 'regex') assert.equal(await kept.countDocuments({ [name]: value }), 1, name);
    await kept.updateOne({}, { $set: { added: 1 } });
    const after = (await kept.findOne({}, { raw: true })) as unknown as Buffer;
    assert.deepEqual(after, documentOf(id, elements[0]!, BSON.serialize({ added: 1 }).subarray(4, -1)));

    for (const odd of elements.slice(1)) {
      await stored(documentOf(id, odd), false);
      await assert.rejects(kept.updateOne({}, { $set: { added: 1 } }), { code: 303 });
    }
  });
});
