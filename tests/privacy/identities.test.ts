import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import mongoose from 'mongoose';
import { buriedRows, exportedId } from '../../src/dataset/tombstones.ts';
import type { InboundEvent } from '../../src/messages.ts';
import { recordConsent } from '../../src/privacy/consent.ts';
import { partiesOf } from '../../src/privacy/identities.ts';
import { Pseudonyms } from '../../src/privacy/pseudonyms.ts';
import { ExportFolder } from '../../src/store/models/export-folder.ts';
import { Identity } from '../../src/store/models/identity.ts';
import { Person } from '../../src/store/models/person.ts';
import { Turn } from '../../src/store/models/turn.ts';
import type { Store } from '../../src/store/store.ts';
import { openTestStore } from '../support/store.ts';

const pseudonyms = new Pseudonyms(randomBytes(32));
const PHONE = '905321112233';
const SCOPED = 'TR.13491208655302741918';

function eventOf(id: string, aliases?: string[]): InboundEvent {
  const user = { id, ...(aliases ? { aliases } : {}) };
  return { id: 'd', platform: 'test', conversation: id, user, at: new Date(), kind: 'text', text: 'hi' };
}

async function partiesFor(id: string, aliases?: string[]): Promise<{ person: string; conversation: string }> {
  return partiesOf(eventOf(id, aliases), pseudonyms);
}

describe('whose event it is', () => {
  let store: Store;
  before(async () => {
    store = await openTestStore();
  });
  after(async () => store.close());
  beforeEach(async () => Promise.all([Identity.deleteMany({}), Person.deleteMany({})]));

  it('is told by the one id where a platform knows people by one', async () => {
    assert.deepEqual(await partiesFor('7'), {
      person: pseudonyms.person('test', '7'),
      conversation: pseudonyms.conversation('test', '7'),
    });
    assert.equal(await Identity.countDocuments(), 0);
  });

  it('stays the same when an event brings another of the ids', async () => {
    const first = await partiesFor(PHONE, [SCOPED]);
    assert.deepEqual(await partiesFor(SCOPED, []), first);
    assert.deepEqual(await partiesFor(PHONE, []), first);
    assert.notDeepEqual(await partiesFor('TR.another', []), first);
  });

  it('stays the same at a new number that names the old one', async () => {
    const first = await partiesFor(PHONE, []);
    assert.deepEqual(await partiesFor('905329998877', [PHONE]), first);
    assert.deepEqual(await partiesFor('905329998877', []), first);
  });

  it('lets go of a number that was given up, for whoever gets it next', async () => {
    const first = await partiesFor(PHONE, []);
    const moved: InboundEvent = { ...eventOf('905329998877', [PHONE]), kind: 'member', change: 'moved' };
    assert.deepEqual(await partiesOf(moved, pseudonyms), first);
    assert.deepEqual(await partiesFor('905329998877', []), first);
    assert.notDeepEqual(await partiesFor('TR.somebody-else', [PHONE]), first);
  });

  it('is one person from when two turn out to be one, who said last what holds', async () => {
    const [byPhone, byScope] = [await partiesFor(PHONE, []), await partiesFor(SCOPED, [])];
    assert.notEqual(byPhone.person, byScope.person);
    const say = async (person: string, state: 'yes' | 'no', at: string): Promise<void> =>
      recordConsent({
        person,
        state,
        at: new Date(at),
        words: 'May we?',
        language: 'en',
        platform: 'test',
      });
    await say(byPhone.person, 'yes', '2026-01-01T10:00:00Z');
    await say(byScope.person, 'no', '2026-01-02T10:00:00Z');

    const folder = await ExportFolder.create({ _id: 'folder', salt: 'salt', createdAt: new Date() });
    const turn = new mongoose.Types.ObjectId();
    await Turn.collection.insertOne({ _id: turn, person: byPhone.person, consent: 'yes' });

    const one = await partiesFor(PHONE, [SCOPED]);
    // What was exported with the earlier yes may not be used any more
    assert.deepEqual([...(await buriedRows(folder._id)).keys()], [exportedId(folder.salt, String(turn))]);
    assert.equal((await Turn.collection.findOne({ _id: turn }))?.['consent'], 'no');
    assert.deepEqual(await partiesFor(SCOPED, []), one);
    assert.deepEqual(await partiesFor(PHONE, []), one);
    assert.equal(await Person.countDocuments(), 1);
    assert.equal((await Person.findById(one.person).lean())?.consent?.state, 'no');
  });

  it('is one person even when first seen by several at the same moment', async () => {
    const seen = await Promise.all(
      Array.from({ length: 20 }, async (_, n) =>
        n % 2 ? partiesFor(PHONE, [SCOPED]) : partiesFor(SCOPED, [PHONE]),
      ),
    );
    const settled = await partiesFor(PHONE, []);
    assert.deepEqual(await partiesFor(SCOPED, []), settled);
    assert.ok(seen.some(({ person }) => person === settled.person));
  });
});
