import type { EmbedSettings } from './settings.ts';
import { addWidget } from './widget.ts';

/**
 * Runs on another site's page, by `<script src="https://guide.example.org/embed.js" async></script>`: adds a button that
 * opens the chat. `data-language` on the tag sets the language; else the browser's own counts.
 */
export function mount({ labels, origins }: EmbedSettings): void {
  const script = document.currentScript;
  // A page may hold the tag twice; a module has no tag to learn the guide's address from
  if (!(script instanceof HTMLScriptElement) || document.querySelector('rehber-guide')) return;
  const guide = new URL('/', script.src);
  const { origin } = globalThis.location;
  if (origin !== guide.origin && !origins.includes('*') && !origins.includes(origin)) {
    console.error(`Rehber: ${guide.origin} may not be shown here. Add ${origin} to its EMBED_ORIGINS.`);
    return;
  }
  const wanted = script.dataset['language']?.toLowerCase();
  const chosen = wanted !== undefined && wanted in labels ? wanted : undefined;
  if (chosen) guide.searchParams.set('language', chosen);
  const preferred = navigator.languages.map((tag) => tag.split('-')[0]?.toLowerCase() ?? '');
  const language = chosen ?? preferred.find((code) => code in labels) ?? 'en';
  const words = labels[language];
  if (!words) return;
  const add = (): void => addWidget({ guide, language, labels: words });
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', add, { once: true });
  else add();
}
