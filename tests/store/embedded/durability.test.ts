import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, open, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createInterface } from 'node:readline';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  runningEmbedded,
  startEmbedded,
  StoreLockedError,
  StoreUnusableError,
} from '../../../src/store/embedded/server.ts';
import { connect, serve, temporaryFolder } from './serve.ts';

const WRITER = fileURLToPath(new URL('writer.ts', import.meta.url));
/** Kills in the test suite. */
const KILLS = 3;
/** Acknowledged writes before each. */
const WRITES = 100;

/** A process that serves the folder and writes to it, killed after some writes; answers what was acknowledged. */
async function writeAndKill(dir: string): Promise<string[]> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', WRITER, dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(line);
    if (acknowledged.length === WRITES) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  assert.equal(child.signalCode, 'SIGKILL');
  return acknowledged;
}

test('what was acknowledged is there after a SIGKILL, again and again', { timeout: 60_000 }, async () => {
  const dir = await temporaryFolder();
  const acknowledged: string[] = [];
  for (let i = 0; i < KILLS; i++) {
    acknowledged.push(...(await writeAndKill(dir)));
    assert.equal(
      await runningEmbedded(dir),
      undefined,
      'the note that the killed process left is not believed',
    );
    const server = await startEmbedded({ dir });
    const client = await connect(server.uri);
    const writes = client.db('kills').collection<{ _id: string; n: number }>('writes');
    const kept = new Map((await writes.find().toArray()).map(({ _id, n }) => [_id, n]));
    for (const line of acknowledged) {
      const [id, n] = line.split(' ') as [string, string];
      assert.ok(
        (kept.get(id) ?? -1) >= Number(n),
        `${id} was acknowledged with ${n} and has ${kept.get(id)}`,
      );
    }
    // The index has what the collection has
    assert.equal(
      (
        await writes
          .find({ n: { $gte: 0 } })
          .hint('n_1')
          .toArray()
      ).length,
      kept.size,
    );
    await client.close();
    await server.close();
  }
});

test('a write waits for the disk unless it says that it need not, and a read never does', async () => {
  const { client } = await serve();
  const rows = client.db('waits').collection<{ _id: string; n?: number }>('rows');
  const syncs = async (): Promise<number> => {
    const { metrics } = await client.db('admin').command({ serverStatus: 1 });
    return (metrics as { syncs: number }).syncs;
  };
  const waited = async (work: () => Promise<unknown>): Promise<number> => {
    const before = await syncs();
    await work();
    return (await syncs()) - before;
  };
  assert.equal(await waited(async () => rows.insertOne({ _id: 'a' })), 1);
  const relaxed = { writeConcern: { journal: false } };
  assert.equal(await waited(async () => rows.insertOne({ _id: 'b' }, relaxed)), 0);
  assert.equal(await waited(async () => rows.updateOne({ _id: 'b' }, { $set: { n: 1 } }, relaxed)), 0);
  assert.equal(await waited(async () => rows.find().toArray()), 0);
  assert.equal(await waited(async () => rows.updateOne({ _id: 'none' }, { $set: { n: 1 } })), 0);
  assert.equal(await waited(async () => rows.deleteOne({ _id: 'a' })), 1);
});

describe('a folder', () => {
  test('has one owner, and a second one is told so', async () => {
    const dir = await temporaryFolder();
    const owner = await startEmbedded({ dir });
    await assert.rejects(startEmbedded({ dir }), (error) => {
      assert.ok(error instanceof StoreLockedError);
      assert.match(error.message, new RegExp(`${dir}.*in use.*DATA_DIR`, 's'));
      return true;
    });
    assert.deepEqual(await runningEmbedded(dir), { uri: owner.uri, pid: process.pid });
    await owner.close();
    const next = await startEmbedded({ dir });
    await next.close();
    assert.equal(await runningEmbedded(dir), undefined);
  });

  test('is readable by its owner alone', async () => {
    const dir = join(await temporaryFolder(), 'made', 'deep');
    const server = await startEmbedded({ dir });
    after(async () => server.close());
    assert.equal((await stat(dir)).mode & 0o077, 0);
    for (const file of ['store.sqlite', 'store.sqlite-wal'])
      assert.equal((await stat(join(dir, file))).mode & 0o077, 0, file);
    assert.equal((await stat(join(dir, 'store.json'))).mode & 0o077, 0);
  });

  /** The start fails with the file's name and the remedy. */
  async function isUnusable(dir: string, reason: RegExp): Promise<void> {
    await assert.rejects(startEmbedded({ dir }), (error) => {
      assert.ok(error instanceof StoreUnusableError, String(error));
      assert.ok(error.message.includes(join(dir, 'store.sqlite')), error.message);
      assert.match(error.message, reason);
      assert.match(error.message, /back-up/);
      return true;
    });
  }

  test('with a file that is no store is left as it is', async () => {
    const text = await temporaryFolder();
    const notes = 'notes of somebody else, '.repeat(100);
    await writeFile(join(text, 'store.sqlite'), notes);
    await isUnusable(text, /not a database/);
    assert.equal(await readFile(join(text, 'store.sqlite'), 'utf8'), notes);

    const foreign = await temporaryFolder();
    const other = new DatabaseSync(join(foreign, 'store.sqlite'));
    other.exec('CREATE TABLE bookmarks (url TEXT)');
    other.close();
    const before = await readFile(join(foreign, 'store.sqlite'));
    await isUnusable(foreign, /another program/);
    assert.deepEqual(await readFile(join(foreign, 'store.sqlite')), before);
  });

  test('with a damaged store or one of a later version says so', async () => {
    const dir = await temporaryFolder();
    const server = await startEmbedded({ dir });
    const client = await connect(server.uri);
    const writes = client.db('damage').collection('writes');
    await writes.insertMany(Array.from({ length: 2_000 }, (_, i) => ({ i, text: 'x'.repeat(200) })));
    await client.close();
    await server.close();
    const path = join(dir, 'store.sqlite');
    await copyFile(path, `${path}.copy`);

    const file = await open(path, 'r+');
    const { size } = await file.stat();
    for (let at = 4096 * 3; at < size; at += 4096) await file.write(Buffer.alloc(64, 0xa5), 0, 64, at);
    await file.close();
    await isUnusable(dir, /malformed/);

    await copyFile(`${path}.copy`, path);
    const later = new DatabaseSync(path);
    later.exec('PRAGMA user_version = 99');
    later.close();
    await isUnusable(dir, /newer version/);
  });
});
