import { bundleAssets } from '../assets.ts';
import { escapeHtml, NAME } from '../html.ts';
import type { DashboardSettings } from './protocol.ts';

/** Longest name that a person may log in with. */
export const MAX_NAME = 40;

/** What the login form says and keeps. */
interface LoginForm {
  /** Where to go on. */
  next: string;
  /** Whether approval by somebody else makes names needed. */
  nameRequired: boolean;
  name?: string;
  error?: string;
}

/** The form that takes `ADMIN_TOKEN`; it works without a script. */
export async function loginPage({ error, name = '', nameRequired, next }: LoginForm): Promise<string> {
  const why = nameRequired
    ? 'Promos are approved by somebody else than who made them, so names are needed.'
    : 'Stands in the audit log beside what you do.';
  return frame(
    'Log in',
    `<main class="card narrow">
<p class="brand">${NAME}</p>
<h1>Log in</h1>
${error ? `<p class="alert" role="alert" id="wrong">${escapeHtml(error)}</p>` : ''}
<form method="post" action="/dashboard/login">
<input type="hidden" name="next" value="${escapeHtml(next)}">
<label for="token">Token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required aria-describedby="token-hint${error ? ' wrong' : ''}"${error ? ' aria-invalid="true"' : ''}>
<p class="hint" id="token-hint">The value of ADMIN_TOKEN.</p>
<label for="name">Your name${nameRequired ? '' : ' (optional)'}</label>
<input id="name" name="name" type="text" autocomplete="name" maxlength="${MAX_NAME}" value="${escapeHtml(name)}"${nameRequired ? ' required' : ''} aria-describedby="name-hint">
<p class="hint" id="name-hint">${why}</p>
<button class="primary wide" type="submit">Log in</button>
</form>
</main>`,
  );
}

/** What stands at `/dashboard` while no `ADMIN_TOKEN` is set. */
export async function switchedOffPage(): Promise<string> {
  return frame(
    'Dashboard',
    `<main class="card narrow">
<p class="brand">${NAME}</p>
<h1>The dashboard is off</h1>
<p>It is for whoever runs this guide, and opens with a token of theirs. To turn it on, set <code>ADMIN_TOKEN</code> in the environment or in <code>.env</code> to at least 16 characters that nobody can guess, and start again:</p>
<p><code>ADMIN_TOKEN=$(openssl rand -base64 24)</code></p>
<p><a href="/">To the guide’s chat</a></p>
</main>`,
  );
}

/** The dashboard: a frame that the script fills. */
export async function dashboardPage(settings: DashboardSettings): Promise<string> {
  const { dashboard } = (await bundleAssets()).paths;
  const data = JSON.stringify(settings).replaceAll('<', '\\u003c');
  return frame(
    'Dashboard',
    `<div id="app"><noscript><p class="card narrow">The dashboard needs JavaScript. The commands <code>rehber stats</code> and <code>rehber broadcast</code> do the same.</p></noscript></div>
<script type="application/json" id="settings">${data}</script>
<script type="module" src="${dashboard.script}"></script>`,
  );
}

async function frame(title: string, body: string): Promise<string> {
  const { dashboard, icon } = (await bundleAssets()).paths;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(title)} · ${NAME}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#08414c" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#0a2b33" media="(prefers-color-scheme: dark)">
<link rel="icon" type="image/svg+xml" href="${icon}">
<link rel="stylesheet" href="${dashboard.style}">
</head>
<body>
${body}
</body>
</html>
`;
}
