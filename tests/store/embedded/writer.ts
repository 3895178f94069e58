import { writeSync } from 'node:fs';
import mongoose from 'mongoose';
import { startEmbedded } from '../../../src/store/embedded/server.ts';

/**
 * Serves a folder and writes to it without end, several writes at a time: inserts, then changes of what was inserted.
 * What was acknowledged is told on stdout, a line each, at once.
 */
const server = await startEmbedded({ dir: process.argv[2]! });
const client = await new mongoose.mongo.MongoClient(server.uri).connect();
const writes = client.db('kills').collection<{ _id: string; n: number; text: string }>('writes');
await writes.createIndex({ n: 1 });

async function writeOn(lane: number): Promise<void> {
  for (let i = 0; ; i++) {
    const id = `${process.pid}-${lane}-${i}`;
    await writes.insertOne({ _id: id, n: 0, text: 'x'.repeat(300) });
    writeSync(1, `${id} 0\n`);
    await writes.updateOne({ _id: id }, { $inc: { n: 1 } });
    writeSync(1, `${id} 1\n`);
  }
}

await Promise.all([0, 1, 2, 3].map(writeOn));
