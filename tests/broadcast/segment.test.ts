import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Types } from 'mongoose';
import { pino } from 'pino';
import type { Adapter, Capabilities } from '../../adapters/adapter.ts';
import { CITY } from '../../src/city.ts';
import { audience } from '../../src/broadcast/audience.ts';
import { createBroadcast, editBroadcast, type Draft } from '../../src/broadcast/compose.ts';
import { findBroadcast, approve, start } from '../../src/broadcast/life.ts';
import { broadcastParts, rulesOf, type BroadcastParts } from '../../src/broadcast/parts.ts';
import { previewBroadcast } from '../../src/broadcast/preview.ts';
import type { Segment } from '../../src/broadcast/segment.ts';
import { readConfig } from '../../src/config.ts';
import { loadKnowledge } from '../../src/knowledge/knowledge.ts';
import { openData, type OpenedStore } from '../../src/store/data.ts';
import { Delivery } from '../../src/store/models/delivery.ts';
import { Person } from '../../src/store/models/person.ts';
import { Turn } from '../../src/store/models/turn.ts';
import { dataFolder, removeFolder } from '../support/rehber.ts';
import { addPeople } from './people.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

describe('a segment', () => {
  let dir: string;
  let data: OpenedStore;
  let parts: BroadcastParts;
  let earlier: Types.ObjectId;

  before(async () => {
    dir = await dataFolder();
    const config = readConfig({
      DATA_DIR: dir,
      PROMO_HOURS: '0-24',
      PROMO_CAP: '2/7d',
      OPERATOR_NAME: 'Tours',
    });
    data = await openData(config, pino({ level: 'silent' }));
    parts = broadcastParts({
      config,
      data,
      knowledge: await loadKnowledge(CITY),
      adapters: ['telegram', 'web'].map((platform) => silent(platform)),
    });
    // 1 to 4: telegram; 1 likes museums in Beyoğlu and is glad, 2 is not, 3 came by a link long ago
    await addPeople({ first: 1, count: 2 }, data);
    await addPeople(
      {
        first: 3,
        count: 1,
        language: 'de',
        lastSeenAt: new Date(Date.now() - 40 * DAY_MS),
        more: { cameFrom: 'qr' },
      },
      data,
    );
    await addPeople({ first: 4, count: 1, language: 'tr', more: { chosenLanguage: 'fr' } }, data);
    await addPeople({ first: 5, count: 1, platform: 'web' }, data);
    await turn(1, 'galata-mevlevi-museum', 'up');
    await turn(2, 'galata', 'down');
    earlier = new Types.ObjectId();
    for (const user of [1, 4]) await delivered(user, earlier);
  });
  after(async () => {
    await data.store.close();
    await removeFolder(dir);
  });

  const MATCHES: [name: string, segment: Segment, people: number[]][] = [
    ['everybody', {}, [1, 2, 3, 4, 5]],
    ['a platform', { platform: 'web' }, [5]],
    ['one of several platforms', { platform: ['web', 'telegram'] }, [1, 2, 3, 4, 5]],
    ['a language, the chosen one first', { language: ['de', 'fr'] }, [3, 4]],
    ['none by a language that they gave up', { language: 'tr' }, []],
    ['who asked about a kind of place', { interest: 'museum' }, [1]],
    ['who asked about places of a district, however it is spelt', { district: 'BEYOGLU' }, [1, 2]],
    ['who asked about a place', { district: 'galata' }, [2]],
    ['who wrote lately', { lastSeenDays: 30 }, [1, 2, 4, 5]],
    ['who came by a link', { cameFrom: 'qr' }, [3]],
    ['who is glad', { rated: 'up' }, [1]],
    ['who never voted', { rated: 'none' }, [3, 4, 5]],
    ['who did not get another promo', { notReachedBy: 'EARLIER' }, [2, 3, 5]],
    ['not a platform', { not: { platform: 'web' } }, [1, 2, 3, 4]],
    ['neither of two', { not: [{ platform: 'web' }, { rated: 'up' }] }, [2, 3, 4]],
    ['not both at once', { not: { platform: 'telegram', rated: 'up' } }, [2, 3, 4, 5]],
    ['any of two', { any: [{ interest: 'museum' }, { platform: 'web' }] }, [1, 5]],
    ['both of two', { platform: 'telegram', rated: ['up', 'down'] }, [1, 2]],
    ['nests', { any: [{ not: { lastSeenDays: 30 } }, { not: { not: { rated: 'down' } } }] }, [2, 3]],
  ];
  for (const [name, segment, people] of MATCHES) {
    it(`finds ${name}`, async () => {
      const given = JSON.parse(JSON.stringify(segment).replace('EARLIER', String(earlier))) as Segment;
      const id = await createBroadcast({ name: 'x', texts: { en: 'x' }, segment: given }, 'test', parts);
      const found: number[] = [];
      for await (const batch of audience(
        await findBroadcast(id),
        rulesOf(parts, new Date()),
        parts.knowledge,
      ))
        for (const { person } of batch) found.push(userOf(person._id));
      assert.deepEqual(
        found.toSorted((a, b) => a - b),
        people,
      );
    });
  }

  const WRONG: [draft: Partial<Draft>, message: RegExp][] = [
    [{ segment: '{' }, /The segment is no JSON/],
    [{ segment: { city: 'x' } }, /there is no field city\. There are platform, language/],
    [{ segment: { not: { any: [{ phone: '1' }] } } }, /not: any: there is no field phone/],
    [{ segment: { platform: 'fax' } }, /platform must be of telegram whatsapp/],
    [{ segment: { language: 'klingon' } }, /language must be of en tr/],
    [{ segment: { interest: ['museum', 'x'] } }, /interest must be of/],
    [{ segment: { district: 'Atlantis' } }, /no place of the guide lies in a district “Atlantis”/],
    [{ segment: { lastSeenDays: '7' } }, /lastSeenDays must be a number of days/],
    [{ segment: { notReachedBy: '1' } }, /notReachedBy must be the id of a broadcast/],
    [{ segment: { any: [] } }, /any must be a list of segments/],
    [{ segment: { $where: 'sleep(1)' } }, /there is no field \$where/],
    [{ segment: { cameFrom: { $ne: 1 } } }, /cameFrom must be/],
    [
      { texts: { en: 'Dear {{name}}' } },
      /There is no variable \{\{name\}\}: there are \{\{link\}\} and \{\{operator\}\}/,
    ],
    [{ texts: { en: 'See {{link}}' } }, /has \{\{link\}\}, but there is no link/],
    [{ texts: { xx: 'Hi' } }, /There is no language xx/],
    [{ texts: { en: 'x'.repeat(1_025) } }, /The text \(en\) must have 1 to 1024 characters; it has 1025/],
    [
      { texts: { en: `${'x'.repeat(1_000)} {{link}}` }, link: `https://example.org/${'y'.repeat(50)}` },
      /has 1071 characters once its variables and its link stand in it; 1024 are the most/,
    ],
    [
      { texts: { en: 'x'.repeat(1_000) }, link: 'https://example.org/', linkLabels: { en: 'Look' } },
      /has 1027 characters once/,
    ],
    [{ texts: {} }, /There is no text/],
    [{ linkLabels: { en: 'Look' } }, /a label for a link, but no link/],
    [{ templateParameters: { en: ['x'] } }, /but no template: name it/],
    [
      { texts: { en: 'x', tr: 'y' }, template: 'x', templateParameters: { en: ['x'] } },
      /no parameters in tr/,
    ],
    [{ picture: Buffer.from('89504e470d0a1a0a', 'hex') }, /The picture is damaged/],
    [{ fallback: 'de' }, /The fallback is de, but there is no text in it/],
    [{ link: 'javascript:alert(1)' }, /must be an http or https address/],
    [{ link: 'https://user@evil.example' }, /must be an http or https address/],
    [{ picture: Buffer.from('GIF89a') }, /neither JPEG nor PNG/],
    [{ picture: Buffer.alloc(5 * 1_024 * 1_024 + 1) }, /Make it smaller/],
    [{ holdout: 60 }, /whole percent from 0 to 50/],
    [{ place: 'nowhere' }, /The guide knows no place nowhere/],
    [{ template: 'Bad Name' }, /small letters, digits and _/],
    [{ at: new Date(0) }, /lies in the past/],
    [{ textsB: { de: 'x' } }, /must be in the same languages as the first: en/],
  ];
  it('and a draft are refused with what is wrong and what to do', async () => {
    for (const [draft, message] of WRONG)
      await assert.rejects(
        createBroadcast({ name: 'x', texts: { en: 'x' }, ...draft }, 'test', parts),
        message,
        JSON.stringify(draft).slice(0, 100),
      );
  });

  it('says of everybody left out the first reason why', async () => {
    await Person.deleteMany({});
    await Delivery.deleteMany({});
    await addPeople({ first: 1, count: 3 }, data);
    await addPeople({ first: 10, count: 2, offers: undefined }, data);
    await addPeople({ first: 20, count: 1, offers: 'no' }, data);
    await addPeople({ first: 30, count: 1, more: { unreachableSince: new Date() } }, data);
    await addPeople({ first: 40, count: 1, platform: 'slack' }, data);
    await addPeople({ first: 50, count: 1, language: 'ja' }, data);
    // Whoever has only pressed buttons was asked in their language
    await addPeople({ first: 70, count: 1, language: 'tr' }, data);
    await Person.updateOne({ _id: data.pseudonyms.person('telegram', '70') }, { $unset: { language: 1 } });
    await addPeople({ first: 60, count: 1 }, data);
    for (const broadcast of [new Types.ObjectId(), new Types.ObjectId()]) await delivered(60, broadcast);
    const draft = { name: 'x', texts: { en: 'By {{operator}}', tr: 'x' } };
    const excluded = { no_consent: 2, stopped: 1, unreachable: 2, capped: 1 };
    const id = await createBroadcast(draft, 'test', parts);
    const preview = await previewBroadcast(id, 'test', parts);
    assert.deepEqual([preview.recipients, preview.excluded], [5, excluded]);
    assert.deepEqual(
      preview.rendered.map(({ language, platform, text }) => `${platform} ${language}: ${text}`),
      ['telegram en: By Tours', 'telegram tr: x', 'web en: By Tours', 'web tr: x'],
    );
    assert.deepEqual(preview.rendered[1]?.buttons, ['Teklif istemiyorum']);
    const strict = await createBroadcast({ ...draft, fallback: 'none' }, 'test', parts);
    assert.deepEqual((await previewBroadcast(strict, 'test', parts)).excluded, { ...excluded, no_text: 1 });
  });

  it('needs an approval by somebody else where that is asked for, and loses it by a change', async () => {
    const config = { ...parts.config, PROMO_APPROVAL: 'required' as const };
    const draft = { name: 'x', texts: { en: 'x' } };
    const id = await createBroadcast(draft, 'cli:ayse', parts);
    const now = new Date();
    await assert.rejects(start(id, 'cli:ayse', { config, now }), /has to be approved first/);
    await assert.rejects(approve(id, 'cli:ayse', config), /somebody else approves it/);
    assert.equal(await approve(id, 'cli:mehmet', config), 'approved');
    await editBroadcast(id, { ...draft, texts: { en: 'y' } }, 'cli:ayse', parts);
    await assert.rejects(start(id, 'cli:ayse', { config, now }), /has to be approved first/);
    await approve(id, 'cli:mehmet', config);
    assert.equal(await start(id, 'cli:ayse', { config, now }), 'running');
    await assert.rejects(
      editBroadcast(id, draft, 'cli:ayse', parts),
      /is running: only a draft can be changed/,
    );
    await assert.rejects(findBroadcast('nothing'), /There is no broadcast nothing/);
  });

  function userOf(person: string): number {
    const all = [1, 2, 3, 4, 5].flatMap((user) =>
      ['telegram', 'web'].map((platform) => [data.pseudonyms.person(platform, String(user)), user] as const),
    );
    return new Map(all).get(person) ?? 0;
  }

  async function turn(user: number, place: string, rating: string): Promise<void> {
    await Turn.collection.insertOne({
      person: data.pseudonyms.person('telegram', String(user)),
      places: [place],
      at: new Date(),
      feedback: { rating, at: new Date() },
    });
  }

  async function delivered(user: number, broadcast: Types.ObjectId): Promise<void> {
    await Delivery.create({
      broadcast,
      person: data.pseudonyms.person('telegram', String(user)),
      platform: 'telegram',
      arm: 'a',
      state: 'sent',
      notBefore: new Date(),
      sendingAt: new Date(),
      attempts: 0,
    });
  }
});

/** A channel that is set up and never used. */
function silent(platform: string): Adapter {
  return {
    platform,
    capabilities: { buttons: 8, buttonLabel: 64, maxText: 4_096 } as Capabilities,
    start: async () => {},
    stop: async () => {},
    send: async () => {
      throw new Error('nothing is sent here');
    },
  };
}
