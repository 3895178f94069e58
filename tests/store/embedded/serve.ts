import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import mongoose from 'mongoose';
import { startEmbedded, type Embedded } from '../../../src/store/embedded/server.ts';

/** A folder that goes when the test file ends. */
export async function temporaryFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'rehber-store-'));
  after(async () => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** A server in a folder of its own with a client of the official driver, both closed when the test file ends. */
export async function serve(): Promise<{
  dir: string;
  server: Embedded;
  client: mongoose.mongo.MongoClient;
}> {
  const dir = await temporaryFolder();
  const server = await startEmbedded({ dir });
  after(async () => server.close());
  const client = await connect(server.uri);
  return { dir, server, client };
}

/** A client of the official driver that is closed when the test file ends. */
export async function connect(uri: string): Promise<mongoose.mongo.MongoClient> {
  const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
  after(async () => client.close());
  return client.connect();
}
