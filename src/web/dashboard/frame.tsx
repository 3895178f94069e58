import type { ComponentChildren } from 'preact';
import { Logo } from '../chat/icons.tsx';
import { settings } from './settings.ts';

/** What all pages have: who and where one is, the ways to the others, and the way out. */
export function Frame({ children }: { children: ComponentChildren }) {
  const inBroadcasts = location.pathname.startsWith('/dashboard/broadcasts');
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header class="header">
        <div class="inner">
          <a class="home" href="/dashboard">
            <Logo />
            <span>
              <strong>{settings.guide}</strong>
              {settings.operator && <span class="operator">{settings.operator}</span>}
            </span>
          </a>
          <form method="post" action="/dashboard/logout" class="who">
            {settings.name && <span>{settings.name}</span>}
            <button type="submit" class="quiet">
              Log out
            </button>
          </form>
          <nav aria-label="Dashboard">
            <a href="/dashboard" aria-current={inBroadcasts ? undefined : 'page'}>
              Overview
            </a>
            <a href="/dashboard/broadcasts" aria-current={inBroadcasts ? 'page' : undefined}>
              Broadcasts
            </a>
          </nav>
        </div>
      </header>
      <main id="main" tabindex={-1}>
        {children}
      </main>
    </>
  );
}

/** A page's heading, which is its title too. */
export function Title({ text, children }: { text: string; children?: ComponentChildren }) {
  document.title = `${text} · ${settings.guide}`;
  return (
    <div class="title">
      <h1>{text}</h1>
      {children}
    </div>
  );
}

/** What stands where an answer is not there yet, or could not be had. */
export function Waiting({ error, onRetry }: { error?: string | undefined; onRetry: () => void }) {
  if (error === undefined) return <p class="faint">Loading …</p>;
  return (
    <div class="alert" role="alert">
      <p>{error}</p>
      <button type="button" onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}
