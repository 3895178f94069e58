import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import chromium from '@sparticuz/chromium';
import axe from 'axe-core';
import { chromium as playwright, type Browser, type Frame, type Page } from 'playwright-core';

/**
 * Switches of the package that are for its home in a cloud function: one process for all dies with the first page that
 * closes, and the others switch off what a page is to be tested under.
 */
const UNWANTED = new Set([
  '--single-process',
  '--no-zygote',
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--disable-site-isolation-trials',
]);

/** Where pictures of the pages go, to be looked at; none are taken without it. */
const SHOTS = process.env['REHBER_SHOTS'];

let launched: Promise<Browser> | undefined;

/** The headless Chromium that comes with npm, launched once a test file; `closeBrowser` ends it. */
export async function openBrowser(): Promise<Browser> {
  launched ??= launch();
  return launched;
}

export async function closeBrowser(): Promise<void> {
  await (await launched)?.close();
  launched = undefined;
}

async function launch(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args.filter((argument) => !UNWANTED.has(argument)),
  });
}

interface Violation {
  id: string;
  help: string;
  nodes: { html: string; failureSummary: string }[];
}

/**
 * Nothing hangs out sideways, and axe-core finds no violation; takes a picture of that name where wanted.
 * @param frame part of the page to inspect instead of its main frame
 */
export async function inspect(page: Page, name: string, frame: Frame = page.mainFrame()): Promise<void> {
  // Colours are judged once what moves in has arrived
  await frame.evaluate(`Promise.all(document.getAnimations()
    .filter((each) => each.effect.getTiming().iterations === 1).map((each) => each.finished))`);
  if (SHOTS) {
    await mkdir(SHOTS, { recursive: true });
    await page.screenshot({ path: path.join(SHOTS, `${name}.png`) });
  }
  const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  assert.equal(await frame.evaluate(overflow), 0, 'the page is wider than the screen');
  await frame.evaluate(axe.source);
  const { violations } = await frame.evaluate<{ violations: Violation[] }>('axe.run({ iframes: false })');
  const told = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.map((node) => `${node.html}: ${node.failureSummary}`),
  }));
  assert.deepEqual(told, []);
}
