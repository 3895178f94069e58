import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { closeBrowser, inspect, openBrowser } from '../support/browser.ts';
import { dataFolder, rehberJson, removeFolder, Serving } from '../support/rehber.ts';

const PHONE = { width: 390, height: 844 };
const SULTANAHMET = { latitude: 41.0059, longitude: 28.9769 };

describe('a tourist with the guide itself in a browser', () => {
  let dir: string;
  let serving: Serving;
  before(async () => {
    dir = await dataFolder();
    serving = await Serving.start({ DATA_DIR: dir, EMBED_ORIGINS: 'https://hotel.example.org' });
  });
  after(async () => {
    await closeBrowser();
    await serving.end();
    await removeFolder(dir);
  });

  test('asks, shares a location, consents, votes, gives a reason, and is counted', async () => {
    const browser = await openBrowser();
    const context = await browser.newContext({
      viewport: PHONE,
      locale: 'en-GB',
      permissions: ['geolocation'],
      geolocation: SULTANAHMET,
    });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.goto(serving.url);
    await page.getByRole('button', { name: 'Kebab near me' }).click();
    const consent = page.locator('.message.guide').last();
    await consent.getByRole('button', { name: 'Yes, you may' }).waitFor();
    assert.equal(
      await page.locator('.message.guide').count(),
      2,
      'the answer, then the question for consent',
    );
    await inspect(page, 'guide-first-answer');

    await page.locator('.message.guide').first().getByRole('button', { name: 'Share location' }).click();
    const nearby = page.locator('.message.guide').nth(2);
    await nearby.locator('.text', { hasText: /\d+ ?k?m/ }).waitFor();
    await inspect(page, 'guide-nearby');

    await page.getByRole('button', { name: 'Yes, you may' }).click();
    await page.getByText('Your conversations may help to improve the guide').last().waitFor();
    await nearby.getByRole('button', { name: 'Bad answer' }).click();
    await nearby.locator('[aria-pressed=true]').waitFor();
    await page.getByRole('button', { name: 'Out of date' }).click();
    await page.getByText('Thank you, that helps.').last().waitFor();
    await inspect(page, 'guide-voted');

    await nearby.getByRole('button', { name: 'Map' }).click();
    await page.locator('a.place').waitFor();
    await page.getByRole('button', { name: 'Privacy' }).click();
    await page.getByText('Your questions and my answers are kept encrypted').waitFor();
    await inspect(page, 'guide-privacy');

    const shown = await page.locator('.message').allInnerTexts();
    await page.reload();
    await page.getByText('Your questions and my answers are kept encrypted').waitFor();
    assert.deepEqual(await page.locator('.message').allInnerTexts(), shown);

    const stats = await rehberJson<{ turns: number; feedback: { down: number } }>(['stats'], {
      DATA_DIR: dir,
    });
    assert.equal(stats.feedback.down, 1);
    assert.ok(stats.turns >= 2);
    assert.deepEqual(problems, []);
    await context.close();
  });

  test('may find the guide on the sites that the operator listed', async () => {
    const page = await fetch(serving.url);
    assert.match(
      page.headers.get('content-security-policy') ?? '',
      /frame-ancestors 'self' https:\/\/hotel\.example\.org/,
    );
    const script = await (await fetch(`${serving.url}/embed.js`)).text();
    assert.ok(script.includes('https://hotel.example.org'));
    assert.ok(serving.lines.some(({ msg }) => String(msg).includes('PUBLIC_URL is no https address')));
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`reads where the facts come from, in ${colorScheme}`, async () => {
      const browser = await openBrowser();
      const context = await browser.newContext({ viewport: PHONE, locale: 'en-GB', colorScheme });
      const page = await context.newPage();
      await page.goto(serving.url);
      await page.getByRole('link', { name: 'Data sources' }).click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      await inspect(page, `sources-${colorScheme}`);
      await page.getByRole('link', { name: 'Back to the chat' }).click();
      await page.locator('.welcome').waitFor();
      await page.goto(`${serving.url}/nowhere`);
      await page.getByText('There is no page at this address').waitFor();
      await inspect(page, `not-found-${colorScheme}`);
      await context.close();
    });
  }
});
