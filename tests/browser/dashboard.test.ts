import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { addPeople } from '../broadcast/people.ts';
import { closeBrowser, inspect, openBrowser } from '../support/browser.ts';
import { ADMIN_TOKEN, openDashboard, type DashboardBench } from '../support/dashboard.ts';
import { Turn } from '../../src/store/models/turn.ts';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 800 };
/** A picture of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('the dashboard in a browser', () => {
  let bench: DashboardBench;
  before(async () => {
    bench = await openDashboard({ OPERATOR_NAME: 'City of Istanbul' });
  });
  after(async () => {
    await closeBrowser();
    await bench.close();
  });

  async function visit(options: Parameters<Awaited<ReturnType<typeof openBrowser>>['newContext']>[0] = {}) {
    const browser = await openBrowser();
    const context = await browser.newContext({
      locale: 'en-GB',
      timezoneId: 'Europe/Istanbul',
      viewport: DESK,
      ...options,
    });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      const expected = message.text().startsWith('Failed to load resource');
      if (['error', 'warning'].includes(message.type()) && !expected) problems.push(message.text());
    });
    page.on('request', (request) => {
      const { protocol } = new URL(request.url());
      if (protocol !== 'data:' && !request.url().startsWith(bench.app.url)) problems.push(request.url());
    });
    await page.goto(`${bench.app.url}/dashboard`);
    return { context, page, problems };
  }

  async function login(page: Page, name = 'Ayşe'): Promise<void> {
    await page.getByLabel('Token').fill(ADMIN_TOKEN);
    await page.getByLabel('Your name').fill(name);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  }

  /** Inspects a page on a phone in the dark, and on a desk in the light. */
  async function inspectBoth(page: Page, name: string): Promise<void> {
    const size = page.viewportSize() ?? DESK;
    await page.setViewportSize(PHONE);
    await page.emulateMedia({ colorScheme: 'dark' });
    await inspect(page, `dashboard-${name}-phone`);
    await page.setViewportSize(DESK);
    await page.emulateMedia({ colorScheme: 'light' });
    await inspect(page, `dashboard-${name}-desk`);
    await page.setViewportSize(size);
  }

  async function confirm(page: Page, action: string): Promise<void> {
    await page.getByRole('button', { name: action, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: action, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  it('says that a token is wrong, and opens by the right one', async () => {
    const { context, page, problems } = await visit();
    await inspectBoth(page, 'login');
    await page.getByLabel('Token').fill('not this one at all');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').waitFor();
    assert.ok(!page.url().includes('not'), 'the token is in no address');
    await inspect(page, 'dashboard-wrong-desk');
    await login(page);
    await page.getByText('Nothing is stuck.').waitFor();
    assert.ok((await page.getByText('no data yet').count()) >= 3);
    await inspect(page, 'dashboard-empty-desk');
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('Token').waitFor();
    assert.deepEqual(problems, []);
    await context.close();
  });

  it('shows the numbers against their goals, and as tables too', async () => {
    await addTurns();
    const { context, page, problems } = await visit();
    await login(page);
    await page.getByText('goal reached').first().waitFor();
    await page.getByText('Table of by language').click();
    assert.match(
      (await page.getByRole('row', { name: /German/ }).textContent()) ?? '',
      /German\s*20\s*40\.0 %/,
    );
    await inspectBoth(page, 'overview');
    assert.deepEqual(problems, []);
    await context.close();
  });

  it('composes, previews, approves, starts and watches a broadcast until it is done', async () => {
    await addPeople({ first: 500_000, count: 6, language: 'de' }, bench.data);
    await addPeople({ first: 510_000, count: 4, language: 'ar' }, bench.data);
    await addPeople({ first: 520_000, count: 5, offers: undefined }, bench.data);
    const { context, page, problems } = await visit();
    await login(page);
    await page.getByRole('link', { name: 'Broadcasts' }).click();
    await page.getByText('There are no broadcasts yet').waitFor();
    await page.getByRole('link', { name: 'New broadcast' }).click();

    await page.getByRole('button', { name: 'Save and preview' }).click();
    await page.getByRole('alert').getByText('Give it a name').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Museum night');
    await page.getByLabel('Text in English').fill('The museums stay open until midnight.');
    await page.getByText('37 of 1,024 characters').waitFor();
    await page.getByLabel('Add a language').selectOption('de');
    await page.getByLabel('Text in German').fill('Die Museen haben bis Mitternacht offen.');
    await page.getByLabel('Add a language').selectOption('ar');
    await page.getByLabel('Text in Arabic').fill('المتاحف مفتوحة حتى منتصف الليل.');
    assert.equal(await page.getByLabel('Text in Arabic').getAttribute('dir'), 'rtl');
    await page.getByLabel('Link', { exact: true }).fill('https://museums.example.org/night');
    await page.getByLabel('Label of the link’s button in German').fill('Zum Programm');
    await page
      .getByLabel('Picture', { exact: true })
      .setInputFiles({ name: 'night.png', mimeType: 'image/png', buffer: PIXEL });
    await page.getByAltText('The chosen picture').waitFor();

    await page.getByLabel('Telegram').check();
    await page.getByText('The same as JSON').click();
    const json = page.getByLabel('Segment as JSON');
    assert.deepEqual(JSON.parse(await json.inputValue()), { platform: ['telegram'] });
    await json.fill('{"platform": "telegram", "language": ["de", "ar"], "not": {"interest": "hammam"}}');
    await page.getByText('The JSON has more conditions (not)').waitFor();
    await page.getByText('Arabic', { exact: true }).last().waitFor({ state: 'attached' });
    assert.ok(await page.getByRole('checkbox', { name: 'German', includeHidden: true }).isChecked());
    await page.getByText('10 people').waitFor();
    await inspectBoth(page, 'compose');

    await page.getByRole('button', { name: 'Save and preview' }).click();
    await page.getByText('10 people').waitFor();
    await page.getByText('Zum Programm').first().waitFor();
    const arabic = page.locator('.bubble[lang=ar]');
    assert.equal(await arabic.getAttribute('dir'), 'rtl');
    await inspectBoth(page, 'preview');

    await page.getByText('Send a test to yourself').click();
    await page.getByLabel('Your id there').fill('1');
    await page.getByRole('button', { name: 'Send the test' }).click();
    await page.getByText('Nobody with this id has written').waitFor();
    await page.getByLabel('Your id there').fill('500001');
    await page.getByRole('button', { name: 'Send the test' }).click();
    await page.getByText('Sent. Look at Telegram.').waitFor();
    assert.equal(bench.telegram.messages.size, 1);

    await confirm(page, 'Approve');
    await page.locator('.badge.approved').waitFor();
    await confirm(page, 'Start');
    await page.locator('.badge.done').waitFor();
    await page.getByRole('img', { name: 'Of 10: 10 sent' }).waitFor();
    await page.getByRole('heading', { name: 'Results' }).waitFor();
    await page.getByRole('cell', { name: 'Ayşe (dashboard)' }).first().waitFor();
    await inspectBoth(page, 'done');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download the states (CSV)' }).click();
    assert.match((await download).suggestedFilename(), /^broadcast-[0-9a-f]{24}\.csv$/);
    assert.equal(bench.telegram.messages.size, 11, 'the test and one each');

    await page.getByRole('link', { name: 'All broadcasts' }).click();
    await page.getByRole('link', { name: 'Museum night' }).waitFor();
    await inspect(page, 'dashboard-list-desk');
    await page.getByRole('link', { name: 'Who did what' }).click();
    await page.getByRole('cell', { name: 'approve', exact: true }).waitFor();
    await inspect(page, 'dashboard-audit-desk');
    assert.deepEqual(problems, []);
    await context.close();
  });

  it('changes a draft, compares two texts, stops a run, and can be used with the keyboard alone', async () => {
    await addPeople({ first: 600_000, count: 800 }, bench.data);
    const { context, page, problems } = await visit({ viewport: PHONE });
    await login(page, 'Mehmet');
    await page.goto(`${bench.app.url}/dashboard/broadcasts/new`);
    await page.getByLabel('Name', { exact: true }).fill('Ferry festival');
    await page.getByLabel('Text in English').fill('A');
    await page.getByRole('button', { name: 'Save and preview' }).click();
    await page.getByRole('link', { name: 'Edit' }).click();
    const picture = { name: 'ferry.png', mimeType: 'image/png', buffer: PIXEL };
    await page.getByLabel('Picture', { exact: true }).setInputFiles(picture);
    await inspect(page, 'dashboard-picture-phone');
    await page.getByRole('button', { name: 'Remove the picture' }).click();
    await page.getByAltText('The chosen picture').waitFor({ state: 'detached' });
    await page.getByLabel('Picture', { exact: true }).setInputFiles(picture);
    await page.getByRole('button', { name: 'Save and preview' }).click();
    await page.getByAltText('Picture of the broadcast').waitFor();
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByRole('button', { name: 'Remove the picture' }).click();
    await page.getByRole('button', { name: 'Save and preview' }).click();
    await page.getByRole('link', { name: 'Edit' }).waitFor();
    assert.equal(await page.getByAltText('Picture of the broadcast').count(), 0);
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('Compare two texts').check();
    await page.getByLabel('First text in English').fill('Ferries are free on Sunday.');
    await page.getByLabel('Second text in English').fill('Sunday: all ferries, no fare.');
    await page.getByLabel('Hold-out in percent').fill('10');
    await page.getByRole('button', { name: 'Save and preview' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('English, second text', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Start' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await inspect(page, 'dashboard-confirm-phone');
    await page.keyboard.press('Escape');
    // A closed one is no dialog to a reader before the page has taken it away
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.equal(await page.locator('.badge.draft').count(), 1, 'nothing was done');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.badge.running').waitFor();
    await page.getByRole('img', { name: /sent/ }).waitFor();
    await page.getByText('Compared').waitFor();
    await inspect(page, 'dashboard-running-phone');
    await confirm(page, 'Pause');
    await page.locator('.badge.paused').waitFor();
    await page.getByText('Nothing more is sent until you resume it.').waitFor();
    await confirm(page, 'Resume');
    await page.locator('.badge.running').waitFor();
    await confirm(page, 'Cancel it');
    await page.locator('.badge.cancelled').waitFor();
    await page.getByRole('row', { name: /^skipped.* cancelled/ }).waitFor();
    assert.deepEqual(problems, []);
    await context.close();
  });

  it('keeps what was written when the login has ended', async () => {
    const { context, page } = await visit();
    await login(page);
    await page.goto(`${bench.app.url}/dashboard/broadcasts/new`);
    await page.getByLabel('Name', { exact: true }).fill('Kept');
    await page.getByLabel('Text in English').fill('This must not be lost.');
    await context.clearCookies();
    await page.getByRole('button', { name: 'Save and preview' }).click();
    await page.getByRole('alert').getByText('Your login has ended').first().waitFor();
    const other = await context.newPage();
    await other.goto(`${bench.app.url}/dashboard`);
    await login(other);
    await page.getByRole('button', { name: 'Save and preview' }).click();
    await page.getByRole('heading', { name: 'Kept' }).waitFor();
    await context.close();
  });
});

async function addTurns(): Promise<void> {
  const languages = ['en', 'en', 'de', 'de', 'ar'];
  const rows = Array.from({ length: 50 }, (_, n) => ({
    person: `person-${n}`,
    platform: ['telegram', 'whatsapp', 'web'][n % 3],
    language: languages[n % 5],
    intent: ['nearby', 'hours', 'off_topic'][n % 3],
    at: new Date(),
    deliveredAt: new Date(),
    places: [],
    ...(n % 5 === 0 ? { feedback: { rating: n % 10 === 0 ? 'up' : 'down', at: new Date() } } : {}),
  }));
  await Turn.collection.insertMany(rows);
}
