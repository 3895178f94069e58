import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { openTestStore } from '../support/store.ts';
import { ChatVisitor, openWebChat, type WebChat } from '../support/web-chat.ts';

describe('what other sites and broken clients post to the web chat', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  let chat: WebChat;
  before(async () => {
    store = await openTestStore();
    chat = await openWebChat({ publicUrl: 'https://guide.example.org', embedOrigins: ['*'] });
  });
  after(async () => {
    await chat.close();
    await store.close();
  });

  test('of 500 posts in a person’s name from elsewhere none is taken, though any site may show the chat', async () => {
    const visitor = new ChatVisitor(chat.url);
    await visitor.history();
    const origin = fc.oneof(
      fc.webUrl().map((address) => new URL(address).origin),
      fc.constantFrom(
        'null',
        'https://guide.example.org.evil.example',
        'https://evil-guide.example.org',
        '*',
      ),
    );
    const site = fc.constantFrom('cross-site', 'same-site', 'other');
    const headers = fc.oneof(
      fc.record({ origin }),
      fc.record({ 'sec-fetch-site': site }),
      fc.record({ origin: fc.constant('https://guide.example.org'), 'sec-fetch-site': site }),
    );
    await fc.assert(
      fc.asyncProperty(headers, async (forged) => {
        const response = await visitor.post({ id: randomUUID(), kind: 'text', text: 'forged' }, forged);
        assert.equal(response.status, 403);
        await response.arrayBuffer();
      }),
      { numRuns: 500 },
    );
    assert.deepEqual(chat.events, []);
  });

  test('of 500 posts that are cut short none is taken, and the next whole one is', async () => {
    const whole = JSON.stringify({ id: randomUUID(), kind: 'text', text: 'cut short' });
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length - 1 }), async (length) => {
        sent += 1;
        const response = await fetch(`${chat.url}/api/chat/events`, {
          method: 'POST',
          // A hundred addresses, as no single one may post as much
          headers: { 'content-type': 'application/json', 'x-forwarded-for': `198.51.100.${sent % 100}` },
          body: whole.slice(0, length),
        });
        assert.equal(response.status, 400);
        await response.arrayBuffer();
      }),
      { numRuns: 500 },
    );
    assert.deepEqual(chat.events, []);
    assert.equal((await new ChatVisitor(chat.url).say('whole')).status, 202);
    assert.equal(chat.events.length, 1);
  });
});
