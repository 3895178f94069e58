import { render } from 'preact';
import type { PageStrings } from '../strings.ts';
import { CLOSE_MESSAGE } from '../embed/settings.ts';
import { App } from './app.tsx';
import { ChatClient } from './client.ts';

/** What is pressed in a frame the page around it does not hear of. The message says nothing that anybody may not know. */
function closeWithEscape(): void {
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing) parent.postMessage(CLOSE_MESSAGE, '*');
  });
}

const root = document.querySelector('#app');
const strings = JSON.parse(document.querySelector('#strings')?.textContent ?? '{}') as PageStrings;
if (root) {
  const client = new ChatClient();
  root.replaceChildren();
  const embedded = globalThis.parent !== globalThis.self;
  if (embedded) closeWithEscape();
  render(<App client={client} embedded={embedded} strings={strings} />, root);
  client.start();
}
