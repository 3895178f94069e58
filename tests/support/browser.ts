import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser } from 'playwright-core';

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
  return playwright.launch({ executablePath: await chromium.executablePath(), args: chromium.args });
}
