import { render } from 'preact';
import type { PageStrings } from '../strings.ts';
import { App } from './app.tsx';
import { ChatClient } from './client.ts';

const root = document.querySelector('#app');
const strings = JSON.parse(document.querySelector('#strings')?.textContent ?? '{}') as PageStrings;
if (root) {
  const client = new ChatClient();
  root.replaceChildren();
  render(<App client={client} strings={strings} />, root);
  client.start();
}
