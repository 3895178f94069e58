import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import mongoose, { Schema, type Types } from 'mongoose';
import { serve } from './serve.ts';

const { server } = await serve();
const connection = await mongoose.createConnection(server.uri).asPromise();
after(async () => connection.close());

interface Author {
  name: string;
  born?: Date;
}
interface Guide {
  title: string;
  author: Types.ObjectId;
  stops: { name: string; stars: number }[];
  tags: Map<string, number>;
  cover?: Buffer;
}

const Authors = connection.model(
  'Author',
  new Schema<Author>(
    { name: { type: String, required: true, unique: true }, born: Date },
    { timestamps: true },
  ),
);
const Guides = connection.model(
  'Guide',
  new Schema<Guide>(
    {
      title: { type: String, index: true },
      author: { type: Schema.Types.ObjectId, ref: 'Author' },
      stops: [{ name: String, stars: Number }],
      tags: { type: Map, of: Number },
      cover: Buffer,
    },
    { optimisticConcurrency: true },
  ),
);

describe('unmodified mongoose', () => {
  test('builds indexes, saves, versions and populates', async () => {
    await Promise.all([Authors.init(), Guides.init()]);
    const author = await Authors.create({ name: 'Evliya', born: new Date('1611-03-25') });
    const guide = await Guides.create({
      title: 'Istanbul',
      author: author._id,
      stops: [{ name: 'Ayasofya', stars: 5 }],
      tags: new Map([['museum', 2]]),
      cover: Buffer.from([1, 2, 3]),
    });
    guide.stops.push({ name: 'Galata', stars: 4 });
    guide.stops[0]!.stars = 3;
    guide.tags.set('tower', 1);
    await guide.save();
    const found = await Guides.findById(guide._id).populate<{ author: Author }>('author').orFail();
    assert.equal(found.author.name, 'Evliya');
    assert.deepEqual(
      found.stops.map(({ name, stars }) => [name, stars]),
      [
        ['Ayasofya', 3],
        ['Galata', 4],
      ],
    );
    assert.equal(found.tags.get('tower'), 1);
    assert.deepEqual(Buffer.from(found.cover!), Buffer.from([1, 2, 3]));
    assert.equal(found.get('__v'), 1);
    await assert.rejects(Authors.create({ name: 'Evliya' }), { code: 11000 });
    assert.deepEqual(
      (await Guides.listIndexes()).map(({ name }) => name as string),
      ['_id_', 'title_1'],
    );
  });

  test('notices that another has changed a document first', async () => {
    const [one, other] = await Promise.all([Guides.findOne().orFail(), Guides.findOne().orFail()]);
    one.title = 'one';
    await one.save();
    other.title = 'other';
    await assert.rejects(other.save(), { name: 'VersionError' });
    assert.equal((await Guides.findOne().orFail()).title, 'one');
  });

  test('queries, streams, aggregates and writes in bulk', async () => {
    await Authors.insertMany(Array.from({ length: 300 }, (_, i) => ({ name: `author ${i}` })));
    let seen = 0;
    for await (const { name } of Authors.find({ name: /^author/ }).cursor({ batchSize: 50 }))
      seen += name.startsWith('author') ? 1 : 0;
    assert.equal(seen, 300);
    const page = await Authors.find({ name: /^author/ })
      .sort({ name: -1 })
      .skip(1)
      .limit(2)
      .select('name -_id')
      .lean();
    assert.deepEqual(page, [{ name: 'author 98' }, { name: 'author 97' }]);
    const result = await Authors.bulkWrite([
      { updateMany: { filter: { name: /9$/ }, update: { $set: { born: new Date(0) } } } },
      { deleteMany: { filter: { name: /8$/ } } },
    ]);
    assert.deepEqual([result.modifiedCount, result.deletedCount], [30, 30]);
    const [grouped] = await Authors.aggregate<{ n: number }>([
      { $match: { born: { $lte: new Date(0) } } },
      { $group: { _id: null, n: { $sum: 1 } } },
    ]);
    assert.equal(grouped!.n, 31);
    assert.equal(
      (await Authors.findOneAndUpdate({ name: 'new' }, {}, { upsert: true, returnDocument: 'after' })).name,
      'new',
    );
  });

  test('is told that there are no transactions, as by a MongoDB without replicas', async () => {
    await assert.rejects(
      connection.transaction(async (session) => Authors.create([{ name: 'never' }], { session })),
      // The driver's words for the server's code 20, transaction numbers without replicas
      { message: /does not support retryable writes/ },
    );
    assert.equal(await Authors.countDocuments({ name: 'never' }), 0);
    const session = await connection.startSession();
    await Authors.updateOne({ name: 'new' }, { born: new Date(0) }, { session });
    await session.endSession();
  });
});
