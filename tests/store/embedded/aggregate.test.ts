import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import mongoose from 'mongoose';
import { serve } from './serve.ts';

const { ObjectId, BSON } = mongoose.mongo;
const { client } = await serve();
const database = client.db('aggregate');

type Doc = Record<string, unknown>;

/** What stages make of documents. */
async function piped(documents: object[], ...stages: object[]): Promise<Doc[]> {
  return database.aggregate([{ $documents: documents }, ...stages]).toArray();
}

/** What an expression is for one document. */
async function valueOf(expression: unknown, document: object = {}): Promise<unknown> {
  const [result] = await piped([document], { $project: { value: expression } });
  return result!['value'];
}

const orders = [
  { city: 'Istanbul', total: 10, at: new Date('2026-01-01T22:30:00Z') },
  { city: 'Istanbul', total: 30, at: new Date('2026-01-02T05:00:00Z') },
  { city: 'Ankara', total: 20, at: new Date('2026-01-02T20:59:59Z') },
  { city: 'Ankara', at: new Date('2026-01-02T21:00:00Z') },
];

describe('stages', () => {
  test('group, with missing values left out', async () => {
    const groups = await piped(
      orders,
      {
        $group: {
          _id: '$city',
          n: { $sum: 1 },
          sum: { $sum: '$total' },
          average: { $avg: '$total' },
          least: { $min: '$total' },
          first: { $first: '$total' },
          last: { $last: '$total' },
          all: { $push: '$total' },
          set: { $addToSet: '$city' },
          best: { $top: { sortBy: { total: -1 }, output: '$total' } },
          median: { $median: { input: '$total', method: 'approximate' } },
          merged: { $mergeObjects: { last: '$total' } },
        },
      },
      { $sort: { _id: 1 } },
    );
    assert.deepEqual(groups, [
      {
        _id: 'Ankara', n: 2, sum: 20, average: 20, least: 20, first: 20, last: null,
        all: [20], set: ['Ankara'], best: 20, median: 20, merged: { last: 20 },
      },
      {
        _id: 'Istanbul', n: 2, sum: 40, average: 20, least: 10, first: 10, last: 30,
        all: [10, 30], set: ['Istanbul'], best: 30, median: 10, merged: { last: 30 },
      },
    ]); // prettier-ignore
  });

  test('group by values that MongoDB takes as equal, and keep null and missing apart within documents', async () => {
    const id = new ObjectId();
    const counted = { $group: { _id: '$k', n: { $sum: 1 } } };
    assert.deepEqual(await piped([{ k: id }, { k: new ObjectId(id.toHexString()) }], counted), [
      { _id: id, n: 2 },
    ]);
    assert.equal((await piped([{ k: new BSON.Double(1) }, { k: 1 }], counted)).length, 1);
    assert.deepEqual(await piped([{}, { k: null }], counted), [{ _id: null, n: 2 }]);
    const byParts = { $group: { _id: { k: '$k' } } };
    assert.deepEqual(await piped([{ k: null }, {}], byParts), [{ _id: { k: null } }, { _id: {} }]);
  });

  test('put values into buckets with the lower boundary in', async () => {
    const values = [0, 4, 5, 9, 10, 99].map((v) => ({ v }));
    assert.deepEqual(
      await piped(values, { $bucket: { groupBy: '$v', boundaries: [0, 5, 10], default: 'more' } }),
      [
        { _id: 0, count: 2 },
        { _id: 5, count: 2 },
        { _id: 'more', count: 2 },
      ],
    );
    await assert.rejects(piped(values, { $bucket: { groupBy: '$v', boundaries: [0, 5] } }), { code: 40066 });
    assert.deepEqual(await piped(values, { $bucketAuto: { groupBy: '$v', buckets: 4 } }), [
      { _id: { min: 0, max: 5 }, count: 2 },
      { _id: { min: 5, max: 10 }, count: 2 },
      { _id: { min: 10, max: 99 }, count: 2 },
    ]);
  });

  test('unwind, sort, cut and count', async () => {
    const documents = [{ _id: 1, a: [1, 2] }, { _id: 2, a: [] }, { _id: 3 }, { _id: 4, a: 7 }];
    assert.deepEqual(await piped(documents, { $unwind: '$a' }), [
      { _id: 1, a: 1 },
      { _id: 1, a: 2 },
      { _id: 4, a: 7 },
    ]);
    assert.deepEqual(
      await piped(documents, {
        $unwind: { path: '$a', includeArrayIndex: 'i', preserveNullAndEmptyArrays: true },
      }),
      [
        { _id: 1, a: 1, i: 0 },
        { _id: 1, a: 2, i: 1 },
        { _id: 2, i: null },
        { _id: 3, i: null },
        { _id: 4, a: 7, i: null },
      ],
    );
    const mixed = [{ v: true }, { v: 'a' }, { v: [5, 0] }, { v: 1 }, { v: null }, {}];
    assert.deepEqual(await piped(mixed, { $sort: { v: 1 } }, { $skip: 2 }, { $limit: 3 }), [
      { v: [5, 0] },
      { v: 1 },
      { v: 'a' },
    ]);
    assert.deepEqual(await piped(mixed, { $count: 'n' }), [{ n: 6 }]);
    assert.deepEqual(await piped([], { $count: 'n' }), []);
    assert.deepEqual(await piped(orders, { $sortByCount: '$city' }, { $count: 'n' }), [{ n: 2 }]);
  });

  test('look up by a field, arrays and missing values included, and by a pipeline', async () => {
    const prices = database.collection<{ _id: number; kind?: string; price: number }>('prices');
    await prices.insertMany([
      { _id: 1, kind: 'tea', price: 5 },
      { _id: 2, kind: 'kebab', price: 50 },
      { _id: 3, price: 7 },
    ]);
    const joined = await piped([{ k: 'tea' }, { k: ['tea', 'kebab'] }, {}], {
      $lookup: { from: 'prices', localField: 'k', foreignField: 'kind', as: 'found' },
    });
    assert.deepEqual(
      joined.map(({ found }) => (found as { _id: number }[]).map(({ _id }) => _id)),
      [[1], [1, 2], [3]],
    );
    const correlated = await piped([{ most: 7 }], {
      $lookup: {
        from: 'prices',
        let: { most: '$most' },
        pipeline: [{ $match: { $expr: { $lte: ['$price', '$$most'] } } }, { $project: { _id: 0, price: 1 } }],
        as: 'found',
      },
    });
    assert.deepEqual(correlated, [{ most: 7, found: [{ price: 5 }, { price: 7 }] }]);
    assert.deepEqual(
      await piped([{ _id: 9 }], { $unionWith: { coll: 'prices', pipeline: [{ $match: { _id: 1 } }] } }),
      [{ _id: 9 }, { _id: 1, kind: 'tea', price: 5 }],
    );
    assert.deepEqual(
      await piped(orders, {
        $facet: {
          n: [{ $count: 'n' }],
          rich: [{ $match: { total: { $gt: 20 } } }, { $project: { total: 1 } }],
        },
      }),
      [{ n: [{ n: 4 }], rich: [{ total: 30 }] }],
    );
  });

  test('write by $out wholly or not at all, keeping the indexes', async () => {
    const target = database.collection<{ _id: number; v: number }>('target');
    await target.insertOne({ _id: 1, v: 1 });
    await target.createIndex({ v: 1 }, { unique: true });
    const twice = [
      { _id: 5, v: 7 },
      { _id: 6, v: 7 },
    ];
    await assert.rejects(database.aggregate([{ $documents: twice }, { $out: 'target' }]).toArray(), {
      code: 11000,
    });
    assert.deepEqual(await target.find().toArray(), [{ _id: 1, v: 1 }]);
    await database.aggregate([{ $documents: twice.slice(1) }, { $out: 'target' }]).toArray();
    assert.deepEqual(await target.find().toArray(), [{ _id: 6, v: 7 }]);
    assert.equal(await target.indexExists('v_1'), true);
    assert.deepEqual((await database.listCollections({ name: /^tmp/ }).toArray()).length, 0);
  });

  test('merge into a collection, also the one that is read', async () => {
    const sums = database.collection<{ _id: string | number; n: number; kept?: boolean }>('sums');
    await sums.insertMany([{ _id: 'a', n: 1, kept: true }]);
    const documents = [
      { _id: 'a', n: 10 },
      { _id: 'b', n: 20 },
    ];
    await database.aggregate([{ $documents: documents }, { $merge: { into: 'sums' } }]).toArray();
    assert.deepEqual(await sums.find().sort({ _id: 1 }).toArray(), [
      { _id: 'a', n: 10, kept: true },
      { _id: 'b', n: 20 },
    ]);
    const add = [{ $set: { n: { $add: ['$n', '$$new.n'] } } }];
    await database
      .aggregate([{ $documents: documents }, { $merge: { into: 'sums', whenMatched: add as never } }])
      .toArray();
    assert.deepEqual(
      (await sums.find().sort({ _id: 1 }).toArray()).map(({ n }) => n),
      [20, 40],
    );
    await sums.aggregate([{ $set: { n: { $multiply: ['$n', 2] } } }, { $merge: { into: 'sums' } }]).toArray();
    assert.deepEqual(
      (await sums.find().sort({ _id: 1 }).toArray()).map(({ n }) => n),
      [40, 80],
    );
    const failing = { $merge: { into: 'sums', whenMatched: 'fail' } };
    await assert.rejects(database.aggregate([{ $documents: documents }, failing]).toArray(), { code: 11000 });
  });
});

