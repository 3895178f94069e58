import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import mongoose from 'mongoose';
import { DeliveryError } from '../../adapters/errors.ts';
import type { Reply } from '../../src/messages.ts';
import { sessionOf } from '../../src/web/chat-session.ts';
import { ChatStreams } from '../../src/web/chat-streams.ts';
import { ChatMessage } from '../../src/store/models/chat-message.ts';
import { recordLog } from '../support/log.ts';
import { openTestStore } from '../support/store.ts';
import { ChatVisitor, openWebChat, type WebChat } from '../support/web-chat.ts';

describe('the web chat', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  let chat: WebChat;
  before(async () => {
    store = await openTestStore();
    chat = await openWebChat();
  });
  after(async () => {
    await chat.close();
    await store.close();
  });

  async function visit(): Promise<{ visitor: ChatVisitor; to: { conversation: string; user: string } }> {
    const visitor = new ChatVisitor(chat.url);
    await visitor.history();
    return { visitor, to: { conversation: visitor.token, user: visitor.token } };
  }

  test('the session is a secret that scripts and other sites cannot read', async () => {
    const response = await fetch(`${chat.url}/api/chat/history`);
    const [cookie = ''] = response.headers.getSetCookie();
    assert.match(cookie, /^rehber_chat=[\w-]{43}; /);
    assert.match(cookie, /HttpOnly/);
    assert.match(cookie, /SameSite=Lax/);
    assert.doesNotMatch(cookie, /Secure/);
    assert.ok(!(await response.text()).includes(/=([\w-]{43})/.exec(cookie)?.[1] ?? 'none'));
  });

  test('behind https the cookie goes over https alone', async () => {
    const secure = await openWebChat({ publicUrl: 'https://guide.example.org' });
    const response = await fetch(`${secure.url}/api/chat/history`);
    assert.match(response.headers.getSetCookie()[0] ?? '', /Secure/);
    const posted = await new ChatVisitor(secure.url).post(
      { id: randomUUID(), kind: 'text', text: 'through the proxy' },
      { origin: 'https://guide.example.org' },
    );
    assert.equal(posted.status, 202);
    await secure.close();
  });

  test('an invented cookie opens nothing and is replaced', async () => {
    const visitor = new ChatVisitor(chat.url);
    visitor.cookie = 'rehber_chat=guess';
    assert.equal((await visitor.history()).isNew, true);
    assert.match(visitor.token, /^[\w-]{43}$/);
    assert.equal((await visitor.history()).isNew, false);
  });

  test('two people never see each other’s conversation', async () => {
    const one = await visit();
    const other = await visit();
    await one.visitor.say('mine alone');
    assert.equal((await one.visitor.history()).entries.length, 1);
    assert.deepEqual((await other.visitor.history()).entries, []);
  });

  test('what the browser posts again has one effect', async () => {
    const { visitor } = await visit();
    const post = { id: randomUUID(), kind: 'text' as const, text: 'once' };
    for (let attempt = 0; attempt < 3; attempt += 1) assert.equal((await visitor.post(post)).status, 202);
    const ids = chat.events.filter((event) => event.kind === 'text' && event.text === 'once');
    assert.equal(new Set(ids.map((event) => event.id)).size, 1);
    assert.equal((await visitor.history()).entries.length, 1);
  });

  test('what cannot be stored is answered 503 and shown once after the next try', async () => {
    const { visitor } = await visit();
    const post = { id: randomUUID(), kind: 'text' as const, text: 'try again' };
    chat.failing = true;
    const refused = await visitor.post(post);
    chat.failing = false;
    assert.equal(refused.status, 503);
    assert.ok(refused.headers.get('retry-after'));
    assert.equal((await visitor.post(post)).status, 202);
    assert.equal((await visitor.history()).entries.length, 1);
  });

  test('a post that makes no sense is answered 400 with what is wrong', async () => {
    const { visitor } = await visit();
    for (const [post, wrong] of [
      [{ id: 'seven', kind: 'text', text: 'x' }, /id/],
      [{ id: randomUUID(), kind: 'dance' }, /kind/],
      [{ id: randomUUID(), kind: 'location', lat: 'north', lon: 3 }, /lat/],
      [{ id: randomUUID(), kind: 'press', action: 'x'.repeat(65), message: '1' }, /action/],
    ] as const) {
      const response = await visitor.post(post as never);
      assert.equal(response.status, 400);
      assert.match(((await response.json()) as { error: string }).error, wrong);
    }
  });

  test('a form of another site is turned away', async () => {
    const { visitor } = await visit();
    const count = chat.events.length;
    const body = JSON.stringify({ id: randomUUID(), kind: 'text', text: 'forged' });
    const cookie = { cookie: visitor.cookie };
    const post = async (headers: Record<string, string>): Promise<number> =>
      (
        await fetch(`${chat.url}/api/chat/events`, {
          method: 'POST',
          headers: { ...cookie, ...headers },
          body,
        })
      ).status;
    assert.equal(await post({ 'content-type': 'text/plain' }), 415);
    assert.equal(
      await post({ 'content-type': 'application/json', origin: 'https://elsewhere.example' }),
      403,
    );
    assert.equal(await post({ 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' }), 403);
    assert.equal(chat.events.length, count);
  });

  test('a message that is sent again under its key is stored once', async () => {
    const { visitor, to } = await visit();
    const first = await chat.adapter.send(to, reply('hello'), 'key-1');
    assert.equal(await chat.adapter.send(to, reply('hello'), 'key-1'), first);
    const ids = await Promise.all([1, 2, 3, 4].map(async () => chat.adapter.send(to, reply('x'), 'key-2')));
    assert.equal(new Set(ids).size, 1);
    assert.equal((await visitor.history()).entries.length, 2);
  });

  test('messages sent at the same time get a number each, and a stream misses none', async () => {
    const { visitor, to } = await visit();
    const reading = visitor.read(10);
    const texts = Array.from({ length: 10 }, (_, index) => `message ${index}`);
    await Promise.all(texts.map(async (text) => chat.adapter.send(to, reply(text), text)));
    const lines = await reading;
    const numbers = lines.map((line) => line.number);
    assert.deepEqual(
      numbers,
      numbers.toSorted((one, other) => one - other),
    );
    assert.deepEqual(
      lines.map((line) => (line.kind === 'message' ? line.reply.text : '')).toSorted(),
      texts.toSorted(),
    );
  });

  test('a stream goes on after the last line that was seen', async () => {
    const { visitor, to } = await visit();
    await chat.adapter.send(to, reply('one'), '1');
    await chat.adapter.send(to, reply('two'), '2');
    const [first] = await visitor.read(2);
    const resumed = await visitor.read(1, { 'last-event-id': String(first?.number) });
    assert.equal(resumed[0]?.kind === 'message' && resumed[0].reply.text, 'two');
    const { last } = await visitor.history();
    const reading = visitor.read(1, {}, last);
    await chat.adapter.send(to, reply('three'), '3');
    const [line] = await reading;
    assert.equal(line?.kind === 'message' && line.reply.text, 'three');
  });

  test('a quiet stream gives signs of life, by which its page sees that it still stands', async (t) => {
    const { visitor } = await visit();
    const streams = new ChatStreams(recordLog().log);
    t.mock.timers.enable({ apis: ['setTimeout'] });
    let read = '';
    streams.open(sessionOf(visitor.token), 0)?.on('data', (chunk) => (read += String(chunk)));
    while (!read.includes('event: alive\n')) {
      t.mock.timers.tick(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    streams.close();
  });

  test('a message of another process arrives at an open stream', async () => {
    const other = await openWebChat();
    const { visitor, to } = await visit();
    const reading = visitor.read(1);
    await other.adapter.send(to, reply('from elsewhere'), 'elsewhere');
    const [line] = await reading;
    assert.equal(line?.kind === 'message' && line.reply.text, 'from elsewhere');
    await other.close();
  });

  test('one’s own messages, answers and changes are there after a reload, notices are not', async () => {
    const { visitor, to } = await visit();
    await visitor.say('Where is Balat?');
    await visitor.post({ id: randomUUID(), kind: 'location', lat: 41.0291, lon: 28.9489 });
    const message = await chat.adapter.send(to, reply('Here.'), 'answer');
    await chat.adapter.edit?.(to, message, reply('There.'));
    await chat.adapter.notice?.(to, 'press-1', 'Thank you!');
    await chat.adapter.notice?.(to, 'press-1', 'Thank you!');
    const { entries, last } = await visitor.history();
    assert.deepEqual(
      entries.map((entry) => entry.kind),
      ['own', 'own', 'message', 'edit'],
    );
    assert.equal(entries[0]?.kind === 'own' && entries[0].text, 'Where is Balat?');
    assert.ok(!JSON.stringify(entries).includes('41.0291'), 'a location is not kept to be shown');
    assert.equal((await visitor.read(5)).at(-1)?.kind, 'notice');
    assert.ok(last > (entries.at(-1)?.number ?? Infinity));
  });

  test('nothing that was said can be read in the store, nor who said it', async () => {
    const { visitor, to } = await visit();
    await visitor.say('a-secret-question');
    await chat.adapter.send(to, reply('a-secret-answer'), 'secret');
    const rows = await ChatMessage.find().lean();
    const stored = JSON.stringify(rows) + rows.map((row) => Buffer.from(row.sealed.buffer).toString()).join();
    assert.ok(rows.length >= 2);
    for (const secret of ['a-secret', visitor.token]) assert.ok(!stored.includes(secret), secret);
  });

  test('lines expire a day after they were written', async () => {
    const indexes = await mongoose.connection.collection('chat_messages').indexes();
    const expiring = indexes.find((index) => index['expireAfterSeconds'] !== undefined);
    assert.deepEqual([expiring?.['key'], expiring?.['expireAfterSeconds']], [{ at: 1 }, 86_400]);
  });

  test('counting goes on above lines that expired', async () => {
    const { visitor, to } = await visit();
    const old = Number(await chat.adapter.send(to, reply('old'), 'old'));
    const yesterday = old - 1_000_000;
    await ChatMessage.updateOne({ number: old, key: 'send:old' }, { $set: { number: yesterday } });
    await visitor.read(1, {}, yesterday - 1);
    await ChatMessage.deleteOne({ number: yesterday });
    const reading = visitor.read(1, {}, yesterday);
    await chat.adapter.send(to, reply('new'), 'new');
    const [line] = await reading;
    assert.ok(line && line.number > yesterday);
  });

  test('a flood from one session is slowed down with 429 and when to go on', async () => {
    const flooded = await openWebChat();
    const visitor = new ChatVisitor(flooded.url);
    await visitor.history();
    const press = { id: randomUUID(), kind: 'press' as const, action: 'up:1', message: '1' };
    let refused: Response | undefined;
    let taken = 0;
    for (; taken < 200 && !refused; taken += 1) {
      const response = await visitor.post(press);
      if (response.status === 429) refused = response;
      else await response.arrayBuffer();
    }
    assert.equal(taken, 151, 'what a person does in five minutes is no flood');
    assert.ok(Number(refused?.headers.get('retry-after')) > 0);
    const bystander = new ChatVisitor(flooded.url);
    assert.equal((await bystander.say('still heard')).status, 202);
    await flooded.close();
  });

  test('behind a proxy, what an address sends is counted for that address alone', async () => {
    const proxied = await openWebChat({ publicUrl: 'https://guide.example.org' });
    const press = { id: randomUUID(), kind: 'press' as const, action: 'up:1', message: '1' };
    // Without a cookie, so that the address stands for the session too
    const post = async (address: string): Promise<number> =>
      (await new ChatVisitor(proxied.url).post(press, { 'x-forwarded-for': address })).status;
    const statuses = [];
    for (let count = 0; count < 151; count += 1) statuses.push(await post('198.51.100.7'));
    assert.equal(statuses.filter((status) => status === 202).length, 150);
    assert.equal(statuses.at(-1), 429);
    assert.equal(await post('203.0.113.9'), 202);
    await proxied.close();
  });

  test('in frames of other sites the cookie is one for each of them, and other sites’ posts stay refused', async () => {
    const framed = await openWebChat({
      publicUrl: 'https://guide.example.org',
      embedOrigins: ['https://hotel.example.org'],
    });
    const visitor = new ChatVisitor(framed.url);
    const response = await fetch(`${framed.url}/api/chat/history`);
    const [cookie = ''] = response.headers.getSetCookie();
    for (const part of [/HttpOnly/, /Secure/, /SameSite=None/, /Partitioned/]) assert.match(cookie, part);
    const post = { id: randomUUID(), kind: 'text' as const, text: 'from the frame' };
    assert.equal((await visitor.post(post, { origin: 'https://hotel.example.org' })).status, 403);
    assert.equal((await visitor.post(post, { origin: 'https://guide.example.org' })).status, 202);
    await framed.close();
  });

  test('too many streams of one session, and a place in the log that is none, are refused by name', async () => {
    const { visitor } = await visit();
    const stop = new AbortController();
    const open = async (): Promise<Response> =>
      fetch(`${chat.url}/api/chat/stream`, { headers: { cookie: visitor.cookie }, signal: stop.signal });
    const streams = await Promise.all(Array.from({ length: 13 }, open));
    assert.equal(streams.filter((stream) => stream.status === 200).length, 12);
    assert.equal(streams.filter((stream) => stream.status === 429).length, 1);
    stop.abort();
    const nonsense = await fetch(`${chat.url}/api/chat/stream?after=-1`);
    assert.equal(nonsense.status, 400);
  });

  test('stopping ends open streams, and closing does not wait for them', async () => {
    const ending = await openWebChat();
    const response = await fetch(`${ending.url}/api/chat/stream`);
    const reading = response.text();
    await ending.adapter.stop();
    await reading;
    assert.equal((await fetch(`${ending.url}/api/chat/stream`)).status, 503);
    await ending.close();
  });

  test('a store that is out of reach is told as unavailable, without the text', async () => {
    const { to } = await visit();
    const { uri } = store;
    await mongoose.disconnect();
    const options = { bufferCommands: false };
    mongoose.set(options);
    try {
      await assert.rejects(chat.adapter.send(to, reply('lost-words'), 'lost'), (error) => {
        assert.ok(error instanceof DeliveryError);
        assert.equal(error.problem, 'unavailable');
        assert.ok(!`${error.message}${String(error.cause)}`.includes('lost-words'));
        return true;
      });
    } finally {
      mongoose.set({ bufferCommands: true });
      await mongoose.connect(uri);
    }
  });
});

function reply(text: string): Reply {
  return { text, language: 'en', buttons: [] };
}
