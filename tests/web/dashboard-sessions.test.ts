import assert from 'node:assert/strict';
import { after, before, describe, it, mock } from 'node:test';
import { Pseudonyms } from '../../src/privacy/pseudonyms.ts';
import { Sessions } from '../../src/web/admin/sessions.ts';
import { openTestStore } from '../support/store.ts';

const HOUR_MS = 60 * 60 * 1_000;

describe('sessions of the dashboard', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  before(async () => {
    store = await openTestStore();
  });
  after(async () => store.close());
  const pseudonyms = new Pseudonyms(Buffer.alloc(32, 1));
  const sessions = new Sessions(pseudonyms, 'the first token of all');

  it('last twelve hours', async () => {
    const value = sessions.begin('Ayşe');
    assert.equal((await sessions.read(value))?.name, 'Ayşe');
    const now = Date.now();
    mock.timers.enable({ apis: ['Date'], now: now + 12 * HOUR_MS - 1_000 });
    assert.ok(await sessions.read(value));
    mock.timers.setTime(now + 12 * HOUR_MS + 1_000);
    assert.equal(await sessions.read(value), undefined);
    mock.timers.reset();
  });

  it('end when ADMIN_TOKEN or the installation’s key changes', async () => {
    const value = sessions.begin('Ayşe');
    assert.ok(await new Sessions(pseudonyms, 'the first token of all').read(value), 'another process');
    assert.equal(await new Sessions(pseudonyms, 'another token now').read(value), undefined);
    const others = new Pseudonyms(Buffer.alloc(32, 2));
    assert.equal(await new Sessions(others, 'the first token of all').read(value), undefined);
  });
});
