import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import mongoose from 'mongoose';
import { command, documentOf, legacyCommand, message, RawClient } from './raw.ts';
import { serve } from './serve.ts';

const { BSON } = mongoose.mongo;
const { client, server } = await serve();
const kept = client.db('hostile').collection<{ _id: number | string; a?: unknown }>('kept');
await kept.insertOne({ _id: 1 });

/** The others go on: what was stored is there, and new things can be stored. */
async function stillServes(): Promise<void> {
  assert.equal(await kept.countDocuments({ _id: 1 }), 1);
  await kept.updateOne({ _id: 'alive' }, { $inc: { a: 1 } } as never, { upsert: true });
}

/** What bytes are answered with; undefined where the connection was closed for them. */
async function answerTo(...parts: Uint8Array[]): Promise<Record<string, unknown> | undefined> {
  const raw = await RawClient.connect(server.port);
  for (const part of parts) raw.send(part);
  const answer = await raw.answer();
  raw.close();
  return answer;
}

function withInt32(bytes: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeInt32LE(value, at);
  return changed;
}

const ping = command({ ping: 1, $db: 'admin' });
const find = { find: 'kept', filter: {}, $db: 'hostile' };
/** Where the document of an OP_MSG begins. */
const DOCUMENT = 21;

describe('bytes that are no message', () => {
  const closed: Record<string, Buffer> = {
    'a length of 4 GB': withInt32(ping, 0, -1),
    'a length of 2 GB': withInt32(ping, 0, 0x7fffffff),
    'a length just over the limit': withInt32(ping, 0, 48_000_001),
    'a negative length': withInt32(ping, 0, -100),
    'a length of nothing': withInt32(ping, 0, 0),
    'a length shorter than a header': withInt32(ping, 0, 15),
    'an unknown operation': withInt32(ping, 12, 1234),
    'a compressed message': withInt32(ping, 12, 2012),
    'an insert of old': withInt32(ping, 12, 2002),
    'an unknown flag that has to be known': withInt32(ping, 16, 1 << 5),
    'a section of an unknown kind': Buffer.from(ping).fill(9, 20, 21),
    'no section at all': message(2013, Buffer.alloc(5, 0).subarray(0, 4), Buffer.of(1)),
    'two bodies': message(
      2013,
      Buffer.alloc(5),
      BSON.serialize({ ping: 1 }),
      Buffer.of(0),
      BSON.serialize({ a: 1 }),
    ),
    'a body that is longer than its message': withInt32(ping, DOCUMENT, 1_000_000),
    'a body of a negative length': withInt32(ping, DOCUMENT, -5),
    'a section beside it of 4 GB': withInt32(
      command(find, { documents: [documentOf()] }),
      DOCUMENT + BSON.calculateObjectSize(find) + 1,
      -1,
    ),
    'the request line of HTTP': Buffer.from('POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'),
    'a query of old that is none': legacyCommand('admin', { a: 1 }).fill(0x41, 20, 40),
  };
  for (const [what, bytes] of Object.entries(closed))
    test(`${what} close that connection and no other`, async () => {
      assert.equal(await answerTo(bytes), undefined);
      await stillServes();
    });
});

describe('messages whose documents are broken', () => {
  const elements = (latin1: string): Buffer =>
    documentOf(
      BSON.serialize({ insert: 'kept', $db: 'hostile' }).subarray(4, -1),
      Buffer.from(latin1, 'latin1'),
    );
  const broken: Record<string, Buffer> = {
    'text of 4 GB': elements('\x02a\0\xff\xff\xff\xffabc\0'),
    'text without an end': elements('\x02a\0\x03\0\0\0abc'),
    'text of no length': elements('\x02a\0\0\0\0\0'),
    'binary data beyond the document': elements('\x05a\0\xff\xff\0\0\0abc'),
    'an unknown type': elements('\x77a\0abc'),
    'a name without an end': elements('\x08aaaaaaaa'),
    'an inner document of a negative length': elements('\x03a\0\xfb\xff\xff\xff\0'),
    'an inner document that ends late': elements('\x03a\0\x50\0\0\0\0'),
    'an expression without an end': elements('\x0ba\0abc'),
    'code whose scope does not fit': elements('\x0fa\0\x20\0\0\0\x02\0\0\0f\0\x05\0\0\0\0'),
    'a value cut off': elements('\x12a\0\x01'),
  };
  for (const [what, body] of Object.entries(broken))
    test(`are told so: ${what}`, async () => {
      const answer = await answerTo(command(body));
      assert.deepEqual([answer!['ok'], answer!['code'], answer!['codeName']], [0, 22, 'InvalidBSON']);
      await stillServes();
    });

  test('are refused for their depth before anything recurses', async () => {
    let deep = documentOf();
    for (let i = 0; i < 2_000; i++) deep = documentOf(Buffer.from('\x03a\0', 'latin1'), deep);
    const answer = await answerTo(
      command(documentOf(BSON.serialize(find).subarray(4, -1), Buffer.from('\x03x\0', 'latin1'), deep)),
    );
    assert.equal(answer!['code'], 15);
    await stillServes();
  });

  test('may hold text that is not UTF-8 and names of all kinds', async () => {
    const id = BSON.serialize({ _id: 'odd' }).subarray(4, -1);
    const odd = documentOf(
      id,
      Buffer.from(
        '\x02a\0\x03\0\0\0\xff\xfe\0\x08__proto__\0\x01\x08constructor\0\x01\x02_bsontype\0\x09\0\0\0ObjectId\0',
        'latin1',
      ),
    );
    const insert = command({ insert: 'kept', $db: 'hostile' }, { documents: [odd] });
    assert.equal((await answerTo(insert))!['n'], 1);
    const query = { find: 'kept', filter: { a: 'x', constructor: 1, hasOwnProperty: 2 }, $db: 'hostile' };
    assert.equal((await answerTo(command(query)))!['ok'], 1);
    assert.deepEqual(await kept.findOne({ _id: 'odd' }, { raw: true }), odd);
    await stillServes();
  });
});

