import assert from 'node:assert/strict';
import { PassThrough, Writable } from 'node:stream';
import { test } from 'node:test';
import { createTerminalAdapter, type TerminalAdapter } from '../../adapters/terminal.ts';
import type { Accept } from '../../adapters/adapter.ts';
import type { InboundEvent, Reply } from '../../src/messages.ts';
import { recordLog } from '../support/log.ts';

const TO = { conversation: 'me', user: 'me' };
const VOTES = [
  [
    { label: '👍', action: 'up:1' },
    { label: '👎', action: 'down:1' },
  ],
  [{ label: 'More', url: 'https://example.org/' }],
];

function reply(text: string, more: Partial<Reply> = {}): Reply {
  return { text, language: 'en', buttons: [], ...more };
}

interface Chat {
  adapter: TerminalAdapter;
  input: PassThrough;
  events: InboundEvent[];
  output: () => string;
}

/** A terminal whose lines are answered by `answer`. */
async function openChat(
  answer: (event: InboundEvent, adapter: TerminalAdapter) => Promise<unknown>,
  isTTY = false,
): Promise<Chat> {
  const input = new PassThrough();
  let written = '';
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      done();
    },
  });
  const output = Object.assign(sink, { isTTY, columns: 80 });
  const adapter = createTerminalAdapter({ input, output, log: recordLog().log, user: 'me' });
  const events: InboundEvent[] = [];
  const accept: Accept = async (accepted) => {
    events.push(...accepted);
    for (const event of accepted) setImmediate(() => void answer(event, adapter));
  };
  await adapter.start(accept);
  return { adapter, input, events, output: () => written };
}

test('piped lines are answered in their order, and the chat ends when the last answer is out', async () => {
  const chat = await openChat(async (event, adapter) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (event.kind !== 'text') return;
    await adapter.send(TO, reply(`Answer to ${event.text}`), 'k');
    await new Promise((resolve) => setTimeout(resolve, 20));
    await adapter.send(TO, reply('May we learn from this?'), 'k2');
  });
  chat.input.end('one\n\n  \ntwo');
  await chat.adapter.ended;
  const lines = chat.output().split('\n');
  assert.ok(lines.indexOf('Answer to one') < lines.indexOf('Answer to two'));
  assert.equal(lines.at(-2), 'May we learn from this?');
  assert.equal(lines.filter((line) => line === 'May we learn from this?').length, 2);
});

test('a number presses a button of the answer, counted through its messages, and is a text where there is none', async () => {
  const chat = await openChat(async (event, adapter) => {
    if (event.kind === 'press') return adapter.notice?.(TO, event.pressId ?? '', 'Thank you!');
    await adapter.send(TO, reply('Pick', { buttons: VOTES }), 'k');
    return adapter.send(TO, reply('May we?', { buttons: [[{ label: 'Yes', action: 'consent:yes' }]] }), 'k2');
  });
  chat.input.end('1453\nkebab\n2\n3\n1\n4\n');
  await chat.adapter.ended;
  assert.deepEqual(
    chat.events.map((event) => (event.kind === 'press' ? event.action : event.kind)),
    ['text', 'text', 'down:1', 'consent:yes', 'up:1', 'text'],
  );
  assert.match(chat.output(), /^Pick\n {2}\[1\] 👍 {3}\[2\] 👎\n {2}More: https:\/\/example\.org\/\n/m);
  assert.match(chat.output(), /^ {2}Thank you!$/m);
});

test('a location is written as /at, and a wrong one is explained', async () => {
  const chat = await openChat(async (_event, adapter) => adapter.send(TO, reply('Noted'), 'k'));
  chat.input.end(
    '/at 41.0082,28.9784\n/at 41.0 29\n/at here\n/at 41\n/at 1,2,3\n/at ,\n/at\n/help me\n/dev/null\n',
  );
  await chat.adapter.ended;
  assert.deepEqual(
    chat.events.map((event) =>
      event.kind === 'location'
        ? event.point
        : event.kind === 'command'
          ? [event.name, event.args]
          : event.kind,
    ),
    [{ lat: 41.0082, lon: 28.9784 }, { lat: 41, lon: 29 }, ['help', 'me'], 'text'],
  );
  assert.equal(chat.output().match(/A location is written as/g)?.length, 5);
});

test('a place is shown with its map, and a wish for the location with how to give it', async () => {
  const chat = await openChat(async () => {});
  const place = { lat: 41.0256, lon: 28.9744, name: 'Galata Kulesi' };
  await chat.adapter.send(TO, reply('Galata Kulesi', { place, locationRequest: 'Share my location' }), 'k');
  assert.match(chat.output(), /openstreetmap\.org\/\?mlat=41\.0256&mlon=28\.9744/);
  assert.match(chat.output(), /Share my location: \/at LAT,LON/);
  chat.input.end();
  await chat.adapter.ended;
});

test('on a terminal no text can move the cursor or change colours; in a pipe it stays as it is', async () => {
  const text = 'red \u001B[31malert\u001B[0m\u0007 \u009B2J فارسی 🙂';
  for (const isTTY of [true, false]) {
    const chat = await openChat(async () => {}, isTTY);
    await chat.adapter.send(TO, reply(text), 'k');
    assert.equal(chat.output().includes(text), !isTTY);
    assert.equal(chat.output().includes('red [31malert[0m 2J فارسی 🙂'), isTTY);
    chat.input.end();
    await chat.adapter.ended;
  }
});

test('the chat ends where nobody reads what it prints', async () => {
  const input = new PassThrough();
  const output = new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error('broken pipe'), { code: 'EPIPE' }));
    },
  });
  const adapter = createTerminalAdapter({ input, output, log: recordLog().log, user: 'me' });
  await adapter.start(async () => {
    await adapter.send(TO, reply('to nobody'), 'k');
  });
  input.write('hello\n');
  await adapter.ended;
});
