import { bundleAssets, type Assets } from './assets.ts';
import type { PageStrings } from './strings.ts';

/** The guide's name in its logo and titles. */
export const NAME = 'Rehber';

/** Escapes text for HTML, in content and in quoted attributes. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** The chat's page: a frame that the script fills. */
export async function chatPage(strings: PageStrings): Promise<string> {
  const assets = await bundleAssets();
  const data = JSON.stringify(strings).replaceAll('<', '\\u003c');
  return frame(
    assets,
    strings,
    `${NAME} · ${strings.tagline}`,
    `<div id="app"><noscript><p class="plain">${escapeHtml(strings.noScript)}</p></noscript></div>
<script type="application/json" id="strings">${data}</script>
<script type="module" src="${assets.paths.script}"></script>`,
  );
}

/**
 * A page of text with the way back to the chat.
 * @param html what the page says, as safe HTML
 * @param language of that text, where it is not the strings'
 */
export async function textPage(
  strings: PageStrings,
  title: string,
  html: string,
  language: string = strings.language,
): Promise<string> {
  const assets = await bundleAssets();
  return frame(
    assets,
    strings,
    `${title} · ${NAME}`,
    `<div class="text-page"><nav><a href="/">${escapeHtml(strings.backToChat)}</a></nav>
<main lang="${language}" dir="auto">${html}</main></div>`,
  );
}

/** A page with one message. */
export async function messagePage(strings: PageStrings, title: string, text: string): Promise<string> {
  return textPage(strings, title, `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>`);
}

function frame(assets: Assets, strings: PageStrings, title: string, body: string): string {
  return `<!doctype html>
<html lang="${strings.language}" dir="${strings.direction}">
<head>
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="description" content="${escapeHtml(strings.welcome)}">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#0b5563" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#0a2b33" media="(prefers-color-scheme: dark)">
<link rel="icon" type="image/svg+xml" href="${assets.paths.icon}">
<link rel="stylesheet" href="${assets.paths.style}">
</head>
<body>
${body}
</body>
</html>
`;
}