describe('dates', () => {
  const at = new Date('2026-03-08T21:45:30.123Z');
  const truncated = async (options: object): Promise<string> =>
    ((await valueOf({ $dateTrunc: { date: '$at', ...options } }, { at })) as Date).toISOString();

  test('are truncated by the clocks of their zone, bins counted from the year 2000', async () => {
    // MongoDB's src/mongo/db/query/datetime/date_time_support.cpp: the reference is 2000-01-01 in the zone
    const timezone = 'Europe/Istanbul';
    assert.equal(await truncated({ unit: 'day' }), '2026-03-08T00:00:00.000Z');
    assert.equal(await truncated({ unit: 'day', timezone }), '2026-03-08T21:00:00.000Z');
    assert.equal(await truncated({ unit: 'day', timezone: 'America/New_York' }), '2026-03-08T05:00:00.000Z');
    assert.equal(await truncated({ unit: 'hour', timezone: '+05:30' }), '2026-03-08T21:30:00.000Z');
    assert.equal(await truncated({ unit: 'hour', binSize: 6, timezone }), '2026-03-08T16:00:00.000Z');
    assert.equal(await truncated({ unit: 'week', timezone }), '2026-03-07T21:00:00.000Z');
    assert.equal(await truncated({ unit: 'week', startOfWeek: 'Mon', timezone }), '2026-03-08T21:00:00.000Z');
    assert.equal(await truncated({ unit: 'month', binSize: 5 }), '2025-11-01T00:00:00.000Z');
    assert.equal(await truncated({ unit: 'quarter', timezone }), '2025-12-31T21:00:00.000Z');
    assert.equal(await truncated({ unit: 'year' }), '2026-01-01T00:00:00.000Z');
    await assert.rejects(truncated({ unit: 'day', timezone: 'Nowhere/Land' }), { code: 40485 });
    await assert.rejects(truncated({ unit: 'fortnight' }), { code: 9 });
    assert.equal(await valueOf({ $dateTrunc: { date: null, unit: 'day' } }), null);
  });

  test('group turns by the days of Istanbul', async () => {
    const date = { $dateTrunc: { date: '$at', unit: 'day', timezone: 'Europe/Istanbul' } };
    const days = await piped(orders, { $group: { _id: date, n: { $sum: 1 } } }, { $sort: { _id: 1 } });
    assert.deepEqual(days, [
      { _id: new Date('2026-01-01T21:00:00Z'), n: 3 },
      { _id: new Date('2026-01-02T21:00:00Z'), n: 1 },
    ]);
  });

  test('are added to by the calendar, and differ by the boundaries between', async () => {
    const add = { startDate: new Date('2026-01-31T10:00:00Z'), unit: 'month', amount: 1 };
    assert.deepEqual(await valueOf({ $dateAdd: add }), new Date('2026-02-28T10:00:00Z'));
    assert.deepEqual(
      await valueOf({ $dateSubtract: { ...add, startDate: new Date('2024-02-29T00:00:00Z'), unit: 'year' } }),
      new Date('2023-02-28T00:00:00Z'),
    );
    // Over the change to summer time a day has 23 hours
    const day = {
      startDate: new Date('2026-03-08T00:00:00Z'),
      unit: 'day',
      amount: 1,
      timezone: 'America/New_York',
    };
    assert.deepEqual(await valueOf({ $dateAdd: day }), new Date('2026-03-08T23:00:00Z'));
    const between = {
      startDate: new Date('2026-01-31T23:59:00Z'),
      endDate: new Date('2026-02-01T00:01:00Z'),
    };
    for (const unit of ['month', 'day', 'hour'])
      assert.equal(await valueOf({ $dateDiff: { ...between, unit } }), 1, unit);
    assert.equal(await valueOf({ $dateDiff: { ...between, unit: 'day', timezone: 'Europe/Istanbul' } }), 0);
  });

  test('are told in parts and in words', async () => {
    const date = new Date('2027-01-03T22:30:00Z');
    const format = '%Y-%m-%d %H:%M %z %j %u %V %G %w %U %b';
    assert.equal(
      await valueOf({ $dateToString: { date, format, timezone: 'Europe/Istanbul' } }),
      '2027-01-04 01:30 +0300 004 1 01 2027 2 01 Jan',
    );
    assert.equal(await valueOf({ $dateToString: { date } }), '2027-01-03T22:30:00.000Z');
    assert.equal(await valueOf({ $isoWeekYear: date }), 2026);
    assert.equal(await valueOf({ $isoWeek: date }), 53);
    assert.equal(await valueOf({ $hour: { date, timezone: '+03' } }), 1);
    assert.equal(
      await valueOf({ $dayOfWeek: '$_id' }, { _id: ObjectId.createFromTime(date.getTime() / 1000) }),
      1,
    );
  });
});

