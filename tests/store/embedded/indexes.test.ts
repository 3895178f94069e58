import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { mongo } from 'mongoose';
import { serve } from './serve.ts';

const { client } = await serve();
const database = client.db('indexes');

/** Documents that a find looked at. */
async function examined(
  collection: mongo.Collection,
  filter: object,
  sort: mongo.Sort = {},
  limit = 0,
): Promise<number> {
  const told = await collection.find(filter).sort(sort).limit(limit).explain('executionStats');
  return (told as { executionStats: { totalDocsExamined: number } }).executionStats.totalDocsExamined;
}

describe('look-ups by index', () => {
  const places = database.collection('places');

  test('read only the rows that they return', async () => {
    await places.insertMany(
      Array.from({ length: 20_000 }, (_, i) => ({
        name: `place ${i}`,
        district: `d${i % 40}`,
        rank: i,
        tags: [`t${i}`, 'all'],
      })),
    );
    assert.equal(await examined(places, { name: 'place 7' }), 20_000);
    await places.createIndexes([
      { key: { name: 1 } },
      { key: { district: 1, rank: -1 } },
      { key: { tags: 1 } },
    ]);
    assert.equal(await examined(places, { name: 'place 7' }), 1);
    assert.equal(await examined(places, { _id: (await places.findOne({ rank: 5 }))!._id }), 1);
    assert.equal(await examined(places, { name: { $in: ['place 7', 'place 9', 'nowhere'] } }), 2);
    assert.equal(await examined(places, { district: 'd1', rank: { $gte: 19_900 } }), 2);
    assert.equal(await examined(places, { tags: 't100' }), 1);
    assert.equal(await examined(places, { name: 'place 7', $or: [{ rank: 7 }, { rank: 8 }] }), 1);
  });

  test('give the order of the index without sorting', async () => {
    assert.equal(await examined(places, { district: 'd1' }, { rank: -1 }, 2), 2);
    assert.equal(await examined(places, { district: 'd1' }, { rank: 1 }, 2), 2);
    assert.equal(await examined(places, {}, { name: -1 }, 3), 3);
    assert.deepEqual(
      (await places.find({ district: 'd1' }).sort({ rank: -1 }).limit(2).toArray()).map(
        ({ rank }) => rank as number,
      ),
      [19_961, 19_921],
    );
  });

  test('follow a hint and refuse one that names no index', async () => {
    const told = (await places.find({ rank: 3 }).hint('name_1').explain('queryPlanner')) as {
      queryPlanner: { winningPlan: { inputStage: { indexName: string } } };
    };
    assert.equal(told.queryPlanner.winningPlan.inputStage.indexName, 'name_1');
    await assert.rejects(places.find({ rank: 3 }).hint('nope').toArray(), { code: 2 });
  });
});

const scalar = fc.oneof(
  fc.constantFrom(null, 0, 1, 2, -1, 1.5, -0.5, 'a', 'b', 'ab', '', true, false),
  fc.constantFrom(new Date(0), new Date(1_000), new Date(-1_000)),
);
const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.record({ c: scalar }) },
  { weight: 1, arbitrary: fc.array(fc.record({ c: scalar }, { requiredKeys: [] }), { maxLength: 3 }) },
);
const document = fc.record({ a: value, b: value }, { requiredKeys: [] });
const condition = fc.oneof(
  scalar,
  fc.record({ $gt: scalar }),
  fc.record({ $lte: scalar }),
  fc.record({ $gte: scalar, $lt: scalar }),
  fc.record({ $in: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ $ne: scalar }),
  fc.record({ $exists: fc.boolean() }),
  fc.record({ $elemMatch: fc.record({ $gt: scalar, $lt: scalar }) }),
);
const path = fc.constantFrom('a', 'b', 'a.c', 'b.c');
const filter = fc.oneof(
  fc.dictionary(path, condition, { maxKeys: 2 }),
  fc.record({
    $and: fc.array(fc.dictionary(path, condition, { minKeys: 1, maxKeys: 1 }), {
      minLength: 1,
      maxLength: 2,
    }),
  }),
  fc.record({
    $or: fc.array(fc.dictionary(path, condition, { minKeys: 1, maxKeys: 1 }), { minLength: 1, maxLength: 2 }),
  }),
);
const direction = fc.constantFrom(1 as const, -1 as const);
const order = fc.uniqueArray(fc.tuple(path, direction), { maxLength: 2, selector: ([name]) => name });
// With _id at the end an index can give the whole order that is asked for
const keys = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'a.c', 'b.c', '_id'), direction), {
  minLength: 1,
  maxLength: 3,
  selector: ([name]) => name,
});

test('an index changes no answer, whatever is asked', async () => {
  const plain = database.collection('plain');
  const indexed = database.collection('indexed');
  await fc.assert(
    fc.asyncProperty(
      fc.array(document, { minLength: 1, maxLength: 12 }),
      fc.array(fc.record({ keys, sparse: fc.boolean() }), { minLength: 1, maxLength: 2 }),
      fc.array(fc.tuple(filter, order, direction), { minLength: 1, maxLength: 6 }),
      async (documents, indexes, questions) => {
        await Promise.all([plain, indexed].map(async (each) => each.drop()));
        const numbered = documents.map((each, i) => ({ _id: i, ...each }));
        await plain.insertMany(structuredClone(numbered) as never);
        for (const [i, index] of indexes.entries()) {
          const made = indexed.createIndex(index.keys, { sparse: index.sparse, name: `i${i}` });
          // Two alike, which the server refuses
          await made.catch((error: unknown) => assert.equal((error as mongo.MongoServerError).code, 85));
        }
        const stored = await indexed
          .insertMany(structuredClone(numbered) as never, { ordered: false })
          .then(() => true)
          // Two arrays in one index, which MongoDB does not store either
          .catch((error: unknown) => assert.equal((error as mongo.MongoServerError).code, 171));
        if (!stored) return;
        for (const [question, sort, last] of questions) {
          const sortBy = Object.fromEntries([...sort, ['_id', last]]) as Record<string, 1 | -1>;
          const [expected, actual] = await Promise.all(
            [plain, indexed].map(async (each) =>
              each
                .find(question as never)
                .sort(sortBy)
                .toArray(),
            ),
          );
          assert.deepEqual(actual, expected, JSON.stringify({ question, sortBy, indexes, numbered }));
        }
      },
    ),
    { numRuns: 150 },
  );
});
