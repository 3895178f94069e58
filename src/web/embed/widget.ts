import { CLOSE_MESSAGE, type EmbedLabels } from './settings.ts';
import css from './style.css';

/** Screens on which the open chat takes all the room there is. */
const SMALL_SCREEN = '(max-width: 480px), (max-height: 480px)';
const BUBBLE =
  'M12 3C6.500 3 2 6.800 2 11.500c0 2.400 1.200 4.600 3.100 6.100L4 21.500l4.600-1.600c1.100.3 2.200.5 3.400.5 5.500 0 10-3.900 10-8.900S17.500 3 12 3Z';
const CROSS = 'M6 6l12 12M18 6 6 18';

interface WidgetOptions {
  /** The chat's page. */
  guide: URL;
  language: string;
  labels: EmbedLabels;
}

/**
 * Adds the button and the panel that it opens. Both live in a shadow root with a constructed style sheet: the page's
 * styles do not reach in, ours do not reach out, and a policy without inline styles has nothing to refuse.
 */
export function addWidget({ guide, labels, language }: WidgetOptions): void {
  const host = document.createElement('rehber-guide');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  const opener = button('opener', labels.open, BUBBLE);
  opener.setAttribute('aria-haspopup', 'dialog');
  opener.setAttribute('aria-expanded', 'false');
  const closer = button('closer', labels.close, CROSS);
  const panel = element('dialog', { class: 'panel', 'aria-label': labels.title });
  panel.append(closer);
  const region = element('aside', { lang: language, dir: labels.direction, 'aria-label': labels.title });
  region.append(opener, panel);
  root.append(region);
  let frame: HTMLIFrameElement | undefined;

  const open = (): void => {
    if (!frame) {
      // What nobody opens costs nobody a request
      frame = element('iframe', { title: labels.title, src: guide.href, allow: 'geolocation' });
      panel.append(frame);
    }
    if (matchMedia(SMALL_SCREEN).matches) panel.showModal();
    else panel.show();
    opener.hidden = true;
    opener.setAttribute('aria-expanded', 'true');
    frame.focus();
  };
  const close = (): void => {
    if (!panel.open) return;
    const hadFocus = panel.contains(root.activeElement);
    panel.close();
    opener.hidden = false;
    opener.setAttribute('aria-expanded', 'false');
    // Whoever writes in the page meanwhile goes on there
    if (hadFocus) opener.focus();
  };

  opener.addEventListener('click', open);
  closer.addEventListener('click', close);
  panel.addEventListener('cancel', (event) => {
    event.preventDefault();
    close();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) close();
  });
  globalThis.addEventListener('message', (event: MessageEvent<unknown>) => {
    const isFromChat = event.source === frame?.contentWindow && event.origin === guide.origin;
    if (isFromChat && event.data === CLOSE_MESSAGE) close();
  });
  document.body.append(host);
}

function element<T extends keyof HTMLElementTagNameMap>(
  name: T,
  attributes: Record<string, string>,
): HTMLElementTagNameMap[T] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function button(name: string, label: string, drawing: string): HTMLButtonElement {
  const made = element('button', { type: 'button', class: name, 'aria-label': label, title: label });
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', drawing);
  svg.append(path);
  made.append(svg);
  return made;
}