/* oxlint-disable unicorn/no-thenable -- $switch has it */
describe('expressions', () => {
  test('answer what MongoDB answers', async () => {
    const cases: [unknown, unknown][] = [
      [{ $cond: ['', 'yes', 'no'] }, 'yes'],
      [{ $round: [2.5] }, 2],
      [{ $mod: [-7, 3] }, -1],
      [{ $cmp: ['a', 1] }, 1],
      [{ $lt: ['$missing', null] }, true],
      [{ $ifNull: ['$missing', 'other'] }, 'other'],
      [{ $toUpper: '$missing' }, ''],
      [{ $toLower: 'İSTANBUL' }, 'İstanbul'],
      [{ $strLenCP: '🕌' }, 1],
      [{ $indexOfCP: ['🕌ab', 'b'] }, 2],
      [{ $type: '$missing' }, 'missing'],
      [{ $sum: '$missing' }, 0],
      [{ $max: [1, 'a', null] }, 'a'],
      [{ $add: ['$missing', 1] }, null],
      [{ $toString: new ObjectId('507f1f77bcf86cd799439011') }, '507f1f77bcf86cd799439011'],
      [{ $reduce: { input: [1, 2, 3], initialValue: 0, in: { $add: ['$$value', '$$this'] } } }, 6],
      [{ $filter: { input: [1, 2, 3], as: 'n', cond: { $gt: ['$$n', 1] }, limit: 1 } }, [2]],
      [{ $switch: { branches: [{ case: { $eq: [1, 2] }, then: 'a' }], default: 'b' } }, 'b'],
      [{ $literal: '$x' }, '$x'],
    ];
    for (const [expression, expected] of cases)
      assert.deepEqual(await valueOf(expression), expected, JSON.stringify(expression));
  });

  test('fail as in MongoDB, or are refused by name where their numbers would be wrong', async () => {
    const cases: [unknown, number][] = [
      [{ $divide: [1, 0] }, 2],
      [{ $switch: { branches: [{ case: false, then: 1 }] } }, 40066],
      [{ $toInt: 'abc' }, 241],
      [{ $concat: ['a', 1] }, 16702],
      [{ $nope: 1 }, 168],
      [{ $add: 1, $subtract: 1 }, 15983],
      ['$$unknown', 17276],
      [{ $function: { body: 'function () {}', args: [], lang: 'js' } }, 303],
    ];
    for (const [expression, code] of cases)
      await assert.rejects(valueOf(expression), { code }, JSON.stringify(expression));
    const exact = [{ n: BSON.Long.fromString('9007199254740993') }, { n: BSON.Decimal128.fromString('0.1') }];
    for (const document of exact)
      await assert.rejects(piped([document], { $group: { _id: null, n: { $sum: '$n' } } }), { code: 303 });
  });
});