describe('clients that do not behave', () => {
  test('are answered byte by byte, and all at once, in order', async () => {
    const raw = await RawClient.connect(server.port);
    for (const byte of ping) raw.send(Buffer.of(byte));
    assert.equal((await raw.answer())!['ok'], 1);
    raw.send(Buffer.concat(Array.from({ length: 500 }, (_, i) => command({ ...find, filter: { _id: i } }))));
    for (let i = 0; i < 500; i++) {
      const cursor = (await raw.answer())!['cursor'] as { firstBatch: object[] };
      assert.equal(cursor.firstBatch.length, i === 1 ? 1 : 0);
    }
    raw.close();
  });

  test('may stop in the middle of a message, by hundreds', async () => {
    const halves = await Promise.all(Array.from({ length: 200 }, async () => RawClient.connect(server.port)));
    for (const [i, raw] of halves.entries()) raw.send(ping.subarray(0, 1 + (i % (ping.length - 1))));
    await stillServes();
    for (const raw of halves) raw.close();
    await stillServes();
  });

  test('hold no more of the memory than is allowed them', { timeout: 60_000 }, async () => {
    const resident = async (): Promise<number> =>
      ((await client.db('admin').command({ serverStatus: 1 }))['mem'] as { resident: number }).resident;
    await kept.insertMany(
      Array.from({ length: 30 }, (_, i) => ({ _id: `large ${i}`, a: 'x'.repeat(1_000_000) })),
    );
    const before = await resident();
    // Fourteen who announce 48 MB and send half of it, and eight who ask for 2.5 GB and read nothing
    const announced = withInt32(Buffer.alloc(24_000_000), 0, 48_000_000).fill(0, 4, 16);
    const halves = await Promise.all(Array.from({ length: 14 }, async () => RawClient.connect(server.port)));
    for (const raw of halves) raw.send(announced);
    const deaf = await Promise.all(Array.from({ length: 8 }, async () => RawClient.connect(server.port)));
    for (const raw of deaf) {
      raw.socket.pause();
      raw.send(Buffer.concat(Array.from({ length: 20 }, () => command(find))));
    }
    await stillServes();
    await new Promise((resolve) => setTimeout(resolve, 500));
    await stillServes();
    const grown = (await resident()) - before;
    // This process sends from the same memory: what is counted is both
    assert.ok(grown < 1_000, `${grown} MB more`);
    for (const raw of [...halves, ...deaf]) raw.close();
    await kept.deleteMany({ _id: /^large/ });
    await stillServes();
  });

  test(
    'may change any bytes of a message: they are answered, or hung up on',
    { timeout: 60_000 },
    async () => {
      const valid = [
        command(find),
        command(
          { insert: 'thrown', $db: 'hostile', ordered: true },
          { documents: [Buffer.from(BSON.serialize({ a: [1, { b: 'c' }] }))] },
        ),
        command({
          update: 'thrown',
          $db: 'hostile',
          updates: [{ q: { a: 1 }, u: { $set: { b: 1 } }, upsert: true }],
        }),
        command({
          aggregate: 'kept',
          $db: 'hostile',
          pipeline: [{ $group: { _id: '$a', n: { $sum: 1 } } }],
          cursor: {},
        }),
      ];
      const change = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) });
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...valid),
          fc.array(change, { minLength: 1, maxLength: 6 }),
          fc.option(fc.nat(), { freq: 4 }),
          async (bytes, changes, cut) => {
            const mutated = Buffer.from(bytes);
            for (const { at, byte } of changes) mutated[at % mutated.length] = byte;
            const raw = await RawClient.connect(server.port);
            raw.send(cut === null ? mutated : mutated.subarray(0, cut % mutated.length));
            // Whatever the server takes it for, the end of what we send is the end of the connection
            raw.socket.end();
            await raw.answer();
            raw.close();
          },
        ),
        { numRuns: 1_000 },
      );
      await stillServes();
    },
  );
});
