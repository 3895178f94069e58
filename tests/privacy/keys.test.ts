import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ConfigError, readConfig } from '../../src/config.ts';
import { Vault } from '../../src/privacy/encryption.ts';
import { loadKeys } from '../../src/privacy/keys.ts';
import { Pseudonyms } from '../../src/privacy/pseudonyms.ts';

async function folder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'rehber-keys-'));
}

describe('the keys of an installation', () => {
  it('are made once, for nobody else to read, and say so', async () => {
    const dir = await folder();
    const notices: string[] = [];
    const first = await loadKeys(readConfig({ DATA_DIR: dir }), (notice) => notices.push(notice));
    const again = await loadKeys(readConfig({ DATA_DIR: dir }), (notice) => notices.push(notice));
    assert.deepEqual(again, first);
    assert.equal((await stat(join(dir, 'keys.json'))).mode & 0o777, 0o600);
    assert.equal(notices.length, 1);
    assert.match(notices[0] ?? '', /keys\.json/);
  });

  it('must be given beside MONGODB_URI, and the missing ones are named', async () => {
    const config = readConfig({
      MONGODB_URI: 'mongodb://127.0.0.1/x',
      PSEUDONYM_KEY: randomBytes(32).toString('base64'),
    });
    await assert.rejects(loadKeys(config), (error: Error) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, /^DATA_KEY must be set/);
      return true;
    });
  });

  it('are not made anew where their file is damaged', async () => {
    const dir = await folder();
    await writeFile(join(dir, 'keys.json'), '{"PSEUDONYM_KEY":');
    await assert.rejects(loadKeys(readConfig({ DATA_DIR: dir })), /put back the file from your backup/);
    assert.equal(await readFile(join(dir, 'keys.json'), 'utf8'), '{"PSEUDONYM_KEY":');
  });
});

describe('the vault', () => {
  it('opens what it sealed, and seals the same text differently each time', () => {
    const vault = new Vault(randomBytes(32));
    const sealed = vault.seal('Ayasofya açık mı? 🕌');
    assert.equal(vault.open(sealed), 'Ayasofya açık mı? 🕌');
    assert.notDeepEqual(vault.seal('Ayasofya açık mı? 🕌'), sealed);
    assert.equal(sealed.includes('Ayasofya'), false);
  });

  it('refuses a value sealed with another key, or changed since', () => {
    const vault = new Vault(randomBytes(32));
    const sealed = vault.seal('text');
    assert.throws(() => new Vault(randomBytes(32)).open(sealed), /another DATA_KEY/);
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
    assert.throws(() => vault.open(sealed));
  });
});

describe('pseudonyms', () => {
  it('are the same for the same person, and others for another platform, person or key', () => {
    const pseudonyms = new Pseudonyms(Buffer.alloc(32, 1));
    const mine = pseudonyms.person('telegram', '77');
    assert.equal(pseudonyms.person('telegram', '77'), mine);
    const others = [
      pseudonyms.person('web', '77'),
      pseudonyms.person('telegram', '78'),
      pseudonyms.conversation('telegram', '77'),
      new Pseudonyms(Buffer.alloc(32, 2)).person('telegram', '77'),
    ];
    assert.equal(new Set([mine, ...others]).size, 5);
    assert.match(mine, /^[\w-]{22}$/);
  });
});
