import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import type { Adapter } from '../../adapters/adapter.ts';
import type { InboundEvent, Reply } from '../../src/messages.ts';
import { closeBrowser, inspect, openBrowser } from '../support/browser.ts';
import { eventually, openTestStore } from '../support/store.ts';
import { openWebChat, type WebChat } from '../support/web-chat.ts';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 800 };
const GALATA = { latitude: 41.0256, longitude: 28.9741 };

/** Stands in the guide's place, so that the page is tested on its own: says fixed things to what it is sent. */
async function answer(event: InboundEvent, adapter: Adapter): Promise<void> {
  const to = { conversation: event.conversation, user: event.user.id };
  switch (event.kind) {
    case 'location':
      await adapter.send(to, placeReply(event.point.lat.toFixed(4)), event.id);
      return;
    case 'press': {
      const message = event.messageId ?? '';
      const buttons = answerReply('').buttons.map((row) =>
        row.map((each) =>
          'action' in each && each.action === event.action ? { ...each, chosen: true } : each,
        ),
      );
      await adapter.editButtons?.(to, message, buttons, 'en');
      await adapter.notice?.(to, event.pressId ?? '', 'Thank you! Good to know.');
      return;
    }
    case 'text':
      await adapter.typing?.(to);
      await adapter.send(to, event.text.includes('؟') ? arabicReply() : answerReply(event.text), event.id);
      return;
    default:
      await adapter.send(to, answerReply(`a ${event.kind}`), event.id);
  }
}

function answerReply(asked: string): Reply {
  return {
    text: `You asked: ${asked}\nHere is a line about it.`,
    language: 'en',
    buttons: [
      [
        { label: '👍', action: 'up:0123456789abcdef01234567' },
        { label: '👎', action: 'down:0123456789abcdef01234567' },
      ],
      [
        { label: '📍 Map', action: 'map:0123456789abcdef01234567' },
        { label: '➕ More', action: 'more:0123456789abcdef01234567' },
      ],
    ],
    locationRequest: '📍 Share location',
  };
}

function arabicReply(): Reply {
  return { text: 'متحف آيا صوفيا، السلطان أحمد: 09:00–19:00.', language: 'ar', buttons: [] };
}

function placeReply(address: string): Reply {
  const place = { lat: 41.0256, lon: 28.9741, name: 'Galata Kulesi / Galata Tower', address };
  return { text: place.name, language: 'en', buttons: [], place };
}

