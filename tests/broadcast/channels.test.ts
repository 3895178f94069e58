import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fastify, type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { createSlackAdapter } from '../../adapters/slack.ts';
import { createTelegramAdapter } from '../../adapters/telegram.ts';
import { createWebAdapter } from '../../adapters/web.ts';
import { createWhatsAppAdapter } from '../../adapters/whatsapp.ts';
import { createAnswering } from '../../src/answering.ts';
import { connectChannels } from '../../src/app.ts';
import { auditLog } from '../../src/broadcast/audit.ts';
import { createBroadcast, type Draft } from '../../src/broadcast/compose.ts';
import { broadcastStatus, type BroadcastStatus } from '../../src/broadcast/counts.ts';
import { createDesk } from '../../src/broadcast/desk.ts';
import { freezeRecipients } from '../../src/broadcast/freeze.ts';
import { start } from '../../src/broadcast/life.ts';
import { addLinks } from '../../src/broadcast/links.ts';
import { broadcastParts, type BroadcastParts } from '../../src/broadcast/parts.ts';
import { addPictures } from '../../src/broadcast/pictures.ts';
import { previewBroadcast } from '../../src/broadcast/preview.ts';
import { broadcastResults } from '../../src/broadcast/results.ts';
import { PromoSender } from '../../src/broadcast/sender.ts';
import { readConfig } from '../../src/config.ts';
import type { InboxWorker } from '../../src/inbox/worker.ts';
import { openData, type OpenedStore } from '../../src/store/data.ts';
import { ChatMessage } from '../../src/store/models/chat-message.ts';
import { Delivery } from '../../src/store/models/delivery.ts';
import { Person } from '../../src/store/models/person.ts';
import { sessionOf } from '../../src/web/chat-session.ts';
import { latestLines } from '../../src/web/chat-log.ts';
import { FakeTelegram, TOKEN as TELEGRAM_TOKEN } from '../support/fake-telegram.ts';
import { dataFolder, removeFolder } from '../support/rehber.ts';
import { buttonsOf, deliver, SIGNING_SECRET, textOf } from '../support/slack.ts';
import { BOT_TOKEN, FakeSlack, type SentMessage } from '../support/slack-api.ts';
import { CHANNEL, DIRECT, TEAM } from '../support/slack-payloads.ts';
import { eventually } from '../support/store.ts';
import { FakeGraph, PHONE_NUMBER_ID, screenOf, TOKEN as GRAPH_TOKEN } from '../support/whatsapp-graph.ts';
import {
  APP_SECRET,
  change,
  delivery,
  postDelivery,
  status,
  statuses,
  VERIFY_TOKEN,
} from '../support/whatsapp-webhooks.ts';
import { addPeople } from './people.ts';

