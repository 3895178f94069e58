import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { BrowserContextOptions, Frame, Page } from 'playwright-core';
import { closeBrowser, inspect, openBrowser } from '../support/browser.ts';
import { HostPage } from '../support/host-page.ts';
import { eventually, openTestStore } from '../support/store.ts';
import { openWebChat, type WebChat } from '../support/web-chat.ts';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 800 };
const OPEN = 'Ask the Istanbul guide';
const LONG = 'Galata Kulesi, Beyoğlu: 08:30–23:00. '.repeat(25).trim();

describe('the chat on a page of another site', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  let host: HostPage;
  let chat: WebChat;
  before(async () => {
    store = await openTestStore();
    host = await HostPage.start();
    chat = await openWebChat({
      publicUrl: 'https://guide.example.org',
      embedOrigins: [host.origin],
      async answer(event, adapter) {
        const to = { conversation: event.conversation, user: event.user.id };
        const asked = event.kind === 'text' ? event.text : event.kind;
        const text = asked === 'long' ? LONG : `You asked: ${asked}`;
        const buttons = [
          [
            { label: '👍', action: 'up:1' },
            { label: '👎', action: 'down:1' },
          ],
        ];
        await adapter.send(to, { text, language: 'en', buttons }, event.id);
      },
    });
  });
  after(async () => {
    await closeBrowser();
    await chat.close();
    await host.close();
    await store.close();
  });

  async function visit(options: BrowserContextOptions = {}, { attributes = '', guide = chat.url } = {}) {
    Object.assign(host, { attributes, guide });
    const browser = await openBrowser();
    const context = await browser.newContext({ locale: 'en-GB', viewport: DESK, ...options });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text());
    });
    await page.goto(host.origin);
    return { context, page, problems };
  }

  /** The chat's frame, once it shows its first page. */
  async function chatFrame(page: Page): Promise<Frame> {
    const handle = await page.locator('rehber-guide iframe').elementHandle();
    const frame = await handle?.contentFrame();
    assert.ok(frame);
    await frame.locator('.message, .welcome').first().waitFor();
    return frame;
  }

  async function ask(frame: Frame, text: string): Promise<void> {
    const input = frame.getByRole('textbox');
    await input.fill(text);
    await input.press('Enter');
  }

  for (const [name, viewport] of Object.entries({ phone: PHONE, desk: DESK })) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`on a ${name} in ${colorScheme} one script tag shows it, finished, under a strict policy`, async () => {
        const { context, page, problems } = await visit({ viewport, colorScheme });
        const opener = page.getByRole('button', { name: OPEN });
        await opener.waitFor();
        await opener.click();
        const frame = await chatFrame(page);
        if (colorScheme === 'light') await inspect(page, `embed-open-${name}`);
        await ask(frame, 'long');
        await frame.getByText('Galata Kulesi').waitFor();
        await inspect(page, `embed-long-${name}-${colorScheme}`, frame);
        await page.getByRole('button', { name: 'Close the guide' }).click();
        await opener.waitFor();
        if (colorScheme === 'light') await inspect(page, `embed-closed-${name}`);
        assert.deepEqual(problems, []);
        await context.close();
      });
    }
  }

  test('with the keyboard alone it opens, is asked, closes with Escape, and opens again where it was', async () => {
    const { context, page } = await visit();
    const opener = page.getByRole('button', { name: OPEN });
    await opener.waitFor();
    await page.getByLabel('Guests').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const frame = await chatFrame(page);
    await frame.locator('textarea:focus').waitFor();
    await page.keyboard.type('by keyboard');
    await page.keyboard.press('Enter');
    await frame.getByText('You asked: by keyboard').waitFor();
    await page.keyboard.press('Escape');
    await opener.waitFor();
    assert.equal(await focusedIn(page), 'opener');
    await page.keyboard.press('Enter');
    await frame.getByText('You asked: by keyboard').waitFor();
    await page.keyboard.press('Shift+Tab');
    await page.getByLabel('Guests').focus();
    await page.keyboard.press('Escape');
    await opener.waitFor();
    assert.equal(await page.evaluate('document.activeElement.name'), 'guests', 'focus is not taken away');
    await context.close();
  });

  test('the conversation is there again after the page around it was loaded anew', async () => {
    const { context, page } = await visit();
    await page.getByRole('button', { name: OPEN }).click();
    await ask(await chatFrame(page), 'once');
    await (await chatFrame(page)).getByText('You asked: once').waitFor();
    const cookies = await context.cookies(chat.url);
    assert.deepEqual(
      cookies.map(({ httpOnly, sameSite, secure }) => ({ httpOnly, sameSite, secure })),
      [{ httpOnly: true, sameSite: 'None', secure: true }],
    );
    await page.reload();
    await page.getByRole('button', { name: OPEN }).click();
    const frame = await chatFrame(page);
    await frame.getByText('You asked: once').waitFor();
    assert.equal(await frame.locator('.message').count(), 2);
    await context.close();
  });

  test('data-language sets the language, and a Persian guide stands and runs from right to left', async () => {
    for (const [name, viewport] of Object.entries({ phone: PHONE, desk: DESK })) {
      const { context, page, problems } = await visit({ viewport }, { attributes: 'data-language="fa"' });
      const opener = page.locator('rehber-guide .opener');
      await opener.waitFor();
      assert.ok(
        ((await opener.boundingBox())?.x ?? 999) < 100,
        'the button stands at the end of the line: left',
      );
      await opener.click();
      const frame = await chatFrame(page);
      assert.equal(await frame.locator('html').getAttribute('dir'), 'rtl');
      await ask(frame, 'برج گالاتا کجاست');
      await frame.locator('.message.guide').waitFor();
      assert.equal(chat.events.at(-1)?.user.languageTag, 'fa');
      if (viewport === PHONE) await inspect(page, `embed-fa-${name}`);
      assert.deepEqual(problems, []);
      await context.close();
    }
  });

  test('a site that is not listed gets no button and is told the remedy, and cannot frame the chat itself', async () => {
    const stranger = await openWebChat({ embedOrigins: ['https://elsewhere.example'] });
    const { context, page, problems } = await visit({}, { guide: stranger.url });
    await eventually('the remedy is told', () =>
      problems.some((problem) => problem.includes('EMBED_ORIGINS')),
    );
    assert.equal(await page.locator('rehber-guide').count(), 0);
    const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('iframe'), { src: '${stranger.url}' }))`,
    );
    await refused;
    await context.close();
    await stranger.close();
  });

  test('where the browser keeps no cookie, the person is told, and led to a tab of its own', async () => {
    // Without https the cookie is none for frames of other sites
    const plain = await openWebChat({ embedOrigins: ['*'] });
    assert.match(plain.log(), /PUBLIC_URL is no https address/);
    const { context, page } = await visit({ viewport: PHONE }, { guide: plain.url });
    await page.getByRole('button', { name: OPEN }).click();
    const frame = await chatFrame(page);
    const link = frame.getByRole('link', { name: 'Open the chat in a tab of its own' });
    await link.waitFor();
    await inspect(page, 'embed-cookieless-phone', frame);
    const [tab] = await Promise.all([context.waitForEvent('page'), link.click()]);
    await tab.locator('.welcome').waitFor();
    await tab.getByRole('textbox').fill('in a tab');
    await tab.getByRole('textbox').press('Enter');
    await tab.locator('.message.me time').waitFor();
    assert.equal(plain.events.length, 1);
    await context.close();
    await plain.close();
  });
});

/** Class of the element that has the focus in the guide's shadow root. */
async function focusedIn(page: Page): Promise<string | undefined> {
  return page.evaluate("document.querySelector('rehber-guide').shadowRoot.activeElement?.className");
}