describe('the chat page in a browser', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  let chat: WebChat;
  before(async () => {
    store = await openTestStore();
    chat = await openWebChat({ answer });
  });
  after(async () => {
    await closeBrowser();
    await chat.close();
    await store.close();
  });

  async function visit(options: Parameters<Awaited<ReturnType<typeof openBrowser>>['newContext']>[0] = {}) {
    const browser = await openBrowser();
    const context = await browser.newContext({ locale: 'en-GB', viewport: PHONE, ...options });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text());
    });
    const foreign: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(chat.url)) foreign.push(request.url());
    });
    await page.goto(chat.url);
    await page.locator('.welcome').waitFor();
    return { context, page, problems, foreign };
  }

  for (const [name, viewport] of Object.entries({ phone: PHONE, desk: DESK })) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`on a ${name} in ${colorScheme} it looks finished and axe finds nothing`, async () => {
        const { context, page, problems, foreign } = await visit({ viewport, colorScheme });
        await inspect(page, `first-${name}-${colorScheme}`);
        await ask(page, 'kebab near me');
        await page.locator('.message.guide').waitFor();
        await page.getByRole('button', { name: 'Good answer' }).click();
        await page.locator('[aria-pressed=true]').waitFor();
        await inspect(page, `talk-${name}-${colorScheme}`);
        assert.deepEqual(problems, []);
        assert.deepEqual(foreign, []);
        await context.close();
      });
    }
  }

  test('a tourist asks with Enter, reads the answer, votes, and finds it all again after a reload', async () => {
    const { context, page } = await visit();
    await ask(page, 'When does Hagia Sophia open?');
    await page.getByText('You asked: When does Hagia Sophia open?').waitFor();
    assert.equal(await page.getByRole('textbox').inputValue(), '');
    const good = page.getByRole('button', { name: 'Good answer' });
    assert.equal(await good.getAttribute('aria-pressed'), 'false');
    await good.click();
    await page.getByText('Thank you! Good to know.').waitFor();
    await page.locator('.chip.thumb[aria-pressed=true]').waitFor();
    await page.reload();
    await page.getByText('You asked: When does Hagia Sophia open?').waitFor();
    assert.equal(await page.locator('.message').count(), 2);
    assert.equal(await good.getAttribute('aria-pressed'), 'true');
    assert.equal(await page.getByText('Thank you! Good to know.').count(), 0);
    await context.close();
  });

  test('Shift+Enter begins a line, and the input grows with it', async () => {
    const { context, page } = await visit();
    const input = page.getByRole('textbox');
    const height = async (): Promise<number> => (await input.boundingBox())?.height ?? 0;
    const oneLine = await height();
    await input.fill('one');
    await input.press('Shift+Enter');
    await input.pressSequentially('two');
    assert.equal(await input.inputValue(), 'one\ntwo');
    assert.ok((await height()) > oneLine);
    await input.press('Enter');
    await page.locator('.message.me').waitFor();
    assert.equal(await page.locator('.message.me .text').textContent(), 'one\ntwo');
    await context.close();
  });

  test('a suggestion asks its question', async () => {
    const { context, page } = await visit({ locale: 'tr-TR' });
    await page.getByRole('button', { name: 'Ayasofya ne zaman açılıyor?' }).click();
    await page.getByText('You asked: Ayasofya ne zaman açılıyor?').waitFor();
    assert.equal(await page.evaluate('document.activeElement.tagName'), 'TEXTAREA', 'the focus is not lost');
    await context.close();
  });

  test('a shared location goes out once, shows no coordinates, and is answered with a map link', async () => {
    const { context, page } = await visit({ permissions: ['geolocation'], geolocation: GALATA });
    await page.locator('.composer').getByRole('button', { name: 'Share my location' }).click();
    const place = page.locator('a.place');
    await place.waitFor();
    assert.match(
      (await place.getAttribute('href')) ?? '',
      /^https:\/\/www\.openstreetmap\.org\/\?mlat=41\.0256/,
    );
    assert.equal(await place.getAttribute('target'), '_blank');
    assert.match((await place.getAttribute('rel')) ?? '', /noopener/);
    assert.match((await page.locator('.message.me').textContent()) ?? '', /Location shared/);
    const point = chat.events.findLast((event) => event.kind === 'location');
    assert.deepEqual(point?.kind === 'location' && point.point, { lat: 41.0256, lon: 28.9741 });
    await inspect(page, 'place-phone');
    await context.close();
  });

  test('a refused location is taken kindly', async () => {
    const { context, page } = await visit();
    await page.locator('.composer').getByRole('button', { name: 'Share my location' }).click();
    await page.getByText('name a district or a sight instead').waitFor();
    await inspect(page, 'refused-phone');
    await context.close();
  });

  test('an Arabic answer runs from right to left on an English page', async () => {
    const { context, page } = await visit();
    await ask(page, 'متى تفتح آيا صوفيا؟');
    const text = page.locator('.message.guide .text');
    await text.waitFor();
    assert.equal(await text.getAttribute('lang'), 'ar');
    assert.equal(await directionOf(text), 'rtl');
    assert.equal(await page.locator('html').getAttribute('dir'), 'ltr');
    await context.close();
  });

  test('on a Persian page everything runs from right to left', async () => {
    const { context, page, problems } = await visit({ locale: 'fa-IR' });
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
    await ask(page, 'موزه‌های بی‌اوغلو کجاست؟');
    await page.locator('.message.guide').waitFor();
    const mine = await page.locator('.bubble.me').boundingBox();
    const theirs = await page.locator('.bubble.guide').boundingBox();
    assert.ok(mine && theirs && mine.x < theirs.x + theirs.width);
    assert.ok((mine?.x ?? 999) < 100, 'one’s own messages stand at the end of the line: left');
    await inspect(page, 'talk-fa');
    assert.deepEqual(problems, []);
    await context.close();
  });

  test('what is written without a connection is kept through a reload and sent once', async () => {
    const { context, page } = await visit();
    await ask(page, 'first');
    await page.getByText('You asked: first').waitFor();
    await context.setOffline(true);
    await page.getByText('No connection').waitFor();
    await ask(page, 'second');
    await page.getByText('Waiting to be sent').waitFor();
    await inspect(page, 'offline-phone');
    await context.setOffline(false);
    await page.getByText('You asked: second').waitFor();
    assert.equal(await page.getByText('Waiting to be sent').count(), 0);
    await page.reload();
    await page.getByText('You asked: second').waitFor();
    const seconds = chat.events.filter((event) => event.kind === 'text' && event.text === 'second');
    assert.equal(new Set(seconds.map((event) => event.id)).size, 1);
    assert.equal(await page.locator('.message').count(), 4);
    await context.close();
  });

  test('what two tabs wrote without a connection is sent once each, though both were closed', async () => {
    const { context, page } = await visit();
    const other = await context.newPage();
    await other.goto(chat.url);
    await other.locator('.welcome').waitFor();
    await context.setOffline(true);
    await ask(page, 'from the first tab');
    await ask(other, 'from the second tab');
    await Promise.all([page.close(), other.close()]);
    await context.setOffline(false);
    const third = await context.newPage();
    await third.goto(chat.url);
    await third.getByText('You asked: from the first tab').waitFor();
    await third.getByText('You asked: from the second tab').waitFor();
    assert.equal(await third.locator('.message').count(), 4);
    await context.close();
  });

  test('a message whose receipt was lost on the way is sent again, and answered once', async () => {
    const { context, page } = await visit();
    let posts = 0;
    await page.route('**/api/chat/events', async (route) => {
      posts += 1;
      if (posts > 1) return route.continue();
      await route.fetch();
      return route.abort('connectionreset');
    });
    await ask(page, 'twice sent');
    await page.getByText('You asked: twice sent').waitFor();
    await eventually('the message is sent again', () => posts > 1);
    await page.reload();
    await page.getByText('You asked: twice sent').waitFor();
    const ids = chat.events.flatMap((event) =>
      event.kind === 'text' && event.text === 'twice sent' ? [event.id] : [],
    );
    assert.equal(new Set(ids).size, 1);
    assert.equal(await page.locator('.message').count(), 2);
    await context.close();
  });

  test('a stream that falls silent is opened anew', async () => {
    const { context, page } = await visit();
    await page.clock.install();
    let silent = 0;
    await page.route('**/api/chat/stream*', async (route) => {
      silent += 1;
      // The first is never answered, as on a line that died without a word
      if (silent > 1) await route.continue();
    });
    await page.reload();
    await eventually('the stream is asked for', () => silent === 1);
    await page.clock.fastForward(41_000);
    await ask(page, 'are you there?');
    await page.getByText('You asked: are you there?').waitFor();
    assert.equal(silent, 2);
    await context.close();
  });

  test('over a slow network a question is answered once', async () => {
    const { context, page } = await visit();
    const network = await context.newCDPSession(page);
    await network.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 400,
      downloadThroughput: 4_000,
      uploadThroughput: 2_000,
    });
    await ask(page, 'slowly');
    await page.getByText('You asked: slowly').waitFor();
    assert.equal(await page.locator('.message').count(), 2);
    await context.close();
  });

  test('an answer longer than the screen is shown from its beginning', async () => {
    const { context, page } = await visit();
    await ask(page, 'first');
    await page.getByText('You asked: first').waitFor();
    await ask(page, `long ${'and longer '.repeat(120)}`);
    const newest = page.locator('.message.guide').nth(1);
    await newest.waitFor();
    const log = await page.getByRole('log').boundingBox();
    await eventually('its beginning is in sight', async () => {
      const box = await newest.boundingBox();
      return box !== null && log !== null && box.y >= log.y && box.y < log.y + 40;
    });
    await page.getByRole('button', { name: 'Newest message' }).waitFor();
    await inspect(page, 'long-phone');
    await context.close();
  });

  test('two tabs show the same conversation', async () => {
    const { context, page } = await visit();
    const other = await context.newPage();
    await other.goto(chat.url);
    await other.locator('.welcome').waitFor();
    await ask(page, 'seen in both');
    await other.getByText('You asked: seen in both').waitFor();
    assert.equal(await other.locator('.message').count(), 2);
    await context.close();
  });

  test('it can be used with the keyboard alone', async () => {
    const { context, page } = await visit({ viewport: DESK });
    const reached = new Set<string>();
    for (let step = 0; step < 16; step += 1) {
      await page.keyboard.press('Tab');
      reached.add(
        await page.evaluate<string>(
          "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent",
        ),
      );
    }
    for (const name of [
      'Conversation',
      'Kebab near me',
      'Share my location',
      'Your question',
      'Data sources',
    ]) {
      assert.ok(reached.has(name), `${name} cannot be reached with Tab: ${[...reached].join(' | ')}`);
    }
    await context.close();
  });

  test('a long conversation stays at its end, and reading further up is not disturbed', async () => {
    const { context, page } = await visit();
    for (let index = 1; index <= 8; index += 1) {
      await ask(page, `question ${index}`);
      await page.getByText(`You asked: question ${index}`).waitFor();
    }
    const log = page.getByRole('log');
    const fromEnd = async (): Promise<number> =>
      log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
    assert.ok((await fromEnd()) < 5);
    await log.evaluate((box) => box.scrollTo(0, 0));
    const toEnd = page.getByRole('button', { name: 'Newest message' });
    await toEnd.waitFor();
    const to = chat.events.at(-1);
    assert.ok(to);
    await chat.adapter.send(
      { conversation: to.conversation, user: to.user.id },
      answerReply('nothing: it came by itself'),
      'unasked',
    );
    await page.getByText('nothing: it came by itself').waitFor({ state: 'attached' });
    assert.equal(await log.evaluate((box) => box.scrollTop), 0);
    await inspect(page, 'scrolled-phone');
    await toEnd.click();
    await toEnd.waitFor({ state: 'detached' });
    assert.ok((await fromEnd()) < 5);
    await context.close();
  });
});

async function ask(page: Page, text: string): Promise<void> {
  const input = page.getByRole('textbox');
  await input.fill(text);
  await input.press('Enter');
}

async function directionOf(locator: Locator): Promise<string | undefined> {
  return locator.evaluate(
    (element) => element.ownerDocument.defaultView?.getComputedStyle(element).direction,
  );
}