const HOUR_MS = 60 * 60 * 1_000;
const PUBLIC_URL = 'https://guide.example.org';
/** A PNG of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('promos on each channel', () => {
  let dir: string;
  let data: OpenedStore;
  let parts: BroadcastParts;
  let sender: PromoSender;
  let worker: InboxWorker;
  let server: FastifyInstance;
  let url: string;
  let graph: FakeGraph;
  let slack: FakeSlack;
  let telegram: FakeTelegram;

  before(async () => {
    dir = await dataFolder();
    [graph, slack, telegram] = await Promise.all([
      FakeGraph.start(),
      FakeSlack.start(),
      FakeTelegram.start(),
    ]);
    const log = pino({ level: 'silent' });
    const config = readConfig({ DATA_DIR: dir, PROMO_HOURS: '0-24', PROMO_CAP: '0', PUBLIC_URL });
    data = await openData(config, log);
    const answering = await createAnswering(config);
    const adapters = [
      createWebAdapter({ log }),
      createTelegramAdapter({ token: TELEGRAM_TOKEN, apiRoot: telegram.apiRoot, webhookSecret: 'x', log }),
      createWhatsAppAdapter({
        token: GRAPH_TOKEN,
        phoneNumberId: PHONE_NUMBER_ID,
        apiRoot: graph.apiRoot,
        appSecret: APP_SECRET,
        verifyToken: VERIFY_TOKEN,
        log,
      }),
      createSlackAdapter({
        token: BOT_TOKEN,
        apiUrl: slack.apiUrl,
        signingSecret: SIGNING_SECRET,
        operatorChannel: CHANNEL,
        log,
      }),
    ];
    parts = broadcastParts({ config, data, knowledge: answering.knowledge, adapters });
    for (const adapter of adapters) adapter.openDesk?.(createDesk(parts));
    sender = new PromoSender({ ...parts, log });
    const connected = connectChannels(adapters, { config, data, answering, log, turns: sender });
    worker = connected.worker;
    server = fastify();
    for (const adapter of adapters) await adapter.routes?.(server, connected.accept);
    addLinks(server, parts.signer);
    addPictures(server);
    url = await server.listen({ host: '127.0.0.1', port: 0 });
    await worker.start();
    sender.start();
  });
  after(async () => {
    await sender.stop();
    await server.close();
    await worker.stop();
    await data.store.close();
    await Promise.all([graph.close(), slack.close(), telegram.close()]);
    await removeFolder(dir);
  });

  async function send(draft: Omit<Draft, 'name'>): Promise<string> {
    const id = await createBroadcast({ name: 'A night', ...draft }, 'test', parts);
    await start(id, 'test', { config: parts.config, now: new Date() });
    await freezeRecipients(id, parts);
    return id;
  }

  async function done(id: string): Promise<BroadcastStatus> {
    await eventually('it is done', async () => (await broadcastStatus(id)).state === 'done');
    return broadcastStatus(id);
  }

  it('WhatsApp: free text in the 24 hours, a template after them, none to US numbers, and its statuses are counted', async () => {
    const whatsApp = { platform: 'whatsapp', count: 1 };
    const yesterday = new Date(Date.now() - 30 * HOUR_MS);
    await addPeople({ ...whatsApp, first: 905_321_000_001 }, data);
    await addPeople({ ...whatsApp, first: 905_321_000_002, lastSeenAt: yesterday, language: 'tr' }, data);
    await addPeople({ ...whatsApp, first: 16_505_551_234, lastSeenAt: yesterday }, data);
    await addPeople({ ...whatsApp, first: 16_505_551_235 }, data);
    // Canada has the same +1
    await addPeople({ ...whatsApp, first: 14_165_550_123, lastSeenAt: yesterday }, data);
    const draft = {
      texts: { en: 'A night at the museum', tr: 'Müzede bir gece' },
      segment: { platform: 'whatsapp' },
      link: 'https://museum.example.org/night',
      picture: PIXEL,
    };
    const plain = await createBroadcast({ name: 'No template', ...draft }, 'test', parts);
    const { excluded, recipients } = await previewBroadcast(plain, 'test', parts);
    const withTemplate = await createBroadcast({ name: 'x', ...draft, template: 'night' }, 'test', parts);
    const shown = (await previewBroadcast(withTemplate, 'test', parts)).rendered.find(
      ({ form, language }) => form === 'template' && language === 'tr',
    );
    assert.deepEqual([shown?.text, shown?.buttons], ['night (tr)', ['Teklif istemiyorum']]);
    assert.deepEqual([recipients, excluded], [2, { window_closed: 3 }]);
    const id = await send({
      ...draft,
      template: 'museum_night',
      templateParameters: { en: ['{{link}}'], tr: ['{{link}}'] },
      templateLanguages: { en: 'en_US', tr: 'tr' },
    });
    const { counts } = await done(id);
    assert.equal(counts.sent, 4);
    assert.equal(graph.to('16505551234').length, 0, 'a US number gets no template');
    assert.equal(graph.to('16505551235').length, 1, 'but an answer in its window');
    assert.deepEqual(graph.pictures, [{ type: 'image/png', size: PIXEL.length }]);
    const [free] = graph.to('905321000001');
    const [template] = graph.to('905321000002');
    assert.ok(free && template);
    assert.match(JSON.stringify(free.payload), /"header":\{"type":"image","image":\{"id":"media-1"\}\}/);
    assert.match(
      screenOf(free).text,
      /^A night at the museum\nSee more: https:\/\/guide\.example\.org\/r\/[\w-]{48}$/,
    );
    assert.deepEqual(
      screenOf(free).buttons.map(({ title }) => title),
      ['No more offers'],
    );
    const { components, language, name } = template.payload['template'] as Record<string, unknown>;
    assert.deepEqual([name, language], ['museum_night', { code: 'tr' }]);
    assert.match(
      JSON.stringify(components),
      /https:\/\/guide\.example\.org\/r\/.*"payload":"offers:no:[0-9a-f]{24}"/,
    );

    // Out of order, as they come
    const recipient = { recipient_id: '905321000001' };
    await postDelivery(
      url,
      statuses(status(free.id, 'read', recipient), status(free.id, 'delivered', recipient)),
    );
    await eventually('it is read', async () => (await broadcastStatus(id)).counts.read === 1);
    await postDelivery(url, statuses(status(template.id, 'delivered', { recipient_id: '905321000002' })));
    await eventually('it is delivered', async () => (await broadcastStatus(id)).counts.delivered === 1);
    assert.deepEqual(
      { ...(await broadcastStatus(id)).counts },
      { waiting: 0, sent: 2, delivered: 1, read: 1, failed: 0, uncertain: 0, skipped: 0 },
    );

    const token = /\/r\/([\w-]{48})/.exec(screenOf(free).text)?.[1] ?? '';
    const clicked = await fetch(`${url}/r/${token}`, { redirect: 'manual' });
    assert.deepEqual(
      [clicked.status, clicked.headers.get('location')],
      [302, 'https://museum.example.org/night'],
    );
    const looked = await fetch(`${url}/r/${token}`, {
      redirect: 'manual',
      headers: { 'user-agent': 'WhatsApp/2.23' },
    });
    assert.equal(looked.status, 302);
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    for (const wrong of [forged, 'https:%2F%2Fevil.example', 'A'.repeat(48)])
      assert.equal((await fetch(`${url}/r/${wrong}`, { redirect: 'manual' })).status, 404, wrong);
    const { arms } = await broadcastResults(id);
    assert.equal(arms.a?.clicked, 1);
    const [row] = await Delivery.find({ broadcast: id, clickedAt: { $exists: true } }).lean();
    assert.equal(row?.clicks, 1, 'what looks at links beforehand is no person');
  });

  it('WhatsApp: its own stop is kept, whether it is told before or by a refusal; a refused template pauses all', async () => {
    await Person.deleteMany({ platform: 'whatsapp' });
    await addPeople({ platform: 'whatsapp', first: 905_322_000_001, count: 3 }, data);
    const stop = { wa_id: '905322000001', category: 'marketing_messages', value: 'stop' };
    await postDelivery(url, delivery(change({ user_preferences: [stop] }, 'user_preferences')));
    const person = data.pseudonyms.person('whatsapp', '905322000001');
    await eventually(
      'it is kept',
      async () => (await Person.countDocuments({ 'offers.state': 'no', platform: 'whatsapp' })) === 1,
    );
    assert.ok(person);
    graph.fail({ status: 400, code: 131_050 });
    const id = await send({ texts: { en: 'Hello' }, segment: { platform: 'whatsapp' } });
    const { counts, reasons, total } = await done(id);
    assert.deepEqual([total, counts.sent, reasons], [2, 1, { 'skipped.stopped': 1 }]);
    assert.equal(await Person.countDocuments({ 'offers.state': 'no', platform: 'whatsapp' }), 2);

    const [taken] = graph.to('905322000002').concat(graph.to('905322000003'));
    const told = { recipient_id: taken?.to ?? '', errors: [{ code: 131_050 }] };
    await postDelivery(url, statuses(status(taken?.id ?? '', 'failed', told)));
    await eventually(
      'a stop that a status tells is kept',
      async () => (await Person.countDocuments({ 'offers.state': 'no', platform: 'whatsapp' })) === 3,
    );
    assert.deepEqual((await broadcastStatus(id)).reasons, { 'skipped.stopped': 2 });

    await addPeople({ platform: 'whatsapp', first: 905_323_000_001, count: 3 }, data);
    graph.fail({ status: 400, code: 132_001 });
    const refused = await send({ texts: { en: 'Hello' }, segment: { platform: 'whatsapp' } });
    await eventually('it is paused', async () => (await broadcastStatus(refused)).state === 'paused');
    assert.match(
      (await broadcastStatus(refused)).pauseReason ?? '',
      /whatsapp takes no more.*132001.*approved/,
    );
  });

  it('WhatsApp: a message that nobody answered for is uncertain until its status tells', async () => {
    await Person.deleteMany({ platform: 'whatsapp' });
    await addPeople({ platform: 'whatsapp', first: 905_324_000_001, count: 1 }, data);
    graph.fail('disconnect');
    const id = await send({ texts: { en: 'Hello' }, segment: { platform: 'whatsapp' } });
    const { counts, reasons } = await done(id);
    assert.deepEqual([counts.uncertain, reasons], [1, { 'uncertain.no_answer': 1 }]);
    const row = await Delivery.findOne({ broadcast: id }).lean();
    const told = { recipient_id: '905324000001', biz_opaque_callback_data: `promo:${String(row?._id)}` };
    await postDelivery(url, statuses(status('wamid.unknown', 'delivered', told)));
    await eventually('it is told', async () => (await broadcastStatus(id)).counts.delivered === 1);
  });

  it('Slack and the web: everybody once, with the picture, the link and the way out', async () => {
    for (const user of ['U1', 'U2', 'U3']) {
      slack.directs.set(user, `D${user}`);
      await addSlack(user);
    }
    const session = sessionOf('w'.repeat(43));
    await addWeb(session.token);
    const id = await send({
      texts: { en: 'A night at the museum', de: 'Eine Nacht im Museum' },
      segment: { platform: ['slack', 'web'] },
      link: 'https://museum.example.org/',
      picture: PIXEL,
    });
    const { counts } = await done(id);
    assert.equal(counts.sent, 4);
    const posted = [...slack.messages.values()].filter(({ channel }) => channel !== CHANNEL);
    assert.equal(posted.length, 3);
    assert.deepEqual(
      posted[0]?.blocks.map(({ type }) => type),
      ['image', 'section', 'actions', 'actions'],
    );
    const [line] = await latestLines(session);
    assert.equal(line?.kind, 'message');
    const reply = line.kind === 'message' ? line.reply : undefined;
    assert.equal(reply?.text, 'Eine Nacht im Museum');
    const shown = await fetch(`${url}/pictures/${reply?.picture?.id}`);
    assert.deepEqual([shown.status, shown.headers.get('content-type')], [200, 'image/png']);
    assert.deepEqual(Buffer.from(await shown.arrayBuffer()), PIXEL);
    assert.equal((await fetch(`${url}/pictures/png-..%2Fkeys`)).status, 404);
    assert.equal(await ChatMessage.countDocuments({}), 1);
  });

  it('Telegram: a picture goes up once, buttons ask the guide about a place, a press on them is counted', async () => {
    await addPeople({ first: 7_001, count: 2 }, data);
    const id = await send({
      texts: { en: 'A night at the tower' },
      segment: { platform: 'telegram' },
      picture: PIXEL,
      place: 'galata-mevlevi-museum',
    });
    await done(id);
    const photos = telegram.calls.filter(({ method }) => method === 'sendPhoto');
    assert.equal(photos.length, 2);
    assert.equal(photos.filter(({ payload }) => String(payload['photo']).startsWith('photo-')).length, 1);
    const [message] = [...telegram.messages.values()].filter(({ chat }) => chat === 7_001);
    const [about, stop] = message?.keyboard.flat() ?? [];
    assert.match(about?.callback_data ?? '', /^promo:/);
    assert.match(stop?.callback_data ?? '', /^offers:no:/);
  });

  it('Slack: operators look after promos in their channel, by words and buttons, and nobody elsewhere', async () => {
    const id = await createBroadcast(
      { name: 'A night', texts: { en: 'Hello' }, segment: { cameFrom: 'nowhere' } },
      'cli:ayse',
      parts,
    );
    const inChannel = (): SentMessage[] =>
      [...slack.messages.values()].filter(({ channel }) => channel === CHANNEL);
    const count = inChannel().length;
    const promo = { command: '/promo', team_id: TEAM, user_id: 'UOPERATOR', text: `approve ${id}` };
    const asked = { ...promo, channel_id: CHANNEL, trigger_id: '1.2.3' };
    assert.equal(await deliver(`${url}/slack/events`, asked), 200);
    await eventually('it is answered', () => inChannel().length > count);
    const answer = inChannel().at(-1);
    assert.ok(answer);
    assert.match(textOf(answer), new RegExp(`^A night \\(${id}\\): approved`));
    const [first] = buttonsOf(answer);
    assert.deepEqual(first, { label: 'Start', value: `desk:start ${id}` });
    const pressed = {
      type: 'block_actions',
      team: { id: TEAM },
      user: { id: 'UOTHER', team_id: TEAM },
      channel: { id: CHANNEL },
      container: { type: 'message', message_ts: answer.ts, channel_id: CHANNEL },
      actions: [{ type: 'button', action_id: 'button:0:0', block_id: 'x', value: first?.value }],
      trigger_id: '1.2.4',
    };
    assert.equal(await deliver(`${url}/slack/events`, pressed), 200);
    await eventually('it is answered', () => inChannel().length > count + 1);
    const log = await auditLog(id);
    assert.deepEqual(
      log.slice(0, 3).map(({ action, actor }) => `${actor}: ${action}`),
      ['cli:ayse: broadcast create', 'slack:UOPERATOR: broadcast approve', 'slack:UOTHER: broadcast start'],
    );
    const elsewhere = {
      ...asked,
      channel_id: DIRECT,
      trigger_id: '1.2.5',
      response_url: slack.responseUrl('elsewhere'),
      text: `cancel ${id}`,
    };
    assert.equal(await deliver(`${url}/slack/events`, elsewhere), 200);
    await eventually('it is turned away', () => slack.responses.length > 0);
    assert.match(JSON.stringify(slack.responses.at(-1)), /channel of operators/);
    assert.notEqual((await broadcastStatus(id)).state, 'cancelled');
  });

  async function addSlack(user: string): Promise<void> {
    const at = new Date();
    const id = `T1:${user}`;
    await Person.collection.insertOne({
      _id: data.pseudonyms.person('slack', id) as never,
      platform: 'slack',
      contact: data.vault.seal(JSON.stringify({ user: id, conversation: id })),
      language: 'en',
      firstSeenAt: at,
      lastSeenAt: at,
      offers: { state: 'yes', at, version: 1, words: 'May I?', language: 'en', platform: 'slack' },
    });
  }

  async function addWeb(token: string): Promise<void> {
    const at = new Date();
    await Person.collection.insertOne({
      _id: data.pseudonyms.person('web', token) as never,
      platform: 'web',
      contact: data.vault.seal(JSON.stringify({ user: token, conversation: token })),
      language: 'en',
      chosenLanguage: 'de',
      firstSeenAt: at,
      lastSeenAt: at,
      offers: { state: 'yes', at, version: 1, words: 'May I?', language: 'en', platform: 'web' },
    });
  }
});
